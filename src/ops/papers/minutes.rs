//! What the minutes of a review group's day say.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Names, item_names};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::{Body, Role};
use crate::io::store::Store;
use crate::ops::review::{ReviewError, Session, until};
use crate::render::paper::{DisputeLine, MinutesFacts, RemarkLine, UnitDay};
use crate::workflow::closing::outlook;
use crate::workflow::doings::{Doings, Period, Remark};
use crate::workflow::stage::{Leg, Position};
use crate::workflow::{Campaign, Round, Staff};

/// Which day of which group is told, and what of it the record does not know.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// The 审核组.
    pub group: String,
    /// The day.
    pub day: Date,
    /// Where the group met.
    pub place: Option<String>,
    /// Who presided.
    pub chair: Option<String>,
    /// Who else took part.
    pub guests: Vec<String>,
}

type ItemNames = BTreeMap<(DepartmentId, Round), BTreeMap<ItemCode, String>>;

/// Gathers what a group did on a day and where its units stood when it ended.
///
/// # Errors
/// When the record cannot be read.
pub fn minutes<S: Store>(
    session: &mut Session<S>,
    names: Names<'_>,
    meeting: Meeting,
) -> Result<MinutesFacts, ReviewError> {
    let events = session.events()?;
    let end = until(&events, meeting.day);
    let campaign = Campaign::replay(events.get(..end).unwrap_or(&events))?;
    let of_group = |id: &DepartmentId| {
        campaign
            .department(id)
            .is_some_and(|unit| unit.group == meeting.group)
    };
    let day = Period::day(meeting.day);
    let mut doings: BTreeMap<&DepartmentId, Doings> = BTreeMap::new();
    for event in events.iter().filter(|e| day.contains(e.at)) {
        if let Some(id) = event.payload.department().filter(|id| of_group(id)) {
            doings.entry(id).or_default().take(event);
        }
    }
    let mut items = ItemNames::new();
    let mut out = MinutesFacts {
        present: present(&doings, names),
        group: meeting.group.clone(),
        place: meeting.place,
        chair: meeting.chair,
        guests: meeting.guests,
        ..MinutesFacts::default()
    };
    for id in names
        .in_order(&campaign)
        .into_iter()
        .filter(|id| of_group(id))
    {
        let Some(unit) = campaign.department(id) else {
            continue;
        };
        if let Some(done) = doings.get(id) {
            for (lines, remarks) in [
                (&mut out.opinions, done.asking().collect::<Vec<&Remark>>()),
                (&mut out.rulings, done.rulings().collect()),
            ] {
                for remark in remarks {
                    lines.push(line(session, &campaign, names, &mut items, remark)?);
                }
            }
            out.units.push(UnitDay {
                name: names.unit(id),
                stage: unit.stage.chinese(),
                items: unit.latest().map_or(0, |round| round.items.len()),
                opinions: Body::ALL.map(|body| done.opinions_of(body)),
                asking: done.asking().count(),
                answers: done.answers(),
                events: told(done),
            });
        }
        let Some(round) = unit.under_review() else {
            continue;
        };
        for (code, item) in round.disputed().filter(|(_, i)| i.ruling.is_none()) {
            let positions: Vec<String> = item
                .opinions()
                .map(|(body, opinion)| format!("{}{}", body.chinese(), opinion.decision))
                .collect();
            out.disputes.push(DisputeLine {
                unit: names.unit(id),
                code: code.to_string(),
                item: name(session, &campaign, &mut items, id, round.round, code)?,
                positions: positions.join("，"),
            });
        }
        let silent = |body| round.opinions_of(body) == 0 && round.signature(body).is_none();
        if !round.items.is_empty() && Body::ALL.into_iter().all(silent) {
            out.untouched.push(names.unit(id));
            continue;
        }
        let missing = outlook(&campaign, Staff(names.people), id).missing;
        let next = match unit.stage.position() {
            Position::Review(round) if missing.is_empty() => {
                vec![format!("可以{}", round.leg(Leg::Down))]
            }
            _ => missing,
        };
        out.open.push((names.unit(id), next));
    }
    Ok(out)
}

/// Who acted: name and role, each once.
fn present(doings: &BTreeMap<&DepartmentId, Doings>, names: Names<'_>) -> Vec<(String, String)> {
    let actors: BTreeSet<_> = doings.values().flat_map(|done| &done.actors).collect();
    let mut actors: Vec<_> = actors.into_iter().collect();
    // 综合组 first, then the bodies, then the units, as in every list of people.
    actors.sort_by_key(|(id, _)| {
        let person = names.people.iter().find(|p| p.id.value == *id);
        match person.map(|p| &p.role) {
            Some(Role::Coordinator | Role::Publisher) => 0,
            Some(Role::Reviewer { body, .. }) => {
                1 + Body::ALL.iter().position(|b| b == body).unwrap_or(0)
            }
            Some(Role::Clerk(_) | Role::Head(_)) | None => 1 + Body::ALL.len(),
        }
    });
    actors
        .into_iter()
        .map(|(id, role)| {
            let person = names.people.iter().find(|p| p.id.value == *id);
            let name = person.map_or_else(|| id.to_string(), |p| p.name.clone());
            let role = match person.map(|p| &p.role) {
                Some(Role::Reviewer { body, .. }) => body.chinese().to_owned(),
                Some(Role::Clerk(unit) | Role::Head(unit)) => names.unit(unit),
                // What they were is in the record, also where they have left.
                Some(Role::Coordinator | Role::Publisher) | None => role.clone(),
            };
            (name, role)
        })
        .collect()
}

/// Legs and signatures of a unit's day, in words.
fn told(done: &Doings) -> Vec<String> {
    let mut out: Vec<String> = done
        .sent
        .iter()
        .map(|sent| format!("{}（{}项）", sent.round.leg(Leg::Up), sent.items))
        .collect();
    for signed in &done.signed {
        let legality = signed.legality.as_ref().map_or(String::new(), |legality| {
            format!("（合法性审查：{}）", legality.result.chinese())
        });
        out.push(format!("{}签署{legality}", signed.body.chinese()));
    }
    for (_, round) in &done.returned {
        out.push(round.leg(Leg::Down).to_owned());
    }
    if !done.confirmed.is_empty() {
        out.push(format!("{}确认", Round::Third.leg(Leg::Down)));
    }
    out
}

fn line<S: Store>(
    session: &mut Session<S>,
    campaign: &Campaign,
    names: Names<'_>,
    items: &mut ItemNames,
    remark: &Remark,
) -> Result<RemarkLine, ReviewError> {
    let Remark {
        department,
        round,
        item,
        ..
    } = remark;
    Ok(RemarkLine {
        unit: names.unit(department),
        code: item.to_string(),
        item: name(session, campaign, items, department, *round, item)?,
        speaker: remark.body.map_or("综合组", Body::chinese),
        decision: remark.decision.to_string(),
        text: remark
            .text
            .as_ref()
            .map_or(String::new(), ToString::to_string),
    })
}

fn name<S: Store>(
    session: &mut Session<S>,
    campaign: &Campaign,
    items: &mut ItemNames,
    department: &DepartmentId,
    round: Round,
    code: &ItemCode,
) -> Result<String, ReviewError> {
    let place = (department.clone(), round);
    let known = match items.entry(place) {
        std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
        std::collections::btree_map::Entry::Vacant(empty) => {
            let unit = campaign.department(department);
            empty.insert(item_names(
                session,
                unit.and_then(|unit| unit.round(round)),
            )?)
        }
    };
    Ok(known.get(code).cloned().unwrap_or_default())
}

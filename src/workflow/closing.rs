//! What still has to happen before a unit can take its next step, and who does it. Refusals and `review status` both
//! tell it from here, so they cannot disagree.

use super::campaign::{Campaign, DepartmentState};
use super::event::MeetingKind;
use super::refusal::{Refusal, Staff, run};
use super::round::RoundState;
use super::stage::{Leg, Position, Round};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::Body;

/// What is missing, and the commands that supply it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// What is missing, one Chinese entry each; empty when the next step may be taken.
    pub missing: Vec<String>,
    /// The commands to run next.
    pub next: Vec<String>,
}

/// The first few codes, and how many there are in all.
pub(super) fn some<'a>(codes: impl Iterator<Item = &'a ItemCode>) -> String {
    let codes: Vec<&ItemCode> = codes.collect();
    let mut text: Vec<&str> = codes.iter().take(5).map(|c| c.as_str()).collect();
    let more = format!("等 {} 项", codes.len());
    if codes.len() > 5 {
        text.push(&more);
    }
    text.join("、")
}

/// What the bodies and 综合组 still owe before the round under review can be closed.
pub fn before_closing(
    campaign: &Campaign,
    staff: Staff<'_>,
    department: &DepartmentId,
    state: &DepartmentState,
    round: &RoundState,
) -> Outlook {
    let mut out = Outlook::default();
    for body in Body::ALL {
        let who = staff.reviewer(body, &state.group);
        if !round.items.is_empty() && round.opinions_of(body) == 0 {
            out.missing
                .push(format!("{}还没有提出意见", body.chinese()));
            if round.signature(body).is_none() {
                out.next.push(run::opine_rest(department, &who));
            }
        }
        if round.signature(body).is_none() {
            out.missing.push(format!("{}还没有签署", body.chinese()));
            let legality = body == Body::LegalOffice && round.round == Round::Second;
            out.next.push(run::sign(department, legality, &who));
        }
    }
    let open: Vec<&ItemCode> = round.without_proposal().collect();
    if !open.is_empty() {
        out.missing.push(format!(
            "{} 个事项还没有处理意见：{}",
            open.len(),
            some(open.iter().copied())
        ));
        // A body that has signed cannot speak any more; where all have, 综合组 settles what they left open.
        match Body::ALL
            .into_iter()
            .find(|b| round.signature(*b).is_none())
        {
            Some(body) => {
                let command = run::opine_rest(department, &staff.reviewer(body, &state.group));
                if !out.next.contains(&command) {
                    out.next.insert(0, command);
                }
            }
            None => rule_first(&mut out, staff, department, open.first().copied()),
        }
    }
    if round.round != Round::First {
        let unruled: Vec<&ItemCode> = round
            .disputed()
            .filter(|(_, i)| i.ruling.is_none())
            .map(|(code, _)| code)
            .collect();
        if !unruled.is_empty() {
            out.missing.push(format!(
                "{} 个事项三家意见不一致，待综合组裁定：{}",
                unruled.len(),
                some(unruled.iter().copied())
            ));
            rule_first(&mut out, staff, department, unruled.first().copied());
        }
    }
    if round.round == Round::Third {
        let undecided: Vec<&ItemCode> = round
            .items
            .iter()
            .filter(|(_, i)| i.outcome().is_some_and(|d| !d.is_final()))
            .map(|(code, _)| code)
            .collect();
        if !undecided.is_empty() {
            out.missing.push(format!(
                "{} 个事项仍是“补充材料”，没有最终决定：{}",
                undecided.len(),
                some(undecided.iter().copied())
            ));
            rule_first(&mut out, staff, department, undecided.first().copied());
        }
        for kind in MeetingKind::DECIDING {
            if !campaign.meetings().iter().any(|m| m.kind == kind) {
                out.missing.push(format!("没有{}的记录", kind.chinese()));
                out.next
                    .push(run::meeting(kind.chinese(), &staff.coordinator()));
            }
        }
    }
    out
}

fn rule_first(
    out: &mut Outlook,
    staff: Staff<'_>,
    department: &DepartmentId,
    code: Option<&ItemCode>,
) {
    if let Some(code) = code {
        let command = run::rule(department, code.as_str(), &staff.coordinator());
        if !out.next.contains(&command) {
            out.next.push(command);
        }
    }
}

/// What the unit still owes before it can submit again.
pub fn before_resubmission(
    staff: Staff<'_>,
    department: &DepartmentId,
    answered: &RoundState,
) -> Outlook {
    let open: Vec<&ItemCode> = answered.unanswered().map(|(code, _, _)| code).collect();
    let mut out = Outlook::default();
    if !open.is_empty() {
        out.missing.push(format!(
            "{} 条意见还没有答复：{}",
            open.len(),
            some(open.iter().copied())
        ));
        let clerk = staff.clerk(department);
        let round = answered.round.number();
        out.next.push(run::answer_from(department, round, &clerk));
        out.next.push(run::answer_all(department, &clerk));
    }
    out
}

/// What a unit waits for: what is missing for its next step, or the step itself.
pub fn outlook(campaign: &Campaign, staff: Staff<'_>, department: &DepartmentId) -> Outlook {
    let Some(state) = campaign.department(department) else {
        return Outlook::default();
    };
    let mut out = match state.stage.position() {
        Position::Review(round) => match state.round(round) {
            Some(running) => before_closing(campaign, staff, department, state, running),
            None => Outlook::default(),
        },
        Position::Revision(revision) => match state.round(revision.answers()) {
            Some(answered) => before_resubmission(staff, department, answered),
            None => Outlook::default(),
        },
        Position::SelfCheck | Position::Confirmed | Position::Published => Outlook::default(),
    };
    if out.missing.is_empty() {
        let submit = |round| run::submit(department, &staff.submitter(department, round));
        out.next = match state.stage.position() {
            Position::SelfCheck => vec![submit(Round::First)],
            Position::Review(Round::Third) => vec![run::confirm(department, &staff.coordinator())],
            Position::Review(_) => vec![run::give_back(department, &staff.coordinator())],
            Position::Revision(revision) => vec![submit(revision.prepares())],
            Position::Confirmed => vec![run::publish(&staff.publisher())],
            Position::Published => Vec::new(),
        };
    }
    out
}

/// A refusal because it is not the turn of this step: says where the unit stands and what it waits for.
pub(super) fn not_now(
    campaign: &Campaign,
    staff: Staff<'_>,
    department: &DepartmentId,
    what: &str,
) -> Refusal {
    let stage = campaign
        .department(department)
        .map_or("未列入", |s| s.stage.chinese());
    let outlook = outlook(campaign, staff, department);
    let mut refusal = Refusal::new(
        "wrong_stage",
        format!("{department} 现在处于“{stage}”，不能{what}"),
    )
    .missing(outlook.missing)
    .nexts(outlook.next);
    if refusal.next.is_empty() {
        refusal = refusal.next(run::status());
    }
    refusal
}

/// A refusal because a leg cannot be closed yet.
pub(super) fn not_closed(round: Round, department: &DepartmentId, outlook: Outlook) -> Refusal {
    Refusal::new(
        "leg_open",
        format!("{department} 还不能{}", round.leg(Leg::Down)),
    )
    .missing(outlook.missing)
    .nexts(outlook.next)
}

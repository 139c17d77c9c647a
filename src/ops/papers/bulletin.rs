//! What the monthly bulletin says.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Names;
use crate::finding::{RuleCode, Severity};
use crate::io::store::Store;
use crate::ops::review::{ReviewError, Session, until};
use crate::render::paper::{BulletinFacts, Found, LateLine, RuleLine, UnitLine};
use crate::rules;
use crate::workflow::Campaign;
use crate::workflow::doings::{Doings, Period};
use crate::workflow::progress::Figures;
use crate::workflow::standing::Standing;

/// How many rules are named.
const RULES: usize = 10;

/// What the timetable says of the month.
#[derive(Debug, Clone, Default)]
pub struct MonthPlan {
    /// Legs that are late at its end.
    pub late: Vec<LateLine>,
    /// Legs that end in the month to come.
    pub ahead: Vec<(String, Date)>,
}

/// Gathers what happened in a month, and in the one before; `plan` looks at the state at its end. `None` where nothing had
/// happened by then.
///
/// # Errors
/// When the record cannot be read, or `plan` fails.
pub fn bulletin<S: Store, E: From<ReviewError>>(
    session: &mut Session<S>,
    names: Names<'_>,
    month: Period,
    plan: impl FnOnce(&Campaign) -> Result<MonthPlan, E>,
) -> Result<Option<BulletinFacts>, E> {
    let events = session.events()?;
    let begin = month.first.yesterday().map_or(0, |day| until(&events, day));
    let end = until(&events, month.last);
    let (Some(earlier), Some(within)) = (events.get(..begin), events.get(begin..end)) else {
        return Ok(None);
    };
    if end == 0 {
        return Ok(None);
    }
    let mut campaign = Campaign::replay(earlier).map_err(ReviewError::from)?;
    let before = Standing::of(&campaign);
    for event in within {
        campaign.apply(event).map_err(ReviewError::from)?;
    }
    let month_before = month.month_before();
    let last = Doings::of(earlier.iter().filter(|e| month_before.contains(e.at)));
    let done = Doings::of(within);
    let found = found(session, &last, &done)?;
    let units = names
        .in_order(&campaign)
        .into_iter()
        .filter_map(|id| {
            let unit = campaign.department(id)?;
            Some(UnitLine {
                name: names.unit(id),
                group: unit.group.clone(),
                stage: unit.stage.chinese(),
                figures: Figures::of(unit),
            })
        })
        .collect();
    let MonthPlan { late, ahead } = plan(&campaign)?;
    Ok(Some(BulletinFacts {
        jurisdiction: names.jurisdiction.to_owned(),
        month,
        before,
        now: Standing::of(&campaign),
        last,
        done,
        found,
        units,
        late,
        ahead,
    }))
}

/// What the rules found at the submissions of two months.
fn found<S: Store>(
    session: &mut Session<S>,
    last: &Doings,
    done: &Doings,
) -> Result<Found, ReviewError> {
    let mut out = Found::default();
    let mut rules: BTreeMap<RuleCode, [usize; 2]> = BTreeMap::new();
    for (month, doings) in [done, last].into_iter().enumerate() {
        for digest in doings.sent.iter().filter_map(|sent| sent.findings) {
            for found in session.findings(digest)?.iter() {
                let counts = match found.severity {
                    Severity::Error => &mut out.errors,
                    Severity::Warning => &mut out.warnings,
                    // Nearly every item has one: they say nothing of a month.
                    Severity::Note => continue,
                };
                let rule = rules.entry(found.code).or_default();
                for counts in [counts, rule] {
                    if let Some(count) = counts.get_mut(month) {
                        *count += 1;
                    }
                }
            }
        }
    }
    let mut lines: Vec<RuleLine> = rules
        .into_iter()
        .filter(|(_, [now, _])| *now > 0)
        .map(|(code, [now, before])| {
            let code = code.to_string();
            RuleLine {
                title: rules::find(&code).map_or(String::new(), |rule| rule.title.to_owned()),
                code,
                now,
                before,
            }
        })
        .collect();
    lines.sort_by(|a, b| b.now.cmp(&a.now).then_with(|| a.code.cmp(&b.code)));
    lines.truncate(RULES);
    out.rules = lines;
    Ok(out)
}

//! Legs that are late, and those that come next, as papers tell them.

use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::ops::papers::MonthPlan;
use power_list::ops::review::ReviewError;
use power_list::render::paper::LateLine;
use power_list::render::progress::owed;
use power_list::workflow::doings::Period;
use power_list::workflow::overdue::overdue;
use power_list::workflow::{Campaign, Staff};

use crate::cli::review::context::ProjectContext;

/// The units that are late on a day, each with its leg, the latest first.
///
/// # Errors
/// When the calendar knows nothing of a year on the way.
pub fn late(
    context: &ProjectContext,
    campaign: &Campaign,
    day: Date,
) -> anyhow::Result<Vec<(DepartmentId, LateLine)>> {
    let (late, missing) = overdue(campaign, Staff(&context.people), context.plan(), day);
    if let Some(missing) = missing {
        return Err(ReviewError::from(missing).into());
    }
    let line = |unit: power_list::workflow::overdue::Overdue| {
        let line = LateLine {
            unit: context.name_of(&unit.department),
            leg: unit.passage.chinese().to_owned(),
            due: unit.deadline.day,
            days: unit.days_late.map_or(0, i32::unsigned_abs),
            waiting: owed(&unit),
        };
        (unit.department, line)
    };
    Ok(late.into_iter().map(line).collect())
}

/// What the timetable says of a month that has passed, or of what of it has passed.
///
/// # Errors
/// When the calendar knows nothing of a year on the way.
pub fn month_plan(
    context: &ProjectContext,
    campaign: &Campaign,
    month: Period,
) -> anyhow::Result<MonthPlan> {
    let late = late(context, campaign, month.last)?;
    let mut ahead = Vec::new();
    if let Ok(begin) = month.first.last_of_month().tomorrow() {
        let next = Period::month(begin);
        let legs = context.plan().planned();
        ahead = legs
            .iter()
            .filter_map(|leg| Some((leg.passage.chinese().to_owned(), leg.day()?)))
            .chain(
                context
                    .timetable
                    .publication
                    .map(|day| ("公布".to_owned(), day)),
            )
            .filter(|(_, day)| next.first <= *day && *day <= next.last)
            .collect();
    }
    Ok(MonthPlan {
        late: late.into_iter().map(|(_, line)| line).collect(),
        ahead,
    })
}

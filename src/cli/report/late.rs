//! Legs that are late, and those that come next, as papers tell them.

use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::ops::papers::MonthPlan;
use power_list::render::paper::LateLine;
use power_list::workflow::closing::outlook;
use power_list::workflow::doings::Period;
use power_list::workflow::stage::Position;
use power_list::workflow::{Campaign, Staff};

use crate::cli::error::usage;
use crate::cli::review::context::ProjectContext;

/// The leg that a unit is on, where it is late on a day.
///
/// # Errors
/// When the calendar knows nothing of a year on the way.
pub fn late(
    context: &ProjectContext,
    campaign: &Campaign,
    id: &DepartmentId,
    day: Date,
) -> anyhow::Result<Option<LateLine>> {
    let plan = context.plan();
    let Some(leg) = campaign.department(id).and_then(|unit| plan.running(unit)) else {
        return Ok(None);
    };
    let Some(due) = leg.due else { return Ok(None) };
    let due = due.map_err(unknown)?.day;
    if due >= day {
        return Ok(None);
    }
    let left = plan.days_left(day, due).map_err(unknown)?;
    Ok(Some(LateLine {
        unit: context.name_of(id),
        leg: leg.passage.chinese().to_owned(),
        due,
        days: left.unsigned_abs(),
        waiting: waiting(context, campaign, id),
    }))
}

fn unknown(missing: power_list::domain::calendar::NoData) -> anyhow::Error {
    usage(missing.to_string(), missing.help())
}

/// Who is waited for, and for what.
fn waiting(context: &ProjectContext, campaign: &Campaign, id: &DepartmentId) -> String {
    let Some(unit) = campaign.department(id) else {
        return String::new();
    };
    let missing = outlook(campaign, Staff(&context.people), id).missing;
    if !missing.is_empty() {
        return missing.join("；");
    }
    match unit.stage.position() {
        Position::SelfCheck => "部门上报一上",
        Position::Revision(_) => "部门再次上报",
        Position::Review(_) => "综合组反馈或者确认",
        Position::Confirmed | Position::Published => "",
    }
    .to_owned()
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
    let mut out = MonthPlan::default();
    for unit in &context.departments {
        out.late
            .extend(late(context, campaign, &unit.id, month.last)?);
    }
    let Ok(begin) = month.first.last_of_month().tomorrow() else {
        return Ok(out);
    };
    let next = Period::month(begin);
    let planned = context.plan().planned();
    let mut ahead: Vec<(String, Date)> = planned
        .iter()
        .filter_map(|leg| Some((leg.passage.chinese().to_owned(), leg.day()?)))
        .collect();
    ahead.extend(
        context
            .timetable
            .publication
            .map(|day| ("公布".to_owned(), day)),
    );
    ahead.retain(|(_, day)| next.first <= *day && *day <= next.last);
    out.ahead = ahead;
    Ok(out)
}

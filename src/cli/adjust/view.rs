//! How an adjustment is shown.

use std::io::Write;

use jiff::civil::Date;
use power_list::domain::law::Register;
use power_list::domain::office_time;
use power_list::workflow::adjust::clock::{Due, due};
use power_list::workflow::adjust::{Adjustment, OUTLIVED, Phase};
use power_list::workflow::decide::next_for_adjustment;
use power_list::workflow::{Campaign, Staff};
use serde_json::{Value, json};

use super::super::review::Desk;
use super::super::review::context::ProjectContext;

/// What an adjustment still needs, and the commands for it.
pub fn next_steps(
    out: &mut impl Write,
    desk: &Desk,
    adjustment: &Adjustment,
) -> anyhow::Result<()> {
    for missing in lacks(adjustment) {
        writeln!(out, "  还缺：{missing}")?;
    }
    let campaign = desk.session.campaign();
    for next in commands(campaign, &desk.context, adjustment) {
        writeln!(out, "  下一步：{next}")?;
    }
    Ok(())
}

/// What has to be there before the next step; nothing for one that is over.
pub fn lacks(adjustment: &Adjustment) -> Vec<String> {
    match adjustment.phase {
        Phase::Review => adjustment.lacks(),
        _ => Vec::new(),
    }
}

/// The commands that bring it further.
pub fn commands(
    campaign: &Campaign,
    context: &ProjectContext,
    adjustment: &Adjustment,
) -> Vec<String> {
    next_for_adjustment(campaign, Staff(&context.people), adjustment)
}

/// When its next step is due.
pub fn due_of(context: &ProjectContext, adjustment: &Adjustment) -> Option<Due> {
    due(adjustment, context.adjustment_clock, &context.calendar)
}

/// When the next step is due, in words.
pub fn due_words(due: &Due, today: Date) -> String {
    match due.day {
        Ok(day) if day < today => format!("{}，{day} 到期，已逾期", due.what),
        Ok(day) => format!("{}，{day} 到期", due.what),
        Err(missing) => format!("{}，期限算不出：{missing}", due.what),
    }
}

/// Where it stands, in words.
pub fn standing(adjustment: &Adjustment) -> String {
    let mut out = adjustment.phase.chinese().to_owned();
    if adjustment.urgency.is_some() && adjustment.phase == Phase::Review {
        out.push_str("（紧急公布）");
    }
    if let Some(release) = &adjustment.release {
        out.push_str(&format!("，已公布 {release}"));
    }
    out
}

/// That its ground holds no more, where it does not and that still matters.
pub fn outlived(adjustment: &Adjustment, register: &Register, today: Date) -> Option<String> {
    // What is on the list for a time only has to be undone when the time is over.
    let matters = adjustment.is_open()
        || (adjustment.release.is_some()
            && adjustment.ground.until.is_some_and(|until| until < today));
    matters
        .then(|| adjustment.ground.outlived(register, today))
        .flatten()
        .map(|why| format!("{OUTLIVED}：{why}"))
}

/// An adjustment as `adjust list` and `adjust show` give it to programs.
pub fn as_json(
    context: &ProjectContext,
    campaign: &Campaign,
    adjustment: &Adjustment,
    register: &Register,
    today: Date,
) -> Value {
    let due = due_of(context, adjustment);
    let codes = |codes: Vec<&power_list::domain::ids::ItemCode>| -> Vec<String> {
        codes.iter().map(ToString::to_string).collect()
    };
    let said: Vec<Value> = adjustment
        .parties()
        .iter()
        .map(|party| {
            let said = adjustment.said_by(party);
            json!({
                "party": party.chinese(),
                "agrees": said.map(|s| s.agrees),
                "by": said.map(|s| s.actor.to_string()),
                "text": said.and_then(|s| s.text.as_ref()).map(ToString::to_string),
            })
        })
        .collect();
    let moves: Vec<Value> = adjustment
        .action
        .moves()
        .iter()
        .map(|m| json!({ "from": m.from, "to": m.to }))
        .collect();
    json!({
        "id": adjustment.id,
        "department": adjustment.department,
        "kind": adjustment.action.key(),
        "items": codes(adjustment.action.touched()),
        "moves": moves,
        "ground": adjustment.ground.basis.chinese(),
        "ground_detail": adjustment.ground.words(),
        "happened_on": adjustment.ground.happened.to_string(),
        "effective_on": adjustment.effective.to_string(),
        "reason": adjustment.reason.as_str(),
        "late": adjustment.late.as_ref().map(ToString::to_string),
        "opened_at": office_time::clock(adjustment.opened_at),
        "phase": adjustment.phase.key(),
        "urgent": adjustment.urgency.is_some(),
        "approved_by": adjustment.approval.as_ref().map(|a| a.document.to_string()),
        "opinions": said,
        "release": adjustment.release.as_ref().map(ToString::to_string),
        "open": adjustment.is_open(),
        "next": due.as_ref().map(|d| d.what),
        "due": due.as_ref().and_then(|d| d.day.as_ref().ok()).map(ToString::to_string),
        "overdue": due.as_ref().is_some_and(|d| d.is_overdue(today)),
        "outlived": outlived(adjustment, register, today),
        "commands": commands(campaign, context, adjustment),
    })
}

//! Progress and what is overdue for programs. The keys stand in `report/keys`, which the schemas are made of.

use serde_json::{Map, Value, json};

use super::Told;
use crate::domain::timetable::LEGS;
use crate::workflow::Decision;
use crate::workflow::overdue::Overdue;
use crate::workflow::plan::LegPlan;
use crate::workflow::progress::{Figures, LegState, Progress, UnitProgress};
use crate::workflow::stage::Passage;

/// `power-list/overdue/v1`.
pub fn late_json(told: &Told<'_>, late: &[Overdue]) -> Value {
    json!({
        "schema": "power-list/overdue/v1",
        "edition": told.edition,
        "date": told.day.to_string(),
        "total": late.len(),
        "overdue": late.iter().map(|unit| late_unit(told, unit)).collect::<Vec<_>>(),
    })
}

fn late_unit(told: &Told<'_>, unit: &Overdue) -> Value {
    let waits: Vec<Value> = unit
        .owed
        .iter()
        .map(|owed| {
            json!({
                "who": owed.who.key(),
                "name": owed.who.chinese(),
                "what": owed.what,
                "left": owed.left,
            })
        })
        .collect();
    json!({
        "department": unit.department,
        "name": (told.name)(&unit.department),
        "group": unit.group,
        "leg": unit.passage.key(),
        "leg_name": unit.passage.chinese(),
        "due": unit.deadline.day.to_string(),
        "due_because": unit.deadline.explain(),
        "days_late": unit.days_late.ok(),
        "waits_for": waits,
        "next": unit.next,
    })
}

/// `power-list/progress/v1`.
pub fn progress_json(told: &Told<'_>, progress: &Progress) -> Value {
    let groups: Vec<Value> = progress
        .groups
        .iter()
        .map(|(group, of)| json!({ "group": group, "figures": figures(of) }))
        .collect();
    let legs: Vec<Value> = Passage::ALL
        .iter()
        .zip(&progress.legs)
        .map(|(passage, of)| {
            json!({
                "leg": passage.key(),
                "leg_name": passage.chinese(),
                "done": of.in_time + of.after_time,
                "done_late": of.after_time,
                "running": of.running + of.late,
                "running_late": of.late,
                "ahead": of.ahead,
            })
        })
        .collect();
    let points = |points: &[(jiff::civil::Date, usize)]| -> Vec<Value> {
        let point = |(day, legs): &(jiff::civil::Date, usize)| json!({ "date": day.to_string(), "legs": legs });
        points.iter().map(point).collect()
    };
    json!({
        "schema": "power-list/progress/v1",
        "title": told.title,
        "edition": told.edition,
        "date": progress.day.to_string(),
        "publication": progress.publication.map(|(day, left)| json!({ "date": day.to_string(), "days_left": left })),
        "total": figures(&progress.total),
        "groups": groups,
        "legs": legs,
        "course": {
            "all": progress.course.all,
            "real": points(&progress.course.real),
            "planned": points(&progress.course.planned),
        },
        "departments": progress.units.iter().map(|unit| unit_json(told, unit)).collect::<Vec<_>>(),
        "overdue": progress.overdue.iter().map(|unit| late_unit(told, unit)).collect::<Vec<_>>(),
        "missing_calendar": progress.missing.map(|missing| missing.year),
    })
}

fn unit_json(told: &Told<'_>, unit: &UnitProgress) -> Value {
    let legs: Vec<Value> = unit.plans.iter().zip(unit.legs).map(leg).collect();
    json!({
        "department": unit.department,
        "name": (told.name)(&unit.department),
        "group": unit.group,
        "stage": unit.stage.key(),
        "leg": unit.running().map(|leg| leg.passage.key()),
        "days_left": unit.days_left,
        "legs": legs,
        "figures": figures(&unit.figures),
    })
}

fn leg((plan, state): (&LegPlan, LegState)) -> Value {
    let (key, late) = match state {
        LegState::Done { late, .. } => ("done", late),
        LegState::Running { late } => ("running", late),
        LegState::Ahead => ("ahead", false),
    };
    json!({
        "leg": plan.passage.key(),
        "state": key,
        "late": late,
        "ended": plan.ended.map(|day| day.to_string()),
        "due": plan.day().map(|day| day.to_string()),
        "due_because": plan.because(),
    })
}

fn figures(of: &Figures) -> Value {
    let decisions: Map<String, Value> = Decision::TERMS
        .iter()
        .zip(of.decisions)
        .map(|(term, count)| ((*term).to_owned(), count.into()))
        .collect();
    json!({
        "departments": of.units,
        "confirmed": of.confirmed,
        "late": of.late,
        "legs_done": of.legs,
        "legs": of.units * LEGS.len(),
        "items": of.items,
        "decided": of.decided,
        "open": of.open(),
        "disputed": of.disputed,
        "unanswered": of.unanswered,
        "decisions": decisions,
    })
}

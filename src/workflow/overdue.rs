//! 逾期: the units whose leg should have ended, who they wait for, and the commands that would end it.

use jiff::civil::Date;
use rayon::prelude::*;

use super::campaign::{Campaign, DepartmentState};
use super::closing::outlook;
use super::event::MeetingKind;
use super::plan::{Deadline, Plan};
use super::refusal::Staff;
use super::stage::{Leg, Passage, Round};
use crate::domain::calendar::NoData;
use crate::domain::ids::DepartmentId;
use crate::domain::people::Body;

/// Somebody who has not done their part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// The unit itself.
    Unit,
    /// A body of its review group.
    Body(Body),
    /// 综合组.
    Coordinator,
}

impl Who {
    /// Stable English key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Body(Body::OrganizationOffice) => "organization_office",
            Self::Body(Body::LegalOffice) => "legal_office",
            Self::Body(Body::ServiceCenter) => "service_center",
            Self::Coordinator => "coordinator",
        }
    }

    /// What they are called.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Unit => "部门",
            Self::Body(body) => body.chinese(),
            Self::Coordinator => "综合组",
        }
    }
}

/// What somebody has not done yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Who.
    pub who: Who,
    /// What, in words.
    pub what: String,
    /// How many items or opinions it is about; 0 where it is one act.
    pub left: usize,
}

/// A unit whose leg should have ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// The unit.
    pub department: DepartmentId,
    /// Its 审核组.
    pub group: String,
    /// The leg.
    pub passage: Passage,
    /// Its last day.
    pub deadline: Deadline,
    /// Working days since then; 0 where none has passed yet.
    pub days_late: Result<i32, NoData>,
    /// Who has not done their part.
    pub owed: Vec<Owed>,
    /// The commands that would bring it on.
    pub next: Vec<String>,
}

/// Whose leg should have ended before `today`, the latest first, and what is missing in the calendar to tell of all.
pub fn overdue(
    campaign: &Campaign,
    staff: Staff<'_>,
    plan: Plan<'_>,
    today: Date,
) -> (Vec<Overdue>, Option<NoData>) {
    let units = campaign.departments().par_iter();
    let found: Vec<Result<Option<Overdue>, NoData>> = units
        .map(|(id, state)| {
            let Some(leg) = plan.running(state) else {
                return Ok(None);
            };
            let Some(deadline) = leg.due.transpose()?.filter(|due| due.day < today) else {
                return Ok(None);
            };
            Ok(Some(Overdue {
                department: id.clone(),
                group: state.group.clone(),
                passage: leg.passage,
                days_late: plan.calendar.between(deadline.day, today),
                deadline,
                owed: owed(campaign, state, leg.passage),
                next: outlook(campaign, staff, id).next,
            }))
        })
        .collect();
    let mut missing = None;
    let mut late = Vec::new();
    for unit in found {
        match unit {
            Ok(unit) => late.extend(unit),
            Err(no_data) => missing = missing.or(Some(no_data)),
        }
    }
    let untold = late.iter().find_map(|unit| unit.days_late.err());
    late.sort_by(|a, b| (a.deadline.day, &a.department).cmp(&(b.deadline.day, &b.department)));
    (late, missing.or(untold))
}

/// Who has not done their part on the leg that a unit is on.
fn owed(campaign: &Campaign, state: &DepartmentState, passage: Passage) -> Vec<Owed> {
    let owes = |who, what: String, left| vec![Owed { who, what, left }];
    if passage.leg == Leg::Up {
        let open = state.being_answered();
        return match open.map_or(0, |round| round.unanswered().count()) {
            0 => owes(Who::Unit, format!("没有{}", passage.chinese()), 0),
            left => owes(Who::Unit, format!("{left} 条意见没有答复"), left),
        };
    }
    let Some(round) = state.under_review() else {
        return Vec::new();
    };
    let unsigned = Body::ALL
        .into_iter()
        .filter(|b| round.signature(*b).is_none());
    let bodies: Vec<Owed> = unsigned
        .map(|body| {
            let left = round.items.len() - round.opinions_of(body);
            Owed {
                who: Who::Body(body),
                what: match left {
                    0 => "没有签署".to_owned(),
                    left => format!("{left} 项没有提意见"),
                },
                left,
            }
        })
        .collect();
    if !bodies.is_empty() {
        return bodies;
    }
    let third = round.round == Round::Third;
    let unsettled = round.items.values().filter(|item| match item.outcome() {
        Some(decision) => third && !decision.is_final(),
        None => round.round != Round::First || !item.is_disputed(),
    });
    let missing = |kind: &MeetingKind| !campaign.meetings().iter().any(|m| m.kind == *kind);
    let what = match unsettled.count() {
        0 if third => match MeetingKind::DECIDING.iter().find(|kind| missing(kind)) {
            Some(kind) => format!("没有{}的记录", kind.chinese()),
            None => "没有确认".to_owned(),
        },
        0 => "没有反馈".to_owned(),
        left => return owes(Who::Coordinator, format!("{left} 项待裁定"), left),
    };
    owes(Who::Coordinator, what, 0)
}

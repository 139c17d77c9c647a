//! 进度: where all units stand on one day, as figures for whoever leads the campaign.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::campaign::{Campaign, DepartmentState};
use super::decision::Decision;
use super::overdue::{Overdue, overdue};
use super::plan::{LegPlan, Plan};
use super::refusal::Staff;
use super::round::{ItemState, RoundState};
use super::stage::{Passage, Position, Stage};
use crate::domain::calendar::NoData;
use crate::domain::ids::DepartmentId;
use crate::domain::people::Body;

/// Where a unit is with one leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegState {
    /// It ended on this day.
    Done {
        /// The day.
        on: Date,
        /// Whether that was after its last day.
        late: bool,
    },
    /// The unit is on it.
    Running {
        /// Whether its last day has passed.
        late: bool,
    },
    /// It has not come to it.
    Ahead,
}

/// Figures of a unit, a review group or the whole. Items are those of each unit's latest submission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Units.
    pub units: usize,
    /// Of these, with a confirmed list.
    pub confirmed: usize,
    /// Of these, past the last day of the leg that they are on.
    pub late: usize,
    /// Items.
    pub items: usize,
    /// Of these, with an outcome that all three bodies or a ruling stand behind.
    pub decided: usize,
    /// Of these, on which the bodies differ and nothing is ruled.
    pub disputed: usize,
    /// Opinions that a unit has yet to answer.
    pub unanswered: usize,
    /// Outcomes by decision, in the order of [`Decision::TERMS`].
    pub decisions: [usize; Decision::TERMS.len()],
    /// Legs that have ended.
    pub legs: usize,
}

impl Course {
    /// The day up to which there is something to look at: today, or once every leg has ended, the last day on which one
    /// ended or should have.
    pub fn until(&self, today: Date) -> Date {
        match self.real.last() {
            Some((end, legs)) if *legs == self.all => {
                let planned = self.planned.iter().map(|(day, _)| *day).max();
                planned.map_or(*end, |day| day.max(*end)).min(today)
            }
            _ => today,
        }
    }
}

impl Figures {
    /// Items without an outcome.
    pub const fn open(&self) -> usize {
        self.items - self.decided
    }

    /// Those of one unit; whether it is late depends on the day and is left open.
    pub fn of(state: &DepartmentState) -> Self {
        let mut out = Self {
            units: 1,
            legs: usize::from(state.stage.steps()).min(Passage::ALL.len()),
            ..Self::default()
        };
        let Some(round) = state.latest() else {
            return out;
        };
        out.items = round.items.len();
        out.disputed = round.disputed().filter(|(_, i)| i.ruling.is_none()).count();
        out.unanswered = state.being_answered().map_or(0, |r| r.unanswered().count());
        out.confirmed = usize::from(matches!(
            state.stage.position(),
            Position::Confirmed | Position::Published
        ));
        for item in round.items.values() {
            if let Some(decision) = settled(round, item) {
                out.decided += 1;
                let term = Decision::TERMS
                    .iter()
                    .position(|t| *t == decision.chinese());
                if let Some(count) = term.and_then(|n| out.decisions.get_mut(n)) {
                    *count += 1;
                }
            }
        }
        out
    }

    /// Adds those of others.
    pub fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.confirmed += other.confirmed;
        self.late += other.late;
        self.items += other.items;
        self.decided += other.decided;
        self.disputed += other.disputed;
        self.unanswered += other.unanswered;
        self.legs += other.legs;
        for (sum, more) in self.decisions.iter_mut().zip(other.decisions) {
            *sum += more;
        }
    }
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProgress {
    /// The unit.
    pub department: DepartmentId,
    /// Its 审核组.
    pub group: String,
    /// Where it stands.
    pub stage: Stage,
    /// Each leg: when it ended or has to end.
    pub plans: [LegPlan; 6],
    /// Each leg: how the unit is with it.
    pub legs: [LegState; 6],
    /// Working days left on the leg that it is on, negative where it is late; `None` where that cannot be told.
    pub days_left: Option<i32>,
    /// Its figures.
    pub figures: Figures,
}

impl UnitProgress {
    /// The leg that it is on.
    pub fn running(&self) -> Option<&LegPlan> {
        self.plans.get(Passage::running(self.stage)?.index())
    }
}

/// How many units are where with one leg.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LegFigures {
    /// Ended by its last day, or without one.
    pub in_time: usize,
    /// Ended after its last day.
    pub after_time: usize,
    /// On it, in time.
    pub running: usize,
    /// On it, past its last day.
    pub late: usize,
    /// Not come to it.
    pub ahead: usize,
}

/// How many legs had ended by which day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// As it was: each day on which a leg ended, up to today.
    pub real: Vec<(Date, usize)>,
    /// As it was planned: the start, then the last day of each leg that has one.
    pub planned: Vec<(Date, usize)>,
    /// All legs of all units.
    pub all: usize,
}

/// Where all units stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The day it is looked at.
    pub day: Date,
    /// The units in order of id.
    pub units: Vec<UnitProgress>,
    /// The review groups in the order of the settings.
    pub groups: Vec<(String, Figures)>,
    /// All of them.
    pub total: Figures,
    /// The legs in order.
    pub legs: [LegFigures; 6],
    /// How it came there.
    pub course: Course,
    /// Who is late.
    pub overdue: Vec<Overdue>,
    /// The planned day of publication, with the working days left until then where they can be told.
    pub publication: Option<(Date, Option<i32>)>,
    /// A year without which some last days cannot be told.
    pub missing: Option<NoData>,
}

/// Looks at a campaign on a day; `order` names the review groups in the order of the settings.
pub fn progress(
    campaign: &Campaign,
    staff: Staff<'_>,
    plan: Plan<'_>,
    order: &[String],
    day: Date,
) -> Progress {
    let units: Vec<UnitProgress> = campaign
        .departments()
        .par_iter()
        .filter(|(id, _)| !campaign.is_closed(id))
        .map(|(id, state)| unit(id, state, plan, day))
        .collect();
    let mut groups: BTreeMap<String, Figures> = BTreeMap::new();
    let mut total = Figures::default();
    let mut legs = [LegFigures::default(); 6];
    for unit in &units {
        groups
            .entry(unit.group.clone())
            .or_default()
            .add(&unit.figures);
        total.add(&unit.figures);
        for (sum, leg) in legs.iter_mut().zip(unit.legs) {
            match leg {
                LegState::Done { late: false, .. } => sum.in_time += 1,
                LegState::Done { late: true, .. } => sum.after_time += 1,
                LegState::Running { late: false } => sum.running += 1,
                LegState::Running { late: true } => sum.late += 1,
                LegState::Ahead => sum.ahead += 1,
            }
        }
    }
    let mut groups: Vec<(String, Figures)> = groups.into_iter().collect();
    groups.sort_by_key(|(group, _)| {
        let place = order.iter().position(|known| known == group);
        place.unwrap_or(order.len())
    });
    let (overdue, missing) = overdue(campaign, staff, plan, day);
    let course = course(&units, plan, day);
    let publication = plan.timetable.publication;
    Progress {
        day,
        publication: publication.map(|on| (on, plan.days_left(day, on).ok())),
        units,
        groups,
        total,
        legs,
        course,
        overdue,
        missing,
    }
}

fn unit(id: &DepartmentId, state: &DepartmentState, plan: Plan<'_>, day: Date) -> UnitProgress {
    let plans = plan.of(state);
    let running = Passage::running(state.stage);
    let leg = |leg: &LegPlan| match (leg.ended, leg.day()) {
        (Some(on), due) => LegState::Done {
            on,
            late: due.is_some_and(|due| on > due),
        },
        (None, due) if running == Some(leg.passage) => LegState::Running {
            late: due.is_some_and(|due| day > due),
        },
        (None, _) => LegState::Ahead,
    };
    let legs = [0, 1, 2, 3, 4, 5].map(|n: usize| leg(&plans[n]));
    let due = running.and_then(|passage| plans[passage.index()].day());
    let mut figures = Figures::of(state);
    figures.late = usize::from(legs.contains(&LegState::Running { late: true }));
    UnitProgress {
        department: id.clone(),
        group: state.group.clone(),
        stage: state.stage,
        days_left: due.and_then(|due| plan.days_left(day, due).ok()),
        plans,
        legs,
        figures,
    }
}

/// The outcome of an item that nobody has still to speak on.
fn settled<'r>(round: &RoundState, item: &'r ItemState) -> Option<&'r Decision> {
    let heard = |body| item.opinion(body).is_some() || round.signature(body).is_some();
    let spoken = item.ruling.is_some() || Body::ALL.into_iter().all(heard);
    item.outcome().filter(|_| spoken)
}

fn course(units: &[UnitProgress], plan: Plan<'_>, day: Date) -> Course {
    let mut ends: BTreeMap<Date, usize> = BTreeMap::new();
    for on in units.iter().flat_map(|u| &u.plans).filter_map(|l| l.ended) {
        *ends.entry(on).or_default() += 1;
    }
    let mut sum = 0;
    let real = ends.into_iter().filter(|(on, _)| *on <= day);
    let real = real.map(|(on, count)| {
        sum += count;
        (on, sum)
    });
    let real = real.collect();
    let start = plan.timetable.start.map(|start| (start, 0));
    let legs = plan.planned();
    let planned = (1..)
        .zip(&legs)
        .filter_map(|(n, leg)| Some((leg.day()?, n * units.len())));
    Course {
        real,
        planned: start.into_iter().chain(planned).collect(),
        all: units.len() * Passage::ALL.len(),
    }
}

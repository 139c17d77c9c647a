//! What waits for somebody (待办): every act that the workflow would take from them now and that the campaign needs.
//!
//! The order, from the most urgent, each only where the one before says nothing:
//!
//! 1. what is past the planned last day of its leg, then what others have all done and wait for;
//! 2. the planned last day of the leg, the earlier first, without one last;
//! 3. items on which the bodies differ;
//! 4. items with errors found at the submission, then with warnings;
//! 5. items that are new or changed since the round before;
//! 6. what is not drafted yet;
//! 7. the kind of task, in the order of [`TaskKind::ALL`]; the unit; the item.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::campaign::{Campaign, DepartmentState};
use super::closing::outlook;
use super::event::MeetingKind;
use super::plan::{LegPlan, Plan};
use super::refusal::{Staff, run};
use super::round::{Change, RoundState};
use super::stage::{Position, Round};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::{Body, Person, Role};
use crate::finding::Severity;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskKind {
    /// Begin the campaign.
    Start,
    /// Send the list up.
    Submit,
    /// Answer an opinion on an item.
    Answer,
    /// Give an opinion on an item.
    Opine,
    /// Sign for the own body.
    Sign,
    /// Settle an item.
    Rule,
    /// Record a meeting.
    Meeting,
    /// Return the list to the unit.
    Return,
    /// Settle the unit's list.
    Confirm,
    /// Publish.
    Publish,
}

impl TaskKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Start,
        Self::Submit,
        Self::Answer,
        Self::Opine,
        Self::Sign,
        Self::Rule,
        Self::Meeting,
        Self::Return,
        Self::Confirm,
        Self::Publish,
    ];

    /// Stable English key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Submit => "submit",
            Self::Answer => "answer",
            Self::Opine => "opine",
            Self::Sign => "sign",
            Self::Rule => "rule",
            Self::Meeting => "meeting",
            Self::Return => "return",
            Self::Confirm => "confirm",
            Self::Publish => "publish",
        }
    }

    /// What it is called.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Start => "启动",
            Self::Submit => "上报",
            Self::Answer => "答复",
            Self::Opine => "提意见",
            Self::Sign => "签署",
            Self::Rule => "裁定",
            Self::Meeting => "会议",
            Self::Return => "反馈",
            Self::Confirm => "确认",
            Self::Publish => "公布",
        }
    }
}

/// One thing that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub kind: TaskKind,
    /// The unit; `None` for what concerns the campaign as a whole.
    pub department: Option<DepartmentId>,
    /// The item; `None` for what concerns the unit as a whole.
    pub item: Option<ItemCode>,
    /// The round that the item is looked at in.
    pub round: Option<Round>,
    /// Last day for it, where there is one and it is known.
    pub due: Option<Date>,
    /// The leg that it belongs to, with its last day; `None` for what concerns the campaign as a whole.
    pub leg: Option<Arc<LegPlan>>,
    /// Since when it can be done, where the state tells.
    pub since: Option<Timestamp>,
    /// Whether everybody else has done their part and waits for this one.
    pub awaited: bool,
    /// Whether the bodies differ on the item.
    pub disputed: bool,
    /// What is to be known beside that, e.g. whose opinion is to be answered.
    pub note: Option<String>,
    /// The command to run next.
    pub next: String,
}

/// What the snapshot and the notebook say of a task's item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits {
    /// The gravest of what the rules found in it.
    pub worst: Option<Severity>,
    /// How it differs from the round before.
    pub change: Option<Change>,
    /// Whether something is drafted for it.
    pub drafted: bool,
}

/// What [the order](self) goes by.
pub fn urgency(task: &Task, traits: Traits, today: Date) -> impl Ord + use<> {
    let overdue = task.due.is_some_and(|due| due < today);
    (
        (!overdue, !task.awaited),
        (task.due.is_none(), task.due),
        !task.disputed,
        Reverse(traits.worst),
        traits.change.is_none(),
        traits.drafted,
        task.kind,
        task.department.clone(),
        // The opinions on one item in the order they were given.
        (task.item.clone(), task.since, task.note.clone()),
    )
}

/// What waits for `actor`, in no order yet. `drafted` tells whether the actor has a draft for an item under review.
pub fn tasks(
    campaign: &Campaign,
    staff: Staff<'_>,
    actor: &Person,
    plan: Plan<'_>,
    drafted: &dyn Fn(&DepartmentId, &ItemCode) -> bool,
) -> Vec<Task> {
    let desk = Desk {
        campaign,
        staff,
        actor,
        plan,
        drafted,
    };
    if campaign.edition().is_none() {
        return desk.unstarted();
    }
    let mut out: Vec<Task> = campaign
        .departments()
        .iter()
        .flat_map(|(id, state)| match &actor.role {
            Role::Reviewer { .. } => desk.reviewer(id, state),
            Role::Coordinator => desk.coordinator(id, state),
            Role::Clerk(own) | Role::Head(own) if own == id => desk.unit(id, state),
            Role::Clerk(_) | Role::Head(_) | Role::Publisher => Vec::new(),
        })
        .collect();
    match actor.role {
        Role::Coordinator => out.extend(desk.meetings()),
        Role::Publisher => out.extend(desk.publication()),
        _ => {}
    }
    out
}

/// The units that somebody has to do with, in order of id.
pub fn units_of<'c>(
    campaign: &'c Campaign,
    role: &Role,
) -> impl Iterator<Item = (&'c DepartmentId, &'c DepartmentState)> {
    campaign
        .departments()
        .iter()
        .filter(|(id, state)| match role {
            Role::Reviewer { .. } => role.reviews_in(&state.group).is_some(),
            Role::Clerk(own) | Role::Head(own) => own == *id,
            Role::Coordinator | Role::Publisher => true,
        })
}

struct Desk<'a> {
    campaign: &'a Campaign,
    staff: Staff<'a>,
    actor: &'a Person,
    plan: Plan<'a>,
    drafted: &'a dyn Fn(&DepartmentId, &ItemCode) -> bool,
}

impl Desk<'_> {
    fn me(&self) -> &str {
        self.actor.id.as_str()
    }

    /// The leg that a unit is on.
    fn leg(&self, state: &DepartmentState) -> Option<Arc<LegPlan>> {
        self.plan.running(state).map(Arc::new)
    }

    /// A task on a unit as a whole.
    fn task(
        &self,
        kind: TaskKind,
        department: &DepartmentId,
        leg: Option<&Arc<LegPlan>>,
        next: String,
    ) -> Task {
        Task {
            kind,
            department: Some(department.clone()),
            item: None,
            round: None,
            due: leg.and_then(|leg| leg.day()),
            leg: leg.cloned(),
            since: None,
            awaited: false,
            disputed: false,
            note: None,
            next,
        }
    }

    /// A task on a round under review.
    fn review(
        &self,
        kind: TaskKind,
        department: &DepartmentId,
        round: &RoundState,
        leg: Option<&Arc<LegPlan>>,
        next: String,
    ) -> Task {
        Task {
            round: Some(round.round),
            since: Some(round.submitted_at),
            ..self.task(kind, department, leg, next)
        }
    }

    fn unstarted(&self) -> Vec<Task> {
        if self.actor.role != Role::Coordinator {
            return Vec::new();
        }
        vec![Task {
            kind: TaskKind::Start,
            department: None,
            item: None,
            round: None,
            due: self.plan.timetable.start,
            leg: None,
            since: None,
            awaited: true,
            disputed: false,
            note: None,
            next: run::start(self.me()),
        }]
    }

    fn reviewer(&self, id: &DepartmentId, state: &DepartmentState) -> Vec<Task> {
        let (Some(body), Some(round)) = (
            self.actor.role.reviews_in(&state.group),
            state.under_review(),
        ) else {
            return Vec::new();
        };
        if round.signature(body).is_some() {
            return Vec::new();
        }
        let awaited = Body::ALL
            .into_iter()
            .all(|other| other == body || round.signature(other).is_some());
        let leg = self.leg(state);
        let leg = leg.as_ref();
        let drafted = |code: &ItemCode| (self.drafted)(id, code);
        let open: Vec<&ItemCode> = round
            .items
            .iter()
            .filter(|(_, item)| item.opinion(body).is_none())
            .map(|(code, _)| code)
            .collect();
        if open.iter().all(|code| drafted(code)) {
            let legality = body == Body::LegalOffice && round.round == Round::Second;
            let waits = round.items.keys().any(drafted);
            let next = if self.actor.role.signs_in(&state.group).is_some() {
                run::sign(id, legality, self.me())
            } else if waits {
                run::submit_drafts(id, self.me())
            } else {
                return Vec::new();
            };
            return vec![Task {
                awaited,
                note: waits.then(|| "连同草稿一起提交".to_owned()),
                ..self.review(TaskKind::Sign, id, round, leg, next)
            }];
        }
        let task = |code: &ItemCode| Task {
            item: Some(code.clone()),
            awaited,
            disputed: round.items.get(code).is_some_and(|i| i.is_disputed()),
            ..self.review(
                TaskKind::Opine,
                id,
                round,
                leg,
                run::opine(id, code.as_str(), self.me()),
            )
        };
        open.into_iter().map(task).collect()
    }

    fn coordinator(&self, id: &DepartmentId, state: &DepartmentState) -> Vec<Task> {
        let Some(round) = state.under_review() else {
            return Vec::new();
        };
        if Body::ALL.iter().any(|b| round.signature(*b).is_none()) {
            return Vec::new();
        }
        let last = round.round == Round::Third;
        let leg = self.leg(state);
        let leg = leg.as_ref();
        let rule = |(code, item): (&ItemCode, &super::round::ItemState)| {
            let why = if item.ruling.is_some() {
                None
            } else if item.opinions().next().is_none() {
                Some("三家都没有提意见")
            } else if item.is_disputed() {
                (round.round != Round::First).then_some("三家意见不一致")
            } else {
                None
            };
            let open = item.outcome().is_some_and(|d| !d.is_final());
            let why = why.or((last && open).then_some("仍是“补充材料”，没有最终决定"))?;
            Some(Task {
                item: Some(code.clone()),
                awaited: true,
                disputed: item.is_disputed(),
                // That the bodies differ is said already.
                note: (!item.is_disputed()).then(|| why.to_owned()),
                ..self.review(
                    TaskKind::Rule,
                    id,
                    round,
                    leg,
                    run::rule(id, code.as_str(), self.me()),
                )
            })
        };
        let rulings: Vec<Task> = round.items.iter().filter_map(rule).collect();
        if !rulings.is_empty() || !outlook(self.campaign, self.staff, id).missing.is_empty() {
            return rulings;
        }
        let (kind, next) = if last {
            (TaskKind::Confirm, run::confirm(id, self.me()))
        } else {
            (TaskKind::Return, run::give_back(id, self.me()))
        };
        vec![Task {
            awaited: true,
            ..self.review(kind, id, round, leg, next)
        }]
    }

    /// The meetings that a confirmation rests on, once a unit is in its last review.
    fn meetings(&self) -> Vec<Task> {
        let units = self.campaign.departments().values();
        let last: Vec<(&DepartmentState, &RoundState)> = units
            .filter_map(|state| Some((state, state.under_review()?)))
            .filter(|(_, round)| round.round == Round::Third)
            .collect();
        if last.is_empty() {
            return Vec::new();
        }
        let signed = |round: &RoundState| Body::ALL.iter().all(|b| round.signature(*b).is_some());
        let awaited = last.iter().any(|(_, round)| signed(round));
        // The unit that has the least time left sets the day.
        let legs = last
            .iter()
            .filter_map(|(state, _)| self.plan.running(state));
        let due = legs.filter_map(|leg| leg.day()).min();
        let missing = MeetingKind::DECIDING
            .into_iter()
            .filter(|kind| !self.campaign.meetings().iter().any(|m| m.kind == *kind));
        missing
            .map(|kind| Task {
                kind: TaskKind::Meeting,
                department: None,
                item: None,
                round: Some(Round::Third),
                due,
                leg: None,
                since: None,
                awaited,
                disputed: false,
                note: Some(format!("没有{}的记录", kind.chinese())),
                next: run::meeting(kind.chinese(), self.me()),
            })
            .collect()
    }

    /// What a unit owes: answers, then its submission by whoever is to send it up.
    fn unit(&self, id: &DepartmentId, state: &DepartmentState) -> Vec<Task> {
        let leg = self.leg(state);
        let leg = leg.as_ref();
        let clerk = self.staff.clerk(id) == self.me();
        let submit = |round, since| {
            if self.staff.submitter(id, round) != self.me() {
                return Vec::new();
            }
            vec![Task {
                since,
                note: leg.map(|leg| leg.passage.chinese().to_owned()),
                ..self.task(TaskKind::Submit, id, leg, run::submit(id, self.me()))
            }]
        };
        let (answered, prepares) = match state.stage.position() {
            Position::SelfCheck => return submit(Round::First, None),
            Position::Revision(revision) => match state.round(revision.answers()) {
                Some(answered) => (answered, revision.prepares()),
                None => return Vec::new(),
            },
            Position::Review(_) | Position::Confirmed | Position::Published => return Vec::new(),
        };
        let mut open = answered.unanswered().peekable();
        if open.peek().is_none() {
            return submit(prepares, answered.returned_at);
        }
        if !clerk {
            return Vec::new();
        }
        open.map(|(code, body, opinion)| Task {
            item: Some(code.clone()),
            round: Some(answered.round),
            since: answered.returned_at,
            disputed: answered.items.get(code).is_some_and(|i| i.is_disputed()),
            note: Some(match &opinion.text {
                Some(text) => format!("{}：{}；{text}", body.chinese(), opinion.decision),
                None => format!("{}：{}", body.chinese(), opinion.decision),
            }),
            ..self.task(
                TaskKind::Answer,
                id,
                leg,
                run::answer(id, code.as_str(), self.me()),
            )
        })
        .collect()
    }

    fn publication(&self) -> Vec<Task> {
        let positions: Vec<Position> = self
            .campaign
            .departments()
            .values()
            .map(|state| state.stage.position())
            .collect();
        let settled = |p: &Position| matches!(p, Position::Confirmed | Position::Published);
        if !positions.contains(&Position::Confirmed) || !positions.iter().all(settled) {
            return Vec::new();
        }
        vec![Task {
            kind: TaskKind::Publish,
            department: None,
            item: None,
            round: None,
            due: self.plan.timetable.publication,
            leg: None,
            since: None,
            awaited: true,
            disputed: false,
            note: None,
            next: run::publish(self.me()),
        }]
    }
}

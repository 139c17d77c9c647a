//! What was done in a span of days: the events of a month or a day, counted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::adjust::{Action, Answer as Settled, Step};
use super::campaign::Meeting;
use super::decision::Decision;
use super::event::{Answer, Event, EventKind, Legality};
use super::stage::Round;
use super::words::Words;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::office_time;
use crate::domain::people::{ActorId, Body};

/// Days of the office's calendar, both counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl Period {
    /// One day.
    pub const fn day(day: Date) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    /// The month that a day is in.
    pub fn month(day: Date) -> Self {
        Self {
            first: day.first_of_month(),
            last: day.last_of_month(),
        }
    }

    /// The month before the one that this period begins in; the same where the calendar begins.
    pub fn month_before(self) -> Self {
        let before = self.first.first_of_month().yesterday();
        Self::month(before.unwrap_or(self.first))
    }

    /// Whether a moment is in it, by the clock of Chinese offices.
    pub fn contains(self, at: Timestamp) -> bool {
        let day = office_time::day(at);
        self.first <= day && day <= self.last
    }
}

/// 一上, 二上 or 三上 of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The unit.
    pub department: DepartmentId,
    /// The round that it opens.
    pub round: Round,
    /// How many items.
    pub items: usize,
    /// Changes that no opinion asked for.
    pub unprompted: usize,
    /// What the gate found, where it was kept.
    pub findings: Option<Digest>,
}

/// A signature of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRound {
    /// The unit.
    pub department: DepartmentId,
    /// The round.
    pub round: Round,
    /// For which body.
    pub body: Body,
    /// 合法性审查, where it was given.
    pub legality: Option<Legality>,
}

/// An opinion that asks a unit for something, or a ruling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The unit.
    pub department: DepartmentId,
    /// The round.
    pub round: Round,
    /// The item.
    pub item: ItemCode,
    /// Who speaks; `None` for 综合组, which rules.
    pub body: Option<Body>,
    /// What is proposed or ruled.
    pub decision: Decision,
    /// What is said to it.
    pub text: Option<Words>,
}

/// What became of adjustments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adjusted {
    opened: [usize; Action::TERMS.len()],
    /// Agreed on.
    pub agreed: usize,
    /// Refused, or taken back.
    pub ended: usize,
}

impl Adjusted {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Opened { action, .. } => {
                let place = Action::KEYS.iter().position(|key| *key == action.key());
                count(&mut self.opened, place);
            }
            Step::Answered {
                answer: Settled::Agreed {},
            } => self.agreed += 1,
            Step::Answered {
                answer: Settled::Refused { .. },
            }
            | Step::Withdrawn { .. } => self.ended += 1,
            Step::Submitted { .. }
            | Step::Opined { .. }
            | Step::Approved { .. }
            | Step::Urged { .. }
            | Step::Answered { .. } => {}
        }
    }

    /// Applied for.
    pub fn opened(&self) -> usize {
        self.opened.iter().sum()
    }

    /// Applied for, of a kind ([`Action::TERMS`]).
    pub fn opened_of(&self, term: &str) -> usize {
        at(&self.opened, Action::TERMS.iter().position(|t| *t == term))
    }
}

/// What was done, counted from events in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doings {
    /// Submissions.
    pub sent: Vec<Sent>,
    /// Legs down that ended: 一下, 二下.
    pub returned: Vec<(DepartmentId, Round)>,
    /// 三下.
    pub confirmed: Vec<DepartmentId>,
    /// Signatures of bodies.
    pub signed: Vec<SignedRound>,
    /// Opinions taken back.
    pub withdrawn: usize,
    /// Meetings recorded.
    pub meetings: Vec<Meeting>,
    /// Extensions given, one for each unit.
    pub extensions: usize,
    /// Releases published.
    pub releases: Vec<Words>,
    /// What became of adjustments.
    pub adjusted: Adjusted,
    /// Who acted, and as what.
    pub actors: BTreeSet<(ActorId, String)>,
    opinions: [usize; Body::ALL.len()],
    proposals: [usize; Decision::TERMS.len()],
    answers: [usize; Answer::TERMS.len()],
    /// Opinions that ask for something and were not replaced or taken back in the same time, and rulings; by who speaks,
    /// a place in [`Body::ALL`] or one behind it for 综合组.
    remarks: BTreeMap<(ItemCode, Round, usize), Remark>,
}

impl Doings {
    /// What events came to.
    pub fn of<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut doings = Self::default();
        for event in events {
            doings.take(event);
        }
        doings
    }

    /// Counts one more event.
    pub fn take(&mut self, event: &Event) {
        self.actors
            .insert((event.actor.clone(), event.role.clone()));
        match &event.payload {
            EventKind::Submitted {
                department,
                round,
                items,
                unprompted,
                findings,
                ..
            } => self.sent.push(Sent {
                department: department.clone(),
                round: *round,
                items: items.len(),
                unprompted: unprompted.len(),
                findings: *findings,
            }),
            EventKind::Opined {
                department,
                round,
                item,
                body,
                decision,
                text,
            } => {
                count(&mut self.opinions, Body::ALL.iter().position(|b| b == body));
                let term = decision.chinese();
                count(
                    &mut self.proposals,
                    Decision::TERMS.iter().position(|t| *t == term),
                );
                let place = (item.clone(), *round, speaker(Some(*body)));
                if decision.asks() || text.is_some() {
                    let remark = Remark {
                        department: department.clone(),
                        round: *round,
                        item: item.clone(),
                        body: Some(*body),
                        decision: decision.clone(),
                        text: text.clone(),
                    };
                    self.remarks.insert(place, remark);
                } else {
                    self.remarks.remove(&place);
                }
            }
            EventKind::Withdrawn {
                round, item, body, ..
            } => {
                self.withdrawn += 1;
                self.remarks
                    .remove(&(item.clone(), *round, speaker(Some(*body))));
            }
            EventKind::Signed {
                department,
                round,
                body,
                legality,
            } => self.signed.push(SignedRound {
                department: department.clone(),
                round: *round,
                body: *body,
                legality: legality.clone(),
            }),
            EventKind::Ruled {
                department,
                round,
                item,
                decision,
                reason,
            } => {
                let ruling = Remark {
                    department: department.clone(),
                    round: *round,
                    item: item.clone(),
                    body: None,
                    decision: decision.clone(),
                    text: Some(reason.clone()),
                };
                self.remarks
                    .insert((item.clone(), *round, speaker(None)), ruling);
            }
            EventKind::Returned {
                department, round, ..
            } => self.returned.push((department.clone(), *round)),
            EventKind::Answered { answer, .. } => {
                let term = answer.chinese();
                count(
                    &mut self.answers,
                    Answer::TERMS.iter().position(|t| *t == term),
                );
            }
            EventKind::MeetingHeld {
                meeting,
                date,
                document,
            } => self.meetings.push(Meeting {
                kind: *meeting,
                date: *date,
                document: document.clone(),
            }),
            EventKind::Confirmed { department, .. } => self.confirmed.push(department.clone()),
            EventKind::Published { release, .. } => self.releases.push(release.clone()),
            EventKind::Extended { .. } => self.extensions += 1,
            EventKind::Adjustment { act, .. } => self.adjusted.take(act),
            EventKind::Started { .. } => {}
        }
    }

    /// Opinions given by a body, those that replaced earlier ones too.
    pub fn opinions_of(&self, body: Body) -> usize {
        at(&self.opinions, Body::ALL.iter().position(|b| *b == body))
    }

    /// Opinions given.
    pub fn opinions(&self) -> usize {
        self.opinions.iter().sum()
    }

    /// Opinions that propose what this term says ([`Decision::TERMS`]).
    pub fn proposals(&self, term: &str) -> usize {
        at(
            &self.proposals,
            Decision::TERMS.iter().position(|t| *t == term),
        )
    }

    /// Answers of this kind ([`Answer::TERMS`]).
    pub fn answers_of(&self, term: &str) -> usize {
        at(&self.answers, Answer::TERMS.iter().position(|t| *t == term))
    }

    /// Answers given.
    pub fn answers(&self) -> usize {
        self.answers.iter().sum()
    }

    /// Opinions that ask a unit for something, in order of item; the last one of each body.
    pub fn asking(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.values().filter(|r| r.body.is_some())
    }

    /// Rulings of 综合组, in order of item; the last one of each.
    pub fn rulings(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.values().filter(|r| r.body.is_none())
    }
}

fn speaker(body: Option<Body>) -> usize {
    let place = body.and_then(|body| Body::ALL.iter().position(|b| *b == body));
    place.unwrap_or(Body::ALL.len())
}

fn count(counts: &mut [usize], place: Option<usize>) {
    if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
        *count += 1;
    }
}

fn at(counts: &[usize], place: Option<usize>) -> usize {
    place
        .and_then(|place| counts.get(place))
        .copied()
        .unwrap_or(0)
}

//! Where an adjustment stands: what its events add up to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::event::Listed;
use super::super::words::{Words, iso_date, iso_date_if};
use super::action::Action;
use super::ground::Ground;
use super::step::{Answer, Party, Step};
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest};
use crate::domain::people::{ActorId, Body};

/// Where it stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 申请: opened, not yet sent up.
    Opened,
    /// 审核: sent up.
    Review,
    /// 补正: sent back, to be sent up again.
    Correction,
    /// 同意
    Agreed,
    /// 不同意
    Refused,
    /// 撤回
    Withdrawn,
}

impl Phase {
    /// All phases with keys and terms.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Opened, "opened", "申请"),
        (Self::Review, "review", "审核"),
        (Self::Correction, "correction", "补正"),
        (Self::Agreed, "agreed", "同意"),
        (Self::Refused, "refused", "不同意"),
        (Self::Withdrawn, "withdrawn", "撤回"),
    ];

    const fn entry(self) -> (Self, &'static str, &'static str) {
        Self::ALL[self as usize]
    }

    /// The stable English key.
    pub const fn key(self) -> &'static str {
        self.entry().1
    }

    /// The term in use.
    pub const fn chinese(self) -> &'static str {
        self.entry().2
    }
}

/// What was sent up.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sent {
    /// When.
    #[serde(with = "moment")]
    pub at: Timestamp,
    /// Digest of the snapshot's manifest.
    pub snapshot: Digest,
    /// The items as they will be.
    pub items: Vec<Listed>,
    /// Digest of what the gate found.
    pub findings: Digest,
}

/// What somebody who is asked said last.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Said {
    /// Who.
    pub party: Party,
    /// Which person.
    pub actor: ActorId,
    /// Whether they agree.
    pub agrees: bool,
    /// What they say.
    pub text: Option<Words>,
}

/// A document with its day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Approval {
    /// Number.
    pub document: Words,
    /// Day.
    #[serde(with = "iso_date")]
    pub date: Date,
}

/// The order to publish before the round ends.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Urgency {
    /// Number of the document.
    pub document: Words,
    /// Why it cannot wait.
    pub reason: Words,
}

/// An adjustment.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Adjustment {
    /// Number.
    pub id: AdjustmentId,
    /// The unit that applies; for a reorganisation one that it is about.
    pub department: DepartmentId,
    /// What it does.
    pub action: Action,
    /// Its ground.
    pub ground: Ground,
    /// From which day it has effect.
    #[serde(with = "iso_date")]
    pub effective: Date,
    /// Why it is needed.
    pub reason: Words,
    /// Why it was applied for late.
    pub late: Option<Words>,
    /// When it was opened.
    #[serde(with = "moment")]
    pub opened_at: Timestamp,
    /// Where it stands.
    pub phase: Phase,
    /// What was sent up last.
    pub sent: Option<Sent>,
    /// What those who are asked said last.
    pub said: Vec<Said>,
    /// The government's approval.
    pub approval: Option<Approval>,
    /// The order to publish at once.
    pub urgency: Option<Urgency>,
    /// When it was answered for good or withdrawn.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::super::words::moment_if"
    )]
    pub ended_at: Option<Timestamp>,
    /// What was said with that.
    pub ended_with: Option<Words>,
    /// The release that it is in.
    pub release: Option<Words>,
    /// The day on which it was recorded as published.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]
    pub published_on: Option<Date>,
}

mod moment {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(at: &Timestamp, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(at)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Timestamp, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Adjustment {
    /// Whether somebody still has to do something about it: no other adjustment may touch its items meanwhile.
    pub fn is_open(&self) -> bool {
        match self.phase {
            Phase::Opened | Phase::Review | Phase::Correction => true,
            Phase::Agreed => self.release.is_none(),
            Phase::Refused | Phase::Withdrawn => false,
        }
    }

    /// Whether it can go into a release now: agreed, or ordered to be published before that.
    pub fn may_be_published(&self) -> bool {
        self.release.is_none()
            && self.sent.is_some()
            && match self.phase {
                Phase::Agreed => true,
                Phase::Review => self.urgency.is_some(),
                _ => false,
            }
    }

    /// Whether what was published was refused afterwards, so that it has to be undone by another adjustment.
    pub fn is_to_be_undone(&self) -> bool {
        self.release.is_some() && matches!(self.phase, Phase::Refused)
    }

    /// Everybody who has to agree: 编办 and 法制办, and units that receive items.
    pub fn parties(&self) -> Vec<Party> {
        let bodies = [Body::OrganizationOffice, Body::LegalOffice].map(Party::Body);
        let units = self.action.receivers(&self.department);
        bodies
            .into_iter()
            .chain(units.into_iter().map(Party::Unit))
            .collect()
    }

    /// What a party said last.
    pub fn said_by(&self, party: &Party) -> Option<&Said> {
        self.said.iter().find(|said| said.party == *party)
    }

    /// What an agreement still lacks, one Chinese entry each.
    pub fn lacks(&self) -> Vec<String> {
        let mut out: Vec<String> = self
            .parties()
            .iter()
            .filter_map(|party| match self.said_by(party) {
                Some(said) if said.agrees => None,
                Some(_) => Some(format!("{}不同意", party.chinese())),
                None => Some(format!("{}还没有意见", party.chinese())),
            })
            .collect();
        if self.action.needs_approval() && self.approval.is_none() {
            out.push("没有本级政府批准的记录".to_owned());
        }
        out
    }

    /// Opens one.
    ///
    /// # Errors
    /// When the step opens nothing.
    pub(in crate::workflow) fn open(
        id: AdjustmentId,
        department: &DepartmentId,
        step: &Step,
        at: Timestamp,
    ) -> Result<Self, String> {
        let Step::Opened {
            action,
            ground,
            effective,
            reason,
            late,
        } = step
        else {
            return Err(format!("没有调整 {id}"));
        };
        Ok(Self {
            id,
            department: department.clone(),
            action: action.clone(),
            ground: ground.clone(),
            effective: *effective,
            reason: reason.clone(),
            late: late.clone(),
            opened_at: at,
            phase: Phase::Opened,
            sent: None,
            said: Vec::new(),
            approval: None,
            urgency: None,
            ended_at: None,
            ended_with: None,
            release: None,
            published_on: None,
        })
    }

    /// Takes one more step in.
    ///
    /// # Errors
    /// When it does not fit.
    pub(in crate::workflow) fn take(
        &mut self,
        step: &Step,
        actor: &ActorId,
        at: Timestamp,
    ) -> Result<(), String> {
        let fits = match step {
            Step::Opened { .. } => false,
            Step::Submitted { .. } => matches!(self.phase, Phase::Opened | Phase::Correction),
            Step::Opined { .. } | Step::Approved { .. } | Step::Answered { .. } => {
                self.phase == Phase::Review
            }
            Step::Urged { .. } => self.phase == Phase::Review && self.urgency.is_none(),
            Step::Withdrawn { .. } => self.is_open() && self.release.is_none(),
        };
        if !fits {
            return Err(format!(
                "调整 {} 正在“{}”，不会有“{}”",
                self.id,
                self.phase.chinese(),
                step.chinese()
            ));
        }
        match step {
            Step::Opened { .. } => {}
            Step::Submitted {
                snapshot,
                items,
                findings,
            } => {
                self.phase = Phase::Review;
                self.sent = Some(Sent {
                    at,
                    snapshot: *snapshot,
                    items: items.clone(),
                    findings: *findings,
                });
                // What was said was said of other content.
                self.said.clear();
                self.approval = None;
            }
            Step::Opined {
                party,
                agrees,
                text,
            } => {
                self.said.retain(|said| said.party != *party);
                self.said.push(Said {
                    party: party.clone(),
                    actor: actor.clone(),
                    agrees: *agrees,
                    text: text.clone(),
                });
                self.said.sort_by(|a, b| a.party.cmp(&b.party));
            }
            Step::Approved { document, date } => {
                self.approval = Some(Approval {
                    document: document.clone(),
                    date: *date,
                });
            }
            Step::Urged { document, reason } => {
                self.urgency = Some(Urgency {
                    document: document.clone(),
                    reason: reason.clone(),
                });
            }
            Step::Answered { answer } => {
                self.phase = match answer {
                    Answer::Agreed {} => Phase::Agreed,
                    Answer::Correct { .. } => Phase::Correction,
                    Answer::Refused { .. } => Phase::Refused,
                };
                if !matches!(answer, Answer::Correct { .. }) {
                    self.ended_at = Some(at);
                }
                self.ended_with = answer.reason().cloned();
            }
            Step::Withdrawn { reason } => {
                self.phase = Phase::Withdrawn;
                self.ended_at = Some(at);
                self.ended_with = Some(reason.clone());
            }
        }
        Ok(())
    }
}

/// Adjustments by number.
pub(in crate::workflow) type Adjustments = BTreeMap<AdjustmentId, Adjustment>;

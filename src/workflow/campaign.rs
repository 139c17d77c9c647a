//! The state of a campaign: what its events add up to.

mod publish;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::adjust::Adjustment;
use super::adjust::state::Adjustments;
use super::chain::{Broken, Head};
use super::event::{Event, EventKind, MeetingKind, Seat};
use super::packed::{Folder, Papers};
use super::round::{ItemState, Opinion, RoundState, Ruling, Sayings, Signature};
use super::stage::{Leg, Passage, Position, Round, Stage};
use super::words::{Words, iso_date, iso_date_if};
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::office_time;
use crate::domain::project::Signatures;

/// One unit in the campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentState {
    /// Its 审核组.
    pub group: String,
    /// Where it stands.
    pub stage: Stage,
    /// When its list was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// What it was given more time for, in the order it was given.
    pub extensions: Vec<Extension>,
    pub(super) folder: Folder,
}

/// More time for a leg.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Extension {
    /// Sequence number of its event.
    pub seq: u64,
    /// The leg.
    pub passage: Passage,
    /// Last day until then, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]
    pub from: Option<Date>,
    /// Last day from then on.
    #[serde(with = "iso_date")]
    pub until: Date,
    /// Why.
    pub reason: Words,
    /// Number of its document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Words>,
}

impl DepartmentState {
    /// The rounds so far, the running one last.
    pub fn rounds(&self) -> &[RoundState] {
        &self.folder.papers().rounds
    }

    /// What becomes of each item, once confirmed.
    pub fn decisions(&self) -> &[(ItemCode, super::Decision)] {
        &self.folder.papers().decisions
    }

    /// Lets somebody look through the papers. Where they are packed, they do not stay open for it.
    pub(super) fn look<R>(&self, look: impl FnOnce(&Papers) -> R) -> R {
        self.folder.look(look)
    }

    /// Hands over what becomes of each item, once confirmed. Nothing stays open for it.
    pub fn each_decision(&self, mut take: impl FnMut(&ItemCode, &super::Decision)) {
        self.look(|papers| {
            for (code, decision) in &papers.decisions {
                take(code, decision);
            }
        });
    }

    fn rounds_mut(&mut self) -> &mut Vec<RoundState> {
        &mut self.folder.papers_mut().rounds
    }

    /// A round that was opened.
    pub fn round(&self, round: Round) -> Option<&RoundState> {
        self.rounds().get(round.index())
    }

    /// The round opened last.
    pub fn latest(&self) -> Option<&RoundState> {
        self.rounds().last()
    }

    /// More time that was given for a leg, in the order it was given.
    pub fn extensions_of(&self, passage: Passage) -> impl Iterator<Item = &Extension> {
        self.extensions.iter().filter(move |e| e.passage == passage)
    }

    /// When the unit, or who examines it, came to the end of a leg.
    pub fn ended(&self, passage: Passage) -> Option<Timestamp> {
        match (passage.round, passage.leg) {
            (round, Leg::Up) => self.round(round).map(|r| r.submitted_at),
            (Round::Third, Leg::Down) => self.confirmed_at,
            (round, Leg::Down) => self.round(round)?.returned_at,
        }
    }

    /// The round under review, where the unit stands in one.
    pub fn under_review(&self) -> Option<&RoundState> {
        match self.stage.position() {
            Position::Review(round) => self.round(round),
            _ => None,
        }
    }

    /// The round whose opinions the unit is answering.
    pub fn being_answered(&self) -> Option<&RoundState> {
        match self.stage.position() {
            Position::Revision(revision) => self.round(revision.answers()),
            _ => None,
        }
    }
}

/// A meeting that was held.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Meeting {
    /// Which.
    pub kind: MeetingKind,
    /// When.
    #[serde(with = "iso_date")]
    pub date: Date,
    /// Number of its document.
    pub document: Words,
}

/// A release that was published.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Release {
    /// Its id.
    pub id: Words,
    /// Digest of its file.
    pub digest: Digest,
    /// Head of the chain that the release carries: the event before the publication.
    pub ledger_head: Digest,
    /// Whether units are missing in it.
    pub partial: bool,
    /// The units in it.
    pub departments: Vec<DepartmentId>,
    /// The adjustments that are in it for the first time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<AdjustmentId>,
    /// Edition of the list from it on, where that is another than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Words>,
}

/// The state of a campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Campaign {
    pub(super) edition: Option<Words>,
    pub(super) signatures: Signatures,
    pub(super) departments: BTreeMap<DepartmentId, DepartmentState>,
    pub(super) meetings: Vec<Meeting>,
    pub(super) releases: Vec<Release>,
    pub(super) adjustments: Adjustments,
    pub(super) head: Head,
    pub(super) sayings: Sayings,
}

impl Campaign {
    /// Edition of the list; `None` until the campaign is started.
    pub const fn edition(&self) -> Option<&Words> {
        self.edition.as_ref()
    }

    /// Whether every act has to be signed.
    pub const fn signatures(&self) -> Signatures {
        self.signatures
    }

    /// The units by id.
    pub const fn departments(&self) -> &BTreeMap<DepartmentId, DepartmentState> {
        &self.departments
    }

    /// One unit.
    pub fn department(&self, id: &DepartmentId) -> Option<&DepartmentState> {
        self.departments.get(id)
    }

    /// Meetings in the order they were recorded.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// Releases in the order they were published.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// Adjustments of the published list, by number.
    pub const fn adjustments(&self) -> &Adjustments {
        &self.adjustments
    }

    /// Whether a unit is no more: merged or split by a reorganisation that is published.
    pub fn is_closed(&self, id: &DepartmentId) -> bool {
        let releases = self.releases.len();
        super::adjust::list::published(self, releases)
            .filter_map(|a| a.action.units())
            .any(|units| units.closed.contains(id))
    }

    /// Where the next event goes.
    pub const fn head(&self) -> Head {
        self.head
    }

    /// Replays a history.
    ///
    /// # Errors
    /// The first event that does not follow on the ones before.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Result<Self, Broken> {
        let mut campaign = Self::default();
        for event in events {
            campaign.apply(event)?;
        }
        Ok(campaign)
    }

    /// Takes one more event in. Whatever [`super::decide()`] gives fits; a refusal here means a damaged history, and
    /// leaves the state as it was.
    ///
    /// # Errors
    /// When the event does not follow on the head or does not fit the state.
    pub fn apply(&mut self, event: &Event) -> Result<(), Broken> {
        let broken = |why: &str| Broken {
            seq: event.seq,
            why: why.to_owned(),
        };
        if event.seq != self.head.seq + 1 || event.previous != self.head.digest {
            return Err(broken("不接在上一事件之后"));
        }
        self.step(event).map_err(|why| broken(&why))?;
        self.head = Head {
            seq: event.seq,
            digest: event.digest,
        };
        Ok(())
    }

    fn step(&mut self, event: &Event) -> Result<(), String> {
        match &event.payload {
            EventKind::Started {
                edition,
                departments,
                signatures,
            } => {
                self.start(edition, departments)?;
                self.signatures = *signatures;
                Ok(())
            }
            EventKind::Submitted {
                department,
                round,
                snapshot,
                items,
                unprompted,
                findings,
            } => {
                let state = self.seat(department)?;
                let (stage, opened) = state
                    .stage
                    .submit()
                    .ok_or("这个部门此时不能上报".to_owned())?;
                if opened != *round || state.rounds().len() != round.index() {
                    return Err("轮次与部门所处阶段不符".to_owned());
                }
                state.rounds_mut().push(RoundState {
                    round: *round,
                    seq: event.seq,
                    actor: event.actor.clone(),
                    submitted_at: event.at,
                    snapshot: *snapshot,
                    items: items
                        .iter()
                        .map(|(code, digest)| (code.clone(), ItemState::new(*digest)))
                        .collect(),
                    unprompted: unprompted.clone(),
                    findings: *findings,
                    signatures: [None, None, None],
                    feedback: None,
                    returned_at: None,
                });
                state.stage = stage;
                Ok(())
            }
            EventKind::Opined {
                department,
                round,
                item,
                body,
                decision,
                text,
            } => {
                let running = reviewed(&mut self.departments, department, *round)?;
                if running.signature(*body).is_some() {
                    return Err("签署之后的意见".to_owned());
                }
                let opinion = item_of(running, item)?.opinion_mut(*body);
                let said = self.sayings.share(&event.actor, decision, text.as_ref());
                let seq = event.seq;
                *opinion = Some(Opinion { seq, said });
                Ok(())
            }
            EventKind::Withdrawn {
                department,
                round,
                item,
                body,
            } => {
                let running = self.reviewed(department, *round)?;
                if running.signature(*body).is_some() {
                    return Err("签署之后撤回意见".to_owned());
                }
                item_of(running, item)?
                    .opinion_mut(*body)
                    .take()
                    .map(|_| ())
                    .ok_or_else(|| "撤回了没有提过的意见".to_owned())
            }
            EventKind::Signed {
                department,
                round,
                body,
                legality,
            } => {
                let running = self.reviewed(department, *round)?;
                let slot = running.signature_mut(*body);
                if slot.is_some() {
                    return Err("同一轮签署了两次".to_owned());
                }
                *slot = Some(Signature {
                    seq: event.seq,
                    actor: event.actor.clone(),
                    legality: legality.clone(),
                });
                Ok(())
            }
            EventKind::Ruled {
                department,
                round,
                item,
                decision,
                reason,
            } => {
                let running = self.reviewed(department, *round)?;
                item_of(running, item)?.ruling = Some(Box::new(Ruling {
                    seq: event.seq,
                    decision: decision.clone(),
                    reason: reason.clone(),
                }));
                Ok(())
            }
            EventKind::Returned {
                department,
                round,
                feedback,
            } => {
                let running = self.reviewed(department, *round)?;
                running.feedback = Some(*feedback);
                running.returned_at = Some(event.at);
                let state = self.seat(department)?;
                state.stage = state
                    .stage
                    .give_back()
                    .ok_or("这个部门此时不能反馈".to_owned())?;
                Ok(())
            }
            EventKind::Answered {
                department,
                round,
                item,
                opinion,
                answer,
            } => {
                let state = self.seat(department)?;
                match state.stage.position() {
                    Position::Revision(revision) if revision.answers() == *round => {}
                    _ => return Err("这个部门此时不能答复这一轮的意见".to_owned()),
                }
                let answered = state
                    .rounds_mut()
                    .get_mut(round.index())
                    .ok_or("没有这一轮".to_owned())?;
                let item = item_of(answered, item)?;
                let body = item
                    .opinions()
                    .find(|(_, o)| o.seq == *opinion)
                    .map(|(body, _)| body)
                    .ok_or("答复的意见不在这个事项上".to_owned())?;
                if let Some(opinion) = item.opinion_mut(body) {
                    opinion.answer(answer);
                }
                Ok(())
            }
            EventKind::MeetingHeld {
                meeting,
                date,
                document,
            } => {
                self.meetings.push(Meeting {
                    kind: *meeting,
                    date: *date,
                    document: document.clone(),
                });
                Ok(())
            }
            EventKind::Extended {
                department,
                round,
                leg,
                from,
                until,
                reason,
                document,
            } => {
                let passage = Passage::new(*round, *leg);
                let state = self.seat(department)?;
                if passage.is_over(state.stage) {
                    return Err("延长了已经走完的一步".to_owned());
                }
                if from.is_some_and(|from| *until <= from) {
                    return Err("延长以后的最后一天不比原来的晚".to_owned());
                }
                state.extensions.push(Extension {
                    seq: event.seq,
                    passage,
                    from: *from,
                    until: *until,
                    reason: reason.clone(),
                    document: document.clone(),
                });
                Ok(())
            }
            EventKind::Confirmed {
                department,
                decisions,
            } => {
                let state = self.seat(department)?;
                state.stage = state
                    .stage
                    .confirm()
                    .ok_or("这个部门此时不能确认".to_owned())?;
                state.confirmed_at = Some(event.at);
                state.folder.papers_mut().decisions.clone_from(decisions);
                Ok(())
            }
            EventKind::Published {
                release,
                digest,
                partial,
                departments,
                adjustments,
                edition,
            } => self.publish(
                Release {
                    id: release.clone(),
                    digest: *digest,
                    ledger_head: event.previous,
                    partial: *partial,
                    departments: departments.clone(),
                    adjustments: adjustments.clone(),
                    edition: edition.clone(),
                },
                office_time::day(event.at),
            ),
            EventKind::Adjustment {
                adjustment,
                department,
                act,
            } => match self.adjustments.get_mut(adjustment) {
                Some(known) if known.department != *department => {
                    Err(format!("调整 {adjustment} 是 {} 的", known.department))
                }
                Some(known) => known.take(act, &event.actor, event.at),
                None => {
                    let opened = Adjustment::open(*adjustment, department, act, event.at)?;
                    self.adjustments.insert(*adjustment, opened);
                    Ok(())
                }
            },
        }
    }

    fn start(&mut self, edition: &Words, seats: &[Seat]) -> Result<(), String> {
        if self.edition.is_some() {
            return Err("重复启动".to_owned());
        }
        self.edition = Some(edition.clone());
        self.departments = seats
            .iter()
            .map(|seat| {
                let state = DepartmentState {
                    group: seat.group.to_string(),
                    stage: Stage::START,
                    confirmed_at: None,
                    extensions: Vec::new(),
                    folder: Folder::default(),
                };
                (seat.department.clone(), state)
            })
            .collect();
        Ok(())
    }

    fn seat(&mut self, id: &DepartmentId) -> Result<&mut DepartmentState, String> {
        seat(&mut self.departments, id)
    }

    /// The round of a unit, which must be the one under review.
    fn reviewed(&mut self, id: &DepartmentId, round: Round) -> Result<&mut RoundState, String> {
        reviewed(&mut self.departments, id, round)
    }
}

type Seats = BTreeMap<DepartmentId, DepartmentState>;

fn seat<'a>(seats: &'a mut Seats, id: &DepartmentId) -> Result<&'a mut DepartmentState, String> {
    seats.get_mut(id).ok_or_else(|| format!("没有部门 {id}"))
}

fn reviewed<'a>(
    seats: &'a mut Seats,
    id: &DepartmentId,
    round: Round,
) -> Result<&'a mut RoundState, String> {
    let state = seat(seats, id)?;
    if state.stage.position() != Position::Review(round) {
        return Err("这个部门此时不在这一轮审核中".to_owned());
    }
    state
        .rounds_mut()
        .get_mut(round.index())
        .ok_or("没有这一轮".to_owned())
}

fn item_of<'a>(round: &'a mut RoundState, code: &ItemCode) -> Result<&'a mut ItemState, String> {
    round
        .items
        .get_mut(code)
        .ok_or_else(|| format!("本轮没有事项 {code}"))
}

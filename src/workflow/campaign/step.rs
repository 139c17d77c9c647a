//! What each event makes of the state.

use std::collections::BTreeMap;

use super::super::adjust::Adjustment;
use super::super::event::{Event, EventKind, Seat};
use super::super::packed::Folder;
use super::super::round::{ItemState, Opinion, RoundState, Ruling, Signature};
use super::super::stage::{Passage, Position, Round, Stage};
use super::super::words::Words;
use super::{Campaign, DepartmentState, Extension, Meeting, Release};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::office_time;

impl Campaign {
    /// Makes of the state what an event makes of it; a refusal leaves it as it was.
    pub(super) fn step(&mut self, event: &Event) -> Result<(), String> {
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

    pub(super) fn seat(&mut self, id: &DepartmentId) -> Result<&mut DepartmentState, String> {
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

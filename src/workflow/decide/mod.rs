//! From a command to events, or to a refusal. Nothing else makes events.
//!
//! | command | who | when |
//! | --- | --- | --- |
//! | start | 综合组 | once |
//! | submit | 填报人 or 负责人 of the unit; 三上 only 负责人 | 自查, 修改; gate clean; every asking opinion answered |
//! | opine | 审核人 of the unit's group | 初审 复审 终审, before the own signature |
//! | record | as opine | as opine; a withdrawal where the own body has an opinion |
//! | sign | 审核人 of the unit's group who may sign | own opinions given or drafted; 法制办 in 复审 with 合法性审查 |
//! | rule | 综合组 | all signed; the item disputed, passed over, or 补充材料 in 终审 |
//! | return | 综合组 or 审核人 of the unit's group | 初审 复审; all signed, every item proposed on, from 复审 on disputes ruled |
//! | answer | 填报人 or 负责人 of the unit | 修改 |
//! | meeting | 综合组 | any time after the start |
//! | extend | 综合组 | any time before the leg is over; to a later working day |
//! | confirm | 综合组 | 终审; as return, with final decisions and 专家论证 and 政府常务会议 recorded |
//! | publish | 公布人 | all units confirmed, or partial; or adjustments agreed on or urged |
//! | adjust | see [`super::adjust`] | the unit's list is published |

mod adjust;
mod close;
mod extend;
mod opine;
mod start;
mod submit;

use jiff::civil::Date;

pub use self::adjust::{
    Adjust, Application, Content as AdjustContent, next_for_adjustment, unknown_adjustment,
};
pub use self::extend::NewDay;
use self::submit::Content;
use super::campaign::{Campaign, DepartmentState};
use super::decision::Decision;
use super::event::{Answer, EventKind, Legality, Listed, MeetingKind, Seat};
use super::notebook::Entry;
use super::refusal::{Refusal, Staff, run};
use super::stage::{Passage, Round};
use super::words::Words;
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::people::{Body, Person, Role};
use crate::domain::project::Signatures;

/// What somebody wants done. A command on many items is one command and gives many events, all or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin the campaign.
    Start {
        /// Edition of the list.
        edition: Words,
        /// The units that take part.
        departments: Vec<Seat>,
        /// Whether every act has to be signed.
        signatures: Signatures,
    },
    /// 一上, 二上, 三上.
    Submit {
        /// Unit.
        department: DepartmentId,
        /// Digest of the snapshot's manifest.
        snapshot: Digest,
        /// Its items.
        items: Vec<Listed>,
        /// The unit declares that it has no power to list.
        declares_none: bool,
        /// Errors that the gate of this round finds.
        gate_errors: usize,
        /// Digest of all that the gate finds, where it is kept.
        findings: Option<Digest>,
    },
    /// Give an opinion.
    Opine {
        /// Unit.
        department: DepartmentId,
        /// Items.
        items: Vec<ItemCode>,
        /// What is proposed for each.
        decision: Decision,
        /// What is said to it.
        text: Option<Words>,
    },
    /// Give opinions that differ from item to item, and take given ones back: what a reviewer has drafted.
    Record {
        /// Unit.
        department: DepartmentId,
        /// What is said to which item.
        entries: Vec<(ItemCode, Entry)>,
    },
    /// Close the own body's review of the unit for this round.
    Sign {
        /// Unit.
        department: DepartmentId,
        /// 合法性审查: 法制办 in 复审.
        legality: Option<Legality>,
        /// Drafts that are given with the signature.
        entries: Vec<(ItemCode, Entry)>,
    },
    /// Settle items.
    Rule {
        /// Unit.
        department: DepartmentId,
        /// Items.
        items: Vec<ItemCode>,
        /// The ruling.
        decision: Decision,
        /// Why.
        reason: Words,
    },
    /// 一下, 二下.
    Return {
        /// Unit.
        department: DepartmentId,
        /// Digest of the feedback.
        feedback: Digest,
    },
    /// Answer opinions.
    Answer {
        /// Unit.
        department: DepartmentId,
        /// Sequence number of each opinion with its answer.
        answers: Vec<(u64, Answer)>,
    },
    /// Record a meeting.
    Meeting {
        /// Which.
        kind: MeetingKind,
        /// When.
        date: Date,
        /// Number of its document.
        document: Words,
    },
    /// Give units more time for a leg.
    Extend {
        /// The leg.
        passage: Passage,
        /// The new last day of each unit.
        days: Vec<NewDay>,
        /// Why.
        reason: Words,
        /// Number of the document, where it is in writing.
        document: Option<Words>,
    },
    /// 三下.
    Confirm {
        /// Unit.
        department: DepartmentId,
    },
    /// Record a publication.
    Publish {
        /// Id of the release.
        release: Words,
        /// Digest of its file.
        digest: Digest,
        /// Leave out the units that are not confirmed.
        partial: bool,
        /// Adjustments that are in it for the first time.
        adjustments: Vec<AdjustmentId>,
        /// Edition that begins with it, where one does.
        edition: Option<Words>,
    },
    /// A step of an adjustment.
    Adjust(Adjust),
}

impl Command {
    /// Whether it closes a leg or settles the list: what others build on afterwards.
    pub const fn settles(&self) -> bool {
        matches!(
            self,
            Self::Return { .. }
                | Self::Confirm { .. }
                | Self::Publish { .. }
                | Self::Adjust(Adjust::Answer { .. })
        )
    }
}

/// What comes of a command: events to append, in order, or a refusal. Changes nothing.
///
/// # Errors
/// When a precondition of DESIGN §5 does not hold; the refusal says what is missing and which command comes next.
pub fn decide(
    campaign: &Campaign,
    staff: Staff<'_>,
    actor: &Person,
    command: &Command,
) -> Result<Vec<EventKind>, Refusal> {
    let desk = Desk {
        campaign,
        staff,
        actor,
    };
    if let Command::Start {
        edition,
        departments,
        signatures,
    } = command
    {
        return desk.start(edition, departments, *signatures);
    }
    if campaign.edition().is_none() {
        return Err(Refusal::new("not_started", "三上三下还没有启动")
            .missing(["启动".to_owned()])
            .next(run::start(&staff.coordinator())));
    }
    match command {
        // Handled above.
        Command::Start { .. } => Ok(Vec::new()),
        Command::Submit {
            department,
            snapshot,
            items,
            declares_none,
            gate_errors,
            findings,
        } => {
            let content = Content {
                snapshot: *snapshot,
                items,
                declares_none: *declares_none,
                findings: *findings,
            };
            desk.submit(department, content, *gate_errors)
        }
        Command::Opine {
            department,
            items,
            decision,
            text,
        } => desk.opine(department, items, decision, text.as_ref()),
        Command::Record {
            department,
            entries,
        } => desk.record(department, entries),
        Command::Sign {
            department,
            legality,
            entries,
        } => desk.sign(department, legality.as_ref(), entries),
        Command::Rule {
            department,
            items,
            decision,
            reason,
        } => desk.rule(department, items, decision, reason),
        Command::Return {
            department,
            feedback,
        } => desk.give_back(department, *feedback),
        Command::Answer {
            department,
            answers,
        } => desk.answer(department, answers),
        Command::Meeting {
            kind,
            date,
            document,
        } => desk.meeting(*kind, *date, document),
        Command::Extend {
            passage,
            days,
            reason,
            document,
        } => desk.extend(*passage, days, reason, document.as_ref()),
        Command::Confirm { department } => desk.confirm(department),
        Command::Publish {
            release,
            digest,
            partial,
            adjustments,
            edition,
        } => desk.publish(release, *digest, *partial, adjustments, edition.as_ref()),
        Command::Adjust(adjust) => desk.adjust(adjust),
    }
}

/// Whether somebody may speak on a unit now: the round under review, and the body for which it would be.
///
/// # Errors
/// The refusal that an opinion would get.
pub fn may_speak(
    campaign: &Campaign,
    staff: Staff<'_>,
    actor: &Person,
    department: &DepartmentId,
) -> Result<(Round, Body), Refusal> {
    let desk = Desk {
        campaign,
        staff,
        actor,
    };
    desk.speaking(department)
        .map(|(running, body)| (running.round, body))
}

/// What every step looks at.
struct Desk<'a> {
    campaign: &'a Campaign,
    staff: Staff<'a>,
    actor: &'a Person,
}

impl<'a> Desk<'a> {
    fn seat(&self, department: &DepartmentId) -> Result<&'a DepartmentState, Refusal> {
        self.campaign.department(department).ok_or_else(|| {
            let known: Vec<&str> = self
                .campaign
                .departments()
                .keys()
                .map(DepartmentId::as_str)
                .collect();
            Refusal::new(
                "unknown_department",
                format!(
                    "{department} 不在这次三上三下之列；列入的有：{}",
                    known.join(" ")
                ),
            )
            .next(run::status())
        })
    }

    /// The refusal of an act outside the actor's role.
    fn not_yours(&self, act: &str, whose: &str, command: String) -> Refusal {
        Refusal::new(
            "not_your_role",
            format!(
                "{} 是{}，不能{act}；这是{whose}的事",
                self.actor.id.value,
                self.actor.role.chinese()
            ),
        )
        .next(command)
    }

    /// The body for which the actor reviews this unit.
    fn reviewing_body(
        &self,
        department: &DepartmentId,
        state: &DepartmentState,
        act: &str,
        command: impl Fn(Body, &str) -> String,
    ) -> Result<Body, Refusal> {
        if let Some(body) = self.actor.role.reviews_in(&state.group) {
            return Ok(body);
        }
        match &self.actor.role {
            Role::Reviewer { body, groups, .. } => Err(Refusal::new(
                "not_your_group",
                format!(
                    "{department} 由{}审核，{} 在{}",
                    state.group,
                    self.actor.id.value,
                    groups.join("、")
                ),
            )
            .next(command(*body, &self.staff.reviewer(*body, &state.group)))),
            _ => Err(self.not_yours(
                act,
                &format!("{}的审核人", state.group),
                command(
                    Body::OrganizationOffice,
                    &self.staff.reviewer(Body::OrganizationOffice, &state.group),
                ),
            )),
        }
    }

    fn must_coordinate(&self, act: &str, command: String) -> Result<(), Refusal> {
        match self.actor.role {
            Role::Coordinator => Ok(()),
            _ => Err(self.not_yours(act, "综合组", command)),
        }
    }
}

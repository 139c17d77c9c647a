//! 动态调整: the steps of an adjustment.

mod next;
mod open;

use jiff::civil::Date;

use self::next::groups;
pub use self::next::next_for_adjustment;
use super::super::adjust::list::Settled;
use super::super::adjust::{Action, Adjustment, Answer, Ground, OUTLIVED, Party, Phase, Step};
use super::super::campaign::Campaign;
use super::super::event::{EventKind, Listed};
use super::super::refusal::{Refusal, run};
use super::super::words::Words;
use super::Desk;
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::people::Role;

/// An application, as somebody makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The unit that applies.
    pub department: DepartmentId,
    /// What is to be done.
    pub action: Action,
    /// On what ground.
    pub ground: Ground,
    /// From which day.
    pub effective: Date,
    /// Why.
    pub reason: Words,
    /// Why it is late, where it is.
    pub late: Option<Words>,
    /// The day of the application.
    pub today: Date,
    /// The last day on which it is in time.
    pub last_day: Date,
    /// Why the ground does not hold any more, where it does not.
    pub outlived: Option<String>,
}

/// What is sent up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Digest of the snapshot's manifest.
    pub snapshot: Digest,
    /// The items of the adjustment that the project has, as they will be.
    pub items: Vec<Listed>,
    /// Items of the adjustment that leave the list and that the project still has.
    pub still_there: Vec<ItemCode>,
    /// Errors that the gate 公布 finds in them.
    pub gate_errors: usize,
    /// Digest of all that it finds.
    pub findings: Digest,
}

/// A step that somebody wants to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adjust {
    /// Apply for one.
    Open(Box<Application>),
    /// 一上.
    Submit {
        /// Which.
        adjustment: AdjustmentId,
        /// What.
        content: Content,
        /// Why the ground does not hold any more, where it does not.
        outlived: Option<String>,
    },
    /// Say whether one agrees.
    Opine {
        /// Which.
        adjustment: AdjustmentId,
        /// Whether one agrees.
        agrees: bool,
        /// What one says.
        text: Option<Words>,
    },
    /// Record the government's approval.
    Approve {
        /// Which.
        adjustment: AdjustmentId,
        /// Number of the document.
        document: Words,
        /// Its day.
        date: Date,
    },
    /// Order publication before the round ends.
    Urge {
        /// Which.
        adjustment: AdjustmentId,
        /// Number of the document that orders it.
        document: Words,
        /// Why it cannot wait.
        reason: Words,
    },
    /// 一下.
    Answer {
        /// Which.
        adjustment: AdjustmentId,
        /// The answer.
        answer: Answer,
        /// Why the ground does not hold any more, where it does not.
        outlived: Option<String>,
    },
    /// Take it back.
    Withdraw {
        /// Which.
        adjustment: AdjustmentId,
        /// Why.
        reason: Words,
    },
}

impl Adjust {
    /// The adjustment that it is about; `None` for a new one.
    pub const fn adjustment(&self) -> Option<AdjustmentId> {
        match self {
            Self::Open(_) => None,
            Self::Submit { adjustment, .. }
            | Self::Opine { adjustment, .. }
            | Self::Approve { adjustment, .. }
            | Self::Urge { adjustment, .. }
            | Self::Answer { adjustment, .. }
            | Self::Withdraw { adjustment, .. } => Some(*adjustment),
        }
    }
}

/// The refusal of a step of an adjustment that there is not.
pub fn unknown_adjustment(campaign: &Campaign, id: AdjustmentId) -> Refusal {
    let known: Vec<String> = campaign
        .adjustments()
        .values()
        .filter(|a| a.is_open())
        .map(|a| a.id.to_string())
        .collect();
    let known = if known.is_empty() {
        "现在没有没办完的调整".to_owned()
    } else {
        format!("没办完的有：{}", known.join("、"))
    };
    Refusal::new("unknown_adjustment", format!("没有调整 {id}；{known}")).next(run::adjustments())
}

impl Desk<'_> {
    pub(super) fn adjust(&self, adjust: &Adjust) -> Result<Vec<EventKind>, Refusal> {
        let (id, department, act) = match adjust {
            Adjust::Open(application) => {
                let step = self.open(application)?;
                (
                    self.next_number(application.today)?,
                    application.department.clone(),
                    step,
                )
            }
            Adjust::Submit {
                adjustment,
                content,
                outlived,
            } => self.taken(*adjustment, |a| self.send(a, content, outlived.as_ref()))?,
            Adjust::Opine {
                adjustment,
                agrees,
                text,
            } => self.taken(*adjustment, |a| self.say(a, *agrees, text.as_ref()))?,
            Adjust::Approve {
                adjustment,
                document,
                date,
            } => self.taken(*adjustment, |a| self.approve(a, document, *date))?,
            Adjust::Urge {
                adjustment,
                document,
                reason,
            } => self.taken(*adjustment, |a| self.urge(a, document, reason))?,
            Adjust::Answer {
                adjustment,
                answer,
                outlived,
            } => self.taken(*adjustment, |a| self.settle(a, answer, outlived.as_ref()))?,
            Adjust::Withdraw { adjustment, reason } => {
                self.taken(*adjustment, |a| self.take_back(a, reason))?
            }
        };
        Ok(vec![EventKind::Adjustment {
            adjustment: id,
            department,
            act,
        }])
    }

    fn taken(
        &self,
        id: AdjustmentId,
        step: impl Fn(&Adjustment) -> Result<Step, Refusal>,
    ) -> Result<(AdjustmentId, DepartmentId, Step), Refusal> {
        let Some(adjustment) = self.campaign.adjustments().get(&id) else {
            return Err(unknown_adjustment(self.campaign, id));
        };
        Ok((id, adjustment.department.clone(), step(adjustment)?))
    }

    fn next_number(&self, today: Date) -> Result<AdjustmentId, Refusal> {
        let year = today.year();
        let mut known = self.campaign.adjustments().keys();
        let last = known.rfind(|id| id.year() == year);
        match last {
            None => Ok(AdjustmentId::first(year)),
            Some(last) => last
                .next()
                .ok_or_else(|| Refusal::new("too_many", format!("{year} 年的调整已经编到 {last}"))),
        }
    }

    fn send(
        &self,
        adjustment: &Adjustment,
        content: &Content,
        outlived: Option<&String>,
    ) -> Result<Step, Refusal> {
        self.must_lead(adjustment, "上报调整")?;
        if !matches!(adjustment.phase, Phase::Opened | Phase::Correction) {
            return Err(not_in_phase(adjustment, "上报"));
        }
        if let Some(why) = outlived {
            return Err(outlived_refusal(
                why,
                &run::withdraw_adjustment(adjustment.id, &self.staff.head(&adjustment.department)),
            ));
        }
        let mut wrong = Vec::new();
        let settled = Settled::of(self.campaign);
        for code in adjustment.action.new_codes() {
            match content.items.iter().find(|(found, _)| found == code) {
                None => wrong.push(format!("{code} 不在工程里")),
                Some((_, digest)) if settled.get(code) == Some(*digest) => {
                    wrong.push(format!("{code} 没有改动"));
                }
                Some(_) => {}
            }
        }
        wrong.extend(
            content
                .still_there
                .iter()
                .map(|code| format!("{code} 还在工程里，应当删去")),
        );
        if !wrong.is_empty() {
            return Err(Refusal::new(
                "content_not_ready",
                format!("工程里的内容与调整 {} 不符", adjustment.id),
            )
            .missing(wrong)
            .next(run::show_adjustment(adjustment.id)));
        }
        if content.gate_errors > 0 {
            return Err(Refusal::new(
                "gate_failed",
                format!(
                    "调整 {} 的事项没有通过公布关口的校验：{} 处错误",
                    adjustment.id, content.gate_errors
                ),
            )
            .missing([format!("改正 {} 处错误", content.gate_errors)])
            .next(run::validate(&adjustment.department, 4)));
        }
        Ok(Step::Submitted {
            snapshot: content.snapshot,
            items: content.items.clone(),
            findings: content.findings,
        })
    }

    fn say(
        &self,
        adjustment: &Adjustment,
        agrees: bool,
        text: Option<&Words>,
    ) -> Result<Step, Refusal> {
        let party = self.party(adjustment)?;
        if adjustment.phase != Phase::Review {
            return Err(not_in_phase(adjustment, "提意见"));
        }
        if !agrees && text.is_none() {
            return Err(Refusal::new("no_reason", "不同意的，要写明理由")
                .missing(["理由（--text）".to_owned()]));
        }
        Ok(Step::Opined {
            party,
            agrees,
            text: text.cloned(),
        })
    }

    /// For whom the actor speaks.
    fn party(&self, adjustment: &Adjustment) -> Result<Party, Refusal> {
        let parties = adjustment.parties();
        let found = match &self.actor.role {
            Role::Reviewer { .. } => {
                let groups = groups(self.campaign, adjustment);
                groups
                    .iter()
                    .find_map(|group| self.actor.role.signs_in(group))
                    .map(Party::Body)
            }
            Role::Head(unit) => Some(Party::Unit(unit.clone())),
            _ => None,
        };
        found
            .filter(|party| parties.contains(party))
            .ok_or_else(|| {
                let names: Vec<String> = parties.iter().map(Party::chinese).collect();
                self.not_yours(
                    &format!("对调整 {} 表示意见", adjustment.id),
                    &format!("{}有权签署的人", names.join("、")),
                    run::show_adjustment(adjustment.id),
                )
            })
    }

    fn approve(
        &self,
        adjustment: &Adjustment,
        document: &Words,
        date: Date,
    ) -> Result<Step, Refusal> {
        let again = run::show_adjustment(adjustment.id);
        self.must_coordinate("记录政府批准", again.clone())?;
        if adjustment.phase != Phase::Review {
            return Err(not_in_phase(adjustment, "记录政府批准"));
        }
        if !adjustment.action.needs_approval() {
            return Err(Refusal::new(
                "not_needed",
                format!(
                    "{}由编办和法制办办结，不需要政府批准",
                    adjustment.action.chinese()
                ),
            )
            .next(again));
        }
        Ok(Step::Approved {
            document: document.clone(),
            date,
        })
    }

    fn urge(
        &self,
        adjustment: &Adjustment,
        document: &Words,
        reason: &Words,
    ) -> Result<Step, Refusal> {
        let again = run::show_adjustment(adjustment.id);
        self.must_coordinate("办理紧急公布", again.clone())?;
        if adjustment.phase != Phase::Review {
            return Err(not_in_phase(adjustment, "紧急公布"));
        }
        if adjustment.urgency.is_some() {
            return Err(Refusal::new(
                "already_urged",
                format!("调整 {} 已经是紧急公布", adjustment.id),
            )
            .next(again));
        }
        let items = adjustment.action.touched();
        if adjustment.action.units().is_some() || items.len() != 1 {
            return Err(Refusal::new(
                "one_item_only",
                format!(
                    "紧急公布只用于单个事项，调整 {} 涉及 {} 项；分开申请",
                    adjustment.id,
                    items.len()
                ),
            )
            .next(again));
        }
        Ok(Step::Urged {
            document: document.clone(),
            reason: reason.clone(),
        })
    }

    fn settle(
        &self,
        adjustment: &Adjustment,
        answer: &Answer,
        outlived: Option<&String>,
    ) -> Result<Step, Refusal> {
        self.must_coordinate("答复调整", run::show_adjustment(adjustment.id))?;
        if adjustment.phase != Phase::Review {
            return Err(not_in_phase(adjustment, "答复"));
        }
        if matches!(answer, Answer::Agreed {}) {
            if let Some(why) = outlived {
                let refuse =
                    run::answer_adjustment(adjustment.id, "不同意", &self.staff.coordinator());
                return Err(outlived_refusal(why, &refuse));
            }
            let lacks = adjustment.lacks();
            if !lacks.is_empty() {
                return Err(Refusal::new(
                    "not_agreed",
                    format!("调整 {} 还不能同意", adjustment.id),
                )
                .missing(lacks)
                .nexts(next_for_adjustment(self.campaign, self.staff, adjustment)));
            }
        } else if matches!(answer, Answer::Correct { .. }) && adjustment.release.is_some() {
            return Err(Refusal::new(
                "already_published",
                format!(
                    "调整 {} 已经紧急公布，只能答复同意或者不同意；内容要改的，另行申请变更",
                    adjustment.id
                ),
            ));
        }
        Ok(Step::Answered {
            answer: answer.clone(),
        })
    }

    fn take_back(&self, adjustment: &Adjustment, reason: &Words) -> Result<Step, Refusal> {
        let own = match &self.actor.role {
            Role::Coordinator => true,
            Role::Head(unit) => *unit == adjustment.department,
            _ => false,
        };
        if !own {
            return Err(self.not_yours(
                "撤回调整",
                &format!("{} 负责人或综合组", adjustment.department),
                run::withdraw_adjustment(adjustment.id, &self.staff.head(&adjustment.department)),
            ));
        }
        if !adjustment.is_open() || adjustment.release.is_some() {
            return Err(not_in_phase(adjustment, "撤回"));
        }
        Ok(Step::Withdrawn {
            reason: reason.clone(),
        })
    }

    /// Sending up is for 负责人 of the unit, and for 综合组 where units change.
    fn must_lead(&self, adjustment: &Adjustment, act: &str) -> Result<(), Refusal> {
        let unit = &adjustment.department;
        if adjustment.action.units().is_some() {
            return self.must_coordinate(act, run::show_adjustment(adjustment.id));
        }
        match &self.actor.role {
            Role::Head(own) if own == unit => Ok(()),
            _ => Err(self.not_yours(
                act,
                &format!("{unit} 负责人"),
                run::submit_adjustment(adjustment.id, &self.staff.head(unit)),
            )),
        }
    }
}

fn outlived_refusal(why: &str, next: &str) -> Refusal {
    Refusal::new("ground_outlived", format!("{OUTLIVED}：{why}")).next(next)
}

fn not_in_phase(adjustment: &Adjustment, act: &str) -> Refusal {
    let published = match &adjustment.release {
        Some(release) => format!("，已在 {release} 公布"),
        None => String::new(),
    };
    Refusal::new(
        "wrong_phase",
        format!(
            "调整 {} 现在是“{}”{published}，不能{act}",
            adjustment.id,
            adjustment.phase.chinese()
        ),
    )
    .next(run::show_adjustment(adjustment.id))
}

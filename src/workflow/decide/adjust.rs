//! 动态调整: the steps of an adjustment.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::super::adjust::list::{Settled, touching};
use super::super::adjust::{
    Action, Adjustment, Answer, Basis, Ground, OUTLIVED, Party, Phase, Step,
};
use super::super::campaign::Campaign;
use super::super::event::{EventKind, Listed};
use super::super::refusal::{Refusal, Staff, run};
use super::super::stage::Position;
use super::super::words::Words;
use super::Desk;
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::people::{Body, Role};

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

    fn open(&self, application: &Application) -> Result<Step, Refusal> {
        let Application {
            department,
            action,
            ground,
            effective,
            reason,
            late,
            today,
            last_day,
            outlived,
        } = application;
        let reorganizes = matches!(action, Action::Reorganize { .. });
        let state = self.campaign.department(department);
        match (&self.actor.role, reorganizes) {
            (Role::Coordinator, true) => {}
            (_, true) => {
                return Err(self.not_yours("办理机构改革", "综合组", run::adjustments()));
            }
            (Role::Clerk(own) | Role::Head(own), false) if own == department => {}
            (_, false) => {
                return Err(self.not_yours(
                    "申请调整",
                    &format!("{department} 填报人或负责人"),
                    run::open_adjustment(department, &self.staff.clerk(department)),
                ));
            }
        }
        if !reorganizes {
            let state = self.seat(department)?;
            if state.stage.position() != Position::Published {
                return Err(Refusal::new(
                    "not_published",
                    format!(
                        "{department} 的清单还没有公布（{}），公布以后才有调整；现在在三上三下里改",
                        state.stage.chinese()
                    ),
                )
                .next(run::status_of(department)));
            }
        } else if self.campaign.releases().is_empty() {
            return Err(
                Refusal::new("not_published", "清单还没有公布过，公布以后才有调整")
                    .next(run::status()),
            );
        }
        if let Some(why) = outlived {
            return Err(outlived_refusal(why, "按现在的法律和文件重新申请"));
        }
        if matches!(ground.basis, Basis::Elements {}) && !matches!(action, Action::Amend { .. }) {
            return Err(Refusal::new(
                "wrong_ground",
                format!("要素变化只是变更的事由，不能作“{}”的事由", action.chinese()),
            ));
        }
        if ground.document.is_none()
            && matches!(ground.basis, Basis::Superior {} | Basis::Institution {})
        {
            return Err(Refusal::new(
                "no_document",
                format!("事由是{}，要写明文号", ground.basis.chinese()),
            ));
        }
        if ground.happened > *today {
            return Err(Refusal::new(
                "not_yet",
                format!("事由发生在 {}，还没有到（今天 {today}）", ground.happened),
            ));
        }
        if last_day < today && late.is_none() {
            return Err(Refusal::new(
                "late",
                format!(
                    "事由发生在 {}，最迟应当在 {last_day} 申请，今天是 {today}：要写明逾期的原因",
                    ground.happened
                ),
            )
            .missing(["逾期的原因（--late）".to_owned()]));
        }
        self.check_touched(department, action, state.is_some())?;
        Ok(Step::Opened {
            action: action.clone(),
            ground: ground.clone(),
            effective: *effective,
            reason: reason.clone(),
            late: late.clone().filter(|_| last_day < today),
        })
    }

    /// Whether the items are there, or not there, as the action has it, and nobody else is about them.
    fn check_touched(
        &self,
        department: &DepartmentId,
        action: &Action,
        seated: bool,
    ) -> Result<(), Refusal> {
        let settled = Settled::of(self.campaign);
        let mut wrong = Vec::new();
        let mut seen = BTreeSet::new();
        for code in action.touched() {
            if !seen.insert(code) {
                wrong.push(format!("{code} 写了两次"));
            }
        }
        if seen.is_empty() && action.units().is_none() {
            wrong.push("没有写调整哪些事项".to_owned());
        }
        for code in action.old() {
            if !settled.items.contains_key(code) {
                wrong.push(format!("{code} 不在现行清单里"));
            } else if !matches!(action, Action::Reorganize { .. })
                && code.parts().department != department.as_str()
            {
                wrong.push(format!("{code} 不是 {department} 的事项"));
            }
        }
        let opened = action.units().map_or(&[][..], |units| &units.opened);
        for code in action.fresh() {
            let unit = code.parts().department;
            if settled.items.contains_key(code) || settled.taken_off.contains_key(code) {
                wrong.push(format!("{code} 用过了，编码不能再用"));
            } else if opened.iter().any(|seat| seat.department.as_str() == unit) {
                // A unit that this very adjustment makes.
            } else if !settled.units.contains(unit) {
                wrong.push(format!("{code} 的单位 {unit} 没有公布的清单"));
            } else if matches!(action, Action::Add { .. } | Action::TakeOver { .. })
                && unit != department.as_str()
            {
                wrong.push(format!("{code} 不是 {department} 的事项"));
            }
        }
        for moved in action.moves() {
            if moved.from.parts().department == moved.to.parts().department {
                wrong.push(format!("{} 没有换单位", moved.from));
            }
        }
        if let Some(units) = action.units() {
            self.check_units(units, action, &settled, &mut wrong);
        } else if !seated {
            wrong.push(format!("没有单位 {department}"));
        }
        if !wrong.is_empty() {
            return Err(Refusal::new("wrong_items", "调整的事项不对")
                .missing(wrong)
                .next(run::adjustments()));
        }
        let touched = action.touched();
        let others = touching(self.campaign, &touched, None);
        if !others.is_empty() {
            return Err(Refusal::new(
                "already_adjusted",
                "有事项正在另一次调整里，一个事项同时只能有一次调整",
            )
            .missing(others.iter().map(|(code, other)| {
                format!(
                    "{code}：{} {}（{}，{}）",
                    other.id,
                    other.action.chinese(),
                    other.department,
                    other.phase.chinese()
                )
            }))
            .nexts(
                others
                    .first()
                    .map(|(_, other)| run::show_adjustment(other.id)),
            ));
        }
        Ok(())
    }

    fn check_units(
        &self,
        units: &super::super::adjust::UnitChange,
        action: &Action,
        settled: &Settled,
        wrong: &mut Vec<String>,
    ) {
        let closed = &units.closed;
        for id in closed {
            if !settled.units.contains(id) {
                wrong.push(format!("{id} 没有公布的清单，不能撤销"));
            }
            let left = settled
                .items
                .keys()
                .filter(|code| code.parts().department == id.as_str())
                .filter(|code| !action.moves().iter().any(|m| m.from == **code))
                .count();
            if left > 0 {
                wrong.push(format!("{id} 撤销以后还有 {left} 个事项没有去处"));
            }
        }
        for seat in &units.opened {
            if self.campaign.department(&seat.department).is_some() {
                wrong.push(format!("{} 已经有了，代号不能再用", seat.department));
            }
        }
        for renamed in &units.renamed {
            let id = &renamed.department;
            if !settled.units.contains(id) || closed.contains(id) {
                wrong.push(format!("{id} 没有公布的清单，不能更名"));
            }
        }
        for other in self.campaign.adjustments().values().filter(|a| a.is_open()) {
            let Some(theirs) = other.action.units() else {
                continue;
            };
            for id in units
                .all()
                .filter(|id| theirs.all().any(|other| other == *id))
            {
                wrong.push(format!("{id} 正在另一次机构改革里：{}", other.id));
            }
        }
        for moved in action.moves() {
            let to = moved.to.parts().department;
            if closed.iter().any(|id| id.as_str() == to) {
                wrong.push(format!("{} 划到了要撤销的 {to}", moved.from));
            }
        }
        if units.closed.is_empty()
            && units.opened.is_empty()
            && units.renamed.is_empty()
            && action.moves().is_empty()
        {
            wrong.push("没有写怎样改革".to_owned());
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
                Some((_, digest)) if settled.items.get(code) == Some(digest) => {
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

/// 审核组 of the units that an adjustment is about.
fn groups(campaign: &Campaign, adjustment: &Adjustment) -> Vec<String> {
    let units = adjustment.action.units();
    let opened = units.map_or(&[][..], |units| &units.opened);
    let own = campaign.department(&adjustment.department);
    let mut out: Vec<String> = own.map(|state| state.group.clone()).into_iter().collect();
    out.extend(opened.iter().map(|unit| unit.group.to_string()));
    out
}

/// The commands that bring an adjustment further.
pub fn next_for_adjustment(
    campaign: &Campaign,
    staff: Staff<'_>,
    adjustment: &Adjustment,
) -> Vec<String> {
    let id = adjustment.id;
    match adjustment.phase {
        Phase::Opened | Phase::Correction => {
            let moves =
                adjustment.action.units().is_some() || !adjustment.action.moves().is_empty();
            let who = match adjustment.action.units() {
                Some(_) => staff.coordinator(),
                None => staff.head(&adjustment.department),
            };
            let apply = moves.then(|| run::apply_adjustment(id));
            apply
                .into_iter()
                .chain([run::submit_adjustment(id, &who)])
                .collect()
        }
        Phase::Review => {
            let mut out: Vec<String> = Vec::new();
            if adjustment.urgency.is_some() && adjustment.release.is_none() {
                out.push(run::publish_urgent(id, &staff.publisher()));
            }
            for party in adjustment.parties() {
                if adjustment.said_by(&party).is_some_and(|said| said.agrees) {
                    continue;
                }
                let who = match &party {
                    Party::Unit(unit) => staff.head(unit),
                    Party::Body(body) => signer_of(campaign, staff, *body, adjustment),
                };
                out.push(run::agree(id, &who));
            }
            if adjustment.action.needs_approval() && adjustment.approval.is_none() {
                out.push(run::approve_adjustment(id, &staff.coordinator()));
            }
            if adjustment.lacks().is_empty() {
                out.push(run::answer_adjustment(id, "同意", &staff.coordinator()));
            }
            out
        }
        Phase::Agreed if adjustment.release.is_none() => vec![run::publish(&staff.publisher())],
        Phase::Refused if adjustment.is_to_be_undone() => {
            let unit = &adjustment.department;
            vec![run::open_adjustment(unit, &staff.clerk(unit))]
        }
        Phase::Agreed | Phase::Refused | Phase::Withdrawn => Vec::new(),
    }
}

fn signer_of(campaign: &Campaign, staff: Staff<'_>, body: Body, adjustment: &Adjustment) -> String {
    let groups = groups(campaign, adjustment);
    let group = groups
        .iter()
        .find(|group| staff.signs(body, group))
        .or(groups.first());
    group.map_or_else(
        || format!("<{}审核人>", body.chinese()),
        |group| staff.reviewer(body, group),
    )
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

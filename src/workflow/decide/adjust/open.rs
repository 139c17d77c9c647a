//! The application for an adjustment: whether the list, the ground and the day allow it.

use std::collections::BTreeSet;

use super::super::super::adjust::list::{Settled, touching};
use super::super::super::adjust::{Action, Basis, Step, UnitChange};
use super::super::super::refusal::{Refusal, run};
use super::super::super::stage::Position;
use super::super::Desk;
use super::{Application, outlived_refusal};
use crate::domain::ids::DepartmentId;
use crate::domain::people::Role;

impl Desk<'_> {
    pub(super) fn open(&self, application: &Application) -> Result<Step, Refusal> {
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
            if !settled.has(code) {
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
            if settled.has(code) || settled.taken_off.contains_key(code) {
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
        units: &UnitChange,
        action: &Action,
        settled: &Settled<'_>,
        wrong: &mut Vec<String>,
    ) {
        let closed = &units.closed;
        for id in closed {
            if !settled.units.contains(id) {
                wrong.push(format!("{id} 没有公布的清单，不能撤销"));
            }
            let mut left = 0;
            settled.each(|code, _| {
                let is_its = code.parts().department == id.as_str();
                let stays = || !action.moves().iter().any(|m| m.from == *code);
                left += usize::from(is_its && stays());
            });
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
}

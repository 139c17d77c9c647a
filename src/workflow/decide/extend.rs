//! More time for a leg.

use jiff::civil::Date;

use super::super::event::EventKind;
use super::super::refusal::{Refusal, run};
use super::super::stage::Passage;
use super::super::words::Words;
use super::Desk;
use crate::domain::ids::DepartmentId;

/// A new last day for a unit, with what the plan and the calendar say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDay {
    /// The unit.
    pub department: DepartmentId,
    /// The last day until now, where there is one.
    pub from: Option<Date>,
    /// The new one; `None` where there is none to add working days to.
    pub until: Option<Date>,
    /// Whether the new one is a working day.
    pub worked: bool,
}

impl Desk<'_> {
    pub(super) fn extend(
        &self,
        passage: Passage,
        days: &[NewDay],
        reason: &Words,
        document: Option<&Words>,
    ) -> Result<Vec<EventKind>, Refusal> {
        let again = || run::extend(passage, &self.staff.coordinator());
        self.must_coordinate("延长期限", again())?;
        if days.is_empty() {
            return Err(Refusal::new(
                "nothing_to_extend",
                format!("各部门的{}都已经走完，没有可以延长的", passage.chinese()),
            )
            .next(run::status()));
        }
        let mut over = Vec::new();
        let mut wrong = Vec::new();
        let mut out = Vec::with_capacity(days.len());
        for (n, day) in days.iter().enumerate() {
            let state = self.seat(&day.department)?;
            let id = &day.department;
            if passage.is_over(state.stage) {
                over.push(format!("{id}（{}）", state.stage.chinese()));
                continue;
            }
            let Some(until) = day.until else {
                let leg = passage.chinese();
                wrong.push(format!("{id} 的{leg}本来没有期限，用 --until 写明日期"));
                continue;
            };
            if days[..n].iter().any(|other| other.department == *id) {
                wrong.push(format!("{id} 只写一次"));
            } else if let Some(from) = day.from.filter(|from| until <= *from) {
                wrong.push(format!("{id} 的最后一天本来是 {from}，{until} 不比它晚"));
            } else if !day.worked {
                wrong.push(format!("{until} 不是工作日"));
            }
            out.push(EventKind::Extended {
                department: id.clone(),
                round: passage.round,
                leg: passage.leg,
                from: day.from,
                until,
                reason: reason.clone(),
                document: document.cloned(),
            });
        }
        if !over.is_empty() {
            let message = format!("{}已经走完，期限不能再延长", passage.chinese());
            return Err(Refusal::new("leg_over", message)
                .missing(over)
                .next(run::status()));
        }
        if !wrong.is_empty() {
            wrong.dedup();
            return Err(Refusal::new("bad_day", "延长以后的最后一天不对")
                .missing(wrong)
                .next(again()));
        }
        Ok(out)
    }
}

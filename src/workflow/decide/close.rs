//! Closing: 一下 and 二下, 三下, publication.

use super::super::adjust::Adjustment;
use super::super::adjust::list::Units;
use super::super::closing::{before_closing, not_closed, not_now};
use super::super::event::EventKind;
use super::super::refusal::{Refusal, run};
use super::super::stage::{Position, Round};
use super::super::words::Words;
use super::Desk;
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest};
use crate::domain::people::Role;

impl Desk<'_> {
    pub(super) fn give_back(
        &self,
        department: &DepartmentId,
        feedback: Digest,
    ) -> Result<Vec<EventKind>, Refusal> {
        let state = self.seat(department)?;
        if !matches!(self.actor.role, Role::Coordinator) {
            self.reviewing_body(department, state, "反馈", |_, _| {
                run::give_back(department, &self.staff.coordinator())
            })?;
        }
        let (Some(running), Some(_)) = (state.under_review(), state.stage.give_back()) else {
            return Err(not_now(self.campaign, self.staff, department, "反馈"));
        };
        let outlook = before_closing(self.campaign, self.staff, department, state, running);
        if !outlook.missing.is_empty() {
            return Err(not_closed(running.round, department, outlook));
        }
        Ok(vec![EventKind::Returned {
            department: department.clone(),
            round: running.round,
            feedback,
        }])
    }

    pub(super) fn confirm(&self, department: &DepartmentId) -> Result<Vec<EventKind>, Refusal> {
        let state = self.seat(department)?;
        self.must_coordinate("确认", run::confirm(department, &self.staff.coordinator()))?;
        let (Some(running), Some(_)) = (state.under_review(), state.stage.confirm()) else {
            return Err(not_now(self.campaign, self.staff, department, "确认"));
        };
        let outlook = before_closing(self.campaign, self.staff, department, state, running);
        if !outlook.missing.is_empty() {
            return Err(not_closed(Round::Third, department, outlook));
        }
        let decisions = running
            .items
            .iter()
            .filter_map(|(code, item)| Some((code.clone(), item.outcome()?.clone())))
            .collect();
        Ok(vec![EventKind::Confirmed {
            department: department.clone(),
            decisions,
        }])
    }

    pub(super) fn publish(
        &self,
        release: &Words,
        digest: Digest,
        partial: bool,
        adjustments: &[AdjustmentId],
        edition: Option<&Words>,
    ) -> Result<Vec<EventKind>, Refusal> {
        if !matches!(self.actor.role, Role::Publisher) {
            return Err(self.not_yours("公布", "公布人", run::publish(&self.staff.publisher())));
        }
        if self.campaign.releases().iter().any(|r| r.id == *release) {
            return Err(Refusal::new(
                "release_exists",
                format!("已经公布过 {release}，公布过的不能再改"),
            )
            .next("power-list release list"));
        }
        let wrong: Vec<String> = adjustments
            .iter()
            .filter(|id| {
                let known = self.campaign.adjustments().get(id);
                !known.is_some_and(Adjustment::may_be_published)
            })
            .map(|id| format!("调整 {id} 没有同意，或者已经公布"))
            .collect();
        if !wrong.is_empty() {
            return Err(Refusal::new("not_agreed", "有的调整还不能公布")
                .missing(wrong)
                .next(run::adjustments()));
        }
        let units = Units::of(self.campaign, adjustments);
        let (settled, open): (Vec<_>, Vec<_>) = self
            .campaign
            .departments()
            .iter()
            .filter(|(id, _)| !units.closed.contains(*id))
            .partition(|(_, s)| {
                matches!(
                    s.stage.position(),
                    Position::Confirmed | Position::Published
                )
            });
        let waiting = settled
            .iter()
            .any(|(_, s)| s.stage.position() == Position::Confirmed);
        let list_open = || {
            open.iter()
                .map(|(id, s)| format!("{id}（{}）", s.stage.chinese()))
        };
        if !open.is_empty() && !partial {
            let refusal = Refusal::new(
                "not_confirmed",
                format!("还有 {} 个部门没有确认，不能公布", open.len()),
            )
            .missing(list_open())
            .next(run::status());
            return Err(if waiting {
                refusal.next(run::publish_partial(&self.staff.publisher()))
            } else {
                refusal
            });
        }
        if !waiting && adjustments.is_empty() && edition.is_none() {
            return Err(Refusal::new(
                "nothing_to_publish",
                "没有已确认而尚未公布的部门，也没有同意了而尚未公布的调整",
            )
            .missing(list_open())
            .next(run::status()));
        }
        Ok(vec![EventKind::Published {
            release: release.clone(),
            digest,
            partial: !open.is_empty(),
            departments: settled
                .iter()
                .map(|(id, _)| (*id).clone())
                .chain(units.opened)
                .collect(),
            adjustments: adjustments.to_vec(),
            edition: edition.cloned(),
        }])
    }
}

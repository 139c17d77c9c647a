//! Beginning the campaign, and the meetings that its end rests on.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::super::event::{EventKind, MeetingKind, Seat};
use super::super::refusal::{Refusal, run};
use super::super::words::Words;
use super::Desk;

impl Desk<'_> {
    pub(super) fn start(
        &self,
        edition: &Words,
        departments: &[Seat],
    ) -> Result<Vec<EventKind>, Refusal> {
        self.must_coordinate("启动三上三下", run::start(&self.staff.coordinator()))?;
        if let Some(running) = self.campaign.edition() {
            return Err(
                Refusal::new("already_started", format!("{running}的三上三下已经启动"))
                    .next(run::status()),
            );
        }
        if departments.is_empty() {
            return Err(Refusal::new("no_departments", "没有部门，无法启动")
                .missing(["departments.yaml 里的部门".to_owned()]));
        }
        let mut seen = BTreeSet::new();
        let twice: Vec<String> = departments
            .iter()
            .filter(|seat| !seen.insert(&seat.department))
            .map(|seat| format!("{} 只列一次", seat.department))
            .collect();
        if !twice.is_empty() {
            return Err(Refusal::new("duplicate_department", "有部门列了两次").missing(twice));
        }
        let mut departments = departments.to_vec();
        departments.sort_by(|a, b| a.department.cmp(&b.department));
        Ok(vec![EventKind::Started {
            edition: edition.clone(),
            departments,
        }])
    }

    pub(super) fn meeting(
        &self,
        kind: MeetingKind,
        date: Date,
        document: &Words,
    ) -> Result<Vec<EventKind>, Refusal> {
        self.must_coordinate(
            "记录会议",
            run::meeting(kind.chinese(), &self.staff.coordinator()),
        )?;
        let held = self
            .campaign
            .meetings()
            .iter()
            .any(|m| m.kind == kind && m.date == date && m.document == *document);
        if held {
            return Err(Refusal::new(
                "already_recorded",
                format!("{date} 的{}（{document}）已经记录", kind.chinese()),
            )
            .next(run::status()));
        }
        Ok(vec![EventKind::MeetingHeld {
            meeting: kind,
            date,
            document: document.clone(),
        }])
    }
}

//! Beginning the campaign, and the meetings that its end rests on.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::super::event::{EventKind, MeetingKind, Seat};
use super::super::refusal::{Refusal, run};
use super::super::words::Words;
use super::Desk;
use crate::domain::people::Body;
use crate::domain::project::Signatures;

impl Desk<'_> {
    pub(super) fn start(
        &self,
        edition: &Words,
        departments: &[Seat],
        signatures: Signatures,
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
        let groups: BTreeSet<&str> = departments.iter().map(|seat| seat.group.as_str()).collect();
        let unmanned: Vec<String> = groups
            .into_iter()
            .flat_map(|group| Body::ALL.map(|body| (group, body)))
            .filter(|(group, body)| !self.staff.signs(*body, group))
            .map(|(group, body)| format!("{group}里可以代{}签署的审核人", body.chinese()))
            .collect();
        if !unmanned.is_empty() {
            // Found out only when a signature is due, it would hold up units that were reviewed for weeks.
            return Err(Refusal::new(
                "group_without_members",
                "审核组里缺人，审核完了也没有人签署",
            )
            .missing(unmanned)
            .next("在 power-list.yaml 的 people 里补上审核人（role: 审核人，body、group）")
            .next(run::start(&self.staff.coordinator())));
        }
        let mut departments = departments.to_vec();
        departments.sort_by(|a, b| a.department.cmp(&b.department));
        Ok(vec![EventKind::Started {
            edition: edition.clone(),
            departments,
            signatures,
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

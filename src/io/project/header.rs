//! The settings and the units of a project: what everything else is read by.

use crate::domain::department::Department;
use crate::domain::gate::Gate;
use crate::domain::people::Role;
use crate::domain::place::{At, SourceId};
use crate::domain::project::Allotment;
use crate::finding::{Finding, Severity};
use crate::rules::shape;

use super::{DEPARTMENTS, ProjectError, ProjectHeader, Reader, SETTINGS};
use crate::io::yaml;

impl Reader<'_> {
    /// Gives the units the groups that the settings allot them to; what `departments.yaml` says has to be the same.
    fn allot(&mut self, allotted: &[Allotment], departments: &mut [Department]) {
        let mut fault = |span, message: String, help: &'static str| {
            let rule = &shape::invalid_value::RULE;
            self.findings.push(
                Finding::new(rule.code, rule.name, Severity::Error, span, message).with_help(help),
            );
        };
        for Allotment { department, group } in allotted {
            let span = department.span;
            let Some(unit) = departments
                .iter_mut()
                .find(|d| d.id.value == department.value)
            else {
                fault(
                    span,
                    format!(
                        "{group}的部门“{}”不在 departments.yaml 里",
                        department.value
                    ),
                    "改正部门代号，或者先在 departments.yaml 登记这个单位",
                );
                continue;
            };
            match &unit.review_group {
                Some(other) if other.value != *group => fault(
                    span,
                    format!(
                        "“{}”这里分给{group}，另一处分给{}",
                        department.value, other.value
                    ),
                    "一个部门只由一个审核组审核：review_groups 和 departments.yaml 的 group 写成一样，或者只写一处",
                ),
                Some(_) => {}
                None => unit.review_group = Some(At::new(group.clone(), span)),
            }
        }
    }

    /// Settings and units. Any fault in them ends the run: without them nothing is certain, whatever the gate.
    pub(super) fn header(&mut self) -> Result<(ProjectHeader, SourceId), ProjectError> {
        const STRICT: Gate = Gate::Publication;
        let (settings_source, text) = self.text(SETTINGS, STRICT);
        let sets = yaml::categories::built_in_ids();
        let (settings, findings) =
            yaml::syntax::with_document(&text, settings_source, STRICT, |d| {
                yaml::settings::read(d, yaml::categories::built_in, &sets)
            });
        self.findings.extend(findings);
        let groups = settings.as_ref().map(|s| s.review_groups.clone());
        let (source, text) = self.text(DEPARTMENTS, STRICT);
        let (mut departments, findings) = yaml::syntax::with_document(&text, source, STRICT, |d| {
            yaml::departments::read(d, groups.as_deref())
        });
        // A unit that could not be read may well be the one that a person belongs to.
        let all_units = findings.is_empty();
        self.findings.extend(findings);
        self.comments(&text, source, STRICT, None);
        let people = settings.iter().flat_map(|s| &s.people);
        for person in people.filter(|_| all_units) {
            let (Role::Clerk(id) | Role::Head(id)) = &person.role else {
                continue;
            };
            if !departments.iter().any(|d| d.id.value == *id) {
                let rule = &shape::invalid_value::RULE;
                let message = format!("“{}”的部门“{id}”不在 departments.yaml 里", person.name);
                self.findings.push(
                    Finding::new(
                        rule.code,
                        rule.name,
                        Severity::Error,
                        person.id.span,
                        message,
                    )
                    .with_help("改正部门代号，或者先在 departments.yaml 登记这个单位"),
                );
            }
        }
        if let Some(settings) = &settings
            && all_units
        {
            self.allot(&settings.allotted, &mut departments);
        }
        match settings {
            Some(settings) if self.findings.is_empty() => Ok((
                ProjectHeader {
                    settings,
                    departments,
                },
                settings_source,
            )),
            _ => Err(ProjectError::Settings {
                findings: std::mem::take(&mut self.findings),
                sources: std::mem::take(&mut self.sources),
            }),
        }
    }
}

//! What people have allowed is taken out of the findings; what they have allowed in vain is put in.
//!
//! Pure: which day it is, and whether comments count, is said by whoever asks.

use std::collections::HashMap;

use jiff::civil::Date;

use super::engine::effective;
use super::key::{FileKeys, ItemKey};
use super::rule::{Rule, Sink};
use super::selection::near;
use super::text::{date, nearest};
use super::{find, shape};
use crate::domain::allow::{Allow, AllowComment, AllowSubject};
use crate::domain::gate::Gate;
use crate::domain::place::{At, SourceId, Span};
use crate::domain::project::{Frame, Settings};
use crate::finding::{Finding, RuleCode, Suppressed, Suppressor};

/// Faults that hide others: what stands in such a file is not known.
static UNREADABLE: [&Rule; 3] = [
    &shape::syntax_error::RULE,
    &shape::not_utf8::RULE,
    &shape::unreadable_file::RULE,
];

/// Faults of the settings of judging themselves.
static SETTINGS: [&Rule; 6] = [
    &shape::unknown_rule::RULE,
    &shape::rule_not_allowable::RULE,
    &shape::malformed_comment::RULE,
    &shape::expired_allow::RULE,
    &shape::unused_allow::RULE,
    &shape::stale_baseline::RULE,
];

fn is_among(rules: &[&Rule], code: RuleCode) -> bool {
    rules.iter().any(|rule| rule.code == code)
}

/// Whether a rule's findings hide others, because something could not be read.
pub fn is_unreadable(code: RuleCode) -> bool {
    is_among(&UNREADABLE, code)
}

/// Whether findings of a rule may be allowed or go into a baseline: not those that hide others, and not those about
/// what is allowed.
pub fn may_be_allowed(code: RuleCode) -> bool {
    !is_unreadable(code) && !is_among(&SETTINGS, code)
}

/// One rule allowed for one thing.
struct Permission<'a> {
    rule: &'static Rule,
    scope: Scope<'a>,
    by: Suppressor,
    /// Where it is said.
    span: Span,
    department: Option<&'a str>,
    used: bool,
}

#[derive(Debug, Clone, Copy)]
enum Scope<'a> {
    Item(&'a str),
    File(&'a str),
    Range(Span),
}

impl Scope<'_> {
    fn covers(self, finding: &Finding, path: &str) -> bool {
        match self {
            Self::Item(item) => finding.item.as_deref() == Some(item),
            Self::File(file) => finding.item.is_none() && path == file,
            Self::Range(range) => {
                let at = finding.primary;
                at.source == range.source && (range.start..range.end).contains(&at.start)
            }
        }
    }
}

/// Reports faults of the settings of judging as the project's severities have it.
pub struct Complaints<'a> {
    settings: &'a Settings,
    gate: Gate,
    /// What was reported.
    pub findings: Vec<Finding>,
}

impl<'a> Complaints<'a> {
    /// None so far.
    pub fn new(settings: &'a Settings, gate: Gate) -> Self {
        Self {
            settings,
            gate,
            findings: Vec::new(),
        }
    }

    /// Reports a fault, with the rule's remedy as help where nothing better is said.
    pub fn report(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.of_department(None, rule, span, message, help);
    }

    fn of_department(
        &mut self,
        department: Option<&str>,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let Some(severity) = effective(self.settings, rule, self.gate) else {
            return;
        };
        let mut sink = Sink {
            rule,
            severity,
            department,
            item: None,
            findings: &mut self.findings,
        };
        let finding = sink.report(span, message);
        if help.is_some() {
            finding.help = help;
        }
    }

    /// The rule with this code or name, if there is one and it may be allowed; otherwise it is reported.
    fn rule(&mut self, word: &At<String>, department: Option<&str>) -> Option<&'static Rule> {
        let Some(rule) = find(&word.value) else {
            self.unknown_rule(word, department);
            return None;
        };
        if !may_be_allowed(rule.code) {
            let message = format!("{}（{}）不能允许", rule.code, rule.title);
            let fault = &shape::rule_not_allowable::RULE;
            self.of_department(department, fault, word.span, message, None);
            return None;
        }
        Some(rule)
    }

    fn unknown_rule(&mut self, word: &At<String>, department: Option<&str>) {
        let rule = &shape::unknown_rule::RULE;
        let help = near(&word.value).map(|near| format!("是不是 {near}？{}", rule.remedy));
        let message = format!("没有“{}”这条规则", word.value);
        self.of_department(department, rule, word.span, message, help);
    }

    /// Reports severity settings for rules that there are not.
    pub fn severities(&mut self) {
        for setting in &self.settings.severities {
            if find(&setting.rule.value).is_none() {
                self.unknown_rule(&setting.rule, None);
            }
        }
    }
}

/// What people allow on a day, by rule.
#[derive(Default)]
pub struct Permissions<'a>(HashMap<RuleCode, Vec<Permission<'a>>>);

impl<'a> Permissions<'a> {
    /// What counts on `today`; what does not count, and why, is reported.
    pub fn on(
        today: Date,
        allow: &'a [Allow],
        comments: &'a [AllowComment],
        complaints: &mut Complaints<'_>,
    ) -> Self {
        let mut permissions = Self::default();
        for entry in allow {
            let Some(rule) = complaints.rule(&entry.rule, None) else {
                continue;
            };
            if entry.until.value < today {
                let message = format!(
                    "对“{}”允许 {} 到{}为止，已经过期",
                    entry.subject.text().value,
                    rule.code,
                    date(entry.until.value)
                );
                complaints.report(&shape::expired_allow::RULE, entry.until.span, message, None);
                continue;
            }
            permissions.add(Permission {
                rule,
                scope: match &entry.subject {
                    AllowSubject::Item(item) => Scope::Item(&item.value),
                    AllowSubject::File(file) => Scope::File(&file.value),
                },
                by: Suppressor::Allow {
                    reason: entry.reason.clone(),
                    until: entry.until.value,
                },
                span: entry.subject.text().span,
                department: None,
                used: false,
            });
        }
        for comment in comments {
            let department = comment.department.as_deref();
            for word in &comment.rules {
                let Some(rule) = complaints.rule(word, department) else {
                    continue;
                };
                permissions.add(Permission {
                    rule,
                    scope: Scope::Range(comment.covers),
                    by: Suppressor::Comment {
                        reason: comment.reason.clone(),
                    },
                    span: word.span,
                    department,
                    used: false,
                });
            }
        }
        permissions
    }

    fn add(&mut self, permission: Permission<'a>) {
        let of_rule = self.0.entry(permission.rule.code).or_default();
        of_rule.push(permission);
    }

    /// Takes what is allowed out of `findings`; where several permissions cover one finding, all of them are used.
    pub fn apply<'s>(
        &mut self,
        findings: &mut Vec<Finding>,
        path_of: impl Fn(SourceId) -> &'s str,
    ) -> Vec<Suppressed> {
        let mut suppressed = Vec::new();
        if self.0.is_empty() {
            return suppressed;
        }
        let mut kept = Vec::with_capacity(findings.len());
        for finding in std::mem::take(findings) {
            let path = path_of(finding.primary.source);
            let mut by: Option<&Suppressor> = None;
            for permission in self.0.get_mut(&finding.code).into_iter().flatten() {
                if permission.scope.covers(&finding, path) {
                    permission.used = true;
                    by = by.or(Some(&permission.by));
                }
            }
            match by.cloned() {
                Some(by) => suppressed.push(Suppressed { finding, by }),
                None => kept.push(finding),
            }
        }
        *findings = kept;
        suppressed
    }

    /// Reports what was allowed in vain. A rule that is silent at the gate is no reason: its day will come.
    pub fn report_unused(
        &self,
        project: &Frame,
        keys: &[FileKeys],
        gate: Gate,
        complaints: &mut Complaints<'_>,
    ) {
        let labels = || keys.iter().flat_map(FileKeys::items).map(ItemKey::label);
        let rule = &shape::unused_allow::RULE;
        for permission in self.0.values().flatten().filter(|p| !p.used) {
            let allowed = permission.rule;
            if allowed.severities.at(gate).is_none() {
                continue;
            }
            let (message, help) = match permission.scope {
                Scope::Item(item) if !labels().any(|label| label == item) => (
                    format!("清单里没有“{item}”这个事项，允许 {} 落了空", allowed.code),
                    nearest(item, labels()).map(|near| format!("是不是 {near}？不是就删去这一条")),
                ),
                Scope::File(file) if !has_file(project, file) => (
                    format!("工程里没有“{file}”这个文件，允许 {} 落了空", allowed.code),
                    None,
                ),
                Scope::Item(subject) | Scope::File(subject) => (
                    format!("“{subject}”没有 {} 的问题，不必允许", allowed.code),
                    None,
                ),
                Scope::Range(_) => (
                    format!("注释所管的地方没有 {} 的问题，不必允许", allowed.code),
                    None,
                ),
            };
            let off = effective(&project.settings, allowed, gate).is_none();
            let help = match help {
                None if off => Some(format!(
                    "{} 在 rules 里已经关闭，删去其中一处",
                    allowed.code
                )),
                help => help,
            };
            let department = permission.department;
            complaints.of_department(department, rule, permission.span, message, help);
        }
    }
}

fn has_file(project: &Frame, path: &str) -> bool {
    path == "departments.yaml"
        || project.charts.contains_key(path)
        || project.files.iter().any(|f| f.path == path)
}

//! One item file of a project: its items handed over, and everything else that it says.

use crate::domain::allow::AllowComment;
use crate::domain::gate::Gate;
use crate::domain::place::{SourceId, Span};
use crate::domain::project::ItemFile;
use crate::finding::Finding;
use crate::io::yaml;
use crate::io::yaml::item_file::Taker;
use crate::rules::{Rule, shape};

/// An item file, without its items.
#[derive(Debug)]
pub struct ReadFile {
    /// Its header.
    pub file: ItemFile,
    /// What is wrong with it as a file.
    pub findings: Vec<Finding>,
    /// What its comments allow.
    pub comments: Vec<AllowComment>,
}

/// Reads the item file at `path` in the project.
pub fn read_text(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    taker: &mut dyn Taker,
) -> ReadFile {
    let yaml::item_file::Contents {
        file,
        mut findings,
        comments,
    } = yaml::item_file::each_with_comments(text, source, gate, path, taker);
    if text.trim_start().is_empty() {
        let rule = &shape::empty_file::RULE;
        let message = format!("“{path}”是空的");
        findings = fault(rule, source, gate, message, rule.remedy.to_owned())
            .into_iter()
            .collect();
    }
    misplaced(&file, gate, &mut findings);
    ReadFile {
        file,
        findings,
        comments,
    }
}

/// An item file whose text could not be had.
pub(super) fn unread(source: SourceId, path: &str, fault: Option<Finding>) -> ReadFile {
    ReadFile {
        file: ItemFile {
            source,
            path: path.to_owned(),
            department: None,
            category: None,
            items: 0,
            whole: false,
            span: Span::head(source),
        },
        findings: fault.into_iter().collect(),
        comments: Vec::new(),
    }
}

/// A fault of a file as a whole, where the rule speaks at the gate.
pub(super) fn fault(
    rule: &'static Rule,
    source: SourceId,
    gate: Gate,
    message: String,
    help: String,
) -> Option<Finding> {
    let severity = rule.severities.at(gate)?;
    let head = Span::head(source);
    Some(Finding::new(rule.code, rule.name, severity, head, message).with_help(help))
}

/// Reports a file whose path says another unit or category than its header.
fn misplaced(file: &ItemFile, gate: Gate, findings: &mut Vec<Finding>) {
    let mut parts = file.path.split('/').skip(1);
    let (Some(folder), Some(name), None) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let rule = &shape::misplaced_file::RULE;
    let Some(severity) = rule.severities.at(gate) else {
        return;
    };
    for (header, place, what) in [
        (&file.department, folder, "部门"),
        (&file.category, stem, "类别"),
    ] {
        let Some(header) = header.as_ref().filter(|h| h.value != place) else {
            continue;
        };
        let message = format!("文件里的{what}是“{}”，所在的位置是“{place}”", header.value);
        let mut finding = Finding::new(rule.code, rule.name, severity, header.span, message)
            .with_help(rule.remedy);
        finding.department = file.department.as_ref().map(|d| d.value.clone());
        findings.push(finding);
    }
}

//! X003 `duplicate-file`: 同一部门同一类别有两个文件

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::project::ItemFile;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 同一部门同一类别有两个文件。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 3),
    name: "duplicate-file",
    title: "同一部门同一类别有两个文件",
    why: "两个文件各说各的，不知道以哪个为准，改一处漏一处。",
    remedy: "合并成一个文件：items/<部门>/<类别>.yaml",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/审批补充.yaml",
        "department: hbj\ncategory: 行政审批\nitems: []\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut first: HashMap<(&str, &str), &ItemFile> = HashMap::new();
    for file in &c.shared.project.files {
        let (Some(department), Some(category)) = (&file.department, &file.category) else {
            continue;
        };
        match first.entry((department.value.as_str(), category.value.as_str())) {
            Entry::Vacant(slot) => {
                slot.insert(file);
            }
            Entry::Occupied(slot) => {
                let other = *slot.get();
                let message = format!(
                    "“{}”的{}已经有一个文件：{}",
                    department.value, category.value, other.path
                );
                let span = department.span;
                let finding = sink.report(span, message);
                finding.department = Some(department.value.clone());
                finding.related.push((
                    other.department.as_ref().map_or(other.span, |d| d.span),
                    "先读到的文件".to_owned(),
                ));
            }
        }
    }
}

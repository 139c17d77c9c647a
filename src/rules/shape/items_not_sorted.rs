//! S020 `items-not-sorted`: 事项没有按编码排列

use std::collections::HashMap;

use crate::domain::item::PowerItem;
use crate::domain::place::SourceId;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 事项没有按编码排列。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 20),
    name: "items-not-sorted",
    title: "事项没有按编码排列",
    why: "文件里的次序就是公布的次序；按编码排好，两次报送之间的差异才看得清。",
    remedy: "power-list fix 可以改正：整项移动，连同它上面的注释",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0002\n    name: 对未批先建行为的处罚\n  - code: 341100-hbj-02-0001\n    name: 对偷排行为的处罚\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

/// Whether an item has no code yet, or one of its unit and category; any other code is another rule's business.
fn is_of_its_file(c: &ListContext<'_>, item: &PowerItem) -> bool {
    let Some(code) = &item.code else { return true };
    let parts = code.value.parts();
    parts.jurisdiction == c.shared.project.settings.jurisdiction.value.as_str()
        && parts.department == item.department.value.as_str()
        && c.shared
            .category(&item.category.value)
            .is_some_and(|category| parts.category == &*category.code)
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let project = c.shared.project;
    let mut by_file: HashMap<SourceId, Vec<&PowerItem>> = HashMap::new();
    for item in &project.items {
        by_file.entry(item.span.source).or_default().push(item);
    }
    for file in project.files.iter().filter(|f| f.whole) {
        let mut items = by_file.remove(&file.source).unwrap_or_default();
        items.retain(|item| is_of_its_file(c, item));
        // Without every code there is no order to keep.
        if items.iter().any(|i| i.code.is_none()) {
            continue;
        }
        let key = |i: &PowerItem| i.code.as_ref().map(|c| c.value.clone());
        let out_of_order = items.windows(2).find_map(|pair| match pair {
            [a, b] if key(b) < key(a) => Some((a, b)),
            _ => None,
        });
        let Some((before, item)) = out_of_order else {
            continue;
        };
        let (Some(code), Some(other)) = (&item.code, &before.code) else {
            continue;
        };
        let message = format!("“{}”排在“{}”之后，没有按编码排列", code.value, other.value);
        let finding = sink.field("code", code.span, message);
        finding.department = Some(item.department.value.to_string());
        finding.item = Some(item.label().to_owned());
    }
}

//! X001 `duplicate-code`: 编码重复

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::place::Span;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 编码重复。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 1),
    name: "duplicate-code",
    title: "编码重复",
    why: "编码是事项的身份，两项同号，意见和决定就分不清是谁的。",
    remedy: "给其中一项换一个没有用过的编码",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未批先建行为的处罚\n  - code: 341100-hbj-02-0001\n    name: 对偷排行为的处罚\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut first: HashMap<&str, Span> = HashMap::new();
    for item in &c.shared.project.items {
        let codes = item
            .code
            .iter()
            .chain(item.sub_items.iter().map(|s| &s.code));
        for code in codes {
            match first.entry(code.value.as_str()) {
                Entry::Vacant(slot) => {
                    slot.insert(code.span);
                }
                Entry::Occupied(slot) => {
                    let other = *slot.get();
                    let finding =
                        sink.field("code", code.span, format!("编码“{}”重复", code.value));
                    finding.related.push((other, "第一次在这里".to_owned()));
                    finding.department = Some(item.department.value.to_string());
                    finding.item = Some(item.label().to_owned());
                }
            }
        }
    }
}

//! X002 `duplicate-name`: 同一单位同一类别有同名的事项

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{about, group};
use crate::domain::place::Span;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 同一单位同一类别有同名的事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 2),
    name: "duplicate-name",
    title: "同一单位同一类别有同名的事项",
    why: "同一事项列两次，数目就虚了；真是两项的，名称要能区分。",
    remedy: "合并成一项（可以设子项），或者改名区分",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未批先建行为的处罚\n  - code: 341100-hbj-02-0002\n    name: 对未批先建行为的处罚\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut first: HashMap<_, Span> = HashMap::new();
    for item in &c.shared.project.items {
        let name: String = item.name.value.split_whitespace().collect();
        match first.entry((group(item), name)) {
            Entry::Vacant(slot) => {
                slot.insert(item.name.span);
            }
            Entry::Occupied(slot) => {
                let other = *slot.get();
                let message = format!("事项“{}”在本单位本类别里已经有了", item.name.value);
                about(sink.field("name", item.name.span, message), item)
                    .related
                    .push((other, "第一次在这里".to_owned()));
            }
        }
    }
}

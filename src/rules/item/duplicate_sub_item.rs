//! I024 `duplicate-sub-item`: 同一事项有同名的子项

use std::collections::HashSet;

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 同一事项有同名的子项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 24),
    name: "duplicate-sub-item",
    title: "同一事项有同名的子项",
    why: "同一子项列两次，数目就虚了；真是两项的，名称要能区分。",
    remedy: "合并，或者改名区分",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "sub_items",
        "    sub_items:\n      - { code: 341100-hbj-01-0001-01, name: 新建项目 }\n      - { code: 341100-hbj-01-0001-02, name: 新建的项目 }",
    ),
    good: Sample::Key(
        "sub_items",
        "    sub_items:\n      - { code: 341100-hbj-01-0001-01, name: 新建项目 }\n      - { code: 341100-hbj-01-0001-02, name: 改建项目 }",
    ),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let mut seen = HashSet::new();
    for sub in &c.item.sub_items {
        if !seen.insert(spelled(&sub.name.value)) {
            let message = format!("子项“{}”前面已经有了", sub.name.value);
            sink.field("sub_items", sub.name.span, message);
        }
    }
}

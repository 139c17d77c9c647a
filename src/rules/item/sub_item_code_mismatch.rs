//! I011 `sub-item-code-mismatch`: 子项编码与事项编码不衔接

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 子项编码与事项编码不衔接。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 11),
    name: "sub-item-code-mismatch",
    title: "子项编码与事项编码不衔接",
    why: "子项编码是事项编码加两位顺序号，不衔接就看不出是谁的子项。",
    remedy: "改成“事项编码-01、-02 ……”",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "sub_items",
        "    sub_items:\n      - { code: 341100-hbj-01-0009-01, name: 报告书审批 }",
    ),
    good: Sample::Key(
        "sub_items",
        "    sub_items:\n      - { code: 341100-hbj-01-0001-01, name: 报告书审批 }",
    ),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(code) = &c.item.code else { return };
    for sub in &c.item.sub_items {
        let text = sub.code.value.as_str();
        let follows = text
            .strip_prefix(code.value.as_str())
            .is_some_and(|rest| rest.len() == 3 && rest.starts_with('-'));
        if !follows {
            let message = format!("子项编码“{text}”与事项编码“{}”不衔接", code.value);
            sink.field("sub_items", sub.code.span, message);
        }
    }
}

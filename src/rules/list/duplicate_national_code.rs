//! X013 `duplicate-national-code`: 两个事项用同一个实施编码

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::about;
use crate::domain::national_code::NationalCode;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 两个事项用同一个实施编码。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 13),
    name: "duplicate-national-code",
    title: "两个事项用同一个实施编码",
    why: "实施编码含实施主体、行使层级和基本编码，一个编码只能是一个事项。",
    remedy: "对照国家政务服务平台改正其中一个",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n    national_code: 11450721MB155808113000204002000\n  - code: 341100-hbj-02-0002\n    name: 对拒不缴纳水土保持补偿费行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n    national_code: 11450721MB155808113000204002000\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut first = HashMap::new();
    for item in &c.shared.project.items {
        let Some(code) = &item.national_code else {
            continue;
        };
        // Only 实施编码 names the body; a 基本编码 is shared by all who exercise the power.
        if !NationalCode::parse(&code.value).is_ok_and(|n| n.body.is_some()) {
            continue;
        }
        match first.entry(code.value.as_str()) {
            Entry::Vacant(slot) => {
                slot.insert(code.span);
            }
            Entry::Occupied(slot) => {
                let message = format!("实施编码“{}”别的事项已经用了", code.value);
                about(sink.field("national_code", code.span, message), item)
                    .related
                    .push((*slot.get(), "第一次在这里".to_owned()));
            }
        }
    }
}

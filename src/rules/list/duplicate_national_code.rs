//! X013 `duplicate-national-code`: 两个事项用同一个实施编码

use super::{about, repeated};
use crate::domain::national_code::NationalCode;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::key::ItemKey;
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

/// Only 实施编码 names the body; a 基本编码 is shared by all who exercise the power.
fn of_a_body(item: ItemKey<'_>) -> Option<&str> {
    let code = item.national_code()?.value;
    NationalCode::parse(code)
        .is_ok_and(|n| n.body.is_some())
        .then_some(code)
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    for (other, item) in repeated(c.keys, of_a_body, of_a_body) {
        let (Some(code), Some(before)) = (item.national_code(), other.national_code()) else {
            continue;
        };
        let message = format!("实施编码“{}”别的事项已经用了", code.value);
        about(sink.field("national_code", code.span, message), item)
            .related
            .push((before.span, "第一次在这里".to_owned()));
    }
}

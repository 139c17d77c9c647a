//! I023 `penalty-name-form`: 处罚事项的名称不是“对……的处罚”

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 处罚事项的名称不是“对……的处罚”。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 23),
    name: "penalty-name-form",
    title: "处罚事项的名称不是“对……的处罚”",
    why: "处罚事项的名称写明罚谁的什么行为；公布的清单里百分之九十九以上写作“对……的处罚”，写法一致才能检索和对照。",
    remedy: "改写成“对……行为的处罚”",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 未编报水土保持方案\n    legal_basis: [《水土保持法》第五十三条]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未编报水土保持方案行为的行政处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
    )]),
    check: Check::Item(check),
};

/// Penalties that are named by what is done, not by whom it is done to.
const NAMED_BY_ACT: [&str; 10] = [
    "吊销",
    "暂扣",
    "没收",
    "责令",
    "罚款",
    "警告",
    "拘留",
    "行政拘留",
    "限制",
    "降低",
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.category.is_none_or(|k| k.kind != PowerKind::Penalty) {
        return;
    }
    let name = &c.item.name;
    let text = name.value.trim_end_matches(['）', ')']);
    let ends = text.ends_with("处罚")
        || name.value.contains("的处罚")
        || name.value.contains("行政处罚")
        || NAMED_BY_ACT.iter().any(|act| text.ends_with(act));
    let by_act = NAMED_BY_ACT.iter().any(|w| text.starts_with(w));
    if !(by_act || name.value.contains('对') && ends) {
        let message = format!("处罚事项“{}”不是“对……的处罚”的写法", name.value);
        sink.field("name", name.span, message);
    }
}

//! I022 `fee-without-standard`: 收费没有标准

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 收费没有标准。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 22),
    name: "fee-without-standard",
    title: "收费没有标准",
    why: "收费的项目和标准应当公布，按公布的收取（行政许可法第五十九条；价格法第四十七条）。",
    remedy: "写上收费标准（standard）或者规定标准的文件",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "fee",
        "    fee: { charged: true, basis: [《水土保持法》第三十二条第二款] }",
    ),
    good: Sample::Key(
        "fee",
        "    fee: { charged: true, standard: 按量, basis: [《水土保持法》第三十二条第二款] }",
    ),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if let Some(fee) = &c.item.fee
        && fee.charged.value
        && fee
            .standard
            .as_ref()
            .is_none_or(|s| s.value.trim().is_empty())
    {
        let message = format!("“{}”收费，没有写收费标准", c.item.name.value);
        sink.field("fee", fee.charged.span, message);
    }
}

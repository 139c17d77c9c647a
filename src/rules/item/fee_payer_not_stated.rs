//! I025 `fee-payer-not-stated`: 收费没有写明是否涉企

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 收费没有写明是否涉企。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 25),
    name: "fee-payer-not-stated",
    title: "收费没有写明是否涉企",
    why: "涉企收费实行目录清单管理，目录之外的企业有权拒绝；一项收费企业缴不缴不写明，目录就不全（优化营商环境条例第二十五条）。",
    remedy: "在 fee 里写 on_enterprises: true（企业要缴）或者 false（企业不缴）",
    severities: Severities::first_then(Severity::Note, Severity::Warning),
    bad: Sample::Key(
        "fee",
        "    fee: { charged: true, standard: 按量, basis: [《水土保持法》第三十二条第二款] }",
    ),
    good: Sample::Key(
        "fee",
        "    fee: { charged: true, on_enterprises: true, standard: 按量, basis: [《水土保持法》第三十二条第二款] }",
    ),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if let Some(fee) = &c.item.fee
        && fee.charged.value
        && fee.on_enterprises.is_none()
    {
        let message = format!("“{}”收费，没有写明企业是否缴纳", c.item.name.value);
        sink.field("fee", fee.charged.span, message);
    }
}

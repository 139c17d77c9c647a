//! I010 `fee-without-basis`: 收费而没有收费依据

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 收费而没有收费依据。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 10),
    name: "fee-without-basis",
    title: "收费而没有收费依据",
    why: "收费必须有法律、行政法规等依据；没有依据的收费应当取消。",
    remedy: "写明收费依据的条款；没有依据的改为 charged: false 并停止收费",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Key("fee", "    fee: { charged: true, standard: 每件一百元 }"),
    good: Sample::Key(
        "fee",
        "    fee: { charged: true, standard: 按量, basis: [《水土保持法》第三十二条第二款] }",
    ),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if let Some(fee) = &c.item.fee
        && fee.charged.value
        && fee.basis.is_empty()
    {
        let name = &c.item.name.value;
        sink.field(
            "fee",
            fee.charged.span,
            format!("“{name}”收费，却没有写收费依据"),
        );
    }
}

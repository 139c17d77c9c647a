//! C019 `licence-fee-not-stated`: 行政审批没有写明收不收费

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政审批没有写明收不收费。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 19),
    name: "licence-fee-not-stated",
    title: "行政审批没有写明收不收费",
    why: "实施行政许可不得收费，法律、行政法规另有规定的才可以收，并要按公布的项目和标准；收不收都要写明（行政许可法第五十八条、第五十九条）。",
    remedy: "写 fee：不收费的写 { charged: false }",
    severities: Severities::first_then(Severity::Note, Severity::Warning),
    bad: Sample::Key("fee", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let licensing = c.category.is_some_and(|k| k.kind == PowerKind::Licensing);
    if licensing && c.item.fee.is_none() {
        let message = format!("“{}”没有写明收不收费", c.item.name.value);
        sink.report(c.item.name.span, message);
    }
}

//! R002 `no-accountability`: 没有追责情形

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 没有追责情形。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Duty, 2),
    name: "no-accountability",
    title: "没有追责情形",
    why: "有责必究：要写明哪些情形追究责任，群众才能监督。",
    remedy: "写明追责情形和依据",
    severities: Severities::each([
        Severity::Note,
        Severity::Warning,
        Severity::Error,
        Severity::Error,
    ]),
    bad: Sample::Key("accountability", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.item.accountability.is_empty() {
        let name = &c.item.name;
        sink.field(
            "accountability",
            name.span,
            format!("“{}”没有追责情形", name.value),
        );
    }
}

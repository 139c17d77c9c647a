//! R001 `no-responsibilities`: 没有责任事项

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 没有责任事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Duty, 1),
    name: "no-responsibilities",
    title: "没有责任事项",
    why: "权力与责任一致：清单要写明行使每项权力应尽的责任（权力清单和责任清单一并公布）。",
    remedy: "按环节写明责任事项",
    severities: Severities::each([
        Severity::Note,
        Severity::Warning,
        Severity::Error,
        Severity::Error,
    ]),
    bad: Sample::Key("responsibilities", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.item.responsibilities.is_empty() {
        let name = &c.item.name;
        sink.field(
            "responsibilities",
            name.span,
            format!("“{}”没有责任事项", name.value),
        );
    }
}

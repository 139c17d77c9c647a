//! R004 `accountability-ungrounded`: 追责情形都没有依据

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 追责情形都没有依据。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Duty, 4),
    name: "accountability-ungrounded",
    title: "追责情形都没有依据",
    why: "没有依据的追责落不了实；法律责任一章和行政机关公务员处分的规定写明了什么情形怎么处理。",
    remedy: "至少给主要的追责情形写上依据",
    severities: Severities::each([
        Severity::Note,
        Severity::Note,
        Severity::Warning,
        Severity::Warning,
    ]),
    bad: Sample::Key(
        "accountability",
        "    accountability:\n      - { situation: 不依法履行职责的 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let entries = &c.item.accountability;
    if let Some(first) = entries.first()
        && entries.iter().all(|a| a.basis.is_none())
    {
        let message = format!("“{}”的追责情形都没有写依据", c.item.name.value);
        sink.field("accountability", first.situation.span, message);
    }
}

//! I005 `no-legal-basis`: 事项没有法律依据

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 事项没有法律依据。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 5),
    name: "no-legal-basis",
    title: "事项没有法律依据",
    why: "法无授权不可为：没有法律依据的权力应当取消（皖政〔2014〕29号），不能进清单。",
    remedy: "写明设定这项权力的法律、行政法规等及其条款；没有的，提出取消",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Key("legal_basis", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.item.legal_basis.is_empty() {
        let name = &c.item.name;
        sink.field(
            "legal_basis",
            name.span,
            format!("“{}”没有法律依据", name.value),
        );
    }
}

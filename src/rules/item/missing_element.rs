//! I006 `missing-element`: 缺少要公布的要素

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 缺少要公布的要素。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 6),
    name: "missing-element",
    title: "缺少要公布的要素",
    why: "每项权力要公布行使层级、承办机构和行政相对人，群众才知道找谁办、谁能办。",
    remedy: "补上缺少的要素",
    severities: Severities::each([
        Severity::Note,
        Severity::Warning,
        Severity::Error,
        Severity::Error,
    ]),
    bad: Sample::Key("target", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let item = c.item;
    let missing: Vec<&str> = [
        ("exercised_by（行使层级）", item.exercised_by.is_none()),
        ("office（承办机构）", item.office.is_none()),
        ("target（行政相对人）", item.target.is_none()),
    ]
    .into_iter()
    .filter(|(_, gone)| *gone)
    .map(|(name, _)| name)
    .collect();
    if !missing.is_empty() {
        let message = format!("“{}”缺少{}", item.name.value, missing.join("、"));
        sink.report(item.name.span, message);
    }
}

//! I012 `no-supervision`: 没有监督方式

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 没有监督方式。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 12),
    name: "no-supervision",
    title: "没有监督方式",
    why: "公布的权力要让人知道向谁投诉（皖政〔2014〕29号要求同时公布监督方式）。",
    remedy: "补上监督电话或邮箱",
    severities: Severities::each([
        Severity::Note,
        Severity::Note,
        Severity::Warning,
        Severity::Warning,
    ]),
    bad: Sample::Key("supervision", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let none = c
        .item
        .supervision
        .as_ref()
        .is_none_or(|s| s.phone.is_none() && s.email.is_none());
    if none {
        let name = &c.item.name;
        sink.field(
            "supervision",
            name.span,
            format!("“{}”没有监督方式", name.value),
        );
    }
}

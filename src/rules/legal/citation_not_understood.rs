//! L007 `citation-not-understood`: 引用有读不懂的地方

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::TextContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 引用有读不懂的地方。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 7),
    name: "citation-not-understood",
    title: "引用有读不懂的地方",
    why: "读不懂的引用没有人能核对；写法规范，机器和人才读成同一个意思。",
    remedy: "写成“《法名》第几条第几款第（几）项”，多处用顿号隔开",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 水土保持法第二十五条",
    ),
    good: Sample::Base,
    check: Check::Text(check),
};

fn check(c: &TextContext<'_>, sink: &mut Sink<'_>) {
    let text = c.text;
    for gap in &text.parsed.gaps {
        let why = gap.why.chinese();
        let piece = text.text.value.get(gap.span.clone()).unwrap_or_default();
        let piece: String = piece.chars().take(20).collect();
        sink.field(
            c.field,
            text.span_of(&gap.span),
            format!("读不懂“{piece}”：{why}"),
        );
    }
    if text.parsed.citations.is_empty() && text.parsed.gaps.is_empty() {
        let span = text.text.span;
        sink.field(c.field, span, "这里没有引用任何法律条款");
    }
}

//! I028 `deceptive-characters`: 文字里有看不见或者形似的字符

use crate::domain::glyph::first_odd;
use crate::domain::place::Span;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::{ItemContext, TextContext};
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 文字里有看不见或者形似的字符。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 28),
    name: "deceptive-characters",
    title: "文字里有看不见或者形似的字符",
    why: "控制字符、零宽字符、改变书写方向的字符和私用区字符，人看不见，或者各台机器显示得不一样；从 PDF 里复制出来的字常常是部首（⽔）或者兼容汉字，不是汉字（水）；希腊、西里尔字母混在拉丁字母里也看不出来。看着相同的名称检索不到、比对不上，看到的也可能不是写的。",
    remedy: "删去这个字符，把这几个字重新打一遍",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Key("name", "    name: 生产建设项目⽔土保持方案审批"),
    good: Sample::Base,
    check: Check::Letters(check, check_citation),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    c.item
        .each_text(|(field, text, span)| look(field, text, span, sink));
}

fn check_citation(c: &TextContext<'_>, sink: &mut Sink<'_>) {
    look(c.field, &c.text.text.value, c.text.text.span, sink);
}

fn look(field: &'static str, text: &str, span: Span, sink: &mut Sink<'_>) {
    let Some((at, odd, oddity)) = first_odd(text) else {
        return;
    };
    let place = text.get(..at).map_or(0, |before| before.chars().count()) + 1;
    let message = format!(
        "第 {place} 个字符 U+{:04X} 是{}",
        u32::from(odd),
        oddity.chinese()
    );
    sink.field(field, span, message);
}

//! L016 `citation-not-canonical`: 引用的写法不规范

use crate::domain::citation::{Rewrite, rewrite, tidy};
use crate::domain::item::CitedText;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 引用的写法不规范。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 16),
    name: "citation-not-canonical",
    title: "引用的写法不规范",
    why: "同一条款有几种写法（第22条、第 二十二 条、第二十二条），检索、统计和对照就会漏；公布的清单统一用法律条文自己的写法：条、款用汉字，项用带括号的汉字，书名号里面再用书名号的写〈〉。",
    remedy: "power-list fix 可以改正：只改条款号和书名号，不改意思",
    severities: Severities::always(Severity::Note),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第25条第1款",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

/// What can be put right in a citation without changing its meaning; nothing where the text does not stand in its
/// file letter for letter.
pub fn rewrites(text: &CitedText) -> Vec<Rewrite> {
    if text.verbatim {
        tidy(&text.text.value, &text.parsed)
    } else {
        Vec::new()
    }
}

/// The text put right.
pub fn corrected(text: &CitedText, rewrites: &[Rewrite]) -> Option<String> {
    rewrite(&text.text.value, rewrites)
}

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    let within = &cite.citation.span;
    for one in rewrites(cite.text) {
        if one.range.start < within.start || one.range.end > within.end {
            continue;
        }
        let there = cite.text.text.value.get(one.range.clone());
        let there = there.unwrap_or_default();
        let message = if one.new.is_empty() {
            "书名号和条款之间有多余的空格".to_owned()
        } else {
            format!("“{there}”的规范写法是“{}”", one.new)
        };
        sink.cite(cite, &one.range, message);
    }
}

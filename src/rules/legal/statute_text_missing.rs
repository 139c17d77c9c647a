//! L015 `statute-text-missing`: 没有有效版本的文本，引文没有核对

use std::collections::BTreeMap;

use crate::domain::law::{Law, LawVersion, Standing};
use crate::domain::place::Span;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::{ListContext, Shared};
use crate::rules::legal::{DEMO_LAW, version_name};
use crate::rules::quote::quotes_of;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 没有有效版本的文本，引文没有核对。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 15),
    name: "statute-text-missing",
    title: "没有有效版本的文本，引文没有核对",
    why: "law.text_dir 里没有这部法在基准日有效的版本，引文对不对没有查；没有查的要说出来，不能当作查过。",
    remedy: "把这个版本的文本放进 law.text_dir 指的文件夹，或者人工核对引文",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政许可补充.yaml",
            "department: hbj\ncategory: 行政确认\nitems:\n  - name: 花木登记\n    legal_basis:\n      - 《水土保持法》第二十五条：本条的文字不在样例里。\n",
        ),
    ]),
    good: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政确认.yaml",
            "department: hbj\ncategory: 行政确认\nitems:\n  - name: 花木登记\n    legal_basis:\n      - 《滁州市花木登记办法》第一条\n",
        ),
    ]),
    check: Check::List(check),
};

/// A law without its text: the first place it is quoted at, and how often it is.
struct Missing<'a> {
    law: &'a Law,
    version: &'a LawVersion,
    first: Span,
    quotes: usize,
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let shared = c.shared;
    if !shared.texts.is_given() {
        return;
    }
    // Only what is quoted of which law is asked here; nothing is compared a second time.
    let plain = Shared::new(shared.project, shared.register, shared.as_of, shared.gate);
    let mut missing: BTreeMap<&str, Missing<'_>> = BTreeMap::new();
    let mut resolved = Vec::new();
    for item in &shared.project.items {
        for (field, role, text, beside) in item.citations_with_quotes() {
            resolved.clear();
            plain.resolve(field, role, text, &mut resolved);
            for cite in &resolved {
                let quotes = quotes_of(cite, beside.is_some());
                let (Some(law), Some(Standing::InForce(version))) = (cite.law, cite.standing)
                else {
                    continue;
                };
                if quotes == 0 || shared.texts.version(&law.id, version.published).is_some() {
                    continue;
                }
                let first = text.span_of(&cite.citation.law_span);
                let entry = missing.entry(law.id.as_str()).or_insert(Missing {
                    law,
                    version,
                    first,
                    quotes: 0,
                });
                entry.quotes += quotes;
            }
        }
    }
    for Missing {
        law,
        version,
        first,
        quotes,
    } in missing.into_values()
    {
        sink.report(
            first,
            format!(
                "没有《{}》（{}）的文本，{quotes} 处引文没有核对",
                law.id,
                version_name(version)
            ),
        );
    }
}

//! L015 `statute-text-missing`: 没有有效版本的文本，引文没有核对

use std::collections::BTreeMap;

use crate::domain::item::PowerItem;
use crate::domain::law::{Law, LawVersion, Standing};
use crate::domain::place::Span;
use crate::domain::quote::LawTexts;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::{ListContext, Resolver, Shared, find_law};
use crate::rules::key::WithoutText;
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

/// What an item quotes of laws in force whose text is not at hand.
pub fn without_text<'a>(
    item: &'a PowerItem,
    shared: &'a Shared<'_>,
) -> impl Iterator<Item = WithoutText> + use<'a> {
    // Only what is quoted of which law is asked here; nothing is compared a second time.
    let resolver = Resolver {
        register: shared.register,
        as_of: shared.as_of,
        texts: LawTexts::none(),
        quote_lines: None,
    };
    let cited = shared
        .texts
        .is_given()
        .then(|| item.citations_with_quotes());
    cited
        .into_iter()
        .flatten()
        .flat_map(move |(field, role, text, beside)| {
            let mut resolved = Vec::new();
            resolver.resolve((field, role), text, None, &mut resolved);
            let missing = resolved.into_iter().filter_map(move |cite| {
                let quotes = quotes_of(&cite, beside.is_some());
                let (Some(law), Some(Standing::InForce(version))) = (cite.law, cite.standing)
                else {
                    return None;
                };
                let known = shared.texts.version(&law.id, version.published).is_some();
                (quotes > 0 && !known).then(|| WithoutText {
                    law: law.id.clone(),
                    span: text.span_of(&cite.citation.law_span),
                    quotes,
                })
            });
            missing.collect::<Vec<_>>()
        })
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut missing: BTreeMap<&str, Missing<'_>> = BTreeMap::new();
    for quoted in c.keys.iter().flat_map(|file| &file.without_text) {
        let Some(law) = find_law(c.shared.register, quoted.law.as_str()) else {
            continue;
        };
        let Standing::InForce(version) = law.standing(c.shared.as_of) else {
            continue;
        };
        let entry = missing.entry(law.id.as_str()).or_insert(Missing {
            law,
            version,
            first: quoted.span,
            quotes: 0,
        });
        entry.quotes += quoted.quotes;
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

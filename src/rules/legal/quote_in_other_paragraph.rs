//! L014 `quote-in-other-paragraph`: 引文在这一条的别的款或项

use crate::domain::citation::Cited;
use crate::domain::numeral::Chinese;
use crate::domain::quote::Outcome;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::DEMO_LAW;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 引文在这一条的别的款或项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 14),
    name: "quote-in-other-paragraph",
    title: "引文在这一条的别的款或项",
    why: "条对了，款、项不对：一条的各款往往管的是不同的人和不同的事，写错一款，依据就变了。",
    remedy: "把款、项改成引文所在的那一处",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政确认.yaml",
            "department: hbj\ncategory: 行政确认\nitems:\n  - name: 花木登记\n    legal_basis:\n      - 《滁州市花木登记办法》第三条第一款：不予登记的，应当书面说明理由。\n",
        ),
    ]),
    good: Sample::Files(&[
        DEMO_LAW[0],
        DEMO_LAW[1],
        DEMO_LAW[2],
        DEMO_LAW[3],
        (
            "items/hbj/行政确认.yaml",
            "department: hbj\ncategory: 行政确认\nitems:\n  - name: 花木登记\n    legal_basis:\n      - 《滁州市花木登记办法》第三条第二款：不予登记的，应当书面说明理由。\n",
        ),
    ]),
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    for quote in &c.cite.quotes {
        let Outcome::OtherPart { paragraph, item } = quote.comparison.outcome else {
            continue;
        };
        let provisions = quote.provisions();
        // All that is cited for such a quotation is of one article.
        let Some(Cited::Provision(cited)) = quote.cited.first() else {
            continue;
        };
        let article = cited.article;
        let item = item.map_or_else(String::new, |n| format!("第（{}）项", Chinese(n)));
        let message = format!(
            "引文在{}{article}第{}款{item}，引用的却是{provisions}",
            quote.statute(),
            Chinese(paragraph)
        );
        let finding = sink.field(c.cite.field, quote.whole_span(), message);
        finding.provision = Some(format!("《{}》{provisions}", quote.law.id));
    }
}

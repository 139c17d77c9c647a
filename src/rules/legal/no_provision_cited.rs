//! L009 `no-provision-cited`: 只引了法名，没有引到条

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 只引了法名，没有引到条。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 9),
    name: "no-provision-cited",
    title: "只引了法名，没有引到条",
    why: "一部法有几十上百条，只写法名等于没有指明依据。",
    remedy: "写明是哪一条，有款、项的写到款、项",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key("legal_basis", "    legal_basis:\n      - 《水土保持法》"),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    if cite.law.is_some() && cite.field == "legal_basis" && cite.citation.provisions.is_empty() {
        let name = cite.name.unwrap_or_default();
        sink.cite(
            cite,
            &cite.citation.law_span,
            format!("只引了《{name}》，没有写哪一条"),
        );
    }
}

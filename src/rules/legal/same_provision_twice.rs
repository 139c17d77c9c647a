//! L020 `same-provision-twice`: 同一条款引了两次

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::domain::citation::Cited;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 同一条款引了两次。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 20),
    name: "same-provision-twice",
    title: "同一条款引了两次",
    why: "同一角色下同一条款列两次，多半是抄重了，或者其中一处条号写错了。",
    remedy: "删去一处；写错的改正条号",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款\n      - 《中华人民共和国水土保持法》第二十五条第一款",
    ),
    good: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款、第二款",
    ),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.basis.is_without_repeats() {
        return;
    }
    let mut seen = HashSet::with_hasher(FixedState::default());
    for cite in c.basis.cites() {
        let Some(law) = cite.law.map(|l| l.id.as_str()).or(cite.name) else {
            continue;
        };
        for at in &cite.citation.provisions {
            let Cited::Provision(provision) = at.cited else {
                continue;
            };
            if !seen.insert((cite.role, law, provision)) {
                let message = format!("《{law}》{provision}在{}里已经引过", cite.role.chinese());
                sink.cite(cite, &at.span, message).provision =
                    Some(format!("《{law}》{provision}"));
            }
        }
    }
}

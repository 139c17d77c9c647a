//! L010 `ambiguous-subparagraph`: 项前面缺少款

use crate::domain::law::Existence;
use crate::domain::numeral;
use crate::domain::provision::Provision;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::judged;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 项前面缺少款。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 10),
    name: "ambiguous-subparagraph",
    title: "项前面缺少款",
    why: "这一条有两款以上都有这一项，不写款就不知道指哪一个。",
    remedy: "补上所在的款",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《劳动合同法》第四十一条第（一）项",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    for (provision, range, law, version, existence) in judged(c) {
        let (Existence::Exists, None, Some(item)) =
            (existence, provision.paragraph, provision.subparagraph)
        else {
            continue;
        };
        let shape = version
            .structure
            .as_ref()
            .and_then(|s| s.shape(provision.article));
        let holders = shape.map_or(0, |s| s.items.iter().filter(|n| **n >= item.get()).count());
        if holders > 1 {
            let message = format!(
                "《{}》{}有{holders}款都有第（{}）项，没有写明是哪一款",
                law.id,
                Provision::article(provision.article),
                numeral::Chinese(item.get())
            );
            sink.cite(cite, range, message);
        }
    }
}

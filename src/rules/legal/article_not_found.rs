//! L002 `article-not-found`: 引用的条不存在

use crate::domain::law::Existence;
use crate::domain::numeral;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::{judged, other_version, version_name};
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 引用的条不存在。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 2),
    name: "article-not-found",
    title: "引用的条不存在",
    why: "引用的条在基准日有效的版本里没有，这一项权力就没有依据；多半是法律修改后条号变了，或者引错了法。",
    remedy: "按有效的版本改正条号",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第九十条",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    for (provision, range, law, version, existence) in judged(c) {
        let Existence::NoArticle { last } = existence else {
            continue;
        };
        let message = format!(
            "《{}》（{}）没有{}，最后一条是第{}条",
            law.id,
            version_name(version),
            provision,
            numeral::Chinese(last)
        );
        let elsewhere = other_version(law, version, &provision);
        let finding = sink.cite(cite, range, message);
        finding.provision = Some(format!("《{}》{provision}", law.id));
        if let Some(other) = elsewhere {
            finding.help = Some(format!(
                "{}有这一处：核对引用的是不是另一个版本",
                version_name(other)
            ));
        }
    }
}

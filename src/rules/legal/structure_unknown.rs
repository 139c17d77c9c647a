//! L008 `structure-unknown`: 这个版本的条文结构不在法规库里

use crate::domain::law::Standing;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::version_name;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 这个版本的条文结构不在法规库里。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 8),
    name: "structure-unknown",
    title: "这个版本的条文结构不在法规库里",
    why: "法规库只从历史沿革知道有这个版本，不知道它有哪些条款；只核对了法名和时效，没有核对到条、款、项。",
    remedy: "人工核对条款；有文本的，用 power-list law index 补进法规库",
    severities: Severities::always(Severity::Note),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《行政许可法》第十二条",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    let (Some(law), Some(Standing::InForce(version))) = (cite.law, cite.standing) else {
        return;
    };
    if version.structure.is_none() && !cite.citation.provisions.is_empty() {
        let message = format!(
            "《{}》（{}）的条文结构未知，只核对了法名和时效",
            law.id,
            version_name(version)
        );
        sink.cite(cite, &cite.citation.law_span, message);
    }
}

//! L017 `level-tag-mismatch`: 标注的效力层级与法规不符

use crate::domain::citation::Citation;
use crate::domain::law::{Law, LawLevel};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 标注的效力层级与法规不符。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 17),
    name: "level-tag-mismatch",
    title: "标注的效力层级与法规不符",
    why: "依据的层级决定它能设定什么（立法法 2015 年修正第八十七条至第九十一条）；把部门规章标成行政法规，越权的设定就看不出来。",
    remedy: "按法规库里的层级改正标注",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 【规章】《水土保持法》第二十五条第一款",
    ),
    good: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 【法律】《水土保持法》第二十五条第一款",
    ),
    check: Check::Cite(check),
};

/// The levels that a tag (【法规】) can mean; `None` for tags that name no level of their own.
fn meant(tag: &str) -> Option<&'static [LawLevel]> {
    use LawLevel as Level;
    let tag: String = tag.chars().filter(|c| !c.is_whitespace()).collect();
    Some(match tag.as_str() {
        "宪法" => &[Level::Constitution],
        "法律" => &[Level::Constitution, Level::Law],
        "行政法规" => &[Level::AdministrativeRegulation],
        "地方性法规" | "地方法规" => &[Level::LocalRegulation],
        "法规" => &[Level::AdministrativeRegulation, Level::LocalRegulation],
        "部门规章" | "部委规章" | "国务院部门规章" => &[Level::DepartmentRule],
        "地方政府规章" | "政府规章" | "地方规章" | "地方性规章" => {
            &[Level::LocalGovernmentRule]
        }
        "规章" => &[Level::DepartmentRule, Level::LocalGovernmentRule],
        "规范性文件" => &[Level::NormativeDocument],
        _ => return None,
    })
}

/// That a citation's tag names another level than its law has, in a sentence.
pub(in crate::rules) fn mismatch(citation: &Citation, law: &Law) -> Option<String> {
    let tag = citation.tag.as_ref()?;
    let other = meant(tag).is_some_and(|levels| !levels.contains(&law.level));
    other.then(|| format!("《{}》是{}，标成了【{tag}】", law.id, law.level.chinese()))
}

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let citation = c.cite.citation;
    if let Some(law) = c.cite.law
        && let Some(message) = mismatch(citation, law)
    {
        sink.cite(c.cite, &citation.law_span, message).provision = Some(format!("《{}》", law.id));
    }
}

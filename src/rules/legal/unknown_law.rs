//! L001 `unknown-law`: 引用的法不在法规库里

use crate::domain::citation::LawReference;
use crate::domain::law::COUNTRY;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::nearest;

/// 引用的法不在法规库里。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 1),
    name: "unknown-law",
    title: "引用的法不在法规库里",
    why: "查不到的法无从核对是否有效、有没有这一条；名称写错的最常见。",
    remedy: "核对名称（用 power-list law list 关键词 查找）；地方性法规、规章和文件登记到 laws/ 下的 YAML 文件",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《环境影响评估法》第二十二条",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    let Some(name) = cite.name else { return };
    // 本法 and 同法 repeat what the title before them already told.
    if cite.law.is_some() || !matches!(cite.citation.law, LawReference::Named(_)) {
        return;
    }
    let register = c.shared.register;
    if register.repealed_name(name).is_some() {
        return;
    }
    let short = name.strip_prefix(COUNTRY).unwrap_or(name);
    let names = register.laws().iter().map(|law| law.id.as_str());
    let near = nearest(short, names).map(str::to_owned);
    let finding = sink.cite(
        cite,
        &cite.citation.law_span,
        format!("法规库里没有《{name}》"),
    );
    if let Some(near) = near {
        finding.help = Some(format!(
            "是不是《{near}》？不是的话，把它登记到 laws/ 下的 YAML 文件"
        ));
    }
}

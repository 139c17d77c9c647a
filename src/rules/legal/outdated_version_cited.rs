//! L019 `outdated-version-cited`: 注明的是旧版本

use crate::domain::citation::Citation;
use crate::domain::law::{Law, LawVersion, Standing};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::version_name;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 注明的是旧版本。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 19),
    name: "outdated-version-cited",
    title: "注明的是旧版本",
    why: "名称后注明的修正、修订年份早于基准日有效的版本，条号和内容可能都变了。",
    remedy: "按有效的版本核对条号和引文，改正注明的年份",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》（1999年修订）第二十五条第一款",
    ),
    good: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》（2010年修订）第二十五条第一款",
    ),
    check: Check::Cite(check),
};

/// The latest year that the remarks of a citation name, where they speak of an amendment.
fn year_of_amendment(remarks: &[String]) -> Option<i16> {
    let amended = |r: &&String| ["修正", "修订", "修改"].iter().any(|w| r.contains(w));
    remarks
        .iter()
        .filter(amended)
        .flat_map(|remark| remark.match_indices('年').map(|(at, _)| &remark[..at]))
        .filter_map(|before| {
            let digits = before.len() - before.bytes().rev().take_while(u8::is_ascii_digit).count();
            before[digits..].parse().ok()
        })
        .filter(|year| (1949..=2100).contains(year))
        .max()
}

/// That a citation names an older version than the one in force, in a sentence.
pub(in crate::rules) fn outdated(
    citation: &Citation,
    law: &Law,
    version: &LawVersion,
) -> Option<String> {
    // A version is often named by the year of its order, which may be a year after the decision.
    let latest = version.published.year();
    let year = year_of_amendment(&citation.remarks).filter(|year| *year < latest)?;
    Some(format!(
        "《{}》注明到{year}年，基准日有效的是{}的版本",
        law.id,
        version_name(version)
    ))
}

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    if let (Some(law), Some(Standing::InForce(version))) = (c.cite.law, c.cite.standing)
        && let Some(message) = outdated(c.cite.citation, law, version)
    {
        sink.cite(c.cite, &c.cite.citation.law_span, message);
    }
}

//! L005 `law-repealed`: 引用的法已经废止

use crate::domain::law::{Law, Standing};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::date;

/// 引用的法已经废止。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 5),
    name: "law-repealed",
    title: "引用的法已经废止",
    why: "已废止的法不能再作权力的依据；清单要随法律法规的废止及时调整。",
    remedy: "改引接替它的法；没有接替的，提出取消这一项",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《城市规划法》第二十九条",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    let repeal = match (&cite.standing, cite.name) {
        (Some(Standing::Repealed(repeal)), _) => repeal,
        (None, Some(name)) => match c.shared.register.repealed_name(name) {
            Some(repeal)
                if repeal
                    .on
                    .or(repeal.known_by)
                    .is_some_and(|d| d <= c.shared.as_of) =>
            {
                repeal
            }
            _ => return,
        },
        _ => return,
    };
    let name = cite.name.unwrap_or_default();
    let when = match (repeal.on, repeal.known_by) {
        (Some(on), _) => format!("自{}起", date(on)),
        (None, Some(by)) => format!("在{}之前", date(by)),
        (None, None) => String::new(),
    };
    let by = match &repeal.by {
        Some(law) => format!("被《{law}》"),
        None => String::new(),
    };
    let message = format!("《{name}》已{when}{by}废止");
    let replaced = repeal.by.clone();
    let went = cite.law.map_or_else(Vec::new, |law| successors(c, law));
    let finding = sink.cite(cite, &cite.citation.law_span, message);
    if !went.is_empty() {
        finding.help = Some(format!("核对以后改引：{}", went.join("，")));
    } else if let Some(law) = replaced {
        finding.help = Some(format!(
            "核对《{law}》的相应条款；没有相应条款的，提出取消这一项"
        ));
    }
}

/// Where the cited provisions of a law that ended are now, where that is known.
fn successors(c: &CiteContext<'_>, law: &Law) -> Vec<String> {
    let cited = c.cite.citation.provisions.iter();
    let cited = cited.filter_map(|at| at.cited.provisions()).flatten();
    cited
        .filter_map(|provision| {
            let (to, outcome) = c.shared.register.successor(law, &provision)?;
            let places: Vec<String> = outcome.to.iter().map(ToString::to_string).collect();
            let sure = outcome.confidence;
            (!places.is_empty()).then(|| {
                format!(
                    "{provision}现在是《{to}》{}（把握 {sure}）",
                    places.join("、")
                )
            })
        })
        .collect()
}

//! L006 `law-not-in-force`: 引用的法在基准日还没有施行

use crate::domain::law::Standing;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::date;

/// 引用的法在基准日还没有施行。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 6),
    name: "law-not-in-force",
    title: "引用的法在基准日还没有施行",
    why: "法律不溯及既往（立法法 2015 年第九十三条、2023 年第一百零四条）：还没有施行的法不能作现在行使权力的依据。",
    remedy: "改引基准日有效的法；等新法施行后再调整清单",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《博物馆条例》第十条",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let cite = c.cite;
    let today = || date(c.shared.as_of);
    let name = cite.name.unwrap_or_default();
    let message = match &cite.standing {
        Some(Standing::NotYetInForce(version)) => format!(
            "《{name}》自{}起施行，基准日{}还没有生效",
            date(version.starts()),
            today()
        ),
        Some(Standing::NotYetPassed(Some(version))) => format!(
            "《{name}》{}才公布，基准日{}还没有这部法",
            date(version.published),
            today()
        ),
        Some(Standing::NotYetPassed(None)) => {
            format!("《{name}》没有已知的版本，基准日{}无从核对", today())
        }
        _ => return,
    };
    sink.cite(cite, &cite.citation.law_span, message);
}

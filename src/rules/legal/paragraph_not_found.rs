//! L003 `paragraph-not-found`: 引用的款不存在

use crate::domain::law::Existence;
use crate::domain::provision::Provision;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::missing_provisions;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::count;

/// 引用的款不存在。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 3),
    name: "paragraph-not-found",
    title: "引用的款不存在",
    why: "条文没有这么多款：款要按自然段数，项不算款。",
    remedy: "按条文的自然段改正款号；只有一款的，不写款",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第九款",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    missing_provisions(c, sink, |provision, existence| match existence {
        Existence::NoParagraph { has } => Some(format!(
            "{}只有{}款，没有{provision}",
            Provision::article(provision.article),
            count(has)
        )),
        _ => None,
    });
}

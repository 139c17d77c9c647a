//! L002 `article-not-found`: 引用的条不存在

use crate::domain::law::Existence;
use crate::domain::numeral;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::missing_provisions;
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
    missing_provisions(c, sink, |provision, existence| match existence {
        Existence::NoArticle { last } => Some(format!(
            "没有{provision}，最后一条是第{}条",
            numeral::Chinese(last)
        )),
        _ => None,
    });
}

//! L004 `subparagraph-not-found`: 引用的项不存在

use crate::domain::law::Existence;
use crate::domain::provision::Provision;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::legal::missing_provisions;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::count;

/// 引用的项不存在。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 4),
    name: "subparagraph-not-found",
    title: "引用的项不存在",
    why: "这一条（款）没有这么多项，引用落空。",
    remedy: "按条文改正项号，或者补上所在的款",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款第（三）项",
    ),
    good: Sample::Base,
    check: Check::Cite(check),
};

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    missing_provisions(c, sink, |provision, existence| match existence {
        Existence::NoSubparagraph { has } => {
            Some(format!("{}，没有{provision}", items_of(provision, has)))
        }
        _ => None,
    });
}

fn items_of(provision: &Provision, has: u16) -> String {
    let whole = Provision {
        subparagraph: None,
        point: None,
        ..*provision
    };
    match has {
        0 => format!("{whole}不分项"),
        _ => format!("{whole}只有{}项", count(has)),
    }
}

//! C014 `internal-matter`: 像是机关内部管理的事项

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 像是机关内部管理的事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 14),
    name: "internal-matter",
    title: "像是机关内部管理的事项",
    why: "权力清单列的是对公民、法人和其他组织行使的权力；人事、财务、党务和机关内部管理不是对外的行政权力。",
    remedy: "核对是不是对外行使：是内部管理的删去",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 机关内部管理制度审定\n    legal_basis: [《水土保持法》第二十五条第一款]\n",
    )]),
    good: Sample::Base,
    check: Check::Item(check),
};

const WORDS: [&str; 15] = [
    "党务",
    "党员",
    "党建",
    "党组织",
    "机关内部",
    "内部管理",
    "内部审计",
    "内部人事",
    "内部财务",
    "干部任免",
    "人事任免",
    "本机关",
    "公务接待",
    "公务用车",
    "办公用品",
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    // What is punished may be an inner matter of the one who is punished.
    if c.category.is_some_and(|k| k.kind == PowerKind::Penalty) {
        return;
    }
    let name = &c.item.name;
    // Each of the words has one of these characters, and few names do.
    let hint = |c: char| matches!(c, '党' | '内' | '任' | '本' | '公');
    if !name.value.contains(hint) {
        return;
    }
    if let Some(word) = WORDS.iter().find(|w| name.value.contains(**w)) {
        let message = format!("“{}”里有“{word}”，要看是不是对外行使的权力", name.value);
        sink.field("name", name.span, message);
    }
}

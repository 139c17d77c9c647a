//! X024 `adoption-does-not-fit`: 承接的方式与上级清单不合

use crate::domain::adoption::AdoptionKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::adopted::Adopted;
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 承接的方式与上级清单不合。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 24),
    name: "adoption-does-not-fit",
    title: "承接的方式与上级清单不合",
    why: "下放是上级不再行使、由下级行使；指导目录和委托是上级还有这一项。两边说的不一样，谁来办、谁负责就说不清。",
    remedy: "上级下放的写“承接”；上级还在行使的写“指导目录”或者“委托”",
    severities: Severities::always(Severity::Warning),
    bad: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: 341100-hbj-01-0001\n",
    )]),
    good: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(adopted) = Adopted::of(c) else {
        return;
    };
    let (code, word) = (adopted.code(), adopted.kind.chinese());
    let message = match (adopted.kind, adopted.its) {
        (AdoptionKind::Delegated, Some(its)) => format!(
            "写的是{word}，而“{code}”还在{}的清单（{}）里，由{}行使，没有下放",
            adopted.parent.jurisdiction, adopted.parent.id, its.unit
        ),
        (AdoptionKind::Guided | AdoptionKind::Entrusted, None) => {
            let Some(left) = adopted.parent.delegated(code) else {
                return;
            };
            format!(
                "写的是{word}，而“{code}”在 {} 里已经下放（{}），上级不再行使",
                left.release, left.reason
            )
        }
        _ => return,
    };
    sink.field("adopts", adopted.span, message);
}

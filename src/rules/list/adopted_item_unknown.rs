//! X022 `adopted-item-unknown`: 上级清单里没有所承接的事项

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::adopted::Adopted;
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 上级清单里没有所承接的事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 22),
    name: "adopted-item-unknown",
    title: "上级清单里没有所承接的事项",
    why: "承接要有承接的对象：上级的清单里没有、也没有下放过的事项，本级不能说是承接来的。",
    remedy: "核对上级清单里的编码；上级以前下放的，把那一次的发布文件也放在同一个文件夹里",
    severities: Severities::always(Severity::Error),
    bad: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: 341100-hbj-01-0099\n",
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
    let code = adopted.code();
    if adopted.its.is_none() && !adopted.parent.left.contains_key(code) {
        let message = format!(
            "{}的清单（{}）里没有“{code}”",
            adopted.parent.jurisdiction, adopted.parent.id
        );
        sink.field("adopts", adopted.span, message);
    }
}

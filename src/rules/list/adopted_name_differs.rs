//! X025 `adopted-name-differs`: 事项名称与上级的不同

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::adopted::Adopted;
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 事项名称与上级的不同。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 25),
    name: "adopted-name-differs",
    title: "事项名称与上级的不同",
    why: "同一项权力上下级叫两个名称，群众和企业以为是两件事，统计和网上办理也对不上。",
    remedy: "改成上级清单里的名称；内容确实不同的，删去 adopts",
    severities: Severities::always(Severity::Warning),
    bad: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 水土保持方案许可\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
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
    let Some(name) = adopted.name() else { return };
    if spelled(name) != spelled(&c.item.name.value) {
        let message = format!(
            "承接的“{}”在上级清单里叫“{name}”，这里叫“{}”",
            adopted.code(),
            c.item.name.value
        );
        sink.field("name", c.item.name.span, message);
    }
}

//! X019 `no-parent-list`: 写了承接，没有上级清单

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 写了承接，没有上级清单。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 19),
    name: "no-parent-list",
    title: "写了承接，没有上级清单",
    why: "事项写明承接上级的哪一项，是为了随时能与上级的清单对照；设置里没有上级清单，就对不上。",
    remedy: "在 power-list.yaml 里写 parent: { release: 上级的发布文件 }；不承接上级的，删去 adopts",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "sub_items",
        "    adopts: { item: 340000-hbt-01-0001, as: 指导目录 }",
    ),
    good: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if let (Some(adopts), None) = (&c.item.adopts, &c.shared.project.parent) {
        let message = format!("写了承接“{}”，工程却没有指明上级清单", adopts.value.item);
        sink.field("adopts", adopts.span, message);
    }
}

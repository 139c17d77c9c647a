//! X028 `adopted-twice`: 两个事项承接上级的同一项

use super::{about, repeated};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::key::ItemKey;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 两个事项承接上级的同一项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 28),
    name: "adopted-twice",
    title: "两个事项承接上级的同一项",
    why: "上级的一项权力在下级只有一个主体行使；两个单位都说承接了，就是职责交叉。",
    remedy: "定下由哪一个单位承接，另一个删去 adopts；承接的是不同子项的，写子项的编码",
    severities: Severities::always(Severity::Warning),
    bad: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n  - code: 341122-hbj-01-0002\n    name: 水土保持方案变更审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    good: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    check: Check::List(check),
};

fn adopted(item: ItemKey<'_>) -> Option<&str> {
    Some(item.adopts()?.value)
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    for (other, item) in repeated(c.keys, adopted, adopted) {
        let Some(adopts) = item.adopts() else {
            continue;
        };
        let message = format!(
            "“{}”（{}）已经承接了“{}”",
            other.label(),
            other.department(),
            adopts.value
        );
        about(sink.field("adopts", adopts.span, message), item);
    }
}

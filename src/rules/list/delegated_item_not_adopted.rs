//! X029 `delegated-item-not-adopted`: 上级下放的事项没有承接

use std::collections::HashSet;

use crate::domain::adoption::{DELEGATED, ParentList};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 上级下放的事项没有承接。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 29),
    name: "delegated-item-not-adopted",
    title: "上级下放的事项没有承接",
    why: "上级下放以后不再行使，下级又没有列入清单，这项权力就没有人行使，群众办事没有去处。",
    remedy: "属于本级承接的，增加事项并写 adopts；下放给别的地方的不必理会",
    severities: Severities::always(Severity::Note),
    bad: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n",
    )]),
    good: Sample::County(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341122-hbj-01-0001\n    name: 生产建设项目水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }\n  - code: 341122-hbj-01-0002\n    name: 开垦荒坡地水土保持方案审批\n    legal_basis: [《水土保持法》第二十五条第一款]\n    adopts: 341100-hbj-01-0002\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let project = c.shared.project;
    // What could not be read may well adopt it.
    if project.files.iter().any(|file| !file.whole) {
        return;
    }
    let parent = project.parent.as_ref().and_then(ParentList::release);
    let (Some(parent), Some(written)) = (parent, &project.settings.parent) else {
        return;
    };
    let adopts = c.items().filter_map(|item| item.adopts());
    let adopted: HashSet<&str> = adopts.map(|code| code.value).collect();
    for (code, left) in &parent.left {
        if left.decision == DELEGATED && !adopted.contains(code.as_str()) {
            let name = left.name.as_deref().unwrap_or_default();
            let message = format!(
                "“{code}”{name}在 {} 里{}，没有事项承接",
                left.release, left.reason
            );
            sink.report(written.span, message);
        }
    }
}

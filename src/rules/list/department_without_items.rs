//! X004 `department-without-items`: 单位没有任何事项

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use std::collections::HashSet;

/// 单位没有任何事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 4),
    name: "department-without-items",
    title: "单位没有任何事项",
    why: "名册里的单位一项权力也没有报：要么漏报，要么不该在名册里。",
    remedy: "补报事项；确实没有权力的，从 departments.yaml 里移出",
    severities: Severities::each([
        Severity::Note,
        Severity::Warning,
        Severity::Warning,
        Severity::Warning,
    ]),
    bad: Sample::Files(&[(
        "departments.yaml",
        "departments:\n  - { id: hbj, name: 滁州市环境保护局, kind: 市政府工作部门, offices: [环境影响评价科] }\n  - { id: gtj, name: 滁州市国土资源局, kind: 市政府工作部门 }\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let with_items: HashSet<&str> = c.items().map(|item| item.department()).collect();
    for department in &c.shared.project.departments {
        let id = department.id.value.as_str();
        if !with_items.contains(id) && !c.shared.has_unread_items(Some(id)) {
            let message = format!("{}（{id}）没有任何事项", department.short_name);
            sink.report(department.id.span, message).department = Some(id.to_owned());
        }
    }
}

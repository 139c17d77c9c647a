//! F014 `orphan-chart`: 流程图没有事项使用

use crate::domain::place::Span;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图没有事项使用。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 14),
    name: "orphan-chart",
    title: "流程图没有事项使用",
    why: "没人用的图多半是事项改了名或取消了，留着会被误当作有效。",
    remedy: "在事项的 flowchart 里引用它，或者删去",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "flowcharts/hbj/unused.yaml",
        "title: 无主\nsteps:\n  - { id: a, name: 受理, kind: start, days: 2, next: [b] }\n  - { id: b, name: 审查, kind: task, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let project = c.shared.project;
    for (path, source) in project.chart_sources.iter().chain(&project.drawing_sources) {
        let department = path.split('/').nth(1);
        // An item that could not be read may well be the one that uses it.
        if c.chart_users.contains_key(path.as_str()) || c.shared.has_unread_items(department) {
            continue;
        }
        let message = format!("流程图“{path}”没有事项使用");
        let finding = sink.report(Span::head(*source), message);
        finding.department = department.map(str::to_owned);
    }
}

//! F010 `start-count`: 流程图没有开始，或者有几个开始

use crate::domain::flowchart::StepKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图没有开始，或者有几个开始。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 10),
    name: "start-count",
    title: "流程图没有开始，或者有几个开始",
    why: "办事的人要知道从哪里开始。",
    remedy: "只留一个 kind: start 的步骤",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 环评审批流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: task, next: [b] }\n  - { id: b, name: 审查, kind: task, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    let starts: Vec<_> = c
        .chart
        .steps
        .iter()
        .filter(|s| s.kind.value == StepKind::Start)
        .collect();
    if starts.is_empty() {
        let title = &c.chart.title;
        sink.report(title.span, format!("“{}”没有开始步骤", title.value));
    }
    for step in starts.iter().skip(1) {
        let message = format!("“{}”是第二个开始步骤", step.name.value);
        sink.report(step.kind.span, message);
    }
}

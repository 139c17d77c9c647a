//! F005 `unreachable-step`: 流程图里有走不到的步骤

use crate::domain::flowchart::StepKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图里有走不到的步骤。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 5),
    name: "unreachable-step",
    title: "流程图里有走不到的步骤",
    why: "从开始走不到的步骤办不了事，说明少画了一条线。",
    remedy: "补上通到这一步的线，或者删去这一步",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 环评审批流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, days: 2, next: [b] }\n  - { id: b, name: 审查, kind: task, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n  - { id: e, name: 归档, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    if !c
        .chart
        .steps
        .iter()
        .any(|s| s.kind.value == StepKind::Start)
    {
        return;
    }
    let ids = c.chart.by_id();
    for (at, (step, reachable)) in c.chart.steps.iter().zip(c.chart.reachable()).enumerate() {
        // No way can lead to the second of two steps with one id: another rule tells of the two.
        let doubled = ids.get(step.id.value.as_str()) != Some(&at);
        if !reachable && !doubled {
            let message = format!("“{}”从开始走不到", step.name.value);
            sink.report(step.id.span, message);
        }
    }
}

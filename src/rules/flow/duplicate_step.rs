//! F009 `duplicate-step`: 步骤代号重复

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 步骤代号重复。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 9),
    name: "duplicate-step",
    title: "步骤代号重复",
    why: "两个步骤同一个代号，线不知道连到哪一个。",
    remedy: "给每一步一个不同的代号",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 环评审批流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, days: 2, next: [b] }\n  - { id: b, name: 审查, kind: task, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n  - { id: d, name: 归档, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    let ids = c.chart.by_id();
    for (i, step) in c.chart.steps.iter().enumerate() {
        let first = ids.get(step.id.value.as_str()).copied();
        if let Some(first) = first.filter(|f| *f != i) {
            let span = c.chart.steps[first].id.span;
            sink.report(step.id.span, format!("步骤代号“{}”重复", step.id.value))
                .related
                .push((span, "第一次在这里".to_owned()));
        }
    }
}

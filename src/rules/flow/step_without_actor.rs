//! F023 `step-without-actor`: 环节没有写明由谁办理

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 环节没有写明由谁办理。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 23),
    name: "step-without-actor",
    title: "环节没有写明由谁办理",
    why: "权力清单要明确主体、依据、流程、岗位和责任（中央编办、原国务院法制办编制指南）；不写由谁办理，责任就落不到岗位。",
    remedy: "写上承办的科室或者岗位（actor）",
    severities: Severities::always(Severity::Note),
    bad: Sample::Chart(
        "title: 测试流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, next: [b] }\n  - { id: b, name: 审查, kind: task, actor: 环境影响评价科, days: 8, next: [c] }\n  - { id: c, name: 决定, kind: task, actor: 局长办公会, days: 3, next: [d] }\n  - { id: d, name: 送达, kind: end, actor: 窗口, days: 2 }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    let unmanned =
        |s: &&crate::domain::flowchart::Step| s.actor.as_ref().is_none_or(|a| a.trim().is_empty());
    let mut steps = c.chart.steps.iter().filter(unmanned);
    if let Some(first) = steps.next() {
        let names: Vec<&str> = std::iter::once(first)
            .chain(steps)
            .map(|s| s.name.value.as_str())
            .collect();
        let message = format!("环节“{}”没有写明由谁办理", names.join("”、“"));
        sink.report(first.name.span, message);
    }
}

//! F013 `branch-count`: 步骤的出口数目不对

use crate::domain::flowchart::StepKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 步骤的出口数目不对。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 13),
    name: "branch-count",
    title: "步骤的出口数目不对",
    why: "判断只有一个出口就不是判断；结束后面还有步骤就没有结束；不是结束的步骤必须有下一步。",
    remedy: "补上分支，或者改正步骤的 kind",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 环评审批流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, days: 2, next: [b] }\n  - { id: b, name: 审查, kind: decision, next: { 通过: c } }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    for step in &c.chart.steps {
        let ways = step.next.len();
        let fault = match step.kind.value {
            StepKind::Decision if ways < 2 => "是判断（decision），至少要有两个出口",
            StepKind::End if ways > 0 => "是结束（end），后面不能再有步骤",
            StepKind::Start | StepKind::Task if ways == 0 => "没有下一步，也不是结束（end）",
            _ => continue,
        };
        sink.report(step.kind.span, format!("“{}”{fault}", step.name.value));
    }
}

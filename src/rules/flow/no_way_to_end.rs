//! F006 `no-way-to-end`: 有的步骤走不到结束

use crate::domain::flowchart::StepKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 有的步骤走不到结束。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 6),
    name: "no-way-to-end",
    title: "有的步骤走不到结束",
    why: "走不到结束的步骤会让申请石沉大海；办理的每一条路都要有结果。",
    remedy: "补上通往结束的线",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 环评审批流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, next: [b, d] }\n  - { id: b, name: 审查, kind: task, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [b] }\n  - { id: d, name: 送达, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    if !c.chart.steps.iter().any(|s| s.kind.value == StepKind::End) {
        let title = &c.chart.title;
        sink.report(title.span, format!("“{}”没有结束步骤", title.value));
        return;
    }
    for (step, ends) in c.chart.steps.iter().zip(c.chart.reaches_end()) {
        if !ends {
            let message = format!("从“{}”走不到任何结束步骤", step.name.value);
            sink.report(step.id.span, message);
        }
    }
}

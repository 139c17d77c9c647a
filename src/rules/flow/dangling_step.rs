//! F008 `dangling-step`: 后续步骤不存在

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::nearest;

/// 后续步骤不存在。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 8),
    name: "dangling-step",
    title: "后续步骤不存在",
    why: "线连到一个没有的步骤，图就断了。",
    remedy: "改正步骤代号，或者补上这一步",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 环评审批流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, next: [x, d] }\n  - { id: b, name: 审查, kind: task, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    let ids = c.chart.by_id();
    for step in &c.chart.steps {
        for next in &step.next {
            if !ids.contains_key(next.to.value.as_str()) {
                // In the order of the chart: where several are as near, it is always the same.
                let steps = c.chart.steps.iter().map(|step| step.id.value.as_str());
                let near = nearest(&next.to.value, steps).map(str::to_owned);
                let message = format!("“{}”的后续步骤“{}”不存在", step.name.value, next.to.value);
                let finding = sink.report(next.to.span, message);
                if let Some(near) = near {
                    finding.help = Some(format!("是不是“{near}”？"));
                }
            }
        }
    }
}

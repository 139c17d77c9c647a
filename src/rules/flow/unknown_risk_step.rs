//! F015 `unknown-risk-step`: 廉政风险点所指的步骤不在流程图里

use super::charts_of;
use crate::domain::flowchart::Flowchart;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 廉政风险点所指的步骤不在流程图里。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 15),
    name: "unknown-risk-step",
    title: "廉政风险点所指的步骤不在流程图里",
    why: "风险点要标在流程图的环节上，防控才有落点。",
    remedy: "改成流程图里的步骤代号",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "integrity_risks",
        "    integrity_risks:\n      - { step: nowhere, risk: 收受财物, level: 高, measure: 双人会审 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(chart) = c.structured_chart() else {
        return;
    };
    let has = |chart: &Flowchart, id: &str| chart.steps.iter().any(|s| s.id.value == id);
    for risk in &c.item.integrity_risks {
        let id = risk.step.value.as_str();
        // A risk may lie in a step of a sub-item's own chart.
        if !has(chart, id) && !charts_of(c).any(|(_, chart)| has(chart, id)) {
            let message = format!(
                "廉政风险点的步骤“{}”不在流程图“{}”里",
                risk.step.value, chart.title.value
            );
            sink.field("integrity_risks", risk.step.span, message);
        }
    }
}

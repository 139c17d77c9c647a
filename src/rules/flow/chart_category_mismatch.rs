//! F012 `chart-category-mismatch`: 流程图与事项的类别不同

use super::charts_of;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图与事项的类别不同。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 12),
    name: "chart-category-mismatch",
    title: "流程图与事项的类别不同",
    why: "各类权力程序不同，别类的流程图不能套用。",
    remedy: "换成本类别的流程图，或者改正流程图的 category",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 处罚流程图\ncategory: 行政处罚\nsteps:\n  - { id: a, name: 受理, kind: start, days: 2, next: [b] }\n  - { id: b, name: 审查, kind: task, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    for (path, chart) in charts_of(c) {
        if let Some(category) = &chart.category
            && category.value != c.item.category.value
        {
            let message = format!(
                "流程图“{}”是{}的，事项是{}",
                chart.title.value, category.value, c.item.category.value
            );
            sink.field("flowchart", path.span, message)
                .related
                .push((category.span, "流程图的类别在这里".to_owned()));
        }
    }
}

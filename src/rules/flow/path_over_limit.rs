//! F007 `path-over-limit`: 流程图上最长的一条路超过办理期限

use super::charts_of;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图上最长的一条路超过办理期限。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 7),
    name: "path-over-limit",
    title: "流程图上最长的一条路超过办理期限",
    why: "各环节加起来超过了承诺（或法定）期限，期限就是空的。",
    remedy: "压缩环节天数，或者改正期限",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 环评审批流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, days: 20, next: [b] }\n  - { id: b, name: 审查, kind: task, days: 50, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(limit) = &c.item.time_limit else {
        return;
    };
    let (what, limit_days) = match (&limit.promised, &limit.statutory) {
        (Some(promised), _) => ("承诺期限", promised),
        (None, Some(statutory)) => ("法定期限", statutory),
        (None, None) => return,
    };
    for (_, chart) in charts_of(c) {
        // No way is longer than all steps together.
        let all = chart.steps.iter().filter_map(|s| s.days.as_ref());
        if all.map(|d| u64::from(d.value)).sum::<u64>() <= u64::from(limit_days.value) {
            continue;
        }
        let (days, way) = chart.longest_way();
        if days <= limit_days.value {
            continue;
        }
        let unit = limit.unit.chinese();
        let names: Vec<String> = way
            .iter()
            .filter_map(|&i| chart.steps.get(i))
            .filter_map(|s| {
                s.days
                    .as_ref()
                    .map(|d| format!("{}{}", s.name.value, d.value))
            })
            .collect();
        let message = format!(
            "流程图“{}”最长要 {days} {unit}（{}），超过{what} {} {unit}",
            chart.title.value,
            names.join(" + "),
            limit_days.value
        );
        sink.field("time_limit", limit_days.span, message)
            .related
            .push((chart.title.span, "流程图在这里".to_owned()));
    }
}

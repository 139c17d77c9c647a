//! F021 `no-way-for-incomplete-papers`: 审批流程图没有材料不齐或者不予受理的走向

use super::mentions;
use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 审批流程图没有材料不齐或者不予受理的走向。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 21),
    name: "no-way-for-incomplete-papers",
    title: "审批流程图没有材料不齐或者不予受理的走向",
    why: "材料不齐的一次告知补正，不属于本机关职权的不予受理，都是受理环节的法定结果（行政许可法第三十二条）。",
    remedy: "在受理环节画出补正和不予受理的走向",
    severities: Severities::always(Severity::Note),
    bad: Sample::Chart(
        "title: 测试流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, actor: 窗口, days: 2, next: [b] }\n  - { id: b, name: 审查, kind: task, actor: 环境影响评价科, days: 8, next: [c] }\n  - { id: c, name: 决定, kind: task, actor: 局长办公会, days: 3, next: [d] }\n  - { id: d, name: 送达, kind: end, actor: 窗口, days: 2 }\n",
    ),
    good: Sample::Chart(
        "title: 测试流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, actor: 窗口, days: 2, next: { 齐全: b, 材料不齐补正: a } }\n  - { id: b, name: 审查, kind: task, actor: 环境影响评价科, days: 8, next: [c] }\n  - { id: c, name: 决定, kind: task, actor: 局长办公会, days: 3, next: [d] }\n  - { id: d, name: 送达, kind: end, actor: 窗口, days: 2 }\n",
    ),
    check: Check::Chart(check),
};

const WORDS: [&str; 8] = [
    "补正",
    "补齐",
    "补充",
    "不齐",
    "不全",
    "不予受理",
    "不受理",
    "不符合",
];

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    let licensing = c
        .categories()
        .iter()
        .any(|k| k.kind == PowerKind::Licensing);
    if licensing && !WORDS.iter().any(|word| mentions(c.chart, word)) {
        let message = "审批流程图没有画出材料不齐、不予受理的走向";
        sink.report(c.chart.title.span, message);
    }
}

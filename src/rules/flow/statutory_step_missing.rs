//! F011 `statutory-step-missing`: 流程图缺少法定环节

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::flow::missing_steps;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图缺少法定环节。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 11),
    name: "statutory-step-missing",
    title: "流程图缺少法定环节",
    why: "行政许可法、行政处罚法、行政强制法规定了必经的步骤，缺一步就是程序违法。",
    remedy: "补上法定环节；名称不同的，用 stage 注明对应的环节",
    severities: Severities::first_then(Severity::Note, Severity::Error),
    bad: Sample::Chart(
        "title: 环评审批流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 申请, kind: start, next: [b] }\n  - { id: b, name: 审查, kind: task, next: [c] }\n  - { id: c, name: 决定, kind: task, next: [d] }\n  - { id: d, name: 送达, kind: end }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    missing_steps(c, sink, true);
}

//! F018 `acceptance-over-five-days`: 受理环节超过五个工作日

use super::overlong_steps;
use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 受理环节超过五个工作日。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 18),
    name: "acceptance-over-five-days",
    title: "受理环节超过五个工作日",
    why: "申请材料不齐全或者不符合法定形式的，应当当场或者在五日内一次告知；逾期不告知的，自收到材料之日起即为受理（行政许可法第三十二条第一款第四项）。",
    remedy: "把受理环节改为五个工作日以内",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 测试流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, actor: 窗口, days: 7, next: [b] }\n  - { id: b, name: 审查, kind: task, actor: 环境影响评价科, days: 8, next: [c] }\n  - { id: c, name: 决定, kind: task, actor: 局长办公会, days: 3, next: [d] }\n  - { id: d, name: 送达, kind: end, actor: 窗口 }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    overlong_steps(c, sink, PowerKind::Licensing, &["受理"], 5);
}

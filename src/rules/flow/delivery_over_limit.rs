//! F019 `delivery-over-limit`: 送达环节超过法定期限

use super::overlong_steps;
use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 送达环节超过法定期限。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 19),
    name: "delivery-over-limit",
    title: "送达环节超过法定期限",
    why: "准予许可的，应当自决定之日起十日内颁发、送达许可证件（行政许可法第四十四条）；处罚决定书应当当场交付，或者在七日内送达（行政处罚法 2021 年修订第六十一条，1996 年第四十条）。",
    remedy: "把送达环节改到法定期限以内",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Chart(
        "title: 测试流程图\ncategory: 行政审批\nsteps:\n  - { id: a, name: 受理, kind: start, actor: 窗口, next: [b] }\n  - { id: b, name: 审查, kind: task, actor: 环境影响评价科, next: [c] }\n  - { id: c, name: 决定, kind: task, actor: 局长办公会, next: [d] }\n  - { id: d, name: 送达, kind: end, actor: 窗口, days: 11 }\n",
    ),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    let words = ["送达", "颁发", "发证"];
    overlong_steps(c, sink, PowerKind::Licensing, &words, 10);
    overlong_steps(c, sink, PowerKind::Penalty, &words, 7);
}

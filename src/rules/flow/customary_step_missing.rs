//! F016 `customary-step-missing`: 流程图缺少通常的环节

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::flow::missing_steps;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图缺少通常的环节。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 16),
    name: "customary-step-missing",
    title: "流程图缺少通常的环节",
    why: "这一类权力没有统一的程序法，通行的做法有这些环节；确实不需要的可以不理会。",
    remedy: "补上环节，或者用 stage 注明对应的环节",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "flowcharts/hbj/reward.yaml",
        "title: 奖励流程图\ncategory: 行政奖励\nsteps:\n  - { id: a, name: 推荐, kind: start, next: [b] }\n  - { id: b, name: 决定, kind: end }\n",
    )]),
    good: Sample::Base,
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    missing_steps(c, sink, false);
}

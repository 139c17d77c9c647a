//! F016 `customary-step-missing`: 流程图缺少通常的环节

use crate::domain::category::StepPattern;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
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
    for category in c.categories() {
        let patterns: Vec<_> = category
            .steps
            .iter()
            .filter(|p| p.basis.is_none())
            .collect();
        let missing = |p: &StepPattern| -> Vec<Box<str>> {
            p.steps
                .iter()
                .filter(|w| !c.chart.has_stage(w))
                .cloned()
                .collect()
        };
        // The alternative that comes nearest is the one to name.
        let Some((lacking, pattern)) = patterns
            .iter()
            .map(|p| (missing(p), *p))
            .min_by_key(|(lacking, _)| lacking.len())
        else {
            continue;
        };
        if lacking.is_empty() {
            continue;
        }
        let message = format!("{}流程图缺少“{}”环节", category.name, lacking.join("”、“"));
        let all = pattern.steps.join("、");
        let basis = pattern.basis.clone();
        let finding = sink.report(c.chart.title.span, message);
        finding.help = Some(match basis {
            Some(basis) => format!("{}的环节：{all}（{basis}）", category.name),
            None => format!("{}通常的环节：{all}", category.name),
        });
    }
}

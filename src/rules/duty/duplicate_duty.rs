//! R006 `duplicate-duty`: 同一环节的责任写了两遍

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 同一环节的责任写了两遍。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Duty, 6),
    name: "duplicate-duty",
    title: "同一环节的责任写了两遍",
    why: "同一环节写两遍同样的责任，多半是复制后忘了改。",
    remedy: "删去一条，或者改成另一项责任",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "responsibilities",
        "    responsibilities:\n      - { stage: 受理, duty: 一次告知需要补正的材料 }\n      - { stage: 审查, duty: 组织技术审查 }\n      - { stage: 审查, duty: 组织技术审查。 }\n      - { stage: 决定, duty: 作出书面决定 }\n      - { stage: 送达, duty: 送达决定 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let duties = &c.item.responsibilities;
    let mut stages = HashSet::with_capacity_and_hasher(duties.len(), FixedState::default());
    if duties.iter().all(|d| stages.insert(d.stage.value.as_str())) {
        return;
    }
    let mut seen = HashSet::new();
    for duty in duties {
        if !seen.insert((duty.stage.value.as_str(), spelled(&duty.duty.value))) {
            let message = format!("“{}”环节的这项责任前面已经写过", duty.stage.value);
            sink.field("responsibilities", duty.duty.span, message);
        }
    }
}

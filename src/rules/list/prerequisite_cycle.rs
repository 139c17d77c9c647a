//! X016 `prerequisite-cycle`: 前置审批互为前置

use std::collections::{HashMap, HashSet};

use super::about;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::key::ItemKey;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 前置审批互为前置。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 16),
    name: "prerequisite-cycle",
    title: "前置审批互为前置",
    why: "甲以乙为前置、乙又以甲为前置（或者以自己为前置），申请人永远办不成。",
    remedy: "去掉其中一个前置",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n    prerequisites: [ { item: 341100-hbj-02-0001, basis: 《水土保持法》第二十六条 } ]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    prerequisites: [ { item: 341100-hbj-01-0001, basis: 《水土保持法》第二十六条 } ]\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    // Only items that wait for another can be on the way round.
    let items: Vec<ItemKey<'_>> = c
        .items()
        .filter(|item| item.prerequisites().next().is_some())
        .collect();
    let by_code: HashMap<&str, usize> = items
        .iter()
        .enumerate()
        .filter_map(|(i, item)| Some((item.code()?.value, i)))
        .collect();
    let before = |i: usize| {
        items[i]
            .prerequisites()
            .filter_map(|(text, _)| Some((text, *by_code.get(text.value)?)))
    };
    for (start, item) in items.iter().enumerate() {
        for (prerequisite, first) in before(start) {
            // A way back to the item itself, through whatever comes before.
            let mut seen = HashSet::new();
            let mut open = vec![first];
            while let Some(at) = open.pop() {
                if seen.insert(at) {
                    open.extend(before(at).map(|(_, next)| next));
                }
            }
            if seen.contains(&start) {
                let message = format!("“{}”绕一圈以自己为前置", item.name().value);
                about(
                    sink.field("prerequisites", prerequisite.span, message),
                    *item,
                );
            }
        }
    }
}

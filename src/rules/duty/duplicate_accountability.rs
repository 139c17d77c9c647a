//! R007 `duplicate-accountability`: 同一追责情形写了两遍

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 同一追责情形写了两遍。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Duty, 7),
    name: "duplicate-accountability",
    title: "同一追责情形写了两遍",
    why: "同一情形写两遍，追责的口径就不清楚，多半是复制后忘了改。",
    remedy: "删去一条，或者改成另一种情形",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "accountability",
        "    accountability:\n      - { situation: 不依法作出许可决定的, basis: 《水土保持法》第四十七条 }\n      - { situation: 不依法作出许可决定的；, basis: 《水土保持法》第四十七条 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let entries = &c.item.accountability;
    let mut seen = HashSet::with_capacity_and_hasher(entries.len(), FixedState::default());
    for entry in entries {
        if !seen.insert(spelled(&entry.situation.value)) {
            let message = "这一追责情形前面已经写过";
            sink.field("accountability", entry.situation.span, message);
        }
    }
}

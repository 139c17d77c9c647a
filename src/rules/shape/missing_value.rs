//! S009 `missing-value`: 键后面没有内容

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 键后面没有内容。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 9),
    name: "missing-value",
    title: "键后面没有内容",
    why: "只有键没有值，多半是漏填；不能当作“没有”。",
    remedy: "填上内容；确实没有的，连键一起删去",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key("office", "    office:"),
    good: Sample::Base,
    check: Check::Reader,
};

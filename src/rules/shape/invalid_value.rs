//! S008 `invalid-value`: 值不在允许的范围内

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 值不在允许的范围内。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 8),
    name: "invalid-value",
    title: "值不在允许的范围内",
    why: "代号、编码、类别等取值是封闭的，写错一个字就对不上。",
    remedy: "改成允许的值",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "time_limit",
        "    time_limit: { statutory: 20, unit: 星期 }",
    ),
    good: Sample::Base,
    check: Check::Reader,
};

//! S003 `unknown-key`: 不认识的键

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 不认识的键。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 3),
    name: "unknown-key",
    title: "不认识的键",
    why: "写错的键如果悄悄丢掉，填报人会以为内容已经交上去了。",
    remedy: "改成正确的键名，或者删去",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key("office", "    offices: 环境影响评价科"),
    good: Sample::Base,
    check: Check::Reader,
};

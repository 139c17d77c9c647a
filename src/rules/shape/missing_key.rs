//! S004 `missing-key`: 缺少必需的键

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 缺少必需的键。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 4),
    name: "missing-key",
    title: "缺少必需的键",
    why: "没有部门、类别或名称的事项无法归位。",
    remedy: "补上这个键",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[("items/hbj/行政审批.yaml", "category: 行政审批\nitems: []\n")]),
    good: Sample::Base,
    check: Check::Reader,
};

//! S005 `wrong-type`: 值的类型不对

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 值的类型不对。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 5),
    name: "wrong-type",
    title: "值的类型不对",
    why: "列表、键值表和文字不能互相替代；数字要写成数字。",
    remedy: "按应有的类型改写",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "time_limit",
        "    time_limit: { statutory: 二十, unit: 工作日 }",
    ),
    good: Sample::Base,
    check: Check::Reader,
};

//! S006 `duplicate-key`: 同一个键写了两次

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 同一个键写了两次。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 6),
    name: "duplicate-key",
    title: "同一个键写了两次",
    why: "YAML 规范（1.2.2 版 3.2.1.1）要求键唯一；许多工具悄悄只取最后一个，前面的内容就丢了。",
    remedy: "两处合并成一处",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "office",
        "    office: 环境影响评价科\n    office: 污染防治科",
    ),
    good: Sample::Base,
    check: Check::Reader,
};

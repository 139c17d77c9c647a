//! X005 `duplicate-department`: 部门代号重复

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 部门代号重复。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 5),
    name: "duplicate-department",
    title: "部门代号重复",
    why: "代号是编码的一部分，两个单位同一个代号，事项就分不清是谁的。",
    remedy: "给其中一个单位换一个代号",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "departments.yaml",
        "departments:\n  - { id: hbj, name: 滁州市环境保护局, kind: 市政府工作部门, offices: [环境影响评价科] }\n  - { id: hbj, name: 滁州市国土资源局, kind: 市政府工作部门 }\n",
    )]),
    good: Sample::Base,
    check: Check::Reader,
};

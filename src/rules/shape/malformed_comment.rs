//! S016 `malformed-comment`: 允许某条规则的注释写得不对

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 允许某条规则的注释写得不对。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 16),
    name: "malformed-comment",
    title: "允许某条规则的注释写得不对",
    why: "写错的注释不起作用；没有原因的允许，以后谁也不知道为什么。",
    remedy: "写成“# power-list: allow L007 原因”，几条规则用顿号隔开，原因必须写",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "office",
        "    office: 环境影响评价科 # power-list: allow L002",
    ),
    good: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款\n      - 《水土保持法》第九十九条 # power-list: allow L002 省里来函核实中",
    ),
    check: Check::Reader,
};

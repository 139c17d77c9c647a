//! S018 `unused-allow`: 允许了并不存在的问题

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 允许了并不存在的问题。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 18),
    name: "unused-allow",
    title: "允许了并不存在的问题",
    why: "用不上的允许留在那里，日后真出了同样的问题，会被它悄悄放过去。",
    remedy: "删去这一条",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "office",
        "    office: 环境影响评价科 # power-list: allow L002 省里来函核实中",
    ),
    good: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款\n      - 《水土保持法》第九十九条 # power-list: allow L002 省里来函核实中",
    ),
    check: Check::Reader,
};

//! S014 `unknown-rule`: 设置或注释里的规则不存在

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 设置或注释里的规则不存在。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 14),
    name: "unknown-rule",
    title: "设置或注释里的规则不存在",
    why: "代码写错一个字，允许的和关闭的就不是想的那一条，问题照旧，却以为处理过了。",
    remedy: "用 power-list rules 查看全部规则的代码和名称",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "office",
        "    office: 环境影响评价科 # power-list: allow L099 省里来函核实中",
    ),
    good: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款\n      - 《水土保持法》第九十九条 # power-list: allow L002 省里来函核实中",
    ),
    check: Check::Reader,
};

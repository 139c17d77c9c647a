//! S015 `rule-not-allowable`: 这条规则的问题不能允许

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 这条规则的问题不能允许。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 15),
    name: "rule-not-allowable",
    title: "这条规则的问题不能允许",
    why: "语法错误、编码错误会遮住文件里的其他问题；允许本身的毛病再允许一次，就没有人看得见了。",
    remedy: "删去这一条，把问题本身改好",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "office",
        "    office: 环境影响评价科 # power-list: allow S001 省里来函核实中",
    ),
    good: Sample::Key(
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款\n      - 《水土保持法》第九十九条 # power-list: allow L002 省里来函核实中",
    ),
    check: Check::Reader,
};

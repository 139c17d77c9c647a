//! S007 `anchor-or-alias`: 使用了锚点、别名或标签

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 使用了锚点、别名或标签。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 7),
    name: "anchor-or-alias",
    title: "使用了锚点、别名或标签",
    why: "清单文件要让人逐字读得懂；别名还能用几行文字展开成几个 G 的内容。",
    remedy: "把被引用的内容直接写出来",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key("office", "    office: &office 环境影响评价科"),
    good: Sample::Base,
    check: Check::Reader,
};

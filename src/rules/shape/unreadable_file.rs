//! S010 `unreadable-file`: 文件读不了

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 文件读不了。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 10),
    name: "unreadable-file",
    title: "文件读不了",
    why: "不能读的文件不能跳过：跳过了，里面的事项就从清单上消失了。",
    remedy: "换成可以读的普通文件",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[("items/hbj/行政处罚.yaml/x.yaml", "x: 1\n")]),
    good: Sample::Base,
    check: Check::Reader,
};

//! S012 `empty-file`: 文件是空的

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 文件是空的。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 12),
    name: "empty-file",
    title: "文件是空的",
    why: "空文件与“本部门没有这类权力”不是一回事；没有就不要留文件。",
    remedy: "填写内容，或者删去这个文件",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[("items/hbj/行政处罚.yaml", "")]),
    good: Sample::Base,
    check: Check::Reader,
};

//! S013 `unexpected-file`: items/ 里有不是事项文件的东西

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// items/ 里有不是事项文件的东西。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 13),
    name: "unexpected-file",
    title: "items/ 里有不是事项文件的东西",
    why: "放在 items/ 里的 Excel 表、改名备份（如 行政审批.yaml.bak）不会被读取，填报人却可能以为已经交上来了。",
    remedy: "事项文件用 .yaml 结尾；Excel 表用 power-list import 导入；备份移到别处",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[("items/hbj/行政审批.yaml.bak", "department: hbj\n")]),
    good: Sample::Base,
    check: Check::Reader,
};

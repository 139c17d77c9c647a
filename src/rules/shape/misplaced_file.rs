//! S011 `misplaced-file`: 文件的位置与内容不一致

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 文件的位置与内容不一致。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 11),
    name: "misplaced-file",
    title: "文件的位置与内容不一致",
    why: "items/<部门>/<类别>.yaml 的位置是人找文件的依据，与文件里写的部门、类别不一致时，人和程序看到的就不是同一份东西。",
    remedy: "移动文件，或者改正文件开头的 department、category",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "items/gtj/行政审批.yaml",
        "department: hbj\ncategory: 行政处罚\nitems: []\n",
    )]),
    good: Sample::Base,
    check: Check::Reader,
};

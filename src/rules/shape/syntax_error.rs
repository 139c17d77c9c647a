//! S001 `syntax-error`: 文件不是合法的 YAML

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 文件不是合法的 YAML。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 1),
    name: "syntax-error",
    title: "文件不是合法的 YAML",
    why: "一处语法错误会让它后面的内容读不出来；读不出来的内容无从审核，也就无从公布。",
    remedy: "按提示改正这一处，再运行一次校验",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - name: \"没有收尾的引号\n",
    )]),
    good: Sample::Base,
    check: Check::Reader,
};

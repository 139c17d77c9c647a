//! S002 `not-utf8`: 文件不是 UTF-8 编码

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 文件不是 UTF-8 编码。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 2),
    name: "not-utf8",
    title: "文件不是 UTF-8 编码",
    why: "工程里的文本一律用 UTF-8（GB 18030 编码的文件在别的机器上会变成乱码，不能作为公布的依据）。",
    remedy: "转成 UTF-8 后再提交：iconv -f GB18030 -t UTF-8 原文件 > 新文件",
    severities: Severities::always(Severity::Error),
    bad: Sample::Gb18030(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems: []\n",
    ),
    good: Sample::Base,
    check: Check::Reader,
};

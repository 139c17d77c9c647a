//! S022 `unreadable-cell`: 单元格的内容读不出来

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 单元格的内容读不出来。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 22),
    name: "unreadable-cell",
    title: "单元格的内容读不出来",
    why: "公式没有保存计算结果，或者结果是 #N/A、#REF! 一类的错误值：表里看得见的字，交上来的文件里并没有。",
    remedy: "在 Excel 或 WPS 里打开，把公式换成文字（复制后选择性粘贴为数值），改正错误值，再保存",
    severities: Severities::always(Severity::Error),
    bad: Sample::Workbook(
        "序号,事项名称,权力类型,实施依据,行使主体\n1,生产建设项目水土保持方案审批,行政审批,#REF!,滁州市环境保护局\n",
    ),
    good: Sample::Workbook(super::SOUND_WORKBOOK),
    check: Check::Reader,
};

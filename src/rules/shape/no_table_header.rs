//! S021 `no-table-header`: 工作表里没有认得的表头

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 工作表里没有认得的表头。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 21),
    name: "no-table-header",
    title: "工作表里没有认得的表头",
    why: "要从 Excel 表里读事项，先要知道哪一列是事项名称、哪一列是依据；找不到表头的工作表整张没有读，里面的事项就漏报了。",
    remedy: "表头的一行要有“事项名称”和另外两个以上常用的列标题（权力类型、实施依据……）；用 power-list template 生成的填报表不会有这个问题；不是清单的工作表移到别的文件",
    severities: Severities::always(Severity::Error),
    bad: Sample::Workbook("甲,乙,丙\n1,2,3\n4,5,6\n"),
    good: Sample::Workbook(super::SOUND_WORKBOOK),
    check: Check::Reader,
};

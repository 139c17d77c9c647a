//! S024 `stray-cell`: 单元格里的字不属于任何事项

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 单元格里的字不属于任何事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 24),
    name: "stray-cell",
    title: "单元格里的字不属于任何事项",
    why: "有字的单元格，所在的行没有事项名称，也接不上上面的事项；不处理的话，这些字就丢了。",
    remedy: "补上事项名称，或者把这一行合并到它所属的事项，或者删去多余的字",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Workbook(
        "序号,事项名称,权力类型,实施依据,行使主体\n1,,行政审批,《水土保持法》第二十五条第一款,滁州市环境保护局\n2,生产建设项目水土保持方案审批,行政审批,《水土保持法》第二十五条第一款,滁州市环境保护局\n",
    ),
    good: Sample::Workbook(super::SOUND_WORKBOOK),
    check: Check::Reader,
};

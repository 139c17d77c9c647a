//! S023 `unknown-column`: 列标题不认识

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 列标题不认识。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 23),
    name: "unknown-column",
    title: "列标题不认识",
    why: "不认识的列没有对应的要素，导入时只能原样记入备注，检查不到，也公布不到该在的地方。",
    remedy: "改用常用的列标题（见 data/headers.yaml），或者在工程的 headers.yaml 里写明这个标题是哪个要素",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Workbook(
        "序号,事项名称,权力类型,实施依据,行使主体,星座\n1,生产建设项目水土保持方案审批,行政审批,《水土保持法》第二十五条第一款,滁州市环境保护局,白羊\n",
    ),
    good: Sample::Workbook(super::SOUND_WORKBOOK),
    check: Check::Reader,
};

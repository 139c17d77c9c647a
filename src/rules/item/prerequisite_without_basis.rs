//! I020 `prerequisite-without-basis`: 前置审批没有依据

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 前置审批没有依据。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 20),
    name: "prerequisite-without-basis",
    title: "前置审批没有依据",
    why: "没有法律、法规、规章依据，不得增设前置条件和环节（行政许可法第十六条第四款；优化营商环境条例第三十五条，2020 年 1 月 1 日起施行）。",
    remedy: "写上要求这项前置的条款；事项自己的依据里已经写明的可以不理会，都没有的，取消",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    prerequisites: [ { item: 341100-hbj-01-0001 } ]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    prerequisites: [ { item: 341100-hbj-01-0001, basis: 《水土保持法》第二十六条 } ]\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    for prerequisite in c.item.prerequisites.iter().filter(|p| p.basis.is_none()) {
        let message = format!("前置审批“{}”没有写明依据", prerequisite.item.value);
        sink.field("prerequisites", prerequisite.item.span, message);
    }
}

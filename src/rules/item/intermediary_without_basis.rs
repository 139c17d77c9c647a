//! I021 `intermediary-without-basis`: 中介服务没有依据

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 中介服务没有依据。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 21),
    name: "intermediary-without-basis",
    title: "中介服务没有依据",
    why: "要求申请人委托中介服务，要有法律、法规或者国务院决定的依据；没有的不得作为办理审批的条件（国办发〔2015〕31号；优化营商环境条例第四十三条，2020 年 1 月 1 日起施行）。",
    remedy: "写上要求这项服务的条款；没有的，取消",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    intermediary_services: [ { name: 测试报告编制, paid_by: 申请人 } ]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    intermediary_services: [ { name: 测试报告编制, basis: 《水土保持法》第二十五条第二款 } ]\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    for service in c
        .item
        .intermediary_services
        .iter()
        .filter(|s| s.basis.is_none())
    {
        let message = format!("中介服务“{}”没有写明依据", service.name.value);
        sink.field("intermediary_services", service.name.span, message);
    }
}

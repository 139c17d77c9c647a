//! I026 `service-choice-not-stated`: 中介服务没有写明由谁选择

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 中介服务没有写明由谁选择。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 26),
    name: "service-choice-not-stated",
    title: "中介服务没有写明由谁选择",
    why: "申请人有权自主选择中介服务机构，行政机关不得指定或者变相指定；清单要写明由谁选择（优化营商环境条例第四十三条第二款；国办发〔2015〕31号）。",
    remedy: "写 chosen_by：申请人、行政机关（由它委托）或者法定机构（法律规定了由谁承担）",
    severities: Severities::first_then(Severity::Note, Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    intermediary_services: [ { name: 测试报告编制, basis: 《水土保持法》第二十五条第二款, paid_by: 申请人 } ]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    intermediary_services: [ { name: 测试报告编制, basis: 《水土保持法》第二十五条第二款, chosen_by: 申请人, paid_by: 申请人 } ]\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let services = &c.item.intermediary_services;
    for service in services.iter().filter(|s| s.chosen_by.is_none()) {
        let message = format!("中介服务“{}”没有写明由谁选择服务机构", service.name.value);
        sink.field("intermediary_services", service.name.span, message);
    }
}

//! I027 `service-payer-not-stated`: 中介服务没有写明由谁付费

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 中介服务没有写明由谁付费。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 27),
    name: "service-payer-not-stated",
    title: "中介服务没有写明由谁付费",
    why: "中介服务的目录要写明费用由谁承担，申请人才知道办成一件事总共花多少钱（国办发〔2015〕31号；优化营商环境条例第四十三条）。",
    remedy: "写 paid_by：申请人，或者承担费用的机关",
    severities: Severities::first_then(Severity::Note, Severity::Warning),
    bad: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    intermediary_services: [ { name: 测试报告编制, basis: 《水土保持法》第二十五条第二款, chosen_by: 申请人 } ]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/其他权力.yaml",
        "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    intermediary_services: [ { name: 测试报告编制, basis: 《水土保持法》第二十五条第二款, chosen_by: 申请人, paid_by: 申请人 } ]\n",
    )]),
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let unsaid = |payer: &Option<String>| payer.as_ref().is_none_or(|p| p.trim().is_empty());
    let services = &c.item.intermediary_services;
    for service in services.iter().filter(|s| unsaid(&s.paid_by)) {
        let message = format!("中介服务“{}”没有写明由谁付费", service.name.value);
        sink.field("intermediary_services", service.name.span, message);
    }
}

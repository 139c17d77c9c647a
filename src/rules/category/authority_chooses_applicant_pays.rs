//! C017 `authority-chooses-applicant-pays`: 行政机关委托的服务由申请人付费

use jiff::civil::{Date, date};

use crate::domain::item::ServiceChoice;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政机关委托的服务由申请人付费。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 17),
    name: "authority-chooses-applicant-pays",
    title: "行政机关委托的服务由申请人付费",
    why: "行政机关在审批过程中需要委托中介服务机构开展技术性服务的，应当通过竞争性方式选择，并自行承担费用，不得转嫁给市场主体（优化营商环境条例第四十三条第三款，2020 年 1 月 1 日起施行）。",
    remedy: "费用改由行政机关承担；确由申请人委托的，chosen_by 写申请人",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[
        (
            "power-list.yaml",
            "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 测试版\ncategories: anhui-2014\nas_of: 2024-12-31\ngate: 4\nreview_groups: [综合组, 审核一组]\npeople:\n  - { id: zh, name: 综合组组长, role: 综合组 }\n  - { id: gb, name: 公布人, role: 公布人 }\n  - { id: bb-1, name: 编办审核员, role: 审核人, body: 编办, group: 审核一组 }\n  - { id: fz-1, name: 法制办审核员, role: 审核人, body: 法制办, group: 审核一组 }\n  - { id: zw-1, name: 政务服务中心审核员, role: 审核人, body: 政务服务中心, group: 审核一组 }\n  - { id: hbj, name: 环保局填报人, role: 填报人, department: hbj }\n  - { id: hbj-head, name: 环保局负责人, role: 负责人, department: hbj }\n",
        ),
        (
            "items/hbj/其他权力.yaml",
            "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    intermediary_services: [ { name: 测试报告评审, basis: 《水土保持法》第二十五条第二款, chosen_by: 行政机关, paid_by: 申请人 } ]\n",
        ),
    ]),
    good: Sample::Base,
    check: Check::Item(check),
};

/// First day of the rule.
const SINCE: Date = date(2020, 1, 1);

/// Words for somebody who is not the authority.
const OTHERS: [&str; 9] = [
    "申请人",
    "申请单位",
    "企业",
    "建设单位",
    "当事人",
    "相对人",
    "市场主体",
    "个人",
    "用户",
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.shared.as_of < SINCE {
        return;
    }
    for service in &c.item.intermediary_services {
        let Some(choice) = &service.chosen_by else {
            continue;
        };
        let payer = service.paid_by.as_deref().unwrap_or("");
        let passed_on = OTHERS.iter().any(|word| payer.contains(word));
        if choice.value == ServiceChoice::Authority && passed_on {
            let name = &service.name.value;
            let message = format!("“{name}”由行政机关委托，费用却由{payer}承担");
            sink.field("intermediary_services", choice.span, message);
        }
    }
}

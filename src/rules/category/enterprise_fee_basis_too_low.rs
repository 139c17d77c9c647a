//! C016 `enterprise-fee-basis-too-low`: 涉企收费的依据层级不够

use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use jiff::civil::{Date, date};

/// 涉企收费的依据层级不够。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 16),
    name: "enterprise-fee-basis-too-low",
    title: "涉企收费的依据层级不够",
    why: "政府性基金、涉企行政事业性收费、涉企保证金要有法律、行政法规依据或者经国务院批准，实行目录清单管理，目录之外的一律不得执行（优化营商环境条例第二十五条，2020 年 1 月 1 日起施行）。",
    remedy: "改引法律、行政法规或者国务院的批准文件；没有的，停止收费",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[
        (
            "power-list.yaml",
            "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 测试版\ncategories: anhui-2014\nas_of: 2024-12-31\ngate: 4\nreview_groups: [综合组, 审核一组]\npeople:\n  - { id: zh, name: 综合组组长, role: 综合组 }\n  - { id: gb, name: 公布人, role: 公布人 }\n  - { id: bb-1, name: 编办审核员, role: 审核人, body: 编办, group: 审核一组 }\n  - { id: fz-1, name: 法制办审核员, role: 审核人, body: 法制办, group: 审核一组 }\n  - { id: zw-1, name: 政务服务中心审核员, role: 审核人, body: 政务服务中心, group: 审核一组 }\n  - { id: hbj, name: 环保局填报人, role: 填报人, department: hbj }\n  - { id: hbj-head, name: 环保局负责人, role: 负责人, department: hbj }\n",
        ),
        (
            "items/hbj/其他权力.yaml",
            "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《水土保持法》第二十五条第一款]\n    fee: { charged: true, on_enterprises: true, standard: 每件, basis: [《侵害消费者权益行为处罚办法》第三条] }\n",
        ),
    ]),
    good: Sample::Base,
    check: Check::Item(check),
};

/// First day of the rule.
const SINCE: Date = date(2020, 1, 1);

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(fee) = &c.item.fee else { return };
    if !fee.charged.value || fee.on_enterprises != Some(true) || c.shared.as_of < SINCE {
        return;
    }
    let bases = c.fee_cites();
    let levels: Vec<_> = bases
        .iter()
        .filter_map(|x| x.law.map(|law| law.level))
        .collect();
    // A law that the register does not have is another rule's business.
    if levels.len() != bases.len() {
        return;
    }
    if let Some(highest) = levels.iter().min()
        && *highest > LawLevel::AdministrativeRegulation
    {
        let message = format!("涉企收费的依据最高只是{}", highest.chinese());
        sink.field("fee", fee.charged.span, message);
    }
}

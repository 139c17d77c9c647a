//! C010 `penalty-limit-over-ninety-days`: 行政处罚的办案期限超过九十日

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use jiff::civil::{Date, date};

/// 行政处罚的办案期限超过九十日。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 10),
    name: "penalty-limit-over-ninety-days",
    title: "行政处罚的办案期限超过九十日",
    why: "行政机关应当自行政处罚案件立案之日起九十日内作出处罚决定，法律、法规、规章另有规定的从其规定（行政处罚法 2021 年修订第六十条，2021 年 7 月 15 日起施行）。",
    remedy: "核对法律、法规、规章有没有另外规定这个期限；没有的，改为九十日以内",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[
        (
            "power-list.yaml",
            "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 测试版\ncategories: anhui-2014\nas_of: 2024-12-31\ngate: 4\nreview_groups: [综合组, 审核一组]\npeople:\n  - { id: zh, name: 综合组组长, role: 综合组 }\n  - { id: gb, name: 公布人, role: 公布人 }\n  - { id: bb-1, name: 编办审核员, role: 审核人, body: 编办, group: 审核一组 }\n  - { id: fz-1, name: 法制办审核员, role: 审核人, body: 法制办, group: 审核一组 }\n  - { id: zw-1, name: 政务服务中心审核员, role: 审核人, body: 政务服务中心, group: 审核一组 }\n  - { id: hbj, name: 环保局填报人, role: 填报人, department: hbj }\n  - { id: hbj-head, name: 环保局负责人, role: 负责人, department: hbj }\n",
        ),
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对测试行为的处罚\n    legal_basis: [《水土保持法》第四十八条]\n    time_limit: { statutory: 120, unit: 日 }\n",
        ),
    ]),
    good: Sample::Base,
    check: Check::Item(check),
};

/// First day of the rule.
const SINCE: Date = date(2021, 7, 15);

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let penalty = c.category.is_some_and(|k| k.kind == PowerKind::Penalty);
    if !penalty || c.shared.as_of < SINCE {
        return;
    }
    if let Some(limit) = &c.item.time_limit
        && let Some(days) = limit.statutory.as_ref().filter(|d| d.value > 90)
    {
        let message = format!(
            "办案期限 {} {}，比一般的九十日长",
            days.value,
            limit.unit.chinese()
        );
        sink.field("time_limit", days.span, message);
    }
}

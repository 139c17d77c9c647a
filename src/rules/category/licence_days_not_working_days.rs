//! C011 `licence-days-not-working-days`: 行政审批的二十日没有写成工作日

use crate::domain::category::PowerKind;
use crate::domain::item::DayUnit;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政审批的二十日没有写成工作日。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 11),
    name: "licence-days-not-working-days",
    title: "行政审批的二十日没有写成工作日",
    why: "行政许可法规定的期限以工作日计算，不含法定节假日（第四十二条、第八十二条）；单行法自己规定的“日”照单行法。",
    remedy: "期限来自行政许可法第四十二条的，单位改为工作日",
    severities: Severities::always(Severity::Note),
    bad: Sample::Key(
        "time_limit",
        "    time_limit: { statutory: 20, promised: 15, unit: 日 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let licensing = c.category.is_some_and(|k| k.kind == PowerKind::Licensing);
    if let (true, Some(limit)) = (licensing, &c.item.time_limit)
        && limit.unit == DayUnit::CalendarDays
        && let Some(days) = limit.statutory.as_ref().filter(|d| d.value == 20)
    {
        let message = "法定期限二十日没有写成工作日，核对是不是行政许可法的一般期限";
        sink.field("time_limit", days.span, message);
    }
}

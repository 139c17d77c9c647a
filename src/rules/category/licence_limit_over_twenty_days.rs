//! C009 `licence-limit-over-twenty-days`: 行政审批的法定期限超过二十个工作日

use crate::domain::category::PowerKind;
use crate::domain::item::DayUnit;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政审批的法定期限超过二十个工作日。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 9),
    name: "licence-limit-over-twenty-days",
    title: "行政审批的法定期限超过二十个工作日",
    why: "行政许可应当自受理之日起二十个工作日内作出决定，可以延长十日；法律、法规另有规定的才可以更长，联合办理的四十五日（行政许可法第四十二条、第八十二条）。",
    remedy: "核对法律、法规有没有另外规定这个期限；没有的，改为二十个工作日以内",
    severities: Severities::always(Severity::Note),
    bad: Sample::Key(
        "time_limit",
        "    time_limit: { statutory: 60, promised: 15, unit: 工作日 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let licensing = c.category.is_some_and(|k| k.kind == PowerKind::Licensing);
    let (true, Some(limit)) = (licensing, &c.item.time_limit) else {
        return;
    };
    // Twenty working days are four weeks.
    let ordinary = match limit.unit {
        DayUnit::WorkingDays => 20,
        DayUnit::CalendarDays => 28,
    };
    if let Some(days) = limit.statutory.as_ref().filter(|d| d.value > ordinary) {
        let message = format!(
            "法定期限 {} {}，比一般的二十个工作日长，要有法律、法规的专门规定",
            days.value,
            limit.unit.chinese()
        );
        sink.field("time_limit", days.span, message);
    }
}

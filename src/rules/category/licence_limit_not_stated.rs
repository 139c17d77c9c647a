//! C018 `licence-limit-not-stated`: 行政审批没有写明期限

use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政审批没有写明期限。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 18),
    name: "licence-limit-not-stated",
    title: "行政审批没有写明期限",
    why: "行政机关应当公示许可的期限；没有写明的，申请人无从知道最迟哪一天能得到决定（行政许可法第三十条、第四十二条）。",
    remedy: "写 time_limit：法定期限和承诺期限；当场办结的写 0",
    severities: Severities::first_then(Severity::Note, Severity::Warning),
    bad: Sample::Key("time_limit", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let licensing = c.category.is_some_and(|k| k.kind == PowerKind::Licensing);
    let limit = c.item.time_limit.as_ref();
    let stated = limit.is_some_and(|l| l.statutory.is_some() || l.promised.is_some());
    if licensing && !stated {
        let message = format!("“{}”没有写明办理期限", c.item.name.value);
        sink.report(c.item.name.span, message);
    }
}

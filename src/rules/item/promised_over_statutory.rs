//! I009 `promised-over-statutory`: 承诺期限长于法定期限

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 承诺期限长于法定期限。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 9),
    name: "promised-over-statutory",
    title: "承诺期限长于法定期限",
    why: "承诺期限只能缩短法定期限：行政机关应当在法定期限内办结（行政许可法第四十二条），承诺更长等于公开承诺违法。",
    remedy: "把承诺期限改到法定期限以内；法定期限写错的，按法律改正",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key(
        "time_limit",
        "    time_limit: { statutory: 20, promised: 30, unit: 工作日 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(limit) = &c.item.time_limit else {
        return;
    };
    let (Some(statutory), Some(promised)) = (&limit.statutory, &limit.promised) else {
        return;
    };
    if promised.value > statutory.value {
        let unit = limit.unit.chinese();
        let message = format!(
            "承诺期限 {} {unit}长于法定期限 {} {unit}",
            promised.value, statutory.value
        );
        sink.field("time_limit", promised.span, message)
            .related
            .push((statutory.span, "法定期限在这里".to_owned()));
    }
}

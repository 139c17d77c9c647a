//! L022 `register-out-of-date`: 法规库只到基准日以前

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::date;

/// 法规库只到基准日以前。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 22),
    name: "register-out-of-date",
    title: "法规库只到基准日以前",
    why: "法规库的来源截止在基准日以前，这以后修改、废止了哪些法它不知道；照它校验没有问题，不等于按基准日的法律没有问题。",
    remedy: "取得新的法规文本，用 power-list law index 更新法规库；更新以前，截止日以后公布的法要人工核对",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Files(&[(
        "power-list.yaml",
        "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 测试版\ncategories: anhui-2014\nas_of: 2099-01-01\ngate: 4\nreview_groups: [审核一组]\n",
    )]),
    good: Sample::Base,
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let as_of = c.shared.as_of;
    let Some(known) = c.shared.register.snapshot().filter(|known| *known < as_of) else {
        return;
    };
    let message = format!(
        "基准日是{}，法规库只知道到{}为止的法律",
        date(as_of),
        date(known)
    );
    sink.report(c.shared.project.settings.as_of_span, message);
}

//! I004 `code-mismatch`: 编码与所在的部门或类别不一致

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 编码与所在的部门或类别不一致。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 4),
    name: "code-mismatch",
    title: "编码与所在的部门或类别不一致",
    why: "编码里写着区划、部门和类别，与事项所在的位置不一致，多半是从别处复制来的，会占用别人的号。",
    remedy: "改正编码，或者把事项移到它该在的文件",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key("code", "    code: 341100-gtj-01-0001"),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(code) = &c.item.code else { return };
    let parts = code.value.parts();
    let jurisdiction = &c.shared.project.settings.jurisdiction.value;
    let mut wrong = Vec::new();
    if parts.jurisdiction != jurisdiction.as_str() {
        wrong.push(format!("区划应当是 {jurisdiction}"));
    }
    if parts.department != c.item.department.value.as_str() {
        wrong.push(format!("部门应当是 {}", c.item.department.value));
    }
    if let Some(category) = c.category
        && parts.category != &*category.code
    {
        wrong.push(format!("类别应当是 {}（{}）", category.code, category.name));
    }
    if parts.sub.is_some() {
        wrong.push("子项编码不能用作事项编码".to_owned());
    }
    if !wrong.is_empty() {
        let message = format!("编码“{}”与所在位置不一致：{}", code.value, wrong.join("，"));
        sink.field("code", code.span, message);
    }
}

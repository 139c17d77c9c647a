//! X021 `parent-list-outdated`: 上级已经有更新的发布

use crate::domain::adoption::ParentList;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 上级已经有更新的发布。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 21),
    name: "parent-list-outdated",
    title: "上级已经有更新的发布",
    why: "上级的清单每年都在调整；承接的还是以前的发布，上级取消、下放、更名的就看不到。",
    remedy: "parent 的 release 改成上级最新的发布，再逐项对照",
    severities: Severities::always(Severity::Note),
    bad: Sample::County(&[("上级/341100-20160301.db", "")]),
    good: Sample::County(&[("上级/341100-20140301.db", "")]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let project = c.shared.project;
    let parent = project.parent.as_ref().and_then(ParentList::release);
    let newer = parent.and_then(|p| Some((p, p.newer.as_ref()?)));
    if let (Some((parent, newer)), Some(written)) = (newer, &project.settings.parent) {
        let message = format!("上级清单用的是 {}，同一个文件夹里已经有 {newer}", parent.id);
        sink.report(written.span, message);
    }
}

//! R003 `stage-not-covered`: 责任事项没有覆盖通常的环节

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 责任事项没有覆盖通常的环节。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Duty, 3),
    name: "stage-not-covered",
    title: "责任事项没有覆盖通常的环节",
    why: "责任事项按办理环节写，漏掉的环节就没有人负责；确实没有这个环节的可以不理会。",
    remedy: "补上这个环节的责任",
    severities: Severities::always(Severity::Note),
    bad: Sample::Key(
        "responsibilities",
        "    responsibilities:\n      - { stage: 受理, duty: 一次告知需要补正的材料 }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(category) = c.category else { return };
    let duties = &c.item.responsibilities;
    let (Some(first), false) = (duties.first(), category.stages.is_empty()) else {
        return;
    };
    let missing: Vec<&str> = category
        .stages
        .iter()
        .map(|s| &**s)
        .filter(|stage| !duties.iter().any(|d| d.stage.value == **stage))
        .filter(|stage| !duties.iter().any(|d| d.stage.value.contains(stage)))
        .collect();
    // Procedures differ; only what leaves out most of the usual stages is worth a look.
    if missing.len() * 2 > category.stages.len() {
        let message = format!("责任事项没有写“{}”环节", missing.join("”、“"));
        sink.field("responsibilities", first.stage.span, message);
    }
}

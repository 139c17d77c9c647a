//! F001 `no-flowchart`: 事项没有流程图

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 事项没有流程图。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 1),
    name: "no-flowchart",
    title: "事项没有流程图",
    why: "每项权力都要有运行流程图并随清单公布（滁州 2014 年部署的七项任务之一）。",
    remedy: "画好流程图放在 flowcharts/<部门>/，在 flowchart 里写明路径；同类事项流程相同的可以共用一张",
    severities: Severities::first_then(Severity::Note, Severity::Error),
    bad: Sample::Key("flowchart", ""),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    if c.item.flowchart.is_none() {
        let name = &c.item.name;
        sink.field(
            "flowchart",
            name.span,
            format!("“{}”没有流程图", name.value),
        );
    }
}

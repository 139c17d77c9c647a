//! F002 `flowchart-not-found`: 流程图文件不存在

use crate::domain::flowchart::ChartFault;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::flow::faulty_charts;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图文件不存在。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 2),
    name: "flowchart-not-found",
    title: "流程图文件不存在",
    why: "清单公布时流程图要一起公布，指到一个没有的文件等于没有流程图。",
    remedy: "改正路径，或者把文件放到那里",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Key("flowchart", "    flowchart: flowcharts/hbj/none.yaml"),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    faulty_charts(c, sink, |fault, path| match fault {
        ChartFault::Missing => Some(format!("找不到流程图“{path}”")),
        _ => None,
    });
}

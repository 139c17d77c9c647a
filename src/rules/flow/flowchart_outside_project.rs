//! F003 `flowchart-outside-project`: 流程图路径指到工程之外

use crate::domain::flowchart::ChartFault;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::flow::faulty_charts;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图路径指到工程之外。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 3),
    name: "flowchart-outside-project",
    title: "流程图路径指到工程之外",
    why: "工程要能整个搬走、整个核对；指到外面的文件别人没有，也可能泄露不该公布的内容。",
    remedy: "把文件放进工程的 flowcharts/ 里，用相对路径",
    severities: Severities::always(Severity::Error),
    bad: Sample::Key("flowchart", "    flowchart: ../secret.png"),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    faulty_charts(c, sink, |fault, path| match fault {
        ChartFault::OutsideProject => Some(format!("流程图“{path}”在工程之外，没有读取")),
        _ => None,
    });
}

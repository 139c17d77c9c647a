//! F004 `flowchart-unusable`: 流程图文件不能用

use crate::domain::flowchart::{ChartFault, ChartFile};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图文件不能用。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 4),
    name: "flowchart-unusable",
    title: "流程图文件不能用",
    why: "打不开的图不能公布。",
    remedy: "换成内容与文件名相符的 YAML、SVG、PNG 或 PDF 文件，图片不超过 20 MB",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[("flowcharts/hbj/approve.yaml", "")]),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let own = c.item.flowchart.iter();
    let subs = c.item.sub_items.iter().filter_map(|s| s.flowchart.as_ref());
    for path in own.chain(subs) {
        let Some(ChartFile::Faulty(fault)) = c.shared.project.charts.get(&path.value) else {
            continue;
        };
        let message = match fault {
            ChartFault::NotAFile => format!("流程图“{}”是文件夹，不是文件", path.value),
            ChartFault::Empty => format!("流程图“{}”是空文件", path.value),
            ChartFault::Unreadable => format!("流程图“{}”打不开", path.value),
            ChartFault::TooLarge => format!("流程图“{}”超过 20 MB", path.value),
            ChartFault::WrongType => format!(
                "流程图“{}”的内容与文件名不符，不是 YAML、SVG、PNG 或 PDF",
                path.value
            ),
            ChartFault::Broken => format!("流程图“{}”有错误，读不成图", path.value),
            _ => continue,
        };
        sink.field("flowchart", path.span, message);
    }
}

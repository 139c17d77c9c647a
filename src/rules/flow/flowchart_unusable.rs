//! F004 `flowchart-unusable`: 流程图文件不能用

use crate::domain::flowchart::ChartFault;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::flow::faulty_charts;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 流程图文件不能用。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 4),
    name: "flowchart-unusable",
    title: "流程图文件不能用",
    why: "打不开的图不能公布；带脚本、外部链接的 SVG 放上网站就成了别人的程序。",
    remedy: "换成内容与文件名相符的 YAML、SVG、PNG 或 PDF 文件，图片不超过 20 MB；SVG 里只留图，去掉脚本、动画和指向别处的链接",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[("flowcharts/hbj/approve.yaml", "")]),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    faulty_charts(c, sink, |fault, path| match fault {
        ChartFault::NotAFile => Some(format!("流程图“{path}”是文件夹，不是文件")),
        ChartFault::Empty => Some(format!("流程图“{path}”是空文件")),
        ChartFault::Unreadable => Some(format!("流程图“{path}”打不开")),
        ChartFault::TooLarge => Some(format!("流程图“{path}”超过 20 MB")),
        ChartFault::WrongType => Some(format!(
            "流程图“{path}”的内容与文件名不符，不是 YAML、SVG、PNG 或 PDF"
        )),
        ChartFault::Acts(what) => Some(format!("流程图“{path}”里有{what}，打开它就会做图以外的事")),
        ChartFault::Broken => Some(format!("流程图“{path}”有错误，读不成图")),
        ChartFault::Missing | ChartFault::OutsideProject => None,
    });
}

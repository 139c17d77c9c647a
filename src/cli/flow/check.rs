//! `flow check`: what the rules find in charts.

use std::collections::HashSet;
use std::io::Write as _;

use clap::Args;
use power_list::domain::flowchart::ChartFile;
use power_list::finding::Severity;
use power_list::ops::validate::{self, Leniency};
use power_list::rules::selection::Selection;

use super::which;
use crate::cli::error::Exit;
use crate::cli::format::{FindingsFormat, FindingsOutput};
use crate::cli::{Global, context, source};

/// 检查流程图：能不能画，环节、期限、去向对不对（规则 F 一族）
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list flow check                          全部流程图
  power-list flow check hbj/eia-approval     一张流程图
  power-list flow check 341100-hbj-01-0001       一个事项的流程图
  power-list flow check --format json            给程序读

退出码：0 通过；1 有错误；2 用法不对；3 读写失败")]
pub struct CheckArgs {
    /// 流程图的路径（如 hbj/eia-approval）、标题，或者事项编码（默认：全部）
    #[arg(value_name = "流程图")]
    charts: Vec<String>,
    #[command(flatten)]
    output: FindingsOutput,
}

/// Runs the command.
pub fn run(args: &CheckArgs, global: &Global) -> anyhow::Result<Exit> {
    let root = context::project_root(global)?;
    let register = context::register(&root)?;
    let prefix = context::prefix(&root);
    let request = validate::Request {
        as_of: global.as_of,
        prefix: &prefix,
        ..validate::Request::new(context::today(), Leniency::Baseline { file: None })
    };
    let mut judged = validate::validate(&root, &register, request)?;
    let project = &judged.loaded.project;
    let catalog = source::catalog_of(global, &root, project)?;
    let known: Vec<(&str, Option<&str>)> = project
        .charts
        .iter()
        .map(|(id, file)| match file {
            ChartFile::Structured(chart) => (id.as_str(), Some(chart.title.value.as_str())),
            _ => (id.as_str(), None),
        })
        .collect();
    let mut ids: Vec<&str> = Vec::new();
    for word in &args.charts {
        ids.push(which::named(word, &catalog, &known)?.id);
    }
    if ids.is_empty() {
        ids.extend(known.iter().map(|(id, _)| *id));
    }
    let mut sources = HashSet::new();
    let (mut drawn, mut elsewhere, mut faulty) = (0, 0, 0);
    for id in ids {
        match project.charts.get(id) {
            Some(ChartFile::Structured(_)) => drawn += 1,
            Some(ChartFile::Drawing { .. }) => elsewhere += 1,
            Some(ChartFile::Faulty(_)) | None => faulty += 1,
        }
        sources.extend(project.chart_sources.get(id));
        sources.extend(project.drawing_sources.get(id));
    }
    if !args.charts.is_empty() {
        judged.restrict_to_files(&sources);
    }
    judged.restrict_to_rules(&Selection::new(&["F".to_owned()], &[])?);
    args.output
        .print(&judged.report, &judged.loaded.sources, global)?;
    if !global.quiet && args.output.format == FindingsFormat::Plain {
        let mut err = crate::cli::screen::stderr();
        writeln!(
            err,
            "流程图：程序能画的 {drawn} 张，在别处画好的 {elsewhere} 张，不能用的 {faulty} 张"
        )?;
    }
    let failed = judged.report.findings.iter();
    let failed = failed.filter(|f| f.severity == Severity::Error).count() + faulty;
    Ok(if failed > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

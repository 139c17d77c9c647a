//! `baseline show`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use power_list::io::baseline;
use power_list::rules;

use super::Place;
use crate::cli::error::Exit;
use crate::cli::{Global, context, table};

/// 列出基线里的旧账，各有多少天
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list baseline show
  power-list baseline show --format json | jq '.entries[] | select(.rule == \"L002\")'")]
pub struct ShowArgs {
    /// 工程里的哪个文件（默认：power-list.yaml 的 baseline，没有写就是 power-list.baseline.json）
    #[arg(long, value_name = "路径")]
    file: Option<String>,
    /// 输出格式：table（默认）或 json
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

/// Runs the command.
pub fn run(args: &ShowArgs, global: &Global) -> anyhow::Result<Exit> {
    let place = Place::of(global, args.file.as_deref())?;
    let baseline = place.read()?;
    let mut out = crate::cli::screen::stdout();
    if matches!(args.format, Format::Json) {
        out.write_all(&baseline::to_json(&baseline)?)?;
        return Ok(Exit::Clean);
    }
    if baseline.entries.is_empty() {
        writeln!(out, "基线里没有旧账，可以删去 {}", place.shown())?;
        return Ok(Exit::Clean);
    }
    let today = context::today();
    let mut table = table::new(["文件", "事项", "规则", "个数", "首次发现", "已有"]);
    for (key, entry) in &baseline.entries {
        let code = key.rule.to_string();
        let title = rules::find(&code).map_or("", |rule| rule.title);
        // A date in the future, from another computer's clock, is no age.
        let days = today.duration_since(entry.since).as_hours().max(0) / 24;
        table.add_row([
            key.file.clone(),
            key.item.clone().unwrap_or_default(),
            format!("{code} {title}"),
            entry.count.to_string(),
            entry.since.to_string(),
            format!("已有 {days} 天"),
        ]);
    }
    if let Some(column) = table.column_mut(3) {
        column.set_cell_alignment(comfy_table::CellAlignment::Right);
    }
    writeln!(out, "{table}")?;
    if !global.quiet {
        writeln!(
            out,
            "共 {} 个问题，{} 条",
            baseline.count(),
            baseline.entries.len()
        )?;
    }
    Ok(Exit::Clean)
}

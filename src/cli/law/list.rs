//! `power-list law list`: the laws of the register.

use std::io::Write;

use clap::Args;
use jiff::civil::Date;
use power_list::domain::law::{Law, LawLevel};
use serde_json::json;

use super::super::context;
use super::super::table;
use super::view::{self, LawView};
use super::{RowFormat, register_of};
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 列出法规库中的法规
///
/// 包括内置的国家法律、行政法规、部门规章，以及清单工程 laws/*.yaml 中的本地文件。效力按今天判断，用 --as-of 换一天。
#[derive(Debug, Args)]
#[command(
    next_help_heading = "选项",
    after_help = "\
示例：
  power-list law list 环境                          名称中有“环境”的法规
  power-list law list --level 法律                  全部法律
  power-list law list 规划 --as-of 2015-03-01       按 2015 年 3 月 1 日判断效力
  power-list law list 税 --format csv > 税法.csv"
)]
pub struct ListArgs {
    /// 名称（全称、简称、曾用名）中的文字
    #[arg(value_name = "文字", help_heading = "参数")]
    query: Option<String>,
    /// 只列某一效力位阶，如 法律、行政法规、部门规章
    #[arg(long, value_name = "位阶", value_parser = level)]
    level: Option<LawLevel>,
    /// 输出格式：table（表格，默认）、json、csv
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value = "table",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: RowFormat,
}

fn level(text: &str) -> Result<LawLevel, String> {
    LawLevel::from_chinese(text).ok_or_else(|| {
        let all: Vec<_> = LawLevel::ALL.iter().map(|l| l.chinese()).collect();
        format!("“{text}”不是效力位阶，应为：{}", all.join("、"))
    })
}

/// Runs the command.
pub fn run(args: &ListArgs, global: &Global) -> anyhow::Result<Exit> {
    if args.query.as_deref().is_some_and(|q| q.trim().is_empty()) {
        return Err(usage(
            "要查找的文字是空的",
            "不给文字即列出全部：power-list law list",
        ));
    }
    let register = register_of(global)?;
    let as_of = global.as_of.unwrap_or_else(context::today);
    let laws: Vec<&Law> = register
        .laws()
        .iter()
        .filter(|law| args.level.is_none_or(|level| law.level == level))
        .filter(|law| args.query.as_deref().is_none_or(|q| matches(law, q.trim())))
        .collect();
    let mut out = crate::cli::screen::stdout();
    match args.format {
        RowFormat::Json => {
            let laws: Vec<_> = laws.iter().map(|law| LawView::of(law, as_of)).collect();
            let page = json!({ "schema": "power-list/laws/v1", "laws": laws });
            serde_json::to_writer_pretty(&mut out, &page)?;
            writeln!(out)?;
        }
        RowFormat::Csv => {
            writeln!(out, "名称,全称,位阶,公布,施行,版本数,效力,废止")?;
            for law in laws {
                let row = row(law, as_of);
                let cells: Vec<_> = row.iter().map(|cell| csv_cell(cell)).collect();
                writeln!(out, "{}", cells.join(","))?;
            }
        }
        RowFormat::Table => {
            let mut table = table::new(["名称", "位阶", "最近公布", "版本", "效力"]);
            for law in &laws {
                let latest = law
                    .versions
                    .last()
                    .map_or(String::new(), |v| v.published.to_string());
                table.add_row([
                    law.id.as_str(),
                    law.level.chinese(),
                    &latest,
                    &law.versions.len().to_string(),
                    &view::standing(law, as_of),
                ]);
            }
            if !laws.is_empty() {
                writeln!(out, "{table}")?;
            }
            if !global.quiet {
                writeln!(out, "{} 部（效力按 {as_of} 判断）", laws.len())?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn matches(law: &Law, query: &str) -> bool {
    law.full_name.contains(query)
        || law.id.as_str().contains(query)
        || law.former_names.iter().any(|name| name.contains(query))
}

fn row(law: &Law, as_of: Date) -> [String; 8] {
    let latest = law.versions.last();
    let text = |date: Option<Date>| date.map_or(String::new(), |d| d.to_string());
    [
        law.id.as_str().to_owned(),
        law.full_name.to_string(),
        law.level.chinese().to_owned(),
        text(latest.map(|v| v.published)),
        text(latest.and_then(|v| v.effective)),
        law.versions.len().to_string(),
        view::standing(law, as_of),
        law.repeal.as_ref().map_or(String::new(), view::ended),
    ]
}

/// A cell by RFC 4180.
pub(super) fn csv_cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

//! `show`: one item as a sheet.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use power_list::domain::catalog::{Catalog, ItemRow, LawRow};
use power_list::domain::near::Near;
use power_list::report::item_sheet;
use serde::Serialize;

use super::error::{Exit, usage};
use super::{Global, source};

/// 显示一个事项：依据和效力、责任、追责、流程图
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list show 341100-hbj-01-0001                             工程里的一个事项
  power-list show 341100-hbj-01-0001-02                          子项所在的事项
  power-list show 341100-hbj-01-0001 --release 341100-20150301   公布的清单里的同一事项
  power-list show 341100-hbj-01-0001 --format json               给程序读

不知道编码时：power-list search 环境影响")]
pub struct ShowArgs {
    /// 事项编码，如 341100-hbj-01-0001
    #[arg(value_name = "编码")]
    code: String,
    /// 看公布的清单：发布编号或 .db 文件（默认：看工程现状）
    #[arg(long, value_name = "发布")]
    release: Option<String>,
    /// 输出格式：plain（默认）或 json
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Plain, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Plain,
    Json,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: String,
    department_name: &'a str,
    category_name: &'a str,
    #[serde(flatten)]
    item: &'a ItemRow,
    laws: Vec<&'a LawRow>,
    flowcharts: Vec<&'a power_list::domain::catalog::ChartRow>,
}

/// Runs the command.
pub fn run(args: &ShowArgs, global: &Global) -> anyhow::Result<Exit> {
    let code = args.code.trim();
    let found = match &args.release {
        Some(release) => published(global, release, code)?,
        None => source::one(global, code)?,
    };
    let catalog = found.map_err(|near| unknown(code, &near))?;
    let Some(item) = catalog.items.first() else {
        return Err(unknown(code, &[]));
    };
    let mut out = crate::cli::screen::stdout();
    match args.format {
        Format::Plain => out.write_all(item_sheet::render(&catalog, item).as_bytes())?,
        Format::Json => {
            let cited = |law: &&LawRow| {
                item.basis
                    .iter()
                    .any(|row| row.law_id.as_deref() == Some(law.id.as_str()))
            };
            let document = Document {
                schema: "power-list/item/v1",
                as_of: catalog.as_of.to_string(),
                department_name: catalog.department_label(&item.department),
                category_name: catalog.category_label(&item.category),
                item,
                laws: catalog.laws.iter().filter(cited).collect(),
                flowcharts: item.charts().filter_map(|id| catalog.chart(id)).collect(),
            };
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
        }
    }
    Ok(Exit::Clean)
}

/// As [`source::one`], of a release.
fn published(
    global: &Global,
    release: &str,
    code: &str,
) -> anyhow::Result<Result<Catalog, Vec<String>>> {
    let file = source::open_release(global, release)?;
    source::own_day_of_release(global, file.header().as_of)?;
    if let Some(alone) = file.item_alone(code)? {
        let laws = file.laws()?;
        return Ok(Ok(Catalog { laws, ..alone }));
    }
    let mut near = Near::to(code);
    file.each_code(|code| near.see(code))?;
    Ok(Err(near.codes()))
}

fn unknown(code: &str, near: &[String]) -> anyhow::Error {
    let hint = if near.is_empty() {
        "用 power-list search 按名称、单位或法名查找".to_owned()
    } else {
        format!(
            "相近的编码：{}\n也可以用 power-list search 按名称查找",
            near.join("、")
        )
    };
    usage(format!("没有编码为“{code}”的事项"), hint)
}

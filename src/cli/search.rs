//! `search`: items by words of their names, laws, duties and units.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use power_list::domain::bigram::Query;
use power_list::io::sqlite::release::Hit;
use power_list::ops::items::{self, Found, Wanted};
use serde::Serialize;

use super::error::{Exit, usage};
use super::{Global, context, pick, source, table};

/// Rows of the table when no limit is given.
const ROWS: usize = 50;

/// 按名称、法名、责任内容、单位全文查找事项
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list search 许可                            一个字、两个字、长句都可以
  power-list search 食品 经营                       几个词都要有
  power-list search 水 --department slj             只找一个单位
  power-list search 许可 --category 行政审批        只找一个类别
  power-list search 许可 --release 341100-20150301  找公布的清单
  power-list search 许可 --format json | jq -r .items[].code

名称里有要找的词的排在前面。没有找到也以 0 退出。")]
pub struct SearchArgs {
    /// 要找的词；几个词之间空格，都要有
    #[arg(value_name = "词", required = true)]
    words: Vec<String>,
    /// 找公布的清单：发布编号或 .db 文件（默认：找工程现状）
    #[arg(long, value_name = "发布")]
    release: Option<String>,
    /// 只找这个单位
    #[arg(long, value_name = "部门代号")]
    department: Option<String>,
    /// 只找这个类别
    #[arg(long, value_name = "类别")]
    category: Option<String>,
    /// 最多列出多少项（默认：表格 50，json 全部）
    #[arg(long, value_name = "项数")]
    limit: Option<usize>,
    /// 输出格式：table（默认）或 json
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    total: usize,
    items: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    name: &'a str,
    department: &'a str,
    department_name: &'a str,
    category: &'a str,
}

/// Runs the command.
pub fn run(args: &SearchArgs, global: &Global) -> anyhow::Result<Exit> {
    let words = args.words.join(" ");
    let query = Query::parse(&words).map_err(|e| {
        usage(
            e.to_string(),
            "写出要找的字词，例如：power-list search 排污许可",
        )
    })?;
    let hits = match &args.release {
        Some(release) => in_release(args, global, release, &query)?,
        None => in_project(args, global, &query)?,
    };
    let total = hits.len();
    let limit = args.limit.unwrap_or(match args.format {
        Format::Table => ROWS,
        Format::Json => usize::MAX,
    });
    let shown = hits.get(..limit.min(total)).unwrap_or(&hits);
    let mut out = crate::cli::screen::stdout();
    match args.format {
        Format::Json => {
            let rows = shown.iter().map(|hit| Row {
                code: &hit.code,
                name: &hit.name,
                department: &hit.department,
                department_name: &hit.department_name,
                category: &hit.category,
            });
            let document = Document {
                schema: "power-list/items/v1",
                total,
                items: rows.collect(),
            };
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
        }
        Format::Table if total > 0 => {
            let mut table = table::new(["编码", "名称", "单位", "类别"]);
            for hit in shown {
                table.add_row([&hit.code, &hit.name, &hit.department_name, &hit.category]);
            }
            writeln!(out, "{table}")?;
        }
        Format::Table => {}
    }
    out.flush()?;
    if total == 0 {
        tell!(
            "没有找到“{words}”；换短一些的词（一个字也可以），或去掉 --department、--category 再试"
        );
    } else if !global.quiet && args.format == Format::Table {
        if shown.len() < total {
            tell!("共 {total} 项，列出前 {} 项；--limit 可以多列", shown.len());
        } else {
            tell!("共 {total} 项");
        }
    }
    Ok(Exit::Clean)
}

fn in_release(
    args: &SearchArgs,
    global: &Global,
    release: &str,
    query: &Query,
) -> anyhow::Result<Vec<Hit>> {
    let file = source::open_release(global, release)?;
    let (departments, categories) = file.units()?;
    let department = args
        .department
        .as_deref()
        .map(|id| pick::department(id, &departments))
        .transpose()?;
    let category = args
        .category
        .as_deref()
        .map(|name| pick::category(name, &categories))
        .transpose()?;
    Ok(file.search(
        query,
        department.map(|d| d.id.as_str()),
        category.map(|c| c.code.as_str()),
    )?)
}

fn in_project(args: &SearchArgs, global: &Global, query: &Query) -> anyhow::Result<Vec<Hit>> {
    let (root, outline) = source::outline(global)?;
    let place = context::register(&root).and_then(|register| {
        let frame = source::frame_of(global, &register, &outline.loaded.project);
        let unit = args.department.as_deref();
        let unit = unit.map(|id| pick::department(id, &frame.departments));
        let unit = unit.transpose()?.map(|unit| unit.id.clone());
        let category = args.category.as_deref();
        let category = category.map(|name| pick::category(name, &frame.categories));
        let category = category.transpose()?.map(|category| category.code.clone());
        Ok((register, frame, unit, category))
    });
    let (register, frame, unit, category) = match place {
        Ok(place) => place,
        Err(error) => {
            source::warn(global, &items::count(outline).0);
            return Err(error);
        }
    };
    let wanted = Wanted {
        query,
        unit: unit.as_deref(),
        category: category.as_deref(),
        as_of: frame.as_of,
    };
    let (loaded, found) = items::find(outline, &register, wanted);
    source::warn(global, &loaded);
    let hit = |found: Found| Hit {
        department_name: frame.department_label(&found.unit).to_owned(),
        category: frame.category_label(&found.category).to_owned(),
        code: found.code.into_string(),
        name: found.name.into_string(),
        department: found.unit.into_string(),
    };
    Ok(found.into_iter().map(hit).collect())
}

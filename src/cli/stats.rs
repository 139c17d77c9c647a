//! `stats`: items by unit and category.

mod levels;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use comfy_table::CellAlignment;
use power_list::ops::items;
use power_list::report::figures::{self, Counts, Matrix};
use serde::Serialize;

use super::error::Exit;
use super::{Global, context, source, table};

/// 部门和类别的事项数统计；市和各县的清单并排统计
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list stats                              工程现状
  power-list stats --release 341100-20150301    公布的清单
  power-list stats 341100-20150301.db 341122-20150301.db    市和县并排：单位、事项、承接上级的、与上级不同的
  power-list stats --lists 各县清单              一个文件夹里各地最近一次的发布
  power-list stats --format csv > 统计.csv      给表格软件
  power-list stats --format json | jq .items    给程序读")]
pub struct StatsArgs {
    /// 公布的清单：发布编号或 .db 文件；几份的，并排统计
    #[arg(value_name = "清单", conflicts_with = "release")]
    lists: Vec<String>,
    /// 并排统计这个文件夹里各地最近一次的发布
    #[arg(long = "lists", value_name = "文件夹", conflicts_with = "release")]
    folder: Option<PathBuf>,
    /// 统计公布的清单：发布编号或 .db 文件（默认：工程现状）
    #[arg(long, value_name = "发布")]
    release: Option<String>,
    /// 输出格式：table（默认）、json 或 csv
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    items: usize,
    categories: BTreeMap<&'a str, usize>,
    departments: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    short_name: &'a str,
    items: usize,
    categories: BTreeMap<&'a str, usize>,
}

/// Runs the command.
pub fn run(args: &StatsArgs, global: &Global) -> anyhow::Result<Exit> {
    let release = match (args.lists.as_slice(), &args.folder) {
        ([], None) => args.release.as_deref(),
        ([only], None) => Some(only.as_str()),
        _ => return levels::run(args, global),
    };
    let matrix = match release {
        Some(release) => {
            let catalog = source::catalog(global, Some(release))?;
            figures::matrix(&catalog, &Counts::of(&catalog))
        }
        None => of_project(global)?,
    };
    let mut out = crate::cli::screen::stdout();
    match args.format {
        Format::Table => write_table(&mut out, &matrix)?,
        Format::Csv => write_csv(&mut out, &matrix)?,
        Format::Json => {
            let named = |counts: &[usize]| {
                let names = matrix.categories.iter().map(String::as_str);
                names.zip(counts.iter().copied()).collect()
            };
            let document = Document {
                schema: "power-list/stats/v1",
                items: matrix.total,
                categories: named(&matrix.totals),
                departments: matrix
                    .rows
                    .iter()
                    .map(|row| Row {
                        id: &row.id,
                        name: &row.name,
                        short_name: &row.short_name,
                        items: row.total,
                        categories: named(&row.counts),
                    })
                    .collect(),
            };
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
        }
    }
    Ok(Exit::Clean)
}

fn of_project(global: &Global) -> anyhow::Result<Matrix> {
    let (root, outline) = source::outline(global)?;
    let (loaded, counts) = items::count(outline);
    source::warn(global, &loaded);
    let register = context::register(&root)?;
    let frame = source::frame_of(global, &register, &loaded.project);
    Ok(figures::matrix(&frame, &counts))
}

/// Header, units and sums as cells. Nought is a dash in the table, so that the eye finds what is there.
fn cells(matrix: &Matrix, unit_name: impl Fn(usize) -> String, nought: &str) -> Vec<Vec<String>> {
    let number = |n: usize| match n {
        0 => nought.to_owned(),
        n => n.to_string(),
    };
    let line = |name: String, counts: &[usize], total: usize| {
        let mut cells = vec![name];
        cells.extend(counts.iter().map(|n| number(*n)));
        cells.push(number(total));
        cells
    };
    let mut out = vec![
        std::iter::once("单位".to_owned())
            .chain(matrix.categories.iter().cloned())
            .chain(std::iter::once("合计".to_owned()))
            .collect(),
    ];
    for (i, row) in matrix.rows.iter().enumerate() {
        out.push(line(unit_name(i), &row.counts, row.total));
    }
    out.push(line("合计".to_owned(), &matrix.totals, matrix.total));
    out
}

fn write_table(out: &mut impl std::io::Write, matrix: &Matrix) -> std::io::Result<()> {
    let short = |i: usize| {
        matrix
            .rows
            .get(i)
            .map_or_else(String::new, |r| r.short_name.clone())
    };
    let mut lines = cells(matrix, short, "-").into_iter();
    let header = lines.next().unwrap_or_default();
    let mut table = table::new(header.iter().map(|name| halved(name)).collect::<Vec<_>>());
    table.add_rows(lines);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}")
}

/// A heading on two lines, so that ten categories fit on a terminal.
fn halved(name: &str) -> String {
    let count = name.chars().count();
    if count < 4 {
        return name.to_owned();
    }
    let head: String = name.chars().take(count.div_ceil(2)).collect();
    let tail: String = name.chars().skip(count.div_ceil(2)).collect();
    format!("{head}\n{tail}")
}

fn write_csv(out: &mut impl std::io::Write, matrix: &Matrix) -> std::io::Result<()> {
    let full = |i: usize| {
        matrix
            .rows
            .get(i)
            .map_or_else(String::new, |r| r.name.clone())
    };
    for line in cells(matrix, full, "0") {
        let fields: Vec<String> = line.iter().map(|f| csv_field(f)).collect();
        writeln!(out, "{}", fields.join(","))?;
    }
    Ok(())
}

fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

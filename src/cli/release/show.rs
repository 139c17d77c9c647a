//! `release show`: the figures of a release.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use power_list::domain::release::{Header, Release};
use power_list::report::figures::{self, CitedArticle};
use power_list::report::keys::release::RELEASE;
use serde::Serialize;

use crate::cli::error::Exit;
use crate::cli::{Global, source, table};

/// Provisions that are shown.
const MOST_CITED: usize = 10;

/// 一次发布的概况：单位、各类事项、法律依据
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list release show 341100-20150301
  power-list release show releases/341100-20150301.db --format json")]
pub struct ShowArgs {
    /// 发布编号或 .db 文件
    #[arg(value_name = "发布")]
    release: String,
    /// 输出格式：table（默认）或 json
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    #[serde(flatten)]
    header: &'a Header,
    partial: bool,
    digest: String,
    previous: Option<String>,
    items: usize,
    departments: usize,
    departments_left_out: Vec<&'a str>,
    categories: Vec<Count<'a>>,
    flowcharts: usize,
    laws: usize,
    most_cited: &'a [CitedArticle],
    decisions: usize,
    changes: usize,
}

#[derive(Serialize)]
struct Count<'a> {
    name: &'a str,
    items: usize,
}

/// Runs the command.
pub fn run(args: &ShowArgs, global: &Global) -> anyhow::Result<Exit> {
    let file = source::open_release(global, &args.release)?;
    let release = file.read()?;
    let matrix = figures::matrix(&release.catalog, &figures::Counts::of(&release.catalog));
    let cited = figures::cited_articles(&release.catalog);
    let most_cited = cited.get(..MOST_CITED).unwrap_or(&cited);
    let (included, left_out): (Vec<_>, Vec<_>) = release
        .catalog
        .departments
        .iter()
        .partition(|d| d.confirmed);
    let document = Document {
        schema: RELEASE,
        header: &release.header,
        partial: release.header.id.partial(),
        digest: file.digest().to_string(),
        previous: release.previous.as_ref().map(ToString::to_string),
        items: release.catalog.items.len(),
        departments: included.len(),
        departments_left_out: left_out.iter().map(|d| d.short_name.as_str()).collect(),
        categories: matrix
            .categories
            .iter()
            .zip(&matrix.totals)
            .map(|(name, items)| Count {
                name,
                items: *items,
            })
            .collect(),
        flowcharts: release.catalog.charts.len(),
        laws: release.catalog.laws.len(),
        most_cited,
        decisions: release.decisions.len(),
        changes: release.changes.len(),
    };
    let mut out = crate::cli::screen::stdout();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
        }
        Format::Table => write_plain(&mut out, &document, &release)?,
    }
    Ok(Exit::Clean)
}

fn write_plain(
    out: &mut impl std::io::Write,
    d: &Document<'_>,
    release: &Release,
) -> std::io::Result<()> {
    let h = d.header;
    writeln!(
        out,
        "{}  {}权力清单（{}）",
        h.id, h.jurisdiction_name, h.edition
    )?;
    writeln!(
        out,
        "公布日 {}，依据的法律以 {} 为准",
        h.published_on, h.as_of
    )?;
    if let Some(notice) = &h.notice {
        writeln!(out, "{notice}")?;
    }
    if d.partial {
        let missing = d.departments_left_out.join("、");
        writeln!(out, "这是部分公布，不含：{missing}")?;
    }
    writeln!(out)?;
    writeln!(
        out,
        "单位 {}，事项 {}，流程图 {}，引用法律 {} 部，审核中退出 {} 项",
        d.departments, d.items, d.flowcharts, d.laws, d.decisions
    )?;
    if let Some(previous) = &d.previous {
        let count = |kind: &str| {
            let changes = release.changes.iter();
            changes.filter(|c| c.kind.key() == kind).count()
        };
        writeln!(
            out,
            "与上一次（{previous}）相比：新增 {}，变更 {}，取消 {}",
            count("created"),
            count("changed"),
            count("removed")
        )?;
    }
    writeln!(out, "内容摘要 {}", d.digest)?;
    writeln!(out, "审核记录 {}", h.ledger_head)?;
    if let Some(register) = h.register_digest {
        writeln!(out, "法规库 {register}")?;
    }
    writeln!(out)?;
    let mut categories = table::new(["类别", "事项"]);
    for count in &d.categories {
        categories.add_row([count.name, &count.items.to_string()]);
    }
    right(&mut categories, 1);
    writeln!(out, "{categories}")?;
    if !d.most_cited.is_empty() {
        writeln!(out)?;
        let mut articles = table::new(["引用最多的条", "事项"]);
        for article in d.most_cited {
            articles.add_row([article.name(), article.items.to_string()]);
        }
        right(&mut articles, 1);
        writeln!(out, "{articles}")?;
    }
    Ok(())
}

/// Sets a column of numbers flush right.
fn right(table: &mut comfy_table::Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_cell_alignment(comfy_table::CellAlignment::Right);
    }
}

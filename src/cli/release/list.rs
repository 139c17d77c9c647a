//! `release list`: the releases of a project.

use std::io::Write as _;
use std::path::Path;

use clap::{Args, ValueEnum};
use power_list::domain::edition::{self, EditionPlace};
use power_list::domain::release::ReleaseId;
use power_list::io::files;
use power_list::io::sqlite::release::{self, ReleaseFile};
use power_list::ops::review::Session;
use power_list::report::keys::release::LIST;
use serde::Serialize;

use crate::cli::error::{Exit, Shown, judge};
use crate::cli::review::context::context as surroundings;
use crate::cli::{Global, context, source, table};

/// 列出工程 releases/ 里的发布：哪一次是一个版本的首发，哪些是两个版本之间的增补
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list release list
  power-list release list --format json | jq -r .releases[].id")]
pub struct ListArgs {
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
struct Document {
    schema: &'static str,
    releases: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    edition: String,
    /// What it is in its edition.
    place: &'static str,
    published_on: String,
    as_of: String,
    items: usize,
    partial: bool,
    digest: String,
    file: String,
}

/// Releases that the record of the project knows and that have no file. A record that cannot be read tells of none.
fn unplaced(global: &Global, root: &Path) -> Vec<String> {
    let recorded = || {
        let place = surroundings(global).ok()?.store;
        let store = place.open_if_there().ok()??;
        let session = Session::open(store).ok()?;
        let releases = session.campaign().releases().iter();
        Some(releases.map(|r| r.id.to_string()).collect::<Vec<_>>())
    };
    let mut ids = recorded().unwrap_or_default();
    ids.retain(|id| {
        !root
            .join(source::RELEASES)
            .join(format!("{id}.db"))
            .is_file()
    });
    ids
}

/// Puts the rows into the order of publication and says of each what it is in its edition.
fn placed(rows: &mut [Row]) -> Vec<EditionPlace> {
    let releases = rows.iter().filter_map(|row| {
        let id: ReleaseId = row.id.parse().ok()?;
        Some((id, row.edition.clone()))
    });
    let all = edition::editions(releases.collect());
    let position = |row: &Row| all.iter().position(|(id, ..)| id.to_string() == row.id);
    rows.sort_by_cached_key(|row| position(row).unwrap_or(usize::MAX));
    for (row, (.., place)) in rows.iter_mut().zip(&all) {
        row.place = place.key();
    }
    all.into_iter().map(|(.., place)| place).collect()
}

/// Runs the command.
pub fn run(args: &ListArgs, global: &Global) -> anyhow::Result<Exit> {
    let root = context::project_root(global)?;
    let (mut rows, mut broken) = (Vec::new(), 0);
    for path in release::list(&root.join(source::RELEASES))? {
        let row = ReleaseFile::open(&path).and_then(|file| {
            let h = file.header();
            Ok(Row {
                id: h.id.to_string(),
                edition: h.edition.clone(),
                place: EditionPlace::Begins.key(),
                published_on: h.published_on.to_string(),
                as_of: h.as_of.to_string(),
                items: file.item_count()?,
                partial: h.id.partial(),
                digest: file.digest().to_string(),
                file: files::shown(&path),
            })
        });
        match row {
            Ok(row) => rows.push(row),
            Err(error) => {
                let error = anyhow::Error::new(error);
                tell!("{}", Shown(&error, &judge(&error)));
                broken += 1;
            }
        }
    }
    let places = placed(&mut rows);
    let mut out = crate::cli::screen::stdout();
    let none = rows.is_empty();
    match args.format {
        Format::Json => {
            let document = Document {
                schema: LIST,
                releases: rows,
            };
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
        }
        Format::Table if !none => {
            let header = [
                "编号",
                "版本",
                "首发/增补",
                "公布日",
                "基准日",
                "事项",
                "范围",
                "内容摘要",
            ];
            let mut table = table::new(header);
            for (row, place) in rows.iter().zip(&places) {
                let scope = if row.partial {
                    "部分单位"
                } else {
                    "全部单位"
                };
                table.add_row([
                    row.id.as_str(),
                    &row.edition,
                    place.chinese(),
                    &row.published_on,
                    &row.as_of,
                    &row.items.to_string(),
                    scope,
                    row.digest.get(..8).unwrap_or(&row.digest),
                ]);
            }
            if let Some(column) = table.column_mut(5) {
                column.set_cell_alignment(comfy_table::CellAlignment::Right);
            }
            writeln!(out, "{table}")?;
        }
        Format::Table => {}
    }
    let unplaced = unplaced(global, &root);
    for id in &unplaced {
        tell!(
            "注意：{id} 已经记录公布，文件却不在 releases/：工程没有改动的，再运行一次那时的 power-list publish 会写出同样的文件；改动了的，从备份取回"
        );
    }
    if none && broken == 0 && unplaced.is_empty() && !global.quiet {
        tell!("还没有公布过；审核确认以后用 power-list publish 公布");
    }
    Ok(if broken > 0 {
        Exit::Failed
    } else {
        Exit::Clean
    })
}

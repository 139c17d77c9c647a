//! `stats` over several lists: a city and its counties side by side.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use comfy_table::CellAlignment;
use power_list::domain::adoption::{AdoptionKind, ParentRelease};
use power_list::domain::ids::Jurisdiction;
use power_list::domain::release::ReleaseId;
use power_list::io::files;
use power_list::io::register;
use power_list::io::sqlite::release::{self, ReleaseFile};
use power_list::render::csv;
use power_list::report::keys::level_stats::SCHEMA;
use power_list::report::levels::{Differences, LevelFigures, figures};
use serde::Serialize;

use super::{Format, StatsArgs};
use crate::cli::error::{Exit, usage};
use crate::cli::{Global, source, table};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    units: usize,
    items: usize,
    lists: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    release: &'a str,
    jurisdiction: &'a str,
    name: &'a str,
    edition: &'a str,
    units: usize,
    items: usize,
    categories: &'a BTreeMap<String, usize>,
    adopted: Adopted,
    own: usize,
    differences: Option<Differing>,
}

#[derive(Serialize)]
struct Adopted {
    delegated: usize,
    guided: usize,
    entrusted: usize,
}

#[derive(Serialize)]
struct Differing {
    items: usize,
    name: usize,
    category: usize,
    basis: usize,
    gone: usize,
    not_adopted: usize,
}

/// Runs the command over the lists that are named, and the newest of each jurisdiction in a folder.
pub(super) fn run(args: &StatsArgs, global: &Global) -> anyhow::Result<Exit> {
    let mut lists = Vec::new();
    for word in &args.lists {
        lists.push(source::open_release(global, word)?);
    }
    if let Some(folder) = &args.folder {
        lists.extend(newest(folder)?);
    }
    // The higher level first, then by code.
    lists.sort_by_key(|file| file.header().id.jurisdiction().clone());
    let parents = parents(&lists)?;
    let (mut all, mut categories): (Vec<LevelFigures>, Vec<String>) = (Vec::new(), Vec::new());
    for file in &lists {
        let (catalog, _) = file.list()?;
        for category in &catalog.categories {
            if !categories.contains(&category.name) {
                categories.push(category.name.clone());
            }
        }
        all.push(figures(
            file.header(),
            &catalog,
            &parents,
            register::builtin(),
        ));
    }
    match args.format {
        Format::Json => json(&all)?,
        Format::Table => {
            let mut lines = lines(&all, &categories, "-").into_iter();
            let mut table = table::new(lines.next().unwrap_or_default());
            table.add_rows(lines);
            for column in table.column_iter_mut().skip(1) {
                column.set_cell_alignment(CellAlignment::Right);
            }
            writeln!(crate::cli::screen::stdout(), "{table}")?;
        }
        Format::Csv => {
            let mut text = String::from(csv::BYTE_ORDER_MARK);
            for line in lines(&all, &categories, "0") {
                csv::line(&mut text, line.iter().map(String::as_str));
            }
            crate::cli::screen::stdout().write_all(text.as_bytes())?;
        }
    }
    Ok(Exit::Clean)
}

/// The newest release of each jurisdiction in a folder and the folders in it.
fn newest(folder: &Path) -> anyhow::Result<Vec<ReleaseFile>> {
    let mut newest: BTreeMap<Jurisdiction, (ReleaseId, PathBuf)> = BTreeMap::new();
    for path in files::walk(folder)? {
        let stem = path.file_stem().and_then(|s| s.to_str());
        let Some(id) = stem.and_then(|s| s.parse::<ReleaseId>().ok()) else {
            continue;
        };
        if path.extension().is_none_or(|ending| ending != "db") {
            continue;
        }
        let known = newest.get(id.jurisdiction());
        if known.is_none_or(|(known, _)| known.is_before(&id)) {
            newest.insert(id.jurisdiction().clone(), (id, path));
        }
    }
    if newest.is_empty() {
        return Err(usage(
            format!("“{}”里没有发布文件", folder.display()),
            "--lists 写放着各地发布文件（如 341122-20150301.db）的文件夹",
        ));
    }
    let opened = newest
        .into_values()
        .map(|(_, path)| ReleaseFile::open(&path));
    Ok(opened.collect::<Result<_, _>>()?)
}

/// The lists that others are below, as those see them; with what left them in earlier releases beside them.
fn parents(lists: &[ReleaseFile]) -> anyhow::Result<BTreeMap<Jurisdiction, ParentRelease>> {
    let mut out = BTreeMap::new();
    for file in lists {
        let own = file.header().id.jurisdiction();
        let is_parent = lists
            .iter()
            .any(|other| own.is_above(other.header().id.jurisdiction()));
        if is_parent {
            out.insert(own.clone(), release::parent_at(file.path())?);
        }
    }
    Ok(out)
}

/// A line for each figure, a column for each list, and their sum.
fn lines(all: &[LevelFigures], categories: &[String], nought: &str) -> Vec<Vec<String>> {
    let number = |n: usize| match n {
        0 => nought.to_owned(),
        n => n.to_string(),
    };
    let counted = |title: &str, of: &dyn Fn(&LevelFigures) -> usize| {
        let each: Vec<usize> = all.iter().map(of).collect();
        let sum = each.iter().sum();
        let cells = each.into_iter().chain([sum]).map(number);
        std::iter::once(title.to_owned())
            .chain(cells)
            .collect::<Vec<_>>()
    };
    let text = |title: &str, of: &dyn Fn(&LevelFigures) -> String, sum: &str| {
        let cells = all.iter().map(of).chain([sum.to_owned()]);
        std::iter::once(title.to_owned())
            .chain(cells)
            .collect::<Vec<_>>()
    };
    let differing = |title: &str, of: fn(&Differences) -> usize| {
        let found = all.iter().map(|one| one.differences.as_ref().map(of));
        let found: Vec<Option<usize>> = found.collect();
        let sum = found.iter().flatten().sum();
        // What was not compared is not nought.
        let cells = found
            .into_iter()
            .map(|n| n.map_or_else(String::new, number));
        let cells = cells.chain([number(sum)]);
        std::iter::once(title.to_owned())
            .chain(cells)
            .collect::<Vec<_>>()
    };
    let mut out = vec![
        text("", &|one| one.name.clone(), "合计"),
        text("发布", &|one| one.release.clone(), ""),
        text("版本", &|one| one.edition.clone(), ""),
        counted("单位", &|one| one.units),
        counted("事项", &|one| one.items),
    ];
    for category in categories {
        out.push(counted(category, &|one| {
            one.categories.get(category).copied().unwrap_or(0)
        }));
    }
    for kind in AdoptionKind::ALL {
        let title = match kind {
            AdoptionKind::Delegated => "承接上级的",
            AdoptionKind::Guided => "按指导目录的",
            AdoptionKind::Entrusted => "受委托的",
        };
        out.push(counted(title, &|one| {
            one.adopted.get(kind as usize).copied().unwrap_or(0)
        }));
    }
    out.push(counted("本级自有的", &|one| one.own));
    out.push(differing("与上级不同的", |d| d.items));
    out.push(differing("　名称不同", |d| d.name));
    out.push(differing("　类别不同", |d| d.category));
    out.push(differing("　依据不同", |d| d.basis));
    out.push(differing("　上级没有的", |d| d.gone));
    out.push(differing("下放没有承接的", |d| d.not_adopted));
    out
}

fn json(all: &[LevelFigures]) -> anyhow::Result<()> {
    let lists = all.iter().map(|one| {
        let [delegated, guided, entrusted] = one.adopted;
        Row {
            release: &one.release,
            jurisdiction: one.jurisdiction.as_str(),
            name: &one.name,
            edition: &one.edition,
            units: one.units,
            items: one.items,
            categories: &one.categories,
            adopted: Adopted {
                delegated,
                guided,
                entrusted,
            },
            own: one.own,
            differences: one.differences.map(|d| Differing {
                items: d.items,
                name: d.name,
                category: d.category,
                basis: d.basis,
                gone: d.gone,
                not_adopted: d.not_adopted,
            }),
        }
    });
    let document = Document {
        schema: SCHEMA,
        units: all.iter().map(|one| one.units).sum(),
        items: all.iter().map(|one| one.items).sum(),
        lists: lists.collect(),
    };
    let mut out = crate::cli::screen::stdout();
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    Ok(())
}

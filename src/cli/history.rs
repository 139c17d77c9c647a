//! `history`: what became of one item.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use power_list::compare::history::Entry;
use power_list::domain::ids::ItemCode;
use power_list::io::history::HistoryFile;
use power_list::io::project;
use power_list::io::store::Store as _;
use power_list::ops::item_history::{Deeds, Releases, Trail, deeds};
use power_list::ops::review::{AT_ONCE, ReviewError};
use power_list::render::csv;
use power_list::report::item_history::{COLUMNS, ItemHistory, json, markdown, row};
use power_list::rules::text::distance;
use power_list::workflow::{Broken, Event, Record};
use rayon::prelude::*;

use super::error::{Exit, usage};
use super::review::describe::describe;
use super::{Global, context, source, store, table};

/// 一个事项的沿革：历次公布和审核里，什么时候、改了什么、为什么、谁办的
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list history 341100-hbj-01-0001               一个事项
  power-list history 341100-hbj-01-0001-02            一个子项，和它所在事项的沿革
  power-list history 水土保持方案                     按名称找；对得上几个的，列出来请你选
  power-list history 341100-hbj-01-0001 --format markdown > 沿革.md
  power-list history 341100-hbj-01-0001 --record 2015年审核记录.zip    以前的审核记录也看

划转、更名、换了编码、并入别的事项的，接着跟下去；以前的编码也能问。
审核里的事从工程的工作数据库读；--record 加上导出的审核记录（review export 写的 .zip）。")]
pub struct HistoryArgs {
    /// 事项编码、子项编码，或者名称里的字
    #[arg(value_name = "事项", required = true)]
    item: Vec<String>,
    /// 以前导出的审核记录，可以写几次
    #[arg(long, value_name = "文件")]
    record: Vec<PathBuf>,
    /// 输出格式：table（默认）、json、csv 或 markdown
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    #[value(alias = "md")]
    Markdown,
}

/// Runs the command.
pub fn run(args: &HistoryArgs, global: &Global) -> anyhow::Result<Exit> {
    let root = context::project_root(global)?;
    let releases = Releases::open(&root.join(source::RELEASES))?;
    let asked = args.item.join(" ");
    let code = meant(&releases, asked.trim())?;
    let mut trail = releases.trail(code.as_str())?;
    // One that was never published is known by its own code.
    let own = item_of(&code);
    trail.codes.entry(own.to_owned()).or_insert(None);
    let entries = with_events(args, &root, &mut trail)?;
    if entries.is_empty() {
        return Err(unknown(&releases, &root, &code)?);
    }
    let named = entries.iter().rev().find(|e| !e.name.is_empty());
    let mut name = named.map_or_else(String::new, |e| e.name.clone());
    if name.is_empty() {
        name = name_in_project(&root, &code).unwrap_or_default();
    }
    if own != code.as_str()
        && let Some(sub) = releases.names()?.remove(code.as_str())
    {
        name = format!("{name}·{sub}");
    }
    let mut codes: Vec<&str> = Vec::new();
    for entry in &entries {
        if !codes.contains(&entry.code.as_str()) {
            codes.push(&entry.code);
        }
    }
    let history = ItemHistory {
        code: code.as_str(),
        name: &name,
        codes,
        releases: releases.count(),
        entries: &entries,
    };
    put(args.format, &history, global)?;
    Ok(Exit::Clean)
}

fn put(format: Format, history: &ItemHistory<'_>, global: &Global) -> anyhow::Result<()> {
    let mut out = crate::cli::screen::stdout();
    match format {
        Format::Json => json(history, &mut out)?,
        Format::Markdown => out.write_all(markdown(history).as_bytes())?,
        Format::Csv => {
            let mut text = String::from(csv::BYTE_ORDER_MARK);
            csv::line(&mut text, COLUMNS.into_iter());
            for entry in history.entries {
                csv::line(&mut text, row(history, entry).iter().map(String::as_str));
            }
            out.write_all(text.as_bytes())?;
        }
        Format::Table => {
            writeln!(out, "{}　{}", history.code, history.name)?;
            let mut table = table::new(COLUMNS);
            for entry in history.entries {
                table.add_row(row(history, entry));
            }
            writeln!(out, "{table}")?;
            drop(out);
            if !global.quiet {
                tell!(
                    "看了 {} 次发布，{} 件事；改动的逐字对照用 --format markdown",
                    history.releases,
                    history.entries.len()
                );
            }
        }
    }
    Ok(())
}

/// The code of the item, of a code that may be that of a sub-item.
fn item_of(code: &ItemCode) -> &str {
    let text = code.as_str();
    match code.parts().sub {
        Some(_) => text.get(..text.len() - 3).unwrap_or(text),
        None => text,
    }
}

/// What the releases tell, with what the reviews tell.
fn with_events(args: &HistoryArgs, root: &Path, trail: &mut Trail) -> anyhow::Result<Vec<Entry>> {
    let releases = std::mem::take(&mut trail.entries);
    let codes = &trail.codes;
    let mut deeds = deeds(codes, &describe);
    let mut broken: Option<Broken> = None;
    for path in &args.record {
        deeds.begin();
        let mut file = HistoryFile::open(path)?;
        let wrong = file.records(AT_ONCE, |records| match take(&mut deeds, records) {
            Ok(()) => true,
            Err(why) => {
                broken = Some(why);
                false
            }
        })?;
        if let Some(why) = wrong {
            return Err(file.damaged(why).into());
        }
    }
    if let Some(broken) = broken {
        return Err(ReviewError::from(broken).into());
    }
    let settings = project::load_header(root)?.settings;
    let store = store::place(root, settings.store.as_ref())?.open_if_there()?;
    if let Some(store) = store {
        deeds.begin();
        let mut after = 0;
        loop {
            let records = store.read_some(after, AT_ONCE)?;
            let Some(last) = records.last() else { break };
            after = last.seq;
            take(&mut deeds, records).map_err(ReviewError::from)?;
        }
    }
    Ok(deeds.done(releases))
}

fn take(deeds: &mut Deeds<'_>, records: Vec<Record>) -> Result<(), Broken> {
    let events: Vec<Result<Event, Broken>> = records
        .into_par_iter()
        .map(|record| record.read())
        .collect();
    for event in events {
        deeds.take(&event?);
    }
    Ok(())
}

/// The code that the words mean: a code, or the one item whose name has them.
fn meant(releases: &Releases, asked: &str) -> anyhow::Result<ItemCode> {
    if let Ok(code) = asked.parse() {
        return Ok(code);
    }
    let names = releases.names()?;
    let words: Vec<&str> = asked.split_whitespace().collect();
    let exact = names.iter().filter(|(_, name)| *name == asked);
    let mut found: Vec<(&String, &String)> = exact.collect();
    if found.is_empty() {
        let all = |name: &str| words.iter().all(|word| name.contains(word));
        found = names.iter().filter(|(_, name)| all(name)).collect();
    }
    match found.as_slice() {
        [] => Err(usage(
            format!("公布过的事项里没有编码或者名称是“{asked}”的"),
            near(&names, asked),
        )),
        [(code, _)] => code.parse().map_err(anyhow::Error::from),
        several => {
            let shown = several.iter().take(SHOWN);
            let mut lines: Vec<String> = shown
                .map(|(code, name)| format!("{code}　{name}"))
                .collect();
            if several.len() > SHOWN {
                lines.push(format!("……共 {} 个，多写几个字", several.len()));
            }
            Err(usage(
                format!("“{asked}”对得上 {} 个事项，写编码", several.len()),
                lines.join("\n"),
            ))
        }
    }
}

/// As many as are listed where several are meant.
const SHOWN: usize = 10;

fn near(names: &BTreeMap<String, String>, code: &str) -> String {
    let mut near: Vec<(usize, &str)> = names
        .keys()
        .map(|known| (distance(code, known), known.as_str()))
        .filter(|(distance, _)| *distance <= 4)
        .collect();
    near.sort_unstable();
    let near: Vec<&str> = near.into_iter().take(3).map(|(_, code)| code).collect();
    match near.is_empty() {
        true => {
            "按名称找：power-list search 名称里的字，或者 power-list history 名称里的字".to_owned()
        }
        false => format!("相近的编码：{}", near.join("、")),
    }
}

fn unknown(releases: &Releases, root: &Path, code: &ItemCode) -> anyhow::Result<anyhow::Error> {
    if name_in_project(root, code).is_some() {
        return Ok(usage(
            format!("“{code}”还没有公布过，也没有报送过，没有沿革"),
            format!("工程里的现状：power-list show {code}"),
        ));
    }
    Ok(usage(
        format!("没有编码为“{code}”的事项"),
        near(&releases.names()?, code.as_str()),
    ))
}

/// The name of an item that only the project has.
fn name_in_project(root: &Path, code: &ItemCode) -> Option<String> {
    let unit = code.parts().department.parse().ok()?;
    let items = project::load_unit(root, &unit).ok()?.items;
    let own = item_of(code);
    let item = items
        .into_iter()
        .find(|item| item.code.as_ref().is_some_and(|c| c.value.as_str() == own))?;
    Some(item.name.value)
}

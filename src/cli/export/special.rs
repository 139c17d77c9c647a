//! `export --special`: 专项目录清单 as documents.

use std::path::Path;

use power_list::domain::special_list::SpecialList;
use power_list::render::special::Specials;
use power_list::render::{csv, xlsx};

use super::content::{Content, Extent};
use super::{ExportArgs, Format};
use crate::cli::Global;
use crate::cli::error::{Exit, usage};
use crate::cli::output::Target;

/// All lists at once.
const ALL: &str = "all";

/// The list that a word of the command line names.
pub fn parse(word: &str) -> Result<Wanted, String> {
    if word == ALL {
        return Ok(Wanted::All);
    }
    let subjects = SpecialList::ALL.map(SpecialList::subject).join("、");
    SpecialList::named(word)
        .map(Wanted::One)
        .ok_or_else(|| format!("没有“{word}”这份专项清单；可以写 {subjects} 或 {ALL}（全部）"))
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// One list.
    One(SpecialList),
    /// All of them.
    All,
}

/// Runs the command.
pub fn run(args: &ExportArgs, format: Format, global: &Global) -> anyhow::Result<Exit> {
    let mut lists: Vec<SpecialList> = Vec::new();
    for wanted in &args.special {
        match wanted {
            Wanted::One(list) => lists.push(*list),
            Wanted::All => lists.extend(SpecialList::ALL),
        }
    }
    lists.sort_unstable();
    lists.dedup();
    let (one, to_file) = (lists.len() == 1, args.output.as_deref());
    if format == Format::Csv && !one {
        return Err(usage(
            "一个 CSV 文件只装得下一份清单",
            "--special 只写一份，或者导出 .xlsx：一份清单一张表",
        ));
    }
    let content = Content::read(args, Extent::All, global)?;
    let wanted = |item: &_| content.wants(item);
    let specials = Specials {
        heading: &content.heading,
        catalog: &content.catalog,
        lists,
    };
    let target = Target::new(
        to_file,
        &format!("{}.{}", specials.title(), format.ending()),
    );
    target.check(format.is_binary())?;
    let bytes = match format {
        Format::Xlsx => xlsx::write(&specials.book(&wanted))?,
        Format::Csv => csv::write(&specials.book(&wanted)),
        Format::Json => specials.json(&wanted),
        Format::Markdown => specials.markdown(&wanted),
        Format::Docx | Format::Jsonld => {
            return Err(usage(
                format!("专项清单没有 {} 格式", format.ending()),
                "文件名以 .xlsx、.csv、.json 或 .md 结尾",
            ));
        }
    };
    let counts = specials.counts(&wanted).into_iter();
    let counts: Vec<String> = counts
        .map(|(list, n)| format!("{} {n} 条", list.subject()))
        .collect();
    let said = counts.join("，");
    let quiet = global.quiet || to_file == Some(Path::new("-"));
    target.put(&bytes, args.force, (!quiet).then_some(said.as_str()))?;
    Ok(Exit::Clean)
}

//! `diff`: what differs between two lists.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use power_list::compare::lists::{self, ItemDiff, Place, Side};
use power_list::domain::catalog::Catalog;
use power_list::domain::release::DecisionRow;
use power_list::io::sqlite::release::ReleaseFile;
use power_list::render::{list_diff as workbook, xlsx};
use power_list::report::list_diff::{self, ListDiff};
use power_list::report::terminal;

use super::error::Exit;
use super::export::submitted;
use super::output::{Target, by_ending};
use super::{Global, context, pick, source};

/// 比较两份清单：新增、退出、并入、划转、更名，逐项逐词的变更
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list diff 341100-20150301 work                       公布以来工程里改了什么
  power-list diff 341100-20150301 341100-20160301            两次公布之间
  power-list diff 3f2a9c work --department hbj               某次报送（快照摘要）以后又改了什么
  power-list diff a.db b.db --format json --exit-code        给程序用：有不同时退出码是 1
  power-list diff 341100-20150301 work -o 变动.xlsx          写成工作簿；.md 是文稿

每一边写：发布编号、.db 文件、work（工程现状），或者快照摘要（review log 里有）。
编码不同而类别、名称、依据相同的，当作同一事项（划转、更名）；分不清的不猜，照新增和退出列出。

退出码：0 完成（有没有不同都是 0）；1 有不同（只在写了 --exit-code 时）；2 用法不对；3 读写失败")]
pub struct DiffArgs {
    /// 旧的一边：发布编号、.db 文件、快照摘要或 work
    #[arg(value_name = "旧")]
    old: String,
    /// 新的一边
    #[arg(value_name = "新", default_value = WORK)]
    new: String,
    #[command(flatten)]
    shown: Shown,
}

/// What of the differences is shown, and how.
#[derive(Debug, Args)]
pub struct Shown {
    /// 只看这个部门（可以写多次）
    #[arg(long, value_name = "代号")]
    department: Vec<String>,
    /// 格式：plain（默认）、json、markdown、xlsx（默认按 -o 的文件名结尾）
    #[arg(long, value_name = "格式", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件；- 是标准输出（默认：标准输出，xlsx 是当前目录里的文件）
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    /// 覆盖已经存在的文件
    #[arg(long)]
    force: bool,
    /// 有不同时退出码为 1
    #[arg(long)]
    exit_code: bool,
}

/// The project as it stands.
const WORK: &str = "work";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    #[value(alias = "table")]
    Plain,
    Json,
    #[value(alias = "md")]
    Markdown,
    Xlsx,
}

const ENDINGS: [(Format, &str); 4] = [
    (Format::Plain, "txt"),
    (Format::Json, "json"),
    (Format::Markdown, "md"),
    (Format::Xlsx, "xlsx"),
];

/// One of the two lists.
struct List {
    name: String,
    catalog: Catalog,
    decisions: Vec<DecisionRow>,
    /// The one unit that it is about, of a submission.
    only: Option<String>,
}

impl List {
    /// Whether it says anything of a unit.
    fn tells_of(&self, unit: &str) -> bool {
        let in_it = self
            .catalog
            .department(unit)
            .is_none_or(|unit| unit.confirmed);
        in_it && self.only.as_deref().is_none_or(|only| only == unit)
    }
}

/// Runs the command.
pub fn run(args: &DiffArgs, global: &Global) -> anyhow::Result<Exit> {
    between(&args.old, &args.new, &args.shown, global)
}

/// Shows what differs between two lists that words of the command line name.
pub fn between(old: &str, new: &str, args: &Shown, global: &Global) -> anyhow::Result<Exit> {
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, Some(path)) if path.as_os_str() != "-" => by_ending(path, &ENDINGS)?,
        (None, _) => Format::Plain,
    };
    // That one of them is not there is said before a long one is read.
    let (old, new) = (Named::open(old, global)?, Named::open(new, global)?);
    let (old, new) = (old.read(global)?, new.read(global)?);
    for id in &args.department {
        // A unit that only one of the two has is a difference, and no slip.
        pick::department(id, &new.catalog.departments)
            .or_else(|error| pick::department(id, &old.catalog.departments).map_err(|_| error))?;
    }
    let both_tell = |unit: &str| old.tells_of(unit) && new.tells_of(unit);
    let mut changes = lists::diff(side(&old), side(&new), both_tell);
    // Both units of an item that moved are concerned.
    let named = |place: &Option<Place>| {
        let unit = place.as_ref().map(|p| p.department.as_str());
        args.department.iter().any(|id| Some(id.as_str()) == unit)
    };
    if !args.department.is_empty() {
        changes.retain(|change| named(&change.old) || named(&change.new));
    }
    let diff = ListDiff {
        old: &old.name,
        new: &new.name,
        changes: &changes,
    };
    put(args, format, &diff, &new)?;
    Ok(match args.exit_code && !changes.is_empty() {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

fn side(list: &List) -> Side<'_> {
    Side {
        catalog: &list.catalog,
        decisions: &list.decisions,
    }
}

/// What a word of the command line names.
enum Named {
    Work,
    /// What a unit submitted, by the beginning of its digest.
    Snapshot(String),
    Release(Box<ReleaseFile>),
}

impl Named {
    fn open(word: &str, global: &Global) -> anyhow::Result<Self> {
        if word == WORK {
            return Ok(Self::Work);
        }
        let digest = word.len() >= 4 && word.bytes().all(|b| b.is_ascii_hexdigit());
        if digest && !std::path::Path::new(word).exists() {
            return Ok(Self::Snapshot(word.to_owned()));
        }
        Ok(Self::Release(Box::new(source::open_release(global, word)?)))
    }

    /// Its list.
    fn read(self, global: &Global) -> anyhow::Result<List> {
        match self {
            Self::Work => {
                let (root, loaded) = source::whole_project(global)?;
                Ok(List {
                    name: "工程现状".to_owned(),
                    catalog: source::catalog_of(global, &root, &loaded.project)?,
                    decisions: Vec::new(),
                    only: None,
                })
            }
            Self::Snapshot(word) => {
                let (unit, heading, catalog) = submitted::by_snapshot(&word, global)?;
                Ok(List {
                    name: heading,
                    catalog,
                    decisions: Vec::new(),
                    only: Some(unit),
                })
            }
            Self::Release(release) => {
                let (catalog, decisions) = release.list()?;
                Ok(List {
                    name: release.header().id.to_string(),
                    catalog,
                    decisions,
                    only: None,
                })
            }
        }
    }
}

fn put(args: &Shown, format: Format, diff: &ListDiff<'_>, new: &List) -> anyhow::Result<()> {
    let bytes = match format {
        Format::Plain => {
            let colour = args.output.is_none() && context::colour();
            let lines = list_diff::plain(diff, context::width(), !colour);
            let mut out = Vec::new();
            terminal::write(&lines, colour, &mut out)?;
            out
        }
        Format::Json => {
            let mut out = Vec::new();
            list_diff::json(diff, &mut out)?;
            out
        }
        Format::Markdown => list_diff::markdown(diff).into_bytes(),
        Format::Xlsx => {
            let explain = |change: &ItemDiff| list_diff::fate(change);
            let day = new.catalog.as_of;
            let book = workbook::book(diff.old, diff.new, day, diff.changes, explain);
            xlsx::write(&book)?
        }
    };
    let usual = format!("{} 与 {} 的不同.xlsx", diff.old, diff.new);
    let target = match (format, args.output.as_deref()) {
        (Format::Xlsx, output) => Target::new(output, &usual),
        (_, None) => Target::Stdout,
        (_, output) => Target::new(output, ""),
    };
    target.check(format == Format::Xlsx)?;
    target.put(&bytes, args.force, Some(&diff.summary()))
}

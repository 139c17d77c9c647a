//! `power-list law`: the law register.

mod calendar;
mod content;
mod diff;
mod impact;
mod index;
mod list;
mod named;
mod show;
mod view;

use std::borrow::Cow;
use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};
use power_list::domain::law::Register;
use power_list::io::register;

use super::error::{Exit, usage};
use super::{Global, context};

/// 法规库：建立、查看
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list law list 水土保持                 名称里有这几个字的法规
  power-list law show 行政许可法               历次版本和效力
  power-list law diff 种子法                   两个版本逐条对照
  power-list law impact --since 2021-01-01     法律变了，清单里哪些引用要改
  power-list law calendar --days 90            往后三个月施行、废止哪些法，影响哪些事项
  power-list law index 法规文本文件夹          从文本建立法规库（先看小结，不写文件）")]
pub struct LawArgs {
    #[command(subcommand)]
    command: LawCommand,
}

#[derive(Debug, Subcommand)]
enum LawCommand {
    Calendar(calendar::CalendarArgs),
    Diff(diff::DiffArgs),
    Impact(Box<impact::ImpactArgs>),
    Index(index::IndexArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RowFormat {
    /// 表格
    Table,
    /// JSON
    Json,
    /// CSV（逗号分隔）
    Csv,
}

/// How a page is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    /// 表格
    Table,
    /// JSON
    Json,
}

/// Runs `power-list law`.
pub fn run(args: LawArgs, global: &Global) -> anyhow::Result<Exit> {
    match args.command {
        LawCommand::Calendar(args) => calendar::run(&args, global),
        LawCommand::Diff(args) => diff::run(&args, global),
        LawCommand::Impact(args) => impact::run(&args, global),
        LawCommand::Index(args) => index::run(&args, global),
        LawCommand::List(args) => list::run(&args, global),
        LawCommand::Show(args) => show::run(&args, global),
    }
}

/// The register in a folder.
///
/// # Errors
/// When there is none in it.
fn register_folder(folder: &Path) -> anyhow::Result<Register> {
    register::folder::open(folder).map_err(|error| {
        usage(
            error.to_string(),
            "写 power-list law index … --out 写出的法规库文件夹",
        )
    })
}

/// The national register with the project's own documents, if there is a project.
fn register_of(global: &Global) -> anyhow::Result<Cow<'static, Register>> {
    match context::project_root(global) {
        Ok(root) => context::register(&root),
        // Statutes can be looked up anywhere; a project that was named must be there.
        Err(error) if global.project.is_some() => Err(error),
        Err(_) => Ok(Cow::Borrowed(register::builtin())),
    }
}

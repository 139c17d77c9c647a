//! `power-list law`: the law register.

mod index;
mod list;
mod show;
mod view;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use jiff::ZonedDateTime;
use jiff::civil::Date;
use power_list::domain::law::Register;
use power_list::io::register;

use super::Global;
use super::error::{Exit, usage};

/// 法规库：建立、查看
#[derive(Debug, Args)]
pub struct LawArgs {
    #[command(subcommand)]
    command: LawCommand,
}

#[derive(Debug, Subcommand)]
enum LawCommand {
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
        LawCommand::Index(args) => index::run(&args, global),
        LawCommand::List(args) => list::run(&args, global),
        LawCommand::Show(args) => show::run(&args, global),
    }
}

/// Reads a day from the command line.
fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| format!("“{text}”不是日期，应写作 2015-03-01"))
}

fn today() -> Date {
    ZonedDateTime::now().date()
}

/// The national register with the project's own documents, if there is a project.
fn register_of(global: &Global) -> anyhow::Result<Register> {
    let mut register = register::builtin_owned().context("内置法规库损坏")?;
    let Some(project) = project_folder(global)? else {
        return Ok(register);
    };
    let folder = project.join("laws");
    if folder.is_dir() {
        register.extend(register::local::read_folder(&folder)?);
    }
    Ok(register)
}

fn project_folder(global: &Global) -> anyhow::Result<Option<PathBuf>> {
    const CONFIG: &str = "power-list.yaml";
    if let Some(project) = &global.project {
        if !project.is_dir() {
            return Err(usage(
                format!("清单工程目录 {} 不存在或者不是文件夹", project.display()),
                "用 --project 给出含有 power-list.yaml 的文件夹",
            ));
        }
        return Ok(Some(project.clone()));
    }
    let here = std::env::current_dir().context("无法得知当前目录")?;
    Ok(here
        .ancestors()
        .find(|folder| folder.join(CONFIG).is_file())
        .map(Path::to_owned))
}

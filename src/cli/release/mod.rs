//! `release`: what was published.

mod diff;
mod list;
mod show;
mod verify;

use clap::{Args, Subcommand};

use super::Global;
use super::error::Exit;

/// 已公布的清单：列出、查看、比较、核验
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list release list                       工程 releases/ 里的发布
  power-list release show 341100-20150301       一次发布的概况
  power-list release diff                       最近两次发布之间改了什么
  power-list release verify 341100-20150301     核验一次发布，指出哪里被改动过
  power-list show 341100-slj-01-0001 --release 341100-20150301")]
#[command(arg_required_else_help = true)]
pub struct ReleaseArgs {
    #[command(subcommand)]
    command: ReleaseCommand,
}

#[derive(Debug, Subcommand)]
enum ReleaseCommand {
    List(list::ListArgs),
    Diff(diff::DiffArgs),
    Show(show::ShowArgs),
    Verify(verify::VerifyArgs),
}

/// Runs the command.
pub fn run(args: &ReleaseArgs, global: &Global) -> anyhow::Result<Exit> {
    match &args.command {
        ReleaseCommand::List(args) => list::run(args, global),
        ReleaseCommand::Diff(args) => diff::run(args, global),
        ReleaseCommand::Show(args) => show::run(args, global),
        ReleaseCommand::Verify(args) => verify::run(args, global),
    }
}

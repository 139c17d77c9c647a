//! `release diff`: what differs between two releases, the two newest where none are named.

use clap::Args;

use crate::cli::error::Exit;
use crate::cli::{Global, diff, source};

/// 比较两次发布：新增、退出、并入、划转、更名，逐项逐词的变更
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list release diff                                  最近两次发布之间
  power-list release diff 341100-20150301                  这一次到最近一次
  power-list release diff 341100-20150301 341100-20160301
  power-list release diff -o 变动.xlsx                     写成工作簿；.md 是文稿
  power-list report changes                                按公告的样子写成文件

退出码：0 完成（有没有不同都是 0）；1 有不同（只在写了 --exit-code 时）；2 用法不对；3 读写失败")]
pub struct DiffArgs {
    /// 旧的一次：发布编号或 .db 文件（默认：新的那一次的前一次）
    #[arg(value_name = "旧")]
    old: Option<String>,
    /// 新的一次（默认：最近一次）
    #[arg(value_name = "新", requires = "old")]
    new: Option<String>,
    #[command(flatten)]
    shown: diff::Shown,
}

/// Runs the command.
pub fn run(args: &DiffArgs, global: &Global) -> anyhow::Result<Exit> {
    let (old, new) = source::two_releases(global, args.old.as_deref(), args.new.as_deref())?;
    diff::between(&old, &new, &args.shown, global)
}

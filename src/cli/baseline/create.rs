//! `baseline create`.

use std::io::Write as _;

use clap::Args;
use power_list::ops::validate::Leniency;
use power_list::rules::baseline::Baseline;
use power_list::rules::suppress::may_be_allowed;

use super::Place;
use crate::cli::error::{Exit, usage};
use crate::cli::{Global, context};

/// 把现在的问题全部记作旧账
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list baseline create
  power-list baseline create --force                重新记；还在的旧账保留首次发现的日期
  power-list baseline create --file 旧账.json       记在别的文件里

已经允许的问题不记。读不成的文件（S001、S002、S010）不能记：它们遮住别的问题。

退出码：0 已写；2 已有基线而没有 --force；3 读写失败")]
pub struct CreateArgs {
    /// 已有基线时重新写
    #[arg(long)]
    force: bool,
    /// 写到工程里的哪个文件（默认：power-list.yaml 的 baseline，没有写就是 power-list.baseline.json）
    #[arg(long, value_name = "路径")]
    file: Option<String>,
}

/// Runs the command.
pub fn run(args: &CreateArgs, global: &Global) -> anyhow::Result<Exit> {
    let place = Place::of(global, args.file.as_deref())?;
    place.only_own_day(global)?;
    let there = place.file().symlink_metadata().is_ok();
    if there && !args.force {
        return Err(usage(
            format!("已经有基线文件“{}”，没有改动", place.shown()),
            "划掉改好的用 power-list baseline prune；要连新的问题一起重新记，加 --force",
        ));
    }
    // A damaged file is no reason not to write a new one, but its dates are then gone.
    let earlier = if there { place.read().ok() } else { None };
    if there && earlier.is_none() {
        tell!("原来的基线读不懂，首次发现的日期一律从今天算起");
    }
    let judged = place.judge(Leniency::Comments)?;
    let findings = judged.report.findings.iter();
    let (old, left): (Vec<_>, Vec<_>) = findings.partition(|f| may_be_allowed(f.code));
    let path_of = |source| judged.loaded.path_of(source);
    let baseline = Baseline::of(old, path_of, context::today(), earlier.as_ref());
    place.write(&baseline)?;
    let mut out = crate::cli::screen::stdout();
    writeln!(
        out,
        "已记入 {}：{} 个问题，{} 条",
        place.shown(),
        baseline.count(),
        baseline.entries.len()
    )?;
    if !left.is_empty() {
        writeln!(
            out,
            "{} 个问题不能记作旧账（读不成的文件、允许和基线本身的毛病），校验时照常报出",
            left.len()
        )?;
    }
    if !place.in_use {
        writeln!(
            out,
            "在 power-list.yaml 里写 baseline: {}，校验才会用它",
            place.path
        )?;
    }
    Ok(Exit::Clean)
}

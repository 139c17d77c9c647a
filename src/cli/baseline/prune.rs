//! `baseline prune`.

use std::io::Write as _;

use clap::Args;
use power_list::ops::validate::Leniency;

use super::Place;
use crate::cli::Global;
use crate::cli::error::{Exit, Unreadable};

/// 把已经改好的旧账从基线里划掉；只减不增
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list baseline prune --dry-run   只看会划掉哪些
  power-list baseline prune

现在这一关不查的规则，旧账原样保留。

退出码：0 已划掉，或没有可划的；1 有文件读不全，划不准；2 没有基线；3 读写失败")]
pub struct PruneArgs {
    /// 工程里的哪个文件（默认：power-list.yaml 的 baseline，没有写就是 power-list.baseline.json）
    #[arg(long, value_name = "路径")]
    file: Option<String>,
    /// 只列出，不写
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub fn run(args: &PruneArgs, global: &Global) -> anyhow::Result<Exit> {
    let place = Place::of(global, args.file.as_deref())?;
    place.only_own_day(global)?;
    let before = place.read()?;
    let judged = place.judge(Leniency::Baseline {
        file: Some(&place.path),
    })?;
    if !judged.telling {
        return Err(Unreadable {
            message: "有文件没有读全，看不到的问题会被当作已经改好，没有改动基线".to_owned(),
            hint: "运行 power-list validate --select S，改好文件格式的错误以后再划".to_owned(),
        }
        .into());
    }
    let mut out = crate::cli::screen::stdout();
    for stale in &judged.stale {
        writeln!(
            out,
            "{} {} {}：{} 个改为 {} 个",
            stale.key.file,
            stale.key.item.as_deref().unwrap_or("（不属于事项）"),
            stale.key.rule,
            stale.count,
            stale.left.len()
        )?;
    }
    let count = before.count();
    let after = before.pruned(&judged.stale);
    let gone = count - after.count();
    if gone == 0 {
        writeln!(out, "没有可以划掉的旧账，还有 {count} 个")?;
        return Ok(Exit::Clean);
    }
    if args.dry_run {
        writeln!(out, "可以划掉 {gone} 个，还有 {} 个", after.count())?;
        return Ok(Exit::Clean);
    }
    place.write(&after)?;
    writeln!(out, "划掉了 {gone} 个，还有 {} 个", after.count())?;
    Ok(Exit::Clean)
}

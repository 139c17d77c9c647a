//! `adjust apply`.

use std::io::Write as _;

use clap::Args;
use power_list::domain::adjustment::AdjustmentId;
use power_list::ops::adjusting;
use power_list::ops::review::{ReviewError, Session};
use power_list::workflow::decide::unknown_adjustment;

use super::super::review::context::context;
use super::super::review::store;
use super::super::{Global, context as shared};
use crate::cli::error::{Exit, usage};

/// 把划转、机构改革写进工程的文件：事项换编码、换单位，departments.yaml 随着改
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust apply 2015-004 --diff      先看会改什么
  power-list adjust apply 2015-004
事项原样移到接收单位的文件里，注释跟着走；别的事项和设置里写着原编码的，换成新编码。中断了，再运行一次。
承办机构、人员和流程图的承办主体不会自动改，改完运行 power-list validate。")]
pub struct Apply {
    /// 调整编号
    #[arg(value_name = "编号")]
    adjustment: AdjustmentId,
    /// 只显示会改什么，不写文件
    #[arg(long)]
    diff: bool,
    /// 只列出会改哪些文件，不写文件
    #[arg(long)]
    dry_run: bool,
}

impl Apply {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let session = Session::open(store(&context)?)?;
        let campaign = session.campaign();
        let Some(adjustment) = campaign.adjustments().get(&self.adjustment) else {
            return Err(ReviewError::from(unknown_adjustment(campaign, self.adjustment)).into());
        };
        let action = &adjustment.action;
        if action.moves().is_empty() && action.units().is_none() {
            return Err(usage(
                format!("{} 是{}，没有要移动的文件", adjustment.id, action.chinese()),
                format!(
                    "改好工程里的事项，再运行 power-list adjust submit {}",
                    adjustment.id
                ),
            ));
        }
        let applied = adjusting::plan(&context.root, action)?;
        let mut out = crate::cli::screen::stdout();
        if self.diff {
            for file in applied.files.iter().chain(&applied.emptied) {
                write!(out, "{}", file.diff())?;
            }
            return Ok(Exit::Clean);
        }
        let write = !self.dry_run;
        if write {
            adjusting::apply(&context.root, &applied)?;
        }
        if global.quiet {
            return Ok(Exit::Clean);
        }
        let prefix = shared::prefix(&context.root);
        for file in &applied.files {
            let word = if file.before.is_some() { "改" } else { "新" };
            writeln!(out, "{word} {prefix}{}", file.path)?;
        }
        for file in &applied.emptied {
            writeln!(out, "删 {prefix}{}", file.path)?;
        }
        match (applied.is_done(), write) {
            (true, _) => writeln!(out, "工程里早已是调整以后的样子")?,
            (false, true) => writeln!(out, "移动了 {} 个事项", applied.moved)?,
            (false, false) => writeln!(
                out,
                "会移动 {} 个事项（试运行，没有写任何文件）",
                applied.moved
            )?,
        }
        for remark in &applied.remarks {
            writeln!(out, "  要注意：{remark}")?;
        }
        writeln!(out, "  下一步：power-list validate --gate 4")?;
        Ok(Exit::Clean)
    }
}

//! `adjust withdraw`.

use clap::Args;
use power_list::domain::adjustment::AdjustmentId;
use power_list::workflow::decide::Adjust;

use super::super::Global;
use super::super::review::{Desk, words};
use super::report;
use crate::cli::error::Exit;

/// 撤回还没有公布的调整：由单位负责人或综合组办理
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust withdraw 2015-001 --reason 依据的法律又修改了 --as hbj-head")]
pub struct Withdraw {
    /// 调整编号
    #[arg(value_name = "编号")]
    adjustment: AdjustmentId,
    /// 为什么撤回
    #[arg(long, value_name = "理由")]
    reason: String,
}

impl Withdraw {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let step = Adjust::Withdraw {
            adjustment: self.adjustment,
            reason: words("--reason", &self.reason)?,
        };
        let events = desk.with(|session, act| session.adjust(act, &step))?;
        report(&desk, &events)
    }
}

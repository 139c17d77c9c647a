//! `adjust urge`.

use clap::Args;
use power_list::domain::adjustment::AdjustmentId;
use power_list::workflow::decide::Adjust;

use super::super::Global;
use super::super::review::{Desk, words};
use super::report;
use crate::cli::error::Exit;

/// 下令紧急公布：已经上报的一个事项，不等意见齐全就公布，意见随后补办；由综合组办理
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust urge 2015-003 --document 滁政办明电〔2015〕7号 --reason 防汛期间即行取消 --as zh
  power-list publish --date 2015-06-30 --urgent 2015-003 --as gb
公布的文件里写明是紧急公布；补办以后不同意的，要另行调整恢复原状。")]
pub struct Urge {
    /// 调整编号
    #[arg(value_name = "编号")]
    adjustment: AdjustmentId,
    /// 下令的文号
    #[arg(long, value_name = "文号")]
    document: String,
    /// 为什么不能等
    #[arg(long, value_name = "理由")]
    reason: String,
}

impl Urge {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let step = Adjust::Urge {
            adjustment: self.adjustment,
            document: words("--document", &self.document)?,
            reason: words("--reason", &self.reason)?,
        };
        let events = desk.with(|session, act| session.adjust(act, &step))?;
        report(&desk, &events)
    }
}

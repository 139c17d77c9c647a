//! `adjust opine`.

use clap::Args;
use power_list::domain::adjustment::AdjustmentId;
use power_list::workflow::decide::Adjust;

use super::super::Global;
use super::super::review::{Desk, optional_words};
use super::report;
use crate::cli::error::Exit;

/// 对调整表示意见：编办、法制办有权签署的人，接收事项的单位的负责人
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust opine 2015-001 --agree --as bb-1
  power-list adjust opine 2015-001 --object --text 新法第十九条不设许可 --as fz-1
可以再表示一次，以后一次为准；再次上报以后，要重新表示。")]
pub struct Opine {
    /// 调整编号
    #[arg(value_name = "编号")]
    adjustment: AdjustmentId,
    /// 同意
    #[arg(long, required_unless_present = "object")]
    agree: bool,
    /// 不同意
    #[arg(long, conflicts_with = "agree", requires = "text")]
    object: bool,
    /// 意见；不同意的必须写
    #[arg(long, value_name = "意见")]
    text: Option<String>,
}

impl Opine {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let step = Adjust::Opine {
            adjustment: self.adjustment,
            agrees: self.agree,
            text: optional_words("--text", self.text.as_deref())?,
        };
        let events = desk.with(|session, act| session.adjust(act, &step))?;
        report(&desk, &events)
    }
}

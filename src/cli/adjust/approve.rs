//! `adjust approve`.

use clap::Args;
use jiff::civil::Date;
use power_list::domain::adjustment::AdjustmentId;
use power_list::workflow::decide::Adjust;

use super::super::Global;
use super::super::context::date;
use super::super::review::{Desk, words};
use super::report;
use crate::cli::error::Exit;

/// 记录本级政府的批准：新增、取消、承接、划转和机构改革要有；由综合组办理
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust approve 2015-002 --document 滁政〔2015〕18号 --date 2015-03-20 --as zh")]
pub struct Approve {
    /// 调整编号
    #[arg(value_name = "编号")]
    adjustment: AdjustmentId,
    /// 批准的文号
    #[arg(long, value_name = "文号")]
    document: String,
    /// 批准的日子
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Date,
}

impl Approve {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let step = Adjust::Approve {
            adjustment: self.adjustment,
            document: words("--document", &self.document)?,
            date: self.date,
        };
        let events = desk.with(|session, act| session.adjust(act, &step))?;
        report(&desk, &events)
    }
}

//! `adjust submit`.

use clap::Args;
use power_list::domain::adjustment::AdjustmentId;
use power_list::domain::gate::Gate;
use power_list::ops::validate::{self, Leniency, Request};

use super::super::review::Desk;
use super::super::{Global, context};
use super::report;
use crate::cli::error::Exit;

/// 上报（一上）：工程里这些事项的内容存为快照，过公布关口的校验；由单位负责人办理
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust submit 2015-001 --as hbj-head
取消的事项，先从工程的文件里删去；新增的，先写进文件、编好编码。")]
pub struct Submit {
    /// 调整编号
    #[arg(value_name = "编号")]
    adjustment: AdjustmentId,
}

impl Submit {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let register = context::register(&desk.context.root)?;
        let today = context::today();
        let request = Request {
            gate: Some(Gate::Publication),
            ..Request::new(today, Leniency::Gate)
        };
        let judged = validate::validate(&desk.context.root, &register, request)?;
        let id = self.adjustment;
        let events = desk
            .with(|session, act| session.submit_adjustment(act, id, &judged, &register, today))?;
        report(&desk, &events)
    }
}

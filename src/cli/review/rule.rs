//! `review rule`.

use clap::Args;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::workflow::Command;

use super::decision::DecisionArgs;
use super::said::check_cited;
use super::{Desk, words};
use crate::cli::Global;
use crate::cli::error::Exit;

/// 裁定三家意见不一致的事项（综合组）
#[derive(Debug, Args)]
#[command(after_help = "\
例：power-list review rule hbj --item 341100-hbj-01-0003 --decision 保留 --reason 上位法明确授权 --as zh")]
pub struct Rule {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    /// 事项编码，可以写多次
    #[arg(long = "item", value_name = "编码", required = true)]
    items: Vec<ItemCode>,
    #[command(flatten)]
    decision: DecisionArgs,
    /// 裁定的理由
    #[arg(long, value_name = "理由")]
    reason: String,
}

impl Rule {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let decision = self.decision.build()?;
        let reason = words("--reason", &self.reason)?;
        let mut desk = Desk::open(global, actor)?;
        check_cited(&desk, &decision, Some(&reason))?;
        let what = format!("裁定 {} 项：{decision}", self.items.len());
        let events = desk.act(&Command::Rule {
            department: self.department.clone(),
            items: self.items,
            decision,
            reason,
        })?;
        desk.report(Some(&self.department), &what, &events)
    }
}

//! `review confirm`.

use clap::Args;
use power_list::domain::ids::DepartmentId;
use power_list::workflow::Command;

use super::Desk;
use crate::cli::Global;
use crate::cli::error::Exit;

/// 三下确认：部门的清单就此定下（综合组）
#[derive(Debug, Args)]
#[command(after_help = "例：power-list review confirm hbj --as zh")]
pub struct Confirm {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
}

impl Confirm {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let events = desk.act(&Command::Confirm {
            department: self.department.clone(),
        })?;
        let what = format!("{}的清单已确认", desk.context.name_of(&self.department));
        desk.report(Some(&self.department), &what, &events)
    }
}

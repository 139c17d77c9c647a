//! `review withdraw`.

use clap::Args;
use power_list::domain::ids::DepartmentId;
use power_list::workflow::{Command, Entry, Step};

use super::Desk;
use super::opine::{HowArgs, chosen};
use super::which::WhichArgs;
use crate::cli::Global;
use crate::cli::error::Exit;

/// 撤回本单位已经提出的意见（签署以前）
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review withdraw hbj --item 341100-hbj-01-0003 --as fz-1
  power-list review withdraw hbj --category 行政处罚 --as fz-1
撤回也记入事件；草稿用 power-list review draft drop 丢弃，不留记录。")]
pub struct Withdraw {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    #[command(flatten)]
    which: WhichArgs,
    #[command(flatten)]
    how: HowArgs,
}

impl Withdraw {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let id = &self.department;
        let body = desk.body_on(id)?;
        let entry = Entry::WITHDRAWAL;
        let Some(items) = chosen(&mut desk, id, body, &self.which, &self.how, &entry)? else {
            return Ok(Exit::Clean);
        };
        let what = format!("{} 项：撤回意见", items.len());
        if self.how.draft {
            return desk.draft(id, &Step::Write { items, entry }, &what);
        }
        let events = desk.act(&Command::Record {
            department: id.clone(),
            entries: items.into_iter().map(|i| (i, entry.clone())).collect(),
        })?;
        desk.report(Some(id), &what, &events)
    }
}

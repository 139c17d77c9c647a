//! `review opine`.

use clap::{ArgGroup, Args};
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::people::Role;
use power_list::ops::review::Selection;
use power_list::workflow::Command;

use super::decision::DecisionArgs;
use super::{Desk, optional_words};
use crate::cli::Global;
use crate::cli::error::Exit;

/// 提出审核意见：一项、几项或一批
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("which").required(true).multiple(true),
    after_help = "\
例：
  power-list review opine hbj --item 341100-hbj-01-0003 --decision 取消 --ground 依据已废止 --as fz-2
  power-list review opine hbj --item 341100-hbj-01-0004 --decision 下放 --level 县级 --date 2014-09-01 --as bb-1
  power-list review opine hbj --category 行政处罚 --decision 保留 --text 补充裁量基准 --as fz-2
  power-list review opine hbj --rest --decision 保留 --as bb-1"
)]
pub struct Opine {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    /// 事项编码，可以写多次
    #[arg(long = "item", value_name = "编码", group = "which",
          conflicts_with_all = ["all", "category", "rest"])]
    items: Vec<ItemCode>,
    /// 全部事项
    #[arg(long, group = "which", conflicts_with_all = ["category", "rest"])]
    all: bool,
    /// 这一类别的事项
    #[arg(long, value_name = "类别", group = "which")]
    category: Option<String>,
    /// 本单位这一轮还没有提过意见的事项
    #[arg(long, group = "which")]
    rest: bool,
    #[command(flatten)]
    decision: DecisionArgs,
    /// 意见的说明；写了就要部门答复
    #[arg(long, value_name = "说明")]
    text: Option<String>,
}

impl Opine {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let decision = self.decision.build()?;
        let text = optional_words("--text", self.text.as_deref())?;
        let mut desk = Desk::open(global, actor)?;
        let rest_of = match &desk.actor.role {
            Role::Reviewer { body, .. } if self.rest => Some(*body),
            // Whoever is no reviewer is refused by the workflow.
            _ => None,
        };
        let selection = Selection {
            codes: self.items,
            category: self.category,
            rest_of,
        };
        let items = desk.session.select(&self.department, &selection)?;
        let what = format!("{} 项：{decision}", items.len());
        let events = desk.act(&Command::Opine {
            department: self.department.clone(),
            items,
            decision,
            text,
        })?;
        desk.report(Some(&self.department), &what, &events)
    }
}

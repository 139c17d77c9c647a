//! `review start`.

use clap::Args;
use power_list::workflow::{Command, Seat};

use super::context::context;
use super::{Desk, words};
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 启动三上三下：列入 departments.yaml 里的全部部门
#[derive(Debug, Args)]
#[command(after_help = "例：power-list review start --as zh")]
pub struct Start {}

impl Start {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let actor = super::actor(&context.people, actor)?.clone();
        let mut departments = Vec::new();
        let mut alone = Vec::new();
        for unit in &context.departments {
            match unit.group.as_deref().map(str::parse) {
                Some(Ok(group)) => departments.push(Seat {
                    department: unit.id.clone(),
                    group,
                }),
                _ => alone.push(unit.id.as_str()),
            }
        }
        if !alone.is_empty() {
            return Err(usage(
                format!("没有分配审核组的部门：{}", alone.join(" ")),
                "在 departments.yaml 里给每个部门写上 group",
            ));
        }
        let edition = words("edition", &context.edition)?;
        let count = departments.len();
        let command = Command::Start {
            edition: edition.clone(),
            departments,
        };
        let mut desk = Desk::create(context, actor, &command, global.quiet)?;
        let events = desk.act(&command)?;
        desk.report(
            None,
            &format!("{edition}三上三下已启动，{count} 个部门"),
            &events,
        )
    }
}

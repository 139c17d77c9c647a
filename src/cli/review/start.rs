//! `review start`.

use std::io::Write as _;

use clap::Args;
use power_list::workflow::{Command, Seat, Staff};

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
                "在 departments.yaml 里给每个部门写上 group，或者在 power-list.yaml 的 review_groups 里分配",
            ));
        }
        let edition = words("edition", &context.edition)?;
        let count = departments.len();
        let command = Command::Start {
            edition: edition.clone(),
            departments,
            signatures: context.signatures,
        };
        let mut desk = Desk::create(context, actor, &command, global)?;
        let events = desk.act(&command)?;
        let exit = desk.report(
            None,
            &format!("{edition}三上三下已启动，{count} 个部门"),
            &events,
        )?;
        let staff = Staff(&desk.context.people);
        let units = desk.context.departments.iter().map(|unit| &unit.id);
        let headless: Vec<&str> = units
            .filter(|id| !staff.has_head(id))
            .map(|id| id.as_str())
            .collect();
        if !headless.is_empty() && !desk.quiet {
            writeln!(
                crate::cli::screen::stderr(),
                "注意：这些部门没有负责人，到三上办不了，请在 power-list.yaml 的 people 里补上：{}",
                headless.join(" ")
            )?;
        }
        Ok(exit)
    }
}

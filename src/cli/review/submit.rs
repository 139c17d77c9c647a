//! `review submit`.

use std::io::Write as _;

use clap::Args;
use power_list::domain::ids::DepartmentId;
use power_list::workflow::revised::Revised;
use power_list::workflow::stage::Leg;
use power_list::workflow::{Event, EventKind};
use serde_json::json;

use super::{Desk, Format, FormatArgs, revision};
use crate::cli::Global;
use crate::cli::error::Exit;

/// 上报（一上、二上、三上）：部门现有事项存为快照，过这一轮的校验
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review submit hbj --as hbj
  power-list review submit hbj --as hbj-head      （三上由负责人办理）")]
pub struct Submit {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    /// 声明本部门没有权力事项
    #[arg(long)]
    no_items: bool,
    #[command(flatten)]
    output: FormatArgs,
}

impl Submit {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let round = desk
            .session
            .campaign()
            .department(&self.department)
            .and_then(|state| state.stage.submit())
            .map(|(_, round)| round);
        let (mut submission, allowed) = desk.context.submission(&self.department, round, global)?;
        submission.declares_none = self.no_items;
        let events = desk.with(|session, act| session.submit(act, submission))?;
        let revised = submitted(&desk, &self.department);
        match self.output.format {
            Format::Json => self.print_json(&events, revised.as_ref(), allowed),
            Format::Table => self.print(&desk, &events, revised.as_ref(), allowed),
        }
    }

    fn print(
        &self,
        desk: &Desk,
        events: &[Event],
        revised: Option<&Revised>,
        allowed: usize,
    ) -> anyhow::Result<Exit> {
        let name = desk.context.name_of(&self.department);
        let mut what = name.clone();
        if let Some(EventKind::Submitted {
            round,
            items,
            snapshot,
            unprompted,
            ..
        }) = events.first().map(|e| &e.payload)
        {
            what = format!(
                "{name}{}：{} 项，快照 {}",
                round.leg(Leg::Up),
                items.len(),
                snapshot.short()
            );
            if !unprompted.is_empty() {
                let codes: Vec<&str> = unprompted.iter().map(|c| c.as_str()).collect();
                what.push_str(&format!(
                    "；{} 项改动没有意见要求：{}",
                    codes.len(),
                    codes.join("、")
                ));
            }
        }
        if allowed > 0 {
            what.push_str(&format!("；按工程设置允许 {allowed} 个错误"));
        }
        let exit = desk.report(Some(&self.department), &what, events)?;
        if !desk.quiet {
            revision::list(
                &mut crate::cli::screen::stdout(),
                "采纳了意见、却没有改动的事项",
                revised.map_or_else(Vec::new, revision::untouched),
            )?;
        }
        Ok(exit)
    }

    fn print_json(
        &self,
        events: &[Event],
        revised: Option<&Revised>,
        allowed: usize,
    ) -> anyhow::Result<Exit> {
        let Some(event) = events.first() else {
            return Ok(Exit::Clean);
        };
        let mut value = json!({
            "schema": "power-list/submitted/v1",
            "department": self.department,
            "event": event.seq,
            "allowed_errors": allowed,
        });
        if let (
            EventKind::Submitted {
                round,
                snapshot,
                items,
                ..
            },
            Some(map),
        ) = (&event.payload, value.as_object_mut())
        {
            map.insert("round".to_owned(), round.number().into());
            map.insert("snapshot".to_owned(), snapshot.to_string().into());
            map.insert("items".to_owned(), items.len().into());
        }
        revision::add_json(&mut value, revised);
        writeln!(crate::cli::screen::stdout(), "{value:#}")?;
        Ok(Exit::Clean)
    }
}

/// What the unit has just sent up, held against the round that it answered; `None` in the first round.
fn submitted(desk: &Desk, department: &DepartmentId) -> Option<Revised> {
    let state = desk.session.campaign().department(department)?;
    let [.., answered, sent] = state.rounds() else {
        return None;
    };
    let items = sent.items.iter().map(|(code, item)| (code, item.digest));
    Some(Revised::of(answered, &items.collect()))
}

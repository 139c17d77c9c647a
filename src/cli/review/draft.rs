//! `review draft`: what a reviewer has drafted and not given yet.

use std::io::Write as _;

use clap::{ArgGroup, Args, Subcommand};
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::ops::review::Drafts;
use power_list::workflow::{Entry, Notebook, Step};
use serde_json::json;

use super::{Desk, Format, FormatArgs};
use crate::cli::error::{Exit, usage};
use crate::cli::{Global, table};

/// 草稿：列出、提交、丢弃、撤销、恢复
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review opine hbj --item 341100-hbj-01-0003 --decision 调整 --text 名称不规范 --draft --as bb-1
  power-list review draft list --as bb-1
  power-list review draft undo hbj --as bb-1
  power-list review draft submit hbj --as bb-1
草稿只有自己看得见，不进事件记录；签署（review sign）时自动提交。")]
pub struct Draft {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 列出自己的草稿
    List(List),
    /// 把草稿作为意见提交，不签署
    Submit(Unit),
    /// 丢弃草稿；可以用 undo 找回，过时的不能
    Drop(Discard),
    /// 撤销上一步（一批算一步）
    Undo(Unit),
    /// 恢复刚撤销的一步
    Redo(Unit),
}

#[derive(Debug, Args)]
struct Unit {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
}

#[derive(Debug, Args)]
struct List {
    /// 只看这个部门
    #[arg(value_name = "部门")]
    department: Option<DepartmentId>,
    #[command(flatten)]
    output: FormatArgs,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("drafts").required(true))]
struct Discard {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    /// 这一事项的草稿，可以写多次
    #[arg(long = "item", value_name = "编码", group = "drafts")]
    items: Vec<ItemCode>,
    /// 这个部门的全部草稿
    #[arg(long, group = "drafts")]
    all: bool,
    /// 那一轮已经结束、再也提交不了的草稿
    #[arg(long, group = "drafts")]
    stale: bool,
}

impl Draft {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        match self.what {
            What::List(list) => list.run(&mut desk),
            What::Submit(Unit { department }) => {
                let events = desk.with(|session, act| session.give_drafts(act, &department))?;
                let what = format!("提交 {} 条草稿", events.len());
                desk.report(Some(&department), &what, &events)
            }
            What::Drop(discard) => discard.run(&mut desk),
            What::Undo(Unit { department }) => {
                let before = desk.own_drafts(&department)?;
                let Some(items) = before.undoes().map(|i| i.cloned().collect::<Vec<_>>()) else {
                    return Err(usage(
                        format!("{department} 的草稿没有可以撤销的一步"),
                        "已经提交的意见用 power-list review withdraw 撤回",
                    ));
                };
                let what = format!("撤销了 {} 项的草稿", items.len());
                desk.draft(&department, &Step::UNDO, &what)
            }
            What::Redo(Unit { department }) => {
                let before = desk.own_drafts(&department)?;
                let Some(items) = before.redoes().map(|i| i.cloned().collect::<Vec<_>>()) else {
                    return Err(usage(
                        format!("{department} 的草稿没有刚撤销的一步"),
                        format!("power-list review draft list {department}"),
                    ));
                };
                let what = format!("恢复了 {} 项的草稿", items.len());
                desk.draft(&department, &Step::REDO, &what)
            }
        }
    }
}

impl List {
    fn run(self, desk: &mut Desk) -> anyhow::Result<Exit> {
        let mut all = desk.look(|session, act| session.all_drafts(act))?;
        if let Some(id) = &self.department {
            all.retain(|drafts| drafts.key.department == *id);
        }
        all.retain(|drafts| !drafts.notebook.entries().is_empty());
        let mut out = crate::cli::screen::stdout();
        match self.output.format {
            Format::Json => writeln!(out, "{:#}", as_json(&all))?,
            Format::Table if all.is_empty() => writeln!(out, "没有草稿")?,
            Format::Table => {
                let mut rows = table::new(["部门", "轮次", "编码", "草稿", ""]);
                for drafts in &all {
                    for (code, entry) in drafts.notebook.entries() {
                        rows.add_row([
                            drafts.key.department.to_string(),
                            drafts.key.round.review().to_owned(),
                            code.to_string(),
                            entry.to_string(),
                            if drafts.current { "" } else { "过时" }.to_owned(),
                        ]);
                    }
                }
                writeln!(out, "{rows}")?;
                for drafts in &all {
                    let id = &drafts.key.department;
                    let who = &desk.actor.id.value;
                    let next = if drafts.current {
                        format!("power-list review draft submit {id} --as {who}")
                    } else {
                        format!("power-list review draft drop {id} --stale --as {who}")
                    };
                    writeln!(out, "  下一步：{next}")?;
                }
            }
        }
        Ok(Exit::Clean)
    }
}

impl Discard {
    fn run(self, desk: &mut Desk) -> anyhow::Result<Exit> {
        let id = self.department;
        if self.stale {
            let mut count = 0;
            for drafts in desk.with(|session, act| session.all_drafts(act))? {
                if drafts.key.department == id && !drafts.current {
                    let round = drafts.key.round;
                    count += desk.with(|session, act| session.discard_drafts(act, &id, round))?;
                }
            }
            desk.say(&format!("丢弃了 {count} 条过时的草稿"))?;
            return Ok(Exit::Clean);
        }
        let drafted = desk.own_drafts(&id)?;
        let items = if self.all {
            drafted.entries().keys().cloned().collect()
        } else {
            self.items
        };
        if let Some(none) = items.iter().find(|code| drafted.entry(code).is_none()) {
            return Err(usage(
                format!("{none} 没有草稿"),
                format!("power-list review draft list {id}"),
            ));
        }
        let what = format!("丢弃 {} 条草稿", items.len());
        desk.draft(&id, &Step::Erase { items }, &what)
    }
}

fn as_json(all: &[Drafts]) -> serde_json::Value {
    let drafts: Vec<_> = all
        .iter()
        .flat_map(|drafts| {
            drafts.notebook.entries().iter().map(|(code, entry)| {
                let (decision, text) = match entry {
                    Entry::Opinion { decision, text } => (Some(decision), text.as_ref()),
                    Entry::Withdrawal {} => (None, None),
                };
                json!({
                    "department": drafts.key.department,
                    "round": drafts.key.round,
                    "item": code,
                    "withdrawal": decision.is_none(),
                    "decision": decision,
                    "text": text,
                    "current": drafts.current,
                })
            })
        })
        .collect();
    json!({"schema": "power-list/drafts/v1", "drafts": drafts})
}

impl Desk {
    /// The actor's drafts on a unit in the round under review.
    pub fn own_drafts(&self, department: &DepartmentId) -> anyhow::Result<Notebook> {
        Ok(self.session.drafts(&self.actor.id.value, department)?)
    }

    /// Writes a step into the actor's notebook and says how it stands.
    pub fn draft(
        &mut self,
        department: &DepartmentId,
        step: &Step,
        what: &str,
    ) -> anyhow::Result<Exit> {
        let drafts = self.with(|session, act| session.draft(act, department, step))?;
        let who = &self.actor.id.value;
        self.say(&format!("{what}（草稿，共 {} 条）", drafts.entries().len()))?;
        if !drafts.entries().is_empty() {
            self.say(&format!(
                "  下一步：power-list review draft submit {department} --as {who}"
            ))?;
        }
        Ok(Exit::Clean)
    }
}

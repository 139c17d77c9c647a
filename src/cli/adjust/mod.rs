//! `adjust`: 动态调整 of a published list, one file per step.

mod answer;
mod apply;
mod approve;
mod list;
mod open;
mod opine;
mod reorganize;
mod show;
mod submit;
mod urge;
mod view;
mod withdraw;

use std::io::Write as _;

use clap::{Args, Subcommand};
use power_list::domain::adjustment::AdjustmentId;
use power_list::workflow::Event;
use power_list::workflow::event::EventKind;

use super::Global;
use super::error::Exit;
use super::review::{Desk, KeyArgs};

/// 动态调整：公布以后新增、取消、变更、承接、划转事项，机构改革，紧急公布
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust open 变更 hbj --item 341100-hbj-01-0001 --ground 法律变化 --law 环境保护法 \\
      --happened 2015-01-01 --effective 2015-02-01 --reason 按新法第十九条修改依据 --as hbj
  power-list adjust submit 2015-001 --as hbj-head     改好工程里的事项以后上报
  power-list adjust opine 2015-001 --agree --as bb-1
  power-list adjust answer 2015-001 --result 同意 --as zh
  power-list adjust list                              没办完的调整，什么时候到期
  power-list publish --date 2015-02-01 --as gb        同意了的调整进入下一次公布

变更由编办、法制办办结；新增、取消、承接、划转和机构改革还要有本级政府的批准；划转还要接收单位同意。
一个事项同时只能有一次调整。期限在 power-list.yaml 的 adjust 里，不写是申请 10、审核 15、公布 20 个工作日。")]
pub struct AdjustArgs {
    /// 办理人的代号（也可以用环境变量 POWER_LIST_ACTOR）
    #[arg(
        long = "as",
        value_name = "代号",
        env = "POWER_LIST_ACTOR",
        hide_env = true,
        global = true
    )]
    actor: Option<String>,
    #[command(flatten)]
    key: KeyArgs,
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    Open(open::Open),
    Reorganize(reorganize::Reorganize),
    Apply(apply::Apply),
    Submit(submit::Submit),
    Opine(opine::Opine),
    Approve(approve::Approve),
    Urge(urge::Urge),
    Answer(answer::Answer),
    Withdraw(withdraw::Withdraw),
    List(list::List),
    Show(show::Show),
}

impl AdjustArgs {
    /// Runs the step.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let actor = self.actor.as_deref();
        let global = &self.key.into_global(global);
        match self.step {
            Step::Open(step) => step.run(global, actor),
            Step::Reorganize(step) => step.run(global, actor),
            Step::Apply(step) => step.run(global),
            Step::Submit(step) => step.run(global, actor),
            Step::Opine(step) => step.run(global, actor),
            Step::Approve(step) => step.run(global, actor),
            Step::Urge(step) => step.run(global, actor),
            Step::Answer(step) => step.run(global, actor),
            Step::Withdraw(step) => step.run(global, actor),
            Step::List(step) => step.run(global),
            Step::Show(step) => step.run(global),
        }
    }
}

/// Says what was recorded of an adjustment, and what comes next.
fn report(desk: &Desk, events: &[Event]) -> anyhow::Result<Exit> {
    let Some((event, id)) = events.first().and_then(|event| Some((event, of(event)?))) else {
        return Ok(Exit::Clean);
    };
    if desk.quiet {
        return Ok(Exit::Clean);
    }
    let mut out = crate::cli::screen::stdout();
    writeln!(
        out,
        "调整 {id}：{}（第 {} 号事件）",
        event.payload.chinese(),
        event.seq
    )?;
    if let Some(adjustment) = desk.session.campaign().adjustments().get(&id) {
        view::next_steps(&mut out, desk, adjustment)?;
    }
    Ok(Exit::Clean)
}

/// The adjustment that an event is about.
fn of(event: &Event) -> Option<AdjustmentId> {
    match &event.payload {
        EventKind::Adjustment { adjustment, .. } => Some(*adjustment),
        _ => None,
    }
}

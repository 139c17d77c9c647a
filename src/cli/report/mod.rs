//! `report`: the papers that an office owes.

mod changes;
mod cleanup;
mod late;
mod minutes;
mod monthly;
mod notice;
mod paper;
mod progress;

use clap::{Args, Subcommand};
use power_list::io::store::AnyStore;
use power_list::ops::review::Session;

use super::Global;
use super::error::Exit;
use super::review::context::ProjectContext;
use super::review::store_at;

/// 进度、公文和统计：进度、月报、整改通知、审核工作纪要、清理情况统计、调整公告
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list report progress -o 进度.html         全部部门的进度，一页图表
  power-list report monthly 2014-09              九月的月报
  power-list report notice                       有问题的部门的整改通知
  power-list report minutes 审核一组              审核一组今天的工作纪要
  power-list report cleanup -o 清理情况.xlsx      清理情况统计
  power-list report changes -o 公告.docx         最近两次发布之间的调整公告
公文能写成 docx、xlsx 和 markdown，进度能写成 xlsx、html、json 和 csv；内容都从审核记录算出，不用另外填数。")]
#[command(arg_required_else_help = true)]
pub struct Report {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    Progress(progress::Progress),
    Monthly(monthly::Monthly),
    Notice(notice::Notice),
    Minutes(minutes::Minutes),
    Cleanup(cleanup::Cleanup),
    Changes(changes::Changes),
}

impl Report {
    /// Runs the report.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        match self.kind {
            Kind::Progress(report) => report.run(global),
            Kind::Monthly(report) => report.run(global),
            Kind::Notice(report) => report.run(global),
            Kind::Minutes(report) => report.run(global),
            Kind::Cleanup(report) => report.run(global),
            Kind::Changes(report) => report.run(global),
        }
    }
}

/// The review of the project, to read.
fn session(context: &ProjectContext) -> anyhow::Result<Session<AnyStore>> {
    Ok(Session::open(store_at(&context.store, &context.people)?)?)
}

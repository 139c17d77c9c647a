//! `report cleanup`.

use clap::Args;
use jiff::civil::Date;
use power_list::ops::papers;
use power_list::render::paper;

use super::paper::{Called, PaperArgs};
use super::session;
use crate::cli::Global;
use crate::cli::context::{date, today};
use crate::cli::error::{Exit, usage};
use crate::cli::review::context::context;

/// 清理情况统计：清理前后的事项数，取消、下放、转移、整合各多少，精简比例，按部门和类别
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list report cleanup                              写成当前目录里的 .docx
  power-list report cleanup -o 清理情况.xlsx              工作簿，一个表一张
  power-list report cleanup --format markdown -o -       显示在终端上
已经确认（三下）的部门按最后决定计算；其他部门按目前的审核意见计算，并注明“未确认”。")]
pub struct Cleanup {
    /// 统计日期，写在文末（默认：今天）
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Option<Date>,
    #[command(flatten)]
    paper: PaperArgs,
}

impl Cleanup {
    /// Runs the report.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let session = session(&context)?;
        let called = Called::of(&context);
        let facts = papers::cleanup(session.campaign(), called.names(&context));
        if facts.units.is_empty() {
            return Err(usage(
                "还没有部门报送过，没有可以统计的",
                "power-list review status 看各部门进展",
            ));
        }
        let paper = paper::cleanup(&facts, self.paper.head(self.date.unwrap_or_else(today)));
        let target = self.paper.target(&paper.title())?;
        let done = format!("{} 个部门的清理情况", facts.units.len());
        self.paper.put(target, &paper, &done, global)?;
        Ok(Exit::Clean)
    }
}

//! `review meeting`.

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use power_list::workflow::Command;
use power_list::workflow::event::MeetingKind;

use super::super::context::date;
use super::{Desk, words};
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 记录会议：专家论证、领导小组会议、政府常务会议、市委常委会
#[derive(Debug, Args)]
#[command(after_help = "\
例：power-list review meeting --kind 政府常务会议 --date 2015-01-20 --document 第30号 --as zh")]
pub struct Meeting {
    /// 哪种会议：专家论证 领导小组会议 政府常务会议 市委常委会
    #[arg(long, value_name = "会议", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(MeetingKind::ALL.map(MeetingKind::chinese)))]
    kind: String,
    /// 哪一天
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Date,
    /// 纪要或意见的文号
    #[arg(long, value_name = "文号")]
    document: String,
}

impl Meeting {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let Some(kind) = MeetingKind::from_chinese(&self.kind) else {
            return Err(usage(
                format!("没有“{}”这种会议", self.kind),
                "加 --help 看用法",
            ));
        };
        let document = words("--document", &self.document)?;
        let mut desk = Desk::open(global, actor)?;
        let what = format!("已记录 {} 的{}（{document}）", self.date, self.kind);
        let events = desk.act(&Command::Meeting {
            kind,
            date: self.date,
            document,
        })?;
        desk.report(None, &what, &events)
    }
}

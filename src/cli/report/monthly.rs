//! `report monthly`.

use clap::Args;
use jiff::civil::Date;
use power_list::ops::papers;
use power_list::render::paper;
use power_list::workflow::doings::Period;

use super::late::month_plan;
use super::paper::{Called, PaperArgs};
use super::session;
use crate::cli::Global;
use crate::cli::context::today;
use crate::cli::error::{Exit, usage};
use crate::cli::review::context::context;

/// 月报：进展、工作量、发现的问题、逾期情况，同上月比较
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list report monthly                                  本月到今天为止
  power-list report monthly 2014-09 --number 第3期 --sender 滁州市编办
  power-list report monthly 2014-09 -o 九月.xlsx
  power-list report monthly 2014-09 --format markdown -o -")]
pub struct Monthly {
    /// 哪个月，例如 2014-09（默认：本月）
    #[arg(value_name = "月份", value_parser = month)]
    month: Option<Date>,
    #[command(flatten)]
    paper: PaperArgs,
}

/// Parses a month; gives its first day.
fn month(text: &str) -> Result<Date, String> {
    format!("{text}-01")
        .parse()
        .map_err(|_| format!("“{text}”不是月份，应写作 2014-09"))
}

impl Monthly {
    /// Runs the report.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let today = today();
        let mut period = Period::month(self.month.unwrap_or(today));
        if period.first > today {
            return Err(usage(
                format!("{}月还没有到", period.first.month()),
                "写已经到了的月份，例如上个月",
            ));
        }
        // What of the month is still to come is not reported on.
        period.last = period.last.min(today);
        let context = context(global)?;
        let mut session = session(&context)?;
        let called = Called::of(&context);
        let names = called.names(&context);
        let facts = papers::bulletin(&mut session, names, period, |campaign| {
            month_plan(&context, campaign, period)
        })?;
        let Some(facts) = facts else {
            return Err(usage(
                format!(
                    "{}年{}月还没有审核记录",
                    period.first.year(),
                    period.first.month()
                ),
                "power-list review log 看记录从哪一天开始",
            ));
        };
        let paper = paper::bulletin(&facts, self.paper.head(period.last));
        let target = self.paper.target(&paper.title())?;
        let done = format!(
            "{} 个部门，本月上报 {} 次，审核意见 {} 条",
            facts.units.len(),
            facts.done.sent.len(),
            facts.done.opinions()
        );
        self.paper.put(target, &paper, &done, global)?;
        Ok(Exit::Clean)
    }
}

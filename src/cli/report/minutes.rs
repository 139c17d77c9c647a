//! `report minutes`.

use clap::Args;
use jiff::civil::Date;
use power_list::ops::papers::{self, Meeting};
use power_list::render::paper;
use power_list::rules::text::nearest;

use super::paper::{Called, PaperArgs};
use super::session;
use crate::cli::Global;
use crate::cli::context::{date, today};
use crate::cli::error::{Exit, usage};
use crate::cli::review::context::context;

/// 审核工作纪要：一个审核组一天审了哪些部门、提了哪些意见、哪些事项意见不一致
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list report minutes 审核一组                                        今天的纪要
  power-list report minutes 审核一组 --date 2014-09-12 --chair 张三 --place 市编办会议室
  power-list report minutes 审核一组 --date 2014-09-12 --format markdown -o -
参加人员按当天办理过的人列出；没有在系统里办理、但到场的人用 --with 加上（可以写多次）。")]
pub struct Minutes {
    /// 审核组
    #[arg(value_name = "审核组")]
    group: String,
    /// 哪一天（默认：今天）
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Option<Date>,
    /// 地点
    #[arg(long, value_name = "地点")]
    place: Option<String>,
    /// 主持人
    #[arg(long, value_name = "姓名")]
    chair: Option<String>,
    /// 其他参加的人（可以写多次）
    #[arg(long = "with", value_name = "姓名")]
    guests: Vec<String>,
    #[command(flatten)]
    paper: PaperArgs,
}

impl Minutes {
    /// Runs the report.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let mut session = session(&context)?;
        let groups: Vec<&str> = {
            let mut groups: Vec<&str> = session
                .campaign()
                .departments()
                .values()
                .map(|unit| unit.group.as_str())
                .collect();
            groups.sort_unstable();
            groups.dedup();
            groups
        };
        if !groups.contains(&self.group.as_str()) {
            let all = format!("有部门的审核组：{}", groups.join("、"));
            let hint = nearest(&self.group, groups.iter().copied())
                .map_or_else(|| all.clone(), |near| format!("是不是想写：{near}；{all}"));
            return Err(usage(format!("没有“{}”这个审核组", self.group), hint));
        }
        let day = self.date.unwrap_or_else(today);
        let meeting = Meeting {
            group: self.group.clone(),
            day,
            place: self.place.clone(),
            chair: self.chair.clone(),
            guests: self.guests.clone(),
        };
        let called = Called::of(&context);
        let facts = papers::minutes(&mut session, called.names(&context), meeting)?;
        let paper = paper::minutes(&facts, self.paper.head(day));
        let target = self.paper.target(&paper.title())?;
        let done = format!(
            "{} 个部门，{} 条要求处理的意见",
            facts.units.len(),
            facts.opinions.len()
        );
        self.paper.put(target, &paper, &done, global)?;
        Ok(Exit::Clean)
    }
}

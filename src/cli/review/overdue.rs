//! `review overdue`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::ops::review::{ReviewError, Session};
use power_list::render::csv;
use power_list::render::progress::{Told, late_book, late_json, owed};
use power_list::workflow::overdue::{Overdue as Late, overdue};
use power_list::workflow::{Campaign, Refusal, Staff};

use super::context::{ProjectContext, context};
use super::store;
use crate::cli::context::DayArgs;
use crate::cli::error::{Exit, usage};
use crate::cli::{Global, table};

/// 逾期：哪些部门过了期限，逾期几个工作日，在等谁，下一步做什么
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review overdue
  power-list review overdue --group 审核一组
  power-list review overdue --department hbj --date 2014-11-20
  power-list review overdue --format csv > 逾期.csv
--date 写已经有记录的一天，是那一天结束时的样子。逾期的天数是工作日，按 power-list.yaml 的 timetable、延期和工作日历计算。")]
pub struct Overdue {
    /// 只看这个部门
    #[arg(long, value_name = "部门")]
    department: Option<DepartmentId>,
    /// 只看这个审核组
    #[arg(long, value_name = "审核组")]
    group: Option<String>,
    #[command(flatten)]
    day: DayArgs,
    /// 输出格式：table（默认）、json 或 csv
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

impl Overdue {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let session = Session::open(store(&context)?)?;
        let today = self.day.day();
        let campaign = session.at_end_of(today)?;
        self.check(&campaign)?;
        let (mut late, missing) = overdue(&campaign, Staff(&context.people), context.plan(), today);
        if let Some(missing) = missing {
            return Err(ReviewError::from(missing).into());
        }
        late.retain(|unit| {
            self.department
                .as_ref()
                .is_none_or(|d| *d == unit.department)
                && self.group.as_ref().is_none_or(|g| *g == unit.group)
        });
        let name = |id: &DepartmentId| context.name_of(id);
        let told = Told {
            title: format!("{}逾期", context.edition),
            edition: campaign.edition().map(|e| e.to_string()),
            day: today,
            name: &name,
        };
        let mut out = crate::cli::screen::stdout();
        match self.format {
            Format::Json => writeln!(out, "{:#}", late_json(&told, &late))?,
            Format::Csv => out.write_all(&csv::write(&late_book(&told, &late)))?,
            Format::Table => as_table(&mut out, &context, &late, today)?,
        }
        Ok(Exit::Clean)
    }

    /// A unit or group that there is not would look like one that is on time.
    fn check(&self, campaign: &Campaign) -> anyhow::Result<()> {
        if let Some(id) = &self.department
            && campaign.department(id).is_none()
        {
            let refusal = Refusal::new("unknown_department", format!("{id} 不在这次三上三下之列"))
                .next("power-list review status");
            return Err(ReviewError::from(refusal).into());
        }
        let mut groups: Vec<&str> = campaign
            .departments()
            .values()
            .map(|state| state.group.as_str())
            .collect();
        groups.sort_unstable();
        groups.dedup();
        match &self.group {
            Some(group) if !groups.contains(&group.as_str()) => Err(usage(
                format!("没有“{group}”这个审核组"),
                format!("这次的审核组：{}", groups.join("、")),
            )),
            _ => Ok(()),
        }
    }
}

fn as_table(
    out: &mut impl std::io::Write,
    context: &ProjectContext,
    late: &[Late],
    today: Date,
) -> std::io::Result<()> {
    if late.is_empty() {
        return writeln!(out, "{today} 没有逾期的部门");
    }
    let mut rows = table::new([
        "部门",
        "名称",
        "审核组",
        "步",
        "最后一天",
        "逾期",
        "在等谁",
        "期限的来历",
    ]);
    for unit in late {
        let days = unit.days_late.unwrap_or(0);
        rows.add_row([
            unit.department.to_string(),
            context.name_of(&unit.department),
            unit.group.clone(),
            unit.passage.chinese().to_owned(),
            unit.deadline.day.to_string(),
            format!("{days} 个工作日"),
            owed(unit),
            unit.deadline.explain(),
        ]);
    }
    writeln!(out, "{rows}")?;
    writeln!(out, "{today} 共 {} 个部门逾期", late.len())?;
    for unit in late {
        if let Some(next) = unit.next.first() {
            writeln!(out, "  {}：{next}", unit.department)?;
        }
    }
    Ok(())
}

//! `review extend`.

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::domain::timetable::LEGS;
use power_list::ops::review::{Extend as Asked, Until};
use power_list::workflow::event::EventKind;
use power_list::workflow::{Event, Passage, Plan};

use super::super::context::date;
use super::{Desk, optional_words, words};
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 延期：综合组把某一步的期限往后推，写明理由
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review extend hbj --leg 二上 --days 5 --reason 机构改革职能未划转完毕 --as zh
  power-list review extend hbj gtj --leg 二上 --until 2014-11-14 --reason 等待省级目录 --document 滁编办〔2014〕31号 --as zh
  power-list review extend --all --leg 一下 --days 3 --reason 审核量大 --as zh
最后一天要是工作日，比原来的晚。延长过几次，以最后一次为准，记录里都在。")]
pub struct Extend {
    /// 给哪些部门（代号）延期
    #[arg(
        value_name = "部门",
        required_unless_present = "all",
        conflicts_with = "all"
    )]
    departments: Vec<DepartmentId>,
    /// 给还没有走完这一步的全部部门延期
    #[arg(long)]
    all: bool,
    /// 哪一步：一上 一下 二上 二下 三上 三下
    #[arg(long, value_name = "步", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(LEGS))]
    leg: String,
    /// 自原来的最后一天起，延长几个工作日
    #[arg(long, value_name = "天数", value_parser = clap::value_parser!(u32).range(1..=250),
          required_unless_present = "until", conflicts_with = "until")]
    days: Option<u32>,
    /// 延到哪一天
    #[arg(long, value_name = "日期", value_parser = date)]
    until: Option<Date>,
    /// 理由
    #[arg(long, value_name = "理由")]
    reason: String,
    /// 文号，有书面通知的写上
    #[arg(long, value_name = "文号")]
    document: Option<String>,
}

impl Extend {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let Some(passage) = Passage::from_chinese(&self.leg) else {
            return Err(usage(
                format!("没有“{}”这一步", self.leg),
                "加 --help 看用法",
            ));
        };
        let until = match (self.until, self.days) {
            (Some(day), _) => Until::Day(day),
            (None, Some(days)) => Until::Days(days),
            (None, None) => return Err(usage("没有写延到哪一天", "加 --days 或 --until")),
        };
        let asked = Asked {
            departments: self.departments,
            passage,
            until,
            reason: words("--reason", &self.reason)?,
            document: optional_words("--document", self.document.as_deref())?,
        };
        let mut desk = Desk::open(global, actor)?;
        let (timetable, calendar) = (
            desk.context.timetable.clone(),
            desk.context.calendar.clone(),
        );
        let plan = Plan {
            timetable: &timetable,
            calendar: &calendar,
        };
        let events = desk.with(|session, act| session.extend(act, plan, &asked))?;
        for event in &events {
            desk.say(&told(&desk, event))?;
        }
        let what = format!("已给 {} 个部门延长{}", events.len(), passage.chinese());
        desk.report(None, &what, &events)
    }
}

/// What an extension comes to for its unit.
fn told(desk: &Desk, event: &Event) -> String {
    let EventKind::Extended {
        department,
        round,
        leg,
        ..
    } = &event.payload
    else {
        return String::new();
    };
    let state = desk.session.campaign().department(department);
    let leg = state.map(|state| desk.context.plan().leg(state, Passage::new(*round, *leg)));
    let name = desk.context.name_of(department);
    match leg.and_then(|leg| leg.due?.ok()) {
        Some(deadline) => format!(
            "  {department} {name}：{}（{}）",
            deadline.day,
            deadline.explain()
        ),
        None => format!("  {department} {name}"),
    }
}

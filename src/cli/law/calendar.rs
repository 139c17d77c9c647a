//! `power-list law calendar`: what takes effect or ends, and what of the list it will touch.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use power_list::compare::impact::{Coming, coming, with_impacts};
use power_list::domain::project::NOTICE_DAYS;
use power_list::render::csv;
use power_list::report::law_calendar::{
    LawCalendar, departments, description, ics, items, json, title,
};

use super::content::{Content, List};
use super::register_of;
use crate::cli::error::{Exit, usage};
use crate::cli::output::{Target, by_ending};
use crate::cli::{Global, context, table};

/// 往后哪些法施行、修改、废止，各影响清单的哪些事项
#[derive(Debug, Args)]
#[command(
    next_help_heading = "选项",
    after_help = "\
例子：
  power-list law calendar                                从清单的基准日起半年
  power-list law calendar --from 2021-06-01 --days 60
  power-list law calendar --from 2021-01-01 --until 2021-12-31 --cited   只列清单引用的法
  power-list law calendar --out 法律变化.ics             放进日历软件；再写一次不会重复
  power-list law calendar --format json | jq '.events[].title'

退出码：0 完成；2 用法不对；3 读写失败"
)]
pub struct CalendarArgs {
    /// 从哪一天起（默认：--as-of，再是清单的基准日；不在工程里时是今天）
    #[arg(long, value_name = "日期", value_parser = context::date)]
    from: Option<Date>,
    /// 多少天（默认：工程设置的 law.notice_days，没有写就是 180）
    #[arg(long, value_name = "天数", conflicts_with = "until", value_parser = clap::value_parser!(u32).range(1..=36500))]
    days: Option<u32>,
    /// 到哪一天止
    #[arg(long, value_name = "日期", value_parser = context::date)]
    until: Option<Date>,
    /// 看公布的清单：发布编号或 .db 文件（默认：工程现状）
    #[arg(long, value_name = "发布")]
    release: Option<String>,
    /// 只列影响到清单的
    #[arg(long)]
    cited: bool,
    /// 格式：table（表格，默认）、json、csv、ics（默认按 --out 的文件名结尾）
    #[arg(long, value_name = "格式", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// 写到哪个文件；- 是标准输出（默认）
    #[arg(long, short, value_name = "文件")]
    out: Option<PathBuf>,
    /// 覆盖已经存在的文件
    #[arg(long)]
    force: bool,
    /// 日历文件里写的制作时间（默认：现在）；写定了，同样的内容得到同样的文件
    #[arg(long, value_name = "时间", value_parser = stamp)]
    stamp: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    Ics,
}

const ENDINGS: [(Format, &str); 4] = [
    (Format::Ics, "ics"),
    (Format::Json, "json"),
    (Format::Csv, "csv"),
    (Format::Table, "txt"),
];

fn stamp(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| format!("“{text}”不是时间，应写作 2025-04-19T00:00:00Z"))
}

/// Runs the command.
pub fn run(args: &CalendarArgs, global: &Global) -> anyhow::Result<Exit> {
    let format = match (args.format, &args.out) {
        (Some(format), _) => format,
        (None, Some(path)) if path.as_os_str() != "-" => by_ending(path, &ENDINGS)?,
        (None, _) => Format::Table,
    };
    let register = register_of(global)?;
    let list = match (&args.release, context::project_root(global)) {
        (None, Err(error)) if global.project.is_some() => return Err(error),
        (None, Err(_)) => None,
        (release, _) => Some(List::open(release.as_deref(), global)?),
    };
    // Who wants no notes still wants to see what is coming.
    let notice = list.as_ref().map_or(NOTICE_DAYS, List::notice_days);
    let notice = if notice == 0 { NOTICE_DAYS } else { notice };
    let own = list.as_ref().map(|list| list.as_of(global));
    let today = || global.as_of.unwrap_or_else(context::today);
    let refuse = |error| match &list {
        Some(list) => list.refuse(error, global),
        None => error,
    };
    let from = args.from.or(own).unwrap_or_else(today);
    let until = match args.until {
        Some(until) => until,
        None => {
            let days = i64::from(args.days.unwrap_or(notice)) - 1;
            from.checked_add(jiff::Span::new().days(days))
                .map_err(|_| refuse(usage("这么多天以后太远了", "--days 写小一些")))?
        }
    };
    if until < from {
        return Err(refuse(usage(
            format!("最后一天 {until} 在第一天 {from} 以前"),
            "--from 写第一天，--until 写最后一天",
        )));
    }
    let events = coming(&register, from, until);
    let (name, events) = match list {
        None => (None, with_impacts(&register, events, &[])),
        Some(list) => {
            let Content { name, places, .. } = list.places(&register, &events, global)?;
            (Some(name), with_impacts(&register, events, &places))
        }
    };
    let shown: Vec<Coming<'_>> = events
        .into_iter()
        .filter(|event| !args.cited || !event.impacts.is_empty())
        .collect();
    let calendar = LawCalendar {
        list: name.as_deref(),
        from,
        until,
        events: &shown,
    };
    if !global.quiet
        && let Some(known) = register.snapshot().filter(|known| *known < until)
    {
        tell!("注意：法规库只知道到 {known} 为止的法律，这以后公布的不在里面");
    }
    put(args, format, &calendar, global)?;
    Ok(Exit::Clean)
}

fn put(
    args: &CalendarArgs,
    format: Format,
    calendar: &LawCalendar<'_>,
    global: &Global,
) -> anyhow::Result<()> {
    let text = match format {
        Format::Json => {
            let mut out = Vec::new();
            json(calendar, &mut out)?;
            String::from_utf8_lossy(&out).into_owned()
        }
        Format::Ics => ics(calendar, args.stamp.unwrap_or_else(Timestamp::now)),
        Format::Csv => rows(calendar),
        Format::Table => shown(calendar, global.quiet),
    };
    let target = match args.out.as_deref() {
        None => Target::Stdout,
        output => Target::new(output, ""),
    };
    target.check(false)?;
    let done = format!("{} 件", calendar.events.len());
    let done = (!global.quiet).then_some(done.as_str());
    target.put(text.as_bytes(), args.force, done)
}

fn shown(calendar: &LawCalendar<'_>, quiet: bool) -> String {
    let mut table = table::new(["日期", "事", "说明", "事项"]);
    for event in calendar.events {
        let codes = items(event);
        let mut named: Vec<&str> = codes.iter().take(5).copied().collect();
        let more = format!("…… 共 {} 项", codes.len());
        if codes.len() > named.len() {
            named.push(&more);
        }
        table.add_row([
            event.day.to_string(),
            title(event),
            description(event),
            named.join("\n"),
        ]);
    }
    let mut out = String::new();
    if !calendar.events.is_empty() {
        out.push_str(&format!("{table}\n"));
    }
    if !quiet {
        let LawCalendar { from, until, .. } = calendar;
        let list = calendar.list.map_or_else(String::new, |l| format!("{l}，"));
        let touching = calendar.events.iter().filter(|e| !e.impacts.is_empty());
        out.push_str(&format!(
            "{list}{from} 至 {until}：{} 件，其中影响到清单的 {} 件\n",
            calendar.events.len(),
            touching.count()
        ));
    }
    out
}

fn rows(calendar: &LawCalendar<'_>) -> String {
    let mut out = String::from(csv::BYTE_ORDER_MARK);
    let header = ["日期", "法规", "事", "说明", "单位", "事项"];
    csv::line(&mut out, header.into_iter());
    for event in calendar.events {
        let cells = [
            event.day.to_string(),
            event.change.law.to_owned(),
            title(event),
            description(event),
            departments(event).join("、"),
            items(event).join("、"),
        ];
        csv::line(&mut out, cells.iter().map(String::as_str));
    }
    out
}

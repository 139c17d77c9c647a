//! `review log`.

use std::collections::VecDeque;
use std::io::{self, Write};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::office_time;
use power_list::domain::people::Body;
use power_list::domain::ssh::Signature;
use power_list::io::store::{AnyStore, Store as _};
use power_list::io::yaml::keys::settings::ROLES;
use power_list::ops::review::{AT_ONCE, ReviewError};
use power_list::render::csv;
use power_list::workflow::event::EventKind;
use power_list::workflow::sought::{Sought, round_of};
use power_list::workflow::{Broken, Event, Record, Round};
use rayon::prelude::*;

use super::context::context;
use super::describe::describe;
use super::store;
use crate::cli::context::date;
use crate::cli::error::Exit;
use crate::cli::{Global, table};

/// 事件记录：谁在什么时候做了什么
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review log --department hbj --last 20
  power-list review log --kind opined --body 法制办 --round 2 --text 依据
  power-list review log --since 2014-10-01 --until 2014-10-31 --format csv > 十月.csv
  power-list review log --unsigned
  power-list review log --format jsonl | jq -c 'select(.actor == \"bb-1\")'
JSON 里每个事件去掉 digest 和 signature，就是算摘要、签名的原文；previous 是上一个事件的 digest。重算第 5 号的摘要：
  power-list review log --format jsonl | sed -n 5p | jq -cj 'del(.digest, .signature)' | sha256sum
种类：started 启动、submitted 上报、opined 意见、withdrawn 撤回意见、signed 签署、ruled 裁定、returned 退回、
answered 答复、meeting_held 会议、extended 延期、confirmed 三下确认、published 公布。")]
pub struct Log {
    /// 只看这个部门
    #[arg(long, value_name = "部门")]
    department: Option<DepartmentId>,
    /// 只看这个事项
    #[arg(long, value_name = "编码")]
    item: Option<ItemCode>,
    /// 只看这一种，可以写几次（种类见下）
    #[arg(long, value_name = "种类", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(EventKind::KEYS))]
    kind: Vec<String>,
    /// 只看这个人做的
    #[arg(long, value_name = "人员")]
    actor: Option<String>,
    /// 只看这种角色做的：填报人 负责人 审核人 综合组 公布人
    #[arg(long, value_name = "角色", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(ROLES))]
    role: Option<String>,
    /// 只看这个审核单位的：编办 法制办 政务服务中心
    #[arg(long, value_name = "单位", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(Body::ALL.map(Body::chinese)))]
    body: Option<String>,
    /// 只看这一轮的：1 2 3
    #[arg(long, value_name = "轮", value_parser = clap::value_parser!(u8).range(1..=3))]
    round: Option<u8>,
    /// 只看这一天起的（北京时间）
    #[arg(long, value_name = "日期", value_parser = date)]
    since: Option<Date>,
    /// 只看到这一天为止的
    #[arg(long, value_name = "日期", value_parser = date)]
    until: Option<Date>,
    /// 只看签了名的
    #[arg(long, conflicts_with = "unsigned")]
    signed: bool,
    /// 只看没有签名的
    #[arg(long)]
    unsigned: bool,
    /// 只看意见、理由、文号里有这些字的
    #[arg(long, value_name = "文字")]
    text: Option<String>,
    /// 只看这一号之后的
    #[arg(
        long,
        value_name = "号",
        default_value_t = 0,
        hide_default_value = true
    )]
    after: u64,
    /// 只看其中最后这些个
    #[arg(long, value_name = "个数")]
    last: Option<usize>,
    /// 输出格式：table json jsonl（一行一个事件） csv
    #[arg(
        long,
        value_name = "格式",
        default_value = "table",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Jsonl,
    Csv,
}

/// An event that is shown: as it is kept, and read where somebody has to.
struct Shown {
    record: Record,
    event: Option<Event>,
}

/// As much of a fingerprint as tells keys apart at a glance.
const IN_TABLE: usize = "SHA256:".len() + 8;

/// So many events stand in one table, whose columns are as wide as all of them need; more are several tables, one below
/// another.
const IN_ONE_TABLE: usize = 10_000;

const COLUMNS: [&str; 7] = [
    "号",
    "时间（北京）",
    "人员",
    "部门",
    "事项",
    "做了什么",
    "签名",
];

impl Log {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let store = store(&context)?;
        let mut out = io::BufWriter::with_capacity(1 << 16, crate::cli::screen::stdout());
        match self.format {
            Format::Json => {
                write!(out, "{{\"schema\":\"power-list/events/v1\",\"events\":[")?;
                let mut between: &[u8] = b"\n";
                self.each(&store, |shown| {
                    out.write_all(between)?;
                    between = b",\n";
                    out.write_all(&shown.record.line())
                })?;
                writeln!(out, "\n]}}")?;
            }
            Format::Jsonl => self.each(&store, |shown| {
                let mut line = shown.record.line();
                line.push(b'\n');
                out.write_all(&line)
            })?,
            Format::Csv => {
                let mut text = String::from(csv::BYTE_ORDER_MARK);
                csv::line(
                    &mut text,
                    [
                        "号",
                        "时间",
                        "人员",
                        "角色",
                        "部门",
                        "轮",
                        "事项",
                        "种类",
                        "做了什么",
                        "签名",
                        "摘要",
                    ]
                    .into_iter(),
                );
                out.write_all(text.as_bytes())?;
                self.each(&store, |shown| {
                    let Some(event) = &shown.event else {
                        return Ok(());
                    };
                    let kind = &event.payload;
                    let row = [
                        event.seq.to_string(),
                        office_time::clock(event.at),
                        event.actor.to_string(),
                        event.role.clone(),
                        text_of(kind.department()),
                        round_of(kind).map_or(String::new(), |r| r.number().to_string()),
                        text_of(kind.item()),
                        kind.key().to_owned(),
                        describe(kind),
                        signed_with(&shown.record),
                        event.digest.to_string(),
                    ];
                    text.clear();
                    csv::line(&mut text, row.iter().map(String::as_str));
                    out.write_all(text.as_bytes())
                })?;
            }
            Format::Table => {
                let mut table = table::new(COLUMNS);
                self.each(&store, |shown| {
                    let Some(event) = &shown.event else {
                        return Ok(());
                    };
                    if table.row_count() == IN_ONE_TABLE {
                        let full = std::mem::replace(&mut table, table::new(COLUMNS));
                        writeln!(out, "{full}\n")?;
                    }
                    table.add_row([
                        event.seq.to_string(),
                        office_time::clock(event.at),
                        format!("{} {}", event.actor, event.role),
                        text_of(event.payload.department()),
                        text_of(event.payload.item()),
                        describe(&event.payload),
                        signed_with(&shown.record).chars().take(IN_TABLE).collect(),
                    ]);
                    Ok(())
                })?;
                writeln!(out, "{table}")?;
            }
        }
        out.flush()?;
        Ok(Exit::Clean)
    }

    fn sought(&self) -> Sought {
        Sought {
            department: self.department.clone(),
            item: self.item.clone(),
            kinds: self.kind.clone(),
            actor: self.actor.clone(),
            role: self.role.clone(),
            body: self.body.as_deref().and_then(Body::from_chinese),
            round: self.round.and_then(|n| Round::try_from(n).ok()),
            since: self.since,
            until: self.until,
            signed: match (self.signed, self.unsigned) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            text: self.text.clone(),
        }
    }

    /// Gives the events that are sought to `show`, the oldest first, without holding more of them than a piece.
    fn each(
        &self,
        store: &AnyStore,
        mut show: impl FnMut(&Shown) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let sought = self.sought();
        // Whoever prints lines as they are kept needs to read events only to choose among them.
        let reads = !sought.is_all() || matches!(self.format, Format::Table | Format::Csv);
        let look = |record: Record| -> Result<Option<Shown>, Broken> {
            if !reads {
                return Ok(Some(Shown {
                    record,
                    event: None,
                }));
            }
            let event = record.read()?;
            Ok(sought.fits(&record, &event).then_some(Shown {
                record,
                event: Some(event),
            }))
        };
        let mut after = self.after;
        let mut kept = VecDeque::new();
        loop {
            let records = store.read_some(after, AT_ONCE)?;
            let Some(last) = records.last() else {
                break;
            };
            after = last.seq;
            let looked: Vec<_> = records.into_par_iter().map(look).collect();
            for shown in looked {
                let Some(shown) = shown.map_err(ReviewError::from)? else {
                    continue;
                };
                let Some(most) = self.last else {
                    show(&shown)?;
                    continue;
                };
                kept.push_back(shown);
                if kept.len() > most {
                    kept.pop_front();
                }
            }
        }
        for shown in &kept {
            show(shown)?;
        }
        Ok(())
    }
}

/// The key that signed, as people compare keys; empty where nobody did. Whether it holds is for `review verify` to say.
fn signed_with(record: &Record) -> String {
    match &record.signature {
        None => String::new(),
        Some(armored) => Signature::read(armored)
            .map_or_else(|why| why, |signature| signature.key().fingerprint()),
    }
}

fn text_of<T: ToString>(value: Option<&T>) -> String {
    value.map_or(String::new(), ToString::to_string)
}

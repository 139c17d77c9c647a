//! `review log`.

use std::io::Write as _;

use clap::Args;
use clap::builder::PossibleValuesParser;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::office_time;
use power_list::domain::project::Signatures;
use power_list::io::store::Store as _;
use power_list::workflow::event::EventKind;
use power_list::workflow::{Event, Record};

use super::context::context;
use super::{Format, FormatArgs, store};
use crate::cli::error::Exit;
use crate::cli::{Global, table};

/// 事件记录：谁在什么时候做了什么
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review log --department hbj
  power-list review log --kind signed
  power-list review log --after 120 --format json
JSON 里每个事件去掉 digest 一项，就是算摘要的原文。")]
pub struct Log {
    /// 只看这个部门
    #[arg(long, value_name = "部门")]
    department: Option<DepartmentId>,
    /// 只看这个事项
    #[arg(long, value_name = "编码")]
    item: Option<ItemCode>,
    /// 只看这一种：started submitted opined signed ruled returned answered meeting_held extended confirmed published
    #[arg(long, value_name = "种类", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(EventKind::KEYS))]
    kind: Option<String>,
    /// 只看这个人做的
    #[arg(long, value_name = "人员")]
    actor: Option<String>,
    /// 只看这一号之后的
    #[arg(
        long,
        value_name = "号",
        default_value_t = 0,
        hide_default_value = true
    )]
    after: u64,
    #[command(flatten)]
    output: FormatArgs,
}

impl Log {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let records = store(&context)?.read(self.after)?;
        let mut shown: Vec<(Record, Event)> = Vec::new();
        for record in records {
            let event = record
                .read()
                .map_err(power_list::ops::review::ReviewError::from)?;
            if self.wants(&event) {
                shown.push((record, event));
            }
        }
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        match self.output.format {
            Format::Json => {
                write!(out, "{{\"schema\":\"power-list/events/v1\",\"events\":[")?;
                for (n, (record, _)) in shown.iter().enumerate() {
                    let mut text = record.canonical();
                    // The canonical form is an object; the digest goes in before its last brace.
                    text.pop();
                    out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
                    out.write_all(&text)?;
                    write!(out, ",\"digest\":\"{}\"}}", record.digest)?;
                }
                writeln!(out, "\n]}}")?;
            }
            Format::Table => {
                let mut table =
                    table::new(["号", "时间（北京）", "人员", "部门", "事项", "做了什么"]);
                for (_, event) in &shown {
                    table.add_row([
                        event.seq.to_string(),
                        office_time::clock(event.at),
                        format!("{} {}", event.actor, event.role),
                        text_of(event.payload.department()),
                        text_of(event.payload.item()),
                        describe(&event.payload),
                    ]);
                }
                writeln!(out, "{table}")?;
            }
        }
        out.flush()?;
        Ok(Exit::Clean)
    }

    fn wants(&self, event: &Event) -> bool {
        fn is<T: PartialEq>(wanted: Option<&T>, found: Option<&T>) -> bool {
            wanted.is_none() || wanted == found
        }
        is(self.department.as_ref(), event.payload.department())
            && is(self.item.as_ref(), event.payload.item())
            && self.kind.as_ref().is_none_or(|k| k == event.payload.key())
            && self
                .actor
                .as_ref()
                .is_none_or(|a| a == event.actor.as_str())
    }
}

fn text_of<T: ToString>(value: Option<&T>) -> String {
    value.map_or(String::new(), ToString::to_string)
}

fn describe(kind: &EventKind) -> String {
    let more = match kind {
        EventKind::Started {
            edition,
            departments,
            signatures,
        } => {
            let signed = match signatures {
                Signatures::Optional => "",
                Signatures::Required => "，每一步都要签名",
            };
            format!("{edition}，{} 个部门{signed}", departments.len())
        }
        EventKind::Submitted {
            items, snapshot, ..
        } => format!("{} 项，快照 {}", items.len(), snapshot.short()),
        EventKind::Withdrawn { body, .. } => body.chinese().to_owned(),
        EventKind::Opined {
            body,
            decision,
            text,
            ..
        } => {
            let text = text.as_ref().map_or(String::new(), |t| format!("；{t}"));
            format!("{}：{decision}{text}", body.chinese())
        }
        EventKind::Signed { body, legality, .. } => {
            let legality = legality.as_ref().map_or(String::new(), |l| {
                let text = l
                    .text
                    .as_ref()
                    .map_or(String::new(), |t| format!("（{t}）"));
                format!("，合法性审查{}{text}", l.result.chinese())
            });
            format!("{}{legality}", body.chinese())
        }
        EventKind::Ruled {
            decision, reason, ..
        } => format!("{decision}；{reason}"),
        EventKind::Returned { feedback, .. } => format!("反馈 {}", feedback.short()),
        EventKind::Answered {
            opinion, answer, ..
        } => {
            let reason = answer.reason().map_or(String::new(), |r| format!("；{r}"));
            format!("第 {opinion} 号意见{}{reason}", answer.chinese())
        }
        EventKind::MeetingHeld {
            meeting,
            date,
            document,
        } => format!("{}，{date}，{document}", meeting.chinese()),
        EventKind::Extended {
            round,
            leg,
            from,
            until,
            reason,
            document,
            ..
        } => {
            let from = from.map_or(String::new(), |from| format!("由 {from} "));
            let document = document
                .as_ref()
                .map_or(String::new(), |d| format!("（{d}）"));
            format!("{}{from}延至 {until}；{reason}{document}", round.leg(*leg))
        }
        EventKind::Confirmed { decisions, .. } => format!("{} 项", decisions.len()),
        EventKind::Published {
            release, partial, ..
        } => format!("{release}{}", if *partial { "（部分）" } else { "" }),
    };
    format!("{} {more}", kind.chinese())
}

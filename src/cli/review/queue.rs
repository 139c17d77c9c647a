//! `review queue`.

use std::collections::BTreeSet;
use std::io::Write as _;

use clap::Args;
use clap::builder::PossibleValuesParser;
use comfy_table::Table;
use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::domain::office_time;
use power_list::finding::Severity;
use power_list::ops::review::{Filter, QueueFilter, ReviewError, Waiting};
use power_list::rules::text::nearest;
use power_list::workflow::closing::outlook;
use power_list::workflow::queue::{TaskKind, units_of};
use power_list::workflow::round::Change;
use power_list::workflow::stage::Position;
use power_list::workflow::{Plan, Refusal, Staff};
use serde_json::json;

use super::which::wanted;
use super::{Desk, Format, FormatArgs};
use crate::cli::context::DayArgs;
use crate::cli::error::{Exit, usage};
use crate::cli::{Global, table};

/// Rows that a table shows unless told otherwise.
const SHOWN: usize = 30;

/// 待办：有哪些事等着我办，最急的在前
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review queue --as bb-1
  power-list review queue --finding any --changed --as fz-2
  power-list review queue --department hbj --category 行政处罚 --format json --as fz-2
  power-list review queue --task sign --count --as zw-3
次序：已经逾期的，别人都办完了只等我的；计划日期早的；三家意见不一致的；上报时校验有错误的，有警告的；
新增和改动过的；还没有草稿的。再按事情的种类、部门、编码。")]
pub struct Queue {
    /// 只看这个部门
    #[arg(long, value_name = "部门")]
    department: Option<DepartmentId>,
    /// 只看这一类别的事项
    #[arg(long, value_name = "类别")]
    category: Option<String>,
    /// 只看上报时校验发现这条规则的问题的事项，可以写多次；any 是任何错误和警告
    #[arg(long, value_name = "规则")]
    finding: Vec<String>,
    /// 只看和上一轮相比新增、改动过的事项
    #[arg(long)]
    changed: bool,
    /// 只看三家意见不一致的事项
    #[arg(long)]
    disputed: bool,
    /// 只看这一种：start submit answer opine sign rule meeting return confirm publish
    #[arg(long, value_name = "种类", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(TaskKind::ALL.map(TaskKind::key)))]
    task: Option<String>,
    /// 最多列出几条；不写时表格列 30 条，JSON 全列
    #[arg(long, value_name = "条数")]
    limit: Option<usize>,
    /// 只打印有几条
    #[arg(long, conflicts_with = "limit")]
    count: bool,
    #[command(flatten)]
    day: DayArgs,
    #[command(flatten)]
    output: FormatArgs,
}

impl Queue {
    /// Runs the command.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let filter = self.filter(&desk)?;
        let today = self.day.day();
        let (timetable, calendar) = (
            desk.context.timetable.clone(),
            desk.context.calendar.clone(),
        );
        let plan = Plan {
            timetable: &timetable,
            calendar: &calendar,
        };
        let queue = desk.look(|session, act| session.queue(act, plan, today, &filter))?;
        let shown = match (self.limit, self.output.format) {
            (Some(limit), _) => limit,
            (None, Format::Table) => SHOWN,
            (None, Format::Json) => usize::MAX,
        };
        let rows = &queue[..shown.min(queue.len())];
        let mut out = crate::cli::screen::stdout();
        match (self.output.format, self.count) {
            (Format::Json, _) => {
                let listed = if self.count { &[] } else { rows };
                writeln!(out, "{:#}", as_json(&desk, listed, queue.len(), today))?;
            }
            (Format::Table, true) => writeln!(out, "{}", queue.len())?,
            (Format::Table, false) if queue.is_empty() => self.nothing(&desk, &mut out)?,
            (Format::Table, false) => {
                writeln!(out, "{}", as_table(&desk, rows, today))?;
                write!(out, "{} 的待办共 {} 条", desk.actor.id.value, queue.len())?;
                if rows.len() < queue.len() {
                    let more = queue.len() - rows.len();
                    write!(out, "，还有 {more} 条没有列出（--limit {}）", queue.len())?;
                }
                writeln!(out)?;
                if let Some(first) = rows.first() {
                    writeln!(out, "  下一步：{}", first.task.next)?;
                }
            }
        }
        Ok(Exit::Clean)
    }

    /// The conditions, checked against what there is: one that nothing can fit would look like an empty queue.
    fn filter(&self, desk: &Desk) -> anyhow::Result<QueueFilter> {
        let campaign = desk.session.campaign();
        if let Some(id) = &self.department
            && campaign.edition().is_some()
            && campaign.department(id).is_none()
        {
            let refusal = Refusal::new("unknown_department", format!("{id} 不在这次三上三下之列"))
                .next("power-list review status");
            return Err(ReviewError::from(refusal).into());
        }
        if let Some(name) = &self.category {
            let all = desk.context.categories.categories.iter();
            let known: Vec<&str> = all.map(|category| &*category.name).collect();
            if !known.contains(&name.as_str()) {
                let near = nearest(name, known.iter().copied());
                let all = format!("本工程的类别：{}", known.join("、"));
                let hint =
                    near.map_or_else(|| all.clone(), |near| format!("是不是想写：{near}；{all}"));
                return Err(usage(format!("没有“{name}”这个类别"), hint));
            }
        }
        let kind = TaskKind::ALL
            .into_iter()
            .find(|kind| Some(kind.key()) == self.task.as_deref());
        Ok(QueueFilter {
            department: self.department.clone(),
            kind,
            items: Filter {
                category: self.category.clone(),
                findings: wanted(&self.finding)?,
                changed: self.changed,
                disputed: self.disputed,
                ..Filter::default()
            },
        })
    }

    const fn is_narrow(&self) -> bool {
        self.category.is_some()
            || !self.finding.is_empty()
            || self.changed
            || self.disputed
            || self.task.is_some()
    }

    /// Says that nothing waits, and what the units concerned wait for.
    fn nothing(&self, desk: &Desk, out: &mut impl std::io::Write) -> std::io::Result<()> {
        if self.is_narrow() {
            return writeln!(out, "{} 没有这样的待办", desk.actor.id.value);
        }
        writeln!(out, "{} 没有待办", desk.actor.id.value)?;
        let campaign = desk.session.campaign();
        let staff = Staff(&desk.context.people);
        let units: Vec<_> = units_of(campaign, &desk.actor.role)
            .filter(|(id, _)| self.department.as_ref().is_none_or(|d| d == *id))
            .filter(|(_, state)| state.stage.position() != Position::Published)
            .collect();
        for (id, state) in units.iter().take(SHOWN) {
            let outlook = outlook(campaign, staff, id);
            let waits = match (outlook.missing.first(), outlook.next.first()) {
                (Some(missing), Some(next)) => format!("还缺：{missing}；下一步：{next}"),
                (Some(lacking), None) => format!("还缺：{lacking}"),
                (None, next) => format!("下一步：{}", next.map_or("", String::as_str)),
            };
            writeln!(out, "  {id}（{}）{waits}", state.stage)?;
        }
        if units.len() > SHOWN {
            let more = units.len() - SHOWN;
            writeln!(out, "  还有 {more} 个部门，见 power-list review status")?;
        }
        Ok(())
    }
}

const fn change(change: Change) -> &'static str {
    match change {
        Change::Added => "新增",
        Change::Changed => "改动",
        Change::Removed => "删去",
    }
}

const fn change_key(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Changed => "changed",
        Change::Removed => "removed",
    }
}

/// Why a row is where it is, in the order of the reasons.
fn reasons(waiting: &Waiting, plan: Plan<'_>, today: Date) -> Vec<String> {
    let Waiting { task, traits, .. } = waiting;
    let mut out = Vec::new();
    match (task.due, &task.leg) {
        (Some(due), _) => out.push(plan.tell(today, due)),
        (None, Some(leg)) => out.extend(leg.tell(&plan, today)),
        (None, None) => {}
    }
    if task.awaited {
        out.push("只等这一步".to_owned());
    }
    if task.disputed {
        out.push("意见不一致".to_owned());
    }
    if let Some(severity) = traits.worst.filter(|s| *s != Severity::Note) {
        out.push(format!("校验有{}", severity.chinese()));
    }
    out.extend(traits.change.map(|c| change(c).to_owned()));
    if traits.drafted {
        out.push("已有草稿".to_owned());
    }
    out.extend(task.note.clone());
    if out.is_empty()
        && let Some(since) = task.since
    {
        out.push(format!("{} 起", office_time::day(since)));
    }
    out
}

fn as_table(desk: &Desk, rows: &[Waiting], today: Date) -> Table {
    let mut table = table::new(["部门", "事项", "名称", "类别", "待办", "情况"]);
    for waiting in rows {
        let (name, category) = waiting.row.as_ref().map_or_else(
            || {
                let unit = waiting.task.department.as_ref();
                (
                    unit.map_or_else(String::new, |id| desk.context.name_of(id)),
                    String::new(),
                )
            },
            |row| (row.name.clone(), row.category.clone()),
        );
        let text = |value: Option<String>| value.unwrap_or_default();
        table.add_row([
            text(waiting.task.department.as_ref().map(ToString::to_string)),
            text(waiting.task.item.as_ref().map(ToString::to_string)),
            name,
            category,
            waiting.task.kind.chinese().to_owned(),
            reasons(waiting, desk.context.plan(), today).join("；"),
        ]);
    }
    table
}

fn as_json(desk: &Desk, rows: &[Waiting], total: usize, today: Date) -> serde_json::Value {
    let plan = desk.context.plan();
    let rows: Vec<_> = rows
        .iter()
        .map(|waiting| {
            let Waiting { task, row, traits } = waiting;
            let codes: BTreeSet<String> = row
                .iter()
                .flat_map(|row| row.findings.iter().map(|(code, _)| code.to_string()))
                .collect();
            json!({
                "task": task.kind.key(),
                "task_name": task.kind.chinese(),
                "department": task.department,
                "department_name": task.department.as_ref().map(|id| desk.context.name_of(id)),
                "item": task.item,
                "name": row.as_ref().map(|row| &row.name),
                "category": row.as_ref().map(|row| &row.category),
                "round": task.round,
                "due": task.due.map(|due| due.to_string()),
                "days_left": task.due.and_then(|due| plan.days_left(today, due).ok()),
                "due_because": task.leg.as_ref().and_then(|leg| leg.because()),
                "awaited": task.awaited,
                "disputed": task.disputed,
                "findings": codes,
                "worst": traits.worst.map(Severity::key),
                "change": traits.change.map(change_key),
                "since": task.since.map(|at| at.to_string()),
                "draft": traits.drafted,
                "reasons": reasons(waiting, desk.context.plan(), today),
                "next": task.next,
            })
        })
        .collect();
    json!({
        "schema": "power-list/queue/v1",
        "actor": desk.actor.id.value,
        "total": total,
        "queue": rows,
    })
}

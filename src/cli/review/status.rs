//! `review status`.

use std::io::Write as _;

use clap::Args;
use comfy_table::Table;
use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::ops::review::{ReviewError, Session};
use power_list::workflow::plan::LegPlan;
use power_list::workflow::status::{BodyStatus, DepartmentStatus, status};
use power_list::workflow::{Campaign, Plan, Refusal, Staff};
use serde_json::json;

use super::context::{ProjectContext, context};
use super::{Format, FormatArgs, store};
use crate::cli::context::DayArgs;
use crate::cli::error::Exit;
use crate::cli::{Global, table};

/// 进度：各部门走到哪一步，还缺什么，下一步做什么
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review status
  power-list review status hbj
  power-list review status --format json")]
pub struct Status {
    /// 只看这个部门
    #[arg(value_name = "部门")]
    department: Option<DepartmentId>,
    #[command(flatten)]
    day: DayArgs,
    #[command(flatten)]
    output: FormatArgs,
}

impl Status {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let session = Session::open(store(&context)?)?;
        let campaign = session.campaign();
        let mut rows = status(campaign, Staff(&context.people));
        if let Some(id) = &self.department {
            rows.retain(|row| row.department == *id);
            if rows.is_empty() {
                let refusal =
                    Refusal::new("unknown_department", format!("{id} 不在这次三上三下之列"))
                        .next("power-list review status");
                return Err(ReviewError::from(refusal).into());
            }
        }
        let today = self.day.day();
        let mut out = crate::cli::screen::stdout();
        match self.output.format {
            Format::Json => writeln!(out, "{:#}", as_json(campaign, &context, &rows, today))?,
            Format::Table => {
                let edition = campaign.edition().map_or("（未启动）", |e| e.as_str());
                writeln!(out, "{edition}，{} 个事件", campaign.head().seq)?;
                writeln!(out, "{}", as_table(campaign, &context, &rows, today))?;
                for meeting in campaign.meetings() {
                    writeln!(
                        out,
                        "{}：{}（{}）",
                        meeting.kind.chinese(),
                        meeting.date,
                        meeting.document
                    )?;
                }
                if self.department.is_some() {
                    for row in &rows {
                        details(&mut out, campaign, &context, row, today)?;
                    }
                }
            }
        }
        Ok(Exit::Clean)
    }
}

/// The leg that a unit is on.
fn running(campaign: &Campaign, context: &ProjectContext, id: &DepartmentId) -> Option<LegPlan> {
    context.plan().running(campaign.department(id)?)
}

/// The working days left, in a narrow column.
fn left(plan: &Plan<'_>, today: Date, due: Date) -> String {
    match plan.days_left(today, due) {
        _ if due == today => "今天".to_owned(),
        Ok(0) => "逾期".to_owned(),
        Ok(days) if days < 0 => format!("逾期 {}", -days),
        Ok(days) => days.to_string(),
        Err(_) => due.to_string(),
    }
}

fn details(
    out: &mut impl std::io::Write,
    campaign: &Campaign,
    context: &ProjectContext,
    row: &DepartmentStatus,
    today: Date,
) -> std::io::Result<()> {
    if let Some(leg) = running(campaign, context, &row.department)
        && let Some(Ok(deadline)) = &leg.due
    {
        let (leg, day, why) = (leg.passage.chinese(), deadline.day, deadline.explain());
        let left = context.plan().tell(today, day);
        writeln!(out, "  {leg}的最后一天：{day}，{left}（{why}）")?;
    }
    for missing in &row.missing {
        writeln!(out, "  还缺：{missing}")?;
    }
    for next in &row.next {
        writeln!(out, "  下一步：{next}")?;
    }
    for code in &row.unprompted {
        writeln!(out, "  没有意见要求的改动：{code}")?;
    }
    Ok(())
}

fn as_table(
    campaign: &Campaign,
    context: &ProjectContext,
    rows: &[DepartmentStatus],
    today: Date,
) -> Table {
    let mut table = table::new([
        "部门",
        "名称",
        "审核组",
        "阶段",
        "剩余",
        "事项",
        "编办",
        "法制办",
        "政务中心",
        "不一致",
        "待答复",
        "还缺",
    ]);
    let body = |b: &BodyStatus| format!("{}{}", b.opinions, if b.signed { " 已签" } else { "" });
    for row in rows {
        let [organization, legal, service] = &row.bodies;
        table.add_row([
            row.department.to_string(),
            context.name_of(&row.department),
            row.group.clone(),
            row.stage.to_string(),
            running(campaign, context, &row.department)
                .and_then(|leg| leg.day())
                .map_or_else(String::new, |due| left(&context.plan(), today, due)),
            row.items.to_string(),
            body(organization),
            body(legal),
            body(service),
            row.disputed.to_string(),
            row.unanswered.to_string(),
            row.missing.len().to_string(),
        ]);
    }
    table
}

fn as_json(
    campaign: &Campaign,
    context: &ProjectContext,
    rows: &[DepartmentStatus],
    today: Date,
) -> serde_json::Value {
    let plan = context.plan();
    let departments: Vec<_> = rows
        .iter()
        .map(|row| {
            let bodies: Vec<_> = row
                .bodies
                .iter()
                .map(|b| json!({"body": b.body, "opinions": b.opinions, "signed": b.signed}))
                .collect();
            let leg = running(campaign, context, &row.department);
            let due = leg.as_ref().and_then(LegPlan::day);
            json!({
                "department": row.department,
                "name": context.name_of(&row.department),
                "group": row.group,
                "stage": row.stage.key(),
                "round": row.round,
                "leg": leg.as_ref().map(|leg| leg.passage.key()),
                "due": due.map(|day| day.to_string()),
                "days_left": due.and_then(|day| plan.days_left(today, day).ok()),
                "due_because": leg.as_ref().and_then(LegPlan::because),
                "items": row.items,
                "bodies": bodies,
                "disputed": row.disputed,
                "unruled": row.unruled,
                "asking": row.asking,
                "unanswered": row.unanswered,
                "unprompted": row.unprompted,
                "missing": row.missing,
                "next": row.next,
            })
        })
        .collect();
    let meetings: Vec<_> = campaign
        .meetings()
        .iter()
        .map(|m| json!({"kind": m.kind, "date": m.date.to_string(), "document": m.document}))
        .collect();
    let releases: Vec<_> = campaign
        .releases()
        .iter()
        .map(|r| {
            json!({"release": r.id, "digest": r.digest, "partial": r.partial, "departments": r.departments})
        })
        .collect();
    json!({
        "schema": "power-list/status/v1",
        "edition": campaign.edition(),
        "head": {"seq": campaign.head().seq, "digest": campaign.head().digest},
        "departments": departments,
        "meetings": meetings,
        "releases": releases,
    })
}

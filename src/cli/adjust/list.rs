//! `adjust list`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use power_list::domain::ids::DepartmentId;
use power_list::ops::review::Session;
use power_list::render::csv;
use power_list::workflow::adjust::Adjustment;
use serde_json::json;

use super::super::context::DayArgs;
use super::super::review::context::context;
use super::super::review::store;
use super::super::{Global, table};
use super::view;
use crate::cli::error::Exit;

/// 列出调整：办到哪一步，什么时候到期，事由还在不在
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust list                      没办完的
  power-list adjust list --all                全部，连同办完的、撤回的
  power-list adjust list --overdue --exit-code  有逾期的，退出码是 1
  power-list adjust list --format csv > 调整.csv")]
pub struct List {
    /// 全部，不只是没办完的
    #[arg(long)]
    all: bool,
    /// 只看这个单位申请的
    #[arg(long, value_name = "单位")]
    department: Option<DepartmentId>,
    /// 只看逾期的和事由已经变化的
    #[arg(long)]
    overdue: bool,
    /// 列出的不是空的，退出码就是 1
    #[arg(long)]
    exit_code: bool,
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

const COLUMNS: [&str; 9] = [
    "编号",
    "动作",
    "单位",
    "事项",
    "事由",
    "施行",
    "办到",
    "下一步",
    "要注意",
];

impl List {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let register = super::super::context::register(&context.root)?;
        let session = Session::open(store(&context)?)?;
        let today = self.day.day();
        let campaign = session.campaign();
        let due = |a: &Adjustment| view::due_of(&context, a);
        let wanted: Vec<&Adjustment> = campaign
            .adjustments()
            .values()
            .filter(|a| {
                self.all || a.is_open() || due(a).is_some() || {
                    view::outlived(a, &register, today).is_some()
                }
            })
            .filter(|a| self.department.as_ref().is_none_or(|d| *d == a.department))
            .filter(|a| {
                !self.overdue
                    || due(a).is_some_and(|d| d.is_overdue(today))
                    || view::outlived(a, &register, today).is_some()
            })
            .collect();
        let row = |a: &Adjustment| {
            let codes: Vec<String> = a.action.touched().iter().map(ToString::to_string).collect();
            let items = match codes.as_slice() {
                [] => String::new(),
                [one] => one.clone(),
                [first, ..] => format!("{first} 等 {} 项", codes.len()),
            };
            [
                a.id.to_string(),
                a.action.chinese().to_owned(),
                context.name_of(&a.department),
                items,
                a.ground.words(),
                a.effective.to_string(),
                view::standing(a),
                due(a).map_or_else(String::new, |d| view::due_words(&d, today)),
                view::outlived(a, &register, today).unwrap_or_default(),
            ]
        };
        let mut out = crate::cli::screen::stdout();
        match self.format {
            Format::Json => {
                let rows: Vec<_> = wanted
                    .iter()
                    .map(|a| view::as_json(&context, campaign, a, &register, today))
                    .collect();
                let page = json!({
                    "schema": "power-list/adjustments/v1",
                    "as_of": today.to_string(),
                    "adjustments": rows,
                });
                writeln!(out, "{page:#}")?;
            }
            Format::Csv => {
                let mut text = String::from(csv::BYTE_ORDER_MARK);
                csv::line(&mut text, COLUMNS.into_iter());
                for a in &wanted {
                    csv::line(&mut text, row(a).iter().map(String::as_str));
                }
                out.write_all(text.as_bytes())?;
            }
            Format::Table if wanted.is_empty() => {
                let what = match (self.all, self.overdue) {
                    (_, true) => "没有逾期的调整",
                    (true, false) => "还没有过调整",
                    (false, false) => "没有没办完的调整",
                };
                if !global.quiet {
                    writeln!(out, "{what}")?;
                }
            }
            Format::Table => {
                let mut rows = table::new(COLUMNS);
                for a in &wanted {
                    rows.add_row(row(a));
                }
                writeln!(out, "{rows}")?;
            }
        }
        Ok(if self.exit_code && !wanted.is_empty() {
            Exit::Findings
        } else {
            Exit::Clean
        })
    }
}

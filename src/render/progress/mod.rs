//! Progress and what is overdue, for people and programs: tables, JSON, and a page with charts.

mod book;
mod chart;
mod json;
mod page;
mod style;
mod text;
mod units;

use jiff::civil::Date;

use crate::domain::ids::DepartmentId;
use crate::workflow::overdue::Overdue;
use crate::workflow::plan::LegPlan;
use crate::workflow::progress::LegState;

pub use self::book::{late_book, progress_book, unit_sheet};
pub use self::json::{late_json, progress_json};
pub use self::page::page;

/// What a document says beside its figures.
pub struct Told<'a> {
    /// What it is called, e.g. 滁州市权力清单（2015年版）编制进度.
    pub title: String,
    /// Edition of the list; `None` before the campaign is started.
    pub edition: Option<String>,
    /// The day it is looked at.
    pub day: Date,
    /// Names of units.
    pub name: &'a dyn Fn(&DepartmentId) -> String,
}

/// Who a late unit waits for, in words. Those who owe the same are named together.
pub fn owed(late: &Overdue) -> String {
    let mut said: Vec<(String, &str)> = Vec::new();
    for owed in &late.owed {
        let who = owed.who.chinese();
        match said.iter_mut().find(|(_, what)| *what == owed.what) {
            Some((names, _)) => {
                names.push('、');
                names.push_str(who);
            }
            None => said.push((who.to_owned(), &owed.what)),
        }
    }
    let each = said.iter().map(|(who, what)| format!("{who}：{what}"));
    each.collect::<Vec<_>>().join("；")
}

/// A leg of a unit in a cell: the day it ended, or by when it has to.
pub fn leg_cell(state: LegState, plan: &LegPlan) -> String {
    let due = plan.day().map_or(String::new(), short);
    match state {
        LegState::Done { on, late: false } => format!("{} 完成", short(on)),
        LegState::Done { on, late: true } => format!("{} 完成（逾期）", short(on)),
        LegState::Running { late } => {
            let due = match plan.no_data() {
                Some(missing) => format!("缺{}年日历", missing.year),
                None if due.is_empty() => "未定期限".to_owned(),
                None => format!("限 {due}"),
            };
            format!("{due} {}", if late { "逾期" } else { "办理中" })
        }
        LegState::Ahead if due.is_empty() => String::new(),
        LegState::Ahead => format!("限 {due}"),
    }
}

/// A day without its year: 11-03.
fn short(day: Date) -> String {
    format!("{:02}-{:02}", day.month(), day.day())
}

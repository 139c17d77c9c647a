//! Legs that are late, as papers list them.

use jiff::civil::Date;

use super::{Column, Table};

/// A leg of a unit that is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateLine {
    /// Name of the unit.
    pub unit: String,
    /// The leg, e.g. 二上.
    pub leg: String,
    /// Its last day.
    pub due: Date,
    /// Working days since.
    pub days: u32,
    /// Who is waited for, and for what.
    pub waiting: String,
}

/// A table of them.
pub(super) fn late_table(title: &str, late: &[LateLine]) -> Table {
    let row = |line: &LateLine| {
        vec![
            line.unit.clone(),
            line.leg.clone(),
            line.due.to_string(),
            line.days.to_string(),
            line.waiting.clone(),
        ]
    };
    Table {
        title: title.to_owned(),
        columns: vec![
            Column::running("部门", 9),
            Column::short("环节", 4),
            Column::short("期限", 7),
            Column::number("逾期（工作日）", 5),
            Column::running("等待", 16),
        ],
        rows: late.iter().map(row).collect(),
    }
}

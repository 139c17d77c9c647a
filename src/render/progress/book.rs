//! Progress and what is overdue as tables.

use super::super::table::{Access, Block, Book, Column, Sheet};
use super::text::percent;
use super::{Told, leg_cell, owed};
use crate::domain::timetable::LEGS;
use crate::workflow::Decision;
use crate::workflow::overdue::Overdue;
use crate::workflow::progress::{Figures, Progress, UnitProgress};

/// The whole as a book of sheets: units, review groups, what is overdue.
pub fn progress_book(told: &Told<'_>, progress: &Progress) -> Book {
    Book {
        title: told.title.clone(),
        day: told.day,
        sheets: vec![
            unit_sheet(told, progress),
            group_sheet(told, progress),
            late_sheet(told, &progress.overdue),
        ],
    }
}

/// What is overdue.
pub fn late_book(told: &Told<'_>, late: &[Overdue]) -> Book {
    Book {
        title: told.title.clone(),
        day: told.day,
        sheets: vec![late_sheet(told, late)],
    }
}

/// The units and their legs.
pub fn unit_sheet(told: &Told<'_>, progress: &Progress) -> Sheet {
    let mut columns = vec![
        column("部门", 5),
        column("名称", 9),
        column("审核组", 6),
        column("阶段", 6),
    ];
    columns.extend(LEGS.map(|leg| column(leg, 9)));
    columns.extend(["剩余工作日", "事项", "已定", "未定", "不一致", "待答复"].map(|t| count(t, 4)));
    let row = |unit: &UnitProgress| {
        let mut row = vec![
            unit.department.to_string(),
            (told.name)(&unit.department),
            unit.group.clone(),
            unit.stage.to_string(),
        ];
        row.extend((0..6).map(|n| leg_cell(unit.legs[n], &unit.plans[n])));
        row.push(
            unit.days_left
                .map_or(String::new(), |days| days.to_string()),
        );
        row.extend(counts(&unit.figures));
        row
    };
    let mut rows: Vec<Vec<String>> = progress.units.iter().map(row).collect();
    let mut sum = vec!["合计".to_owned()];
    sum.push(format!("{} 个部门", progress.total.units));
    sum.push(String::new());
    sum.push(format!("已确认 {}", progress.total.confirmed));
    sum.extend(progress.legs.iter().map(|leg| {
        let done = leg.in_time + leg.after_time;
        format!("完成 {done}")
    }));
    sum.push(String::new());
    sum.extend(counts(&progress.total));
    rows.push(sum);
    let missing = progress.missing.map(|m| format!("　{m}，有的期限算不出。"));
    sheet(
        "进度",
        told,
        columns,
        rows,
        Some(format!(
            "剩余工作日自次日起算，负数为逾期；已定是三家意见一致或者已经裁定的事项，取各部门最近一次上报的事项。{}",
            missing.unwrap_or_default()
        )),
    )
}

fn group_sheet(told: &Told<'_>, progress: &Progress) -> Sheet {
    let mut columns = vec![column("审核组", 7)];
    columns.extend(["部门", "已确认", "逾期", "步数完成"].map(|t| count(t, 5)));
    columns.extend(["事项", "已定", "未定", "不一致", "待答复"].map(|t| count(t, 5)));
    columns.extend(Decision::TERMS.map(|t| count(t, 4)));
    let row = |name: &str, figures: &Figures| {
        let mut row = vec![
            name.to_owned(),
            figures.units.to_string(),
            figures.confirmed.to_string(),
            figures.late.to_string(),
            percent(figures.legs, figures.units * LEGS.len()),
        ];
        row.extend(counts(figures));
        row.extend(figures.decisions.map(|n| n.to_string()));
        row
    };
    let mut rows: Vec<_> = progress.groups.iter().map(|(g, f)| row(g, f)).collect();
    rows.push(row("合计", &progress.total));
    sheet("审核组", told, columns, rows, None)
}

fn late_sheet(told: &Told<'_>, late: &[Overdue]) -> Sheet {
    let mut columns = vec![
        column("部门", 5),
        column("名称", 9),
        column("审核组", 6),
        column("步", 4),
        column("最后一天", 6),
        count("逾期工作日", 5),
    ];
    for (title, width) in [("在等谁", 22), ("期限的来历", 18), ("下一步", 30)] {
        columns.push(Column {
            running_text: true,
            ..column(title, width)
        });
    }
    let row = |unit: &Overdue| {
        vec![
            unit.department.to_string(),
            (told.name)(&unit.department),
            unit.group.clone(),
            unit.passage.chinese().to_owned(),
            unit.deadline.day.to_string(),
            unit.days_late
                .map_or(String::new(), |days| days.to_string()),
            owed(unit),
            unit.deadline.explain(),
            unit.next.first().cloned().unwrap_or_default(),
        ]
    };
    let rows = late.iter().map(row).collect();
    let foot = late.is_empty().then(|| "没有逾期的部门。".to_owned());
    sheet("逾期", told, columns, rows, foot)
}

fn counts(figures: &Figures) -> [String; 5] {
    [
        figures.items,
        figures.decided,
        figures.open(),
        figures.disputed,
        figures.unanswered,
    ]
    .map(|n| n.to_string())
}

fn sheet(
    name: &str,
    told: &Told<'_>,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    foot: Option<String>,
) -> Sheet {
    let width = columns.len();
    let block = |row| Block {
        whole: vec![None; width],
        rows: vec![row],
    };
    Sheet {
        name: name.to_owned(),
        title: format!("{}（截至 {}）", told.title, told.day),
        bands: Vec::new(),
        columns,
        blocks: rows.into_iter().map(block).collect(),
        foot,
        opened_by: None,
        fixed_columns: 0,
        breaks_rows: false,
        access: Access::All,
    }
}

/// A column of numbers.
fn count(title: &'static str, width: u16) -> Column {
    Column {
        number: true,
        ..column(title, width)
    }
}

const fn column(title: &'static str, width: u16) -> Column {
    Column {
        title,
        width,
        running_text: false,
        number: false,
        identifies: false,
        help: None,
        choices: Vec::new(),
        closed: false,
    }
}

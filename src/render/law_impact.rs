//! What changes of the law do to a list, as a table: for one unit a sheet to work through, for all of them flat rows.

use jiff::civil::Date;

use super::table::{Access, Block, Book, Column, Sheet};
use crate::compare::impact::{Impact, what_to_do, words};

/// What a clerk writes into the sheet, and the words to choose from.
const DONE: [&str; 4] = ["已改", "不用改", "提出取消", "待定"];

/// Columns with their widths in Chinese characters, and whether they hold running text.
const COLUMNS: [(&str, u16, bool); 13] = [
    ("单位", 8, false),
    ("事项编码", 11, true),
    ("事项名称", 14, true),
    ("栏目", 5, false),
    ("第几条", 4, false),
    ("条目", 8, true),
    ("引用原文", 14, true),
    ("法规", 8, true),
    ("条款", 8, false),
    ("变化", 6, false),
    ("说明", 20, true),
    ("建议引用", 12, true),
    ("要做的事", 16, true),
];

/// Columns that a clerk fills in.
const OWN: [(&str, u16); 2] = [("处理结果", 5), ("备注", 12)];

/// The impacts as a book of one sheet. With `to_work_through` there are columns to write in, and nothing else of the
/// sheet can be written in.
pub fn book<'a>(
    title: &str,
    day: Date,
    foot: String,
    impacts: impl IntoIterator<Item = &'a Impact<'a>>,
    unit: impl Fn(&str) -> String,
    to_work_through: bool,
) -> Book {
    let own = if to_work_through { OWN.as_slice() } else { &[] };
    let columns = COLUMNS.into_iter().map(|(title, width, running_text)| {
        let identifies = ["单位", "事项编码", "事项名称"].contains(&title);
        column(title, width, running_text, identifies, &[])
    });
    let filled = own.iter().map(|(title, width)| {
        let choices: &[&str] = if *title == OWN[0].0 { &DONE } else { &[] };
        column(title, *width, choices.is_empty(), false, choices)
    });
    let access = match own.len() {
        0 => Access::All,
        n => Access::Columns((COLUMNS.len()..COLUMNS.len() + n).collect()),
    };
    Book {
        title: title.to_owned(),
        day,
        sheets: vec![Sheet {
            name: "受影响的引用".to_owned(),
            title: title.to_owned(),
            bands: Vec::new(),
            columns: columns.chain(filled).collect(),
            blocks: blocks(impacts, unit, own.len()),
            foot: Some(foot),
            opened_by: None,
            fixed_columns: if to_work_through { 3 } else { 0 },
            breaks_rows: true,
            access,
        }],
    }
}

fn column(
    title: &'static str,
    width: u16,
    running_text: bool,
    identifies: bool,
    choices: &[&str],
) -> Column {
    Column {
        title,
        width,
        running_text,
        number: false,
        identifies,
        help: (!choices.is_empty()).then(|| format!("写 {} 之一", choices.join("、"))),
        choices: choices.iter().map(|word| (*word).to_owned()).collect(),
        closed: !choices.is_empty(),
    }
}

/// One block for each item in a row.
fn blocks<'a>(
    impacts: impl IntoIterator<Item = &'a Impact<'a>>,
    unit: impl Fn(&str) -> String,
    own: usize,
) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for impact in impacts {
        let place = &impact.place;
        let whole: Vec<Option<String>> = [
            unit(&place.department),
            place.items.join("\n"),
            place.name.clone(),
        ]
        .into_iter()
        .map(Some)
        .chain(std::iter::repeat_n(None, COLUMNS.len() - 3 + own))
        .collect();
        let row = [String::new(), String::new(), String::new()]
            .into_iter()
            .chain(cells(impact))
            .chain(std::iter::repeat_n(String::new(), own))
            .collect();
        match out.last_mut() {
            Some(block) if block.whole == whole => block.rows.push(row),
            _ => out.push(Block {
                whole,
                rows: vec![row],
            }),
        }
    }
    out
}

fn cells(impact: &Impact<'_>) -> [String; 10] {
    let place = &impact.place;
    [
        place.field.chinese().to_owned(),
        place.entry.to_string(),
        place.label.clone(),
        place.cite.clone(),
        format!("《{}》", place.law),
        place.provision.map_or_else(String::new, |p| p.to_string()),
        impact.what.chinese().to_owned(),
        words(impact),
        impact.proposed.clone().unwrap_or_default(),
        what_to_do(impact),
    ]
}

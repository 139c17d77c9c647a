//! What differs between two lists as a workbook: one line for each changed entry.

use jiff::civil::Date;

use super::table::{Access, Block, Book, Column, Sheet};
use crate::compare::items::Entry;
use crate::compare::lists::{ItemDiff, counts};
use crate::compare::words::PieceKind;

/// Columns with their widths in Chinese characters, and whether they hold running text.
const COLUMNS: [(&str, u16, bool); 9] = [
    ("单位", 8, false),
    ("变动", 4, false),
    ("事项编码", 10, false),
    ("事项名称", 16, true),
    ("说明", 14, true),
    ("栏目", 6, false),
    ("第几条", 4, false),
    ("原来", 22, true),
    ("现在", 22, true),
];

/// The changes as a workbook of one sheet. `explain` says in words what became of an item.
pub fn book(
    old: &str,
    new: &str,
    day: Date,
    changes: &[ItemDiff],
    explain: impl Fn(&ItemDiff) -> String,
) -> Book {
    let title = format!("{old} 与 {new} 的不同");
    let sums = counts(changes).into_iter();
    let sums: Vec<String> = sums
        .map(|(kind, n)| format!("{} {n} 项", kind.chinese()))
        .collect();
    let sheet = Sheet {
        name: "变动".to_owned(),
        title: title.clone(),
        bands: Vec::new(),
        columns: COLUMNS
            .into_iter()
            .map(|(title, width, running_text)| Column {
                title,
                width,
                running_text,
                number: false,
                identifies: title != "说明" && !running_text || title == "事项名称",
                help: None,
                choices: Vec::new(),
                closed: false,
            })
            .collect(),
        blocks: changes.iter().map(|c| block(c, explain(c))).collect(),
        foot: Some(match sums.is_empty() {
            true => "没有不同。".to_owned(),
            false => format!("{}。", sums.join("，")),
        }),
        opened_by: None,
        fixed_columns: 0,
        breaks_rows: true,
        access: Access::All,
    };
    Book {
        title,
        day,
        sheets: vec![sheet],
    }
}

fn block(change: &ItemDiff, explained: String) -> Block {
    let whole = [
        change.department_name().to_owned(),
        change.kind.chinese().to_owned(),
        change.code().to_owned(),
        change.name().to_owned(),
        explained,
    ];
    let whole: Vec<Option<String>> = whole
        .into_iter()
        .map(Some)
        .chain([const { None }; 4])
        .collect();
    let line = |label: &str, entry: &Entry| {
        let number = entry.number.map_or_else(String::new, |n| n.to_string());
        let side = |not: PieceKind| -> String {
            let pieces = entry.pieces.iter().filter(|p| p.kind != not);
            pieces.map(|p| p.text.as_str()).collect()
        };
        let own = [
            label.to_owned(),
            number,
            side(PieceKind::New),
            side(PieceKind::Gone),
        ];
        std::iter::repeat_n(String::new(), 5).chain(own).collect()
    };
    let fields = change.fields.iter();
    let mut rows: Vec<Vec<String>> = fields
        .flat_map(|f| f.entries.iter().map(move |e| line(f.label, e)))
        .collect();
    if rows.is_empty() {
        rows.push(vec![String::new(); COLUMNS.len()]);
    }
    Block { whole, rows }
}

//! A paper as a workbook: its text on the first sheet, every table on one of its own.

use super::{Column, ColumnKind, Form, Paper, Part, Table};
use crate::domain::numeral::Chinese;
use crate::render::docx::chinese_date;
use crate::render::table::{self, Access, Block, Book, Sheet, SheetNames};

/// Width of the text, in Chinese characters.
const TEXT: u16 = 56;

/// The paper as sheets.
pub fn book(paper: &Paper) -> Book {
    let mut names = SheetNames::default();
    let mut sheets = vec![sheet(
        names.name("正文"),
        paper.title(),
        &[Column::running("内容", TEXT)],
        text(paper).into_iter().map(|line| vec![line]),
    )];
    let inner = paper.body.iter().filter_map(|part| match part {
        Part::Table(table) => Some(table),
        Part::Section(_) | Part::Text(_) => None,
    });
    for Table {
        title,
        columns,
        rows,
    } in inner.chain(&paper.annexes)
    {
        sheets.push(sheet(
            names.name(title),
            title.clone(),
            columns,
            rows.iter().cloned(),
        ));
    }
    Book {
        title: paper.title(),
        day: paper.head.date,
        sheets,
    }
}

fn text(paper: &Paper) -> Vec<String> {
    let head = &paper.head;
    let mut lines: Vec<String> = head.number.iter().cloned().collect();
    if let Form::Letter { addressee } = &paper.form {
        lines.push(format!("{addressee}："));
    }
    let mut section = 0;
    for part in &paper.body {
        match part {
            Part::Section(title) => {
                section += 1;
                lines.push(format!("{}、{title}", Chinese(section)));
            }
            Part::Text(text) => lines.push(text.clone()),
            Part::Table(table) => lines.push(format!("（见“{}”表）", table.title)),
        }
    }
    for (n, annex) in (1..).zip(&paper.annexes) {
        lines.push(match paper.annexes.len() {
            1 => format!("附件：{}", annex.title),
            _ => format!("附件{n}：{}", annex.title),
        });
    }
    lines.extend(head.sender.clone());
    lines.push(chinese_date(head.date));
    lines.extend(head.contact.as_ref().map(|c| format!("（联系人：{c}）")));
    lines
}

fn sheet(
    name: String,
    title: String,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<String>>,
) -> Sheet {
    let column = |column: &Column| table::Column {
        title: column.title,
        width: column.width,
        running_text: column.kind == ColumnKind::Running,
        number: column.kind == ColumnKind::Number,
        identifies: false,
        help: None,
        choices: Vec::new(),
        closed: false,
    };
    let block = |row: Vec<String>| Block {
        whole: vec![None; row.len()],
        rows: vec![row],
    };
    Sheet {
        name,
        title,
        bands: Vec::new(),
        columns: columns.iter().map(column).collect(),
        blocks: rows.map(block).collect(),
        foot: None,
        opened_by: None,
        fixed_columns: 0,
        breaks_rows: true,
        access: Access::All,
    }
}

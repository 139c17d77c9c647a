//! A paper as Markdown.

use super::{ColumnKind, Form, Paper, Part, Table};
use crate::domain::numeral::Chinese;
use crate::render::docx::chinese_date;
use crate::render::markdown::{escaped, escaped_within};

/// The paper as Markdown text.
pub fn markdown(paper: &Paper) -> Vec<u8> {
    let mut out = format!("# {}\n", escaped(&paper.title()));
    let head = &paper.head;
    if let Some(number) = &head.number {
        out.push_str(&format!("\n{}\n", escaped(number)));
    }
    if let Form::Letter { addressee } = &paper.form {
        out.push_str(&format!("\n{}：\n", escaped(addressee)));
    }
    let mut section = 0;
    for part in &paper.body {
        match part {
            Part::Section(title) => {
                section += 1;
                out.push_str(&format!("\n## {}、{}\n", Chinese(section), escaped(title)));
            }
            Part::Text(text) => out.push_str(&format!("\n{}\n", escaped(text))),
            Part::Table(inner) => {
                out.push_str(&format!("\n**{}**\n", escaped(&inner.title)));
                table(inner, &mut out);
            }
        }
    }
    if let Some(sender) = &head.sender {
        out.push_str(&format!(
            "\n{}\\\n{}\n",
            escaped(sender),
            chinese_date(head.date)
        ));
    } else {
        out.push_str(&format!("\n{}\n", chinese_date(head.date)));
    }
    if let Some(contact) = &head.contact {
        out.push_str(&format!("\n（联系人：{}）\n", escaped(contact)));
    }
    for (n, annex) in (1..).zip(&paper.annexes) {
        let mark = match paper.annexes.len() {
            1 => "附件".to_owned(),
            _ => format!("附件{n}"),
        };
        out.push_str(&format!("\n## {mark}：{}\n", escaped(&annex.title)));
        table(annex, &mut out);
    }
    out.into_bytes()
}

fn table(table: &Table, out: &mut String) {
    out.push('\n');
    let mut row = |cells: &mut dyn Iterator<Item = String>| {
        out.push('|');
        for cell in cells {
            out.push_str(&format!(" {cell} |"));
        }
        out.push('\n');
    };
    let line = |text: &str| {
        let text = escaped_within(text).replace("\r\n", "\n");
        text.replace(['\n', '\r'], "<br>")
    };
    row(&mut table.columns.iter().map(|c| line(c.title)));
    row(&mut table.columns.iter().map(|c| match c.kind {
        ColumnKind::Short | ColumnKind::Number => ":---:".to_owned(),
        ColumnKind::Running => "---".to_owned(),
    }));
    for cells in &table.rows {
        row(&mut cells.iter().map(|cell| line(cell)));
    }
}

//! A [`Paper`] for Word.

use std::io;

use super::chinese_date;
use super::document::{Document, Edges, Sheet};
use super::measure::{Twips, mm, page, size};
use super::official::{
    annex_head, annex_list, broken, contact, letterhead, lower_line, number, signature,
};
use super::style::{Align, Style};
use super::table::{Cell, Column};
use super::text::Paragraph;
use crate::domain::numeral::Chinese;
use crate::render::paper::{self, ColumnKind, Form, Paper, Part, Table};

/// Width of the text on a page that lies.
const LYING: Twips = page::LONG - page::HEAD - page::FOOT;

/// The paper.
///
/// # Errors
/// When the document outgrows what a zip file can hold.
pub fn paper(paper: &Paper) -> io::Result<Vec<u8>> {
    let mut document = Document::new();
    let edges = head(&mut document, paper);
    body(&mut document, paper);
    foot(&mut document, paper);
    let title = paper.title();
    if paper.annexes.is_empty() {
        return document.finish(&title, Sheet::Portrait, &edges);
    }
    document.end_section(Sheet::Portrait, &edges);
    for (n, annex) in (1..).zip(&paper.annexes) {
        annex_head(&mut document, n, paper.annexes.len(), &annex.title);
        table(&mut document, annex, LYING);
    }
    document.finish(&title, Sheet::Landscape, &Edges::Numbered)
}

fn head(document: &mut Document, paper: &Paper) -> Edges {
    let head = &paper.head;
    let title = Paragraph::new(Style::Title, broken(&paper.title));
    match &paper.form {
        Form::Letter { addressee } => {
            let own = document.own_edges(letterhead(head.sender.as_deref()), vec![lower_line()]);
            document.push(number(head.number.as_deref()));
            document.skip();
            document.skip();
            document.push(title);
            document.skip();
            document.push(Paragraph::new(Style::Flush, format!("{addressee}：")));
            Edges::FirstOwn(own)
        }
        Form::Report => {
            document.push(title);
            if let Some(number) = &head.number {
                document.push(
                    Paragraph::new(Style::Flush, format!("（{number}）")).align(Align::Center),
                );
            }
            document.skip();
            Edges::NumberedFromOne
        }
    }
}

fn body(document: &mut Document, paper: &Paper) {
    let mut section = 0;
    for part in &paper.body {
        match part {
            Part::Section(title) => {
                section += 1;
                let title = format!("{}、{title}", Chinese(section));
                document.push(Paragraph::new(Style::Section, title));
            }
            Part::Text(text) => document.push(Paragraph::new(Style::Body, text)),
            Part::Table(inner) => {
                document.push(Paragraph::new(Style::Caption, &inner.title).before(size::FIVE * 5));
                table(document, inner, page::TEXT_WIDTH);
                // What follows keeps clear of the table.
                document.push(Paragraph::empty(Style::CellNote));
            }
        }
    }
}

fn foot(document: &mut Document, paper: &Paper) {
    let head = &paper.head;
    if !paper.annexes.is_empty() {
        document.skip();
        annex_list(document, paper.annexes.iter().map(|a| a.title.as_str()));
    }
    let sender = head.sender.as_deref();
    match (&paper.form, sender) {
        (Form::Letter { .. }, _) => {
            signature(document, sender, Some(head.date));
            contact(document, head.contact.as_deref());
        }
        (Form::Report, Some(_)) => {
            signature(document, sender, Some(head.date));
            if head.contact.is_some() {
                contact(document, head.contact.as_deref());
            }
        }
        // Nobody has to sign a report: then the day alone tells how old it is.
        (Form::Report, None) => {
            document.skip();
            document
                .push(Paragraph::new(Style::Flush, chinese_date(head.date)).align(Align::Right));
        }
    }
}

/// A table as wide as the text; its columns share the width as they ask for it.
fn table(document: &mut Document, table: &Table, width: Twips) {
    let asked: i32 = table.columns.iter().map(|c| i32::from(c.width)).sum();
    let column = |column: &paper::Column| {
        let share = width * i32::from(column.width) / asked.max(1);
        let share = share.max(mm(8));
        match column.kind {
            ColumnKind::Short | ColumnKind::Number => Column::centered(column.title, share),
            ColumnKind::Running => Column::new(column.title, share),
        }
    };
    let columns: Vec<Column> = table.columns.iter().map(column).collect();
    let rows = table
        .rows
        .iter()
        .map(|row| row.iter().map(Cell::text).collect());
    document.table(&columns, rows);
}

//! Tables that systems write as a web page or as XML and call a workbook: HTML, and XML of Excel 2003.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::package::{Bounded, MAX_DEPTH, too_deep};
use super::xml::{self, Events};
use super::{Budget, Contents, Fault, Kind, Page, csv, value};
use crate::io::sheet::grid::{Area, CellRef};

/// Bytes at the beginning that tell what a file is.
const HEAD: usize = 4096;

/// Columns and rows that a cell may span.
const MAX_SPAN: u32 = 1_000;

/// Most columns; most bytes of text in one cell.
const MAX_COLUMNS: u32 = 16_384;
const MAX_CELL: usize = 16 << 20;

/// Whether bytes are markup, and if so whether it is markup of a table that is read.
pub fn kind(bytes: &[u8]) -> Option<Option<Kind>> {
    let head = csv::text(&bytes[..bytes.len().min(HEAD)])
        .unwrap_or_else(|| String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]))
        .to_ascii_lowercase();
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with('<') {
        return None;
    }
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && !head.contains("<html") {
        Some(Some(Kind::Xml2003))
    } else if ["<html", "<table", "<!doctype html", "<body", "<meta"]
        .iter()
        .any(|tag| head.contains(tag))
    {
        Some(Some(Kind::Html))
    } else {
        Some(None)
    }
}

/// Reads XML of Excel 2003.
pub fn xml(bytes: &[u8], budget: &mut Budget) -> Result<Contents, Fault> {
    let input = std::io::BufReader::new(Bounded::new(bytes));
    let mut events = Events::new(input);
    let mut pages: Vec<Page> = Vec::new();
    let mut cursor = Cursor::default();
    let mut data: Option<(Option<String>, String)> = None;
    loop {
        match events.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "Worksheet" => {
                    pages.push(Page::new(attribute(&e, "Name").unwrap_or_default()));
                    cursor = Cursor::default();
                }
                "Row" => cursor.next_row(number(&e, "Index")),
                "Cell" => {
                    let across = number(&e, "MergeAcross").unwrap_or(0).min(MAX_COLUMNS);
                    let down = number(&e, "MergeDown").unwrap_or(0);
                    let area = cursor.next_cell(number(&e, "Index"), across + 1, down + 1);
                    if let (Some(area), Some(page)) = (area, pages.last_mut()) {
                        page.merged.push(area);
                    }
                }
                "Data" => data = Some((attribute(&e, "Type"), String::new())),
                _ => {}
            },
            Event::Text(text) => push(data.as_mut().map(|d| &mut d.1), &text.xml10_content())?,
            Event::CData(text) => push(data.as_mut().map(|d| &mut d.1), &text.xml10_content())?,
            Event::GeneralRef(name) => {
                let c = xml::reference(&name)?;
                push(data.as_mut().map(|d| &mut d.1), c.encode_utf8(&mut [0; 4]))?;
            }
            Event::End(e) if e.local_name().as_ref() == "Data" => {
                if let (Some((kind, text)), Some(page)) = (data.take(), pages.last_mut()) {
                    page.put(budget, cursor.cell, typed(kind.as_deref(), &text))?;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if data.is_some() || pages.is_empty() {
        return Err(Fault::broken("内容被截断"));
    }
    Ok(Contents {
        macros: false,
        pages,
    })
}

fn typed(kind: Option<&str>, text: &str) -> Result<String, String> {
    match kind {
        Some("Number") => match text.trim().parse() {
            Ok(x) => value::number(x),
            Err(_) => value::string(text),
        },
        Some("DateTime") => Ok(value::iso_date(text)),
        Some("Boolean") => Ok(value::truth(text.trim() == "1")),
        Some("Error") => Err(value::error(text)),
        _ => value::string(text),
    }
}

fn push(into: Option<&mut String>, text: &str) -> Result<(), Fault> {
    if let Some(into) = into {
        into.push_str(text);
        if into.len() > MAX_CELL {
            return Err(Fault::huge("有一个单元格的文字太多，不像清单"));
        }
    }
    Ok(())
}

/// The value of an attribute, whatever its prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.html_attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref().eq_ignore_ascii_case(name))
        .map(|a| match a.normalized_value(XmlVersion::Implicit1_0) {
            Ok(value) => value.into_owned(),
            Err(_) => a.value.into_owned(),
        })
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.trim().parse().ok()
}

/// Where the next cell comes.
struct Cursor {
    cell: CellRef,
    /// Columns to the right of the cell that are free.
    next: u32,
    begun: bool,
    /// By column: the last row that a cell from above reaches down to.
    covered: BTreeMap<u32, u32>,
}

impl Default for Cursor {
    fn default() -> Self {
        Self {
            cell: CellRef::new(0, 0),
            next: 0,
            begun: false,
            covered: BTreeMap::new(),
        }
    }
}

impl Cursor {
    /// Goes to the next row, or to one that is numbered from 1.
    fn next_row(&mut self, index: Option<u32>) {
        let next = if self.begun {
            self.cell.row.saturating_add(1)
        } else {
            0
        };
        let row = index.map_or(next, |i| i.saturating_sub(1).max(next));
        self.begun = true;
        self.cell = CellRef::new(row, 0);
        self.next = 0;
        self.covered.retain(|_, last| *last >= row);
    }

    /// Goes to the next cell, or to one that is numbered from 1; the area it covers when that is more than itself.
    fn next_cell(&mut self, index: Option<u32>, columns: u32, rows: u32) -> Option<Area> {
        let mut column = index.map_or(self.next, |i| i.saturating_sub(1).max(self.next));
        if index.is_none() {
            while self.covered.contains_key(&column) {
                column += 1;
            }
        }
        self.cell.column = column.min(MAX_COLUMNS);
        let (columns, rows) = (columns.clamp(1, MAX_SPAN), rows.clamp(1, MAX_SPAN));
        self.next = self.cell.column.saturating_add(columns);
        let last = CellRef::new(
            self.cell.row.saturating_add(rows - 1),
            self.next.saturating_sub(1),
        );
        if rows > 1 {
            for column in self.cell.column..self.next {
                self.covered.insert(column, last.row);
            }
        }
        (rows > 1 || columns > 1).then_some(Area {
            first: self.cell,
            last,
        })
    }
}

/// Reads the tables of a web page, all on one sheet each.
pub fn html(bytes: &[u8], budget: &mut Budget) -> Result<Contents, Fault> {
    let text = csv::text(bytes).ok_or(Fault::broken("文字编码认不出"))?;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let mut page = Page::new("网页".to_owned());
    let mut cursor = Cursor::default();
    let mut cell: Option<String> = None;
    let mut unread = false;
    let (mut depth, mut tables) = (0, 0);
    let finish =
        |page: &mut Page, at: CellRef, cell: &mut Option<String>, budget: &mut Budget| match cell
            .take()
        {
            Some(text) => page.put(budget, at, value::string(text.trim())),
            None => Ok(()),
        };
    loop {
        let event = reader
            .read_event()
            .map_err(|_| Fault::broken("里面的标记不对"))?;
        match event {
            Event::Start(e) => {
                depth += 1;
                if depth > MAX_DEPTH * MAX_DEPTH {
                    return Err(too_deep());
                }
                match e.local_name().as_ref().to_ascii_lowercase().as_str() {
                    "table" => tables += 1,
                    "tr" => {
                        finish(&mut page, cursor.cell, &mut cell, budget)?;
                        cursor.next_row(None);
                    }
                    "td" | "th" => {
                        finish(&mut page, cursor.cell, &mut cell, budget)?;
                        let span = |name| number(&e, name).unwrap_or(1);
                        let area = cursor.next_cell(None, span("colspan"), span("rowspan"));
                        page.merged.extend(area);
                        cell = Some(String::new());
                    }
                    "br" | "p" | "div" | "li" => break_line(cell.as_mut()),
                    "script" | "style" => unread = true,
                    "img" => page.pictures += 1,
                    _ => {}
                }
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                match e.local_name().as_ref().to_ascii_lowercase().as_str() {
                    name @ ("td" | "th" | "tr" | "table") => {
                        tables -= i32::from(name == "table");
                        finish(&mut page, cursor.cell, &mut cell, budget)?;
                    }
                    "script" | "style" => unread = false,
                    _ => {}
                }
            }
            Event::Text(text) if !unread => words(cell.as_mut(), &text.html_content())?,
            Event::CData(text) if !unread => words(cell.as_mut(), &text.html_content())?,
            Event::GeneralRef(name) => {
                let text = match xml::reference(&name) {
                    Ok(c) => c.to_string(),
                    Err(_) if &*name == "nbsp" => " ".to_owned(),
                    Err(_) => format!("&{};", &*name),
                };
                push(cell.as_mut(), &text)?;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if tables > 0 {
        return Err(Fault::broken("内容被截断"));
    }
    finish(&mut page, cursor.cell, &mut cell, budget)?;
    Ok(Contents {
        macros: false,
        pages: vec![page],
    })
}

fn break_line(cell: Option<&mut String>) {
    if let Some(text) = cell
        && !text.is_empty()
        && !text.ends_with('\n')
    {
        text.push('\n');
    }
}

/// White space of a page is one space.
fn words(cell: Option<&mut String>, text: &str) -> Result<(), Fault> {
    let Some(cell) = cell else {
        return Ok(());
    };
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\r' | '\n' if cell.is_empty() || cell.ends_with([' ', '\n']) => {}
            ' ' | '\t' | '\r' | '\n' => cell.push(' '),
            c => cell.push(c),
        }
    }
    push(Some(cell), "")
}

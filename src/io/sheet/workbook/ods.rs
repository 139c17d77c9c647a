//! `.ods`: the workbook of OpenDocument.
//!
//! Read here and not by calamine: that crate knows no merged cells of this format, and a file cut off inside a table
//! never ends for it.

use std::collections::HashSet;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::package::{Package, Tags, Unpacked, unreadable};
use super::xml::{self, Events};
use super::{Budget, Contents, Fault, Page, value};
use crate::io::sheet::grid::{Area, CellRef};

/// Most bytes of text in one cell.
const MAX_CELL: usize = 16 << 20;

/// Reads a workbook.
pub fn read(bytes: &[u8], budget: &mut Budget) -> Result<Contents, Fault> {
    let mut package = Package::open(bytes)?;
    if package.has("encrypted-package") || is_encrypted(&mut package)? {
        return Err(Fault::Password);
    }
    let macros = package.names().any(|name| name.starts_with("Basic/"));
    let mut unpacked = Unpacked::default();
    let index = (0..package.len()).find_map(|i| match package.at(i) {
        Ok(((name, size), _)) if name == "content.xml" => Some(Ok((i, size))),
        Ok(_) => None,
        Err(fault) => Some(Err(fault)),
    });
    let (index, size) = index.ok_or(Fault::broken("里面缺少 content.xml"))??;
    unpacked.add(size)?;
    let (_, part) = package.at(index)?;
    let mut document = Document {
        events: Events::new(part),
        budget,
        hidden_styles: HashSet::new(),
        pages: Vec::new(),
    };
    document.read()?;
    Ok(Contents {
        macros,
        pages: document.pages,
    })
}

fn is_encrypted(package: &mut Package<'_>) -> Result<bool, Fault> {
    let Some(part) = package.part("META-INF/manifest.xml")? else {
        return Ok(false);
    };
    let mut tags = Tags::new(part);
    while let Some(tag) = tags.next().map_err(|e| unreadable(&e))? {
        if tag.name() == "encryption-data" {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Document<'d, R: Read> {
    events: Events<R>,
    budget: &'d mut Budget,
    /// Names of table styles that do not show.
    hidden_styles: HashSet<String>,
    pages: Vec<Page>,
}

/// A cell while its content is read.
struct Cell {
    at: CellRef,
    element: BytesStart<'static>,
    text: String,
    paragraphs: usize,
}

impl<R: Read> Document<'_, R> {
    fn read(&mut self) -> Result<(), Fault> {
        let mut style = None;
        loop {
            match self.events.next()? {
                Event::Start(e) => match e.name().as_ref() {
                    "style:style" => style = xml::attribute(&e, "style:name"),
                    "style:table-properties"
                        if xml::attribute(&e, "table:display").as_deref() == Some("false") =>
                    {
                        self.hidden_styles.extend(style.take());
                    }
                    "table:table" => {
                        let mut page =
                            Page::new(xml::attribute(&e, "table:name").unwrap_or_default());
                        page.hidden = xml::attribute(&e, "table:style-name")
                            .is_some_and(|style| self.hidden_styles.contains(&style));
                        self.table(&mut page)?;
                        self.pages.push(page);
                    }
                    // Tables of other files, and what cells held before.
                    "table:dde-link" | "table:tracked-changes" => {
                        let name = e.name().as_ref().to_owned();
                        self.skip(&name)?;
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// To the end of an element of this name; one inside another counts.
    fn skip(&mut self, name: &str) -> Result<(), Fault> {
        let mut depth = 1;
        while depth > 0 {
            match self.events.next()? {
                Event::Start(e) if e.name().as_ref() == name => depth += 1,
                Event::End(e) if e.name().as_ref() == name => depth -= 1,
                Event::Eof => return Err(cut()),
                _ => {}
            }
        }
        Ok(())
    }

    fn table(&mut self, page: &mut Page) -> Result<(), Fault> {
        let (mut row, mut column) = (0_u32, 0_u32);
        loop {
            match self.events.next()? {
                Event::Start(e) => match e.name().as_ref() {
                    "table:table-row" => {
                        let repeated = xml::count(&e, "table:number-rows-repeated").unwrap_or(1);
                        let last = row.saturating_add(repeated.saturating_sub(1));
                        if is_hidden(&e) {
                            page.hidden_rows.push((row, last));
                        }
                        self.row(page, row, repeated)?;
                        row = last.saturating_add(1);
                    }
                    "table:table-column" => {
                        let repeated = xml::count(&e, "table:number-columns-repeated").unwrap_or(1);
                        let last = column.saturating_add(repeated.saturating_sub(1));
                        if is_hidden(&e) {
                            page.hidden_columns.push((column, last));
                        }
                        column = last.saturating_add(1);
                    }
                    "draw:image" => page.pictures += 1,
                    _ => {}
                },
                Event::End(e) if e.name().as_ref() == "table:table" => return Ok(()),
                Event::Eof => return Err(cut()),
                _ => {}
            }
        }
    }

    fn row(&mut self, page: &mut Page, row: u32, repeated: u32) -> Result<(), Fault> {
        let mut column = 0_u32;
        loop {
            match self.events.next()? {
                Event::Start(e) => match e.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => {
                        let name = e.name().as_ref().to_owned();
                        let count = xml::count(&e, "table:number-columns-repeated").unwrap_or(1);
                        let cell = Cell {
                            at: CellRef::new(row, column),
                            element: e.into_owned(),
                            text: String::new(),
                            paragraphs: 0,
                        };
                        let cell = self.cell(cell, &name, page)?;
                        page.merged.extend(cell.area());
                        match cell.value() {
                            Some(Ok(text)) if text.trim().is_empty() => {}
                            Some(value) => {
                                for column in column..column.saturating_add(count) {
                                    let cell = CellRef::new(row, column);
                                    page.put(self.budget, cell, value.clone())?;
                                }
                            }
                            None => {}
                        }
                        column = column.saturating_add(count);
                    }
                    "draw:image" => page.pictures += 1,
                    _ => {}
                },
                Event::End(e) if e.name().as_ref() == "table:table-row" => break,
                Event::Eof => return Err(cut()),
                _ => {}
            }
        }
        page.repeat_row(self.budget, row, repeated.saturating_sub(1))
    }

    /// Reads on to the end of a cell.
    fn cell(&mut self, mut cell: Cell, name: &str, page: &mut Page) -> Result<Cell, Fault> {
        loop {
            if cell.text.len() > MAX_CELL {
                return Err(Fault::huge(format!(
                    "单元格 {} 的文字太多，不像清单",
                    cell.at
                )));
            }
            match self.events.next()? {
                Event::Text(text) if cell.paragraphs > 0 => cell.push_words(&text.xml10_content()),
                Event::CData(text) if cell.paragraphs > 0 => cell.push_words(&text.xml10_content()),
                Event::GeneralRef(name) if cell.paragraphs > 0 => {
                    cell.text.push(xml::reference(&name)?);
                }
                Event::Start(e) => match e.name().as_ref() {
                    "text:p" | "text:h" => {
                        if cell.paragraphs > 0 {
                            cell.text.push('\n');
                        }
                        cell.paragraphs += 1;
                    }
                    "text:s" => {
                        let count = xml::count(&e, "text:c").unwrap_or(1).min(1000);
                        cell.text.extend((0..count).map(|_| ' '));
                    }
                    "text:tab" => cell.text.push('\t'),
                    "text:line-break" => cell.text.push('\n'),
                    "draw:image" => page.pictures += 1,
                    // Remarks beside the cell, and how a word is pronounced, are no content.
                    inner @ ("office:annotation" | "text:ruby-text" | "table:table") => {
                        let inner = inner.to_owned();
                        self.skip(&inner)?;
                    }
                    _ => {}
                },
                Event::End(e) if e.name().as_ref() == name => return Ok(cell),
                Event::Eof => return Err(cut()),
                _ => {}
            }
        }
    }
}

impl Cell {
    /// White space of the file is one space, as between words.
    fn push_words(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\r' | '\n' if self.text.ends_with(' ') => {}
                ' ' | '\t' | '\r' | '\n' => self.text.push(' '),
                c => self.text.push(c),
            }
        }
    }

    /// The area that the cell covers when it is merged.
    fn area(&self) -> Option<Area> {
        let span = |name| xml::count(&self.element, name).unwrap_or(1).max(1);
        let rows = span("table:number-rows-spanned");
        let columns = span("table:number-columns-spanned");
        let last = CellRef::new(
            self.at.row.saturating_add(rows - 1),
            self.at.column.saturating_add(columns - 1),
        );
        (rows > 1 || columns > 1).then_some(Area {
            first: self.at,
            last,
        })
    }

    fn value(&self) -> Option<Result<String, String>> {
        let attribute = |name| xml::attribute(&self.element, name);
        if attribute("calcext:value-type").as_deref() == Some("error") {
            return Some(Err(value::error(&self.text)));
        }
        let kind = attribute("office:value-type");
        let number = || attribute("office:value")?.parse().ok();
        match kind.as_deref() {
            Some("float" | "currency" | "percentage") => match number() {
                Some(x) => Some(value::number(x)),
                None => Some(value::string(&self.text)),
            },
            Some("date") => attribute("office:date-value").map(|text| Ok(value::iso_date(&text))),
            Some("boolean") => {
                attribute("office:boolean-value").map(|text| Ok(value::truth(text == "true")))
            }
            Some("string") if self.paragraphs == 0 => {
                attribute("office:string-value").map(|text| value::string(&text))
            }
            None if self.paragraphs == 0 => {
                attribute("table:formula").map(|_| Err(value::NO_RESULT.to_owned()))
            }
            _ => Some(value::string(&self.text)),
        }
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    let visibility = xml::attribute(element, "table:visibility");
    matches!(visibility.as_deref(), Some("collapse" | "filter"))
}

fn cut() -> Fault {
    Fault::broken("内容被截断")
}

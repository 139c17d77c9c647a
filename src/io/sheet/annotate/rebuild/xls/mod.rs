//! An Excel 97 workbook with its looks: fonts, formats and names that all sheets share.

mod records;
mod sheet;

use super::super::xml::Broken;
use super::{Book, Colour, Font, Look};
use crate::domain::cell::CellRef;
use crate::io::sheet::grid::Area;
use crate::io::sheet::workbook::biff::{Rich, u16_at, u32_at};
use records::{Record, Records, short_string};

/// Why a stream was not read.
#[derive(Debug)]
pub enum Fault {
    /// It is encrypted.
    Password,
    /// It is older, and looks are not read.
    Other,
    /// It is broken.
    Broken(Broken),
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// What the sheets need of the workbook.
#[derive(Debug, Default)]
struct Shared {
    strings: Vec<Rich>,
    /// Sheets in their order: where they begin, their state, kind and name.
    sheets: Vec<(u32, u8, u8, String)>,
    names: Vec<Name>,
}

/// A name that the program itself gives a meaning to.
#[derive(Debug)]
struct Name {
    kind: u8,
    sheet: usize,
    areas: Vec<Area>,
}

const PRINT_AREA: u8 = 6;
const PRINT_TITLES: u8 = 7;
const FILTER: u8 = 13;

/// Reads a workbook stream.
pub fn read(stream: &[u8], macros: bool) -> Result<Book, Fault> {
    // The first record says which version follows.
    if u16_at(stream, 4) != Some(0x600) {
        return Err(Fault::Other);
    }
    let mut book = Book::default();
    let mut shared = Shared::default();
    let mut records = Records::new(stream, 0)?;
    let mut whole = false;
    while let Some(record) = records.next()? {
        match record.kind {
            0x0a => {
                whole = true;
                break;
            }
            0x2f => return Err(Fault::Password),
            _ => {
                global(&mut book, &mut shared, &record);
            }
        }
    }
    if !whole || shared.sheets.is_empty() {
        return Err(Broken::new("表格的数据在中间断了").into());
    }
    if macros {
        book.lost.push("宏".to_owned());
    }
    for (place, (at, state, kind, name)) in shared.sheets.iter().enumerate() {
        if *kind != 0 {
            book.lost.push(format!("工作表“{name}”（不是普通表格）"));
            continue;
        }
        // Below the 256 MB that are read of a stream.
        let mut read = sheet::read(stream, *at as usize, name, &shared, &mut book.lost)?;
        read.state = match state & 3 {
            1 => Some("hidden"),
            2 => Some("veryHidden"),
            _ => None,
        };
        for name in shared.names.iter().filter(|n| n.sheet == place) {
            match name.kind {
                PRINT_AREA => read.print.areas.clone_from(&name.areas),
                PRINT_TITLES => read.print.titles.clone_from(&name.areas),
                FILTER => read.filter = name.areas.first().copied(),
                _ => {}
            }
        }
        if place == book.active {
            book.active = book.sheets.len();
        }
        book.sheets.push(read);
    }
    if book.sheets.is_empty() {
        return Err(Broken::new("里面没有普通的工作表").into());
    }
    if book.active >= book.sheets.len() {
        book.active = 0;
    }
    if book.fonts.is_empty() {
        book.fonts.push(Font {
            name: "宋体".to_owned(),
            size: 240,
            ..Font::default()
        });
    }
    if book.looks.is_empty() {
        book.looks.push(Look::default());
    }
    Ok(book)
}

/// One record that all sheets share. What is cut short is passed over: looks, not content.
fn global(book: &mut Book, shared: &mut Shared, record: &Record<'_>) -> Option<()> {
    let data = record.data;
    match record.kind {
        0x22 => book.from_1904 = u16_at(data, 0)? == 1,
        0x3d => book.active = usize::from(u16_at(data, 10)?),
        0x31 => book.fonts.push(font(data).unwrap_or_default()),
        0x41e => book.formats.push((u16_at(data, 0)?, record.string(2)?)),
        0xe0 => book.looks.push(look(data).unwrap_or_default()),
        0x92 => {
            let colours = data.get(2..)?.chunks_exact(4);
            book.palette = colours.map(|c| [c[0], c[1], c[2]]).collect();
        }
        0x85 => {
            let (state, kind) = (*data.get(4)?, *data.get(5)?);
            shared
                .sheets
                .push((u32_at(data, 0)?, state, kind, short_string(data, 6)?));
        }
        0xfc => {
            let count = u32_at(data, 4)?;
            let mut pieces = record.pieces(8);
            for _ in 0..count {
                shared.strings.push(pieces.string().ok()?);
            }
        }
        0x18 => shared.names.extend(name(data)),
        _ => {}
    }
    Some(())
}

fn font(data: &[u8]) -> Option<Font> {
    let options = u16_at(data, 2)?;
    Some(Font {
        size: u16_at(data, 0)?,
        italic: options & 2 != 0,
        strike: options & 8 != 0,
        colour: colour(u16_at(data, 4)?),
        bold: u16_at(data, 6)? >= 600,
        shift: match u16_at(data, 8)? {
            1 => Some("superscript"),
            2 => Some("subscript"),
            _ => None,
        },
        underline: match *data.get(10)? {
            1 => Some("single"),
            2 => Some("double"),
            0x21 => Some("singleAccounting"),
            0x22 => Some("doubleAccounting"),
            _ => None,
        },
        family: *data.get(11)?,
        charset: *data.get(12)?,
        name: short_string(data, 14)?,
    })
}

fn colour(number: u16) -> Colour {
    (number < 64).then_some(number)
}

fn look(data: &[u8]) -> Option<Look> {
    let font = usize::from(u16_at(data, 0)?);
    let protection = u16_at(data, 4)?;
    let (align, rotation, indent) = (*data.get(6)?, *data.get(7)?, *data.get(8)?);
    let (one, two, fill) = (u32_at(data, 10)?, u32_at(data, 14)?, u16_at(data, 18)?);
    // Seven bits each, so nothing is cut off.
    let bits = |value: u32, shift: u32, mask: u32| ((value >> shift) & mask) as u16;
    let tint = |value: u32, shift: u32| colour(bits(value, shift, 0x7f));
    let style = |value: u32, shift: u32| bits(value, shift, 0xf) as u8;
    Some(Look {
        font: font_place(font),
        format: u16_at(data, 2)?,
        horizontal: match align & 7 {
            1 => Some("left"),
            2 => Some("center"),
            3 => Some("right"),
            4 => Some("fill"),
            5 => Some("justify"),
            6 => Some("centerContinuous"),
            7 => Some("distributed"),
            _ => None,
        },
        vertical: match (align >> 4) & 7 {
            0 => Some("top"),
            1 => Some("center"),
            3 => Some("justify"),
            4 => Some("distributed"),
            _ => None,
        },
        wrap: align & 8 != 0,
        shrink: indent & 0x10 != 0,
        indent: indent & 0xf,
        rotation,
        borders: [
            (style(one, 0), tint(one, 16)),
            (style(one, 4), tint(one, 23)),
            (style(one, 8), tint(two, 0)),
            (style(one, 12), tint(two, 7)),
        ],
        diagonal: (
            style(two, 21),
            tint(two, 14),
            one >> 30 & 1 != 0,
            one >> 31 & 1 != 0,
        ),
        fill: (
            bits(two, 26, 0x3f) as u8,
            tint(u32::from(fill), 0),
            tint(u32::from(fill), 7),
        ),
        locked: protection & 1 != 0,
        hidden: protection & 2 != 0,
    })
}

/// Fonts are counted without a fourth.
fn font_place(number: usize) -> usize {
    if number > 4 { number - 1 } else { number }
}

/// A name of the program itself, with the areas of its formula.
fn name(data: &[u8]) -> Option<Name> {
    const BUILT_IN: u16 = 0x20;
    if u16_at(data, 0)? & BUILT_IN == 0 {
        return None;
    }
    let (letters, length) = (usize::from(*data.get(3)?), usize::from(u16_at(data, 4)?));
    let sheet = usize::from(u16_at(data, 8)?).checked_sub(1)?;
    let wide = data.get(14)? & 1 != 0;
    let kind = *data.get(15)?;
    let start = 15 + letters * if wide { 2 } else { 1 };
    let formula = data.get(start..start + length)?;
    let mut areas = Vec::new();
    let mut at = 0;
    while let Some(token) = formula.get(at) {
        match token {
            // Several areas are introduced by their length and joined by a union.
            0x29 | 0x49 | 0x69 => at += 3,
            0x10 | 0x11 | 0x15 => at += 1,
            0x3b | 0x5b | 0x7b => {
                let n = |offset| u16_at(formula, at + offset).map(u32::from);
                let area = Area {
                    first: CellRef::new(n(3)?, n(7)? & 0x3fff),
                    last: CellRef::new(n(5)?, n(9)? & 0x3fff),
                };
                if area.first.row <= area.last.row && area.first.column <= area.last.column {
                    areas.push(area);
                }
                at += 11;
            }
            0x3a | 0x5a | 0x7a => {
                let cell = CellRef::new(
                    u16_at(formula, at + 3)?.into(),
                    u32::from(u16_at(formula, at + 5)?) & 0x3fff,
                );
                areas.push(Area {
                    first: cell,
                    last: cell,
                });
                at += 7;
            }
            _ => break,
        }
    }
    Some(Name { kind, sheet, areas })
}

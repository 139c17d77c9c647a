//! Tables without looks that we read: OpenDocument and text. Values, merged areas, and widths that fit them.

use std::io::Cursor;

use calamine::{Data, Ods, Reader as _, Sheet as SheetMeta, SheetVisible, Xls};
use unicode_width::UnicodeWidthStr;

use super::super::package::Package;
use super::super::xml::Broken;
use super::spans;
use super::{Book, Columns, Font, Look, Sheet, Value};

/// Most cells of a table.
const MAX_CELLS: usize = 5_000_000;

/// Widest column in characters.
const WIDEST: usize = 60;

/// Cell formats of these workbooks: text, whole numbers and the like, days, and days with hours.
const TEXT: usize = 0;
const DAY: usize = 1;
const MOMENT: usize = 2;

fn book() -> Book {
    let look = |format: u16| Look {
        format,
        vertical: Some("center"),
        wrap: true,
        locked: true,
        ..Look::default()
    };
    Book {
        fonts: vec![Font {
            name: "宋体".to_owned(),
            size: 220,
            charset: 134,
            ..Font::default()
        }],
        looks: vec![look(0), look(14), look(22)],
        ..Book::default()
    }
}

/// An OpenDocument table.
pub fn ods(bytes: &[u8]) -> Result<Book, Broken> {
    let wrong = |_| Broken::new("里面的内容不对，或者不完整");
    // Before anything else: how large it is when unpacked.
    let merged = spans::merged(&Package::open(bytes)?.need("content.xml")?)?;
    let mut read: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(wrong)?;
    let mut book = of_calamine(&mut read)?;
    for (sheet, merged) in book.sheets.iter_mut().zip(merged) {
        sheet.merged = merged;
    }
    book.lost
        .push("原表的格式、批注、图片和公式（保留了计算结果）".to_owned());
    Ok(book)
}

/// A workbook older than Excel 97.
pub fn older(bytes: &[u8]) -> Result<Book, Broken> {
    let wrong = |_| Broken::new("里面的内容不对，或者不完整");
    let mut read: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(wrong)?;
    let mut book = of_calamine(&mut read)?;
    book.lost
        .push("原表的格式、批注、图片和公式（保留了计算结果）".to_owned());
    Ok(book)
}

fn of_calamine<'b, R: calamine::Reader<Cursor<&'b [u8]>>>(read: &mut R) -> Result<Book, Broken> {
    let mut book = book();
    let mut count = 0;
    for SheetMeta { name, visible, .. } in read.sheets_metadata().to_vec() {
        let range = read
            .worksheet_range(&name)
            .map_err(|_| Broken::new(format!("工作表“{name}”读不了")))?;
        let mut sheet = Sheet::new(name);
        sheet.state = match visible {
            SheetVisible::Visible => None,
            SheetVisible::Hidden => Some("hidden"),
            SheetVisible::VeryHidden => Some("veryHidden"),
        };
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, data) in range.used_cells() {
            count += 1;
            if count > MAX_CELLS {
                return Err(Broken::new("里面的格多得不像清单"));
            }
            // Within a sheet's bounds, which calamine counts in 32 bits.
            let (row, column) = (top + row as u32, left + column as u32);
            let (look, value) = value(data);
            sheet.put(row, column, look, value);
        }
        book.sheets.push(with_widths(sheet));
    }
    if book.sheets.is_empty() {
        return Err(Broken::new("里面没有工作表"));
    }
    Ok(book)
}

fn value(data: &Data) -> (usize, Value) {
    let text = |text: &str| (TEXT, Value::Text(text.to_owned(), Vec::new()));
    match data {
        Data::Empty => (TEXT, Value::Blank),
        Data::Int(n) => text(&n.to_string()),
        Data::Float(n) => (TEXT, Value::Number(*n)),
        Data::Bool(b) => (TEXT, Value::Bool(*b)),
        Data::DateTime(day) => {
            let n = day.as_f64();
            let look = if n.fract() == 0.0 { DAY } else { MOMENT };
            (look, Value::Number(n))
        }
        Data::Error(error) => text(&error.to_string()),
        Data::String(words) | Data::DateTimeIso(words) | Data::DurationIso(words) => text(words),
    }
}

/// Bytes as text: marked, or UTF-8, or GB18030. `None` where they are no text.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let (encoding, skip) = encoding_rs::Encoding::for_bom(bytes).unwrap_or_else(|| {
        let utf8 = std::str::from_utf8(bytes).is_ok();
        (
            if utf8 {
                encoding_rs::UTF_8
            } else {
                encoding_rs::GB18030
            },
            0,
        )
    });
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(skip..)?)?;
    (!text.contains('\0')).then(|| text.into_owned())
}

/// A text of lines and separators.
pub fn csv(name: &str, text: &str) -> Result<Book, Broken> {
    let mut book = book();
    let mut sheet = Sheet::new(name);
    let mut count = 0;
    for (row, cells) in (0..).zip(records(text)) {
        for (column, cell) in (0..).zip(cells) {
            count += 1;
            if count > MAX_CELLS || row >= 1 << 20 || column >= 1 << 14 {
                return Err(Broken::new("里面的格多得不像清单"));
            }
            if !cell.is_empty() {
                // Always text: a code keeps its zeros, and nothing is a formula.
                sheet.put(row, column, TEXT, Value::Text(cell, Vec::new()));
            }
        }
    }
    book.sheets.push(with_widths(sheet));
    Ok(book)
}

/// The records of a text: quoted fields may hold separators, breaks and doubled quotes.
fn records(text: &str) -> Vec<Vec<String>> {
    let first = text.lines().next().unwrap_or("");
    let comma = [',', '\t', ';']
        .into_iter()
        .max_by_key(|c| (first.matches(*c).count(), *c == ','))
        .unwrap_or(',');
    let (mut out, mut record, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            c if c == comma && !quoted => record.push(std::mem::take(&mut field)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                record.push(std::mem::take(&mut field));
                out.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    if !field.is_empty() || !record.is_empty() {
        record.push(field);
        out.push(record);
    }
    out
}

/// A sheet whose columns are as wide as their texts ask for.
fn with_widths(mut sheet: Sheet) -> Sheet {
    let mut widths: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for (&column, (_, value)) in sheet.cells.values().flatten() {
        let wide = match value {
            Value::Text(text, _) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
            Value::Blank => 0,
            _ => 10,
        };
        let known = widths.entry(column).or_default();
        *known = wide.max(*known);
    }
    sheet.columns = widths
        .into_iter()
        .map(|(column, wide)| Columns {
            first: column,
            last: column,
            // At most sixty characters, so nothing is cut off.
            width: (wide.clamp(6, WIDEST) as u16 + 2) * 256,
            look: TEXT,
            hidden: false,
            level: 0,
        })
        .collect();
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_usual_encodings() {
        let (gb, ..) = encoding_rs::GB18030.encode("名称,依据");
        for bytes in ["名称,依据".as_bytes(), "\u{feff}名称,依据".as_bytes(), &gb] {
            assert_eq!(decode(bytes).as_deref(), Some("名称,依据"));
        }
        assert_eq!(decode(&[0, 1, 2, 0xff]), None);
    }

    #[test]
    fn fields_may_hold_separators_and_breaks() {
        assert_eq!(
            records("名称,\"依据,\n\"\"甲\"\"\"\r\n001,=1+1\n"),
            [["名称", "依据,\n\"甲\""], ["001", "=1+1"]]
        );
        assert_eq!(records("a\tb\tc,d"), [["a", "b", "c,d"]]);
        assert!(records("").is_empty());
    }
}

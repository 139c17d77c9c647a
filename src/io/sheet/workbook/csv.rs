//! Tables as text: comma, semicolon or tab, in UTF-8, GB 18030 or UTF-16.

use std::borrow::Cow;

use ::csv::{ReaderBuilder, StringRecord};

use super::value;
use super::{Budget, Contents, Fault, Page};
use crate::domain::cell::unguarded;
use crate::io::sheet::grid::CellRef;

/// Columns that a spreadsheet can have.
const MAX_COLUMNS: usize = 16_384;

/// Rows that are looked at to find the delimiter.
const LOOKED_AT: usize = 200;

/// Reads a table.
pub fn read(path: &str, bytes: &[u8], budget: &mut Budget) -> Result<Contents, Fault> {
    let text = text(bytes).ok_or(Fault::broken("文字编码认不出"))?;
    let delimiter = delimiter(&text).unwrap_or(b',');
    check(&text, delimiter)?;
    let mut page = Page::new(name(path));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut row = empty_lines(&text, 0);
    while reader
        .read_record(&mut record)
        .map_err(|_| Fault::broken("分隔符或引号不对"))?
    {
        for (column, field) in record.iter().enumerate() {
            let cell = CellRef::new(row, column as u32);
            page.put(budget, cell, value::string(unguarded(field)))?;
        }
        row += 1 + empty_lines(&text, reader.position().byte() as usize);
    }
    Ok(Contents {
        macros: false,
        pages: vec![page],
    })
}

/// Lines without anything from a byte on: the reader passes over them, a spreadsheet counts them.
fn empty_lines(text: &str, from: usize) -> u32 {
    let (before, rest) = text.as_bytes().split_at(from.min(text.len()));
    // The reader stops in the middle of the two bytes that end a line.
    let rest = match rest {
        [b'\n', rest @ ..] if before.ends_with(b"\r") => rest,
        rest => rest,
    };
    let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    blank.filter(|b| **b == b'\n').count() as u32
}

/// Refuses what the reader would swallow: rows of any width, and a quote without its fellow.
fn check(text: &str, delimiter: u8) -> Result<(), Fault> {
    for (i, row) in rows(text, delimiter).enumerate() {
        if row.columns > MAX_COLUMNS {
            let why = format!("第 {} 行超过 {MAX_COLUMNS} 列，不像清单", i + 1);
            return Err(Fault::huge(why));
        }
        if row.open {
            let why = format!(
                "第 {} 行有一个引号没有配对，后面的内容分不清是哪一格",
                i + 1
            );
            return Err(Fault::broken(why));
        }
    }
    Ok(())
}

/// Whether a text is a table: several rows of the same number of columns.
pub fn looks_like_table(text: &str) -> bool {
    !looks_like_yaml(text) && delimiter(text).is_some()
}

/// Whether a text begins as YAML does: with a key, a list or a document mark.
fn looks_like_yaml(text: &str) -> bool {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        let is_key = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        is_key || line.starts_with("- ") || line.starts_with("---")
    })
}

/// Bytes as text, when they are text.
pub fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        return Some(encoding.decode_with_bom_removal(bytes).0);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let (text, had_errors) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    (!had_errors).then_some(text)
}

/// What the cells of a row are separated by: what gives the most rows the same number of columns, two at least.
fn delimiter(text: &str) -> Option<u8> {
    let score = |delimiter: u8| {
        let rows = rows(text, delimiter).take(LOOKED_AT);
        let counts: Vec<usize> = rows.map(|row| row.columns).collect();
        let same = |count: usize| counts.iter().filter(|c| **c == count).count();
        counts
            .iter()
            .filter(|count| **count > 1)
            .map(|&count| (same(count), count))
            .filter(|&(rows, count)| rows > 1 || count > 2)
            .map(|(rows, count)| rows * (count - 1))
            .max()
    };
    b",;\t"
        .iter()
        .filter_map(|&delimiter| Some((score(delimiter)?, delimiter)))
        .max_by_key(|&(score, _)| score)
        .map(|(_, delimiter)| delimiter)
}

/// A row of the table, not yet taken apart.
struct Row {
    columns: usize,
    /// Whether the text ends inside quotes.
    open: bool,
}

/// The rows; a line break inside quotes ends none.
fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = Row> {
    let mut bytes = text.bytes();
    std::iter::from_fn(move || {
        let (mut columns, mut quoted, mut empty) = (1, false, true);
        // A quote opens only where a field begins; a doubled one inside closes and opens.
        let (mut at_start, mut closed) = (true, false);
        for byte in bytes.by_ref() {
            empty = false;
            let (was_start, was_closed) = (at_start, closed);
            (at_start, closed) = (false, false);
            match byte {
                b'"' if quoted => (quoted, closed) = (false, true),
                b'"' if was_start || was_closed => quoted = true,
                _ if quoted => {}
                b'\n' => {
                    return Some(Row {
                        columns,
                        open: false,
                    });
                }
                _ if byte == delimiter => {
                    columns += 1;
                    at_start = true;
                }
                _ => {}
            }
        }
        (!empty).then_some(Row {
            columns,
            open: quoted,
        })
    })
}

/// The sheet is called what the file is called.
fn name(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    if name.is_empty() { file } else { name }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Book, Kind};
    use super::*;

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(
            delimiter("标题\n名称;类型\n甲,乙;检查\n丙;许可\n"),
            Some(b';')
        );
        assert_eq!(delimiter("名称\t类型\n甲,乙,丙\t检查\n"), Some(b'\t'));
        assert_eq!(
            delimiter("名称,类型\n\"甲\n\"\"乙\"\"\",检查\n"),
            Some(b',')
        );
        assert_eq!(delimiter("只有一行,两段"), None);
        assert_eq!(delimiter("一段话，没有分隔。\n第二段。"), None);
    }

    #[test]
    fn item_files_are_no_tables() {
        assert!(!looks_like_table(
            "title: 图\nsteps:\n  - { id: a, name: b }\n  - { id: c, name: d }\n"
        ));
        assert!(looks_like_table("编码,名称\n1,甲\n"));
    }

    #[test]
    fn guards_are_taken_off() {
        assert_eq!(unguarded("'=1+1"), "=1+1");
        assert_eq!(unguarded("'甲"), "'甲");
        assert_eq!(name("报送/统计局.2024.csv"), "统计局.2024");
        assert_eq!(name("<stdin>"), "<stdin>");
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_does() {
        let text = "\r\n名称,类型\n\n\"甲\n乙\",\"说\"\"是\"\"\"\r\n\r\n\n5\" 管,检查\n";
        let contents = read("a.csv", text.as_bytes(), &mut Budget::default()).unwrap();
        let book = Book::new(Kind::Csv, contents).unwrap();
        let sheet = &book.sheets[0];
        assert_eq!(sheet.rows().collect::<Vec<_>>(), [1, 3, 6]);
        assert_eq!(sheet.text(CellRef::new(3, 0)), Some("甲\n乙"));
        assert_eq!(sheet.text(CellRef::new(3, 1)), Some("说\"是\""));
        assert_eq!(sheet.text(CellRef::new(6, 0)), Some("5\" 管"));
    }

    #[test]
    fn what_would_be_swallowed_is_refused() {
        let read = |text: &str| read("a.csv", text.as_bytes(), &mut Budget::default()).err();
        let why = read("名称,类型,备注\n甲,检查,\"无\n乙,检查,无\n");
        assert!(matches!(why, Some(Fault::Broken(why)) if why.contains("第 2 行")));
        let wide = format!("名称,类型,备注\n甲{}\n", ",".repeat(20_000));
        assert!(matches!(read(&wide), Some(Fault::Huge(_))));
    }

    #[test]
    fn encodings_are_told_apart() {
        let gb = encoding_rs::GB18030.encode("名称").0.into_owned();
        assert_eq!(text(&gb).as_deref(), Some("名称"));
        assert_eq!(text(b"\xff\xfe\x0d\x54").as_deref(), Some("名"));
        assert_eq!(text("\u{feff}名".as_bytes()).as_deref(), Some("名"));
        assert_eq!(text(b"\x00\x01"), None);
    }
}

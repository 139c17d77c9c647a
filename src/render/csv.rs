//! Tables as CSV: UTF-8 with a byte order mark, so that spreadsheets take it for what it is.

use super::listing;
use super::table::{Book, Sheet};
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::cell::needs_guard;

/// Mark at the beginning by which Excel knows UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The sheets below each other under one header; each row says which block it belongs to.
pub fn write(book: &Book) -> Vec<u8> {
    let mut out = String::from(BYTE_ORDER_MARK);
    for (n, sheet) in book.sheets.iter().enumerate() {
        rows(&mut out, sheet, n == 0);
    }
    out.into_bytes()
}

/// Writes the rows of a sheet; before those of the first stands the header.
pub fn rows(out: &mut String, sheet: &Sheet, is_first: bool) {
    if is_first {
        line(out, sheet.columns.iter().map(|column| column.title));
    }
    let identifies: Vec<bool> = sheet.columns.iter().map(|c| c.identifies).collect();
    for row in sheet.blocks.iter().flat_map(|b| b.flat_rows(&identifies)) {
        line(out, row.into_iter());
    }
}

/// What stands before the first item of a list.
pub fn list_head() -> String {
    let mut out = String::from(BYTE_ORDER_MARK);
    line(&mut out, listing::titles());
    out
}

/// The lines of an item of a list, with its place in its sheet.
pub fn list_item(catalog: &Catalog, item: &ItemRow, serial: usize) -> String {
    let mut out = String::new();
    for cells in listing::lines(catalog, item, serial) {
        line(&mut out, cells.iter().map(String::as_str));
    }
    out
}

/// Writes a row.
pub fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (i, text) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        cell(out, text);
    }
    out.push_str("\r\n");
}

fn cell(out: &mut String, text: &str) {
    let guarded = needs_guard(text);
    let quoted = guarded || text.contains(['"', ',', '\n', '\r']) || text != text.trim();
    if !quoted {
        out.push_str(text);
        return;
    }
    out.push('"');
    if guarded {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        cell(&mut out, text);
        out
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(written("甲"), "甲");
        assert_eq!(written("甲,乙"), "\"甲,乙\"");
        assert_eq!(written("甲\n“乙”\"丙\""), "\"甲\n“乙”\"\"丙\"\"\"");
        assert_eq!(written(" 甲"), "\" 甲\"");
        assert_eq!(written("0012"), "0012");
    }

    #[test]
    fn nothing_runs() {
        for text in ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert!(written(text).starts_with("\"'"), "{text}");
        }
        // An apostrophe of the text's own is not taken for the guard.
        assert_eq!(written("'=1"), "\"''=1\"");
    }
}

//! Tables whose looks are not read, OpenDocument and text among them: values, merged areas, and widths that fit.

use std::collections::{BTreeMap, HashSet};

use unicode_width::UnicodeWidthStr;

use super::{Book, Columns, Font, Look, Sheet, Value};
use crate::io::sheet::grid;
use crate::io::sheet::workbook::{self, Kind};

/// Narrowest and widest column, in characters.
const WIDTHS: (usize, usize) = (6, 60);

/// The only cell format.
const LOOK: usize = 0;

/// A workbook with the values of another.
pub fn book(read: &workbook::Book) -> Book {
    // In a text all is text: a code keeps its zeros.
    let numbers = read.kind != Kind::Csv;
    let mut names = HashSet::new();
    Book {
        fonts: vec![Font {
            name: "宋体".to_owned(),
            size: 220,
            charset: 134,
            ..Font::default()
        }],
        looks: vec![Look {
            vertical: Some("center"),
            wrap: true,
            locked: true,
            ..Look::default()
        }],
        sheets: read
            .sheets
            .iter()
            .map(|one| sheet(one, numbers, &mut names))
            .collect(),
        lost: vec!["原表的格式、批注、图片、隐藏状态和公式（保留了计算结果）".to_owned()],
        ..Book::default()
    }
}

fn sheet(read: &grid::Sheet, numbers: bool, names: &mut HashSet<String>) -> Sheet {
    let mut name = legal_name(&read.name);
    let mut number = 2;
    while !names.insert(name.to_lowercase()) {
        name = format!("表{number}");
        number += 1;
    }
    let mut out = Sheet::new(name);
    let mut widths: BTreeMap<u32, usize> = BTreeMap::new();
    let mut merged = HashSet::new();
    for row in read.rows() {
        for (cell, text) in read.cells(row) {
            let value = match number_of(text).filter(|_| numbers) {
                Some(number) => Value::Number(number),
                None => Value::Text(text.to_owned(), Vec::new()),
            };
            out.put(cell.row, cell.column, LOOK, value);
            let area = read.area(cell);
            if area.first == area.last {
                let wide = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
                let known = widths.entry(cell.column).or_default();
                *known = wide.max(*known);
            } else if merged.insert((area.first, area.last)) {
                out.merged.push(area);
            }
        }
    }
    for fault in &read.faults {
        let place = fault.cell;
        out.put(place.row, place.column, LOOK, Value::Error("#N/A"));
    }
    out.columns = widths
        .into_iter()
        .map(|(column, wide)| Columns {
            first: column,
            last: column,
            // At most sixty characters, so nothing is cut off.
            width: (wide.clamp(WIDTHS.0, WIDTHS.1) as u16 + 2) * 256,
            look: LOOK,
            hidden: false,
            level: 0,
        })
        .collect();
    out
}

/// A text that a number is written as, and that is written the same again.
fn number_of(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok().filter(|n: &f64| n.is_finite())?;
    (number.to_string() == text && text.len() <= 15).then_some(number)
}

/// A name that spreadsheets take for a sheet.
pub fn legal_name(name: &str) -> String {
    let legal: String = name
        .chars()
        .filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control())
        .take(31)
        .collect();
    if legal.trim().is_empty() {
        "Sheet1".to_owned()
    } else {
        legal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_written_as_a_number_is_one() {
        assert_eq!(number_of("12.5"), Some(12.5));
        for text in ["001", "1e3", "12,5", "", "NaN", "1.50", "1234567890123456"] {
            assert_eq!(number_of(text), None, "{text}");
        }
    }

    #[test]
    fn names_of_files_become_names_of_sheets() {
        assert_eq!(legal_name("甲/乙[1]"), "甲乙1");
        assert_eq!(legal_name("?"), "Sheet1");
        assert_eq!(legal_name(&"长".repeat(40)).chars().count(), 31);
    }
}

//! What has to be known of a sheet before it is changed: merged areas, column widths and row heights.

use std::collections::BTreeMap;

use super::xml::{Broken, Scanner};
use crate::domain::cell::CellRef;
use crate::io::sheet::grid::Area;

/// Width of the widest digit of the usual fonts, in pixels.
const DIGIT: f64 = 7.0;
/// Pixels of a point.
const PIXELS_PER_POINT: f64 = 96.0 / 72.0;

/// A run of columns of one width.
#[derive(Debug, Clone, Copy)]
struct Columns {
    first: u32,
    last: u32,
    pixels: u32,
    format: usize,
}

/// Sizes of rows and columns, in pixels.
#[derive(Debug, Default)]
pub struct Grid {
    columns: Vec<Columns>,
    column: u32,
    rows: BTreeMap<u32, u32>,
    row: u32,
}

impl Grid {
    /// Width of a column.
    pub fn width(&self, column: u32) -> u32 {
        self.run(column).map_or(self.column, |c| c.pixels)
    }

    /// Height of a row.
    pub fn height(&self, row: u32) -> u32 {
        self.rows.get(&row).copied().unwrap_or(self.row)
    }

    /// The format that empty cells of a column have.
    pub fn format(&self, column: u32) -> usize {
        self.run(column).map_or(0, |c| c.format)
    }

    fn run(&self, column: u32) -> Option<&Columns> {
        self.columns
            .iter()
            .find(|c| c.first <= column && column <= c.last)
    }
}

/// What a sheet part says about its layout.
#[derive(Debug, Default)]
pub struct Layout {
    /// Merged areas.
    pub merged: Vec<Area>,
    /// Sizes.
    pub grid: Grid,
    /// Whether rows without an entry are hidden.
    pub rows_hidden: bool,
    /// Whether rows and cells stand in their order.
    pub ordered: bool,
    /// The link to the drawing that holds comments.
    pub legacy_drawing: Option<String>,
}

/// Reads the layout of a sheet part.
pub fn read(text: &str) -> Result<Layout, Broken> {
    let mut scanner = Scanner::new(text);
    scanner.root("worksheet")?;
    let mut out = Layout {
        ordered: true,
        ..Layout::default()
    };
    out.grid.column = pixels_wide(8.43 + 5.0 / DIGIT);
    out.grid.row = 20;
    let (mut row, mut column) = (None, None);
    while let Some(tag) = scanner.next()? {
        match tag.name {
            "sheetFormatPr" => {
                if let Some(width) = tag.parsed("defaultColWidth") {
                    out.grid.column = pixels_wide(width);
                } else if let Some(base) = tag.parsed::<f64>("baseColWidth") {
                    out.grid.column = pixels_wide(base + 5.0 / DIGIT);
                }
                if let Some(height) = tag.parsed("defaultRowHeight") {
                    out.grid.row = pixels_high(height);
                }
                out.rows_hidden = tag.flag("zeroHeight");
            }
            "col" if tag.begins("col") => {
                let (Some(first), Some(last)) =
                    (tag.parsed::<u32>("min"), tag.parsed::<u32>("max"))
                else {
                    continue;
                };
                out.grid.columns.push(Columns {
                    first: first.saturating_sub(1),
                    last: last.saturating_sub(1),
                    pixels: if tag.flag("hidden") {
                        0
                    } else {
                        tag.parsed("width").map_or(out.grid.column, pixels_wide)
                    },
                    format: tag.parsed("style").unwrap_or(0),
                });
            }
            "row" if tag.begins("row") => {
                let this = tag
                    .parsed::<u32>("r")
                    .map_or_else(|| row.map_or(0, |r: u32| r + 1), |r| r.saturating_sub(1));
                out.ordered &= row.is_none_or(|last| last < this);
                (row, column) = (Some(this), None);
                if tag.flag("hidden") {
                    out.grid.rows.insert(this, 0);
                } else if let Some(height) = tag.parsed("ht") {
                    out.grid.rows.insert(this, pixels_high(height));
                }
            }
            "c" if tag.begins("c") && tag.depth == 3 => {
                let this = match tag.get("r") {
                    Some(name) => parse(&name).map_or(0, |c| c.column),
                    None => column.map_or(0, |c: u32| c + 1),
                };
                out.ordered &= column.is_none_or(|last| last < this);
                column = Some(this);
            }
            "mergeCell" if tag.begins("mergeCell") => {
                out.merged.extend(tag.get("ref").and_then(|r| area(&r)));
            }
            "legacyDrawing" if tag.begins("legacyDrawing") => {
                out.legacy_drawing = tag.get_local("id").map(std::borrow::Cow::into_owned);
            }
            _ => {}
        }
    }
    Ok(out)
}

fn pixels_wide(characters: f64) -> u32 {
    // Sizes of a sheet are small; whatever else stands there is cut to the range.
    (characters * DIGIT).round().clamp(0.0, 4000.0) as u32
}

fn pixels_high(points: f64) -> u32 {
    (points * PIXELS_PER_POINT).round().clamp(0.0, 4000.0) as u32
}

/// A cell by its name.
pub fn parse(name: &str) -> Option<CellRef> {
    let name = name.trim().trim_start_matches('$');
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = name.split_at_checked(letters)?;
    if column.is_empty() || column.len() > 3 {
        return None;
    }
    let column = column.bytes().fold(0, |sum: u32, letter| {
        sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row: u32 = row.trim_start_matches('$').parse().ok()?;
    (1..=MAX_ROWS)
        .contains(&row)
        .then(|| CellRef::new(row - 1, column - 1))
        .filter(|c| c.column < MAX_COLUMNS)
}

/// How many rows a sheet can have.
pub const MAX_ROWS: u32 = 1 << 20;
/// How many columns a sheet can have.
pub const MAX_COLUMNS: u32 = 1 << 14;

/// An area by its name.
pub fn area(name: &str) -> Option<Area> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let (first, last) = (parse(first)?, parse(last)?);
    (first.row <= last.row && first.column <= last.column).then_some(Area { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_by_name() {
        assert_eq!(parse("A1"), Some(CellRef::new(0, 0)));
        assert_eq!(parse("$XFD$1048576"), Some(CellRef::new(1_048_575, 16_383)));
        for wrong in ["", "A", "1", "A0", "XFE1", "A1048577", "Sheet1"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(area("B2:A1"), None);
    }

    #[test]
    fn layout_is_read_whether_or_not_cells_say_where_they_are() {
        let layout = read(concat!(
            "<worksheet><sheetFormatPr defaultRowHeight=\"15\"/><cols><col min=\"2\" max=\"3\" width=\"10\" style=\"4\"/></cols>",
            "<sheetData><row ht=\"30\"><c/><c/></row><row hidden=\"1\"/><row r=\"9\"><c r=\"B9\"/><c r=\"A9\"/></row></sheetData>",
            "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells><legacyDrawing r:id=\"rId7\"/></worksheet>"
        ))
        .unwrap();
        assert_eq!((layout.grid.width(1), layout.grid.format(2)), (70, 4));
        assert_eq!([0, 1, 8].map(|row| layout.grid.height(row)), [40, 0, 20]);
        assert!(!layout.ordered);
        assert_eq!(layout.legacy_drawing.as_deref(), Some("rId7"));
        assert_eq!(layout.merged[0].width(), 2);
    }
}

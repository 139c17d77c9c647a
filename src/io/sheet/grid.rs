//! A sheet as plain texts in cells, whatever kind of file it came from.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

pub use crate::domain::cell::CellRef;
use crate::domain::place::{SourceId, Span};
use crate::finding::source::SheetCells;

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Upper left.
    pub first: CellRef,
    /// Lower right.
    pub last: CellRef,
}

impl Area {
    /// How many columns it covers.
    pub fn width(&self) -> u32 {
        self.last.column - self.first.column + 1
    }
}

/// One sheet.
#[derive(Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The texts of its cells one after the other, each with a line break behind it.
    text: String,
    /// Where in `text` the cells stand.
    rows: BTreeMap<u32, BTreeMap<u32, Range<u32>>>,
    merged: Vec<Area>,
    by_row: HashMap<u32, Vec<usize>>,
    /// Cells whose content could not be read, and why.
    pub faults: Vec<Fault>,
    /// The text of the workbook that `text` is part of, and where it begins there.
    place: Span,
}

/// A cell whose content could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The cell.
    pub cell: CellRef,
    /// Why, in one Chinese sentence.
    pub why: String,
    at: u32,
}

impl Sheet {
    /// A sheet of cells and merged areas. Blank cells are dropped.
    pub fn new(
        name: String,
        cells: impl IntoIterator<Item = (CellRef, String)>,
        merged: Vec<Area>,
        faults: Vec<(CellRef, String)>,
    ) -> Self {
        let mut text = String::new();
        let mut rows: BTreeMap<u32, BTreeMap<u32, Range<u32>>> = BTreeMap::new();
        for (cell, content) in cells {
            if !content.trim().is_empty() {
                let start = text.len() as u32;
                text.push_str(&content);
                let range = start..text.len() as u32;
                text.push('\n');
                rows.entry(cell.row).or_default().insert(cell.column, range);
            }
        }
        let faults = faults.into_iter().map(|(cell, why)| {
            let at = text.len() as u32;
            text.push('\n');
            Fault { cell, why, at }
        });
        let faults = faults.collect();
        // Looked up by rows that hold something, so that an area over a million empty rows costs nothing.
        let mut by_row: HashMap<u32, Vec<usize>> = HashMap::new();
        for (i, area) in merged.iter().enumerate() {
            for (&row, _) in rows.range(area.first.row..=area.last.row) {
                by_row.entry(row).or_default().push(i);
            }
        }
        Self {
            name,
            text,
            rows,
            merged,
            by_row,
            faults,
            place: Span::head(SourceId(0)),
        }
    }

    /// Rows that hold something, from the top.
    pub fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows.keys().copied()
    }

    /// Cells of a row that hold something themselves, from the left.
    pub fn cells(&self, row: u32) -> impl Iterator<Item = (CellRef, &str)> {
        self.rows
            .get(&row)
            .into_iter()
            .flatten()
            .map(move |(&column, range)| (CellRef::new(row, column), self.slice(range)))
    }

    /// What a cell itself holds.
    pub fn text(&self, cell: CellRef) -> Option<&str> {
        Some(self.slice(self.rows.get(&cell.row)?.get(&cell.column)?))
    }

    fn slice(&self, range: &Range<u32>) -> &str {
        // The ranges were made when the text was written.
        self.text
            .get(range.start as usize..range.end as usize)
            .unwrap_or("")
    }

    /// Where the text of a cell stands in the text of the workbook; the head of the sheet for a blank cell.
    pub fn span(&self, cell: CellRef) -> Span {
        let range = self
            .rows
            .get(&cell.row)
            .and_then(|row| row.get(&cell.column));
        self.spanned(range.cloned().unwrap_or(0..0))
    }

    /// Where a cell that could not be read stands in the text of the workbook.
    pub fn span_of_fault(&self, fault: &Fault) -> Span {
        self.spanned(fault.at..fault.at)
    }

    fn spanned(&self, range: Range<u32>) -> Span {
        Span {
            source: self.place.source,
            start: self.place.start + range.start,
            end: self.place.start + range.end,
        }
    }

    /// The merged area a cell belongs to, or the cell alone. Known for rows that hold something.
    pub fn area(&self, cell: CellRef) -> Area {
        self.by_row
            .get(&cell.row)
            .into_iter()
            .flatten()
            .filter_map(|&i| self.merged.get(i))
            .find(|a| a.first.column <= cell.column && cell.column <= a.last.column)
            .copied()
            .unwrap_or(Area {
                first: cell,
                last: cell,
            })
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Puts the texts of the sheets one after the other into one text of the workbook, which will be `source`: what is
/// said of a cell then has a place like what is said of a line.
pub fn lay_out(sheets: &mut [Sheet], source: SourceId) -> (Arc<str>, SheetCells) {
    let mut text = String::with_capacity(sheets.iter().map(|s| s.text.len() + 1).sum());
    let mut cells = SheetCells::default();
    for sheet in sheets {
        let start = text.len() as u32;
        sheet.place = Span {
            source,
            start,
            end: start,
        };
        let held = sheet.rows.iter().flat_map(|(&row, columns)| {
            let cell = move |(&column, range): (&u32, &Range<u32>)| {
                (start + range.start, CellRef::new(row, column))
            };
            columns.iter().map(cell)
        });
        let faults = sheet.faults.iter().map(|f| (start + f.at, f.cell));
        cells.add_sheet(&sheet.name, held.chain(faults));
        text.push_str(&sheet.text);
    }
    (text.into(), cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_knows_its_merged_area() {
        let area = Area {
            first: CellRef::new(2, 1),
            last: CellRef::new(3, 1),
        };
        let cells = [
            (CellRef::new(2, 1), "甲".to_owned()),
            (CellRef::new(3, 2), "乙".to_owned()),
        ];
        let sheet = Sheet::new("一".into(), cells, vec![area], Vec::new());
        assert_eq!(sheet.area(CellRef::new(3, 1)), area);
        assert_eq!(sheet.area(CellRef::new(3, 2)).width(), 1);
    }

    #[test]
    fn every_cell_has_its_place_in_the_text_of_the_workbook() {
        let sheet = |name: &str, text: &str| {
            Sheet::new(
                name.into(),
                [
                    (CellRef::new(1, 1), text.to_owned()),
                    (CellRef::new(0, 5), "先".to_owned()),
                ],
                Vec::new(),
                vec![(CellRef::new(7, 0), "读不了".to_owned())],
            )
        };
        let mut sheets = [sheet("一", "甲\n乙"), sheet("二", "丙")];
        let (text, cells) = lay_out(&mut sheets, SourceId(3));
        for sheet in &sheets {
            for row in sheet.rows() {
                for (cell, held) in sheet.cells(row) {
                    let span = sheet.span(cell);
                    assert_eq!(&text[span.start as usize..span.end as usize], held);
                    assert_eq!(cells.at(span.start), Some((sheet.name.as_str(), cell)));
                    assert_eq!(cells.at(span.end), Some((sheet.name.as_str(), cell)));
                }
            }
            let fault = sheet.span_of_fault(&sheet.faults[0]);
            assert_eq!(
                cells.at(fault.start),
                Some((sheet.name.as_str(), CellRef::new(7, 0)))
            );
        }
    }
}

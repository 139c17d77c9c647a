//! A sheet as plain texts in cells, whatever kind of file it came from.

use std::collections::{BTreeMap, HashMap};

pub use crate::domain::cell::CellRef;

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
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    merged: Vec<Area>,
    by_row: HashMap<u32, Vec<usize>>,
    /// Cells whose content could not be read, and why.
    pub faults: Vec<(CellRef, String)>,
}

impl Sheet {
    /// A sheet of cells and merged areas. Blank cells are dropped.
    pub fn new(
        name: String,
        cells: impl IntoIterator<Item = (CellRef, String)>,
        merged: Vec<Area>,
        faults: Vec<(CellRef, String)>,
    ) -> Self {
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        for (cell, text) in cells {
            if !text.trim().is_empty() {
                rows.entry(cell.row).or_default().insert(cell.column, text);
            }
        }
        // Looked up by rows that hold something, so that an area over a million empty rows costs nothing.
        let mut by_row: HashMap<u32, Vec<usize>> = HashMap::new();
        for (i, area) in merged.iter().enumerate() {
            for (&row, _) in rows.range(area.first.row..=area.last.row) {
                by_row.entry(row).or_default().push(i);
            }
        }
        Self {
            name,
            rows,
            merged,
            by_row,
            faults,
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
            .map(move |(&column, text)| (CellRef::new(row, column), text.as_str()))
    }

    /// What a cell itself holds.
    pub fn text(&self, cell: CellRef) -> Option<&str> {
        self.rows
            .get(&cell.row)?
            .get(&cell.column)
            .map(String::as_str)
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
}

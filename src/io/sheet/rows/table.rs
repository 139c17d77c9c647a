//! What a sheet holds: its items as they stand there, and what is none of them.

use std::collections::BTreeMap;

use crate::domain::place::Span;
use crate::io::sheet::draft::Remark;
use crate::io::sheet::grid::{CellRef, Sheet};
use crate::io::sheet::headers::Field;

/// Text of one cell with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The cell.
    pub cell: CellRef,
    /// What it holds, line breaks and all.
    pub text: String,
    /// Where that stands in the text of the workbook.
    pub span: Span,
}

/// The cells of an item, or of one of its sub-items.
#[derive(Debug, Default)]
pub struct Part {
    /// 子项名称; `None` for what belongs to the item as a whole.
    pub sub_item: Option<Piece>,
    /// Cells by what they hold.
    pub cells: BTreeMap<Field, Vec<Piece>>,
    /// Cells of columns without a field of their own, by title.
    pub noted: Vec<(String, Piece)>,
}

/// An item as it stands in a sheet.
#[derive(Debug)]
pub struct RawItem {
    /// The cell of its name.
    pub cell: CellRef,
    /// Its name, pieces joined.
    pub name: String,
    /// Category that a heading row, the sheet's name or the rest of the sheet gives, for where its own cell is blank.
    pub section: Option<String>,
    /// The item's own cells, then those of its sub-items.
    pub parts: Vec<Part>,
}

/// A row that holds no item.
#[derive(Debug, PartialEq, Eq)]
pub struct Skipped {
    /// First cell of the row.
    pub cell: CellRef,
    /// What it is.
    pub what: &'static str,
    /// Its text.
    pub text: String,
}

impl Skipped {
    /// What to say of it.
    pub fn remark(&self, sheet: &Sheet) -> Remark {
        Remark {
            sheet: sheet.name.clone(),
            cell: self.cell,
            span: sheet.span(self.cell),
            why: format!("{}，没有导入", self.what),
            text: self.text.clone(),
        }
    }
}

/// A cell that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The cell.
    pub cell: CellRef,
    /// Where it stands in the text of the workbook.
    pub span: Span,
    /// What kind of trouble it is.
    pub doubt: Doubt,
    /// Why.
    pub why: String,
    /// What stands there, where it goes nowhere else.
    pub text: String,
}

/// What kind of thing was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A sheet has no header.
    NoHeader,
    /// The content of a cell cannot be read: an error, a formula without its result.
    UnreadableCell,
    /// The title of a column is not known.
    UnknownColumn,
    /// A cell belongs to no item.
    StrayCell,
    /// The category is missing, or none of the project's set.
    Category,
    /// A value is not of the kind that the column wants.
    Value,
    /// Text among legal bases is no citation; the item keeps it, where the rules on citations see it.
    Citation,
}

/// What a sheet holds.
#[derive(Debug, Default)]
pub struct Table {
    /// Items in their order.
    pub items: Vec<RawItem>,
    /// Rows that hold no item.
    pub skipped: Vec<Skipped>,
    /// Cells that were not understood.
    pub unread: Vec<Unread>,
    /// Cells whose meaning was worked out of others.
    pub notes: Vec<(CellRef, String)>,
    /// How many rows below the header hold something.
    pub rows: usize,
    /// Row of the titles, counted from 1.
    pub header_row: u32,
}

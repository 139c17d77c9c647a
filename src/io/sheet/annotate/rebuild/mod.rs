//! Tables of other kinds as workbooks of ours: what they look like, in one shape for all of them.

pub mod plain;
mod write;
pub mod xls;

use std::collections::BTreeMap;

use super::comments::Comment;
use crate::domain::cell::CellRef;
use crate::io::sheet::grid::Area;

pub use write::package;

/// A workbook to be written.
#[derive(Debug, Default)]
pub struct Book {
    /// Fonts; the first is that of the workbook.
    pub fonts: Vec<Font>,
    /// Number formats by number.
    pub formats: Vec<(u16, String)>,
    /// Cell formats.
    pub looks: Vec<Look>,
    /// The colours 8 to 63, where they are not the usual ones.
    pub palette: Vec<[u8; 3]>,
    /// Whether days are counted from 1904.
    pub from_1904: bool,
    /// The sheet that is shown first.
    pub active: usize,
    /// Sheets.
    pub sheets: Vec<Sheet>,
    /// What the workbook has and the new one has not.
    pub lost: Vec<String>,
}

/// A font.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Font {
    /// Its name.
    pub name: String,
    /// Size in twentieths of a point.
    pub size: u16,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
    /// Underlined, and how.
    pub underline: Option<&'static str>,
    /// Above or below the line.
    pub shift: Option<&'static str>,
    /// Colour.
    pub colour: Colour,
    /// Character set.
    pub charset: u8,
    /// Family.
    pub family: u8,
}

/// Number of a colour in the palette; `None` is the usual one.
pub type Colour = Option<u16>;

/// A cell format.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// Its font.
    pub font: usize,
    /// Its number format.
    pub format: u16,
    /// Across.
    pub horizontal: Option<&'static str>,
    /// Upright.
    pub vertical: Option<&'static str>,
    /// Lines are broken.
    pub wrap: bool,
    /// Made to fit.
    pub shrink: bool,
    /// Indent.
    pub indent: u8,
    /// Rotation in degrees, 91 and more for downwards, 255 for letters one below the other.
    pub rotation: u8,
    /// Left, right, top and bottom: style and colour.
    pub borders: [(u8, Colour); 4],
    /// Diagonal: style, colour, down, up.
    pub diagonal: (u8, Colour, bool, bool),
    /// Pattern and its colours.
    pub fill: (u8, Colour, Colour),
    /// Locked.
    pub locked: bool,
    /// Its formula is hidden.
    pub hidden: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing but its looks.
    Blank,
    /// Text, with the places from which other fonts hold.
    Text(String, Vec<(usize, usize)>),
    /// A number; days too.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// An error, as it is shown.
    Error(&'static str),
}

/// A row's own layout.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowLook {
    /// Height in twentieths of a point.
    pub height: Option<u16>,
    /// Whether the height was set by hand.
    pub fixed: bool,
    /// Hidden.
    pub hidden: bool,
    /// Level of the outline.
    pub level: u8,
    /// Format of its empty cells.
    pub look: Option<usize>,
}

/// A run of columns.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// First.
    pub first: u32,
    /// Last.
    pub last: u32,
    /// Width in 256ths of a character.
    pub width: u16,
    /// Format of its empty cells.
    pub look: usize,
    /// Hidden.
    pub hidden: bool,
    /// Level of the outline.
    pub level: u8,
}

/// How a sheet is printed.
#[derive(Debug, Default)]
pub struct Print {
    /// Left, right, top, bottom, header and footer, in inches.
    pub margins: [Option<f64>; 6],
    /// Paper, by number.
    pub paper: Option<u16>,
    /// Scale in percent.
    pub scale: Option<u16>,
    /// Pages across and down, when made to fit.
    pub fit: Option<(u16, u16)>,
    /// Landscape.
    pub landscape: Option<bool>,
    /// Columns before rows.
    pub over_then_down: bool,
    /// Centred across and down.
    pub centred: (bool, bool),
    /// Grid lines are printed.
    pub grid: bool,
    /// Header.
    pub header: String,
    /// Footer.
    pub footer: String,
    /// Rows after which a page ends.
    pub row_breaks: Vec<u16>,
    /// Columns after which a page ends.
    pub column_breaks: Vec<u16>,
    /// What is printed.
    pub areas: Vec<Area>,
    /// Rows and columns that are repeated.
    pub titles: Vec<Area>,
}

/// A sheet to be written.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// `hidden` or `veryHidden`.
    pub state: Option<&'static str>,
    /// Cells by row: column, format, value.
    pub cells: BTreeMap<u32, BTreeMap<u32, (usize, Value)>>,
    /// Rows with a layout of their own.
    pub rows: BTreeMap<u32, RowLook>,
    /// Columns with a layout of their own.
    pub columns: Vec<Columns>,
    /// Width of the other columns in characters, and in 256ths of a character.
    pub usual_width: (Option<u16>, Option<u16>),
    /// Height of the other rows in twentieths of a point, whether it was set by hand, and whether they are hidden.
    pub usual_height: Option<(u16, bool, bool)>,
    /// Merged areas.
    pub merged: Vec<Area>,
    /// Columns and rows that do not scroll, and the first cell below.
    pub frozen: Option<(u16, u16, CellRef)>,
    /// Grid lines, headings and zeros are shown.
    pub shows: [bool; 3],
    /// The sheet is shown as pages.
    pub as_pages: bool,
    /// Enlargement in percent.
    pub zoom: Option<u16>,
    /// Selected.
    pub selected: bool,
    /// How it is printed.
    pub print: Print,
    /// What is filtered.
    pub filter: Option<Area>,
    /// Protected, and the sum of the password.
    pub protection: Option<u16>,
    /// Comments.
    pub comments: Vec<Comment>,
}

impl Sheet {
    /// A sheet that looks like any.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            shows: [true; 3],
            ..Self::default()
        }
    }

    /// Puts a value into a cell.
    pub fn put(&mut self, row: u32, column: u32, look: usize, value: Value) {
        self.cells
            .entry(row)
            .or_default()
            .insert(column, (look, value));
    }
}

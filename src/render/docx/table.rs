//! Tables: fixed columns, a head that is repeated on every page.

use super::measure::{Twips, half_squares, tenths};
use super::style::{Align, Style};
use super::text::Paragraph;
use super::xml::Xml;

/// Room between the text of a cell and its left and right lines.
const MARGIN: Twips = tenths(8);
/// A row of at most so many lines is not divided between two pages.
const KEPT_WHOLE: i32 = 16;

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    title: &'static str,
    width: Twips,
    align: Align,
}

impl Column {
    /// A column of texts.
    pub const fn new(title: &'static str, width: Twips) -> Self {
        Self {
            title,
            width,
            align: Align::Left,
        }
    }

    /// A column of numbers and short words.
    pub const fn centered(title: &'static str, width: Twips) -> Self {
        Self {
            title,
            width,
            align: Align::Center,
        }
    }
}

/// A cell.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Its paragraphs.
    Own(Vec<Paragraph>),
    /// Its paragraphs, which stand beside the cells below as well.
    Spanning(Vec<Paragraph>),
    /// Part of the spanning cell above.
    Covered,
}

impl Cell {
    /// A cell with a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Own(vec![Paragraph::new(Style::Cell, text)])
    }

    fn paragraphs(&self) -> &[Paragraph] {
        match self {
            Self::Own(paragraphs) | Self::Spanning(paragraphs) => paragraphs,
            Self::Covered => &[],
        }
    }

    /// About how many lines it takes in a column of this width.
    fn lines(&self, width: Twips) -> i32 {
        let half_square = 90;
        let room = ((width - 2 * MARGIN) / half_square).max(1);
        let lines = |p: &Paragraph| -> i32 {
            p.texts()
                .flat_map(|text| text.lines())
                .map(|line| half_squares(line).div_euclid(room) + 1)
                .sum()
        };
        self.paragraphs().iter().map(lines).sum()
    }
}

/// Writes a table; every row has a cell for every column.
pub fn write(xml: &mut Xml, columns: &[Column], rows: impl IntoIterator<Item = Vec<Cell>>) {
    xml.open("w:tbl", &[]);
    properties(xml, columns.iter().map(|c| c.width).sum());
    xml.open("w:tblGrid", &[]);
    for column in columns {
        xml.leaf("w:gridCol", &[("w:w", &column.width)]);
    }
    xml.close();
    let head: Vec<Cell> = columns
        .iter()
        .map(|c| Cell::Own(vec![Paragraph::new(Style::ColumnHead, c.title)]))
        .collect();
    row(xml, columns, &head, true);
    for cells in rows {
        row(xml, columns, &cells, false);
    }
    xml.close();
}

fn properties(xml: &mut Xml, width: Twips) {
    xml.open("w:tblPr", &[]);
    xml.leaf("w:tblW", &[("w:w", &width), ("w:type", &"dxa")]);
    xml.property("w:jc", &"center");
    xml.open("w:tblBorders", &[]);
    for side in [
        "w:top",
        "w:left",
        "w:bottom",
        "w:right",
        "w:insideH",
        "w:insideV",
    ] {
        xml.leaf(
            side,
            &[
                ("w:val", &"single"),
                ("w:sz", &4),
                ("w:space", &0),
                ("w:color", &"000000"),
            ],
        );
    }
    xml.close();
    xml.leaf("w:tblLayout", &[("w:type", &"fixed")]);
    xml.open("w:tblCellMar", &[]);
    for (side, room) in [
        ("w:top", tenths(4)),
        ("w:left", MARGIN),
        ("w:bottom", tenths(4)),
        ("w:right", MARGIN),
    ] {
        xml.leaf(side, &[("w:w", &room), ("w:type", &"dxa")]);
    }
    xml.close();
    xml.close();
}

fn row(xml: &mut Xml, columns: &[Column], cells: &[Cell], head: bool) {
    let lines = columns
        .iter()
        .zip(cells)
        .map(|(column, cell)| cell.lines(column.width));
    let whole = head || lines.max().unwrap_or(0) <= KEPT_WHOLE;
    xml.open("w:tr", &[]);
    if whole {
        xml.open("w:trPr", &[]);
        xml.leaf("w:cantSplit", &[]);
        if head {
            xml.leaf("w:tblHeader", &[]);
        }
        xml.close();
    }
    for (column, cell) in columns.iter().zip(cells) {
        xml.open("w:tc", &[]);
        xml.open("w:tcPr", &[]);
        xml.leaf("w:tcW", &[("w:w", &column.width), ("w:type", &"dxa")]);
        match cell {
            Cell::Own(_) => {}
            Cell::Spanning(_) => xml.property("w:vMerge", &"restart"),
            Cell::Covered => xml.leaf("w:vMerge", &[]),
        }
        // In a row that goes on overleaf the middle would be nowhere.
        if whole {
            xml.property("w:vAlign", &"center");
        }
        xml.close();
        let paragraphs = cell.paragraphs();
        for paragraph in paragraphs {
            if column.align == Align::Center && !head {
                paragraph.clone().align(Align::Center).write(xml, |_| {});
            } else {
                paragraph.write(xml, |_| {});
            }
        }
        // A cell without a paragraph is not well made.
        if paragraphs.is_empty() {
            Paragraph::empty(Style::Cell).write(xml, |_| {});
        }
        xml.close();
    }
    xml.close();
}

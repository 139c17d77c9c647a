//! The cells of a sheet part take on the formats of their findings; cells that are not there yet are put in their place.

use std::collections::BTreeMap;

use super::layout::{self, Layout, MAX_COLUMNS, MAX_ROWS};
use super::styles::Styles;
use super::xml::{Broken, Edits, Kind, Scanner, Tag, with_attribute};
use crate::domain::cell::CellRef;
use crate::finding::Severity;

/// Cells to be coloured, by row and column.
pub type Colours = BTreeMap<u32, BTreeMap<u32, Severity>>;

/// A merged area larger than this is shown by its first cell alone, which is what spreadsheets draw.
const MAX_AREA: u64 = 4000;

/// Marks a cell with all cells of its merged area; the gravest finding wins.
pub fn mark(colours: &mut Colours, layout: &Layout, cell: CellRef, severity: Severity) {
    let mut put = |row: u32, column: u32| {
        let known = colours
            .entry(row)
            .or_default()
            .entry(column)
            .or_insert(severity);
        *known = severity.max(*known);
    };
    match merged(layout, cell) {
        Some(area) => {
            let height = u64::from(area.last.row - area.first.row) + 1;
            if height * u64::from(area.width()) > MAX_AREA {
                put(area.first.row, area.first.column);
                return;
            }
            for row in area.first.row..=area.last.row {
                for column in area.first.column..=area.last.column {
                    put(row, column);
                }
            }
        }
        None => put(cell.row, cell.column),
    }
}

/// The merged area that a cell lies in.
fn merged(layout: &Layout, cell: CellRef) -> Option<crate::io::sheet::grid::Area> {
    let inside = |a: &&crate::io::sheet::grid::Area| {
        (a.first.row..=a.last.row).contains(&cell.row)
            && (a.first.column..=a.last.column).contains(&cell.column)
    };
    layout.merged.iter().find(inside).copied()
}

/// The cell that shows what a cell holds: the first of its merged area, or itself.
pub fn shown(layout: &Layout, cell: CellRef) -> CellRef {
    merged(layout, cell).map_or(cell, |area| area.first)
}

/// Whether a sheet can have such a cell.
pub fn exists(cell: CellRef) -> bool {
    cell.row < MAX_ROWS && cell.column < MAX_COLUMNS
}

/// Changes a sheet part: cells coloured, and the link to the drawing of comments put in (`None` leaves it).
pub fn change(
    text: &str,
    layout: &Layout,
    colours: Colours,
    styles: &mut Styles,
    drawing: Option<&Link<'_>>,
) -> Result<String, Broken> {
    let mut scanner = Scanner::new(text);
    let root = scanner.root("worksheet")?;
    let mut painter = Painter {
        prefix: root.prefix,
        layout,
        styles,
        colours,
        edits: Edits::default(),
    };
    let mut drawing_at = None;
    // What an `mc:AlternateContent` stands for is told by the first element inside that is known.
    let mut alternative: Option<usize> = None;
    let mut end = text.len();
    while let Some(tag) = scanner.next()? {
        if tag.depth == 0 {
            end = tag.span.start;
            break;
        }
        if tag.kind == Kind::Close {
            continue;
        }
        if tag.depth == 1 {
            alternative = (tag.name == "AlternateContent").then_some(tag.span.start);
        }
        let start = alternative.unwrap_or(tag.span.start);
        if AFTER_DRAWING.contains(&tag.name)
            && (tag.depth == 1 || alternative.is_some())
            && drawing_at.is_none()
        {
            drawing_at = Some(start);
        }
        if drawing.is_some() && tag.name == "legacyDrawing" {
            // It leads nowhere, or there would be no other.
            painter.edits.replace(tag.span.clone(), "");
        }
        if tag.depth == 1 && tag.name == "sheetData" {
            painter.rows(&mut scanner, &tag)?;
        } else if tag.depth == 1 && tag.name == "dimension" {
            painter.dimension(&tag);
        }
    }
    let mut edits = painter.edits;
    if let Some(link) = drawing {
        let declared = if link.declared {
            String::new()
        } else {
            format!(" xmlns:{}=\"{}\"", link.prefix, link.namespace)
        };
        let element = format!(
            "<{}legacyDrawing{declared} {}:id=\"{}\"/>",
            root.prefix, link.prefix, link.id
        );
        edits.insert(drawing_at.unwrap_or(end), element);
    }
    Ok(edits.apply(text))
}

/// A link as an attribute of an element.
#[derive(Debug)]
pub struct Link<'a> {
    /// Id of the link.
    pub id: &'a str,
    /// Prefix of the attribute.
    pub prefix: &'a str,
    /// Namespace of the attribute.
    pub namespace: &'a str,
    /// Whether the root declares the prefix.
    pub declared: bool,
}

/// Elements of a sheet that come after the drawing of comments.
const AFTER_DRAWING: [&str; 9] = [
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

struct Painter<'p, 'x> {
    prefix: &'x str,
    layout: &'p Layout,
    styles: &'p mut Styles,
    colours: Colours,
    edits: Edits,
}

impl<'x> Painter<'_, 'x> {
    fn rows(&mut self, scanner: &mut Scanner<'x>, data: &Tag<'x>) -> Result<(), Broken> {
        let prefix = self.prefix;
        if data.kind == Kind::Empty {
            let rows = self.new_rows(MAX_ROWS);
            if !rows.is_empty() {
                self.edits.replace(
                    data.span.clone(),
                    format!("{}{rows}</{prefix}sheetData>", opened(data.text)),
                );
            }
            return Ok(());
        }
        let mut next = 0;
        while let Some(tag) = scanner.next()? {
            if tag.kind == Kind::Close && tag.depth == data.depth {
                let rows = self.new_rows(MAX_ROWS);
                self.edits.insert(tag.span.start, rows);
                break;
            }
            if !tag.begins("row") || tag.depth != data.depth + 1 {
                continue;
            }
            let row = tag.parsed::<u32>("r").map_or(next, |r| r.saturating_sub(1));
            next = row.saturating_add(1);
            let rows = self.new_rows(row);
            self.edits.insert(tag.span.start, rows);
            self.row(scanner, &tag, row)?;
        }
        Ok(())
    }

    /// Rows before a row that are not there yet.
    fn new_rows(&mut self, before: u32) -> String {
        if !self.layout.ordered {
            return String::new();
        }
        let later = self.colours.split_off(&before);
        let rows = std::mem::replace(&mut self.colours, later);
        let mut out = String::new();
        for (row, cells) in rows {
            let hidden = if self.layout.rows_hidden {
                " hidden=\"1\""
            } else {
                ""
            };
            out.push_str(&format!("<{}row r=\"{}\"{hidden}>", self.prefix, row + 1));
            out.push_str(&self.new_cells(row, None, cells));
            out.push_str(&format!("</{}row>", self.prefix));
        }
        out
    }

    fn new_cells(
        &mut self,
        row: u32,
        format: Option<usize>,
        cells: BTreeMap<u32, Severity>,
    ) -> String {
        let mut out = String::new();
        for (column, severity) in cells {
            let format = format.unwrap_or_else(|| self.layout.grid.format(column));
            out.push_str(&format!(
                "<{}c r=\"{}\" s=\"{}\"/>",
                self.prefix,
                CellRef::new(row, column),
                self.styles.tinted(format, severity)
            ));
        }
        out
    }

    fn row(&mut self, scanner: &mut Scanner<'x>, tag: &Tag<'x>, row: u32) -> Result<(), Broken> {
        let mut cells = self.colours.remove(&row).unwrap_or_default();
        let format = tag.flag("customFormat").then(|| tag.parsed("s")).flatten();
        if tag.kind == Kind::Empty {
            if !cells.is_empty() && self.layout.ordered {
                let inside = self.new_cells(row, format, cells);
                // The span of a row is a hint that would now be wrong.
                let open = with_attribute(&opened(tag.text), "spans", None);
                self.edits.replace(
                    tag.span.clone(),
                    format!("{open}{inside}</{}row>", self.prefix),
                );
            }
            return Ok(());
        }
        let (mut next, mut added) = (0, false);
        while let Some(cell) = scanner.next()? {
            if cell.kind == Kind::Close && cell.depth == tag.depth {
                if !cells.is_empty() && self.layout.ordered {
                    let inside = self.new_cells(row, format, cells);
                    self.edits.insert(cell.span.start, inside);
                    added = true;
                }
                break;
            }
            if !cell.begins("c") || cell.depth != tag.depth + 1 {
                continue;
            }
            let column = cell
                .get("r")
                .and_then(|name| layout::parse(&name))
                .map_or(next, |c| c.column);
            next = column + 1;
            if self.layout.ordered {
                let later = cells.split_off(&column);
                let before = std::mem::replace(&mut cells, later);
                if !before.is_empty() {
                    let inside = self.new_cells(row, format, before);
                    self.edits.insert(cell.span.start, inside);
                    added = true;
                }
            }
            if let Some(severity) = cells.remove(&column) {
                let own = cell.parsed("s").unwrap_or(0);
                let tinted = self.styles.tinted(own, severity).to_string();
                self.edits.replace(
                    cell.span.clone(),
                    with_attribute(cell.text, "s", Some(&tinted)),
                );
            }
        }
        if added && tag.get("spans").is_some() {
            self.edits
                .replace(tag.span.clone(), with_attribute(tag.text, "spans", None));
        }
        Ok(())
    }

    /// The used area grows where cells are added outside.
    fn dimension(&mut self, tag: &Tag<'x>) {
        let Some(mut area) = tag.get("ref").and_then(|r| layout::area(&r)) else {
            return;
        };
        let old = area;
        for (&row, cells) in &self.colours {
            for &column in cells.keys() {
                area.first.row = area.first.row.min(row);
                area.last.row = area.last.row.max(row);
                area.first.column = area.first.column.min(column);
                area.last.column = area.last.column.max(column);
            }
        }
        if area != old {
            let name = format!("{}:{}", area.first, area.last);
            self.edits.replace(
                tag.span.clone(),
                with_attribute(tag.text, "ref", Some(&name)),
            );
        }
    }
}

/// An empty element's tag as an open tag.
fn opened(tag: &str) -> String {
    let head = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
    format!("{head}>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles() -> Styles {
        Styles::read(super::super::styles::minimal("m")).unwrap()
    }

    fn coloured(text: &str, cells: &[&str], link: Option<&Link<'_>>) -> String {
        let layout = layout::read(text).unwrap();
        let mut colours = Colours::new();
        for name in cells {
            mark(
                &mut colours,
                &layout,
                layout::parse(name).unwrap(),
                Severity::Error,
            );
        }
        change(text, &layout, colours, &mut styles(), link).unwrap()
    }

    #[test]
    fn cells_that_are_there_are_restyled_and_others_put_in_order() {
        assert_eq!(
            coloured(
                "<x:worksheet><x:dimension ref=\"B2\"/><x:sheetData><x:row r=\"2\" spans=\"2:2\"><x:c r=\"B2\" t=\"s\"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>",
                &["A1", "A2", "B2", "C2", "A9"],
                None
            ),
            "<x:worksheet><x:dimension ref=\"A1:C9\"/><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"1\"/></x:row><x:row r=\"2\"><x:c r=\"A2\" s=\"1\"/><x:c r=\"B2\" t=\"s\" s=\"1\"><x:v>0</x:v></x:c><x:c r=\"C2\" s=\"1\"/></x:row><x:row r=\"9\"><x:c r=\"A9\" s=\"1\"/></x:row></x:sheetData></x:worksheet>"
        );
    }

    #[test]
    fn cells_without_names_are_counted() {
        assert_eq!(
            coloured(
                "<worksheet><sheetData><row><c/></row><row/><row><c/><c s=\"0\"/></row></sheetData></worksheet>",
                &["B2", "B3"],
                None
            ),
            "<worksheet><sheetData><row><c/></row><row><c r=\"B2\" s=\"1\"/></row><row><c/><c s=\"1\"/></row></sheetData></worksheet>"
        );
    }

    #[test]
    fn a_merged_area_is_coloured_whole() {
        let text = coloured(
            "<worksheet><sheetData/><mergeCells><mergeCell ref=\"B2:C3\"/></mergeCells></worksheet>",
            &["C3"],
            None,
        );
        for name in ["B2", "C2", "B3", "C3"] {
            assert!(
                text.contains(&format!("<c r=\"{name}\" s=\"1\"/>")),
                "{text}"
            );
        }
    }

    #[test]
    fn the_link_to_comments_stands_where_the_order_of_elements_wants_it() {
        let link = Link {
            id: "rId9",
            prefix: "r",
            namespace: "ns",
            declared: false,
        };
        let element = "<legacyDrawing xmlns:r=\"ns\" r:id=\"rId9\"/>";
        for (before, after) in [
            ("<drawing r:id=\"a\"/>", "<tableParts/><extLst/>"),
            ("<pageMargins/>", ""),
            (
                "<drawing/>",
                "<mc:AlternateContent><mc:Choice><controls/></mc:Choice></mc:AlternateContent><extLst/>",
            ),
            (
                "<mc:AlternateContent><mc:Choice><other/></mc:Choice></mc:AlternateContent>",
                "<extLst/>",
            ),
        ] {
            let text = format!("<worksheet><sheetData/>{before}{after}</worksheet>");
            assert_eq!(
                coloured(&text, &[], Some(&link)),
                format!("<worksheet><sheetData/>{before}{element}{after}</worksheet>")
            );
        }
    }
}

//! Page numbers: GB/T 9704-2012, 7.5 and 8. Odd ones stand at the right below the text, even ones at the left. On a
//! page that lies on its side they stand where they would stand on all others, and on their side.

use super::measure::{Twips, mm, page, size};
use super::style::{Align, MAIN, Style};
use super::text::Paragraph;
use super::xml::Xml;

/// One character of a page number: so far it keeps from the edge of the text.
const SQUARE: Twips = size::FOUR * 10;
/// Room for the number along its line.
const LENGTH: Twips = mm(30);
/// Room for it across.
const HEIGHT: Twips = mm(7);

/// Which pages a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 单页
    Odd,
    /// 双页
    Even,
}

fn number(side: Side) -> Paragraph {
    Paragraph::new(Style::PageNumber, "— ")
        .page_number()
        .text(" —")
        .align(match side {
            Side::Odd => Align::Right,
            Side::Even => Align::Left,
        })
}

/// The foot of upright pages.
pub fn foot(side: Side) -> Xml {
    let mut xml = Xml::document();
    xml.open("w:ftr", &[("xmlns:w", &MAIN)]);
    number(side).indent(SQUARE, SQUARE).write(&mut xml, |_| {});
    xml
}

/// The foot of pages that lie on their side: nothing.
pub fn no_foot() -> Xml {
    let mut xml = Xml::document();
    xml.open("w:ftr", &[("xmlns:w", &MAIN)]);
    Paragraph::empty(Style::CellNote).write(&mut xml, |_| {});
    xml
}

/// The head of pages that lie on their side, with the number in a cell that floats at their left edge. The top of such
/// a page is at the binding.
pub fn lying(side: Side) -> Xml {
    let top = match side {
        Side::Odd => page::SHORT - page::OUTER - SQUARE - LENGTH,
        Side::Even => page::BINDING + SQUARE,
    };
    // The dashes, in the middle of the cell's first line, stand 7 mm beside the text.
    let left = page::FOOT - mm(7) + SQUARE / 2 - HEIGHT;
    let mut xml = Xml::document();
    xml.open("w:hdr", &[("xmlns:w", &MAIN)]);
    xml.open("w:tbl", &[]);
    xml.open("w:tblPr", &[]);
    xml.leaf(
        "w:tblpPr",
        &[
            ("w:vertAnchor", &"page"),
            ("w:horzAnchor", &"page"),
            ("w:tblpX", &left),
            ("w:tblpY", &top),
        ],
    );
    xml.leaf("w:tblW", &[("w:w", &HEIGHT), ("w:type", &"dxa")]);
    xml.leaf("w:tblLayout", &[("w:type", &"fixed")]);
    xml.open("w:tblCellMar", &[]);
    for edge in ["w:left", "w:right"] {
        xml.leaf(edge, &[("w:w", &0), ("w:type", &"dxa")]);
    }
    xml.close();
    xml.close();
    xml.open("w:tblGrid", &[]);
    xml.leaf("w:gridCol", &[("w:w", &HEIGHT)]);
    xml.close();
    xml.open("w:tr", &[]);
    xml.open("w:trPr", &[]);
    xml.leaf("w:trHeight", &[("w:val", &LENGTH), ("w:hRule", &"exact")]);
    xml.close();
    xml.open("w:tc", &[]);
    xml.open("w:tcPr", &[]);
    xml.leaf("w:tcW", &[("w:w", &HEIGHT), ("w:type", &"dxa")]);
    xml.property("w:textDirection", &"tbRl");
    xml.close();
    number(side).write(&mut xml, |_| {});
    for _ in ["w:tc", "w:tr", "w:tbl"] {
        xml.close();
    }
    Paragraph::empty(Style::CellNote).write(&mut xml, |_| {});
    xml
}

//! A document in the making: text, tables, sections of pages.

use std::io;

use super::measure::{mm, page};
use super::package::{Kind, Package};
use super::page_number::{self, Side};
use super::style::{self, MAIN, Style};
use super::table::{self, Cell, Column};
use super::text::Paragraph;
use super::xml::Xml;

/// Namespace of references between parts.
const REFERENCES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Which way the pages of a section lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// 竖排
    Portrait,
    /// 横排: turned by a quarter to the left, so that 天头 is at its right and the binding at its top.
    Landscape,
}

/// What the pages of a section have above and below the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edges {
    /// Nothing: covers.
    Bare,
    /// Page numbers that count from 1.
    NumberedFromOne,
    /// Page numbers that go on.
    Numbered,
    /// Page numbers, but head and foot of their own on the first page.
    FirstOwn(OwnEdges),
}

/// Head and foot of a first page: the ids of the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnEdges {
    header: String,
    footer: String,
}

/// A document in the making.
#[derive(Debug)]
pub struct Document {
    package: Package,
    main: Xml,
    /// The paragraph written last, kept back because the end of a section is a property of its last paragraph.
    last: Option<Paragraph>,
    numbers: Numbers,
}

/// The parts with the page numbers, by id: for odd and for even pages.
#[derive(Debug)]
struct Numbers {
    feet: [String; 2],
    lying: [String; 2],
    no_foot: String,
}

impl Document {
    /// An empty one.
    pub fn new() -> Self {
        let mut package = Package::default();
        package.add(Kind::Styles, style::styles());
        package.add(Kind::Settings, style::settings());
        package.add(Kind::Fonts, style::fonts());
        let [odd, even] = [Side::Odd, Side::Even];
        let numbers = Numbers {
            feet: [odd, even].map(|side| package.add(Kind::Footer, page_number::foot(side))),
            lying: [odd, even].map(|side| package.add(Kind::Header, page_number::lying(side))),
            no_foot: package.add(Kind::Footer, page_number::no_foot()),
        };
        let mut main = Xml::document();
        main.open(
            "w:document",
            &[("xmlns:w", &MAIN), ("xmlns:r", &REFERENCES)],
        );
        main.open("w:body", &[]);
        Self {
            package,
            main,
            last: None,
            numbers,
        }
    }

    /// Head and foot for a first page.
    pub fn own_edges(&mut self, header: Vec<Paragraph>, footer: Vec<Paragraph>) -> OwnEdges {
        OwnEdges {
            header: self.package.add(Kind::Header, part("w:hdr", header)),
            footer: self.package.add(Kind::Footer, part("w:ftr", footer)),
        }
    }

    fn flush(&mut self) {
        if let Some(paragraph) = self.last.take() {
            paragraph.write(&mut self.main, |_| {});
        }
    }

    /// Adds a paragraph.
    pub fn push(&mut self, paragraph: Paragraph) {
        self.flush();
        self.last = Some(paragraph);
    }

    /// Adds an empty line.
    pub fn skip(&mut self) {
        self.push(Paragraph::empty(Style::Flush));
    }

    /// Adds a table.
    pub fn table(&mut self, columns: &[Column], rows: impl IntoIterator<Item = Vec<Cell>>) {
        self.flush();
        table::write(&mut self.main, columns, rows);
    }

    /// Ends a section; what is added afterwards begins on a new page.
    pub fn end_section(&mut self, sheet: Sheet, edges: &Edges) {
        // After a table, where no paragraph is left, a low one takes as little room as can be.
        let last = self
            .last
            .take()
            .unwrap_or_else(|| Paragraph::empty(Style::CellNote).line(20));
        let numbers = &self.numbers;
        last.write(&mut self.main, |xml| section(xml, sheet, edges, numbers));
    }

    /// The file, its last section ended.
    ///
    /// # Errors
    /// When the document outgrows what a zip file can hold.
    pub fn finish(mut self, title: &str, sheet: Sheet, edges: &Edges) -> io::Result<Vec<u8>> {
        // A table at the very end needs a paragraph behind it.
        let last = self
            .last
            .take()
            .unwrap_or_else(|| Paragraph::empty(Style::CellNote).line(20));
        last.write(&mut self.main, |_| {});
        section(&mut self.main, sheet, edges, &self.numbers);
        self.package.finish(title, self.main)
    }
}

/// A part that is a head or a foot of pages.
fn part(root: &'static str, paragraphs: impl IntoIterator<Item = Paragraph>) -> Xml {
    let mut xml = Xml::document();
    xml.open(root, &[("xmlns:w", &MAIN)]);
    for paragraph in paragraphs {
        paragraph.write(&mut xml, |_| {});
    }
    xml
}

/// Refers to the heads or the feet of a section: of its first page, of odd and of even pages.
fn refer(xml: &mut Xml, what: &str, first: Option<&String>, others: Option<[&String; 2]>) {
    let first = first.map(|id| ("first", id));
    let others = others.map(|ids| ["default", "even"].into_iter().zip(ids));
    for (which, id) in first.into_iter().chain(others.into_iter().flatten()) {
        xml.leaf(what, &[("w:type", &which), ("r:id", id)]);
    }
}

fn section(xml: &mut Xml, sheet: Sheet, edges: &Edges, numbers: &Numbers) {
    xml.open("w:sectPr", &[]);
    let first = match edges {
        Edges::FirstOwn(own) => Some(own),
        _ => None,
    };
    let (heads, feet) = match (sheet, edges) {
        (_, Edges::Bare) => (None, None),
        (Sheet::Portrait, _) => (None, Some(numbers.feet.each_ref())),
        (Sheet::Landscape, _) => (Some(numbers.lying.each_ref()), Some([&numbers.no_foot; 2])),
    };
    refer(
        xml,
        "w:headerReference",
        first.map(|own| &own.header),
        heads,
    );
    refer(xml, "w:footerReference", first.map(|own| &own.footer), feet);
    let landscape = sheet == Sheet::Landscape;
    if landscape {
        xml.leaf(
            "w:pgSz",
            &[
                ("w:w", &page::LONG),
                ("w:h", &page::SHORT),
                ("w:orient", &"landscape"),
            ],
        );
    } else {
        xml.leaf("w:pgSz", &[("w:w", &page::SHORT), ("w:h", &page::LONG)]);
    }
    let [top, right, bottom, left] = if landscape {
        [page::BINDING, page::HEAD, page::OUTER, page::FOOT]
    } else {
        [page::HEAD, page::OUTER, page::FOOT, page::BINDING]
    };
    // 30 mm and 20 mm from the edge are where the standard has the name and the lower red line of a letter; the room
    // below the page number is part of its style.
    let (header, footer) = (mm(30).min(top - mm(7)), bottom - mm(15));
    xml.leaf(
        "w:pgMar",
        &[
            ("w:top", &top),
            ("w:right", &right),
            ("w:bottom", &bottom),
            ("w:left", &left),
            ("w:header", &header),
            ("w:footer", &footer),
            ("w:gutter", &0),
        ],
    );
    if *edges == Edges::NumberedFromOne {
        xml.leaf("w:pgNumType", &[("w:start", &1)]);
    }
    if first.is_some() {
        xml.leaf("w:titlePg", &[]);
    }
    xml.close();
}

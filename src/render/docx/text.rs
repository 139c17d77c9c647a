//! Paragraphs and what they are made of.

use super::measure::Twips;
use super::style::{Align, Style};
use super::xml::Xml;

/// A piece of a paragraph.
#[derive(Debug, Clone)]
enum Run {
    /// Text.
    Text(String),
    /// Something that is to be filled in by hand, marked so that nobody overlooks it.
    Blank(String),
    /// A jump to the next tab stop.
    Tab,
    /// The number of the page, or with a bookmark the number of the page that it is on.
    Page(Option<String>),
}

/// A paragraph.
#[derive(Debug, Clone)]
pub struct Paragraph {
    style: Style,
    runs: Vec<Run>,
    align: Option<Align>,
    indent: Option<(Twips, Twips)>,
    before: Option<Twips>,
    line: Option<Twips>,
    size: Option<i32>,
    border: Option<(&'static str, &'static str)>,
    tab: Option<Twips>,
    bookmark: Option<(usize, String)>,
    new_page: bool,
}

impl Paragraph {
    /// An empty one.
    pub const fn empty(style: Style) -> Self {
        Self {
            style,
            runs: Vec::new(),
            align: None,
            indent: None,
            before: None,
            line: None,
            size: None,
            border: None,
            tab: None,
            bookmark: None,
            new_page: false,
        }
    }

    /// One with a text.
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Self::empty(style).text(text)
    }

    /// More text.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.runs.push(Run::Text(text.into()));
        self
    }

    /// The text where there is one; else a blank that says what is to be filled in.
    pub fn text_or_blank(mut self, text: Option<&str>, blank: &str) -> Self {
        self.runs.push(match text {
            Some(text) => Run::Text(text.to_owned()),
            None => Run::Blank(blank.to_owned()),
        });
        self
    }

    /// A jump to a stop at the right, dots on the way.
    pub fn dots_to(mut self, stop: Twips) -> Self {
        self.tab = Some(stop);
        self.runs.push(Run::Tab);
        self
    }

    /// The number of the page it stands on.
    pub fn page_number(mut self) -> Self {
        self.runs.push(Run::Page(None));
        self
    }

    /// The number of the page that a bookmark is on.
    pub fn page_of(mut self, bookmark: impl Into<String>) -> Self {
        self.runs.push(Run::Page(Some(bookmark.into())));
        self
    }

    /// Stands otherwise than its style says.
    pub const fn align(mut self, align: Align) -> Self {
        self.align = Some(align);
        self
    }

    /// Keeps away from the edges, or beyond them.
    pub const fn indent(mut self, left: Twips, right: Twips) -> Self {
        self.indent = Some((left, right));
        self
    }

    /// Room above.
    pub const fn before(mut self, room: Twips) -> Self {
        self.before = Some(room);
        self
    }

    /// Another distance of lines.
    pub const fn line(mut self, distance: Twips) -> Self {
        self.line = Some(distance);
        self
    }

    /// Another size of type, in half points.
    pub const fn size(mut self, half_points: i32) -> Self {
        self.size = Some(half_points);
        self
    }

    /// A red line of this kind at the side `top` or `bottom`.
    pub const fn red_line(mut self, side: &'static str, kind: &'static str) -> Self {
        self.border = Some((side, kind));
        self
    }

    /// A place that can be referred to; the number has to be its own in the document.
    pub fn bookmark(mut self, number: usize, name: impl Into<String>) -> Self {
        self.bookmark = Some((number, name.into()));
        self
    }

    /// Begins a page.
    pub const fn new_page(mut self) -> Self {
        self.new_page = true;
        self
    }

    /// The texts in it, for measuring.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.runs.iter().filter_map(|run| match run {
            Run::Text(text) | Run::Blank(text) => Some(text.as_str()),
            Run::Tab | Run::Page(_) => None,
        })
    }

    /// Writes it; `closing` writes what belongs to the end of its properties.
    pub fn write(&self, xml: &mut Xml, closing: impl FnOnce(&mut Xml)) {
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        self.properties(xml);
        closing(xml);
        xml.close();
        if let Some((number, name)) = &self.bookmark {
            xml.leaf("w:bookmarkStart", &[("w:id", number), ("w:name", name)]);
        }
        for run in &self.runs {
            self.run(xml, run);
        }
        if let Some((number, _)) = &self.bookmark {
            xml.leaf("w:bookmarkEnd", &[("w:id", number)]);
        }
        xml.close();
    }

    /// The properties, in the order that the standard demands.
    fn properties(&self, xml: &mut Xml) {
        xml.property("w:pStyle", &self.style.id());
        if self.new_page {
            xml.leaf("w:pageBreakBefore", &[]);
        }
        if let Some((side, kind)) = self.border {
            xml.open("w:pBdr", &[]);
            xml.leaf(
                if side == "top" { "w:top" } else { "w:bottom" },
                &[
                    ("w:val", &kind),
                    ("w:sz", &24),
                    ("w:space", &0),
                    ("w:color", &"FF0000"),
                ],
            );
            xml.close();
        }
        if let Some(stop) = self.tab {
            xml.open("w:tabs", &[]);
            xml.leaf(
                "w:tab",
                &[("w:val", &"right"), ("w:leader", &"dot"), ("w:pos", &stop)],
            );
            xml.close();
        }
        match (self.before, self.line) {
            (None, None) => {}
            (before, None) => xml.leaf("w:spacing", &[("w:before", &before.unwrap_or(0))]),
            (before, Some(line)) => xml.leaf(
                "w:spacing",
                &[
                    ("w:before", &before.unwrap_or(0)),
                    ("w:line", &line),
                    ("w:lineRule", &"exact"),
                ],
            ),
        }
        if let Some((left, right)) = self.indent {
            xml.leaf("w:ind", &[("w:left", &left), ("w:right", &right)]);
        }
        if let Some(align) = self.align {
            xml.property("w:jc", &align.word());
        }
    }

    fn run(&self, xml: &mut Xml, run: &Run) {
        match run {
            Run::Text(text) => self.words(xml, text, false),
            Run::Blank(text) => self.words(xml, text, true),
            Run::Tab => {
                xml.open("w:r", &[]);
                xml.leaf("w:tab", &[]);
                xml.close();
            }
            Run::Page(None) => self.field(xml, " PAGE ", "1"),
            // Which page it is only a layout can tell; what shows the document puts it in.
            Run::Page(Some(name)) => self.field(xml, &format!(" PAGEREF {name} \\h "), ""),
        }
    }

    fn run_properties(&self, xml: &mut Xml, marked: bool) {
        if self.size.is_none() && !marked {
            return;
        }
        xml.open("w:rPr", &[]);
        if let Some(size) = self.size {
            xml.property("w:sz", &size);
            xml.property("w:szCs", &size);
        }
        if marked {
            xml.property("w:highlight", &"yellow");
        }
        xml.close();
    }

    /// Text with its line breaks and tabs, which are elements of their own.
    fn words(&self, xml: &mut Xml, text: &str, marked: bool) {
        if text.is_empty() {
            return;
        }
        xml.open("w:r", &[]);
        self.run_properties(xml, marked);
        let text = text.replace("\r\n", "\n");
        let mut rest = text.as_str();
        loop {
            let end = rest.find(['\n', '\r', '\t']).unwrap_or(rest.len());
            let (words, more) = rest.split_at(end);
            if !words.is_empty() {
                xml.open("w:t", &[("xml:space", &"preserve")]);
                xml.text(words);
                xml.close();
            }
            let mut more = more.chars();
            match more.next() {
                None => break,
                Some('\t') => xml.leaf("w:tab", &[]),
                Some(_) => xml.leaf("w:br", &[]),
            }
            rest = more.as_str();
        }
        xml.close();
    }

    fn field(&self, xml: &mut Xml, instruction: &str, shown: &str) {
        let mut piece = |write: &dyn Fn(&mut Xml)| {
            xml.open("w:r", &[]);
            self.run_properties(xml, false);
            write(xml);
            xml.close();
        };
        let mark = |kind: &'static str| {
            move |xml: &mut Xml| {
                if kind == "begin" && shown.is_empty() {
                    xml.leaf("w:fldChar", &[("w:fldCharType", &kind), ("w:dirty", &1)]);
                } else {
                    xml.leaf("w:fldChar", &[("w:fldCharType", &kind)]);
                }
            }
        };
        piece(&mark("begin"));
        piece(&|xml| {
            xml.open("w:instrText", &[("xml:space", &"preserve")]);
            xml.text(instruction);
            xml.close();
        });
        piece(&mark("separate"));
        piece(&|xml| {
            xml.open("w:t", &[]);
            xml.text(shown);
            xml.close();
        });
        piece(&mark("end"));
    }
}

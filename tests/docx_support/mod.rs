//! Reads a .docx back, without the code that wrote it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// An element of an XML text.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    fn begin(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|a| {
            let a = a.unwrap();
            let value = quick_xml::escape::unescape(&a.value).unwrap().into_owned();
            (a.key.as_ref().to_owned(), value)
        });
        Self {
            name: start.name().as_ref().to_owned(),
            attributes: attributes.collect(),
            ..Self::default()
        }
    }

    /// All elements below with this name, in order.
    pub fn all<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut out = Vec::new();
        for child in &self.children {
            if child.name == name {
                out.push(child);
            }
            out.extend(child.all(name));
        }
        out
    }

    /// The children with this name.
    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// The words in it: paragraphs, cells and rows told apart.
    pub fn words(&self) -> String {
        match self.name.as_str() {
            "w:t" => return self.text.clone(),
            "w:tab" if self.attributes.is_empty() => return "\t".to_owned(),
            "w:br" => return "\n".to_owned(),
            _ => {}
        }
        let parts: Vec<String> = self.children.iter().map(Self::words).collect();
        match self.name.as_str() {
            "w:tr" => {
                parts
                    .iter()
                    .zip(&self.children)
                    .filter(|(_, c)| c.name == "w:tc")
                    .map(|(text, _)| text.trim_end_matches('\n').replace('\n', " / "))
                    .collect::<Vec<_>>()
                    .join(" | ")
                    + "\n"
            }
            "w:p" => parts.concat() + "\n",
            _ => parts.concat(),
        }
    }
}

/// A text as a tree; fails the test where it is not well formed.
pub fn tree(xml: &str) -> Element {
    let forbidden = |c: char| {
        (c < ' ' && !['\t', '\n', '\r'].contains(&c)) || ['\u{fffe}', '\u{ffff}'].contains(&c)
    };
    assert!(!xml.contains(forbidden));
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(Element::begin(&start)),
            Event::Empty(start) => {
                let element = Element::begin(&start);
                open.last_mut().unwrap().children.push(element);
            }
            Event::End(_) => {
                let element = open.pop().unwrap();
                open.last_mut().unwrap().children.push(element);
            }
            Event::Text(text) => open.last_mut().unwrap().text += &text.into_inner(),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &name.into_inner());
                let meant = quick_xml::escape::unescape(&written).unwrap();
                open.last_mut().unwrap().text += &meant;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let root = open.pop().unwrap();
    assert!(open.is_empty());
    assert_eq!(root.children.len(), 1);
    root.children.into_iter().next().unwrap()
}

/// A document: its parts by name.
pub struct Docx(pub BTreeMap<String, Element>);

impl Docx {
    /// Opens it and sees to it that it is whole: every part well formed and declared, every reference met.
    pub fn open(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).unwrap();
            let when = file.last_modified().unwrap();
            assert_eq!((when.year(), when.month(), when.day()), (1980, 1, 1));
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let name = file.name().unwrap().into_owned();
            assert!(parts.insert(name, tree(&text)).is_none());
        }
        let docx = Self(parts);
        docx.check();
        docx
    }

    fn check(&self) {
        let types = &self.0["[Content_Types].xml"];
        let declared: Vec<&str> = types
            .of("Override")
            .map(|o| o.attributes["PartName"].trim_start_matches('/'))
            .collect();
        for name in self.0.keys() {
            let known = name.ends_with(".rels") || name == "[Content_Types].xml";
            assert!(known || declared.contains(&name.as_str()), "{name}");
        }
        assert!(declared.iter().all(|name| self.0.contains_key(*name)));
        for target in self.0["_rels/.rels"].of("Relationship") {
            assert!(self.0.contains_key(&target.attributes["Target"]));
        }
        let relations = &self.0["word/_rels/document.xml.rels"];
        let ids: Vec<&str> = relations
            .of("Relationship")
            .map(|r| {
                assert!(
                    self.0
                        .contains_key(&format!("word/{}", r.attributes["Target"]))
                );
                r.attributes["Id"].as_str()
            })
            .collect();
        for reference in ["w:headerReference", "w:footerReference"] {
            for used in self.main().all(reference) {
                assert!(ids.contains(&used.attributes["r:id"].as_str()));
            }
        }
        let styles = &self.0["word/styles.xml"];
        let known: Vec<&str> = styles
            .of("w:style")
            .map(|s| s.attributes["w:styleId"].as_str())
            .collect();
        for style in self.main().all("w:pStyle") {
            assert!(known.contains(&style.attributes["w:val"].as_str()));
        }
        for table in self.main().all("w:tbl") {
            self.check_table(table);
        }
    }

    /// The first row of a table, and only the first, is its head on every page; widths are fixed and fill the page.
    fn check_table(&self, table: &Element) {
        let columns = table.all("w:gridCol");
        let width: i32 = columns
            .iter()
            .map(|c| c.attributes["w:w"].parse::<i32>().unwrap())
            .sum();
        // 225 mm on a page that lies, 156 mm on one that stands, in twentieths of a point, each column rounded.
        let fills = |room: i32| (room - width).abs() <= 16;
        assert!(fills(12756) || fills(8844), "{width}");
        assert_eq!(table.all("w:tblLayout")[0].attributes["w:type"], "fixed");
        for (n, row) in table.of("w:tr").enumerate() {
            assert_eq!(row.of("w:tc").count(), columns.len());
            assert_eq!(row.all("w:tblHeader").len(), usize::from(n == 0));
            for cell in row.of("w:tc") {
                assert_eq!(cell.children.last().unwrap().name, "w:p");
            }
        }
    }

    /// The main text.
    pub fn main(&self) -> &Element {
        &self.0["word/document.xml"]
    }

    /// The words of head, text and foot.
    pub fn words(&self) -> String {
        let edges = self.0.iter().filter(|(name, _)| name.contains("/header"));
        let edges = edges.map(|(_, part)| part.words());
        let edges: String = edges.filter(|words| !words.contains("— 1 —")).collect();
        edges + &self.main().words()
    }
}

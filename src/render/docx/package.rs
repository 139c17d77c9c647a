//! The package: the parts of a document in one zip file, of which the same document always gives the same bytes.

use std::io::{self, Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::Xml;

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MEDIA: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// What a part beside the main text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A head of pages (页眉).
    Header,
    /// A foot of pages (页脚).
    Footer,
    /// Styles.
    Styles,
    /// Settings.
    Settings,
    /// Table of fonts.
    Fonts,
}

impl Kind {
    /// The word for it in relationship and content types.
    const fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Styles => "styles",
            Self::Settings => "settings",
            Self::Fonts => "fontTable",
        }
    }
}

/// A part beside the main text.
#[derive(Debug)]
struct Part {
    kind: Kind,
    name: String,
    xml: String,
}

/// All parts of a document but the main text.
#[derive(Debug, Default)]
pub struct Package(Vec<Part>);

impl Package {
    /// Adds a part; gives the id by which the main text refers to it.
    pub fn add(&mut self, kind: Kind, xml: Xml) -> String {
        let number = self.0.len() + 1;
        let name = match kind {
            Kind::Header | Kind::Footer => format!("{}{number}.xml", kind.word()),
            // There is one of each, and readers in a hurry look for it under this name.
            Kind::Styles | Kind::Settings | Kind::Fonts => format!("{}.xml", kind.word()),
        };
        self.0.push(Part {
            kind,
            name,
            xml: xml.finish(),
        });
        format!("rId{number}")
    }

    /// The file: `main` is the text, `title` what the document says of itself.
    ///
    /// # Errors
    /// When the document outgrows what a zip file can hold.
    pub fn finish(self, title: &str, main: Xml) -> io::Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // The clock must not get into the bytes.
        let options = SimpleFileOptions::DEFAULT
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT);
        let mut put = |name: &str, text: &str| -> io::Result<()> {
            zip.start_file(name, options)?;
            zip.write_all(text.as_bytes())
        };
        put("[Content_Types].xml", &self.content_types())?;
        put("_rels/.rels", &roots())?;
        put("docProps/core.xml", &core(title))?;
        put("word/document.xml", &main.finish())?;
        put("word/_rels/document.xml.rels", &self.relationships())?;
        for part in &self.0 {
            put(&format!("word/{}", part.name), &part.xml)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    fn content_types(&self) -> String {
        let mut xml = Xml::document();
        let types = "http://schemas.openxmlformats.org/package/2006/content-types";
        xml.open("Types", &[("xmlns", &types)]);
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        for (extension, kind) in [("rels", relations), ("xml", "application/xml")] {
            xml.leaf(
                "Default",
                &[("Extension", &extension), ("ContentType", &kind)],
            );
        }
        let mut named = |name: &str, kind: &str| {
            xml.leaf("Override", &[("PartName", &name), ("ContentType", &kind)]);
        };
        named(
            "/docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
        );
        named("/word/document.xml", &format!("{MEDIA}.document.main+xml"));
        for part in &self.0 {
            named(
                &format!("/word/{}", part.name),
                &format!("{MEDIA}.{}+xml", part.kind.word()),
            );
        }
        xml.finish()
    }

    fn relationships(&self) -> String {
        let mut xml = Xml::document();
        xml.open("Relationships", &[("xmlns", &RELATIONSHIPS)]);
        for (number, part) in (1..).zip(&self.0) {
            xml.leaf(
                "Relationship",
                &[
                    ("Id", &format!("rId{number}")),
                    ("Type", &format!("{OFFICE}/{}", part.kind.word())),
                    ("Target", &part.name),
                ],
            );
        }
        xml.finish()
    }
}

fn roots() -> String {
    let mut xml = Xml::document();
    xml.open("Relationships", &[("xmlns", &RELATIONSHIPS)]);
    let core =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    for (id, kind, target) in [
        (
            "rId1",
            format!("{OFFICE}/officeDocument"),
            "word/document.xml",
        ),
        ("rId2", core.to_owned(), "docProps/core.xml"),
    ] {
        xml.leaf(
            "Relationship",
            &[("Id", &id), ("Type", &kind), ("Target", &target)],
        );
    }
    xml.finish()
}

fn core(title: &str) -> String {
    let mut xml = Xml::document();
    let core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    xml.open(
        "cp:coreProperties",
        &[
            ("xmlns:cp", &core),
            ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
        ],
    );
    xml.open("dc:title", &[]);
    xml.text(title);
    xml.close();
    xml.finish()
}

//! Workbooks and archives around what the fuzzer comes up with, so that it need not find out how to compress.

use std::io::{Cursor, Write};

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Between two parts of an input: a byte that no UTF-8 text has.
pub const BETWEEN: u8 = 0xff;

/// An archive of named files.
pub fn archive<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        out.start_file(name, stored)
            .expect("it is written to memory");
        out.write_all(bytes).expect("it is written to memory");
    }
    out.finish().expect("it is written to memory").into_inner()
}

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELATIONS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const PARTS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// A workbook: the first byte says of what kind, what follows is the file, or its parts for those that are archives.
pub fn workbook(data: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let (kind, rest) = data.split_first()?;
    let mut parts = rest.split(|&byte| byte == BETWEEN);
    let mut part = || parts.next().unwrap_or_default();
    Some(match kind % 6 {
        0 => ("a.xlsx", rest.to_vec()),
        1 => {
            let files = [
                ("[Content_Types].xml", TYPES),
                ("_rels/.rels", RELATIONS),
                ("xl/workbook.xml", BOOK),
                ("xl/_rels/workbook.xml.rels", PARTS),
                ("xl/worksheets/sheet1.xml", part()),
                ("xl/sharedStrings.xml", part()),
                ("xl/styles.xml", part()),
            ];
            let written = files.into_iter().filter(|(_, bytes)| !bytes.is_empty());
            ("a.xlsx", archive(written))
        }
        2 => {
            let kind = &b"application/vnd.oasis.opendocument.spreadsheet"[..];
            (
                "a.ods",
                archive([("mimetype", kind), ("content.xml", part())]),
            )
        }
        3 => ("a.csv", rest.to_vec()),
        4 => ("a.xls", rest.to_vec()),
        _ => {
            let files = [
                ("[Content_Types].xml", part()),
                ("_rels/.rels", part()),
                ("xl/workbook.xml", part()),
                ("xl/_rels/workbook.xml.rels", part()),
                ("xl/worksheets/sheet1.xml", part()),
                ("xl/sharedStrings.xml", part()),
            ];
            ("a.xlsx", archive(files))
        }
    })
}

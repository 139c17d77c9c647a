//! Protects the structure of a workbook: no sheet is renamed, moved, added or deleted by accident. The library that
//! writes the workbook has no word for it.

use std::io::{self, Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The part that lists the sheets.
const PART: &str = "xl/workbook.xml";

/// Stands before the views in the order that the format lays down (ECMA-376 part 1, CT_Workbook). No password.
const PROTECTION: &str = r#"<workbookProtection lockStructure="1"/>"#;
const NEXT: &str = "<bookViews>";

/// The workbook with its structure protected; every other part keeps its bytes.
///
/// # Errors
/// When the bytes are no workbook as our writer makes them.
pub fn structure(workbook: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut old = ZipArchive::new(Cursor::new(workbook))?;
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut part = old.by_index(i)?;
        if part.name()? != PART {
            new.raw_copy_file(part)?;
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        let at = text
            .find(NEXT)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "xl/workbook.xml"))?;
        text.insert_str(at, PROTECTION);
        let options = SimpleFileOptions::DEFAULT
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT);
        new.start_file(PART, options)?;
        new.write_all(text.as_bytes())?;
    }
    Ok(new.finish()?.into_inner())
}

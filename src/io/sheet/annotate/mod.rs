//! A department's own workbook back with its findings: cells coloured, comments attached, a sheet of findings at the
//! end, and everything else as it was.
//!
//! An `.xlsx` is changed in place. Every part that need not change keeps its bytes; a signature over the workbook
//! is no longer valid afterwards, because the workbook is not the one that was signed. Other kinds of tables are first
//! built anew as `.xlsx`, and the sheet of findings says what could not be carried over.

mod book;
mod cells;
mod comments;
mod findings;
mod layout;
mod package;
mod rebuild;
mod remark;
mod styles;
mod vml;
mod xlsx;
mod xml;

use crate::domain::cell::CellRef;
use crate::finding::Severity;

use super::workbook::{self, Compound, Kind, SheetError};
use xml::Broken;

pub use remark::comment;

/// One remark on a workbook.
#[derive(Debug, Clone)]
pub struct CellNote {
    /// The sheet, by name; `None` means the workbook as a whole, or its only sheet.
    pub sheet: Option<String>,
    /// The cell.
    pub cell: Option<CellRef>,
    /// How severe.
    pub severity: Severity,
    /// Code of the rule, e.g. `L002`.
    pub code: String,
    /// Its kebab-case name.
    pub name: String,
    /// The item concerned.
    pub item: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Why a file cannot be given back with its findings.
#[derive(Debug, thiserror::Error)]
pub enum AnnotateError {
    /// It is no workbook that is read.
    #[error(transparent)]
    Unread(#[from] SheetError),
    /// It cannot be changed without harm.
    #[error(
        "“{path}”不能在上面批注（{why}）：用 Excel 或 WPS 打开修复后另存为 .xlsx，或者重新要一份"
    )]
    Broken {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
}

/// The workbook with its cells coloured, comments attached and a sheet of findings. What kind of file it is is told by
/// its content, not by its name.
///
/// # Errors
/// When the file is no table, or broken, or has a password.
pub fn annotate(name: &str, bytes: &[u8], notes: &[CellNote]) -> Result<Vec<u8>, AnnotateError> {
    let broken = |e: Broken| AnnotateError::Broken {
        path: name.to_owned(),
        why: e.0,
    };
    let kind = workbook::kind(name, bytes)?;
    if kind == Kind::Xlsx {
        return match xlsx::annotate(bytes, notes, Vec::new()) {
            Ok(out) => Ok(out),
            // The reader may know better what is wrong: a password, say.
            Err(fault) => {
                workbook::from_bytes(name, bytes)?;
                Err(broken(fault))
            }
        };
    }
    let book = match old(kind, bytes) {
        Some(found) => found.map_err(broken)?,
        None => rebuild::plain::book(&workbook::from_bytes(name, bytes)?),
    };
    let remarks = vec![remark_on(&book)];
    let rebuilt = rebuild::package(&book).map_err(broken)?;
    xlsx::annotate(&rebuilt, notes, remarks).map_err(broken)
}

/// An Excel 97 workbook with its looks; `None` for what is none, or encrypted.
fn old(kind: Kind, bytes: &[u8]) -> Option<Result<rebuild::Book, Broken>> {
    let (stream, macros) = match kind {
        Kind::Xls => {
            let file = Compound::open(bytes).ok()?;
            let stream = file.stream("Workbook").ok()??;
            (
                stream,
                file.has("_VBA_PROJECT_CUR") || file.has("_VBA_PROJECT"),
            )
        }
        Kind::BareXls => (bytes.to_vec(), false),
        _ => return None,
    };
    match rebuild::xls::read(&stream, macros) {
        Ok(book) => Some(Ok(book)),
        Err(rebuild::xls::Fault::Broken(fault)) => Some(Err(fault)),
        Err(rebuild::xls::Fault::Password | rebuild::xls::Fault::Other) => None,
    }
}

/// What to say above the findings of a workbook that was built anew.
fn remark_on(book: &rebuild::Book) -> String {
    let mut line = "原表不是 .xlsx，这份是按原表重新做的，内容一字不改".to_owned();
    if !book.lost.is_empty() {
        line.push_str("；以下各项没有带过来，仍以原表为准：");
        line.push_str(&book.lost.join("；"));
    }
    line.push('。');
    line
}

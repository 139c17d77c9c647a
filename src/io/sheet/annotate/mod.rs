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
mod remark;
mod styles;
mod vml;
mod xlsx;
mod xml;

use crate::domain::cell::CellRef;
use crate::finding::Severity;

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

/// Where findings belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the sheet they name.
    Named,
    /// In the only sheet there is, whatever it is called.
    OnlySheet,
}

/// Why a file cannot be given back with its findings.
#[derive(Debug, thiserror::Error)]
pub enum AnnotateError {
    /// Nothing in it.
    #[error("“{0}”是空文件（0 字节）：请向填报单位重新要一份")]
    Empty(String),
    /// Encrypted.
    #[error("“{0}”加了打开密码：用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx")]
    Password(String),
    /// Not a table.
    #[error("“{path}”的内容是{found}，不能在上面批注：用 Excel 或 WPS 打开后另存为 .xlsx")]
    WrongKind {
        /// The file.
        path: String,
        /// What it is.
        found: &'static str,
    },
    /// Broken.
    #[error(
        "“{path}”已损坏或不完整（{why}）：用 Excel 或 WPS 打开修复后另存为 .xlsx，或者重新要一份"
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
    xlsx::annotate(bytes, notes, Place::Named, Vec::new()).map_err(|e| AnnotateError::Broken {
        path: name.to_owned(),
        why: e.0,
    })
}

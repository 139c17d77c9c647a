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

use package::Package;
use rebuild::ole::Held;
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
    let broken = |e: Broken| AnnotateError::Broken {
        path: name.to_owned(),
        why: e.0,
    };
    let book = match kind(name, bytes)? {
        Kind::Package => {
            return xlsx::annotate(bytes, notes, Place::Named, Vec::new()).map_err(broken);
        }
        Kind::Ole(stream, macros) => match rebuild::xls::read(&stream, macros) {
            Ok(book) => book,
            Err(rebuild::xls::Fault::Password) => {
                return Err(AnnotateError::Password(name.to_owned()));
            }
            Err(rebuild::xls::Fault::Broken(e)) => return Err(broken(e)),
        },
        Kind::OlderOle => rebuild::plain::older(bytes).map_err(broken)?,
        Kind::OpenDocument => rebuild::plain::ods(bytes).map_err(broken)?,
        Kind::Text(text) => {
            let place = Place::OnlySheet;
            let book = rebuild::plain::csv(&sheet_name(name), &text).map_err(broken)?;
            let bytes = rebuild::package(&book).map_err(broken)?;
            return xlsx::annotate(&bytes, notes, place, rebuilt(&book)).map_err(broken);
        }
    };
    let bytes = rebuild::package(&book).map_err(broken)?;
    xlsx::annotate(&bytes, notes, Place::Named, rebuilt(&book)).map_err(broken)
}

/// What to say above the findings of a workbook that was built anew.
fn rebuilt(book: &rebuild::Book) -> Vec<String> {
    let mut line = "原表不是 .xlsx，这份是按原表重新做的，内容一字不改".to_owned();
    if book.lost.is_empty() {
        line.push('。');
    } else {
        line.push_str("；以下各项没有带过来，仍以原表为准：");
        line.push_str(&book.lost.join("；"));
        line.push('。');
    }
    vec![line]
}

/// The name of a file as the name of a sheet.
fn sheet_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let name: String = stem
        .chars()
        .filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control())
        .take(31)
        .collect();
    if name.trim().is_empty() {
        "Sheet1".to_owned()
    } else {
        name
    }
}

/// What a file is.
enum Kind {
    /// A package of parts, `.xlsx` or `.xlsm`.
    Package,
    /// An Excel 97 stream, and whether there are macros beside it.
    Ole(Vec<u8>, bool),
    /// An older stream.
    OlderOle,
    /// An OpenDocument table.
    OpenDocument,
    /// Lines and separators.
    Text(String),
}

fn kind(name: &str, bytes: &[u8]) -> Result<Kind, AnnotateError> {
    let wrong = |found| AnnotateError::WrongKind {
        path: name.to_owned(),
        found,
    };
    let broken = |e: Broken| AnnotateError::Broken {
        path: name.to_owned(),
        why: e.0,
    };
    if bytes.is_empty() {
        return Err(AnnotateError::Empty(name.to_owned()));
    }
    if bytes.starts_with(b"PK") {
        let mut package = Package::open(bytes).map_err(broken)?;
        if let Some(kind) = package.text("mimetype").map_err(broken)? {
            return if kind.trim() == "application/vnd.oasis.opendocument.spreadsheet" {
                Ok(Kind::OpenDocument)
            } else {
                Err(wrong("别的 OpenDocument 文档"))
            };
        }
        if package.has("xl/workbook.bin") {
            return Err(wrong("二进制工作簿（.xlsb）"));
        }
        if package.has("word/document.xml") {
            return Err(wrong("Word 文档（.docx）"));
        }
        if !package.has("_rels/.rels") {
            return Err(wrong("压缩包（.zip）"));
        }
        return Ok(Kind::Package);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return match rebuild::ole::open(bytes).map_err(broken)? {
            Held::Workbook(stream, macros) => Ok(Kind::Ole(stream, macros)),
            Held::Older => Ok(Kind::OlderOle),
            Held::Encrypted => Err(AnnotateError::Password(name.to_owned())),
            Held::Other => Err(wrong("别的旧版 Office 文件（如 .doc）")),
        };
    }
    if bytes.starts_with(b"%PDF") {
        return Err(wrong("PDF"));
    }
    let text = rebuild::plain::decode(bytes).ok_or_else(|| wrong("认不出的格式"))?;
    if text.trim_start().starts_with('<') {
        return Err(wrong("网页或 XML"));
    }
    Ok(Kind::Text(text))
}

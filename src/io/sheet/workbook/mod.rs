//! Opens a workbook by its content, not by its ending.
//!
//! One file per format: each reads cells one after the other and never lays out a table as large as a sheet may be.
//! `Budget` bounds what is taken, so that no file, however made, costs more memory than a large list does.

pub(super) mod biff;
mod book;
mod csv;
mod kind;
mod markup;
mod ods;
mod ole;
mod package;
mod survey;
mod value;
mod xls;
mod xlsx;
mod xml;

use std::io::Read as _;
use std::path::Path;

use crate::io::files::{self, FileError};

pub use book::{Book, Note};
use book::{Budget, Contents, Fault, Page};
pub use csv::{looks_like_table, text as decoded};
pub use kind::Kind;
pub(super) use ole::Compound;

/// Largest workbook that is read, in bytes.
pub const MAX_WORKBOOK: u64 = 64 << 20;

/// Why a file is no workbook we read. Every sentence ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// Nothing in it.
    #[error("“{0}”是空文件（0 字节）：请向填报单位重新要一份")]
    Empty(String),
    /// A folder or device.
    #[error("“{0}”不是文件")]
    NotAFile(String),
    /// Too large.
    #[error("“{path}”有 {size} MB，超过了 64 MB 的上限：删去其中的图片，或者按部门拆开")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size in MB.
        size: u64,
    },
    /// Encrypted.
    #[error("“{0}”加了打开密码：用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx")]
    Password(String),
    /// Known, but not read.
    #[error(
        "“{path}”的内容是{found}，不管文件名叫什么：能读的表格有 .xlsx、.xls、.et、.ods 和 .csv，{advice}"
    )]
    WrongKind {
        /// The file.
        path: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// A workbook that is broken.
    #[error(
        "“{path}”是 {kind}，但已损坏或不完整（{why}）：用 Excel 或 WPS 打开修复后另存，或者重新要一份"
    )]
    Broken {
        /// The file.
        path: String,
        /// What it is.
        kind: Kind,
        /// What is wrong.
        why: String,
    },
    /// More in it than a list can have.
    #[error("“{path}”{why}：新建一个工作簿，只把清单的内容复制过去，或者按部门拆成几个文件")]
    Huge {
        /// The file.
        path: String,
        /// Of what there is too much.
        why: String,
    },
    /// The system said no.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What kind of workbook the bytes are; `name` is what messages call them.
///
/// # Errors
/// When they are none of a kind that is read.
pub fn kind(name: &str, bytes: &[u8]) -> Result<Kind, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty(name.to_owned()));
    }
    kind::of(name, bytes)
}

/// Whether the first bytes of a file are those of some workbook, readable here or not.
pub fn looks_like_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
        || head.starts_with(&ole::MAGIC[..4])
        || head.starts_with(xls::BARE)
}

/// The bytes of a file that may be a workbook.
///
/// # Errors
/// When it is no file, too large, or cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, SheetError> {
    let shown = files::shown(path);
    let wrap = |e| SheetError::File(FileError::new("读取", path, e));
    let file = std::fs::File::open(path).map_err(wrap)?;
    let meta = file.metadata().map_err(wrap)?;
    if !meta.is_file() {
        return Err(SheetError::NotAFile(shown));
    }
    if meta.len() > MAX_WORKBOOK {
        return Err(SheetError::TooLarge {
            path: shown,
            size: meta.len() >> 20,
        });
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
    file.take(MAX_WORKBOOK)
        .read_to_end(&mut bytes)
        .map_err(wrap)?;
    Ok(bytes)
}

/// What a workbook holds; `name` is what messages call it.
///
/// # Errors
/// When the bytes are no workbook of a kind that is read, or broken.
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Book, SheetError> {
    let kind = kind(name, bytes)?;
    let mut budget = Budget::default();
    let contents = match kind {
        Kind::Xlsx => xlsx::read(bytes, &mut budget),
        Kind::Xls => ole::Compound::open(bytes).and_then(|file| xls::read(&file, &mut budget)),
        Kind::BareXls => xls::read_stream(bytes, &mut budget),
        Kind::Ods => ods::read(bytes, &mut budget),
        Kind::Csv => csv::read(name, bytes, &mut budget),
        Kind::Html => markup::html(bytes, &mut budget),
        Kind::Xml2003 => markup::xml(bytes, &mut budget),
    };
    let wrong = |fault| match fault {
        Fault::Password => SheetError::Password(name.to_owned()),
        Fault::Broken(why) => SheetError::Broken {
            path: name.to_owned(),
            kind,
            why,
        },
        Fault::Huge(why) => SheetError::Huge {
            path: name.to_owned(),
            why,
        },
    };
    contents
        .and_then(|contents| Book::new(kind, contents))
        .map_err(wrong)
}

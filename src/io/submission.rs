//! What people hand in: workbooks, item files, folders of them, told apart by content.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{self, FileError, TextFault};
use super::sheet::grid::Sheet;
use super::sheet::workbook::{self, SheetError};

/// A file that was handed in.
#[derive(Debug)]
pub enum Submission {
    /// The sheets of a workbook.
    Workbook(Vec<Sheet>),
    /// The text of a YAML file.
    Yaml(Arc<str>),
}

/// Why a file cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum SubmissionError {
    /// Nothing is there.
    #[error("没有“{0}”这个文件或文件夹")]
    Missing(String),
    /// Not a text in UTF-8.
    #[error("“{path}”不是 UTF-8 编码（从第 {} 个字节起）：先转换编码，例如 iconv -f GB18030 -t UTF-8 '{path}'", offset + 1)]
    NotUtf8 {
        /// The file.
        path: String,
        /// First wrong byte.
        offset: usize,
    },
    /// Too large a text.
    #[error("“{0}”超过了 1024 MB 的上限：按部门和类别拆成多个文件")]
    TooLarge(String),
    /// Nothing in it.
    #[error("“{0}”是空文件：请向填报单位重新要一份")]
    Empty(String),
    /// As a workbook.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The system said no.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Files of a source: itself, or everything in the folder.
///
/// # Errors
/// When it is not there, or the folder cannot be read.
pub fn files_of(source: &Path) -> Result<Vec<PathBuf>, SubmissionError> {
    let meta = std::fs::metadata(source).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => SubmissionError::Missing(files::shown(source)),
        _ => FileError::new("读取", source, e).into(),
    })?;
    if meta.is_dir() {
        return Ok(files::walk(source)?);
    }
    Ok(vec![source.to_path_buf()])
}

/// Whether the source is a folder.
pub fn is_folder(source: &Path) -> bool {
    source.is_dir()
}

/// Reads one file by its content; the ending decides only where the content is text.
///
/// # Errors
/// When it is neither a workbook that is read nor a text in UTF-8.
pub fn open(path: &Path) -> Result<Submission, SubmissionError> {
    let mut head = Vec::new();
    let file = std::fs::File::open(path).map_err(|e| FileError::new("读取", path, e))?;
    file.take(8)
        .read_to_end(&mut head)
        .map_err(|e| FileError::new("读取", path, e))?;
    let yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
    if !yaml || workbook::looks_like_workbook(&head) {
        return Ok(Submission::Workbook(workbook::read(path)?));
    }
    let shown = || files::shown(path);
    match files::read_text(path) {
        Ok(text) if text.trim().is_empty() => Err(SubmissionError::Empty(shown())),
        Ok(text) => Ok(Submission::Yaml(text)),
        Err(TextFault::NotUtf8 { offset, .. }) => Err(SubmissionError::NotUtf8 {
            path: shown(),
            offset,
        }),
        Err(TextFault::TooLarge(_)) => Err(SubmissionError::TooLarge(shown())),
        Err(TextFault::NotAFile) => Err(SheetError::NotAFile(shown()).into()),
        Err(TextFault::Io(error)) => Err(FileError::new("读取", path, error).into()),
    }
}

/// Endings of the tables that offices send.
const TABLES: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv"];

/// Whether a file on the command line is meant as a workbook: by its ending, or by its first bytes.
pub fn is_workbook(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let ending = path.extension().map(|e| e.to_ascii_lowercase());
    if ending.is_some_and(|e| TABLES.iter().any(|table| e == *table)) {
        return true;
    }
    let mut head = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(8).read_to_end(&mut head))
        .is_ok_and(|_| workbook::looks_like_workbook(&head))
}

/// A workbook with the bytes that it was read from.
///
/// # Errors
/// When it is none that is read.
pub fn workbook(path: &Path) -> Result<(Vec<u8>, Vec<Sheet>), SubmissionError> {
    let sheets = workbook::read(path)?;
    Ok((files::read_bytes(path)?, sheets))
}

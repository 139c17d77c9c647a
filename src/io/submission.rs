//! What people hand in: workbooks, item files, folders of them, told apart by content.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{self, FileError};
use super::sheet::workbook::{self, Book, MAX_WORKBOOK, SheetError};

/// What people write for standard input.
const STDIN: &str = "-";

/// A file that was handed in.
#[derive(Debug)]
pub enum Submission {
    /// A workbook.
    Workbook(Workbook),
    /// The text of a YAML file.
    Yaml(Arc<str>),
}

/// A workbook with the bytes it was read from, for a copy with remarks in it.
#[derive(Debug)]
pub struct Workbook {
    /// What it holds.
    pub book: Book,
    /// The file as it is.
    pub bytes: Vec<u8>,
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

/// What messages call a source: its path, or that it came through a pipe.
pub fn shown(path: &Path) -> String {
    if is_stdin(path) {
        "<stdin>".to_owned()
    } else {
        files::shown(path)
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// Files of a source: itself, or everything in the folder.
///
/// # Errors
/// When it is not there, or the folder cannot be read.
pub fn files_of(source: &Path) -> Result<Vec<PathBuf>, SubmissionError> {
    if is_stdin(source) {
        return Ok(vec![source.to_path_buf()]);
    }
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
    !is_stdin(source) && source.is_dir()
}

/// Reads one file by its content; the ending decides only where a text is neither items nor a table.
///
/// # Errors
/// When it is neither a workbook that is read nor a text in UTF-8.
pub fn open(path: &Path) -> Result<Submission, SubmissionError> {
    let name = shown(path);
    if is_stdin(path) {
        let bytes = take(std::io::stdin().lock(), MAX_WORKBOOK)
            .map_err(|e| FileError::new("读取", Path::new(&name), e))?;
        let bytes = bytes.ok_or_else(|| SheetError::TooLarge {
            path: name.clone(),
            size: MAX_WORKBOOK >> 20,
        })?;
        return of_bytes(&name, bytes, false);
    }
    let is_yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
    if is_yaml && let Some(bytes) = text_bytes(path)? {
        return of_bytes(&name, bytes, true);
    }
    of_bytes(&name, workbook::bytes(path)?, is_yaml)
}

/// The bytes of a file that is named as YAML, unless it begins as a workbook does. Such a text may be larger than a
/// workbook may.
fn text_bytes(path: &Path) -> Result<Option<Vec<u8>>, SubmissionError> {
    let wrap = |e| SubmissionError::from(FileError::new("读取", path, e));
    let mut file = std::fs::File::open(path).map_err(wrap)?;
    if !file.metadata().map_err(wrap)?.is_file() {
        return Err(SheetError::NotAFile(files::shown(path)).into());
    }
    let mut head = Vec::new();
    file.by_ref().take(8).read_to_end(&mut head).map_err(wrap)?;
    if workbook::looks_like_workbook(&head) {
        return Ok(None);
    }
    let rest = take(head.as_slice().chain(file), files::MAX_TEXT).map_err(wrap)?;
    match rest {
        Some(bytes) => Ok(Some(bytes)),
        None => Err(SubmissionError::TooLarge(files::shown(path))),
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
pub fn workbook(path: &Path) -> Result<Workbook, SubmissionError> {
    let bytes = workbook::bytes(path)?;
    let book = workbook::from_bytes(&files::shown(path), &bytes)?;
    Ok(Workbook { book, bytes })
}

/// All bytes, unless there are more than a limit.
fn take(source: impl Read, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    source.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn of_bytes(name: &str, bytes: Vec<u8>, is_yaml: bool) -> Result<Submission, SubmissionError> {
    if let Some(text) = item_text(name, &bytes, is_yaml)? {
        return Ok(Submission::Yaml(text.into()));
    }
    let book = workbook::from_bytes(name, &bytes)?;
    Ok(Submission::Workbook(Workbook { book, bytes }))
}

/// The text of an item file; none when the bytes are something else.
fn item_text<'b>(
    name: &str,
    bytes: &'b [u8],
    is_yaml: bool,
) -> Result<Option<&'b str>, SubmissionError> {
    if workbook::looks_like_workbook(bytes) {
        return Ok(None);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => Err(SubmissionError::Empty(name.to_owned())),
        Ok(text) => {
            let other = workbook::looks_like_table(text) || text.trim_start().starts_with('<');
            Ok((has_items(text) || is_yaml && !other).then_some(text))
        }
        Err(error) => {
            let text = workbook::decoded(bytes);
            let text = text.as_deref().unwrap_or_default();
            if has_items(text) || is_yaml && !workbook::looks_like_table(text) {
                return Err(SubmissionError::NotUtf8 {
                    path: name.to_owned(),
                    offset: error.valid_up_to(),
                });
            }
            Ok(None)
        }
    }
}

/// Whether a text has the key under which item files list their items.
fn has_items(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("items:"))
}

//! Files: reading texts with their faults named, walking folders, writing atomically.

mod fault;
mod writing;

use std::fs;
use std::io::{self, BufRead as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::domain::ids::Digest;

pub use fault::{FileError, advice, explain, failure, heed};
pub(in crate::io) use fault::{disk_failed, in_folder};
pub use writing::{
    Written, make_folder, remove_unchanged, sweep, temporary_in, write_atomic, write_pieces,
    write_unless_different,
};

/// Largest text file that is read, in bytes: positions are kept in 32 bits.
pub const MAX_TEXT: u64 = 1 << 30;

/// How much of a file is looked at at once where it may be longer than memory.
const PIECE: usize = 1 << 18;

/// A path for people: forward slashes, no `./` at the front.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// Why a text file cannot be used.
#[derive(Debug)]
pub enum TextFault {
    /// Not UTF-8 from this byte on; what it seems to be instead.
    NotUtf8 {
        /// Offset of the first wrong byte.
        offset: usize,
        /// What it looks like.
        guess: Encoding,
    },
    /// A folder or a device.
    NotAFile,
    /// Larger than [`MAX_TEXT`].
    TooLarge(u64),
    /// The system said no.
    Io(io::Error),
}

/// What bytes that are no UTF-8 look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// GB 18030 (or its subsets GBK and GB 2312).
    Gb18030,
    /// UTF-16, by its byte order mark or its zero bytes.
    Utf16,
    /// No telling.
    Unknown,
}

/// Reads a UTF-8 text without its byte order mark.
///
/// # Errors
/// The fault, as a value: what becomes of it is the caller's business.
pub fn read_text(path: &Path) -> Result<Arc<str>, TextFault> {
    decode(read_raw(path)?)
}

/// Reads the bytes of what should be a text.
///
/// # Errors
/// The fault, as a value.
pub fn read_raw(path: &Path) -> Result<Vec<u8>, TextFault> {
    let mut bytes = Vec::new();
    read_raw_into(path, &mut bytes)?;
    Ok(bytes)
}

/// As [`read_raw`], in the place of other bytes.
///
/// # Errors
/// The fault, as a value.
pub fn read_raw_into(path: &Path, bytes: &mut Vec<u8>) -> Result<(), TextFault> {
    let failed = |error| {
        heed(&shown(path), &error);
        TextFault::Io(error)
    };
    bytes.clear();
    // Whoever opens a pipe waits until somebody writes into it.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(TextFault::NotAFile);
    }
    let file = fs::File::open(path).map_err(failed)?;
    let meta = file.metadata().map_err(failed)?;
    if !meta.is_file() {
        return Err(TextFault::NotAFile);
    }
    if meta.len() > MAX_TEXT {
        return Err(TextFault::TooLarge(meta.len()));
    }
    bytes.reserve_exact(meta.len() as usize + 1);
    file.take(MAX_TEXT + 1).read_to_end(bytes).map_err(failed)?;
    Ok(())
}

/// Reads a file's bytes.
///
/// # Errors
/// When it cannot be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(path).map_err(|e| FileError::new("读取", path, e))
}

/// SHA-256 of a file, however long it is.
///
/// # Errors
/// When it cannot be read.
pub fn digest(path: &Path) -> Result<Digest, FileError> {
    digest_heard(path, |_| {})
}

/// As [`digest`], with somebody else who hears the bytes: a long file is read once.
///
/// # Errors
/// When it cannot be read.
pub fn digest_heard(path: &Path, mut hear: impl FnMut(&[u8])) -> Result<Digest, FileError> {
    let fault = |e| FileError::new("读取", path, e);
    let mut file = fs::File::open(path).map_err(fault)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(Digest::from_bytes(hash.finalize().into())),
            Ok(length) => {
                hash.update(&piece[..length]);
                hear(&piece[..length]);
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(fault(e)),
        }
    }
}

/// [`digest`] of a file; `None` where it is not there.
///
/// # Errors
/// When it cannot be read.
pub fn digest_if_there(path: &Path) -> Result<Option<Digest>, FileError> {
    match digest(path) {
        Err(e) if e.source.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

/// Whether two files have the same bytes.
///
/// # Errors
/// When one cannot be read.
pub fn are_same(one: &Path, other: &Path) -> Result<bool, FileError> {
    let open = |path: &Path| {
        let fault = |e| FileError::new("读取", path, e);
        let file = fs::File::open(path).map_err(fault)?;
        let length = file.metadata().map_err(fault)?.len();
        Ok((io::BufReader::with_capacity(PIECE, file), length))
    };
    let ((mut a, length), (mut b, other_length)) = (open(one)?, open(other)?);
    if length != other_length {
        return Ok(false);
    }
    loop {
        let left = a.fill_buf().map_err(|e| FileError::new("读取", one, e))?;
        let right = b.fill_buf().map_err(|e| FileError::new("读取", other, e))?;
        let both = left.len().min(right.len());
        if left[..both] != right[..both] {
            return Ok(false);
        }
        if both == 0 {
            return Ok(left.len() == right.len());
        }
        a.consume(both);
        b.consume(both);
    }
}

/// Reads a file's bytes; `None` where there is no such file.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(FileError::new("读取", path, e)),
    }
}

/// Takes bytes as UTF-8 text without a byte order mark.
///
/// # Errors
/// [`TextFault::NotUtf8`] with a guess at what they are.
pub fn decode(bytes: Vec<u8>) -> Result<Arc<str>, TextFault> {
    as_text(&bytes).map(Arc::from)
}

/// Bytes as a UTF-8 text without its byte order mark.
///
/// # Errors
/// As [`decode`].
pub fn as_text(bytes: &[u8]) -> Result<&str, TextFault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    simdutf8::compat::from_utf8(bytes).map_err(|error| TextFault::NotUtf8 {
        offset: error.valid_up_to(),
        guess: guess(bytes),
    })
}

fn guess(bytes: &[u8]) -> Encoding {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Encoding::Utf16;
    }
    let head = &bytes[..bytes.len().min(64 * 1024)];
    if head.contains(&0) {
        return Encoding::Utf16;
    }
    let (text, _, _) = encoding_rs::GB18030.decode(head);
    let (mut han, mut odd) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' => han += 1,
            '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => odd += 1,
            _ => {}
        }
    }
    // The cut at 64 KiB may fall into a character.
    if han > 0 && odd <= 1 + han / 100 {
        Encoding::Gb18030
    } else {
        Encoding::Unknown
    }
}

/// Files below a folder, sorted by path, links not followed into folders. Hidden entries and office lock files
/// are left out. Folders whose name ends like a wanted file are listed too, so that they can be reported.
///
/// # Errors
/// When a folder cannot be read.
pub fn walk(root: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut out = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(dir) = open.pop() {
        let entries = fs::read_dir(&dir).map_err(|e| FileError::new("读取文件夹", &dir, e))?;
        for entry in entries {
            let entry = entry.map_err(|e| FileError::new("读取文件夹", &dir, e))?;
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') || name.starts_with("~$") {
                continue;
            }
            let kind = entry
                .file_type()
                .map_err(|e| FileError::new("读取", &path, e))?;
            if kind.is_dir() {
                if name.ends_with(".yaml") || name.ends_with(".yml") {
                    out.push(path);
                } else {
                    open.push(path);
                }
            } else {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}

/// A path with its links resolved.
///
/// # Errors
/// When it does not exist.
pub fn real(path: &Path) -> Result<PathBuf, FileError> {
    fs::canonicalize(path).map_err(|e| FileError::new("读取", path, e))
}

/// Why a new file cannot be put somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPath {
    /// Something is there already.
    Taken,
    /// The folder leads out of the project through a link.
    Outside,
}

/// Whether a file that is not there yet may be put at a path below a project's folder.
///
/// # Errors
/// Why not.
pub fn check_new(root: &Path, path: &str) -> Result<(), NewPath> {
    let full = root.join(path);
    if fs::symlink_metadata(&full).is_ok() {
        return Err(NewPath::Taken);
    }
    let Ok(root) = fs::canonicalize(root) else {
        return Ok(());
    };
    // The nearest folder that exists decides where the file would really be.
    match full
        .ancestors()
        .skip(1)
        .find_map(|dir| fs::canonicalize(dir).ok())
    {
        Some(dir) if !dir.starts_with(&root) => Err(NewPath::Outside),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb18030_is_recognised() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("department: hbj\nname: 排污许可证核发\n");
        match decode(bytes.into_owned()) {
            Err(TextFault::NotUtf8 { offset, guess }) => {
                assert_eq!((offset, guess), (22, Encoding::Gb18030));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        let text = decode("\u{feff}a: 1".as_bytes().to_vec()).unwrap();
        assert_eq!(&*text, "a: 1");
    }
}

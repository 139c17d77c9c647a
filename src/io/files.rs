//! Files: reading texts with their faults named, walking folders, writing atomically.

use std::fs;
use std::io::{self, BufRead as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::domain::ids::Digest;

/// Largest text file that is read, in bytes: positions are kept in 32 bits.
pub const MAX_TEXT: u64 = 1 << 30;

/// How much of a file is looked at at once where it may be longer than memory.
const PIECE: usize = 1 << 18;

/// A file or folder could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{action}“{path}”时出错：{}", explain(source))]
pub struct FileError {
    /// What was being done, e.g. 读取.
    pub action: &'static str,
    /// The file.
    pub path: String,
    /// The system's reason.
    #[source]
    pub source: io::Error,
}

impl FileError {
    /// An error of an action on a path.
    pub fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self {
            action,
            path: shown(path),
            source,
        }
    }
}

/// A path for people: forward slashes, no `./` at the front.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// A system error in Chinese.
pub fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
        io::ErrorKind::QuotaExceeded => "超出了磁盘配额".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的".to_owned(),
        io::ErrorKind::IsADirectory => "这是一个文件夹，不是文件".to_owned(),
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹".to_owned(),
        io::ErrorKind::AlreadyExists => "已经存在".to_owned(),
        _ => error.to_string(),
    }
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
    bytes.clear();
    // Whoever opens a pipe waits until somebody writes into it.
    if !fs::metadata(path).map_err(TextFault::Io)?.is_file() {
        return Err(TextFault::NotAFile);
    }
    let file = fs::File::open(path).map_err(TextFault::Io)?;
    let meta = file.metadata().map_err(TextFault::Io)?;
    if !meta.is_file() {
        return Err(TextFault::NotAFile);
    }
    if meta.len() > MAX_TEXT {
        return Err(TextFault::TooLarge(meta.len()));
    }
    bytes.reserve_exact(meta.len() as usize + 1);
    file.take(MAX_TEXT + 1)
        .read_to_end(bytes)
        .map_err(TextFault::Io)?;
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

/// Writes a file so that it is there whole or not at all: beside it first, then renamed over.
///
/// # Errors
/// When the folder cannot be made or the file not written; the old file is then untouched.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let wrap = |e| FileError::new("写入", path, e);
    let mut file = beside(path).map_err(wrap)?;
    file.write_all(bytes).map_err(wrap)?;
    put_in_place(file, path).map_err(wrap)
}

/// Writes a file as [`write_unless_different`] does, of what `write` puts into it piece by piece.
///
/// # Errors
/// The error of `write`, or that the file cannot be written; nothing is left of it then.
pub fn write_pieces<E: From<FileError>>(
    path: &Path,
    force: bool,
    write: impl FnOnce(&mut dyn io::Write) -> Result<(), E>,
) -> Result<Written, E> {
    let wrap = |e| E::from(FileError::new("写入", path, e));
    if path.is_dir() {
        return Err(wrap(io::ErrorKind::IsADirectory.into()));
    }
    let mut file = beside(path).map_err(wrap)?;
    let mut out = io::BufWriter::new(file.as_file_mut());
    write(&mut out)?;
    out.flush().map_err(wrap)?;
    drop(out);
    match fs::File::open(path) {
        Ok(there) => {
            let written = file.reopen().map_err(wrap)?;
            if is_same(there, written).map_err(|e| E::from(FileError::new("读取", path, e)))? {
                return Ok(Written::Same);
            }
            if !force {
                return Ok(Written::Differs);
            }
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(E::from(FileError::new("读取", path, e))),
    }
    put_in_place(file, path).map_err(wrap)?;
    Ok(Written::New)
}

/// A new file in the folder in which `path` is to be.
fn beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    fs::create_dir_all(dir)?;
    temporary_in(dir, "")
}

/// How names of files begin that do not have theirs yet.
const TEMPORARY: &str = ".power-list-";

/// A file in a folder that does not have its name yet. It is locked as long as it is open, so that [`sweep`] tells it
/// from one whose process was killed.
///
/// # Errors
/// When it cannot be made.
pub fn temporary_in(dir: &Path, suffix: &str) -> io::Result<tempfile::NamedTempFile> {
    loop {
        let file = tempfile::Builder::new()
            .prefix(TEMPORARY)
            .suffix(suffix)
            .tempfile_in(dir)?;
        // Who sweeps may have come between the making and the locking.
        match file.as_file().try_lock() {
            Err(fs::TryLockError::WouldBlock) => {}
            _ if file.path().exists() => return Ok(file),
            _ => {}
        }
    }
}

/// Removes from a folder what processes that were killed have left there; nothing of one that is alive. What cannot be
/// removed stays: it is in nobody's way.
pub fn sweep(dir: &Path) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if !name.to_string_lossy().starts_with(TEMPORARY)
            || !entry.file_type().is_ok_and(|kind| kind.is_file())
        {
            continue;
        }
        // Removed while it is locked: who makes a file looks whether it is still there once he has the lock.
        if let Ok(file) = fs::File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes a file that is written be the one at `path`.
fn put_in_place(file: tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // tempfile makes private files; a list is for colleagues too.
        file.as_file()
            .set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Whether two files have the same bytes, however many.
fn is_same(one: fs::File, other: fs::File) -> io::Result<bool> {
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (io::BufReader::new(one), io::BufReader::new(other));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let count = left.len().min(right.len());
        if count == 0 || left[..count] != right[..count] {
            return Ok(count == 0);
        }
        one.consume(count);
        other.consume(count);
    }
}

/// What was done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was written.
    New,
    /// It had the same content already.
    Same,
    /// Something else is there; it was left alone.
    Differs,
}

/// Writes a file as [`write_atomic`] does, unless another content is there already and `force` is not set.
///
/// # Errors
/// When the file cannot be read or written.
pub fn write_unless_different(
    path: &Path,
    bytes: &[u8],
    force: bool,
) -> Result<Written, FileError> {
    match fs::read(path) {
        Ok(there) if there == bytes => return Ok(Written::Same),
        Ok(_) if !force => return Ok(Written::Differs),
        Ok(_) => {}
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(FileError::new("读取", path, e)),
    }
    write_atomic(path, bytes)?;
    Ok(Written::New)
}

/// Removes a file, if it still has the bytes that it had when somebody decided so; whether it was there.
///
/// # Errors
/// When it cannot be read or removed.
pub fn remove_unchanged(path: &Path, bytes: &[u8]) -> Result<Written, FileError> {
    match fs::read(path) {
        Ok(there) if there == bytes => {}
        Ok(_) => return Ok(Written::Differs),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Written::Same),
        Err(e) => return Err(FileError::new("读取", path, e)),
    }
    fs::remove_file(path).map_err(|e| FileError::new("删除", path, e))?;
    Ok(Written::New)
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

    #[test]
    fn what_a_killed_process_left_is_swept_and_what_a_living_one_has_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let left = dir.path().join(".power-list-killed.db");
        fs::write(&left, b"half").unwrap();
        fs::write(dir.path().join("list.db"), b"whole").unwrap();
        let alive = temporary_in(dir.path(), ".db").unwrap();
        sweep(dir.path());
        assert!(!left.exists());
        assert!(alive.path().exists());
        assert!(dir.path().join("list.db").exists());
        let path = alive.path().to_path_buf();
        alive.close().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn another_content_is_not_overwritten_without_force() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b.txt");
        let write = |bytes: &[u8], force| write_unless_different(&path, bytes, force).unwrap();
        assert_eq!(write(b"1", false), Written::New);
        assert_eq!(write(b"1", false), Written::Same);
        assert_eq!(write(b"2", false), Written::Differs);
        assert_eq!(fs::read(&path).unwrap(), b"1");
        assert_eq!(write(b"2", true), Written::New);
        assert_eq!(fs::read(&path).unwrap(), b"2");
        let left = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1);
    }
}

//! Writing: a file is there whole or not at all, and what a process that was killed has left goes with the next run.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::fault::{FileError, in_folder};

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
    let dir = folder_of(path);
    make_folder(dir)?;
    sweep_once(dir);
    temporary_in(dir, "")
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

/// Makes a folder with those above it, where they are not there yet.
///
/// # Errors
/// When it cannot be made; the error names the folder that does not take it.
pub fn make_folder(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir).map_err(|error| {
        let above = dir.ancestors().skip(1).find(|above| above.is_dir());
        in_folder(above.unwrap_or(Path::new(".")), error)
    })
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
            .tempfile_in(dir)
            .map_err(|error| in_folder(dir, error))?;
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

/// As [`sweep`], the first time that this process writes into the folder: looking through a long one before each of its
/// files would take longer than writing them.
fn sweep_once(dir: &Path) {
    static SWEPT: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);
    let is_first = SWEPT.lock().is_ok_and(|mut swept| {
        swept
            .get_or_insert_with(HashSet::new)
            .insert(dir.to_path_buf())
    });
    if is_first {
        sweep(dir);
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
    file.persist(path)
        .map_err(|e| in_folder(folder_of(path), e.error))?;
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

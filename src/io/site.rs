//! A folder of pages: made beside its place and put there whole. Only a folder that was made here is ever replaced.
//!
//! While it is made its folder is locked, so that the next one who makes a site tells it from that of a process that was
//! killed, and clears that away.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use sha2::{Digest as _, Sha256};

use super::files::{self, FileError};
use crate::domain::ids::Digest;

/// Marks a folder as one that was made here.
const MARK: &str = ".power-list-site";
const MARKED: &str = "由 power-list publish --site 生成，重新生成时整个替换\n";

/// How names of sites begin that do not have theirs yet.
const TEMPORARY: &str = ".power-list-site-";

/// Why the pages cannot be put into a folder.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// Something else lives there.
    #[error("“{0}”不是空的，也不是 publish --site 生成的文件夹，没有动它")]
    Foreign(String),
    /// It is no folder.
    #[error("“{0}”不是文件夹")]
    NotAFolder(String),
    /// Two pages would be one file.
    #[error("网站里有两个页面都要叫“{0}”，没有写出")]
    Twice(String),
    /// The disk.
    #[error(transparent)]
    File(#[from] FileError),
}

/// A site that is being made; dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct SiteFolder {
    target: PathBuf,
    made: tempfile::TempDir,
    /// Locked as long as it is open; `None` where folders cannot be.
    #[cfg_attr(not(any(target_os = "linux", target_os = "android")), allow(dead_code))]
    held: Option<fs::File>,
    files: AtomicUsize,
    bytes: AtomicU64,
}

impl SiteFolder {
    /// Begins a site that is to be at `target`.
    ///
    /// # Errors
    /// When somebody else's files are there, or nothing can be written beside it.
    pub fn begin(target: &Path) -> Result<Self, SiteError> {
        refuse_foreign(target)?;
        let parent = parent(target);
        let wrap = |e| FileError::new("建立文件夹", target, e);
        files::make_folder(&parent).map_err(wrap)?;
        sweep(&parent, target);
        let (made, held) = make_in(&parent).map_err(wrap)?;
        let site = Self {
            target: target.to_path_buf(),
            made,
            held,
            files: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        };
        site.put(MARK, MARKED.as_bytes())?;
        Ok(site)
    }

    /// Makes the folders that files will be put into, so that [`SiteFolder::put`] need not look.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn make_folders<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Result<(), SiteError> {
        let mut folders: Vec<&str> = paths.filter_map(|p| Some(p.rsplit_once('/')?.0)).collect();
        folders.sort_unstable();
        folders.dedup();
        for folder in folders {
            let path = self.made.path().join(folder);
            fs::create_dir_all(&path).map_err(|e| FileError::new("建立文件夹", &path, e))?;
        }
        Ok(())
    }

    /// Writes a file that is not there yet; on any thread.
    ///
    /// # Errors
    /// When the disk fails, or a file of this name has been written already.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), SiteError> {
        let full = self.made.path().join(path);
        let wrap = |e| FileError::new("写入", &self.target.join(path), e);
        match fs::File::create_new(&full) {
            Ok(mut file) => file.write_all(bytes).map_err(wrap)?,
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(SiteError::Twice(path.to_owned()));
            }
            Err(e) => return Err(wrap(e).into()),
        }
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    /// Begins a file that is not there yet and is written piece by piece.
    ///
    /// # Errors
    /// As [`SiteFolder::put`].
    pub fn begin_file(&self, path: &str) -> Result<SiteFile<'_>, SiteError> {
        let full = self.made.path().join(path);
        match fs::File::create_new(&full) {
            Ok(file) => {
                self.files.fetch_add(1, Ordering::Relaxed);
                Ok(SiteFile {
                    folder: self,
                    path: path.to_owned(),
                    file,
                    kept: Vec::with_capacity(PIECE),
                    size: 0,
                    hash: Sha256::new(),
                })
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(SiteError::Twice(path.to_owned()))
            }
            Err(e) => Err(FileError::new("写入", &self.target.join(path), e).into()),
        }
    }

    /// Copies a file; its size and the digest of its bytes.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn copy(&self, from: &Path, path: &str) -> Result<(u64, Digest), SiteError> {
        let wrap = |e| FileError::new("读取", from, e);
        let mut source = fs::File::open(from).map_err(wrap)?;
        let mut copy = self.begin_file(path)?;
        let mut piece = vec![0; PIECE];
        loop {
            match source.read(&mut piece).map_err(wrap)? {
                0 => return copy.end(),
                read => copy.put(piece.get(..read).unwrap_or_default())?,
            }
        }
    }

    /// As [`SiteFolder::copy`]; nothing where there is no such file.
    ///
    /// # Errors
    /// When it is there and cannot be read, or the site cannot be written.
    pub fn copy_where_there(
        &self,
        from: &Path,
        path: &str,
    ) -> Result<Option<(u64, Digest)>, SiteError> {
        match from.is_file() {
            true => self.copy(from, path).map(Some),
            false => Ok(None),
        }
    }

    /// How many files and bytes there are so far.
    pub fn size(&self) -> (usize, u64) {
        // The mark is none of the site's pages.
        let files = self.files.load(Ordering::Relaxed).saturating_sub(1);
        (
            files,
            self.bytes.load(Ordering::Relaxed) - MARKED.len() as u64,
        )
    }

    /// Puts the site in its place; what was there before goes.
    ///
    /// # Errors
    /// When somebody else's files have come to be there, or the disk fails; what was there is then left as it was.
    pub fn place(self) -> Result<(), SiteError> {
        refuse_foreign(&self.target)?;
        let made = self.made.path();
        let wrap = |e| FileError::new("写入", &self.target, e);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // tempfile makes private folders; a site is for everybody.
            fs::set_permissions(made, fs::Permissions::from_mode(0o755)).map_err(wrap)?;
        }
        #[cfg(any(target_os = "linux", target_os = "android"))]
        if let Some(held) = &self.held {
            // A name must not be on disk before what it stands for. All files at once: one by one takes a hundred times as long.
            rustix::fs::syncfs(held).map_err(|e| wrap(e.into()))?;
        }
        if !self.target.exists() {
            fs::rename(made, &self.target).map_err(wrap)?;
            return Ok(());
        }
        exchange(made, &self.target).map_err(wrap)?;
        Ok(())
    }
}

/// A folder that does not have its name yet.
fn make_in(parent: &Path) -> std::io::Result<(tempfile::TempDir, Option<fs::File>)> {
    loop {
        let made = tempfile::Builder::new()
            .prefix(TEMPORARY)
            .tempdir_in(parent)
            .map_err(|e| files::in_folder(parent, e))?;
        let Ok(held) = fs::File::open(made.path()) else {
            return Ok((made, None));
        };
        // Who sweeps may have come between the making and the locking.
        match held.try_lock() {
            Err(fs::TryLockError::WouldBlock) => {}
            _ if made.path().exists() => return Ok((made, Some(held))),
            _ => {}
        }
    }
}

/// Removes what processes that were killed have left of sites; nothing of one that is alive. What cannot be removed stays.
fn sweep(parent: &Path, target: &Path) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with(TEMPORARY) || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        // Between two steps of an exchange the site that is to be replaced stands under such a name, and nowhere else.
        if name.ends_with(ASIDE) && !target.exists() {
            continue;
        }
        if let Ok(folder) = fs::File::open(entry.path())
            && folder.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// How many bytes of a file are gathered before they are written.
const PIECE: usize = 1 << 18;

/// A file of a site that is being written.
#[derive(Debug)]
pub struct SiteFile<'s> {
    folder: &'s SiteFolder,
    path: String,
    file: fs::File,
    kept: Vec<u8>,
    size: u64,
    hash: Sha256,
}

impl std::io::Write for SiteFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.take(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.write_kept()
    }
}

impl SiteFile<'_> {
    /// Where it lies in the site.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Writes the next bytes.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), SiteError> {
        self.take(bytes).map_err(|e| self.fault(e))
    }

    /// What it says when the disk fails.
    pub fn fault(&self, error: std::io::Error) -> SiteError {
        FileError::new("写入", &self.folder.target.join(&self.path), error).into()
    }

    fn take(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        if self.kept.len() + bytes.len() > PIECE {
            self.write_kept()?;
        }
        if bytes.len() >= PIECE {
            return self.write_through(bytes);
        }
        self.kept.extend_from_slice(bytes);
        Ok(())
    }

    fn write_kept(&mut self) -> std::io::Result<()> {
        let mut kept = std::mem::take(&mut self.kept);
        let written = self.write_through(&kept);
        kept.clear();
        self.kept = kept;
        written
    }

    fn write_through(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        let all = &self.folder.bytes;
        all.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    /// Nothing more is written; its size and the digest of its bytes.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn end(mut self) -> Result<(u64, Digest), SiteError> {
        self.write_kept().map_err(|e| self.fault(e))?;
        let digest = Digest::from_bytes(self.hash.finalize().into());
        Ok((self.size, digest))
    }
}

/// Makes each of two folders stand where the other stood: readers see the one or the other, never neither.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(made: &Path, target: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, made, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // A file system that cannot do it.
        Err(_) => exchange_in_steps(made, target),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(made: &Path, target: &Path) -> std::io::Result<()> {
    exchange_in_steps(made, target)
}

/// How the name ends under which a site stands aside.
const ASIDE: &str = "-old";

/// The same in three steps; when the second fails the first is taken back.
fn exchange_in_steps(made: &Path, target: &Path) -> std::io::Result<()> {
    let mut aside = made.as_os_str().to_owned();
    aside.push(ASIDE);
    let aside = PathBuf::from(aside);
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(made, target) {
        fs::rename(&aside, target)?;
        return Err(error);
    }
    // Somebody may have swept it away already.
    match fs::rename(&aside, made) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// The folder that a folder is in.
fn parent(target: &Path) -> PathBuf {
    match target.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

fn refuse_foreign(target: &Path) -> Result<(), SiteError> {
    let shown = files::shown(target);
    match fs::symlink_metadata(target) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(FileError::new("读取", target, e).into()),
        Ok(meta) if !meta.is_dir() => return Err(SiteError::NotAFolder(shown)),
        Ok(_) => {}
    }
    if target.join(MARK).is_file() {
        return Ok(());
    }
    let mut entries = fs::read_dir(target).map_err(|e| FileError::new("读取文件夹", target, e))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(SiteError::Foreign(shown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn make(target: &Path, files: &[(&str, &str)]) {
        let site = SiteFolder::begin(target).unwrap();
        site.make_folders(files.iter().map(|(path, _)| *path))
            .unwrap();
        for (path, text) in files {
            site.put(path, text.as_bytes()).unwrap();
        }
        assert_eq!(site.size().0, files.len());
        site.place().unwrap();
    }

    #[test]
    fn a_site_replaces_the_one_before_it_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("a/site");
        make(&target, &[("index.html", "1"), ("items/x.html", "x")]);
        make(&target, &[("index.html", "2")]);
        assert_eq!(fs::read_to_string(target.join("index.html")).unwrap(), "2");
        assert!(!target.join("items").exists());
        let left: Vec<_> = fs::read_dir(dir.path().join("a")).unwrap().collect();
        assert_eq!(left.len(), 1);

        let foreign = dir.path().join("foreign");
        fs::create_dir(&foreign).unwrap();
        drop(SiteFolder::begin(&foreign).unwrap());
        fs::write(foreign.join("a"), "b").unwrap();
        assert!(matches!(
            SiteFolder::begin(&foreign),
            Err(SiteError::Foreign(_))
        ));
        assert!(matches!(
            SiteFolder::begin(&foreign.join("a")),
            Err(SiteError::NotAFolder(_))
        ));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_a_killed_process_left_goes_and_what_a_living_one_makes_stays() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("site");
        let left = dir.path().join(".power-list-site-killed");
        let aside = dir.path().join(".power-list-site-killed-old");
        for folder in [&left, &aside] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("x"), "half").unwrap();
        }
        let alive = SiteFolder::begin(&target).unwrap();
        alive.put("index.html", b"1").unwrap();
        assert!(!left.exists());
        // The only copy of the site there is.
        assert!(aside.exists());
        make(&target, &[("index.html", "2")]);
        alive.place().unwrap();
        assert_eq!(fs::read_to_string(target.join("index.html")).unwrap(), "1");
        make(&target, &[("index.html", "3")]);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn no_page_is_written_over_another() {
        let dir = tempfile::tempdir().unwrap();
        let site = SiteFolder::begin(&dir.path().join("site")).unwrap();
        site.put("a.html", b"1").unwrap();
        assert!(matches!(site.put("a.html", b"2"), Err(SiteError::Twice(_))));
    }

    #[test]
    fn where_folders_cannot_change_places_it_is_done_in_steps() {
        let dir = tempfile::tempdir().unwrap();
        let (made, target) = (dir.path().join("made"), dir.path().join("target"));
        for (folder, text) in [(&made, "new"), (&target, "old")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("x"), text).unwrap();
        }
        exchange_in_steps(&made, &target).unwrap();
        assert_eq!(fs::read_to_string(target.join("x")).unwrap(), "new");
        assert_eq!(fs::read_to_string(made.join("x")).unwrap(), "old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}

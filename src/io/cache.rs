//! A folder for what can be computed again: safe to delete, at any time; safe with several processes, since an entry is
//! there whole or not at all.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::domain::ids::Digest;

/// How many folders of a project are kept: what people go back and forth between, such as gates and days.
const KEPT: usize = 6;

/// Nobody validates a project any more of which nothing was kept for so long.
const FORGOTTEN: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// Entries that were made under the same conditions.
#[derive(Debug)]
pub struct CacheFolder(PathBuf);

impl CacheFolder {
    /// The folder for a project, by its path, under conditions that have this name. `None` where it can be neither read
    /// nor made.
    pub fn open(base: &Path, project: &Path, conditions: &str) -> Option<Self> {
        let path = project.to_string_lossy();
        let of_project = base.join(Digest::of(path.as_bytes()).to_string());
        let dir = of_project.join(conditions);
        if !dir.is_dir() {
            let new = !of_project.is_dir();
            fs::create_dir_all(&dir).ok()?;
            // A cache is nobody's work: backups pass by what is marked so.
            let _ = fs::write(
                base.join("CACHEDIR.TAG"),
                "Signature: 8a477f597d28d172789f06886806bc55\n",
            );
            forget(&of_project, &dir, KEPT - 1, Duration::ZERO);
            if new {
                forget(base, &of_project, 0, FORGOTTEN);
            }
        }
        Some(Self(dir))
    }

    /// An entry, if there is one.
    pub fn read(&self, entry: &str) -> Option<Vec<u8>> {
        fs::read(self.0.join(entry)).ok()
    }

    /// Makes an entry of these parts. Where that fails there is none.
    pub fn write(&self, entry: &str, parts: &[&[u8]]) {
        let Ok(mut file) = tempfile::Builder::new().prefix(".").tempfile_in(&self.0) else {
            return;
        };
        if parts.iter().all(|part| file.write_all(part).is_ok()) {
            // Not synced: an entry that a power cut has torn is told by its digest.
            let _ = file.persist(self.0.join(entry));
        }
    }
}

/// Removes the folders in which nothing was written for the longest time, and everything in them: all that are older
/// than `age`, but for the `kept` newest, and never the `new` one: folders may have been made in the same moment.
fn forget(all: &Path, new: &Path, kept: usize, age: Duration) {
    let Ok(entries) = fs::read_dir(all) else {
        return;
    };
    let mut folders: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        // Whoever names a folder for the cache may have other things in it: only what is called as ours is removed.
        .filter(|entry| {
            let name = entry.file_name();
            let ours = name
                .to_str()
                .is_some_and(|name| name.parse::<Digest>().is_ok());
            ours && entry.path() != new && entry.file_type().is_ok_and(|kind| kind.is_dir())
        })
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    folders.sort_by(|a, b| b.cmp(a));
    for (written, folder) in folders.into_iter().skip(kept) {
        if written.elapsed().is_ok_and(|since| since >= age) {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Which program this is, down to the build: the same version may have been built twice from different sources.
pub fn program() -> Option<String> {
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let made = file.modified().ok()?;
    let made = made.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let version = env!("CARGO_PKG_VERSION");
    Some(format!("{version} {} {}", file.len(), made.as_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap().flatten();
        let folders = entries.filter(|entry| entry.path().is_dir());
        let mut names: Vec<_> = folders
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn make_old(dir: &Path) {
        let long_ago = SystemTime::now() - FORGOTTEN - Duration::from_secs(60);
        let folder = fs::File::open(dir).unwrap();
        folder.set_modified(long_ago).unwrap();
    }

    #[test]
    fn what_is_old_is_forgotten_and_what_is_not_ours_stays() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        let conditions = Digest::of(b"a").to_string();
        fs::create_dir(base.join("letters")).unwrap();
        fs::write(base.join("letters/one.txt"), "dear").unwrap();
        make_old(&base.join("letters"));
        let old = CacheFolder::open(base, Path::new("/old"), &conditions).unwrap();
        make_old(old.0.parent().unwrap());
        CacheFolder::open(base, Path::new("/new"), &conditions).unwrap();
        let new = Digest::of(b"/new").to_string();
        let mut left = [new.as_str(), "letters"];
        left.sort_unstable();
        assert_eq!(names(base), left);
        assert!(base.join("letters/one.txt").is_file());
    }

    #[test]
    fn of_a_project_the_newest_conditions_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..KEPT + 3 {
            let conditions = Digest::of(&number.to_be_bytes()).to_string();
            CacheFolder::open(dir.path(), Path::new("/p"), &conditions).unwrap();
        }
        let project = dir.path().join(Digest::of(b"/p").to_string());
        assert_eq!(names(&project).len(), KEPT);
    }
}

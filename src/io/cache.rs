//! A folder for what can be computed again: safe to delete, at any time; safe with several processes, since an entry is
//! there whole or not at all.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Where caches lie in a project.
pub const FOLDER: &str = ".power-list/cache";

/// How many folders of a kind are kept: what people go back and forth between, such as gates and days.
const KEPT: usize = 6;

/// Entries that were made under the same conditions.
#[derive(Debug)]
pub struct CacheFolder(PathBuf);

impl CacheFolder {
    /// The folder `name` of a kind in the project in `root`. `None` where it can be neither read nor made.
    pub fn open(root: &Path, kind: &str, name: &str) -> Option<Self> {
        let top = root.join(FOLDER);
        let all = top.join(kind);
        let dir = all.join(name);
        if !dir.is_dir() {
            fs::create_dir_all(&dir).ok()?;
            // A cache is nobody's work: neither for version control nor for backups.
            let _ = fs::write(top.join(".gitignore"), "*\n");
            let _ = fs::write(
                top.join("CACHEDIR.TAG"),
                "Signature: 8a477f597d28d172789f06886806bc55\n",
            );
            forget_old(&all, &dir);
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

/// Removes the folders of a kind that were made first, and the entries in them.
fn forget_old(all: &Path, new: &Path) {
    let Ok(entries) = fs::read_dir(all) else {
        return;
    };
    let mut folders: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter(|entry| entry.path() != new)
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    folders.sort();
    let many = folders.len().saturating_sub(KEPT - 1);
    for (_, folder) in folders.into_iter().take(many) {
        let _ = fs::remove_dir_all(folder);
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

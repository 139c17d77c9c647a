//! What the project has published before.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::domain::ids::Digest;
use crate::domain::published::{Names, Published, PublishedItem, Records};
use crate::io::sqlite::release::{self, ReleaseFile};

/// What each code stood for in the releases of the project. A file that cannot be read is passed over: publishing and
/// `release verify` say what is wrong with it.
pub(super) fn published(root: &Path) -> Published {
    let mut files = Vec::new();
    let mut all = Vec::new();
    let mut hash = Sha256::new();
    for path in release::list(&root.join("releases")).unwrap_or_default() {
        let Ok(file) = ReleaseFile::open(&path) else {
            continue;
        };
        let mut names = Names::default();
        let mut put = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        put(&file.header().id.to_string());
        let read = file.each_name(|code, name| {
            put(code);
            put(name);
            names.add(code, name);
        });
        if read.is_ok() {
            all.push(names);
            files.push((path, None));
        }
    }
    let digest = Digest::from_bytes(hash.finalize().into());
    Published::gather(all, Box::new(Shelf(Mutex::new(files))), digest)
}

/// The releases, in the order in which they were published, each opened once it is asked.
#[derive(Debug)]
struct Shelf(Mutex<Vec<(PathBuf, Option<ReleaseFile>)>>);

impl Records for Shelf {
    fn find(&self, code: &str) -> Option<PublishedItem> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter_mut().rev().find_map(|(path, file)| {
            if file.is_none() {
                *file = ReleaseFile::open(path).ok();
            }
            let file = file.as_ref()?;
            Some(PublishedItem {
                name: file.name_of(code).ok()??,
                release: file.header().id.to_string(),
            })
        })
    }
}

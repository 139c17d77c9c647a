//! What the project has published before.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::project::PublishedItem;
use crate::io::sqlite::release::{self, ReleaseFile};

/// The item that each code stood for in the releases of the project, the last one where there are several. A file that
/// cannot be read is passed over: publishing and `release verify` say what is wrong with it.
pub(super) fn published(root: &Path) -> BTreeMap<String, PublishedItem> {
    let mut all = BTreeMap::new();
    for path in release::list(&root.join("releases")).unwrap_or_default() {
        let Ok(file) = ReleaseFile::open(&path) else {
            continue;
        };
        let release = file.header().id.to_string();
        for (code, name) in file.names().unwrap_or_default() {
            let release = release.clone();
            all.insert(code, PublishedItem { name, release });
        }
    }
    all
}

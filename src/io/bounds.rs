//! The folder that a project may read from: links may lead anywhere, and nothing outside is the project's.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

/// A folder with its links resolved, and what was found out about the folders in it.
#[derive(Debug)]
pub struct Bounds {
    root: PathBuf,
    /// Whether a folder, links resolved, lies inside. Many files lie in one folder, and resolving asks the system about
    /// each part of a path.
    folders: Mutex<HashMap<PathBuf, bool>>,
}

impl Bounds {
    /// The bounds of a folder.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn of(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            root: fs::canonicalize(folder)?,
            folders: Mutex::default(),
        })
    }

    /// The folder, links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether a path, links resolved, lies inside.
    ///
    /// # Errors
    /// When the path cannot be resolved, e.g. because it does not exist.
    pub fn hold(&self, path: &Path) -> io::Result<bool> {
        let inside = |path: &Path| Ok(fs::canonicalize(path)?.starts_with(&self.root));
        let folder = match path.parent() {
            Some(folder) if !fs::symlink_metadata(path)?.is_symlink() => folder,
            _ => return inside(path),
        };
        // Only whole answers are put in.
        let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known().get(folder) {
            return Ok(*answer);
        }
        let answer = inside(folder)?;
        known().insert(folder.to_path_buf(), answer);
        Ok(answer)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_lead_where_they_lead() {
        let at = tempfile::tempdir().unwrap();
        let path = |name: &str| at.path().join(name);
        for folder in ["project/items", "elsewhere"] {
            fs::create_dir_all(path(folder)).unwrap();
            fs::write(path(folder).join("a.yaml"), "a").unwrap();
        }
        symlink(path("elsewhere"), path("project/away")).unwrap();
        symlink(path("project/items"), path("project/here")).unwrap();
        symlink(path("elsewhere/a.yaml"), path("project/items/b.yaml")).unwrap();
        symlink("a.yaml", path("project/items/c.yaml")).unwrap();
        symlink("nowhere", path("project/items/d.yaml")).unwrap();
        let bounds = Bounds::of(&path("project")).unwrap();
        // Asked again, since the first answer is remembered.
        for _ in 0..2 {
            for (name, inside) in [
                ("items/a.yaml", true),
                ("here/a.yaml", true),
                ("items/c.yaml", true),
                ("away/a.yaml", false),
                ("items/b.yaml", false),
            ] {
                let found = bounds.hold(&path("project").join(name));
                assert_eq!(found.unwrap(), inside, "{name}");
            }
            for name in ["items/d.yaml", "items/e.yaml", "away/e.yaml"] {
                let error = bounds.hold(&path("project").join(name)).unwrap_err();
                assert_eq!(error.kind(), io::ErrorKind::NotFound, "{name}");
            }
        }
    }
}

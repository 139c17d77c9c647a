//! A file that a command is about to write, so that it can be shown before.

use std::path::Path;

use crate::io::files::{self, FileError};

/// A file that will be written.
#[derive(Debug, Clone)]
pub struct PlannedFile {
    /// Path within the project, with forward slashes.
    pub path: String,
    /// Its text now; `None` when it is new.
    pub before: Option<String>,
    /// Its text then.
    pub after: String,
}

impl PlannedFile {
    /// The change as a unified diff.
    pub fn diff(&self) -> String {
        let before = self.before.as_deref().unwrap_or("");
        let old = if self.before.is_some() {
            format!("a/{}", self.path)
        } else {
            "/dev/null".to_owned()
        };
        similar::TextDiff::from_lines(before, &self.after)
            .unified_diff()
            .context_radius(3)
            .header(&old, &format!("b/{}", self.path))
            .to_string()
    }
}

/// A planned file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Somebody changed it since it was read.
    #[error("“{0}”在读取以后又被改动过，没有写入")]
    Changed(String),
    /// The system said no.
    #[error(transparent)]
    File(#[from] FileError),
}

/// The byte order mark that some editors put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

impl PlannedFile {
    /// Writes a file that was there before, whole or not at all. A byte order mark stays, and a link stays a link.
    ///
    /// # Errors
    /// When the file is not any more what it was when the change was worked out, or cannot be written.
    pub fn rewrite(&self, root: &Path) -> Result<(), WriteError> {
        let path = root.join(&self.path);
        let there = files::read_bytes(&path)?;
        let (mark, text) = match there.strip_prefix(MARK) {
            Some(text) => (MARK, text),
            None => (&[][..], there.as_slice()),
        };
        if Some(text) != self.before.as_deref().map(str::as_bytes) {
            return Err(WriteError::Changed(self.path.clone()));
        }
        let real = files::real(&path)?;
        Ok(files::write_atomic(
            &real,
            &[mark, self.after.as_bytes()].concat(),
        )?)
    }
}

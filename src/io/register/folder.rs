//! A register in a folder, as `law index --out` writes one.

use std::path::Path;

use super::{FILES, HEADER, RegisterError, read};
use crate::domain::law::Register;
use crate::io::files::{self, FileError};

/// Why a folder cannot be read as a register.
#[derive(Debug, thiserror::Error)]
pub enum RegisterFolderError {
    /// There is none, or it is no folder.
    #[error("没有“{0}”这个文件夹")]
    NoFolder(String),
    /// Nothing in it is a file of a register.
    #[error("“{0}”不是法规库文件夹：里面没有法规库文件（laws.txt 等）")]
    NotARegister(String),
    /// A file could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file is no register.
    #[error(transparent)]
    Content(#[from] RegisterError),
}

/// Reads the register files of a folder; other files are let be.
///
/// # Errors
/// When it is no folder of a register, or a file in it is damaged.
pub fn open(folder: &Path) -> Result<Register, RegisterFolderError> {
    let shown = files::shown(folder);
    if !folder.is_dir() {
        return Err(RegisterFolderError::NoFolder(shown));
    }
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in files::walk(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path);
        let name = name.to_string_lossy().into_owned();
        // Only what lies directly in it: a folder of folders is something else.
        if name.contains(['/', '\\']) || !name.ends_with(".txt") {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|e| FileError::new("读取", &path, e))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if FILES.contains(&name.as_str()) || text.starts_with(HEADER) {
            texts.push((name, text));
        }
    }
    if texts.is_empty() {
        return Err(RegisterFolderError::NotARegister(shown));
    }
    // The files of the format first, in their order: what is kept by hand goes over them.
    let place = |name: &str| FILES.iter().position(|f| *f == name).unwrap_or(FILES.len());
    texts.sort_by(|(a, _), (b, _)| (place(a), a).cmp(&(place(b), b)));
    let texts = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    Ok(read(texts)?)
}

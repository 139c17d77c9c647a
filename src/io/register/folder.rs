//! A register in a folder, as `law index --out` writes one.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{FILES, RegisterError, SUPPLEMENT, read_all, write};
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
    /// A file has been lost; what is left cannot be trusted to be all.
    #[error("“{folder}”缺少 {file}，法规库不全：从备份恢复，或用 power-list law index 重新生成")]
    Missing {
        /// The folder.
        folder: String,
        /// The file.
        file: &'static str,
    },
    /// A file could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file is no register.
    #[error(transparent)]
    Content(#[from] RegisterError),
}

/// Files that registers did not have from the beginning.
const LATER: [&str; 2] = [FILES[4], FILES[5]];

/// Reads the register in a folder, every line of it, and what is kept by hand beside it; other files are let be.
///
/// # Errors
/// When it is no folder of a register, or a file in it is missing or damaged.
pub fn open(folder: &Path) -> Result<Register, RegisterFolderError> {
    read(folder, Some(SUPPLEMENT))
}

/// As [`open`], without what is kept by hand: that stays in a file of its own when the rest is written again.
///
/// # Errors
/// See [`open`].
pub fn open_to_add(folder: &Path) -> Result<Register, RegisterFolderError> {
    read(folder, None)
}

fn read(folder: &Path, by_hand: Option<&'static str>) -> Result<Register, RegisterFolderError> {
    let shown = || files::shown(folder);
    if !folder.is_dir() {
        return Err(RegisterFolderError::NoFolder(shown()));
    }
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut missing = None;
    for file in FILES.into_iter().chain(by_hand) {
        let path = folder.join(file);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                texts.push((files::shown(&path), text));
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                if file != SUPPLEMENT && !LATER.contains(&file) {
                    missing = missing.or(Some(file));
                }
            }
            Err(e) => return Err(FileError::new("读取", &path, e).into()),
        }
    }
    match missing {
        Some(_) if texts.is_empty() => Err(RegisterFolderError::NotARegister(shown())),
        Some(file) => Err(RegisterFolderError::Missing {
            folder: shown(),
            file,
        }),
        None => Ok(read_all(
            texts.iter().map(|(n, t)| (n.as_str(), t.as_str())),
        )?),
    }
}

/// Whether a folder holds a register.
pub fn is_register(folder: &Path) -> bool {
    FILES.iter().any(|file| folder.join(file).is_file())
}

/// Why a register cannot be saved.
#[derive(Debug, thiserror::Error)]
#[error("写入 {path} 失败")]
pub struct SaveError {
    /// What was to be written.
    pub path: PathBuf,
    /// Why not.
    pub source: std::io::Error,
}

/// Writes the files of a register into a folder, which is made where needed. Every file is written beside its
/// place and then renamed, so that a reader never sees half of it.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn save(register: &Register, out: &Path) -> Result<(), SaveError> {
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |source| SaveError { path, source }
    };
    std::fs::create_dir_all(out).map_err(fail(out))?;
    for (file, text) in write(register) {
        let path = out.join(file);
        let mut beside = tempfile::NamedTempFile::new_in(out).map_err(fail(&path))?;
        beside.write_all(text.as_bytes()).map_err(fail(&path))?;
        beside.as_file().sync_all().map_err(fail(&path))?;
        share(&beside).map_err(fail(&path))?;
        beside
            .persist(&path)
            .map_err(|e| e.error)
            .map_err(fail(&path))?;
    }
    Ok(())
}

/// A temporary file is its owner's alone; a register is for everyone who may read the folder.
fn share(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file()
            .set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

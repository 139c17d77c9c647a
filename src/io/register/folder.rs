//! A register in a folder on disk.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{FILES, RegisterError, SUPPLEMENT, read_all, write};
use crate::domain::law::Register;

/// Why a folder's register cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It is no folder, or has none of the files.
    #[error("{0} 不是法规库：应是 power-list law index --out 写出的文件夹，里面有 laws.txt 等文件")]
    NotARegister(PathBuf),
    /// A file has been lost; the others cannot be trusted to be all.
    #[error("{folder} 缺少 {file}：法规库不全。从备份恢复，或用 power-list law index 重新生成")]
    Missing {
        /// The folder.
        folder: PathBuf,
        /// The file.
        file: &'static str,
    },
    /// The system refused.
    #[error("读取 {path} 失败")]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file does not fit.
    #[error(transparent)]
    Content(#[from] RegisterError),
}

/// Files that registers did not have from the beginning.
const LATER: [&str; 2] = [FILES[4], FILES[5]];

/// Reads the register in a folder, every line of it. `supplement` tells whether the entries kept by hand are read too,
/// where there are any.
///
/// # Errors
/// When the folder holds no register, a file is missing or cannot be read, or a line does not fit.
pub fn read_folder(folder: &Path, supplement: bool) -> Result<Register, FolderError> {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut missing = None;
    let by_hand = supplement.then_some(SUPPLEMENT);
    for file in FILES.into_iter().chain(by_hand) {
        let path = folder.join(file);
        match std::fs::read_to_string(&path) {
            Ok(text) => texts.push((path.display().to_string(), text)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                if !LATER.contains(&file) && file != SUPPLEMENT {
                    missing = missing.or(Some(file));
                }
            }
            Err(_) if !folder.is_dir() => return Err(FolderError::NotARegister(folder.to_owned())),
            Err(source) => return Err(FolderError::Io { path, source }),
        }
    }
    match missing {
        Some(_) if texts.is_empty() => Err(FolderError::NotARegister(folder.to_owned())),
        Some(file) => Err(FolderError::Missing {
            folder: folder.to_owned(),
            file,
        }),
        None => Ok(read_all(
            texts.iter().map(|(n, t)| (n.as_str(), t.as_str())),
        )?),
    }
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

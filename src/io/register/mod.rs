//! The national law register as committed text (`data/laws/`), and a project's own `laws/*.yaml`.

pub mod folder;
pub mod local;
mod reader;
mod writer;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::domain::law::{LawLevel, Register};

pub use self::reader::{RegisterError, read};
pub use self::writer::{digest, write};

/// First line of every register file; the number changes with the format.
const HEADER: &str = "# power-list 法规库 第1版";

/// The files of a register, each with the levels it holds; the last one holds names only.
pub const FILES: [&str; 4] = [
    "laws.txt",
    "regulations.txt",
    "rules.txt",
    "repealed-names.txt",
];

/// The file that holds laws of a level.
const fn file_of(level: LawLevel) -> &'static str {
    match level {
        LawLevel::Constitution | LawLevel::Law => FILES[0],
        LawLevel::AdministrativeRegulation => FILES[1],
        LawLevel::LocalRegulation
        | LawLevel::DepartmentRule
        | LawLevel::LocalGovernmentRule
        | LawLevel::NormativeDocument => FILES[2],
    }
}

/// Keys of the lines; the cells of a line are separated by tabs.
mod key {
    pub const LAW: &str = "法规";
    pub const FORMER: &str = "曾用名";
    pub const VERSION: &str = "版本";
    pub const REPEAL: &str = "废止";
    pub const REPEALED_NAME: &str = "已废名";
    /// What is unknown.
    pub const NONE: &str = "-";
    /// Full name that is 中华人民共和国 and the short name.
    pub const COUNTRY: &str = "+";
}

/// What the corpus lacks and lists cite all the time, kept by hand: decisions of the State Council.
const SUPPLEMENT: &str = "supplement.txt";

/// The built-in files.
pub const BUILTIN: [(&str, &str); 5] = [
    (FILES[0], include_str!("../../../data/laws/laws.txt")),
    (FILES[1], include_str!("../../../data/laws/regulations.txt")),
    (FILES[2], include_str!("../../../data/laws/rules.txt")),
    (
        FILES[3],
        include_str!("../../../data/laws/repealed-names.txt"),
    ),
    (
        SUPPLEMENT,
        include_str!("../../../data/laws/supplement.txt"),
    ),
];

/// The national register that is part of the program. Read when first asked for.
///
/// A test reads the committed files, so the error cannot occur in a program that passed its tests;
/// then an empty register stands in, with which every citation is unknown rather than wrong.
pub fn builtin() -> &'static Register {
    static REGISTER: OnceLock<Register> = OnceLock::new();
    REGISTER.get_or_init(|| read(BUILTIN).unwrap_or_default())
}

/// A register of its own, for a run that adds local documents to the national one.
///
/// # Errors
/// See [`builtin`]: none in a program that passed its tests.
pub fn builtin_owned() -> Result<Register, RegisterError> {
    read(BUILTIN)
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

#[cfg(test)]
mod tests;

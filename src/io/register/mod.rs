//! The national law register as committed text (`data/laws/`), and a project's own `laws/*.yaml`.

pub mod folder;
pub mod local;
mod reader;
mod writer;

use std::sync::OnceLock;

use crate::domain::law::{LawLevel, Register};

pub use self::folder::{SaveError, save};
pub use self::reader::{RegisterError, read, read_all};
pub use self::writer::{digest, write};

/// First line of every register file; the number changes with the format.
const HEADER: &str = "# power-list 法规库 第1版";

/// The files of a register: three with laws by level, then names of which only the end is known, what became of
/// provisions from version to version, and where all that comes from.
pub const FILES: [&str; 6] = [
    "laws.txt",
    "regulations.txt",
    "rules.txt",
    "repealed-names.txt",
    "moves.txt",
    "source.txt",
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
    pub const MOVES: &str = "变动";
    pub const STRUCTURE: &str = "结构";
    pub const SNAPSHOT: &str = "来源截止日期";
    pub const LINES: &str = "行数";
    /// What is unknown.
    pub const NONE: &str = "-";
    /// Full name that is 中华人民共和国 and the short name.
    pub const COUNTRY: &str = "+";
}

/// What the corpus lacks and lists cite all the time, kept by hand: decisions of the State Council.
const SUPPLEMENT: &str = "supplement.txt";

/// The built-in files.
pub const BUILTIN: [(&str, &str); 7] = [
    (FILES[0], include_str!("../../../data/laws/laws.txt")),
    (FILES[1], include_str!("../../../data/laws/regulations.txt")),
    (FILES[2], include_str!("../../../data/laws/rules.txt")),
    (
        FILES[3],
        include_str!("../../../data/laws/repealed-names.txt"),
    ),
    (FILES[4], include_str!("../../../data/laws/moves.txt")),
    (FILES[5], include_str!("../../../data/laws/source.txt")),
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

#[cfg(test)]
mod tests;

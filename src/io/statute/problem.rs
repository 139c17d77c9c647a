//! What could not be read, and what was read with doubt.

/// How much of a statute a problem concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// Not read: it is missing from the register.
    Unread,
    /// Read as it stands, though it may be meant otherwise.
    Doubtful,
    /// The texts and the source's own index do not agree on whether a law is in force.
    Conflict,
    /// Put right without doubt, told for completeness.
    Note,
}

impl ProblemKind {
    /// The word for it in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Doubtful => "doubtful",
            Self::Conflict => "conflict",
            Self::Note => "note",
        }
    }

    /// The word for it in reports.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Unread => "未读",
            Self::Doubtful => "存疑",
            Self::Conflict => "核对",
            Self::Note => "说明",
        }
    }
}

/// One finding of the reader in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1; 0 when it concerns the whole file.
    pub line: u32,
    /// How much it matters.
    pub kind: ProblemKind,
    /// What was found and what became of it, in Chinese.
    pub what: String,
}

//! How severe a finding is, at each gate.

use crate::domain::gate::Gate;

/// Severity; the order is from mild to severe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something to look at.
    Note,
    /// Probably wrong.
    Warning,
    /// Wrong: the gate does not open.
    Error,
}

impl Severity {
    /// All, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The stable English key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word for people.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Note => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }

    /// The severity that a key names.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// A rule's severity at each gate; `None` means it is silent there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Severities([Option<Severity>; 4]);

impl Severities {
    /// The same at every gate.
    pub const fn always(severity: Severity) -> Self {
        Self([Some(severity); 4])
    }

    /// One severity at 一上, another from 二上 on.
    pub const fn first_then(first: Severity, later: Severity) -> Self {
        Self([Some(first), Some(later), Some(later), Some(later)])
    }

    /// One for each gate.
    pub const fn each(severities: [Severity; 4]) -> Self {
        Self([
            Some(severities[0]),
            Some(severities[1]),
            Some(severities[2]),
            Some(severities[3]),
        ])
    }

    /// Silent at every gate.
    pub const OFF: Self = Self([None; 4]);

    /// The severity at a gate.
    pub const fn at(&self, gate: Gate) -> Option<Severity> {
        self.0[gate.number() as usize - 1]
    }
}

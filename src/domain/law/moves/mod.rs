//! What became of the provisions of a law from one version to another, and from a law to the one that replaced it.
//!
//! Facts only: numbers of provisions, whether the words changed, and how sure that is.

use std::fmt;

use jiff::civil::Date;

use crate::domain::ids::LawId;
use crate::domain::provision::Provision;

mod by_structure;
mod notation;
mod route;
mod transition;

pub use by_structure::by_structure;
pub use route::Route;
pub use transition::{Change, Row, Transition, Wording};

/// A version of a law, as mappings name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionId {
    /// The law.
    pub law: LawId,
    /// The day that names the version.
    pub published: Date,
}

/// What became of a provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Same place, same words.
    Same,
    /// Another number, same words.
    Moved,
    /// Same place, other words.
    Changed,
    /// Another number and other words.
    MovedAndChanged,
    /// It is no longer there.
    Gone,
    /// It was not there before.
    New,
}

impl Fate {
    /// All fates.
    pub const ALL: [Self; 6] = [
        Self::Same,
        Self::Moved,
        Self::Changed,
        Self::MovedAndChanged,
        Self::Gone,
        Self::New,
    ];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::MovedAndChanged => "moved_and_changed",
            Self::Gone => "gone",
            Self::New => "new",
        }
    }

    /// The fate of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.key() == key)
    }

    /// In Chinese.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Same => "未变",
            Self::Moved => "移动",
            Self::Changed => "修改",
            Self::MovedAndChanged => "移动并修改",
            Self::Gone => "删去",
            Self::New => "新增",
        }
    }

    const fn of(moved: bool, reworded: bool) -> Self {
        match (moved, reworded) {
            (false, false) => Self::Same,
            (true, false) => Self::Moved,
            (false, true) => Self::Changed,
            (true, true) => Self::MovedAndChanged,
        }
    }
}

/// What a mapping rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// The counts of 款 and 项 alone: a change of words is not seen, and neighbours of one shape cannot be told apart.
    Structure,
    /// What others wrote down: the decision that changed the law, quotations with their numbers; the words of one version
    /// are not at hand.
    Record,
    /// The words of both versions.
    Text,
}

impl Evidence {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Structure, Self::Record, Self::Text];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Record => "record",
            Self::Text => "text",
        }
    }

    /// In Chinese.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Structure => "结构",
            Self::Record => "记录",
            Self::Text => "文本",
        }
    }

    /// The kind that the Chinese word names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.chinese() == text)
    }
}

/// How sure it is that a provision went where the mapping says, in whole percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u8);

impl Confidence {
    /// As good as certain.
    pub const FULL: Self = Self(100);

    /// A percentage; more than 100 is 100.
    pub const fn percent(percent: u8) -> Self {
        Self(if percent > 100 { 100 } else { percent })
    }

    /// A share of one; what is no number is none.
    pub fn share(share: f64) -> Self {
        // A cast from a float saturates, so that no value can overflow.
        Self::percent((share.clamp(0.0, 1.0) * 100.0).round() as u8)
    }

    /// Whole percent, 0 to 100.
    pub const fn value(self) -> u8 {
        self.0
    }

    /// Both must hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let product = u16::from(self.0) * u16::from(other.0);
        Self(u8::try_from((product + 50) / 100).unwrap_or(100))
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

/// What became of one provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What happened.
    pub fate: Fate,
    /// Where it is now: several places where it was split, none where it is gone.
    pub to: Vec<Provision>,
    /// How sure that is.
    pub confidence: Confidence,
    /// What it rests on.
    pub evidence: Evidence,
}

#[cfg(test)]
mod tests;

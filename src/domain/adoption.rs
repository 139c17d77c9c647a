//! Levels of government: an item that rests on one of the level above, and the list of that level.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::catalog::BasisRow;
use super::ids::ItemCode;

/// How an item comes from the level above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum AdoptionKind {
    /// 承接: the level above delegated it (下放) and no longer exercises it.
    #[default]
    Delegated,
    /// 指导目录: the list of the level above says which powers this level has; both exercise theirs.
    Guided,
    /// 委托: the level above keeps the power and has it exercised here in its name.
    Entrusted,
}

impl AdoptionKind {
    /// All kinds, the usual one first.
    pub const ALL: [Self; 3] = [Self::Delegated, Self::Guided, Self::Entrusted];

    /// The word in item files and release tables.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Delegated => "承接",
            Self::Guided => "指导目录",
            Self::Entrusted => "委托",
        }
    }

    /// The kind that a word names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.chinese() == text)
    }
}

impl Serialize for AdoptionKind {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.chinese())
    }
}

impl<'de> Deserialize<'de> for AdoptionKind {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let word = String::deserialize(d)?;
        Self::from_chinese(&word)
            .ok_or_else(|| serde::de::Error::custom(format!("承接方式“{word}”不认识")))
    }
}

/// Which item of the level above an item adopts, and how.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adoption {
    /// Code of the item or sub-item in the list of the level above.
    pub item: ItemCode,
    /// How.
    #[serde(rename = "as")]
    pub kind: AdoptionKind,
}

impl fmt::Display for Adoption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.chinese(), self.item)
    }
}

/// The list of the level above, as a project points to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParentList {
    /// What it says.
    Read(Box<ParentRelease>),
    /// Why it could not be read, and what to do.
    Unusable(String),
}

impl ParentList {
    /// What it says, where it could be read.
    pub fn release(&self) -> Option<&ParentRelease> {
        match self {
            Self::Read(release) => Some(release),
            Self::Unusable(_) => None,
        }
    }
}

/// What of the release of the level above matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentRelease {
    /// Its id, e.g. 341100-20150301.
    pub id: String,
    /// Whose list it is, e.g. 滁州市.
    pub jurisdiction: String,
    /// Its category set.
    pub category_set: String,
    /// Its items and sub-items by code.
    pub items: BTreeMap<String, ParentItem>,
    /// What left that list, with it or before, by code.
    pub left: BTreeMap<String, LeftItem>,
    /// The newest release beside it, where that is another one.
    pub newer: Option<String>,
}

impl ParentRelease {
    /// Whether an item left the list for the level below.
    pub fn delegated(&self, code: &str) -> Option<&LeftItem> {
        self.left
            .get(code)
            .filter(|left| left.decision == DELEGATED)
    }
}

/// The decision by which an item goes to the level below.
pub const DELEGATED: &str = "下放";

/// An item of the level above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentItem {
    /// Its name.
    pub name: String,
    /// Short name of its unit.
    pub unit: String,
    /// Name of its category.
    pub category: String,
    /// Kind of power of its category, the stable English key.
    pub kind: String,
    /// What it rests on; of a sub-item its own, or that of its item where it has none.
    pub basis: Vec<BasisRow>,
}

/// An item that left the list of the level above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftItem {
    /// Its name, where that list kept it.
    pub name: Option<String>,
    /// 取消, 下放, 转移, 整合 or 冻结.
    pub decision: String,
    /// Ground, receiver or the item that absorbs it.
    pub reason: String,
    /// The release with which it left.
    pub release: String,
}

//! The law register (法规库): laws, their versions in time, and the structure of each version.
//!
//! The register holds facts only, never a statute's sentences: names, level, dates, and for every
//! article how many paragraphs (款) it has and how many items (项) each paragraph has.

use jiff::civil::Date;

use super::ids::LawId;

mod moves;
mod register;
mod structure;

pub use moves::{
    Change, Confidence, Evidence, Fate, Outcome, Route, Row, Transition, VersionId, Wording,
    by_structure,
};
pub use register::{COUNTRY, Register};
pub use structure::{ArticleShape, Existence, Structure};

/// Level of effect (效力位阶): 立法法 (2015) arts 87-91, (2023) arts 98-102.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LawLevel {
    /// 宪法
    Constitution,
    /// 法律
    Law,
    /// 行政法规
    AdministrativeRegulation,
    /// 地方性法规
    LocalRegulation,
    /// 部门规章
    DepartmentRule,
    /// 地方政府规章
    LocalGovernmentRule,
    /// 规范性文件
    NormativeDocument,
}

impl LawLevel {
    /// All levels, highest first.
    pub const ALL: [Self; 7] = [
        Self::Constitution,
        Self::Law,
        Self::AdministrativeRegulation,
        Self::LocalRegulation,
        Self::DepartmentRule,
        Self::LocalGovernmentRule,
        Self::NormativeDocument,
    ];

    /// The term of art.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Constitution => "宪法",
            Self::Law => "法律",
            Self::AdministrativeRegulation => "行政法规",
            Self::LocalRegulation => "地方性法规",
            Self::DepartmentRule => "部门规章",
            Self::LocalGovernmentRule => "地方政府规章",
            Self::NormativeDocument => "规范性文件",
        }
    }

    /// The level that the term of art names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.chinese() == text)
    }
}

/// How a version came about, as the statute's history line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Enactment {
    /// 通过 / 公布 / 发布: the first version.
    Passed,
    /// 修正: amended in places by a decision.
    Amended,
    /// 修订: revised as a whole; State Council regulations say so of any change.
    Revised,
    /// 修改: changed in a way that the source does not tell.
    Changed,
}

impl Enactment {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Passed, Self::Amended, Self::Revised, Self::Changed];

    /// The term of art.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Passed => "公布",
            Self::Amended => "修正",
            Self::Revised => "修订",
            Self::Changed => "修改",
        }
    }

    /// The kind that the term of art names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.chinese() == text)
    }
}

/// When and by what a version or a whole law ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeal {
    /// First day without effect; `None` when only known to be no longer in force by [`Repeal::known_by`].
    pub on: Option<Date>,
    /// Day by which the register's source lists it as no longer in force.
    pub known_by: Option<Date>,
    /// The law or decision that repealed it, where known.
    pub by: Option<LawId>,
}

/// One version of a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawVersion {
    /// Day of passing or publication that names the version, e.g. 2019-04-23.
    pub published: Date,
    /// First day of effect, where the text or its history says so.
    pub effective: Option<Date>,
    /// How it came about.
    pub enactment: Enactment,
    /// Who passed it and under which number, as the history line says; empty when unknown.
    pub source: Box<str>,
    /// Paragraph and item counts; `None` for versions known from history lines only.
    pub structure: Option<Structure>,
}

impl LawVersion {
    /// First day on which the version can have had effect: the effective day where known, else the day of publication.
    pub fn starts(&self) -> Date {
        self.effective.unwrap_or(self.published)
    }
}

/// A law with all its known versions, oldest first.
#[derive(Debug, Clone)]
pub struct Law {
    /// Key: the short name.
    pub id: LawId,
    /// Full name as printed at the head of the statute.
    pub full_name: Box<str>,
    /// Level of effect.
    pub level: LawLevel,
    /// Names that the law had before.
    pub former_names: Vec<Box<str>>,
    /// Versions, ascending by publication.
    pub versions: Vec<LawVersion>,
    /// The end of the whole law, if it has ended.
    pub repeal: Option<Repeal>,
}

/// What the register says of a law on a day.
#[derive(Debug, Clone, Copy)]
pub enum Standing<'a> {
    /// In force in this version.
    InForce(&'a LawVersion),
    /// Passed but not yet in effect; the version tells from when.
    NotYetInForce(&'a LawVersion),
    /// Not yet passed on that day; the first version known.
    NotYetPassed(Option<&'a LawVersion>),
    /// No longer in force.
    Repealed(&'a Repeal),
}

impl Law {
    /// The law's standing on `as_of`. A version that takes effect on the day of the repeal or later is a new beginning: the
    /// law was repealed and enacted again, and what ended is only what was before.
    pub fn standing(&self, as_of: Date) -> Standing<'_> {
        let current = self.versions.iter().rev().find(|v| v.starts() <= as_of);
        if let Some(repeal) = &self.repeal
            && let Some(ended) = repeal.on.or(repeal.known_by)
            && ended <= as_of
            && current.is_none_or(|version| version.starts() < ended)
        {
            return Standing::Repealed(repeal);
        }
        if let Some(version) = current {
            return Standing::InForce(version);
        }
        match self.versions.first() {
            Some(first) if first.published <= as_of => Standing::NotYetInForce(first),
            first => Standing::NotYetPassed(first),
        }
    }
}

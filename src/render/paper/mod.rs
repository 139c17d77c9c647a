//! A paper that an office writes (公文): what it says, in no format. Each format has one writer: [`markdown()`], [`book()`]
//! for a workbook, and `docx::paper` for Word.

mod book;
mod bulletin;
mod changes;
mod cleanup;
mod late;
mod markdown;
mod minutes;
mod rectification;

use jiff::civil::Date;

pub use self::book::book;
pub use self::bulletin::{BulletinFacts, Found, RuleLine, UnitLine, bulletin};
pub use self::changes::{ChangeLine, ChangesFacts, Published, changes};
pub use self::cleanup::{CleanupFacts, cleanup};
pub use self::late::LateLine;
pub use self::markdown::markdown;
pub use self::minutes::{DisputeLine, MinutesFacts, RemarkLine, UnitDay, minutes};
pub use self::rectification::{ErrorLine, RectificationFacts, UnansweredLine, rectification};

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What kind of paper it is.
    pub form: Form,
    /// Its title, in the pieces between which it may be broken.
    pub title: Vec<String>,
    /// Who sends it, and when.
    pub head: Head,
    /// What it says.
    pub body: Vec<Part>,
    /// Tables on pages of their own.
    pub annexes: Vec<Table>,
}

impl Paper {
    /// The title in one line.
    pub fn title(&self) -> String {
        self.title.concat()
    }
}

/// What kind of paper it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// 函: a letter to one addressee (主送机关), with the red head of GB/T 9704-2012.
    Letter {
        /// Full name of the addressee.
        addressee: String,
    },
    /// A report or a record for whoever it concerns.
    Report,
}

/// What a paper says of itself that no project knows. What is not given stays a marked blank in a letter, and is left out
/// of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// 发文机关: who sends and signs it.
    pub sender: Option<String>,
    /// 发文字号 of a letter, or which issue (第3期) a report is.
    pub number: Option<String>,
    /// 成文日期.
    pub date: Date,
    /// 附注: who to ask, and how.
    pub contact: Option<String>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// 一级标题; the writers number them.
    Section(String),
    /// A paragraph.
    Text(String),
    /// A table in the text.
    Table(Table),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What stands above it; in a workbook the name of its sheet.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a text for every column.
    pub rows: Vec<Vec<String>>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its title.
    pub title: &'static str,
    /// Its width in Chinese characters of the table.
    pub width: u16,
    /// What stands in it.
    pub kind: ColumnKind,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Short words, in the middle.
    Short,
    /// Whole numbers, in the middle.
    Number,
    /// Running text.
    Running,
}

impl Column {
    /// A column of whole numbers.
    pub const fn number(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width,
            kind: ColumnKind::Number,
        }
    }

    /// A column of short words.
    pub const fn short(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width,
            kind: ColumnKind::Short,
        }
    }

    /// A column of running text.
    pub const fn running(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width,
            kind: ColumnKind::Running,
        }
    }
}

//! What an import will do, and what it found on the way.

use std::fmt;

use crate::io::sheet::draft::SheetCount;
use crate::ops::planned::PlannedFile;

/// A place in a source and what there is to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// `F23` in a sheet, `3:5` (line and column) in a text, empty for the file as a whole.
    pub cell: String,
    /// What, in one Chinese sentence.
    pub why: String,
    /// The text it is about, where that went nowhere else.
    pub text: String,
}

impl fmt::Display for Place {
    /// `统计局.xlsx Sheet1!F23：…`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match &self.sheet {
            Some(sheet) => write!(f, " {sheet}!{}", self.cell)?,
            None if !self.cell.is_empty() => write!(f, ":{}", self.cell)?,
            None => {}
        }
        write!(f, "：{}", self.why)?;
        if self.text.is_empty() {
            return Ok(());
        }
        // Enough to find it by; JSON has it all.
        const SHOWN: usize = 30;
        let start: String = self.text.chars().take(SHOWN).collect();
        let more = if start.len() < self.text.len() {
            "…"
        } else {
            ""
        };
        write!(f, "：“{start}{more}”")
    }
}

/// What becomes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// New in the project.
    Created,
    /// There before, with other content.
    Changed,
    /// There before, the same.
    Unchanged,
}

impl Action {
    /// The stable English key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }

    /// The word for people.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Created => "新增",
            Self::Changed => "更新",
            Self::Unchanged => "未变",
        }
    }
}

/// One item of the sources.
#[derive(Debug, Clone)]
pub struct Change {
    /// What becomes of it.
    pub action: Action,
    /// Its unit.
    pub department: String,
    /// Its category.
    pub category: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its file within the project.
    pub file: String,
}

/// A workbook that was read.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// The file.
    pub file: String,
    /// Its sheets that hold something.
    pub sheets: Vec<SheetCount>,
}

/// What an import will do.
#[derive(Debug, Default)]
pub struct Plan {
    /// Items in the sources that were understood.
    pub items: usize,
    /// Items and files that could not be taken; `not_understood` says why.
    pub failed: usize,
    /// Items created or changed, in the order of the sources.
    pub changes: Vec<Change>,
    /// How many items are new.
    pub created: usize,
    /// How many differ from what the project has.
    pub changed: usize,
    /// How many are the same.
    pub unchanged: usize,
    /// Files to write.
    pub files: Vec<PlannedFile>,
    /// What came of the sheets of each workbook.
    pub workbooks: Vec<Workbook>,
    /// Cells that were not understood.
    pub not_understood: Vec<Place>,
    /// What was left out or put elsewhere on purpose.
    pub notes: Vec<Place>,
}

impl Plan {
    pub(super) fn count(&mut self, change: Change) {
        match change.action {
            Action::Created => self.created += 1,
            Action::Changed => self.changed += 1,
            Action::Unchanged => self.unchanged += 1,
        }
        if change.action != Action::Unchanged {
            self.changes.push(change);
        }
    }
}

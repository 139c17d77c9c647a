//! What every format is read into: pages of cells, and what there is to say about them.

use std::collections::BTreeSet;

use super::Kind;
use crate::domain::form::AUXILIARY_SHEETS;
use crate::io::sheet::grid::{Area, CellRef, Sheet};

/// Most cells that hold something, in one workbook.
const MAX_CELLS: usize = 500_000;

/// Most text of all cells together, in bytes.
const MAX_TEXT: usize = 64 << 20;

/// Most rows that merged areas may cover, each counted as often as it is covered.
const MAX_MERGED_ROWS: usize = 2_000_000;

/// Why a workbook cannot be read; the name of the file is added where it is known.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// Encrypted.
    Password,
    /// Damaged; what is wrong.
    Broken(String),
    /// More in it than a list can have; of what.
    Huge(String),
}

impl Fault {
    /// Damaged.
    pub fn broken(why: impl Into<String>) -> Self {
        Self::Broken(why.into())
    }

    /// Too much in it.
    pub fn huge(why: impl Into<String>) -> Self {
        Self::Huge(why.into())
    }
}

/// What may still be taken from a workbook.
pub struct Budget {
    cells: usize,
    text: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            cells: MAX_CELLS,
            text: MAX_TEXT,
        }
    }
}

impl Budget {
    fn take(&mut self, size: usize) -> Result<(), Fault> {
        let (Some(cells), Some(text)) = (self.cells.checked_sub(1), self.text.checked_sub(size))
        else {
            return Err(Fault::huge(format!(
                "里面的内容超过 {} 万个单元格或 {} MB 文字，不像清单",
                MAX_CELLS / 10_000,
                MAX_TEXT >> 20
            )));
        };
        *self = Self { cells, text };
        Ok(())
    }
}

/// A workbook as a format gives it.
pub struct Contents {
    /// Whether there are macros in it.
    pub macros: bool,
    /// Its sheets.
    pub pages: Vec<Page>,
}

/// A sheet as a format gives it.
pub struct Page {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// First and last of rows that are hidden, from the top.
    pub hidden_rows: Vec<(u32, u32)>,
    /// First and last of columns that are hidden, from the left.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Merged areas.
    pub merged: Vec<Area>,
    /// How many pictures are on it.
    pub pictures: usize,
    cells: Vec<(CellRef, String)>,
    faults: Vec<(CellRef, String)>,
}

impl Page {
    /// An empty sheet.
    pub fn new(name: String) -> Self {
        Self {
            name,
            hidden: false,
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            merged: Vec::new(),
            pictures: 0,
            cells: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Puts a text, or why there is none, into a cell.
    pub fn put(
        &mut self,
        budget: &mut Budget,
        cell: CellRef,
        text: Result<String, String>,
    ) -> Result<(), Fault> {
        match text {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => {
                budget.take(text.len())?;
                self.cells.push((cell, text));
            }
            Err(why) => {
                budget.take(why.len())?;
                self.faults.push((cell, why));
            }
        }
        Ok(())
    }

    /// Repeats the row that was put last, in the rows below it.
    pub fn repeat_row(&mut self, budget: &mut Budget, row: u32, times: u32) -> Result<(), Fault> {
        let begin = |list: &[(CellRef, String)]| {
            let same = list.iter().rev().take_while(|(cell, _)| cell.row == row);
            list.len() - same.count()
        };
        let cells = begin(&self.cells)..self.cells.len();
        let faults = begin(&self.faults)..self.faults.len();
        if cells.is_empty() && faults.is_empty() {
            return Ok(());
        }
        for row in row.saturating_add(1)..=row.saturating_add(times) {
            for i in cells.clone() {
                let (cell, text) = self.cells[i].clone();
                self.put(budget, CellRef::new(row, cell.column), Ok(text))?;
            }
            for i in faults.clone() {
                let (cell, why) = self.faults[i].clone();
                self.put(budget, CellRef::new(row, cell.column), Err(why))?;
            }
        }
        Ok(())
    }
}

/// Something to say about a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The sheet, when it is about one.
    pub sheet: Option<String>,
    /// Where on the sheet.
    pub cell: Option<CellRef>,
    /// What, in one Chinese sentence.
    pub why: String,
}

/// A workbook.
#[derive(Debug)]
pub struct Book {
    /// What kind of file it is.
    pub kind: Kind,
    /// Its sheets that hold something, in their order.
    pub sheets: Vec<Sheet>,
    /// What could not be read: sheets of pictures.
    pub unread: Vec<Note>,
    /// What was read though it does not show, and what was left alone.
    pub notes: Vec<Note>,
}

impl Book {
    pub(super) fn new(kind: Kind, contents: Contents) -> Result<Self, Fault> {
        let mut book = Self {
            kind,
            sheets: Vec::new(),
            unread: Vec::new(),
            notes: Vec::new(),
        };
        if contents.macros {
            book.notes.push(Note {
                sheet: None,
                cell: None,
                why: "文件里有宏：只读了单元格的值，宏没有运行".to_owned(),
            });
        }
        for page in contents.pages {
            book.add(page)?;
        }
        Ok(book)
    }

    fn add(&mut self, page: Page) -> Result<(), Fault> {
        let note = |row, column, why| Note {
            sheet: Some(page.name.clone()),
            cell: Some(CellRef::new(row, column)),
            why,
        };
        if page.cells.is_empty() && page.faults.is_empty() {
            if page.pictures > 0 {
                self.unread.push(note(
                    0,
                    0,
                    "这张工作表只有图片，没有文字：图片里的表读不出来，请填报单位报送能编辑的表格"
                        .to_owned(),
                ));
            }
            return Ok(());
        }
        // The template's own sheet of words to choose from is hidden on purpose.
        if page.hidden && !AUXILIARY_SHEETS.contains(&page.name.as_str()) {
            self.notes
                .push(note(0, 0, "这张工作表是隐藏的，照样读了".to_owned()));
        }
        let rows: BTreeSet<u32> = page.cells.iter().map(|(cell, _)| cell.row).collect();
        let columns: BTreeSet<u32> = page.cells.iter().map(|(cell, _)| cell.column).collect();
        let hidden = within(&rows, &page.hidden_rows);
        if let Some(&first) = hidden.first() {
            let why = format!("从这一行起有 {} 行是隐藏的，照样读了", hidden.len());
            self.notes.push(note(first, 0, why));
        }
        let hidden = within(&columns, &page.hidden_columns);
        if let Some(&first) = hidden.first() {
            let top = rows.first().copied().unwrap_or(0);
            let why = format!("从这一列起有 {} 列是隐藏的，照样读了", hidden.len());
            self.notes.push(note(top, first, why));
        }
        if page.pictures > 0 {
            let why = "工作表上有图片，图片里的内容没有读".to_owned();
            self.notes.push(note(0, 0, why));
        }
        let merged = merged(&rows, page.merged)?;
        self.sheets
            .push(Sheet::new(page.name, page.cells, merged, page.faults));
        Ok(())
    }
}

/// Those that lie in one of the ranges.
fn within(used: &BTreeSet<u32>, ranges: &[(u32, u32)]) -> BTreeSet<u32> {
    ranges
        .iter()
        .filter(|(first, last)| first <= last)
        .flat_map(|&(first, last)| used.range(first..=last))
        .copied()
        .collect()
}

/// The merged areas that are areas, when they do not cover rows over and over.
fn merged(rows: &BTreeSet<u32>, areas: Vec<Area>) -> Result<Vec<Area>, Fault> {
    let rows: Vec<u32> = rows.iter().copied().collect();
    let before = |row: u32| rows.partition_point(|r| *r < row);
    let mut left = MAX_MERGED_ROWS;
    let mut out = Vec::with_capacity(areas.len());
    for area in areas {
        if area.first.row > area.last.row || area.first.column > area.last.column {
            continue;
        }
        let covered = before(area.last.row.saturating_add(1)) - before(area.first.row);
        left = left
            .checked_sub(covered.max(1))
            .ok_or_else(|| Fault::huge("合并的单元格多得不像清单"))?;
        out.push(area);
    }
    Ok(out)
}

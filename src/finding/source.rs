//! The texts that were read, and positions in them.

use std::sync::{Arc, OnceLock};

use super::excerpt::{Excerpt, LONGEST_LINE};
use crate::domain::cell::CellRef;
use crate::domain::place::{SourceId, Span};

/// One text with its name.
#[derive(Debug)]
pub struct SourceText {
    /// Path as shown to people, with forward slashes; `<stdin>` for standard input.
    pub name: String,
    /// The text; of a workbook, the texts of its cells.
    pub text: Arc<str>,
    lines: OnceLock<Vec<u32>>,
    /// Of a workbook: which cell stands where in the text.
    cells: Option<SheetCells>,
    /// Of a text that is not held: what is known of it.
    excerpt: Option<Excerpt>,
}

/// The cells of a workbook by where their texts begin in the text that is made of them all.
#[derive(Debug, Default)]
pub struct SheetCells {
    sheets: Vec<Box<str>>,
    /// In the order of the text: where a cell begins, number of its sheet, the cell.
    starts: Vec<(u32, u32, CellRef)>,
}

impl SheetCells {
    /// Adds a sheet behind those that are there, with its cells and where each begins in the text.
    pub fn add_sheet(&mut self, name: &str, cells: impl IntoIterator<Item = (u32, CellRef)>) {
        let number = self.sheets.len() as u32;
        self.sheets.push(name.into());
        let old = self.starts.len();
        self.starts
            .extend(cells.into_iter().map(|(at, cell)| (at, number, cell)));
        // Texts are laid out in the order in which a file gives its cells, which need not be that of the rows.
        if let Some(new) = self.starts.get_mut(old..) {
            new.sort_unstable();
        }
    }

    /// The cell whose text an offset falls into, with the name of its sheet.
    pub fn at(&self, offset: u32) -> Option<(&str, CellRef)> {
        let &(_, sheet, cell) = self.find(offset)?;
        Some((self.sheets.get(sheet as usize)?, cell))
    }

    /// Where the text of that cell begins.
    fn start(&self, offset: u32) -> Option<u32> {
        self.find(offset).map(|(start, ..)| *start)
    }

    fn find(&self, offset: u32) -> Option<&(u32, u32, CellRef)> {
        let next = self.starts.partition_point(|(start, ..)| *start <= offset);
        self.starts.get(next.checked_sub(1)?)
    }
}

/// Where something stands, in the words of the file that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot<'s> {
    /// In a text.
    Text(Position),
    /// In a workbook.
    Cell {
        /// Name of the sheet.
        sheet: &'s str,
        /// The cell.
        cell: CellRef,
    },
}

impl std::fmt::Display for Spot<'_> {
    /// `:12:5` or ` Sheet1!F23`, to stand behind the name of the file.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(Position { line, column }) => write!(f, ":{line}:{column}"),
            Self::Cell { sheet, cell } => write!(f, " {sheet}!{cell}"),
        }
    }
}

/// A position, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column in characters.
    pub column: usize,
}

impl SourceText {
    /// A text with its name.
    pub fn new(name: String, text: Arc<str>) -> Self {
        Self {
            name,
            text,
            lines: OnceLock::new(),
            cells: None,
            excerpt: None,
        }
    }

    /// Where a byte offset is, for people.
    pub fn spot(&self, offset: u32) -> Spot<'_> {
        match self.cells.as_ref().and_then(|cells| cells.at(offset)) {
            Some((sheet, cell)) => Spot::Cell { sheet, cell },
            None => Spot::Text(self.position(offset)),
        }
    }

    /// The line that an offset falls into, with the offset at which it begins; `None` where it cannot be shown: it is not
    /// known, or too long.
    pub fn line(&self, offset: u32) -> Option<(usize, &str)> {
        if let Some(excerpt) = &self.excerpt {
            return excerpt.line(offset);
        }
        let (text, at) = (&*self.text, (offset as usize).min(self.text.len()));
        let start = text.get(..at)?.rfind('\n').map_or(0, |i| i + 1);
        let end = text.get(at..)?.find('\n').map_or(text.len(), |i| at + i);
        let line = text.get(start..end)?.trim_end_matches('\r');
        (line.len() <= LONGEST_LINE && !text.is_empty()).then_some((start, line))
    }

    /// What of these places is not known, because the text is not held.
    pub fn unknown(&self, offsets: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let Some(excerpt) = &self.excerpt else {
            return Vec::new();
        };
        offsets.into_iter().filter(|&at| !excerpt.has(at)).collect()
    }

    /// The places that are known of a text that is not held.
    pub fn known(&self) -> impl Iterator<Item = u32> {
        self.excerpt.iter().flat_map(Excerpt::offsets)
    }

    /// Line and column of an offset within the cell of a workbook that it falls into; within the whole of a text.
    pub fn within_cell(&self, offset: u32) -> Position {
        let end = self.boundary(offset);
        let start = self.cells.as_ref().and_then(|cells| cells.start(offset));
        let before = self
            .text
            .get(start.unwrap_or(0) as usize..end)
            .unwrap_or("");
        let line = before.rfind('\n').map_or(before, |i| &before[i + 1..]);
        Position {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
        }
    }

    /// The offset, or the beginning of the character that it falls into; the end for what lies behind it.
    fn boundary(&self, offset: u32) -> usize {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// Line and column of a byte offset; offsets past the end count as the end. In a workbook they are row and column
    /// of the cell.
    pub fn position(&self, offset: u32) -> Position {
        if let Some((_, cell)) = self.cells.as_ref().and_then(|cells| cells.at(offset)) {
            return Position {
                line: cell.row as usize + 1,
                column: cell.column as usize + 1,
            };
        }
        if let Some(excerpt) = &self.excerpt {
            return excerpt.position(offset);
        }
        let lines = self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(
                    self.text
                        .bytes()
                        .enumerate()
                        .filter(|(_, b)| *b == b'\n')
                        .map(|(i, _)| i as u32 + 1),
                )
                .collect()
        });
        let offset = self.boundary(offset);
        let line = lines.partition_point(|&start| start as usize <= offset);
        let start = lines[line - 1] as usize;
        Position {
            line,
            column: self.text[start..offset].chars().count() + 1,
        }
    }
}

/// All texts of a run, by [`SourceId`].
#[derive(Debug, Default)]
pub struct Sources {
    texts: Vec<SourceText>,
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, name: String, text: Arc<str>) -> SourceId {
        let id = self.next_id();
        self.texts.push(SourceText::new(name, text));
        id
    }

    /// Adds a text that is not going to be held.
    pub fn add_excerpt(&mut self, name: String) -> SourceId {
        let id = self.add(name, "".into());
        self.set_excerpt(id, Excerpt::default());
        id
    }

    /// Puts a text into a place that was kept for it.
    pub fn set(&mut self, id: SourceId, text: Arc<str>) {
        if let Some(kept) = self.texts.get_mut(id.0 as usize) {
            *kept = SourceText::new(std::mem::take(&mut kept.name), text);
        }
    }

    /// What is known of a text that is not held.
    pub fn set_excerpt(&mut self, id: SourceId, excerpt: Excerpt) {
        if let Some(text) = self.texts.get_mut(id.0 as usize) {
            text.excerpt = Some(excerpt);
        }
    }

    /// Adds a workbook: the texts of its cells, and which cell stands where.
    pub fn add_workbook(&mut self, name: String, text: Arc<str>, cells: SheetCells) -> SourceId {
        let id = self.add(name, text);
        if let Some(added) = self.texts.last_mut() {
            added.cells = Some(cells);
        }
        id
    }

    /// The id that the next text will have.
    pub fn next_id(&self) -> SourceId {
        SourceId(self.texts.len() as u32)
    }

    /// The text with this id.
    ///
    /// # Panics
    /// When the id is from another table: a mistake in the program.
    pub fn get(&self, id: SourceId) -> &SourceText {
        &self.texts[id.0 as usize]
    }

    /// The ids of all texts, in the order they were added.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..self.texts.len() as u32).map(SourceId)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The characters of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = SourceText::new("a".into(), "名称：甲\nb: 《水法》\n".into());
        assert_eq!(text.position(0), Position { line: 1, column: 1 });
        assert_eq!(text.position(9), Position { line: 1, column: 4 });
        assert_eq!(text.position(13), Position { line: 2, column: 1 });
        assert_eq!(text.position(16), Position { line: 2, column: 4 });
        assert_eq!(text.position(999).line, 3);
    }
}

//! The texts that were read, and positions in them.

use std::sync::{Arc, OnceLock};

use crate::domain::place::{SourceId, Span};

/// One text with its name.
#[derive(Debug)]
pub struct SourceText {
    /// Path as shown to people, with forward slashes; `<stdin>` for standard input.
    pub name: String,
    /// The text.
    pub text: Arc<str>,
    lines: OnceLock<Vec<u32>>,
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
        }
    }

    /// Line and column of a byte offset; offsets past the end count as the end.
    pub fn position(&self, offset: u32) -> Position {
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
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
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
        let id = SourceId(self.texts.len() as u32);
        self.texts.push(SourceText::new(name, text));
        id
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

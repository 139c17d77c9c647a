//! What is kept of a text that is not held: the lines that findings stand in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::source::Position;

/// Lines longer than this, in bytes, are not shown: no terminal is that wide.
pub const LONGEST_LINE: usize = 4096;

/// Places in a text, with their lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    places: Vec<Place>,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    offset: u32,
    line: u32,
    column: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    number: u32,
    start: u32,
    /// Without its end; `None` where it cannot be shown.
    text: Option<Box<str>>,
}

impl Excerpt {
    /// What has to be kept of a text for places in it, given as byte offsets; those past the end count as the end.
    pub fn of(text: &str, offsets: impl IntoIterator<Item = u32>) -> Self {
        let offsets: BTreeSet<u32> = offsets.into_iter().collect();
        let mut excerpt = Self::default();
        let (mut number, mut start) = (1, 0);
        // How far the text was looked through, and how many characters of that line lie before it.
        let (mut seen, mut column) = (0, 0);
        for wanted in offsets {
            let mut offset = (wanted as usize).min(text.len());
            while !text.is_char_boundary(offset) {
                offset -= 1;
            }
            let skipped = text.get(seen..offset).unwrap_or_default();
            if let Some(last) = skipped.rfind('\n') {
                number += memchr::memchr_iter(b'\n', skipped.as_bytes()).count();
                start = seen + last + 1;
                (seen, column) = (start, 0);
            }
            column += text.get(seen..offset).unwrap_or_default().chars().count();
            seen = offset;
            excerpt.places.push(Place {
                offset: wanted,
                line: number as u32,
                column: column as u32 + 1,
            });
            if excerpt
                .lines
                .last()
                .is_none_or(|l| l.number != number as u32)
            {
                let rest = text.get(start..).unwrap_or_default();
                let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
                let line = rest.get(..end).unwrap_or_default().trim_end_matches('\r');
                let shown = line.len() <= LONGEST_LINE && !text.is_empty();
                excerpt.lines.push(Line {
                    number: number as u32,
                    start: start as u32,
                    text: shown.then(|| line.into()),
                });
            }
        }
        excerpt
    }

    /// Whether a place is among those that it was made for.
    pub fn has(&self, offset: u32) -> bool {
        self.places
            .binary_search_by_key(&offset, |p| p.offset)
            .is_ok()
    }

    /// The places it was made for.
    pub fn offsets(&self) -> impl Iterator<Item = u32> {
        self.places.iter().map(|p| p.offset)
    }

    /// Line and column of a place; of the last one before it where it is not among those it was made for.
    pub(super) fn position(&self, offset: u32) -> Position {
        let next = self.places.partition_point(|p| p.offset <= offset);
        let place = next.checked_sub(1).and_then(|at| self.places.get(at));
        place.map_or(Position { line: 1, column: 1 }, |place| Position {
            line: place.line as usize,
            column: place.column as usize,
        })
    }

    /// The line that a place stands in, with the offset at which it begins.
    pub(super) fn line(&self, offset: u32) -> Option<(usize, &str)> {
        let next = self.lines.partition_point(|line| line.start <= offset);
        let line = self.lines.get(next.checked_sub(1)?)?;
        Some((line.start as usize, line.text.as_deref()?))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::finding::SourceText;

    proptest! {
        #[test]
        fn an_excerpt_says_what_the_text_says(text in "[a甲《\n\r ]{0,60}", offsets in prop::collection::vec(0u32..200, 1..8)) {
            let whole = SourceText::new("a".to_owned(), Arc::from(text.as_str()));
            let excerpt = Excerpt::of(&text, offsets.iter().copied());
            for offset in offsets {
                prop_assert!(excerpt.has(offset));
                prop_assert_eq!(excerpt.position(offset), whole.position(offset));
                let at = (offset as usize).min(text.len());
                // A place within a character counts as its beginning.
                let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                prop_assert_eq!(excerpt.line(offset), whole.line(at as u32));
            }
        }
    }
}

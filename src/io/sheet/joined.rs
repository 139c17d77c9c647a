//! Text that stands in several cells, because a page or a merged area breaks it, as one text that knows its cells.

use std::ops::Range;

use super::rows::Piece;
use crate::domain::place::{At, Span};

/// The texts of some cells, one line after the other.
#[derive(Debug)]
pub struct Joined<'p> {
    /// The whole text.
    pub text: String,
    pieces: &'p [Piece],
}

impl<'p> Joined<'p> {
    /// Joins pieces; `None` where there are none.
    pub fn new(pieces: &'p [Piece]) -> Option<Self> {
        if pieces.is_empty() {
            return None;
        }
        let texts: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
        Some(Self {
            text: texts.join("\n"),
            pieces,
        })
    }

    /// The first of the cells.
    pub fn first(&self) -> &'p Piece {
        // There is at least one, or `new` had given nothing.
        &self.pieces[0]
    }

    /// Where a range of the text stands in the text of the workbook: as far as it goes in the cell it begins in.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let mut start = 0;
        for piece in self.pieces {
            let end = start + piece.text.len();
            if range.start <= end {
                let within = |at: usize| (at.clamp(start, end) - start) as u32;
                return Span {
                    source: piece.span.source,
                    start: piece.span.start + within(range.start),
                    end: piece.span.start + within(range.end),
                };
            }
            start = end + 1;
        }
        self.first().span
    }

    /// The whole of the first cell.
    pub fn whole(&self) -> Span {
        self.first().span
    }

    /// A value made of the text as a whole.
    pub fn at<T>(&self, value: T) -> At<T> {
        At::new(value, self.whole())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cell::CellRef;
    use crate::domain::place::SourceId;

    #[test]
    fn a_range_is_found_in_the_cell_it_begins_in() {
        let piece = |row, text: &str, start: u32| Piece {
            cell: CellRef::new(row, 0),
            text: text.to_owned(),
            span: Span {
                source: SourceId(0),
                start,
                end: start + text.len() as u32,
            },
        };
        let pieces = [piece(0, "甲乙", 10), piece(1, "丙丁", 100)];
        let joined = Joined::new(&pieces).unwrap();
        assert_eq!(joined.text, "甲乙\n丙丁");
        let span = |range| {
            let span = joined.span(&range);
            (span.start, span.end)
        };
        assert_eq!(span(3..6), (13, 16));
        assert_eq!(span(3..10), (13, 16));
        assert_eq!(span(7..13), (100, 106));
        assert!(Joined::new(&[]).is_none());
    }
}

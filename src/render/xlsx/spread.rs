//! A block of rows as it lies on a sheet: what belongs to the whole block merged over its rows, rows as high as their
//! texts, and texts that no row is high enough for gone on with in further rows, as offices do it.

use crate::render::table::Block;
use crate::render::wrap;

/// Height of a line of 9-point text in points; the fonts that stand in for 宋体 are taller than it.
const LINE: f64 = 13.2;

/// Height that a row has beside its lines.
const PADDING: f64 = 5.0;

/// Most lines of a row that may be broken: high rows leave large gaps at the foot of a page.
const MOST_LINES: usize = 24;

/// Highest row that spreadsheets make.
const HIGHEST: f64 = 409.0;

/// A cell, or cells that are merged downwards.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Placed<'b> {
    /// First row, counted from the block's first.
    pub row: usize,
    /// Column.
    pub column: usize,
    /// How many rows it covers.
    pub rows: usize,
    /// Its text.
    pub text: &'b str,
    /// Whether the text begins in a cell above.
    pub goes_on_from_above: bool,
    /// Whether the text goes on in a cell below.
    pub goes_on_below: bool,
}

/// A block on a sheet.
#[derive(Debug)]
pub(super) struct Spread<'b> {
    /// Height of each row in points.
    pub heights: Vec<f64>,
    /// Every cell.
    pub cells: Vec<Placed<'b>>,
}

/// Height of a row in which the longest text has this many lines.
pub(super) fn height(lines: usize) -> f64 {
    (lines as f64 * LINE + PADDING).min(HIGHEST)
}

/// Lays out a block. Where `breaks` is not set every text stays in one cell, however long.
pub(super) fn spread<'b>(block: &'b Block, widths: &[u16], breaks: bool) -> Spread<'b> {
    let cut = |text: &'b str, column: usize| {
        pieces(text, widths.get(column).copied().unwrap_or(1), breaks)
    };
    let whole: Vec<Option<Vec<Piece<'b>>>> = block
        .whole
        .iter()
        .enumerate()
        .map(|(column, text)| text.as_deref().map(|text| cut(text, column)))
        .collect();
    let mut first = 0;
    let mut out = Spread {
        heights: Vec::new(),
        cells: Vec::new(),
    };
    for (i, row) in block.rows.iter().enumerate() {
        let own: Vec<(usize, Vec<Piece<'b>>)> = row
            .iter()
            .enumerate()
            .filter(|(column, _)| !matches!(whole.get(*column), Some(Some(_))))
            .map(|(column, text)| (column, cut(text, column)))
            .collect();
        let mut count = own
            .iter()
            .map(|(_, pieces)| pieces.len())
            .max()
            .unwrap_or(1);
        if i == 0 {
            // What goes on must stay beside the first row, or it would count as the next row's own.
            let longest = whole.iter().flatten().map(Vec::len).max().unwrap_or(1);
            count = count.max(longest);
        }
        out.heights.resize(first + count, height(1));
        for (column, pieces) in own {
            out.place(column, &pieces, first, first + count);
        }
        first += count;
    }
    let last = out.heights.len();
    for (column, pieces) in whole.into_iter().enumerate() {
        if let Some(pieces) = pieces {
            out.place(column, &pieces, 0, last);
        }
    }
    out.cells.sort_by_key(|cell| (cell.row, cell.column));
    out
}

impl<'b> Spread<'b> {
    /// Puts the pieces of a text into rows from `first`, the last one down to `end`.
    fn place(&mut self, column: usize, pieces: &[Piece<'b>], first: usize, end: usize) {
        for (i, piece) in pieces.iter().enumerate() {
            let row = first + i;
            let rows = if i + 1 == pieces.len() { end - row } else { 1 };
            self.raise(row, rows, height(piece.lines));
            self.cells.push(Placed {
                row,
                column,
                rows,
                text: piece.text,
                goes_on_from_above: i > 0,
                goes_on_below: i + 1 < pieces.len(),
            });
        }
    }

    /// Makes rows together at least this high.
    fn raise(&mut self, row: usize, rows: usize, wanted: f64) {
        let Some(heights) = self.heights.get_mut(row..row + rows) else {
            return;
        };
        let there: f64 = heights.iter().sum();
        if there < wanted {
            let more = (wanted - there) / rows as f64;
            for height in heights {
                *height = (*height + more).min(HIGHEST);
            }
        }
    }
}

/// A part of a text that one cell holds.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'b> {
    text: &'b str,
    lines: usize,
}

/// Cuts a text where no row is high enough for it: between its own lines, where that is not far.
fn pieces(text: &str, characters: u16, breaks: bool) -> Vec<Piece<'_>> {
    let lines = wrap::lines(text, characters);
    if !breaks || lines.len() <= MOST_LINES {
        return vec![Piece {
            text,
            lines: lines.len(),
        }];
    }
    let mut out = Vec::new();
    let mut rest = lines.as_slice();
    while let (Some(begin), true) = (rest.first(), rest.len() > MOST_LINES) {
        let ends_own_line = |n: &usize| {
            let end = rest.get(n - 1).map_or(0, |line| line.end);
            text.get(end..).is_some_and(|after| after.starts_with('\n'))
        };
        let count = (MOST_LINES / 2..=MOST_LINES)
            .rev()
            .find(ends_own_line)
            .unwrap_or(MOST_LINES);
        let (piece, after) = rest.split_at(count);
        let end = piece.last().map_or(begin.end, |line| line.end);
        out.push(Piece {
            text: text.get(begin.start..end).unwrap_or_default(),
            lines: count,
        });
        rest = after;
    }
    if let Some(begin) = rest.first() {
        out.push(Piece {
            text: text.get(begin.start..).unwrap_or_default(),
            lines: rest.len(),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(whole: &[Option<&str>], rows: &[&[&str]]) -> Block {
        Block {
            whole: whole.iter().map(|w| w.map(str::to_owned)).collect(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(|t| (*t).to_owned()).collect())
                .collect(),
        }
    }

    fn cells<'b>(spread: &Spread<'b>) -> Vec<(usize, usize, usize, &'b str)> {
        spread
            .cells
            .iter()
            .map(|c| (c.row, c.column, c.rows, c.text))
            .collect()
    }

    #[test]
    fn what_belongs_to_the_whole_is_merged_over_the_rows() {
        let block = block(&[Some("甲"), None], &[&["", "一"], &["", "二"]]);
        let spread = spread(&block, &[4, 4], true);
        assert_eq!(
            cells(&spread),
            [(0, 0, 2, "甲"), (0, 1, 1, "一"), (1, 1, 1, "二")]
        );
        assert_eq!(spread.heights, [height(1), height(1)]);
    }

    #[test]
    fn rows_together_are_as_high_as_the_longest_text() {
        let long = "长".repeat(40);
        let block = block(&[Some(&long), None], &[&["", "一"], &["", "二"]]);
        let spread = spread(&block, &[4, 4], true);
        let sum: f64 = spread.heights.iter().sum();
        assert!((sum - height(10)).abs() < 0.01, "{sum}");
    }

    #[test]
    fn what_no_row_holds_goes_on_beside_the_first_sub_item() {
        let line = "一二三四";
        let long = vec![line; MOST_LINES * 2 + 1].join("\n");
        let block = block(
            &[Some(&long), Some("甲"), None],
            &[&["", "", "子一"], &["", "", "子二"]],
        );
        let spread = spread(&block, &[4, 4, 4], true);
        let piece = vec![line; MOST_LINES].join("\n");
        assert_eq!(
            cells(&spread),
            [
                (0, 0, 1, piece.as_str()),
                (0, 1, 4, "甲"),
                (0, 2, 3, "子一"),
                (1, 0, 1, piece.as_str()),
                (2, 0, 2, line),
                (3, 2, 1, "子二"),
            ]
        );
        assert!(spread.heights.iter().all(|h| *h <= HIGHEST));
    }

    #[test]
    fn a_form_keeps_each_value_in_its_cell() {
        let long = "长".repeat(4000);
        let block = block(&[None], &[&[&long]]);
        let spread = spread(&block, &[10], false);
        assert_eq!(cells(&spread), [(0, 0, 1, long.as_str())]);
        assert_eq!(spread.heights, [HIGHEST]);
    }

    proptest::proptest! {
        #[test]
        fn pieces_have_all_of_the_text(text in "[一。\n]{0,200}", characters in 1_u16..3) {
            let all: Vec<&str> = pieces(&text, characters, true).iter().map(|p| p.text).collect();
            let bare = |s: &str| s.replace('\n', "");
            proptest::prop_assert_eq!(bare(&all.concat()), bare(&text));
            // Joined with line breaks, as `import` joins them, no line of the text runs into the next.
            let lines = |s: &str| s.lines().filter(|l| !l.is_empty()).count();
            proptest::prop_assert!(lines(&all.join("\n")) >= lines(&text));
        }
    }
}

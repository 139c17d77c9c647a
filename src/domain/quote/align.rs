//! The cheapest way to read an excerpt into a passage: what was changed, put in or left out.
//!
//! An alignment by edit distance whose beginning and end in the passage are free, and that may leave out whole
//! sentences, items and paragraphs for next to nothing, because a quotation may.

use std::ops::Range;

use super::fold::{Joint, is_mark, is_stop};
use super::passage::{Excerpt, Passage};

/// Cost of a character put in or left out. Punctuation costs half.
const EDIT: u32 = 4;
/// Cost of a character changed: more than one put in, so that a sentence the statute does not have is not read into
/// another one, and less than one left out and one put in.
const CHANGE: u32 = 5;
/// Cost of leaving out sentences without saying so: only there to prefer what goes on without a gap.
const JUMP: u32 = 1;
/// Cost of leaving out a clause at a comma: it changes the sentence, so it is as much as [`CLAUSE_WORDS`] characters.
const CLAUSE: u32 = EDIT * CLAUSE_WORDS as u32;
/// How many changed characters a clause counts for that was left out.
const CLAUSE_WORDS: usize = 8;
/// Largest table, in cells: a quotation of 2,000 characters in an article of 8,000. Beyond it nothing is aligned.
const MAX_CELLS: usize = 16_000_000;

const START: u8 = 0;
const SAME: u8 = 1;
const EXTRA: u8 = 2;
const MISSING: u8 = 3;
const LEAP: u8 = 4;

/// A place where excerpt and passage differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Glyphs of the excerpt; empty where it leaves something out.
    pub quote: Range<usize>,
    /// Bytes of the passage; empty where the excerpt puts something in.
    pub statute: Range<usize>,
}

/// The outcome.
#[derive(Debug)]
pub(super) struct Alignment {
    /// Differences in the order of the excerpt.
    pub edits: Vec<Edit>,
    /// How many characters that are no punctuation differ.
    pub words: usize,
}

/// What may be left out behind a glyph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    No,
    Clause,
    Sentence,
    Anything,
}

struct Table<'a> {
    quote: Vec<char>,
    gaps: Vec<Gap>,
    statute: Vec<char>,
    /// Byte of each character of the passage, and its length.
    bytes: Vec<usize>,
    passage: &'a Passage,
    steps: Vec<u8>,
    leaps: Vec<usize>,
}

/// Aligns; `None` when the two are too long for it or empty.
pub(super) fn align(excerpt: &Excerpt, passage: &Passage) -> Option<Alignment> {
    let quote: Vec<char> = excerpt.folded.glyphs.iter().map(|g| g.ch).collect();
    let statute: Vec<char> = passage.text.chars().collect();
    let cells = (quote.len() + 1).checked_mul(statute.len() + 1)?;
    if quote.is_empty() || statute.is_empty() || cells > MAX_CELLS {
        return None;
    }
    let mut bytes: Vec<usize> = passage.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(passage.text.len());
    let mut gaps: Vec<Gap> = (0..=quote.len())
        .map(|j| match j.checked_sub(1).map(|before| quote[before]) {
            Some(',') => Gap::Clause,
            _ => Gap::No,
        })
        .collect();
    for (at, joint) in &excerpt.folded.joints {
        gaps[*at] = match joint {
            Joint::Stop => Gap::Sentence,
            Joint::Omission => Gap::Anything,
        };
    }
    let mut table = Table {
        leaps: vec![0; quote.len() + 1],
        steps: vec![START; cells],
        quote,
        gaps,
        statute,
        bytes,
        passage,
    };
    let end = table.fill();
    Some(table.trace(end))
}

impl Table<'_> {
    /// Fills the table; the character of the passage before which the cheapest alignment ends.
    fn fill(&mut self) -> usize {
        let width = self.statute.len() + 1;
        let mut above = vec![0u32; width];
        let mut row = vec![0u32; width];
        for j in 1..=self.quote.len() {
            let q = self.quote[j - 1];
            let extra = price(q);
            let (steps_before, steps) = self.steps.split_at_mut(j * width);
            debug_assert_eq!(steps_before.len(), j * width);
            row[0] = above[0] + extra;
            steps[0] = EXTRA;
            for i in 1..width {
                let change = above[i - 1] + difference(q, self.statute[i - 1]);
                let insert = above[i] + extra;
                (row[i], steps[i]) = if change <= insert {
                    (change, SAME)
                } else {
                    (insert, EXTRA)
                };
            }
            leave_out(&self.statute, &mut row, steps);
            let gap = self.gaps[j];
            if gap != Gap::No
                && let Some((from, cost)) = self.cheapest(gap, &row)
            {
                self.leaps[j] = from;
                let steps = &mut self.steps[j * width..(j + 1) * width];
                let mut leapt = false;
                for i in 0..width {
                    if cost < row[i] && opens(&self.statute, &self.bytes, self.passage, gap, i) {
                        row[i] = cost;
                        steps[i] = LEAP;
                        leapt = true;
                    }
                }
                if leapt {
                    leave_out(&self.statute, &mut row, steps);
                }
            }
            std::mem::swap(&mut above, &mut row);
        }
        let last = above.iter().enumerate().min_by_key(|(_, cost)| **cost);
        last.map_or(0, |(i, _)| i)
    }

    /// The cheapest position to leave the passage from, and the cost of arriving somewhere else.
    fn cheapest(&self, gap: Gap, row: &[u32]) -> Option<(usize, u32)> {
        let cost = match gap {
            Gap::No => return None,
            Gap::Clause => CLAUSE,
            Gap::Sentence => JUMP,
            Gap::Anything => 0,
        };
        (0..row.len())
            .filter(|&i| closes(&self.statute, &self.bytes, self.passage, gap, i))
            .min_by_key(|&i| row[i])
            .map(|i| (i, row[i] + cost))
    }

    fn trace(&self, end: usize) -> Alignment {
        let width = self.statute.len() + 1;
        let (mut j, mut i) = (self.quote.len(), end);
        let mut edits: Vec<Edit> = Vec::new();
        let mut words = 0;
        let mut edit = |quote: Range<usize>, from: usize, to: usize| {
            let statute = self.bytes[from]..self.bytes[to];
            match edits.last_mut() {
                Some(last)
                    if last.quote.start == quote.end && last.statute.start == statute.end =>
                {
                    last.quote.start = quote.start;
                    last.statute.start = statute.start;
                }
                _ => edits.push(Edit { quote, statute }),
            }
        };
        while j > 0 {
            match self.steps[j * width + i] {
                SAME => {
                    let (q, s) = (self.quote[j - 1], self.statute[i - 1]);
                    if difference(q, s) > 0 {
                        words += usize::from(!is_mark(q) || !is_mark(s));
                        edit(j - 1..j, i - 1, i);
                    }
                    (j, i) = (j - 1, i - 1);
                }
                EXTRA => {
                    words += usize::from(!is_mark(self.quote[j - 1]));
                    edit(j - 1..j, i, i);
                    j -= 1;
                }
                MISSING => {
                    words += usize::from(!is_mark(self.statute[i - 1]));
                    edit(j..j, i - 1, i);
                    i -= 1;
                }
                LEAP => {
                    let from = self.leaps[j];
                    if self.gaps[j] == Gap::Clause && from < i {
                        words += CLAUSE_WORDS;
                        edit(j..j, from, i);
                    }
                    i = from;
                }
                _ => break,
            }
        }
        edits.reverse();
        Alignment { edits, words }
    }
}

fn price(c: char) -> u32 {
    if is_mark(c) { EDIT / 2 } else { EDIT }
}

fn difference(a: char, b: char) -> u32 {
    match (is_mark(a), is_mark(b)) {
        _ if a == b => 0,
        // Items of an excerpt end as the excerpt needs it: a semicolon becomes a full stop.
        _ if is_stop(a) && is_stop(b) => 0,
        (true, true) => EDIT / 2,
        _ => CHANGE,
    }
}

/// Lets a row leave out characters of the passage.
fn leave_out(statute: &[char], row: &mut [u32], steps: &mut [u8]) {
    for i in 1..row.len() {
        let cost = row[i - 1] + price(statute[i - 1]);
        if cost < row[i] {
            row[i] = cost;
            steps[i] = MISSING;
        }
    }
}

/// Whether something may be left out from before the character `i` on.
fn closes(statute: &[char], bytes: &[usize], passage: &Passage, gap: Gap, i: usize) -> bool {
    let ended =
        |c: Option<&char>| c.is_none_or(|&c| is_stop(c) || (gap == Gap::Clause && c == ','));
    gap == Gap::Anything || ended(statute.get(i)) || opens(statute, bytes, passage, gap, i)
}

/// Whether the text may go on at the character `i` after something was left out.
fn opens(statute: &[char], bytes: &[usize], passage: &Passage, gap: Gap, i: usize) -> bool {
    if gap == Gap::Anything {
        return true;
    }
    let Some(before) = i.checked_sub(1).and_then(|at| statute.get(at)) else {
        return i == 0;
    };
    is_stop(*before)
        || (gap == Gap::Clause && *before == ',')
        || bytes.get(i).is_some_and(|&at| passage.is_line(at))
}

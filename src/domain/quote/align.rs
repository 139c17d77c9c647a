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
const SKIP: u8 = 5;

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

/// What may be left out at a place, the smaller first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Clause,
    Sentence,
    Anything,
}

/// What may happen at a position of the passage, before the character there.
#[derive(Clone, Copy, Default)]
struct Edge {
    /// A sentence begins, or at a comma a clause.
    opens: Option<Gap>,
    /// A sentence ends, or at a comma a clause.
    closes: Option<Gap>,
    /// A colon stands before it, so that items may follow.
    colon: bool,
}

struct Table {
    quote: Vec<char>,
    gaps: Vec<Option<Gap>>,
    statute: Vec<char>,
    /// Cost of leaving out each character of the passage.
    prices: Vec<u32>,
    edges: Vec<Edge>,
    /// Byte of each character of the passage, and its length.
    bytes: Vec<usize>,
    steps: Vec<u8>,
    /// Where the leaps of each row start, over sentences and over clauses.
    leaps: Vec<[usize; 2]>,
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
    let mut gaps: Vec<Option<Gap>> = std::iter::once(None)
        .chain(quote.iter().map(|&c| (c == ',').then_some(Gap::Clause)))
        .collect();
    for (at, joint) in &excerpt.folded.joints {
        if let Some(gap) = gaps.get_mut(*at) {
            *gap = Some(match joint {
                Joint::Stop => Gap::Sentence,
                Joint::Omission => Gap::Anything,
            });
        }
    }
    let mut table = Table {
        leaps: vec![[0; 2]; quote.len() + 1],
        steps: vec![START; cells],
        prices: statute.iter().map(|&c| price(c)).collect(),
        edges: edges(&statute, &bytes, passage),
        quote,
        gaps,
        statute,
        bytes,
    };
    let end = table.fill();
    Some(table.trace(end))
}

/// Where sentences and clauses of a passage begin and end.
fn edges(statute: &[char], bytes: &[usize], passage: &Passage) -> Vec<Edge> {
    let gap = |c: Option<&char>| match c {
        None => Some(Gap::Sentence),
        Some(&c) if is_stop(c) => Some(Gap::Sentence),
        Some(',') => Some(Gap::Clause),
        Some(_) => None,
    };
    bytes
        .iter()
        .enumerate()
        .map(|(i, &byte)| {
            let before = gap(i.checked_sub(1).and_then(|at| statute.get(at)));
            let opens = match passage.is_line(byte) {
                true => Some(Gap::Sentence),
                false => before,
            };
            Edge {
                opens,
                closes: opens.max(gap(statute.get(i))),
                colon: i.checked_sub(1).and_then(|at| statute.get(at)) == Some(&':'),
            }
        })
        .collect()
}

/// Whether something of the size of `gap` may be left out at an edge.
fn fits(gap: Gap, edge: Option<Gap>) -> bool {
    gap == Gap::Anything || edge.is_some_and(|edge| edge >= gap)
}

impl Table {
    /// Fills the table; the character of the passage before which the cheapest alignment ends.
    fn fill(&mut self) -> usize {
        let width = self.statute.len() + 1;
        let mut above = vec![0u32; width];
        let mut row = vec![0u32; width];
        let rows = self.steps.chunks_exact_mut(width).skip(1);
        for ((j, steps), &q) in (1..).zip(rows).zip(&self.quote) {
            let extra = price(q);
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
            leave_out(&self.prices, &mut row, steps);
            let Some(gap) = self.gaps[j] else {
                std::mem::swap(&mut above, &mut row);
                continue;
            };
            // A comma may stand where the statute has its colon before the items, and then items may be left out.
            let comma = gap == Gap::Clause;
            let leap = (gap.max(Gap::Sentence), comma, LEAP);
            let skip = comma.then_some((gap, false, SKIP));
            for (kind, (gap, colon, step)) in std::iter::once(leap).chain(skip).enumerate() {
                let Some((from, cost)) = cheapest(gap, colon, &self.edges, &row) else {
                    continue;
                };
                self.leaps[j][kind] = from;
                let mut leapt = false;
                for (i, edge) in self.edges.iter().enumerate() {
                    if cost < row[i] && fits(gap, edge.opens) {
                        row[i] = cost;
                        steps[i] = step;
                        leapt = true;
                    }
                }
                if leapt {
                    leave_out(&self.prices, &mut row, steps);
                }
            }
            std::mem::swap(&mut above, &mut row);
        }
        let last = above.iter().enumerate().min_by_key(|(_, cost)| **cost);
        last.map_or(0, |(i, _)| i)
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
                LEAP => i = self.leaps[j][0],
                SKIP => {
                    let from = self.leaps[j][1];
                    if from < i {
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
fn leave_out(prices: &[u32], row: &mut [u32], steps: &mut [u8]) {
    for (i, price) in (1..row.len()).zip(prices) {
        let cost = row[i - 1] + price;
        if cost < row[i] {
            row[i] = cost;
            steps[i] = MISSING;
        }
    }
}

/// The cheapest position to leave the passage from (`colon`: behind a colon only), and the cost of arriving elsewhere.
fn cheapest(gap: Gap, colon: bool, edges: &[Edge], row: &[u32]) -> Option<(usize, u32)> {
    let cost = match gap {
        Gap::Clause => CLAUSE,
        Gap::Sentence => JUMP,
        Gap::Anything => 0,
    };
    row.iter()
        .zip(edges)
        .enumerate()
        .filter(|(_, (_, edge))| fits(gap, edge.closes) && (edge.colon || !colon))
        .min_by_key(|(_, (reached, _))| **reached)
        .map(|(i, (reached, _))| (i, reached + cost))
}

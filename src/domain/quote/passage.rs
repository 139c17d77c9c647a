//! A stretch of statute text that a quotation is looked for in.

use std::ops::Range;

use super::fold::{self, Folded, Joint, is_stop};
use super::texts::{ArticleText, TextLine};
use crate::domain::provision::Article;

/// Where a part of a passage stands in its law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub article: Article,
    pub paragraph: u16,
    /// 0 outside the items.
    pub item: u16,
}

/// Lines of one article or several, as they are compared.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub text: String,
    /// First byte of each line with its place.
    lines: Vec<(usize, Place)>,
}

/// A quotation as it is looked for.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub folded: Folded,
    /// The parts between joints without the stops at their ends, with the joint before each.
    parts: Vec<(String, Joint)>,
}

impl Excerpt {
    pub fn new(quote: &str) -> Self {
        let folded = fold::read(quote).trim();
        let mut parts = Vec::new();
        let mut from = 0;
        let mut before = Joint::Stop;
        let ends = folded.joints.iter().copied();
        for (to, next) in ends.chain([(folded.glyphs.len(), Joint::Stop)]) {
            let part: String = folded.glyphs[from..to].iter().map(|g| g.ch).collect();
            let part = part.trim_end_matches(is_stop);
            if !part.is_empty() {
                parts.push((part.to_owned(), before));
            }
            from = to;
            before = next;
        }
        Self { folded, parts }
    }

    /// How many characters it has that are no punctuation.
    pub fn words(&self) -> usize {
        let glyphs = self.folded.glyphs.iter();
        glyphs.filter(|g| !fold::is_mark(g.ch)).count()
    }
}

impl Passage {
    /// The lines of articles, in the order given.
    pub fn of<'a>(articles: impl IntoIterator<Item = &'a ArticleText>) -> Self {
        let mut out = Self::default();
        for article in articles {
            for line in &article.lines {
                out.push(article.article, line);
            }
        }
        out
    }

    /// Some lines of an article.
    pub fn of_lines<'a>(article: Article, lines: impl IntoIterator<Item = &'a TextLine>) -> Self {
        let mut out = Self::default();
        for line in lines {
            out.push(article, line);
        }
        out
    }

    fn push(&mut self, article: Article, line: &TextLine) {
        let place = Place {
            article,
            paragraph: line.paragraph,
            item: line.item,
        };
        self.lines.push((self.text.len(), place));
        let folded = fold::read(&line.text);
        self.text.extend(folded.glyphs.iter().map(|g| g.ch));
    }

    /// Where the excerpt stands, part by part in the order of the text. Between two parts something may be left out,
    /// at an ellipsis anything, else whole sentences, items or paragraphs.
    pub fn locate(&self, excerpt: &Excerpt) -> Option<Vec<Range<usize>>> {
        let mut out: Vec<Range<usize>> = Vec::with_capacity(excerpt.parts.len());
        let mut cursor = 0;
        for (part, joint) in &excerpt.parts {
            let mut from = cursor;
            let found = loop {
                let start = from + self.text.get(from..)?.find(part.as_str())?;
                let joined = out.is_empty()
                    || *joint == Joint::Omission
                    || start == cursor
                    || (self.ends_at(cursor) && self.begins_at(start));
                if joined {
                    break start..start + part.len();
                }
                from = start + part.chars().next().map_or(1, char::len_utf8);
            };
            cursor = found.end;
            out.push(found);
        }
        (!out.is_empty()).then_some(out)
    }

    /// Whether a clause ends before this byte.
    fn ends_at(&self, at: usize) -> bool {
        let next = self.text.get(at..).and_then(|rest| rest.chars().next());
        next.is_none_or(is_stop) || self.is_line(at)
    }

    /// Whether a clause begins at this byte.
    fn begins_at(&self, at: usize) -> bool {
        let before = self.text.get(..at).and_then(|b| b.chars().next_back());
        before.is_none_or(is_stop) || self.is_line(at)
    }

    /// Whether a line begins at this byte.
    pub fn is_line(&self, at: usize) -> bool {
        self.lines
            .binary_search_by_key(&at, |(start, _)| *start)
            .is_ok()
    }

    /// The place of the character at a byte.
    pub fn place(&self, at: usize) -> Option<Place> {
        let line = self.lines.partition_point(|(start, _)| *start <= at);
        Some(self.lines.get(line.checked_sub(1)?)?.1)
    }

    /// The places that bytes of the passage touch, in order, each once.
    pub fn places(&self, ranges: &[Range<usize>]) -> Vec<Place> {
        let mut out = Vec::new();
        for range in ranges {
            let first = self
                .lines
                .partition_point(|(start, _)| *start <= range.start);
            let last = self.lines.partition_point(|(start, _)| *start < range.end);
            let touched = self.lines.get(first.saturating_sub(1)..last);
            out.extend(touched.into_iter().flatten().map(|(_, place)| *place));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

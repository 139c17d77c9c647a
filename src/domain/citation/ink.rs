//! The text without its blanks.
//!
//! Cells come out of word processors and PDF converters with spaces and line breaks at any
//! character (第 四 十 条, 《中华⏎人民共和国…》). The grammar therefore reads only the inked
//! characters and asks about blanks where they matter: at line starts and after a mark.

use std::num::NonZeroU16;
use std::ops::Range;

use crate::domain::numeral;

/// One inked character.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    ch: char,
    at: usize,
    line_start: bool,
    spaced: bool,
}

/// The inked characters of a text. Positions are indexes of glyphs; any position may be asked for.
pub(super) struct Ink {
    glyphs: Vec<Glyph>,
}

const LINE_BREAKS: [char; 7] = [
    '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
];
/// Characters that print nothing but are no white space by Unicode.
const INVISIBLE: [char; 6] = [
    '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}',
];
/// Most texts have some characters that take less than three bytes.
const SPARE: usize = 16;
/// No number of a provision is longer; what is longer is not read to its end.
const LONGEST_NUMBER: usize = 24;

impl Ink {
    pub(super) fn new(text: &str) -> Self {
        let mut glyphs = Vec::with_capacity(text.len() / 3 + SPARE);
        let mut line_start = true;
        let mut spaced = false;
        for (at, ch) in text.char_indices() {
            // Most characters are Chinese or ASCII.
            let inked = matches!(ch, '\u{3001}'..='\u{9fff}' | '!'..='~');
            if !inked && LINE_BREAKS.contains(&ch) {
                line_start = true;
                spaced = true;
            } else if !inked && (ch.is_whitespace() || ch.is_control() || INVISIBLE.contains(&ch)) {
                spaced = true;
            } else {
                glyphs.push(Glyph {
                    ch,
                    at,
                    line_start,
                    spaced,
                });
                line_start = false;
                spaced = false;
            }
        }
        Self { glyphs }
    }

    pub(super) fn len(&self) -> usize {
        self.glyphs.len()
    }

    pub(super) fn get(&self, i: usize) -> Option<char> {
        self.glyphs.get(i).map(|g| g.ch)
    }

    /// The character before `i`.
    pub(super) fn before(&self, i: usize) -> Option<char> {
        self.get(i.checked_sub(1)?)
    }

    pub(super) fn is(&self, i: usize, ch: char) -> bool {
        self.get(i) == Some(ch)
    }

    /// Whether the character at `i` is one of `set`: an array, which costs a few comparisons; a search in a string costs
    /// many times as much.
    pub(super) fn among<const N: usize>(&self, i: usize, set: [char; N]) -> bool {
        self.get(i).is_some_and(|c| set.contains(&c))
    }

    pub(super) fn starts_line(&self, i: usize) -> bool {
        self.glyphs.get(i).is_some_and(|g| g.line_start)
    }

    /// Whether a blank stands before the character at `i`.
    pub(super) fn spaced(&self, i: usize) -> bool {
        self.glyphs.get(i).is_some_and(|g| g.spaced)
    }

    /// The position after `word` when it stands at `i`.
    pub(super) fn word(&self, i: usize, word: &str) -> Option<usize> {
        let mut end = i;
        for ch in word.chars() {
            if !self.is(end, ch) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The position after the first of `words` that stands at `i`.
    pub(super) fn one_of(&self, i: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.word(i, word))
    }

    /// Whether the text before `i` ends with one of `words`.
    pub(super) fn ends_with(&self, i: usize, words: &[&str]) -> bool {
        words.iter().any(|word| {
            i.checked_sub(word.chars().count())
                .is_some_and(|from| self.word(from, word).is_some())
        })
    }

    /// The characters of `from..to` without blanks.
    pub(super) fn string(&self, from: usize, to: usize) -> String {
        self.mapped(from, to, |ch| ch)
    }

    /// The characters of `from..to` without blanks, each as another one.
    pub(super) fn mapped(&self, from: usize, to: usize, other: impl Fn(char) -> char) -> String {
        let glyphs = self.glyphs.get(from..to.min(self.len()));
        let glyphs = glyphs.unwrap_or_default();
        let mut out = String::with_capacity(3 * glyphs.len());
        out.extend(glyphs.iter().map(|g| other(g.ch)));
        out
    }

    /// The bytes from the character at `from` to the one before `to`; empty where there is none.
    pub(super) fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.glyphs.get(from).map_or(0, |g| g.at);
        match to.checked_sub(1).and_then(|last| self.glyphs.get(last)) {
            Some(last) if to > from => start..last.at + last.ch.len_utf8(),
            _ => start..start,
        }
    }

    /// Whether a number stands at `i`, be it malformed.
    pub(super) fn is_number(&self, i: usize) -> bool {
        self.get(i).is_some_and(numeral::is_numeral_char)
    }

    /// A number at `i`: the position after it, and its value unless it is malformed.
    pub(super) fn number(&self, i: usize) -> Option<(usize, Option<NonZeroU16>)> {
        if !self.is_number(i) {
            return None;
        }
        let mut end = i + 1;
        while end - i < LONGEST_NUMBER && self.get(end).is_some_and(numeral::is_numeral_char) {
            end += 1;
        }
        let glyphs = self.glyphs.get(i..end)?;
        let short = match glyphs {
            [a] => numeral::short([a.ch]),
            [a, b] => numeral::short([a.ch, b.ch]),
            [a, b, c] => numeral::short([a.ch, b.ch, c.ch]),
            [a, b, c, d] => numeral::short([a.ch, b.ch, c.ch, d.ch]),
            [a, b, c, d, e] => numeral::short([a.ch, b.ch, c.ch, d.ch, e.ch]),
            _ => None,
        };
        if short.is_some() {
            return Some((end, short));
        }
        // Numbers are asked for wherever one might stand, so none is put on the heap.
        let mut digits = [0; 4 * LONGEST_NUMBER];
        let mut length = 0;
        for glyph in glyphs {
            let room = digits.get_mut(length..)?;
            length += glyph.ch.encode_utf8(room).len();
        }
        let digits = std::str::from_utf8(digits.get(..length)?).ok()?;
        Some((end, numeral::parse(digits).ok()))
    }

    /// Whether a bracket, or a character that holds a number in brackets, stands at `i`.
    pub(super) fn opens_item(&self, i: usize) -> bool {
        self.among(i, OPENING) || self.get(i).and_then(numeral::bracketed).is_some()
    }

    /// A number with or without brackets: 三, （三）, (3), ㈢.
    pub(super) fn bracketed_number(&self, i: usize) -> Option<(usize, Option<NonZeroU16>, bool)> {
        if let Some(value) = self.get(i).and_then(numeral::bracketed) {
            return Some((i + 1, Some(value), true));
        }
        if !self.among(i, OPENING) {
            return self.number(i).map(|(end, value)| (end, value, false));
        }
        let (end, value) = self.number(i + 1)?;
        self.among(end, CLOSING).then_some((end + 1, value, true))
    }
}

/// Round brackets, both widths; people mix them.
pub(super) const OPENING: [char; 3] = ['（', '(', '﹙'];
pub(super) const CLOSING: [char; 3] = ['）', ')', '﹚'];
/// Brackets of tags and of years in document numbers.
pub(super) const SQUARE_OPENING: [char; 5] = ['【', '[', '［', '〔', '﹝'];
pub(super) const SQUARE_CLOSING: [char; 5] = ['】', ']', '］', '〕', '﹞'];
pub(super) const COLONS: [char; 3] = ['：', ':', '∶'];
pub(super) const OPENING_QUOTES: [char; 5] = ['“', '"', '「', '『', '＂'];
pub(super) const CLOSING_QUOTES: [char; 5] = ['”', '"', '」', '』', '＂'];
/// What may end a sentence or a cell before a new mark begins.
pub(super) const TERMINALS: [char; 22] = [
    '。', '．', '.', '；', ';', '：', ':', '！', '!', '？', '?', '”', '"', '」', '』', '）', ')',
    '﹚', '】', ']', '》', '…',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_seen_but_not_read() {
        let ink = Ink::new(" 第 四\n十\u{3000}条a");
        assert_eq!(ink.string(0, 9), "第四十条a");
        assert!(ink.starts_line(0) && ink.starts_line(2) && !ink.starts_line(1));
        assert!(ink.spaced(3) && !ink.spaced(4));
        assert_eq!(ink.bytes(0, 4), 1.." 第 四\n十\u{3000}条".len());
        assert_eq!(
            ink.number(1).map(|(end, n)| (end, n.map(NonZeroU16::get))),
            Some((3, Some(40)))
        );
    }

    #[test]
    fn every_position_may_be_asked_for() {
        let ink = Ink::new("条");
        assert_eq!(ink.bytes(5, 9), 0..0);
        assert_eq!(ink.bytes(1, 0), 0..0);
        assert_eq!(ink.string(3, 1), "");
        assert!(!ink.ends_with(0, &["条"]) && ink.ends_with(1, &["条"]));
    }
}

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

const LINE_BREAKS: &str = "\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}";
/// Characters that print nothing but are no white space by Unicode.
const INVISIBLE: &str = "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}";
/// No number of a provision is longer; what is longer is not read to its end.
const LONGEST_NUMBER: usize = 24;

impl Ink {
    pub(super) fn new(text: &str) -> Self {
        let mut glyphs = Vec::with_capacity(text.len() / 3);
        let mut line_start = true;
        let mut spaced = false;
        for (at, ch) in text.char_indices() {
            // Most characters are Chinese, and none of those is a blank.
            let plain = ('\u{3001}'..='\u{9fff}').contains(&ch);
            if !plain && among(LINE_BREAKS, ch) {
                line_start = true;
                spaced = true;
            } else if !plain && (ch.is_whitespace() || ch.is_control() || among(INVISIBLE, ch)) {
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

    /// Whether the character at `i` is one of `set`.
    pub(super) fn among(&self, i: usize, set: &str) -> bool {
        self.get(i).is_some_and(|c| among(set, c))
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
        self.glyphs
            .get(from..to.min(self.len()))
            .unwrap_or_default()
            .iter()
            .map(|g| g.ch)
            .collect()
    }

    /// The bytes from the character at `from` to the one before `to`; empty where there is none.
    pub(super) fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.glyphs.get(from).map_or(0, |g| g.at);
        match to.checked_sub(1).and_then(|last| self.glyphs.get(last)) {
            Some(last) if to > from => start..last.at + last.ch.len_utf8(),
            _ => start..start,
        }
    }

    /// A number at `i`: the position after it, and its value unless it is malformed.
    pub(super) fn number(&self, i: usize) -> Option<(usize, Option<NonZeroU16>)> {
        let mut end = i;
        while end - i < LONGEST_NUMBER && self.get(end).is_some_and(numeral::is_numeral_char) {
            end += 1;
        }
        let glyphs = self.glyphs.get(i..end).filter(|some| !some.is_empty())?;
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

/// Whether a character is in a short set. A substring search, as `str::contains` makes of a character of several
/// bytes, costs several times as much.
pub(super) fn among(set: &str, ch: char) -> bool {
    set.chars().any(|c| c == ch)
}

/// Round brackets, both widths; people mix them.
pub(super) const OPENING: &str = "（(﹙";
pub(super) const CLOSING: &str = "）)﹚";
/// Brackets of tags and of years in document numbers.
pub(super) const SQUARE_OPENING: &str = "【[［〔﹝";
pub(super) const SQUARE_CLOSING: &str = "】]］〕﹞";
pub(super) const COLONS: &str = "：:∶";
pub(super) const OPENING_QUOTES: &str = "“\"「『＂";
pub(super) const CLOSING_QUOTES: &str = "”\"」』＂";
/// What may end a sentence or a cell before a new mark begins.
pub(super) const TERMINALS: &str = "。．.；;：:！!？?”\"」』）)﹚】]》…";

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

//! From content to content: blank lines, comments, ends of lines, and bytes that are none of a canonical text.

use memchr::memchr;

/// Where reading stands in the lines of a text.
pub(super) struct Lines<'a> {
    pub(super) bytes: &'a [u8],
    /// Where the next content begins; the end of the text where there is none.
    pub(super) at: usize,
    /// How far that is from the beginning of its line; -1 at the end of the text.
    pub(super) column: i32,
    /// Whether the places of comments are asked for.
    pub(super) noting: bool,
    /// Places of comments, where they were asked for.
    pub(super) comments: Vec<(u32, u32)>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8], noting: bool) -> Self {
        Self {
            bytes,
            at: 0,
            column: -1,
            noting,
            comments: Vec::new(),
        }
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.column < 0
    }

    /// Goes to the next content from the beginning of a line.
    pub(super) fn seek_content(&mut self, line: usize) {
        let mut line = line;
        loop {
            let at = self.behind_spaces(line);
            match self.byte(at) {
                None => {
                    self.at = at;
                    self.column = -1;
                    return;
                }
                Some(b'\n') => line = at + 1,
                Some(b'\r') if self.byte(at + 1) == Some(b'\n') => line = at + 2,
                Some(b'#') => line = self.behind_comment(at),
                Some(_) => {
                    self.at = at;
                    self.column = (at - line) as i32;
                    return;
                }
            }
        }
    }

    /// Ends a line behind a value: nothing but spaces and a comment may follow. Goes to the next content.
    pub(super) fn end(&mut self, value_end: usize) -> Option<()> {
        let at = self.behind_spaces(value_end);
        let next = match self.byte(at) {
            None => at,
            Some(b'\n') => at + 1,
            Some(b'\r') if self.byte(at + 1) == Some(b'\n') => at + 2,
            Some(b'#') if at > value_end => self.behind_comment(at),
            Some(_) => return None,
        };
        self.seek_content(next);
        Some(())
    }

    pub(super) fn behind_spaces(&self, from: usize) -> usize {
        let mut at = from;
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        at
    }

    /// The beginning of the line behind a comment.
    fn behind_comment(&mut self, at: usize) -> usize {
        let end = self.line_end(at);
        if self.noting {
            self.comments.push((at as u32, end.0 as u32));
        }
        end.1
    }

    /// Where the content of a line ends, and where the next one begins.
    pub(super) fn line_end(&self, from: usize) -> (usize, usize) {
        match memchr(b'\n', &self.bytes[from..]) {
            None => (self.bytes.len(), self.bytes.len()),
            Some(i) => {
                let at = from + i;
                let is_windows = i > 0 && self.bytes[at - 1] == b'\r';
                (at - usize::from(is_windows), at + 1)
            }
        }
    }

    /// Whether a line ends here, or the text does.
    pub(super) fn is_line_end(&self, at: usize) -> bool {
        match self.byte(at) {
            None | Some(b'\n') => true,
            Some(b'\r') => self.byte(at + 1) == Some(b'\n'),
            Some(_) => false,
        }
    }

    /// Whether nothing but a comment follows on the line; spaces reach from `from` to `at`.
    pub(super) fn is_rest_empty(&self, from: usize, at: usize) -> bool {
        self.is_line_end(at) || (at > from && self.byte(at) == Some(b'#'))
    }

    /// Whether what stands before this is separated from what follows it.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.byte(at) == Some(b' ') || self.is_line_end(at)
    }
}

/// Whether a text is free of tabs, of line breaks other than those of Unix and Windows, and of everything that is not
/// printable by the parser's reckoning.
pub(super) fn are_clean(bytes: &[u8]) -> bool {
    let each = |from: usize, to: usize| (from..to).all(|at| is_clean(bytes, at));
    // Steps of one length, each beside the same one byte on, are what a compiler makes vectors of.
    let step = |at: usize| {
        let here = bytes.get(at..)?.first_chunk::<STEP>()?;
        let next = bytes.get(at + 1..)?.first_chunk::<STEP>()?;
        Some(!is_suspicious(here, next) || each(at, at + STEP))
    };
    let mut at = 0;
    while let Some(is_clean) = step(at) {
        if !is_clean {
            return false;
        }
        at += STEP;
    }
    // What is left is looked at with some of what went before, and the last byte by itself.
    match bytes.len().checked_sub(STEP + 1).and_then(step) {
        Some(is_clean) => is_clean && each(bytes.len() - 1, bytes.len()),
        None => each(at, bytes.len()),
    }
}

/// How many bytes are looked at together.
const STEP: usize = 64;

/// Whether there may be something among these bytes; `next` are the ones behind each of them.
fn is_suspicious(here: &[u8; STEP], next: &[u8; STEP]) -> bool {
    let mut found = 0;
    for (&b, &n) in here.iter().zip(next) {
        let control = u8::from(b < b' ') & u8::from(b != b'\n');
        let mark = u8::from(b == 0xef) & (u8::from(n == 0xbb) | u8::from(n == 0xbf));
        found |= control | u8::from(b == 0x7f) | u8::from(b == 0xc2) | mark;
    }
    found != 0
}

/// Whether a part of a text has no line breaks but those of Unix and Windows, and no byte order mark: what a parser
/// might take in another way where a text begins.
pub(super) fn can_stand_alone(bytes: &[u8]) -> bool {
    let has_mark = memchr::memmem::find(bytes, "\u{feff}".as_bytes()).is_some();
    !has_mark && memchr::memchr_iter(b'\r', bytes).all(|at| bytes.get(at + 1) == Some(&b'\n'))
}

fn is_clean(bytes: &[u8], at: usize) -> bool {
    let ahead = |n: usize| bytes.get(at + n).copied();
    match bytes[at] {
        b'\n' => true,
        b'\r' => ahead(1) == Some(b'\n'),
        0..b' ' | 0x7f => false,
        // C1 controls. U+0085 is printable, but a line break to some.
        0xc2 => ahead(1) >= Some(0xa0),
        // The byte order mark, and the two behind it that are no characters.
        0xef => !matches!(
            (ahead(1), ahead(2)),
            (Some(0xbb), Some(0xbf)) | (Some(0xbf), Some(0xbe | 0xbf))
        ),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever stands at whatever place among plain bytes is found as it is byte by byte.
        #[test]
        fn bytes_are_clean_together_where_each_is(
            length in 0..300usize,
            places in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![
                "\n", "\r\n", "\r", "\t", "\0", "\u{7f}", "\u{85}", "\u{a0}", "é", "，", "\u{feff}", "\u{fffe}", "\u{ffff}",
            ])), 0..3),
        ) {
            let mut text = "a".repeat(length);
            for (place, what) in places {
                let at = place.index(text.len() + 1);
                let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                text.insert_str(at, what);
            }
            let bytes = text.as_bytes();
            let one_by_one = (0..bytes.len()).all(|at| is_clean(bytes, at));
            prop_assert_eq!(are_clean(bytes), one_by_one);
        }
    }
}

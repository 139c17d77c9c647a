//! Scalars: plain, quoted, literal.

use memchr::{memchr2, memchr3};

use super::Reader;
use super::lines::Lines;

/// The longest key; the parser takes longer ones too.
const MAX_KEY: usize = 1024;

/// A plain text on one line, or the beginning of one.
pub(super) struct Plain {
    /// Behind its last byte.
    pub(super) end: usize,
    /// Whether it is a key: a colon and something blank follow at once.
    pub(super) is_key: bool,
}

/// Whether a plain text may begin with this byte.
fn may_begin(byte: u8) -> bool {
    /// By byte, since every text is asked.
    const MAY: [bool; 256] = {
        const INDICATORS: &[u8] = b"-?:,[]{}#&*!|>'\"%@`";
        let mut may = [true; 256];
        let mut at = 0;
        while at <= b' ' as usize {
            may[at] = false;
            at += 1;
        }
        at = 0;
        while at < INDICATORS.len() {
            may[INDICATORS[at] as usize] = false;
            at += 1;
        }
        may
    };
    MAY[usize::from(byte)]
}

impl Lines<'_> {
    /// The plain text that begins here, outside of flow collections.
    pub(super) fn plain(&self, start: usize) -> Option<Plain> {
        if !may_begin(self.byte(start)?) {
            return None;
        }
        let mut at = start;
        loop {
            let Some(i) = memchr3(b'\n', b':', b'#', &self.bytes[at..]) else {
                return Some(self.plain_to(start, self.bytes.len()));
            };
            at += i;
            match self.bytes[at] {
                b'\n' => return Some(self.plain_to(start, at)),
                b'#' if self.bytes[at - 1] == b' ' => return Some(self.plain_to(start, at)),
                b':' if self.is_blank(at + 1) => {
                    let is_apart = self.bytes[at - 1] == b' ';
                    return (!is_apart && at - start <= MAX_KEY).then_some(Plain {
                        end: at,
                        is_key: true,
                    });
                }
                _ => at += 1,
            }
        }
    }

    fn plain_to(&self, start: usize, end: usize) -> Plain {
        let mut end = end;
        if self.bytes[end - 1] == b'\r' && self.is_line_end(end) {
            end -= 1;
        }
        while self.bytes[end - 1] == b' ' && end > start {
            end -= 1;
        }
        Plain { end, is_key: false }
    }

    /// The plain text that begins here inside of a flow collection, on its line.
    pub(super) fn plain_in_flow(&self, start: usize) -> Option<Plain> {
        if !may_begin(self.byte(start)?) {
            return None;
        }
        let mut at = start;
        loop {
            match self.byte(at)? {
                b'\n' | b'\r' | b'#' => return None,
                b',' | b'[' | b']' | b'{' | b'}' => {
                    let mut end = at;
                    while self.bytes[end - 1] == b' ' {
                        end -= 1;
                    }
                    return Some(Plain { end, is_key: false });
                }
                b':' => match self.byte(at + 1)? {
                    b' ' => {
                        let is_apart = self.bytes[at - 1] == b' ';
                        return (!is_apart && at - start <= MAX_KEY).then_some(Plain {
                            end: at,
                            is_key: true,
                        });
                    }
                    b'\n' | b'\r' | b',' | b'[' | b']' | b'{' | b'}' => return None,
                    _ => at += 1,
                },
                _ => at += 1,
            }
        }
    }
}

impl Reader<'_, '_> {
    /// Reads what stands in quotation marks on one line; where it ends.
    pub(super) fn quoted(&mut self, start: usize) -> Option<usize> {
        match self.lines.byte(start)? {
            b'\'' => self.single_quoted(start),
            b'"' => self.double_quoted(start),
            _ => None,
        }
    }

    fn single_quoted(&mut self, start: usize) -> Option<usize> {
        let source = self.tree.source();
        let bytes = self.lines.bytes;
        let (mut from, mut at) = (start + 1, start + 1);
        let mut is_made = false;
        loop {
            at += memchr2(b'\'', b'\n', &bytes[at..])?;
            if bytes[at] == b'\n' {
                return None;
            }
            if self.lines.byte(at + 1) != Some(b'\'') {
                break;
            }
            // Up to the first of the two.
            self.tree.making().push_str(source.get(from..=at)?);
            is_made = true;
            at += 2;
            from = at;
        }
        let rest = is_made.then_some(source.get(from..at)?);
        Some(self.end_quoted(start, at + 1, rest))
    }

    /// Ends a quoted scalar; `rest` is what still has to be put behind a text that is not that of the source.
    fn end_quoted(&mut self, start: usize, end: usize, rest: Option<&str>) -> usize {
        match rest {
            Some(rest) => {
                self.tree.making().push_str(rest);
                self.tree
                    .made_so_far(false, false, start as u32, end as u32);
            }
            None => self.tree.quoted(start as u32, end as u32),
        }
        end
    }

    fn double_quoted(&mut self, start: usize) -> Option<usize> {
        let source = self.tree.source();
        let bytes = self.lines.bytes;
        let (mut from, mut at) = (start + 1, start + 1);
        let mut is_made = false;
        loop {
            at += memchr3(b'"', b'\\', b'\n', &bytes[at..])?;
            match bytes[at] {
                b'"' => break,
                b'\n' => return None,
                _ => {
                    let (character, length) = escape(source.get(at + 1..)?)?;
                    let making = self.tree.making();
                    making.push_str(source.get(from..at)?);
                    making.push(character);
                    is_made = true;
                    at += 1 + length;
                    from = at;
                }
            }
        }
        let rest = is_made.then_some(source.get(from..at)?);
        Some(self.end_quoted(start, at + 1, rest))
    }

    /// Reads a literal block under a collection at a column, from its `|` on, and goes to the next content.
    pub(super) fn literal(&mut self, mark: usize, column: i32) -> Option<()> {
        let bytes = self.lines.bytes;
        let is_stripped = self.lines.byte(mark + 1) == Some(b'-');
        let header_end = mark + 1 + usize::from(is_stripped);
        if !self.lines.is_line_end(header_end) {
            return None;
        }
        let (_, first) = self.lines.line_end(header_end);
        let start = self.lines.behind_spaces(first);
        let indent = start - first;
        if self.lines.is_line_end(start) || indent as i32 <= column {
            return None;
        }
        let source = self.tree.source();
        // Behind the text so far, and how many line breaks stand between it and what may follow.
        let (mut line, mut breaks, mut is_made) = (start, 0, false);
        let (mut only_line_end, mut at);
        loop {
            let (line_end, next) = self.lines.line_end(line);
            only_line_end = line_end;
            if is_made {
                let making = self.tree.making();
                making.extend(std::iter::repeat_n('\n', breaks));
                making.push_str(source.get(line..line_end)?);
            }
            // A text without a last line break is read as if it had one.
            breaks = 1;
            let mut from = next;
            let is_more = loop {
                let stop = bytes.len().min(from + indent);
                at = from;
                while at < stop && bytes[at] == b' ' {
                    at += 1;
                }
                if at == bytes.len() {
                    break false;
                }
                if self.lines.is_line_end(at) {
                    let (_, next) = self.lines.line_end(at);
                    breaks += 1;
                    from = next;
                    continue;
                }
                break at - from == indent;
            };
            if !is_more {
                self.lines.at = from;
                break;
            }
            if !is_made {
                self.tree.making().push_str(source.get(start..line_end)?);
                is_made = true;
            }
            line = at;
        }
        let (first_byte, end) = (start as u32, at as u32);
        if is_made || !is_stripped {
            if !is_made {
                self.tree
                    .making()
                    .push_str(source.get(start..only_line_end)?);
            }
            if !is_stripped {
                self.tree.making().push('\n');
            }
            self.tree.made_so_far(false, false, first_byte, end);
        } else {
            self.tree.head(first_byte, only_line_end as u32, end);
        }
        self.lines.seek_content(self.lines.at);
        Some(())
    }
}

/// The character of an escape behind its backslash, of those that `fmt` writes, and how long it is.
fn escape(text: &str) -> Option<(char, usize)> {
    let character = match text.as_bytes().first()? {
        b'"' => '"',
        b'\\' => '\\',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let digits = text.get(1..5)?;
            if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                return None;
            }
            let code = u32::from_str_radix(digits, 16).ok()?;
            return Some((char::from_u32(code)?, 5));
        }
        _ => return None,
    };
    Some((character, 1))
}

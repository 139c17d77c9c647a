//! The citations of a text explained: one format per file.

pub mod failures;
pub mod json;
pub mod plain;

use std::ops::Range;

use super::text::width;

/// Longest piece of a line that is shown, in characters; more is cut off on both sides.
const SHOWN: usize = 60;
/// How much of it stands before the mark.
const BEFORE: usize = 16;

/// Turns bytes of a text into characters; near questions are answered without counting from the beginning.
struct Characters<'t> {
    text: &'t str,
    byte: usize,
    characters: usize,
}

impl<'t> Characters<'t> {
    const fn new(text: &'t str) -> Self {
        Self {
            text,
            byte: 0,
            characters: 0,
        }
    }

    /// How many characters stand before a byte.
    fn before(&mut self, byte: usize) -> usize {
        let count = |range: Range<usize>| self.text.get(range).map_or(0, |s| s.chars().count());
        self.characters = if byte >= self.byte {
            self.characters + count(self.byte..byte)
        } else {
            self.characters.saturating_sub(count(byte..self.byte))
        };
        self.byte = byte;
        self.characters
    }
}

/// The line in which a span begins, cut to what matters, and carets under the span. Looks no further than it shows,
/// however long the line is.
fn marked(text: &str, span: &Range<usize>) -> (String, String) {
    let start = span.start.min(text.len());
    let head = text.get(..start).unwrap_or_default();
    let mut before: Vec<char> = head
        .chars()
        .rev()
        .take_while(|c| *c != '\n')
        .take(BEFORE + 1)
        .collect();
    before.reverse();
    let mut line = String::new();
    let skipped = before.len().saturating_sub(BEFORE);
    if skipped > 0 {
        line.push('…');
    }
    let indented = before.iter().skip(skipped);
    line.extend(
        indented
            .skip_while(|c| c.is_whitespace())
            .map(|c| printable(*c)),
    );
    let rest = text.get(start..).unwrap_or_default();
    let length = span.end.saturating_sub(start);
    let blank = width(&line);
    let mut carets = 0;
    let room = SHOWN - before.len().min(BEFORE);
    let shown = rest.char_indices().take_while(|(_, c)| *c != '\n');
    for (i, (at, c)) in shown.take(room + 1).enumerate() {
        if i == room {
            line.push('…');
        } else if c != '\r' {
            line.push(printable(c));
            if at < length {
                carets = width(&line) - blank;
            }
        }
    }
    (
        line,
        format!("{}{}", " ".repeat(blank), "^".repeat(carets.max(1))),
    )
}

/// Control characters must not steer the terminal.
fn printable(c: char) -> char {
    if c.is_control() { '\u{fffd}' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_in_both_directions() {
        let mut at = Characters::new("甲a乙\n丙");
        assert_eq!(at.before(4), 2);
        assert_eq!(at.before(8), 4);
        assert_eq!(at.before(3), 1);
        assert_eq!(at.before(11), 5);
        assert_eq!(at.before(0), 0);
    }

    #[test]
    fn carets_stand_under_wide_characters() {
        let text = "甲\n  乙abc丙\n丁";
        let from = text.find("abc").unwrap();
        assert_eq!(
            marked(text, &(from..from + 6)),
            ("乙abc丙".to_owned(), "  ^^^^^".to_owned())
        );
        // A span that runs on into the next line is marked to the end of the first.
        assert_eq!(marked(text, &(from..text.len())).1, "  ^^^^^");
        let long = format!("{}第三条{}", "甲".repeat(100), "乙".repeat(100));
        let (line, carets) = marked(&long, &(300..309));
        assert_eq!(line.chars().count(), SHOWN + 2);
        assert_eq!(carets.trim_start(), "^^^^^^");
        assert_eq!(marked("", &(0..0)), (String::new(), "^".to_owned()));
    }
}

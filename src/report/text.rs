//! Text set for a terminal: widths of Chinese characters counted right, lines broken where Chinese may be broken.

use std::ops::Range;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Marks that no line begins with.
const NOT_FIRST: &str = "，。、；：？！）》〉」』】〕”’·,.;:?!)]}%";
/// Marks that no line ends with.
const NOT_LAST: &str = "（《〈「『【〔“‘([{";

/// Columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// What is shown for a character: not those that would steer the terminal or turn the direction of writing.
pub fn harmless(c: char) -> Option<char> {
    match c {
        '\n' => Some(c),
        '\t' => Some(' '),
        '\r' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    }
}

/// A text with blanks after it up to `columns`.
pub fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// Lines of at most `columns` columns (a single unbreakable word may be longer). Line breaks in the text are kept;
/// there is always at least one line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let lines = breaks(text, columns).into_iter();
    lines
        .map(|range| text.get(range).unwrap_or_default().to_owned())
        .collect()
}

/// As [`wrap`]: where the lines stand, in bytes of the text.
pub fn breaks(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let whole = line.strip_suffix('\n').unwrap_or(line);
        let whole = whole.strip_suffix('\r').unwrap_or(whole);
        break_line(whole, start, columns, &mut out);
        start += line.len();
    }
    if out.is_empty() {
        out.push(0..0);
    }
    out
}

fn break_line(text: &str, offset: usize, columns: usize, out: &mut Vec<Range<usize>>) {
    let trimmed = |range: Range<usize>| {
        let line = text.get(range.clone()).unwrap_or_default();
        offset + range.start..offset + range.start + line.trim_end().len()
    };
    let (mut line, mut used) = (0..0, 0);
    for unit in units(text) {
        let end = line.end + unit.len();
        if !line.is_empty() && used + width(unit.trim_end()) > columns {
            out.push(trimmed(line.clone()));
            (line, used) = (line.end..line.end, 0);
        }
        // No line begins with a blank.
        if line.is_empty() && unit.trim().is_empty() {
            line = end..end;
        } else {
            line.end = end;
            used += width(unit);
        }
    }
    out.push(trimmed(line));
}

/// Pieces between which a line may be broken: a word with its blank, a character with the marks that cling to it.
fn units(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (i, c) in text.char_indices() {
        let breaks = before.is_some_and(|b| {
            let narrow = |c: char| c.width() == Some(1) && !c.is_whitespace();
            let clings = NOT_FIRST.contains(c) || NOT_LAST.contains(b) || c.is_whitespace();
            !(clings || narrow(b) && narrow(c))
        });
        if breaks {
            out.push(&text[start..i]);
            start = i;
        }
        before = Some(c);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// A text that Markdown shows as it stands within a line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>|~#".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_between_characters_but_not_before_marks() {
        assert_eq!(wrap("一二三四，五六", 8), ["一二三", "四，五六"]);
        assert_eq!(wrap("《水法》第三条", 8), ["《水法》", "第三条"]);
        assert_eq!(wrap("see power-list now", 10), ["see", "power-list", "now"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("甲\n乙", 10), ["甲", "乙"]);
        assert_eq!(padded("编码", 6), "编码  ");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_lines_fit(text in "[一-龥，。《》a-z ]{0,80}", columns in 12usize..40) {
            let lines = wrap(&text, columns);
            let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(squeeze(&lines.concat()), squeeze(&text));
            for (i, line) in lines.iter().enumerate() {
                let first = line.chars().next();
                prop_assert!(i == 0 || first.is_none_or(|c| !NOT_FIRST.contains(c)), "{line}");
                let one = units(line).len() <= 1;
                prop_assert!(one || width(line) <= columns, "{line}");
            }
        }
    }
}

//! In which style a text stands in YAML so that it is read back letter for letter.

/// Texts longer than this, in characters, become block scalars.
const LONG: usize = 80;

/// How a text is written.
#[derive(Debug, PartialEq, Eq)]
pub enum Style {
    /// On the line of its key, already escaped.
    Inline(String),
    /// `|-` with these lines below.
    Block(Vec<String>),
}

/// The style of a value. `inline` keeps it on one line where that is possible at all.
pub fn style(text: &str, inline: bool) -> Style {
    let several = text.contains('\n');
    let long = !inline && text.chars().count() > LONG;
    if (several || long) && fits_block(text) {
        return Style::Block(text.split('\n').map(str::to_owned).collect());
    }
    Style::Inline(one_line(text))
}

/// A text on one line: plain, single or double quoted. Also the form of keys.
pub fn one_line(text: &str) -> String {
    if text.chars().any(needs_escape) {
        return double_quoted(text);
    }
    if is_plain(text) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// As [`one_line`], for a value between the brackets of a list or mapping.
pub fn flow_line(text: &str) -> String {
    let line = one_line(text);
    // What is quoted already is safe; a plain text must not end its list or its own key.
    let breaks = text.contains([',', '[', ']', '{', '}']) || text.ends_with(':');
    if breaks && line == text {
        return format!("'{text}'");
    }
    line
}

/// Characters that only an escape carries through every reader unchanged.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

fn is_plain(text: &str) -> bool {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
        return false;
    };
    let awkward = "-?:,[]{}#&*!|>'\"%@`=<.~";
    !(first.is_whitespace()
        || last.is_whitespace()
        || awkward.contains(first)
        || last == ':'
        || text.contains(": ")
        || text.contains(" #")
        || is_other_type(text))
}

/// Whether some reader takes the text for a number, a date, a truth value or nothing.
fn is_other_type(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let numeric = |c: char| c.is_ascii_digit() || "+-_.,:eE".contains(c);
    if is_two_numbers(text) {
        return false;
    }
    WORDS.iter().any(|w| text.eq_ignore_ascii_case(w))
        || text.parse::<f64>().is_ok()
        || text.chars().all(numeric)
        || (text.starts_with('0') && text[1..].starts_with(['x', 'o', 'b', 'X', 'O', 'B']))
        // A timestamp: 2015-03-01T10:00:00Z, 2015-03-01 10:00.
        || (text.as_bytes().first().is_some_and(u8::is_ascii_digit)
            && text.chars().all(|c| numeric(c) || "TtZz ".contains(c)))
}

/// Digits, one hyphen, digits: a telephone number, which no reader takes for anything else. (Dates have two hyphens.)
fn is_two_numbers(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(area, number)| digits(area) && digits(number))
}

fn fits_block(text: &str) -> bool {
    !text.chars().any(|c| c != '\n' && needs_escape(c))
        && !text.ends_with('\n')
        && !text.starts_with([' ', '\n'])
        // A line of nothing but spaces is taken for indentation by some readers.
        && text.split('\n').all(|line| line.is_empty() || !line.trim_matches(' ').is_empty())
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_stands_plain() {
        for text in [
            "建设项目环境影响评价文件审批",
            "《环境影响评价法》第二十二条第一款",
            "341100-hbj-01-0003",
            "（一）受理：5 日内",
            "0550-0000000",
            "a:b#c",
        ] {
            assert_eq!(one_line(text), text);
        }
    }

    #[test]
    fn what_reads_as_something_else_is_quoted() {
        for text in [
            "0123",
            "1e5",
            "true",
            "No",
            "~",
            "2015-03-01",
            "0x1F",
            ".5",
            "- 甲",
            "#甲",
            "甲: 乙",
            "甲 #乙",
            "甲:",
            " 甲",
            "甲\u{3000}",
            "'甲",
            "12:30:00",
            "",
        ] {
            assert!(one_line(text).starts_with('\''), "{text}");
        }
        assert_eq!(one_line("it's: x"), "'it''s: x'");
        assert_eq!(one_line("甲\t\"乙\""), "\"甲\\t\\\"乙\\\"\"");
    }

    #[test]
    fn long_and_many_lined_texts_are_blocks() {
        assert!(matches!(style(&"长".repeat(81), false), Style::Block(lines) if lines.len() == 1));
        assert!(matches!(style(&"长".repeat(81), true), Style::Inline(_)));
        assert!(matches!(style("甲\n乙", true), Style::Block(lines) if lines == ["甲", "乙"]));
        assert!(matches!(style(" 甲\n乙", false), Style::Inline(_)));
        assert!(matches!(style("甲\r\n乙", false), Style::Inline(_)));
    }
}

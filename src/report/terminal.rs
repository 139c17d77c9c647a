//! Styled lines as text for a terminal.

use std::io::{self, Write};

use super::styled::{Line, Style};

/// Writes lines as text, with or without ANSI colours.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(lines: &[Line], colour: bool, out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        for span in &line.0 {
            match ansi(span.style).filter(|_| colour) {
                Some(code) => write!(out, "\u{1b}[{code}m{}\u{1b}[0m", span.text)?,
                None => write!(out, "{}", span.text)?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Sixteen colours, which every terminal has; none that a light or a dark ground swallows.
const fn ansi(style: Style) -> Option<&'static str> {
    match style {
        Style::Plain => None,
        Style::Heading => Some("1;36"),
        Style::Strong => Some("1"),
        Style::Muted => Some("2"),
        Style::Good => Some("32"),
        Style::Warn => Some("33"),
        Style::Bad => Some("1;31"),
        Style::Added => Some("4;32"),
        Style::Removed => Some("9;31"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::styled::Span;

    fn line(spans: &[(Style, &str)]) -> Line {
        let span = |(style, text): &(Style, &str)| Span {
            text: (*text).to_owned(),
            style: *style,
        };
        Line(spans.iter().map(span).collect())
    }

    #[test]
    fn colours_are_only_for_those_who_see_them() {
        let lines = [line(&[(Style::Plain, "由"), (Style::Removed, "县级")])];
        let shown = |colour| {
            let mut out = Vec::new();
            write(&lines, colour, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(shown(false), "由县级\n");
        assert_eq!(shown(true), "由\u{1b}[9;31m县级\u{1b}[0m\n");
    }
}

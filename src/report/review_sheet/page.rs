//! A sheet on paper: as text for a terminal, and as Markdown.

use std::io::{self, Write};

use super::Section;
use crate::report::styled::{Line, Span, Style};

/// Writes lines as text, with or without ANSI colours.
///
/// # Errors
/// When `out` cannot be written.
pub fn plain(lines: &[Line], colour: bool, out: &mut dyn Write) -> io::Result<()> {
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

/// Writes sections as Markdown: titles as headings, flowcharts as they are, everything else line by line.
///
/// # Errors
/// When `out` cannot be written.
pub fn markdown(sections: &[(Section, &[Line])], out: &mut dyn Write) -> io::Result<()> {
    for (n, (section, lines)) in sections.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        let level = if *section == Section::Head { "#" } else { "##" };
        let lines = match section {
            // Code and name are one heading; the rule below them is the heading's own.
            Section::Head => {
                let title: Vec<String> = lines.iter().take(2).map(text).collect();
                writeln!(out, "{level} {}", title.join("　"))?;
                lines.get(3..)
            }
            _ => {
                let title = lines.first().map(text).unwrap_or_default();
                writeln!(out, "{level} {title}")?;
                lines.get(1..)
            }
        };
        let lines = lines.unwrap_or_default();
        if lines.is_empty() {
            continue;
        }
        writeln!(out)?;
        if *section == Section::Flowchart {
            writeln!(out, "```text")?;
            for line in lines {
                writeln!(out, "{}", line.text())?;
            }
            writeln!(out, "```")?;
            continue;
        }
        for line in lines {
            let text = line.text();
            let indent = text.len() - text.trim_start().len();
            let marker = if indent > 2 { "  - " } else { "- " };
            let marked: String = line.0.iter().map(marked).collect();
            // Columns of blanks are for terminals.
            let words: Vec<&str> = marked.split("  ").map(str::trim).collect();
            let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
            writeln!(out, "{marker}{}", words.join("　"))?;
        }
    }
    Ok(())
}

fn text(line: &Line) -> String {
    escaped(line.text().trim())
}

fn marked(span: &Span) -> String {
    let text = escaped(&span.text);
    let inner = text.trim();
    let mark = match span.style {
        Style::Strong | Style::Bad | Style::Added => "**",
        Style::Removed => "~~",
        _ => "",
    };
    if mark.is_empty() || inner.is_empty() {
        return text;
    }
    let (before, after) = text.split_once(inner).unwrap_or(("", ""));
    format!("{before}{mark}{inner}{mark}{after}")
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
            plain(&lines, colour, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(shown(false), "由县级\n");
        assert_eq!(shown(true), "由\u{1b}[9;31m县级\u{1b}[0m\n");
    }

    #[test]
    fn markdown_marks_what_changed_and_nothing_else() {
        let lines = [
            line(&[(Style::Heading, "与上一次上报相比")]),
            line(&[
                (Style::Plain, "  由"),
                (Style::Removed, "县级"),
                (Style::Added, "市级"),
                (Style::Plain, "*行使*"),
            ]),
        ];
        let mut out = Vec::new();
        markdown(&[(Section::Changes, &lines)], &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "## 与上一次上报相比\n\n- 由~~县级~~**市级**\\*行使\\*\n"
        );
    }
}

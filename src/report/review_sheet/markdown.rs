//! A sheet as Markdown.

use std::io::{self, Write};

use super::Section;
use crate::report::styled::{Line, Span, Style};
use crate::report::text::escaped;

/// Writes sections as Markdown: titles as headings, flowcharts as they are, everything else line by line.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(sections: &[(Section, &[Line])], out: &mut dyn Write) -> io::Result<()> {
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
        write(&[(Section::Changes, &lines)], &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "## 与上一次上报相比\n\n- 由~~县级~~**市级**\\*行使\\*\n"
        );
    }
}

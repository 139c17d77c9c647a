//! Workflow commands of GitHub Actions: each finding becomes an annotation at its line.

use std::io::{self, Write};

use crate::finding::{Report, Severity, Sources};

/// Writes one workflow command for each finding.
///
/// # Errors
/// When the writer fails.
pub fn write(report: &Report, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let (start, end) = super::range(sources, finding.primary);
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let file = property(&sources.get(finding.primary.source).name);
        write!(out, "::{command} file={file}")?;
        let cell = super::cell(sources, finding.primary);
        // A workbook has no lines that the runner could show.
        if cell.is_none() {
            write!(out, ",line={},endLine={}", start.line, end.line)?;
            // Columns count only within one line: given with two lines, the runner throws the columns away and warns.
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.column, end.column)?;
            }
        }
        let title = property(&format!("{} {}", finding.code, finding.name));
        let place = cell.map_or(String::new(), |cell| format!("{cell} "));
        let text = data(&format!("{place}{}", super::message_and_help(finding)));
        writeln!(out, ",title={title}::{text}")?;
    }
    Ok(())
}

/// Escapes what stands after the second `::`; other control characters are made visible, as a log is read at terminals.
fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_the_runner() {
        assert_eq!(data("100%,\r\n::甲:\u{1b}"), "100%25,%0D%0A::甲:\u{fffd}");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}

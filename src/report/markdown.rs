//! Markdown for a comment on a merge request: a line of figures, a table for each file, notes folded.

use std::io::{self, Write};

use crate::domain::place::SourceId;
use crate::finding::source::Spot;
use crate::finding::{Finding, Report, Severity, Sources};

/// Characters after which no more rows are written: GitHub takes 65,536 for a comment, GitLab more.
const MAX_CHARS: usize = 60_000;

/// Writes the report as a Markdown document that fits into one comment; what does not fit is counted.
///
/// # Errors
/// When the writer fails.
pub fn write(report: &Report, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let counts = report.counts();
    let verdict = match (counts.errors, counts.warnings) {
        (0, 0) => "通过",
        (0, _) => "有警告",
        _ => "没有通过",
    };
    writeln!(
        out,
        "### 权力清单校验：{verdict}\n\n检查了 {} 个文件、{} 项事项：**{}** 个错误，**{}** 个警告，**{}** 个提示",
        report.files.len(),
        report.items,
        counts.errors,
        counts.warnings,
        counts.notes
    )?;
    let mut page = Page {
        sources,
        left: MAX_CHARS,
        left_out: [0; 3],
    };
    let files = super::by_file(report);
    for severe in [true, false] {
        let mut text = String::new();
        for (id, findings) in &files {
            let rows: Vec<&Finding> = findings
                .iter()
                .copied()
                .filter(|f| (f.severity > Severity::Note) == severe)
                .collect();
            page.table(*id, &rows, &mut text);
        }
        if text.is_empty() {
            continue;
        }
        if severe {
            write!(out, "{text}")?;
        } else {
            let notes = counts.notes;
            writeln!(
                out,
                "\n<details>\n<summary>提示 {notes} 条</summary>\n{text}\n</details>"
            )?;
        }
    }
    let left_out: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .zip(page.left_out)
        .filter(|(_, n)| *n > 0)
        .map(|(severity, n)| format!("{n} 个{}", severity.chinese()))
        .collect();
    if !left_out.is_empty() {
        writeln!(
            out,
            "\n另有 {} 写不下，没有列出；全部见 `power-list validate --notes`",
            left_out.join("、")
        )?;
    }
    if !report.findings.is_empty() {
        writeln!(out, "\n规则的说明：`power-list explain 规则代码`")?;
    }
    Ok(())
}

/// What is left of the comment.
struct Page<'a> {
    sources: &'a Sources,
    left: usize,
    /// Errors, warnings, notes that found no room.
    left_out: [usize; 3],
}

impl Page<'_> {
    fn table(&mut self, id: SourceId, findings: &[&Finding], text: &mut String) {
        let mut rows = 0;
        for finding in findings {
            let mut row = String::new();
            if rows == 0 {
                row = format!(
                    "\n#### {}\n\n| 程度 | 规则 | 位置 | 问题 | 怎么办 |\n| --- | --- | --- | --- | --- |\n",
                    cell(&self.sources.get(id).name)
                );
            }
            row.push_str(&self.row(finding));
            let length = row.chars().count();
            if length > self.left {
                let kind = match finding.severity {
                    Severity::Error => 0,
                    Severity::Warning => 1,
                    Severity::Note => 2,
                };
                self.left_out[kind] += 1;
                continue;
            }
            self.left -= length;
            text.push_str(&row);
            rows += 1;
        }
    }

    fn row(&self, finding: &Finding) -> String {
        let spot = self
            .sources
            .get(finding.primary.source)
            .spot(finding.primary.start);
        let place = match spot {
            Spot::Text(at) => format!("{}:{}", at.line, at.column),
            Spot::Cell { sheet, cell: held } => cell(&format!("{sheet}!{held}")),
        };
        let mut what = cell(&finding.message);
        for place in super::related(finding, self.sources) {
            what.push_str(&format!("<br>相关：{}", cell(&place)));
        }
        if let Some(item) = &finding.item {
            what.push_str(&format!("<br>事项：{}", cell(item)));
        }
        format!(
            "| {} | {} `{}` | {place} | {what} | {} |\n",
            finding.severity.chinese(),
            finding.code,
            finding.name,
            finding.help.as_deref().map(cell).unwrap_or_default()
        )
    }
}

/// Text that Markdown shows as it is, on one line: nothing in it makes markup, a cell, a link or a mention.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' => out.push_str("<br>"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A backslash would not keep a site from telling the person of that name; an empty comment does.
            '@' => out.push_str("@<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::Span;
    use crate::finding::RuleCode;
    use crate::finding::code::Family;

    #[test]
    fn nothing_from_a_file_makes_markup() {
        assert_eq!(
            cell("甲|乙\r\n<b>`x`</b>[a](b) @all\u{1b}"),
            "甲\\|乙<br>&lt;b&gt;\\`x\\`&lt;/b&gt;\\[a\\](b) @<!-- -->all\u{fffd}"
        );
    }

    #[test]
    fn a_flood_of_findings_fits_into_a_comment_and_is_counted() {
        let mut sources = Sources::default();
        let id = sources.add("items/甲.yaml".to_owned(), "x\n".into());
        let finding = |i: usize| {
            let severity = [Severity::Error, Severity::Warning, Severity::Note][i % 3];
            let message = format!("问题{i}{}", "长".repeat(200));
            Finding::new(
                RuleCode::new(Family::Item, 1),
                "x",
                severity,
                Span::head(id),
                message,
            )
        };
        let report = Report {
            findings: (0..900).map(finding).collect(),
            files: vec![id],
            items: 900,
            ..Report::default()
        };
        let mut out = Vec::new();
        write(&report, &sources, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.chars().count() < 65_000);
        let rows = text.lines().filter(|l| l.contains("长长")).count();
        let said: usize = text
            .split_once("另有 ")
            .unwrap()
            .1
            .split([' ', '、'])
            .filter_map(|word| word.parse::<usize>().ok())
            .sum();
        assert_eq!(rows + said, 900);
    }
}

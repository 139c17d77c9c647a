//! Code Quality report of GitLab: a JSON array that merge requests show beside the changed lines.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Report, Severity, Sources};

use super::fingerprint::fingerprints;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Writes the report as one JSON array.
///
/// # Errors
/// When the writer fails.
pub fn write(report: &Report, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue<'_>> = report
        .findings
        .iter()
        .zip(fingerprints(report, sources))
        .map(|(finding, fingerprint)| {
            let (start, end) = super::range(sources, finding.primary);
            let text = super::message_and_help(finding);
            Issue {
                description: match super::cell(sources, finding.primary) {
                    Some(cell) => format!("{}：{cell} {text}", finding.code),
                    None => format!("{}：{text}", finding.code),
                },
                check_name: finding.name,
                fingerprint,
                severity: match finding.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "major",
                    Severity::Note => "info",
                },
                location: Location {
                    path: &sources.get(finding.primary.source).name,
                    lines: Lines {
                        begin: start.line,
                        end: end.line,
                    },
                },
            }
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

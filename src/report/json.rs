//! `power-list/findings/v1` (DESIGN §6).

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::source::Spot;
use crate::finding::{Report, Sources};

/// The schema that the output names.
pub const SCHEMA: &str = "power-list/findings/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    summary: Summary,
    findings: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    items: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    #[serde(skip_serializing_if = "is_zero")]
    allowed: usize,
    #[serde(skip_serializing_if = "is_zero")]
    baselined: usize,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct Row<'a> {
    code: String,
    name: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provision: Option<&'a str>,
}

/// Writes the report as one JSON document.
///
/// # Errors
/// When the writer fails.
pub fn write(report: &Report, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let counts = report.counts();
    let findings = report
        .findings
        .iter()
        .map(|f| {
            let (start, end) = super::range(sources, f.primary);
            let source = sources.get(f.primary.source);
            let (sheet, cell) = match source.spot(f.primary.start) {
                Spot::Cell { sheet, cell } => (Some(sheet), Some(cell.to_string())),
                Spot::Text(_) => (None, None),
            };
            Row {
                code: f.code.to_string(),
                name: f.name,
                severity: f.severity.key(),
                message: &f.message,
                help: f.help.as_deref(),
                file: &source.name,
                sheet,
                cell,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                department: f.department.as_deref(),
                item: f.item.as_deref(),
                field: f.field.as_deref(),
                provision: f.provision.as_deref(),
            }
        })
        .collect();
    let document = Document {
        schema: SCHEMA,
        summary: Summary {
            files: report.files.len(),
            items: report.items,
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
            allowed: report.allowed(),
            baselined: report.baselined(),
        },
        findings,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

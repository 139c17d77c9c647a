//! Floor 3: findings, sheets and figures as text, one format per file.

mod changed;
pub mod cite;
pub mod feedback;
pub mod figures;
mod fingerprint;
pub mod flow_text;
pub mod github;
pub mod gitlab;
pub mod item_history;
pub mod item_sheet;
pub mod json;
pub mod junit;
pub mod keys;
pub mod law_calendar;
pub mod law_diff;
pub mod law_impact;
pub mod levels;
pub mod list_diff;
pub mod manual;
pub mod markdown;
pub mod plain;
pub mod review_sheet;
pub mod sarif;
pub mod styled;
pub mod terminal;
pub mod text;

use std::collections::BTreeMap;

use crate::domain::place::{SourceId, Span};
use crate::finding::source::{Position, Spot};
use crate::finding::{Finding, Report, Sources};

/// Start and end of a span as positions.
fn range(sources: &Sources, span: Span) -> (Position, Position) {
    let source = sources.get(span.source);
    (source.position(span.start), source.position(span.end))
}

/// Message and advice as one text of two sentences, for formats that have one place for both.
fn message_and_help(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}。{help}", finding.message),
        None => finding.message.clone(),
    }
}

/// Where a span begins: `file:line:column`, or `file sheet!cell` in a workbook.
fn place(sources: &Sources, span: Span) -> String {
    let source = sources.get(span.source);
    format!("{}{}", source.name, source.spot(span.start))
}

/// The cell of a workbook that a finding stands in, as `Sheet1!F23`; nothing in a text.
fn cell(sources: &Sources, span: Span) -> Option<String> {
    match sources.get(span.source).spot(span.start) {
        Spot::Cell { sheet, cell } => Some(format!("{sheet}!{cell}")),
        Spot::Text(_) => None,
    }
}

/// The other places of a finding, each as `file:line:column label`.
fn related<'a>(
    finding: &'a Finding,
    sources: &'a Sources,
) -> impl Iterator<Item = String> + use<'a> {
    let shown = |(span, label): &(Span, String)| format!("{} {label}", place(sources, *span));
    finding.related.iter().map(shown)
}

/// The findings of each file, in the order the files were read; a file that was looked at and is clean has none.
fn by_file(report: &Report) -> BTreeMap<SourceId, Vec<&Finding>> {
    let mut files: BTreeMap<SourceId, Vec<&Finding>> =
        report.files.iter().map(|id| (*id, Vec::new())).collect();
    for finding in &report.findings {
        files
            .entry(finding.primary.source)
            .or_default()
            .push(finding);
    }
    files
}

//! `power-list/item-history/v1`.

use std::io::{self, Write};

use serde::Serialize;

use super::ItemHistory;
use crate::compare::history::Entry;
use crate::report::changed::{self, Field};

/// Name and version of the format.
pub const SCHEMA: &str = "power-list/item-history/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    code: &'a str,
    name: &'a str,
    codes: &'a [&'a str],
    releases: usize,
    history: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    date: String,
    kind: &'static str,
    word: &'a str,
    code: &'a str,
    name: Option<&'a str>,
    department: Option<&'a str>,
    what: Option<&'a str>,
    why: Option<&'a str>,
    who: Option<&'a str>,
    release: Option<&'a str>,
    edition: Option<&'a str>,
    event: Option<u64>,
    fields: Vec<Field<'a>>,
}

/// Writes the history as JSON with a line break at the end.
///
/// # Errors
/// When `out` cannot be written.
pub fn json(history: &ItemHistory<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        code: history.code,
        name: history.name,
        codes: &history.codes,
        releases: history.releases,
        history: history.entries.iter().map(row).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn row(entry: &Entry) -> Row<'_> {
    fn said(text: &str) -> Option<&str> {
        Some(text).filter(|text| !text.is_empty())
    }
    Row {
        date: entry.on.to_string(),
        kind: entry.kind,
        word: &entry.word,
        code: &entry.code,
        name: said(&entry.name),
        department: said(&entry.department),
        what: said(&entry.what),
        why: said(&entry.why),
        who: said(&entry.who),
        release: entry.release.as_deref(),
        edition: entry.edition.as_deref(),
        event: entry.event,
        fields: changed::json(&entry.fields),
    }
}

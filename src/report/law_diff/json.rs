//! `power-list/law-diff/v1`.

use std::io::{self, Write};

use serde::Serialize;

use crate::compare::law_diff::{LawDiff, Row};
use crate::domain::law::Fate;
use crate::report::changed::PIECES;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    law: &'a str,
    to_law: &'a str,
    from: String,
    to: String,
    summary: Summary,
    changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Summary {
    same: usize,
    moved: usize,
    changed: usize,
    moved_and_changed: usize,
    gone: usize,
    new: usize,
}

#[derive(Serialize)]
struct Change<'a> {
    from: Option<String>,
    to: Vec<String>,
    fate: &'static str,
    confidence: u8,
    evidence: &'static str,
    words: Vec<Piece<'a>>,
}

#[derive(Serialize)]
struct Piece<'a> {
    kind: &'static str,
    text: &'a str,
}

/// Writes the comparison as JSON with a line break at the end.
///
/// # Errors
/// When it cannot be written.
pub fn json(diff: &LawDiff<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: "power-list/law-diff/v1",
        law: diff.before.law.id.as_str(),
        to_law: diff.after.law.id.as_str(),
        from: diff.before.published.to_string(),
        to: diff.after.published.to_string(),
        summary: Summary {
            same: diff.count(Fate::Same),
            moved: diff.count(Fate::Moved),
            changed: diff.count(Fate::Changed),
            moved_and_changed: diff.count(Fate::MovedAndChanged),
            gone: diff.count(Fate::Gone),
            new: diff.count(Fate::New),
        },
        changes: diff.rows.iter().map(change).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn change(row: &Row) -> Change<'_> {
    let kind = |piece: &crate::compare::words::Piece| {
        let known = PIECES.iter().find(|(kind, _)| *kind == piece.kind);
        known.map_or("same", |(_, word)| word)
    };
    Change {
        from: row.from.map(|from| from.to_string()),
        to: row.outcome.to.iter().map(ToString::to_string).collect(),
        fate: row.outcome.fate.key(),
        confidence: row.outcome.confidence.value(),
        evidence: row.outcome.evidence.key(),
        words: row
            .words
            .iter()
            .map(|piece| Piece {
                kind: kind(piece),
                text: &piece.text,
            })
            .collect(),
    }
}

//! Changed fields, as people and programs are told them: entry by entry, word by word.

use serde::Serialize;

use super::styled::{Paper, Run, Style};
use crate::compare::items::{self, FieldChange};
use crate::compare::words::PieceKind;

/// How much of what is the same is shown on either side of a change, in characters.
const AROUND: usize = 30;

/// Sets the fields that changed. With `marks`, what is gone and what is new stands in [-…-] and {+…+}, for readers
/// without colours.
pub fn set(paper: &mut Paper, fields: &[FieldChange], marks: bool) {
    for field in fields {
        paper.text(2, &Run::new(Style::Strong, field.label));
        for entry in &field.entries {
            let all = |kind| entry.pieces.iter().all(|p| p.kind == kind);
            let (sign, style) = match entry.number {
                Some(_) if all(PieceKind::New) => ("＋", Style::Added),
                Some(_) if all(PieceKind::Gone) => ("－", Style::Removed),
                _ => ("　", Style::Muted),
            };
            let number = entry.number.map_or_else(String::new, |n| format!("{n}. "));
            let lead = Run::new(style, format!("    {sign}{number}"));
            paper.hang(&lead, &with_pieces(Run::default(), entry, marks));
        }
    }
}

/// A text, and after it what changed in an entry, as words.
pub fn with_pieces(mut run: Run, entry: &items::Entry, marks: bool) -> Run {
    let last = entry.pieces.len().saturating_sub(1);
    for (i, piece) in entry.pieces.iter().enumerate() {
        run = match piece.kind {
            PieceKind::Same => run.with(Style::Plain, around(&piece.text, i == 0, i == last)),
            PieceKind::Gone if marks => run.with(Style::Removed, format!("[-{}-]", piece.text)),
            PieceKind::New if marks => run.with(Style::Added, format!("{{+{}+}}", piece.text)),
            PieceKind::Gone => run.with(Style::Removed, &piece.text),
            PieceKind::New => run.with(Style::Added, &piece.text),
        };
    }
    run
}

/// What is the same, cut to what stands near a change.
fn around(text: &str, first: bool, last: bool) -> String {
    let count = text.chars().count();
    let head = if first { 0 } else { AROUND };
    let tail = if last { 0 } else { AROUND };
    if count <= head + tail + 2 || (first && last) {
        return text.to_owned();
    }
    let begin: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{begin}…{end}")
}

/// The words of a piece in JSON.
pub const PIECES: [(PieceKind, &str); 3] = [
    (PieceKind::Same, "same"),
    (PieceKind::Gone, "gone"),
    (PieceKind::New, "new"),
];

/// A changed field in JSON.
#[derive(Serialize)]
pub struct Field<'v> {
    label: &'static str,
    entries: Vec<Entry<'v>>,
}

#[derive(Serialize)]
struct Entry<'v> {
    number: Option<usize>,
    pieces: Vec<Piece<'v>>,
}

#[derive(Serialize)]
struct Piece<'v> {
    kind: &'static str,
    text: &'v str,
}

/// Changed fields in JSON.
pub fn json(fields: &[FieldChange]) -> Vec<Field<'_>> {
    fn key(kind: PieceKind) -> &'static str {
        let found = PIECES.iter().find(|(known, _)| *known == kind);
        found.map_or("same", |(_, key)| *key)
    }
    fn field(FieldChange { label, entries }: &FieldChange) -> Field<'_> {
        let entries = entries.iter().map(|e| Entry {
            number: e.number,
            pieces: e
                .pieces
                .iter()
                .map(|p| Piece {
                    kind: key(p.kind),
                    text: &p.text,
                })
                .collect(),
        });
        Field {
            label,
            entries: entries.collect(),
        }
    }
    fields.iter().map(field).collect()
}

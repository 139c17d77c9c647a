//! `power-list/diff/v1`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::ListDiff;
use crate::compare::lists::{ItemDiff, Kind, Place};
use crate::report::changed::{self, Field};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    old: &'a str,
    new: &'a str,
    summary: BTreeMap<&'static str, usize>,
    changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    kind: &'static str,
    code: &'a str,
    name: &'a str,
    department: &'a str,
    category: &'a str,
    old: Option<Stood<'a>>,
    merged_from: &'a [String],
    merged_into: Option<&'a str>,
    decision: Option<&'a str>,
    reason: Option<&'a str>,
    fields: Vec<Field<'a>>,
}

/// Where an item stood in the older list.
#[derive(Serialize)]
struct Stood<'a> {
    code: &'a str,
    name: &'a str,
    department: &'a str,
    category: &'a str,
}

/// Writes the changes as JSON with a line break at the end.
///
/// # Errors
/// When `out` cannot be written.
pub fn json(diff: &ListDiff<'_>, out: &mut dyn Write) -> io::Result<()> {
    let count = |kind| diff.changes.iter().filter(|c| c.kind == kind).count();
    let document = Document {
        schema: "power-list/diff/v1",
        old: diff.old,
        new: diff.new,
        summary: Kind::ALL
            .into_iter()
            .map(|(kind, key, _)| (key, count(kind)))
            .collect(),
        changes: diff.changes.iter().map(change).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn change(change: &ItemDiff) -> Change<'_> {
    let place = change.new.as_ref().or(change.old.as_ref());
    Change {
        kind: change.kind.key(),
        code: change.code(),
        name: change.name(),
        department: change.department(),
        category: place.map_or("", |p| &p.category),
        old: change.old.as_ref().map(stood),
        merged_from: &change.absorbed,
        merged_into: change.into.as_deref(),
        decision: change.decision.as_ref().map(|(d, _)| d.as_str()),
        reason: change.decision.as_ref().map(|(_, r)| r.as_str()),
        fields: changed::json(&change.fields),
    }
}

fn stood(place: &Place) -> Stood<'_> {
    Stood {
        code: &place.code,
        name: &place.name,
        department: &place.department,
        category: &place.category,
    }
}

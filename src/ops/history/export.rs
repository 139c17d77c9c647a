//! A history out of a project.

use std::collections::{BTreeSet, HashSet};
use std::io::Write;
use std::path::Path;

use super::HistoryFailure;
use crate::domain::ids::Digest;
use crate::domain::people::Person;
use crate::io::files::FileError;
use crate::io::history::{Acted, HistoryWriter, People};
use crate::io::store::{Store, StoreError};
use crate::ops::review::{AT_ONCE, Inspection, Signed};
use crate::workflow::{Head, Keyring};

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The end of the chain.
    pub head: Head,
    /// How many pieces of content went along.
    pub contents: usize,
    /// Who signed how much.
    pub signed: Signed,
}

/// Writes the whole history into `out`, once it is found to hold; `path` is for messages.
///
/// # Errors
/// When there is none, it does not hold, or something cannot be read or written.
pub fn export<S: Store, W: Write>(
    store: &S,
    people: &[Person],
    out: W,
    path: &Path,
) -> Result<Exported, HistoryFailure> {
    let keyring = Keyring::of(people);
    let mut inspection = Inspection::new(&keyring);
    let mut actors = BTreeSet::new();
    loop {
        let records = store.read_some(inspection.head().seq, AT_ONCE)?;
        if records.is_empty() {
            break;
        }
        if !inspection.take(&records, |_| {}) {
            break;
        }
        actors.extend(records.into_iter().map(|record| record.actor));
    }
    let head = inspection.head();
    let edition = inspection.campaign().edition().map(ToString::to_string);
    let mut needed = HashSet::new();
    let get = |digest| match store.get(digest) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(StoreError::Damaged { why, .. }) => Ok(Err(why)),
        Err(error) => Err(error),
    };
    let signed = inspection.finish(&mut needed, get)??;
    let Some(edition) = edition else {
        return Err(HistoryFailure::Empty);
    };
    let contents: BTreeSet<Digest> = needed.into_iter().collect();
    let unwritten = |e| HistoryFailure::from(FileError::new("写入", path, e));
    let mut writer = HistoryWriter::begin(
        out,
        &edition,
        head,
        contents.len() as u64,
        &who_acted(actors, people),
    )
    .map_err(unwritten)?;
    let mut written = 0;
    while written < head.seq {
        // Whoever appends meanwhile is in the next file.
        let left = usize::try_from(head.seq - written).unwrap_or(usize::MAX);
        let records = store.read_some(written, left.min(AT_ONCE))?;
        let Some(last) = records.last() else {
            break;
        };
        written = last.seq;
        for record in &records {
            writer.record(record).map_err(unwritten)?;
        }
    }
    for digest in &contents {
        if let Some(bytes) = store.get(*digest)? {
            writer.content(*digest, &bytes).map_err(unwritten)?;
        }
    }
    writer.finish().map_err(unwritten)?;
    Ok(Exported {
        head,
        contents: contents.len(),
        signed,
    })
}

/// Those who acted, as the project knows them.
fn who_acted(actors: BTreeSet<String>, people: &[Person]) -> People {
    let acted = |id: String| {
        let person = people.iter().find(|p| p.id.as_str() == id);
        Acted {
            name: person.map_or(String::new(), |p| p.name.clone()),
            keys: person.map_or(Vec::new(), |p| p.keys.iter().map(Into::into).collect()),
            id,
        }
    };
    People {
        schema: People::SCHEMA.to_owned(),
        people: actors.into_iter().map(acted).collect(),
    }
}

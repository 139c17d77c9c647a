//! A history into a project: one that has none, or one whose history is the beginning of the file's.

use super::{HistoryFailure, inspect};
use crate::domain::ids::Digest;
use crate::io::history::HistoryFile;
use crate::io::store::{Store, StoreError};
use crate::ops::review::{AT_ONCE, Signed};
use crate::workflow::{Head, Keyring};

/// Bytes of content that are kept at once.
const PIECE: usize = 16 << 20;

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Where the project's history ended before.
    pub before: Head,
    /// Where the file's ends.
    pub head: Head,
    /// How many pieces of content the file has.
    pub contents: usize,
    /// Who signed how much.
    pub signed: Signed,
}

impl Imported {
    /// How many events were added; none where the project has them all, or more.
    pub const fn added(&self) -> u64 {
        self.head.seq.saturating_sub(self.before.seq)
    }
}

/// Takes in what the file has and the store has not, once all of the file is found to hold. The events come in all at once
/// or not at all; content without events, left of an import that was broken off, is of no harm. The store is opened by
/// `open` when the file has been found to hold: one that does not leaves no store behind either.
///
/// # Errors
/// When the file does not hold, or tells another history than the store, or the store fails.
pub fn import<S: Store>(
    open: impl FnOnce() -> Result<S, StoreError>,
    file: &mut HistoryFile,
    keyring: &Keyring,
) -> Result<Imported, HistoryFailure> {
    let mut digests: Vec<Digest> = Vec::new();
    let verified = inspect(file, keyring, |records| {
        digests.extend(records.iter().map(|record| record.digest));
    })?;
    let mut store = open()?;
    let before = store.head()?;
    must_agree(&store, before, &digests)?;
    let imported = Imported {
        before,
        head: verified.head,
        contents: file.contents().count(),
        signed: verified.signed,
    };
    if imported.added() == 0 {
        return Ok(imported);
    }
    let mut piece = Vec::new();
    let mut bytes = 0;
    for digest in file.contents().collect::<Vec<_>>() {
        let Ok(Some(content)) = file.content(digest)? else {
            // It was there a moment ago.
            return Err(file.damaged("读的时候变了".to_owned()).into());
        };
        bytes += content.len();
        piece.push(content);
        if bytes >= PIECE {
            store.append(before, &[], &piece, &[])?;
            piece.clear();
            bytes = 0;
        }
    }
    let mut new = Vec::new();
    file.records(AT_ONCE, |records| {
        new.extend(records.into_iter().filter(|r| r.seq > before.seq));
        true
    })?;
    store.append(before, &new, &piece, &[])?;
    Ok(imported)
}

/// Refuses where the store has another event than the file.
fn must_agree<S: Store>(store: &S, end: Head, digests: &[Digest]) -> Result<(), HistoryFailure> {
    let shared = end.seq.min(digests.len() as u64);
    let other = |seq: u64| {
        let at = usize::try_from(seq.checked_sub(1)?).ok()?;
        digests.get(at).copied()
    };
    let own = |seq: u64| Ok::<_, HistoryFailure>(store.event(seq)?.map(|record| record.digest));
    if shared == 0 || own(shared)? == other(shared) {
        // Each digest is of all events before it as well.
        return Ok(());
    }
    // The first that differs lies behind the last that is the same.
    let (mut same, mut differs) = (0, shared);
    while differs - same > 1 {
        let middle = same + (differs - same) / 2;
        if own(middle)? == other(middle) {
            same = middle;
        } else {
            differs = middle;
        }
    }
    let short = |digest: Option<Digest>| digest.map_or(String::new(), |d| d.short());
    Err(HistoryFailure::Parted {
        seq: differs,
        own: short(own(differs)?),
        other: short(other(differs)),
    })
}

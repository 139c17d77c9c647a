//! Whether a recorded history holds.

use std::collections::HashSet;

use crate::domain::ids::Digest;
use crate::io::store::{Store, StoreError};
use crate::workflow::chain::{Broken, Head, read_checked};
use crate::workflow::packed::Checkpoint;
use crate::workflow::{Campaign, EventKind};

/// A history that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// The end of its chain.
    pub head: Head,
    /// A checkpoint that is not what the events add up to.
    pub forged: Option<Forged>,
}

/// A checkpoint that tells of another state than the events do. Nothing that was settled rests on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forged {
    /// The event up to which it tells.
    pub seq: u64,
    /// Whether one made of the events has taken its place.
    pub replaced: bool,
}

/// Recomputes the whole chain, replays it, looks whether the content that it refers to is there and unchanged, and whether
/// the checkpoint is what the events add up to. Gives the first event that is wrong where the history does not hold.
///
/// # Errors
/// When the store cannot be read at all.
pub fn verify_store<S: Store>(store: &mut S) -> Result<Result<Verified, Broken>, StoreError> {
    let checkpoint = store.recall();
    let state_at = |head: Head| {
        let kept = checkpoint.as_ref().filter(|kept| kept.head == head)?;
        kept.open().map(|(state, _)| state)
    };
    let records = store.read(0)?;
    let mut campaign = Campaign::default();
    let mut content = Vec::new();
    let mut forged = None;
    let held = read_checked(&records, Head::EMPTY, |event| {
        campaign.apply(&event)?;
        if state_at(campaign.head()).is_some_and(|state| state != campaign) {
            forged = Some(event.seq);
        }
        content.extend(content_of(&event.payload).map(|(what, digest)| (event.seq, what, digest)));
        Ok(())
    });
    // What is missing of an early event is told before what is wrong with a later one.
    if let Some(broken) = missing(store, content)? {
        return Ok(Err(broken));
    }
    if let Err(broken) = held {
        return Ok(Err(broken));
    }
    Ok(Ok(Verified {
        head: campaign.head(),
        forged: forged.map(|seq| Forged {
            seq,
            replaced: store.remember(None, &Checkpoint::of(&campaign)).is_ok(),
        }),
    }))
}

/// The first event whose content is not there or was changed.
fn missing<S: Store>(
    store: &S,
    content: Vec<(u64, &'static str, Digest)>,
) -> Result<Option<Broken>, StoreError> {
    // From round to round most items stay as they are.
    let mut seen = HashSet::new();
    for (seq, what, digest) in content {
        if !seen.insert(digest) {
            continue;
        }
        let why = match store.get(digest) {
            Ok(Some(_)) => continue,
            Ok(None) => format!("它的{what} {} 不见了", digest.short()),
            Err(StoreError::Damaged { why, .. }) => format!("它的{what}不对：{why}"),
            Err(error) => return Err(error),
        };
        return Ok(Some(Broken { seq, why }));
    }
    Ok(None)
}

/// The content that an event refers to.
fn content_of(kind: &EventKind) -> impl Iterator<Item = (&'static str, Digest)> {
    let (others, items) = match kind {
        EventKind::Submitted {
            snapshot,
            items,
            findings,
            ..
        } => {
            let findings = findings.map(|digest| ("校验发现", digest));
            ([Some(("快照", *snapshot)), findings], items.as_slice())
        }
        EventKind::Returned { feedback, .. } => ([Some(("反馈", *feedback)), None], [].as_slice()),
        _ => ([None, None], [].as_slice()),
    };
    let items = items.iter().map(|(_, digest)| ("事项内容", *digest));
    others.into_iter().flatten().chain(items)
}

//! Whether a recorded history holds.

use crate::domain::ids::Digest;
use crate::io::store::{Store, StoreError};
use crate::workflow::chain::{Broken, Head};
use crate::workflow::{Campaign, EventKind};

/// Recomputes the whole chain, replays it, and looks whether the content that it refers to is there and unchanged.
/// Gives the head, or the first event that is wrong.
///
/// # Errors
/// When the store cannot be read at all.
pub fn verify_store<S: Store>(store: &S) -> Result<Result<Head, Broken>, StoreError> {
    let mut campaign = Campaign::default();
    for record in store.read(0)? {
        let taken = record
            .check(campaign.head())
            .and_then(|_| record.read())
            .and_then(|event| campaign.apply(&event).map(|()| event));
        let event = match taken {
            Ok(event) => event,
            Err(broken) => return Ok(Err(broken)),
        };
        for (what, digest) in content_of(&event.payload) {
            let why = match store.get(digest) {
                Ok(Some(_)) => continue,
                Ok(None) => format!("它的{what} {} 不见了", digest.short()),
                Err(StoreError::Damaged { why, .. }) => format!("它的{what}不对：{why}"),
                Err(error) => return Err(error),
            };
            return Ok(Err(Broken {
                seq: event.seq,
                why,
            }));
        }
    }
    Ok(Ok(campaign.head()))
}

/// The content that an event refers to.
fn content_of(kind: &EventKind) -> Vec<(&'static str, Digest)> {
    match kind {
        EventKind::Submitted {
            snapshot,
            items,
            findings,
            ..
        } => {
            let items = items.iter().map(|(_, digest)| ("事项内容", *digest));
            let findings = findings.map(|digest| ("校验发现", digest));
            std::iter::once(("快照", *snapshot))
                .chain(items)
                .chain(findings)
                .collect()
        }
        EventKind::Returned { feedback, .. } => vec![("反馈", *feedback)],
        _ => Vec::new(),
    }
}

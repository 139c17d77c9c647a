//! The content that events refer to: it is kept by its digest, beside them.

use crate::domain::ids::Digest;
use crate::workflow::EventKind;
use crate::workflow::adjust::Step;
use crate::workflow::chain::Broken;
use crate::workflow::snapshot::Manifest;

const SNAPSHOT: &str = "快照";

/// Content that an event refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The event.
    pub seq: u64,
    /// What it is.
    pub what: &'static str,
    /// Its digest.
    pub digest: Digest,
}

impl Part {
    /// Whether it refers to more content itself.
    pub fn is_snapshot(&self) -> bool {
        self.what == SNAPSHOT
    }
}

/// What an event refers to itself.
pub fn content_of(seq: u64, kind: &EventKind) -> impl Iterator<Item = Part> {
    let (others, items) = match kind {
        EventKind::Submitted {
            snapshot,
            items,
            findings,
            ..
        } => {
            let findings = findings.map(|digest| ("校验发现", digest));
            ([Some((SNAPSHOT, *snapshot)), findings], items.as_slice())
        }
        EventKind::Adjustment {
            act:
                Step::Submitted {
                    snapshot,
                    items,
                    findings,
                },
            ..
        } => {
            let findings = Some(("校验发现", *findings));
            ([Some((SNAPSHOT, *snapshot)), findings], items.as_slice())
        }
        EventKind::Returned { feedback, .. } => ([Some(("反馈", *feedback)), None], [].as_slice()),
        _ => ([None, None], [].as_slice()),
    };
    let items = items.iter().map(|(_, digest)| ("事项内容", *digest));
    let all = others.into_iter().flatten().chain(items);
    all.map(move |(what, digest)| Part { seq, what, digest })
}

/// What a snapshot refers to beside the items, which the event names too.
///
/// # Errors
/// When it cannot be read.
pub fn files_of(seq: u64, snapshot: &[u8]) -> Result<Vec<Part>, Broken> {
    let manifest = Manifest::read(snapshot).map_err(|why| Broken { seq, why })?;
    let file = |digest| Part {
        seq,
        what: "附件",
        digest,
    };
    Ok(manifest.files.iter().map(|f| file(f.digest)).collect())
}

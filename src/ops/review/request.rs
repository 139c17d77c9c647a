//! What an act is made of, and why it may not happen.

use jiff::Timestamp;

use crate::domain::calendar::NoData;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::people::Person;
use crate::io::store::StoreError;
use crate::workflow::chain::Broken;
use crate::workflow::{Found, Refusal, SignError};

/// Why an act did not happen. Nothing of it was recorded.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The workflow says no.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The store does not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The recorded history does not hold.
    #[error("工作数据库里的审核记录不可信：{0}")]
    History(#[from] Broken),
    /// The key does not sign.
    #[error(transparent)]
    Unsigned(#[from] SignError),
    /// A day cannot be worked out.
    #[error(transparent)]
    Calendar(#[from] NoData),
    /// A snapshot cannot be read.
    #[error("快照 {} 取不出来：{why}", digest.short())]
    Snapshot {
        /// Which.
        digest: Digest,
        /// Why.
        why: String,
    },
    /// What the gate found cannot be read.
    #[error("上报时的校验发现 {} 取不出来：{why}", digest.short())]
    Findings {
        /// Which.
        digest: Digest,
        /// Why.
        why: String,
    },
}

impl From<Refusal> for ReviewError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// Who acts, when, among whom.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// Everybody in the project: to name who has to act next.
    pub people: &'a [Person],
    /// Who acts.
    pub actor: &'a Person,
    /// When.
    pub at: Timestamp,
}

/// An item as it is sent up.
#[derive(Debug, Clone)]
pub struct SubmittedItem {
    /// Its code.
    pub code: ItemCode,
    /// Name of its category.
    pub category: String,
    /// Its name.
    pub name: String,
    /// Its content in canonical form.
    pub bytes: Vec<u8>,
}

/// What a unit sends up.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The unit.
    pub department: DepartmentId,
    /// Its items.
    pub items: Vec<SubmittedItem>,
    /// Files that belong to them, e.g. flowcharts: path within the project and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// The unit declares that it has no power to list.
    pub declares_none: bool,
    /// Errors that the gate of the round finds.
    pub gate_errors: usize,
    /// All that the gate of the round finds in the unit.
    pub findings: Vec<Found>,
}

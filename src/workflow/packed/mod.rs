//! A checkpoint: the state at some event in few bytes, so that a long history need not be replayed at every opening.
//!
//! It is derived from the events and proves nothing: whoever relies on it checks that the event at its head is still the
//! one that it names, and what closes a leg replays the events instead. What cannot be read is no checkpoint.
//!
//! There is one part for the campaign and one for each unit, so that only the units that changed are written again. The
//! campaign's part has the digest of every other: parts of different moments do not pass for a state.

mod bytes;
mod cabinet;
mod folder;
mod unit;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::adjust::Adjustment;
use super::campaign::{Campaign, DepartmentState, Extension, Meeting, Release};
use super::chain::Head;
use super::event::EventKind;
use super::round::Sayings;
use super::stage::Stage;
use super::words::{Words, moment_if};
use crate::domain::ids::{DepartmentId, Digest};
use crate::domain::project::Signatures;

/// Layout of the parts. A checkpoint of another layout is none: whoever changes what is packed, or how, counts it up.
pub const LAYOUT: u32 = 5;

/// Name of the campaign's part; the others are named as their unit.
const COVER: &str = "";

/// After how many events a checkpoint is due.
const EVERY: u64 = 256;

pub use cabinet::Cabinet;
pub(super) use folder::Folder;
pub(super) use unit::Papers;

/// The state at an event, or what of it changed since the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The event up to which it tells.
    pub head: Head,
    /// The parts by name.
    pub parts: BTreeMap<String, Arc<[u8]>>,
}

/// The campaign's part.
#[derive(serde::Serialize, serde::Deserialize)]
struct Cover {
    layout: u32,
    edition: Option<Words>,
    signatures: Signatures,
    units: Vec<Unit>,
    meetings: Vec<Meeting>,
    releases: Vec<Release>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    adjustments: Vec<Adjustment>,
}

/// What the campaign's part says of a unit.
#[derive(serde::Serialize, serde::Deserialize)]
struct Unit {
    department: DepartmentId,
    group: String,
    steps: u8,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "moment_if")]
    confirmed_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    extensions: Vec<Extension>,
    part: Digest,
}

impl Checkpoint {
    /// The whole state.
    pub fn of(campaign: &Campaign) -> Self {
        Kept::default().next(campaign).0
    }

    /// The state, with what the next checkpoint starts from; `None` where this is no checkpoint.
    pub fn open(&self) -> Option<(Campaign, Kept)> {
        let cover: Cover = serde_json::from_slice(self.parts.get(COVER)?).ok()?;
        if cover.layout != LAYOUT {
            return None;
        }
        let open = |unit: &Unit| {
            let bytes = self.parts.get(unit.department.as_str())?;
            if Digest::of(bytes) != unit.part {
                return None;
            }
            let state = DepartmentState {
                group: unit.group.clone(),
                stage: Stage::after(unit.steps)?,
                confirmed_at: unit.confirmed_at,
                extensions: unit.extensions.clone(),
                folder: Folder::packed(bytes.clone()),
            };
            Some((unit.department.clone(), state))
        };
        let departments = cover.units.par_iter().map(open).collect::<Option<_>>()?;
        let kept = Kept {
            head: self.head,
            digests: cover
                .units
                .into_iter()
                .map(|unit| (unit.department, unit.part))
                .collect(),
            changed: BTreeSet::new(),
        };
        let campaign = Campaign {
            edition: cover.edition,
            signatures: cover.signatures,
            departments,
            meetings: cover.meetings,
            releases: cover.releases,
            adjustments: cover.adjustments.into_iter().map(|a| (a.id, a)).collect(),
            head: self.head,
            sayings: Sayings::default(),
        };
        Some((campaign, kept))
    }
}

/// Where the last checkpoint was taken, and which units have changed since.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    head: Head,
    digests: BTreeMap<DepartmentId, Digest>,
    changed: BTreeSet<DepartmentId>,
}

impl Kept {
    /// The checkpoint that the next one is put beside; `None` where the next one has all parts.
    pub fn since(&self) -> Option<Head> {
        (!self.digests.is_empty()).then_some(self.head)
    }

    /// The same moment without parts to build on: the next checkpoint has all of them.
    #[must_use]
    pub fn alone(self) -> Self {
        Self {
            head: self.head,
            ..Self::default()
        }
    }

    /// Whether it is time for another, now that the chain ends at `head`.
    pub const fn is_due(&self, head: Head) -> bool {
        head.seq >= self.head.seq + EVERY
    }

    /// Takes note of one more event.
    pub fn note(&mut self, event: &EventKind) {
        // What has no unit changes the campaign's part alone, and the stages of units are there.
        if let Some(department) = event.department() {
            self.changed.insert(department.clone());
        }
    }

    /// What to write for the state as it is now, and what the checkpoint after that starts from.
    pub fn next(&self, campaign: &Campaign) -> (Checkpoint, Self) {
        let mut parts: BTreeMap<String, Arc<[u8]>> = campaign
            .departments
            .par_iter()
            .filter(|(id, _)| self.changed.contains(*id) || !self.digests.contains_key(*id))
            .map(|(id, state)| (id.to_string(), state.folder.pack()))
            .collect();
        let digests: BTreeMap<DepartmentId, Digest> = campaign
            .departments
            .keys()
            .filter_map(|id| {
                let digest = match parts.get(id.as_str()) {
                    Some(bytes) => Digest::of(bytes),
                    None => *self.digests.get(id)?,
                };
                Some((id.clone(), digest))
            })
            .collect();
        let units = campaign.departments.iter().zip(digests.values());
        let cover = Cover {
            layout: LAYOUT,
            edition: campaign.edition.clone(),
            signatures: campaign.signatures,
            units: units
                .map(|((id, state), part)| Unit {
                    department: id.clone(),
                    group: state.group.clone(),
                    steps: state.stage.steps(),
                    confirmed_at: state.confirmed_at,
                    extensions: state.extensions.clone(),
                    part: *part,
                })
                .collect(),
            meetings: campaign.meetings.clone(),
            releases: campaign.releases.clone(),
            adjustments: campaign.adjustments.values().cloned().collect(),
        };
        // Texts, numbers and lists of them: JSON takes them all.
        let cover = serde_json::to_vec(&cover).unwrap_or_default();
        parts.insert(COVER.to_owned(), cover.into());
        let head = campaign.head();
        let kept = Self {
            head,
            digests,
            changed: BTreeSet::new(),
        };
        (Checkpoint { head, parts }, kept)
    }
}

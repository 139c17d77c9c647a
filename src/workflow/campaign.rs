//! The state of a campaign: what its events add up to.

mod publish;
mod step;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::adjust::state::Adjustments;
use super::chain::{Broken, Head};
use super::event::{Event, MeetingKind};
use super::packed::{Folder, Papers};
use super::round::{RoundState, Sayings};
use super::stage::{Leg, Passage, Position, Round, Stage};
use super::words::{Words, iso_date, iso_date_if};
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::project::Signatures;

/// One unit in the campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentState {
    /// Its 审核组.
    pub group: String,
    /// Where it stands.
    pub stage: Stage,
    /// When its list was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// What it was given more time for, in the order it was given.
    pub extensions: Vec<Extension>,
    pub(super) folder: Folder,
}

/// More time for a leg.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Extension {
    /// Sequence number of its event.
    pub seq: u64,
    /// The leg.
    pub passage: Passage,
    /// Last day until then, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]
    pub from: Option<Date>,
    /// Last day from then on.
    #[serde(with = "iso_date")]
    pub until: Date,
    /// Why.
    pub reason: Words,
    /// Number of its document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Words>,
}

impl DepartmentState {
    /// The rounds so far, the running one last.
    pub fn rounds(&self) -> &[RoundState] {
        &self.folder.papers().rounds
    }

    /// What becomes of each item, once confirmed.
    pub fn decisions(&self) -> &[(ItemCode, super::Decision)] {
        &self.folder.papers().decisions
    }

    /// Lets somebody look through the papers. Where they are packed, they do not stay open for it.
    pub(super) fn look<R>(&self, look: impl FnOnce(&Papers) -> R) -> R {
        self.folder.look(look)
    }

    /// Hands over what becomes of each item, once confirmed. Nothing stays open for it.
    pub fn each_decision(&self, mut take: impl FnMut(&ItemCode, &super::Decision)) {
        self.look(|papers| {
            for (code, decision) in &papers.decisions {
                take(code, decision);
            }
        });
    }

    fn rounds_mut(&mut self) -> &mut Vec<RoundState> {
        &mut self.folder.papers_mut().rounds
    }

    /// A round that was opened.
    pub fn round(&self, round: Round) -> Option<&RoundState> {
        self.rounds().get(round.index())
    }

    /// The round opened last.
    pub fn latest(&self) -> Option<&RoundState> {
        self.rounds().last()
    }

    /// More time that was given for a leg, in the order it was given.
    pub fn extensions_of(&self, passage: Passage) -> impl Iterator<Item = &Extension> {
        self.extensions.iter().filter(move |e| e.passage == passage)
    }

    /// When the unit, or who examines it, came to the end of a leg.
    pub fn ended(&self, passage: Passage) -> Option<Timestamp> {
        match (passage.round, passage.leg) {
            (round, Leg::Up) => self.round(round).map(|r| r.submitted_at),
            (Round::Third, Leg::Down) => self.confirmed_at,
            (round, Leg::Down) => self.round(round)?.returned_at,
        }
    }

    /// The round under review, where the unit stands in one.
    pub fn under_review(&self) -> Option<&RoundState> {
        match self.stage.position() {
            Position::Review(round) => self.round(round),
            _ => None,
        }
    }

    /// The round whose opinions the unit is answering.
    pub fn being_answered(&self) -> Option<&RoundState> {
        match self.stage.position() {
            Position::Revision(revision) => self.round(revision.answers()),
            _ => None,
        }
    }
}

/// A meeting that was held.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Meeting {
    /// Which.
    pub kind: MeetingKind,
    /// When.
    #[serde(with = "iso_date")]
    pub date: Date,
    /// Number of its document.
    pub document: Words,
}

/// A release that was published.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Release {
    /// Its id.
    pub id: Words,
    /// Digest of its file.
    pub digest: Digest,
    /// Head of the chain that the release carries: the event before the publication.
    pub ledger_head: Digest,
    /// Whether units are missing in it.
    pub partial: bool,
    /// The units in it.
    pub departments: Vec<DepartmentId>,
    /// The adjustments that are in it for the first time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<AdjustmentId>,
    /// Edition of the list from it on, where that is another than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Words>,
}

/// The state of a campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Campaign {
    pub(super) edition: Option<Words>,
    pub(super) signatures: Signatures,
    pub(super) departments: BTreeMap<DepartmentId, DepartmentState>,
    pub(super) meetings: Vec<Meeting>,
    pub(super) releases: Vec<Release>,
    pub(super) adjustments: Adjustments,
    pub(super) head: Head,
    pub(super) sayings: Sayings,
}

impl Campaign {
    /// Edition of the list; `None` until the campaign is started.
    pub const fn edition(&self) -> Option<&Words> {
        self.edition.as_ref()
    }

    /// Whether every act has to be signed.
    pub const fn signatures(&self) -> Signatures {
        self.signatures
    }

    /// The units by id.
    pub const fn departments(&self) -> &BTreeMap<DepartmentId, DepartmentState> {
        &self.departments
    }

    /// One unit.
    pub fn department(&self, id: &DepartmentId) -> Option<&DepartmentState> {
        self.departments.get(id)
    }

    /// Meetings in the order they were recorded.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// Releases in the order they were published.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// Adjustments of the published list, by number.
    pub const fn adjustments(&self) -> &Adjustments {
        &self.adjustments
    }

    /// Whether a unit is no more: merged or split by a reorganisation that is published.
    pub fn is_closed(&self, id: &DepartmentId) -> bool {
        let releases = self.releases.len();
        super::adjust::list::published(self, releases)
            .filter_map(|a| a.action.units())
            .any(|units| units.closed.contains(id))
    }

    /// Where the next event goes.
    pub const fn head(&self) -> Head {
        self.head
    }

    /// Replays a history.
    ///
    /// # Errors
    /// The first event that does not follow on the ones before.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Result<Self, Broken> {
        let mut campaign = Self::default();
        for event in events {
            campaign.apply(event)?;
        }
        Ok(campaign)
    }

    /// Takes one more event in. Whatever [`super::decide()`] gives fits; a refusal here means a damaged history, and
    /// leaves the state as it was.
    ///
    /// # Errors
    /// When the event does not follow on the head or does not fit the state.
    pub fn apply(&mut self, event: &Event) -> Result<(), Broken> {
        let broken = |why: &str| Broken {
            seq: event.seq,
            why: why.to_owned(),
        };
        if event.seq != self.head.seq + 1 || event.previous != self.head.digest {
            return Err(broken("不接在上一事件之后"));
        }
        self.step(event).map_err(|why| broken(&why))?;
        self.head = Head {
            seq: event.seq,
            digest: event.digest,
        };
        Ok(())
    }
}

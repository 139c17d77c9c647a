//! Progress of a campaign as figures, unit by unit.

use rayon::prelude::*;

use super::campaign::Campaign;
use super::closing::outlook;
use super::refusal::Staff;
use super::stage::{Round, Stage};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::Body;

/// What one body has done in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyStatus {
    /// Which.
    pub body: Body,
    /// Items it has given an opinion on.
    pub opinions: usize,
    /// Whether it has signed.
    pub signed: bool,
}

/// Where one unit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentStatus {
    /// The unit.
    pub department: DepartmentId,
    /// Its 审核组.
    pub group: String,
    /// Where it stands.
    pub stage: Stage,
    /// The round opened last.
    pub round: Option<Round>,
    /// Items of its latest submission.
    pub items: usize,
    /// The bodies in the latest round.
    pub bodies: [BodyStatus; 3],
    /// Items on which the bodies differ in the latest round.
    pub disputed: usize,
    /// Of these, not ruled on.
    pub unruled: usize,
    /// Opinions of the latest round that ask for something.
    pub asking: usize,
    /// Of these, without an answer.
    pub unanswered: usize,
    /// Changes in the latest submission that no opinion asked for.
    pub unprompted: Vec<ItemCode>,
    /// What is missing for the next step.
    pub missing: Vec<String>,
    /// The commands to run next.
    pub next: Vec<String>,
}

/// Where all units that still are stand, in order of id.
pub fn status(campaign: &Campaign, staff: Staff<'_>) -> Vec<DepartmentStatus> {
    let units = campaign.departments().par_iter();
    let going_on = units.filter(|(id, _)| !campaign.is_closed(id));
    let rows = going_on.map(|(id, state)| {
        let latest = state.latest();
        let outlook = outlook(campaign, staff, id);
        DepartmentStatus {
            department: id.clone(),
            group: state.group.clone(),
            stage: state.stage,
            round: latest.map(|r| r.round),
            items: latest.map_or(0, |r| r.items.len()),
            bodies: Body::ALL.map(|body| BodyStatus {
                body,
                opinions: latest.map_or(0, |r| r.opinions_of(body)),
                signed: latest.is_some_and(|r| r.signature(body).is_some()),
            }),
            disputed: latest.map_or(0, |r| r.disputed().count()),
            unruled: latest.map_or(0, |r| {
                r.disputed().filter(|(_, i)| i.ruling.is_none()).count()
            }),
            asking: latest.map_or(0, |r| r.asking().count()),
            unanswered: latest.map_or(0, |r| r.unanswered().count()),
            unprompted: latest.map_or(Vec::new(), |r| r.unprompted.clone()),
            missing: outlook.missing,
            next: outlook.next,
        }
    });
    rows.collect()
}

//! The list as it was settled: what the review confirmed, and what adjustments have made of it since.

use std::collections::{BTreeMap, BTreeSet};

use super::super::campaign::Campaign;
use super::super::decision::Decision;
use super::super::stage::Position;
use super::state::Adjustment;
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};

/// Items of units whose list is settled, with the digests of their content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Items on the list.
    pub items: BTreeMap<ItemCode, Digest>,
    /// Items that the review took off the list, with what they were then: a project may still have them.
    pub taken_off: BTreeMap<ItemCode, Digest>,
    /// Units whose list is settled.
    pub units: BTreeSet<DepartmentId>,
}

impl Settled {
    /// What the review confirmed, with the adjustments that have been published since.
    pub fn of(campaign: &Campaign) -> Self {
        Self::until(campaign, campaign.releases().len())
    }

    /// As [`Settled::of`], with the adjustments of the first so many releases only.
    pub fn until(campaign: &Campaign, releases: usize) -> Self {
        let mut settled = Self::default();
        // They come in with the adjustment that makes them.
        let made: BTreeSet<&DepartmentId> = campaign
            .adjustments()
            .values()
            .filter_map(|a| a.action.units())
            .flat_map(|units| units.opened.iter().map(|unit| &unit.department))
            .collect();
        for (id, state) in campaign.departments() {
            if made.contains(id) {
                continue;
            }
            if !matches!(
                state.stage.position(),
                Position::Confirmed | Position::Published
            ) {
                continue;
            }
            settled.units.insert(id.clone());
            if let Some(round) = state.latest() {
                let items = round.items.iter();
                settled
                    .items
                    .extend(items.map(|(code, item)| (code.clone(), item.digest)));
            }
        }
        let decisions: Vec<(&ItemCode, &Decision)> = campaign
            .departments()
            .iter()
            .filter(|(id, _)| settled.units.contains(*id))
            .flat_map(|(_, state)| state.decisions())
            .map(|(code, decision)| (code, decision))
            .collect();
        for (code, decision) in decisions {
            match decision {
                Decision::Cancel { .. }
                | Decision::Delegate { .. }
                | Decision::Transfer { .. }
                | Decision::Freeze {} => settled.take_off(code),
                Decision::Merge { absorbs } => {
                    absorbs.codes().iter().for_each(|c| settled.take_off(c));
                }
                Decision::Keep {}
                | Decision::Optimize {}
                | Decision::Adjust {}
                | Decision::Supplement {} => {}
            }
        }
        for adjustment in published(campaign, releases) {
            settled.adjust(adjustment);
        }
        settled
    }

    fn take_off(&mut self, code: &ItemCode) {
        if let Some((code, digest)) = self.items.remove_entry(code) {
            self.taken_off.insert(code, digest);
        }
    }

    /// Takes an adjustment in, as it was sent up.
    pub fn adjust(&mut self, adjustment: &Adjustment) {
        for code in adjustment.action.old() {
            self.items.remove(code);
            self.taken_off.remove(code);
        }
        if let Some(sent) = &adjustment.sent {
            self.items.extend(sent.items.iter().cloned());
        }
        if let Some(units) = adjustment.action.units() {
            for id in &units.closed {
                self.units.remove(id);
            }
            self.units
                .extend(units.opened.iter().map(|seat| seat.department.clone()));
        }
    }
}

/// What adjustments have made of the units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units {
    /// Units that are no more.
    pub closed: BTreeSet<DepartmentId>,
    /// Units that the adjustments now to be published make.
    pub opened: BTreeSet<DepartmentId>,
}

impl Units {
    /// The units once `adjustments` are published too.
    pub fn of(campaign: &Campaign, adjustments: &[AdjustmentId]) -> Self {
        let now = || {
            let ids = adjustments.iter();
            ids.filter_map(|id| campaign.adjustments().get(id)?.action.units())
        };
        let releases = campaign.releases().len();
        let before = published(campaign, releases).filter_map(|a| a.action.units());
        let all = before.chain(now());
        Self {
            closed: all.flat_map(|units| units.closed.iter().cloned()).collect(),
            opened: now()
                .flat_map(|units| units.opened.iter().map(|seat| seat.department.clone()))
                .collect(),
        }
    }
}

/// Adjustments that are in the first so many releases, in the order in which they came into them.
pub fn published(campaign: &Campaign, releases: usize) -> impl Iterator<Item = &Adjustment> {
    let all = campaign.releases().iter().take(releases);
    let ids = all.flat_map(|r| &r.adjustments);
    ids.filter_map(|id| campaign.adjustments().get(id))
}

/// Open adjustments that touch one of these items, other than one.
pub fn touching<'c>(
    campaign: &'c Campaign,
    codes: &[&ItemCode],
    not: Option<AdjustmentId>,
) -> Vec<(&'c ItemCode, &'c Adjustment)> {
    let wanted: BTreeSet<&ItemCode> = codes.iter().copied().collect();
    let open = campaign.adjustments().values();
    open.filter(|a| a.is_open() && Some(a.id) != not)
        .flat_map(|a| a.action.touched().into_iter().map(move |code| (code, a)))
        .filter(|(code, _)| wanted.contains(code))
        .collect()
}

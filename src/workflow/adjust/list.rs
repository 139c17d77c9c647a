//! The list as it was settled: what the review confirmed, and what adjustments have made of it since.

use std::collections::{BTreeMap, BTreeSet};

use super::super::campaign::{Campaign, DepartmentState};
use super::super::decision::Decision;
use super::super::stage::Position;
use super::state::Adjustment;
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};

/// The units whose list the review has settled.
pub fn reviewed(campaign: &Campaign) -> impl Iterator<Item = (&DepartmentId, &DepartmentState)> {
    // They come in with the adjustment that makes them.
    let made: BTreeSet<&DepartmentId> = campaign
        .adjustments()
        .values()
        .filter_map(|a| a.action.units())
        .flat_map(|units| units.opened.iter().map(|unit| &unit.department))
        .collect();
    campaign.departments().iter().filter(move |(id, state)| {
        let place = state.stage.position();
        !made.contains(id) && matches!(place, Position::Confirmed | Position::Published)
    })
}

/// Items of units whose list is settled, with the digests of their content. What the review confirmed stays where it is:
/// there may be a million.
#[derive(Debug, Clone)]
pub struct Settled<'c> {
    /// What the review settled.
    reviewed: BTreeMap<&'c str, &'c DepartmentState>,
    /// What adjustments have made of items since: what they are now, or nothing where they are no more.
    adjusted: BTreeMap<ItemCode, Option<Digest>>,
    /// Items that the review took off the list, with what they were then: a project may still have them.
    pub taken_off: BTreeMap<ItemCode, Digest>,
    /// Units whose list is settled.
    pub units: BTreeSet<DepartmentId>,
}

impl<'c> Settled<'c> {
    /// What the review confirmed, with the adjustments that have been published since.
    pub fn of(campaign: &'c Campaign) -> Self {
        Self::until(campaign, campaign.releases().len())
    }

    /// As [`Settled::of`], with the adjustments of the first so many releases only.
    pub fn until(campaign: &'c Campaign, releases: usize) -> Self {
        let states = reviewed(campaign).map(|(id, state)| (id.as_str(), state));
        let states = states.collect();
        let mut settled = Self {
            taken_off: taken_off(&states),
            units: reviewed(campaign).map(|(id, _)| id.clone()).collect(),
            adjusted: BTreeMap::new(),
            reviewed: states,
        };
        for adjustment in published(campaign, releases) {
            settled.adjust(adjustment);
        }
        settled
    }

    /// Takes an adjustment in, as it was sent up.
    pub fn adjust(&mut self, adjustment: &Adjustment) {
        for code in adjustment.action.old() {
            self.adjusted.insert(code.clone(), None);
            self.taken_off.remove(code);
        }
        if let Some(sent) = &adjustment.sent {
            let sent = sent.items.iter();
            self.adjusted
                .extend(sent.map(|(code, digest)| (code.clone(), Some(*digest))));
        }
        if let Some(units) = adjustment.action.units() {
            for id in &units.closed {
                self.units.remove(id);
            }
            self.units
                .extend(units.opened.iter().map(|seat| seat.department.clone()));
        }
    }

    /// What an item on the list is.
    pub fn get(&self, code: &ItemCode) -> Option<Digest> {
        if let Some(now) = self.adjusted.get(code) {
            return *now;
        }
        if self.taken_off.contains_key(code) {
            return None;
        }
        let state = self.reviewed.get(code.parts().department)?;
        Some(state.latest()?.items.get(code)?.digest)
    }

    /// Whether an item is on the list.
    pub fn has(&self, code: &ItemCode) -> bool {
        self.get(code).is_some()
    }

    /// Hands over the items on the list, unit by unit, those that adjustments have changed at the end.
    pub fn each(&self, mut take: impl FnMut(&ItemCode, Digest)) {
        for state in self.reviewed.values() {
            state.look(|papers| {
                let round = papers.rounds.last();
                for (code, item) in round.iter().flat_map(|round| &round.items) {
                    if !self.adjusted.contains_key(code) && !self.taken_off.contains_key(code) {
                        take(code, item.digest);
                    }
                }
            });
        }
        for (code, now) in &self.adjusted {
            if let Some(digest) = now {
                take(code, *digest);
            }
        }
    }

    /// The items on the list, by code.
    pub fn items(&self) -> BTreeMap<ItemCode, Digest> {
        let mut items = BTreeMap::new();
        self.each(|code, digest| {
            items.insert(code.clone(), digest);
        });
        items
    }
}

/// Items that the review took off the list, with what they were.
fn taken_off(reviewed: &BTreeMap<&str, &DepartmentState>) -> BTreeMap<ItemCode, Digest> {
    let mut taken = BTreeMap::new();
    let mut elsewhere: BTreeMap<String, Vec<ItemCode>> = BTreeMap::new();
    for state in reviewed.values() {
        state.look(|papers| {
            let Some(round) = papers.rounds.last() else {
                return;
            };
            for (own, decision) in &papers.decisions {
                let off = match decision {
                    Decision::Cancel { .. }
                    | Decision::Delegate { .. }
                    | Decision::Transfer { .. }
                    | Decision::Freeze {} => std::slice::from_ref(own),
                    Decision::Merge { absorbs } => absorbs.codes(),
                    Decision::Keep {}
                    | Decision::Optimize {}
                    | Decision::Adjust {}
                    | Decision::Supplement {} => &[],
                };
                for code in off {
                    match round.items.get(code) {
                        Some(item) => {
                            taken.insert(code.clone(), item.digest);
                        }
                        None => elsewhere
                            .entry(code.parts().department.to_owned())
                            .or_default()
                            .push(code.clone()),
                    }
                }
            }
        });
    }
    for (unit, codes) in elsewhere {
        let Some(state) = reviewed.get(unit.as_str()) else {
            continue;
        };
        state.look(|papers| {
            let round = papers.rounds.last();
            for code in codes {
                if let Some(item) = round.and_then(|round| round.items.get(&code)) {
                    taken.insert(code, item.digest);
                }
            }
        });
    }
    taken
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

//! What the statistics of the clean-up say.

use super::Names;
use crate::render::paper::CleanupFacts;
use crate::workflow::Campaign;
use crate::workflow::cleanup as figures;

/// Gathers what became of every unit's items, as the record stands.
pub fn cleanup(campaign: &Campaign, names: Names<'_>) -> CleanupFacts {
    let mut known: Vec<_> = figures::cleanup(campaign).into_iter().map(Some).collect();
    let mut units = Vec::new();
    let mut silent = Vec::new();
    for id in names.in_order(campaign) {
        let found = known
            .iter_mut()
            .find(|unit| unit.as_ref().is_some_and(|unit| unit.department == *id));
        match found.and_then(Option::take) {
            Some(unit) => units.push((names.unit(id), unit)),
            None => silent.push(names.unit(id)),
        }
    }
    CleanupFacts {
        jurisdiction: names.jurisdiction.to_owned(),
        edition: campaign
            .edition()
            .map_or(String::new(), ToString::to_string),
        units,
        silent,
        categories: names.categories.to_vec(),
    }
}

//! Family 清单整体 (X).

pub mod adopted_basis_differs;
pub mod adopted_category_differs;
pub mod adopted_item_left;
pub mod adopted_item_unknown;
pub mod adopted_name_differs;
pub mod adopted_twice;
pub mod adoption_does_not_fit;
pub mod basis_in_two_units;
pub mod code_reused;
pub mod delegated_item_not_adopted;
pub mod department_without_items;
pub mod duplicate_code;
pub mod duplicate_credit_code;
pub mod duplicate_department;
pub mod duplicate_file;
pub mod duplicate_name;
pub mod duplicate_national_code;
pub mod item_in_two_units;
pub mod near_duplicate_name;
pub mod no_parent_list;
pub mod other_category_swollen;
pub mod parent_list_outdated;
pub mod parent_list_unusable;
pub mod prerequisite_cycle;
pub mod prerequisite_unit_not_stated;
pub mod same_name_spelled_differently;
pub mod unknown_parent;
pub mod unknown_prerequisite;
pub mod unused_local_law;

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::finding::Finding;

use super::key::{FileKeys, ItemKey};

/// What an item's name must be unique in: unit, category, and the level that exercises it, for published lists name
/// the same power once for each level.
fn group(item: ItemKey<'_>) -> (&str, &str, &str) {
    (item.department(), item.category(), item.level())
}

/// Says of a finding about the list which item it is about.
pub(super) fn about<'f>(finding: &'f mut Finding, item: ItemKey<'_>) -> &'f mut Finding {
    finding.department = Some(item.department().to_owned());
    finding.item = Some(item.label().to_owned());
    finding
}

/// Each item that has the same `key` as an earlier one, after the first that has it. Only items that agree in
/// `at_a_glance` are asked for their key: what agrees in the key must agree in that.
fn repeated<'k, G: Hash, K: Hash + Eq>(
    files: &'k [FileKeys],
    at_a_glance: impl Fn(ItemKey<'k>) -> Option<G> + Sync,
    key: impl Fn(ItemKey<'k>) -> Option<K>,
) -> Vec<(ItemKey<'k>, ItemKey<'k>)> {
    let pairs = repeated_among(
        files,
        |_, take| take(()),
        |item, ()| at_a_glance(item),
        |item, ()| key(item),
    );
    pairs
        .into_iter()
        .map(|((first, ()), (item, ()))| (first, item))
        .collect()
}

/// A part of an item.
type Part<'k, P> = (ItemKey<'k>, P);

/// As [`repeated`], of the parts that `parts` hands over of each item.
fn repeated_among<'k, P: Copy + Send, G: Hash, K: Hash + Eq>(
    files: &'k [FileKeys],
    parts: impl Fn(ItemKey<'k>, &mut dyn FnMut(P)) + Sync,
    at_a_glance: impl Fn(ItemKey<'k>, P) -> Option<G> + Sync,
    key: impl Fn(ItemKey<'k>, P) -> Option<K>,
) -> Vec<(Part<'k, P>, Part<'k, P>)> {
    let hash = FixedState::default();
    let mut hashed: Vec<(u64, Part<'k, P>)> = files
        .par_iter()
        .flat_map_iter(|file| {
            let mut of_file = Vec::with_capacity(file.len());
            for item in file.items() {
                parts(item, &mut |part| {
                    let seen = at_a_glance(item, part);
                    of_file.extend(seen.map(|seen| (hash.hash_one(seen), (item, part))));
                });
            }
            of_file
        })
        .collect();
    // Stable: the first of those that agree stays the first.
    hashed.par_sort_by_key(|(hash, _)| *hash);
    let mut pairs = Vec::new();
    for alike in hashed.chunk_by(|a, b| a.0 == b.0).filter(|c| c.len() > 1) {
        let mut first: HashMap<K, Part<'k, P>> = HashMap::new();
        for &(_, (item, part)) in alike {
            let Some(key) = key(item, part) else { continue };
            match first.get(&key) {
                Some(&before) => pairs.push((before, (item, part))),
                None => {
                    first.insert(key, (item, part));
                }
            }
        }
    }
    pairs
}

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
use std::sync::atomic::{AtomicU64, Ordering};

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
    let each = |file: &'k FileKeys, take: &mut dyn FnMut(u64, Part<'k, P>)| {
        for item in file.items() {
            parts(item, &mut |part| {
                if let Some(seen) = at_a_glance(item, part) {
                    take(hash.hash_one(seen), (item, part));
                }
            });
        }
    };
    let again = Again::among(files.iter().map(FileKeys::len).sum());
    files
        .par_iter()
        .for_each(|file| each(file, &mut |hash, _| again.see(hash)));
    // Nearly nothing is left: of a million items only those are held that may agree with another.
    let mut alike: Vec<(u64, Part<'k, P>)> = files
        .par_iter()
        .flat_map_iter(|file| {
            let mut of_file = Vec::new();
            each(file, &mut |hash, part| {
                if again.may_repeat(hash) {
                    of_file.push((hash, part));
                }
            });
            of_file
        })
        .collect();
    // Stable: the first of those that agree stays the first.
    alike.par_sort_by_key(|(hash, _)| *hash);
    let mut pairs = Vec::new();
    for alike in alike.chunk_by(|a, b| a.0 == b.0).filter(|c| c.len() > 1) {
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

/// Which hashes come more than once, as far as two bits for each tell: what comes twice is never missed, and few that come
/// once are taken for it.
struct Again {
    once: Vec<AtomicU64>,
    twice: Vec<AtomicU64>,
}

impl Again {
    /// Words of bits for about so many hashes: 16 bits for each.
    fn among(hashes: usize) -> Self {
        let words = (hashes / 4).next_power_of_two();
        let empty = || (0..words).map(|_| AtomicU64::new(0)).collect();
        Self {
            once: empty(),
            twice: empty(),
        }
    }

    /// Word and bit of a hash: of its upper half, because the lower one tells apart what shares a bit.
    fn place(&self, hash: u64) -> (usize, u64) {
        let upper = (hash >> 32) as usize;
        // A power of two.
        ((upper >> 6) & (self.once.len() - 1), 1 << (upper & 63))
    }

    fn see(&self, hash: u64) {
        let (word, bit) = self.place(hash);
        if self.once[word].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
            self.twice[word].fetch_or(bit, Ordering::Relaxed);
        }
    }

    fn may_repeat(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.twice[word].load(Ordering::Relaxed) & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Again;

    #[test]
    fn what_comes_twice_is_never_missed_and_hardly_anything_else_is_taken_for_it() {
        for many in [0, 1, 5, 1_000, 100_000] {
            let again = Again::among(many);
            let hash = |n: usize| (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (0..many).for_each(|n| again.see(hash(n)));
            (0..many).step_by(100).for_each(|n| again.see(hash(n)));
            assert!((0..many).step_by(100).all(|n| again.may_repeat(hash(n))));
            let taken = (0..many).filter(|n| again.may_repeat(hash(*n))).count();
            assert!(taken <= many.div_ceil(100) + many / 5, "{taken} of {many}");
        }
    }
}

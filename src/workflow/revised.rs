//! What a unit has changed since it was given its items back, held against what was asked of it.

use std::collections::BTreeMap;

use super::decision::Decision;
use super::event::Answer;
use super::round::{Change, RoundState};
use crate::domain::ids::{Digest, ItemCode};

/// What a revision comes to. It refuses nothing: an answer may well ask for no change of the item, and a change may
/// have other reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revised {
    /// Items new, changed or gone although no opinion and no ruling asked for it, in order of code.
    pub unprompted: Vec<(ItemCode, Change)>,
    /// Items that did not change although an opinion on them was adopted, in order of code, with these opinions.
    pub untouched: Vec<(ItemCode, Vec<u64>)>,
}

impl Revised {
    /// Holds the items as they are now against the round that is being answered.
    pub fn of(answered: &RoundState, items: &BTreeMap<&ItemCode, Digest>) -> Self {
        let changes: BTreeMap<&ItemCode, Change> = answered.changes(items).collect();
        let unprompted = answered
            .unprompted_changes(items)
            .into_iter()
            .filter_map(|code| changes.get(&code).map(|change| (code, *change)))
            .collect();
        let mut untouched: Vec<(ItemCode, Vec<u64>)> = Vec::new();
        for (code, item) in &answered.items {
            let adopted = item.opinions().filter(|(_, opinion)| {
                matches!(opinion.answer, Some(Answer::Adopted { .. }))
                    && !is_done(code, &opinion.decision, &changes)
            });
            let seqs: Vec<u64> = adopted.map(|(_, opinion)| opinion.seq).collect();
            if !seqs.is_empty() {
                untouched.push((code.clone(), seqs));
            }
        }
        Self {
            unprompted,
            untouched,
        }
    }
}

/// Whether something was done about a proposal: a merged item may stay as it is while those that it absorbs go.
fn is_done(code: &ItemCode, decision: &Decision, changes: &BTreeMap<&ItemCode, Change>) -> bool {
    let absorbed = match decision {
        Decision::Merge { absorbs } => absorbs.codes(),
        _ => &[],
    };
    std::iter::once(code)
        .chain(absorbed)
        .any(|code| changes.contains_key(code))
}

impl Change {
    /// The word in use.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Added => "新增",
            Self::Changed => "改动",
            Self::Removed => "删去",
        }
    }

    /// Stable English name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

//! What an import has to write, and which codes some bytes speak of: the same for every store.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{ImportCounts, ImportedItem};
use crate::domain::ids::{Digest, ItemCode};
use crate::io::project::outline::Changed;

/// The item codes in some bytes, whatever stands around them.
pub(in crate::io) fn codes_in(bytes: &[u8], out: &mut BTreeSet<ItemCode>) {
    let of_code = |b: &u8| b.is_ascii_digit() || b.is_ascii_lowercase() || *b == b'-';
    for word in bytes.split(|b| !of_code(b)) {
        // The shortest code: six digits, a unit of two characters, 01, 0001.
        if word.len() >= 17
            && let Some(code) = std::str::from_utf8(word).ok().and_then(|w| w.parse().ok())
        {
            out.insert(code);
        }
    }
}

/// The items of a project in its order, as often as they are wanted, without anybody having to hold all of them.
pub trait Imports: Sync {
    /// What has to be known of each to see whether it has to be written.
    fn marks(&self) -> Cow<'_, [Mark]>;

    /// Hands over the items of these numbers, in their order and some at a time, until `take` says no.
    ///
    /// # Errors
    /// When they are not any more what they were at first.
    fn each(&self, numbers: &[u32], take: &mut Take<'_>) -> Result<(), Changed>;
}

/// Takes some items with the digests of their content, and says whether it takes more.
pub type Take<'t> = dyn FnMut(&[(&ImportedItem, Digest)]) -> bool + 't;

/// What is known of an item before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its code.
    pub code: ItemCode,
    print: Digest,
}

impl Mark {
    /// Of an item whose content has this digest.
    pub fn of(item: &ImportedItem, digest: Digest) -> Self {
        let digest = digest.to_string();
        Self {
            code: item.code.clone(),
            print: print([
                item.department.as_str(),
                &item.category,
                &item.name,
                &digest,
            ]),
        }
    }
}

/// What unit, category, name and digest come to.
fn print(of: [&str; 4]) -> Digest {
    Digest::of_parts(of.map(str::as_bytes))
}

impl Imports for Vec<ImportedItem> {
    fn marks(&self) -> Cow<'_, [Mark]> {
        let mark = |item: &ImportedItem| Mark::of(item, Digest::of(&item.bytes));
        self.par_iter().map(mark).collect::<Vec<_>>().into()
    }

    fn each(&self, numbers: &[u32], take: &mut Take<'_>) -> Result<(), Changed> {
        let items = numbers.par_iter().filter_map(|at| self.get(*at as usize));
        let items: Vec<(&ImportedItem, Digest)> =
            items.map(|item| (item, Digest::of(&item.bytes))).collect();
        take(&items);
        Ok(())
    }
}

/// What has to be written, once all that is there has been seen.
pub(in crate::io) struct Plan<'a> {
    marks: &'a [Mark],
    /// Numbers of the items by code; of two with one code the later one counts, and only it.
    by_code: Vec<u32>,
    /// Those that are there, and whether as they are.
    there: Vec<Option<bool>>,
    remove: Vec<String>,
}

/// What has to be written.
#[derive(Debug)]
pub(in crate::io) struct Writing {
    /// What it comes to.
    pub counts: ImportCounts,
    /// Numbers of the items, in their order.
    pub write: Vec<u32>,
    /// Codes in order.
    pub remove: Vec<String>,
}

impl<'a> Plan<'a> {
    /// Nothing has been seen yet.
    pub fn of(marks: &'a [Mark]) -> Self {
        let code = |at: u32| marks.get(at as usize).map(|mark| &mark.code);
        let mut by_code: Vec<u32> = (0..).take(marks.len()).collect();
        by_code.par_sort_unstable_by(|a, b| code(*a).cmp(&code(*b)).then(b.cmp(a)));
        by_code.dedup_by(|b, a| code(*a) == code(*b));
        Self {
            marks,
            there: vec![None; by_code.len()],
            by_code,
            remove: Vec::new(),
        }
    }

    fn mark(&self, number: u32) -> Option<&'a Mark> {
        self.marks.get(number as usize)
    }

    /// An item that is there: its code; unit, category, name and digest.
    pub fn see(&mut self, code: &str, rest: [&str; 4]) {
        let found = self.by_code.binary_search_by(|at| {
            let own = self.mark(*at).map(|mark| mark.code.as_str());
            own.cmp(&Some(code))
        });
        let Ok(found) = found else {
            self.remove.push(code.to_owned());
            return;
        };
        let mark = self.by_code.get(found).and_then(|at| self.mark(*at));
        let same = mark.is_some_and(|mark| mark.print == print(rest));
        if let Some(there) = self.there.get_mut(found) {
            *there = Some(same);
        }
    }

    /// What has to be written.
    pub fn done(mut self) -> Writing {
        let of = |what| self.there.iter().filter(|there| **there == what).count();
        let counts = ImportCounts {
            created: of(None),
            changed: of(Some(false)),
            unchanged: of(Some(true)),
            removed: self.remove.len(),
        };
        let all = self.by_code.into_iter().zip(self.there);
        let write = all.filter(|(_, there)| *there != Some(true));
        let mut write: Vec<u32> = write.map(|(number, _)| number).collect();
        write.sort_unstable();
        self.remove.sort();
        Writing {
            counts,
            write,
            remove: self.remove,
        }
    }
}

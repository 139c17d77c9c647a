//! What an import has to write, and which codes some bytes speak of: the same for every store.

use std::collections::{BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::{ImportCounts, ImportedItem};
use crate::domain::ids::{Digest, ItemCode};

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

/// What has to be written.
pub(in crate::io) struct Plan<'a> {
    /// What it comes to.
    pub counts: ImportCounts,
    /// With the digest of the content.
    pub write: Vec<(&'a ImportedItem, Digest)>,
    /// Codes in order.
    pub remove: Vec<String>,
}

impl<'a> Plan<'a> {
    /// Compares with what is `there`: unit, category, name and digest by code.
    pub fn of(there: HashMap<String, [String; 4]>, items: &'a [ImportedItem]) -> Self {
        let mut out = Self {
            counts: ImportCounts::default(),
            write: Vec::new(),
            remove: Vec::new(),
        };
        let digests: Vec<Digest> = items.par_iter().map(|i| Digest::of(&i.bytes)).collect();
        let mut seen = HashSet::with_capacity(items.len());
        // From the end, so that of two with one code the later one counts, and only it.
        for (item, digest) in items.iter().zip(digests).rev() {
            if !seen.insert(item.code.as_str()) {
                continue;
            }
            match there.get(item.code.as_str()) {
                None => out.counts.created += 1,
                Some([department, category, name, old]) => {
                    let same = department == item.department.as_str()
                        && *category == item.category
                        && *name == item.name
                        && *old == digest.to_string();
                    if same {
                        out.counts.unchanged += 1;
                        continue;
                    }
                    out.counts.changed += 1;
                }
            }
            out.write.push((item, digest));
        }
        out.write.reverse();
        out.remove = there
            .into_keys()
            .filter(|code| !seen.contains(code.as_str()))
            .collect();
        out.remove.sort();
        out.counts.removed = out.remove.len();
        out
    }
}

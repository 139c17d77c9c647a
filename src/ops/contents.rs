//! What the items of a list come to, to be compared with what was confirmed.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::domain::canonical;
use crate::domain::flowchart::ChartFile;
use crate::domain::ids::{Digest, ItemCode};
use crate::domain::item::PowerItem;
use crate::domain::project::{Frame, Project};

/// The digest of each chart, taken once however many items it serves.
#[derive(Debug)]
pub struct ChartDigests<'a>(HashMap<&'a str, Option<Digest>>);

impl<'a> ChartDigests<'a> {
    /// Of the charts of a project.
    pub fn of(project: &'a Frame) -> Self {
        let digest = |(path, chart): (&'a String, &'a ChartFile)| {
            (path.as_str(), canonical::chart_digest(chart))
        };
        Self(project.charts.par_iter().map(digest).collect())
    }

    /// Digest of the content of the chart that a path leads to.
    pub fn get(&self, path: &str) -> Option<Digest> {
        *self.0.get(path)?
    }
}

/// What an item with a code comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its code.
    pub code: ItemCode,
    /// Digest of its canonical form.
    pub digest: Digest,
    /// Digest in the form of before the charts of sub-items counted, where that is another one. Hardly any item has it.
    old: Option<Box<Digest>>,
}

impl Content {
    /// Of an item; `None` without a code.
    pub fn of(item: &PowerItem, charts: &ChartDigests<'_>) -> Option<Self> {
        let code = item.code.as_ref()?.value.clone();
        let digest = Digest::of(&canonical::item(item, |path| charts.get(path)));
        let has_more = item.sub_items.iter().any(|sub| sub.flowchart.is_some());
        let old = has_more.then(|| {
            let bytes = canonical::item_of_old(item, |path| charts.get(path));
            Box::new(Digest::of(&bytes))
        });
        Some(Self {
            code,
            digest,
            old: old.filter(|old| **old != digest),
        })
    }
}

/// What the items with a code come to, by code. Where a code stands twice, the later item counts.
#[derive(Debug, Default)]
pub struct Contents {
    /// By code.
    now: Vec<(ItemCode, Digest)>,
    /// Other digests in the form of before.
    old: BTreeMap<ItemCode, Digest>,
}

impl Contents {
    /// Of the items of a project.
    pub fn of(project: &Project) -> Self {
        let charts = ChartDigests::of(project);
        let items = project.items.par_iter();
        Self::gather(items.filter_map(|i| Content::of(i, &charts)).collect())
    }

    /// Of all items in the order of the project.
    pub fn gather(mut all: Vec<Content>) -> Self {
        // Those with the same code stay in their order.
        all.par_sort_by(|a, b| a.code.cmp(&b.code));
        let mut out = Self::default();
        out.now.reserve_exact(all.len());
        let mut all = all.into_iter().peekable();
        while let Some(first) = all.next() {
            let (code, mut digest) = (first.code, first.digest);
            let old = first.old.map_or(digest, |old| *old);
            while let Some(same) = all.next_if(|next| next.code == code) {
                digest = same.digest;
            }
            if old != digest {
                out.old.insert(code.clone(), old);
            }
            out.now.push((code, digest));
        }
        out
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.now.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.now.is_empty()
    }

    /// Which of all items this is.
    pub fn position(&self, code: &ItemCode) -> Option<usize> {
        self.now.binary_search_by(|(own, _)| own.cmp(code)).ok()
    }

    /// Digest of an item.
    pub fn get(&self, code: &ItemCode) -> Option<Digest> {
        let at = self.position(code)?;
        self.now.get(at).map(|(_, digest)| *digest)
    }

    /// Whether an item is what it was, in today's form or in that of before.
    pub fn is(&self, code: &ItemCode, digest: Digest) -> bool {
        self.get(code) == Some(digest) || self.old.get(code) == Some(&digest)
    }

    /// All items, by code.
    pub fn iter(&self) -> impl Iterator<Item = &(ItemCode, Digest)> {
        self.now.iter()
    }
}

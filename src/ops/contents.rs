//! What the items of a list come to, to be compared with what was confirmed.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::domain::canonical;
use crate::domain::flowchart::ChartFile;
use crate::domain::ids::{Digest, ItemCode};
use crate::domain::item::PowerItem;
use crate::domain::project::{Frame, Project};
use crate::io::project::outline::Changed;
use crate::ops::items::Items;

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
    /// As they stand in the files.
    files: Vec<Vec<Content>>,
    /// Number of the file and number in it, by code.
    by_code: Vec<(u32, u32)>,
}

impl Contents {
    /// Of the items of a project.
    pub fn of(project: &Project) -> Self {
        let charts = ChartDigests::of(project);
        let items = project.items.par_iter();
        Self::gather(vec![
            items.filter_map(|i| Content::of(i, &charts)).collect(),
        ])
    }

    /// Of items that are handed over.
    ///
    /// # Errors
    /// When they are not any more what they were at first.
    pub fn of_items(items: &dyn Items) -> Result<Self, Changed> {
        let charts = ChartDigests::of(items.frame());
        let mut all = Vec::new();
        items.each(&mut |batch| {
            let some = batch.par_iter().filter_map(|i| Content::of(i, &charts));
            all.par_extend(some);
            true
        })?;
        Ok(Self::gather(vec![all]))
    }

    /// Of all items in the order of the project, some after others.
    pub fn gather(files: Vec<Vec<Content>>) -> Self {
        let mut by_code = Vec::with_capacity(files.iter().map(Vec::len).sum());
        for (file, items) in (0..).zip(&files) {
            by_code.extend((0..).zip(items).map(|(at, _)| (file, at)));
        }
        let mut out = Self {
            files,
            by_code: Vec::new(),
        };
        let code = |place| out.at(place).map(|content| &content.code);
        by_code.par_sort_unstable_by(|a, b| code(*a).cmp(&code(*b)).then(b.cmp(a)));
        by_code.dedup_by(|earlier, later| code(*earlier) == code(*later));
        out.by_code = by_code;
        out
    }

    fn at(&self, (file, at): (u32, u32)) -> Option<&Content> {
        self.files.get(file as usize)?.get(at as usize)
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// Which of all items this is.
    pub fn position(&self, code: &ItemCode) -> Option<usize> {
        let own = |place| self.at(place).map(|content| &content.code);
        self.by_code
            .binary_search_by(|place| own(*place).cmp(&Some(code)))
            .ok()
    }

    fn find(&self, code: &ItemCode) -> Option<&Content> {
        self.at(*self.by_code.get(self.position(code)?)?)
    }

    /// Digest of an item.
    pub fn get(&self, code: &ItemCode) -> Option<Digest> {
        self.find(code).map(|content| content.digest)
    }

    /// Whether an item is what it was, in today's form or in that of before.
    pub fn is(&self, code: &ItemCode, digest: Digest) -> bool {
        self.find(code).is_some_and(|content| {
            content.digest == digest || content.old.as_deref() == Some(&digest)
        })
    }

    /// All items, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Content> {
        self.by_code.iter().filter_map(|place| self.at(*place))
    }
}

//! The items of a project, as often as they are wanted, without anybody having to hold all of them.

mod counted;
mod found;
mod once;
mod one;
mod rows;
mod unjudged;

use std::fmt::Debug;

use rayon::prelude::*;

use crate::domain::ids::DepartmentId;
use crate::domain::item::PowerItem;
use crate::domain::project::{Frame, Project};
use crate::io::project::outline::Changed;
use crate::io::sqlite::release::BATCH;
use crate::ops::catalog::{Official, Rank, by_code, sort_officially};
use crate::ops::contents::Contents;
use crate::ops::reread::{Order, Place, ReadAgain};
use crate::ops::validate::{Judged, Surveyed};

pub use self::counted::count;
pub use self::found::{Found, Wanted, find};
pub use self::once::{ReadOnce, Reading, read_once};
pub use self::one::{Sought, one};
pub use self::rows::Rows;
pub use self::unjudged::{Chosen, Kind, Unjudged};

/// The items of a project, as often as they are wanted.
pub trait Items: Sync + Debug {
    /// What stands around them.
    fn frame(&self) -> &Frame;

    /// Hands over all items in official order, some at a time, until `take` says no.
    ///
    /// # Errors
    /// When they are not any more what they were at first.
    fn each(&self, take: &mut dyn FnMut(&[&PowerItem]) -> bool) -> Result<(), Changed>;
}

impl Items for Project {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn each(&self, take: &mut dyn FnMut(&[&PowerItem]) -> bool) -> Result<(), Changed> {
        let mut items: Vec<&PowerItem> = self.items.iter().collect();
        sort_officially(self, &mut items);
        items.chunks(BATCH).all(take);
        Ok(())
    }
}

/// A project that was judged file by file: each time its items are wanted, the files are read again.
#[derive(Debug)]
pub struct Listed {
    /// What was found. The keys of the items are no more.
    pub judged: Judged<Frame>,
    /// What the items come to.
    pub contents: Contents,
    files: ReadAgain,
    order: Order,
}

impl Listed {
    /// The items that were judged, in official order.
    pub fn of(surveyed: Surveyed) -> Self {
        let Surveyed {
            mut judged,
            files,
            seen,
        } = surveyed;
        let places = official(&judged);
        judged.keys = Vec::new();
        let files = ReadAgain::new(files, seen.iter().map(|seen| seen.read).collect());
        let contents = seen.into_iter().map(|seen| seen.items);
        Self {
            contents: Contents::gather(contents.collect()),
            judged,
            order: files.order(places),
            files,
        }
    }
}

/// The items of one unit in a project that was judged, in the order of the files, and what was found in all of it.
///
/// # Errors
/// When they are not any more what was judged.
pub fn of_unit(
    surveyed: Surveyed,
    unit: &DepartmentId,
) -> Result<(Judged<Frame>, Vec<PowerItem>), Changed> {
    let Surveyed {
        judged,
        files,
        seen,
    } = surveyed;
    let mut places: Vec<Place> = Vec::new();
    for (file, of_file) in (0..).zip(&judged.keys) {
        let items = (0..).zip(of_file.items());
        let own = items.filter(|(_, item)| item.department() == unit.as_str());
        places.extend(own.map(|(at, _)| (file, at)));
    }
    let files = ReadAgain::new(files, seen.iter().map(|seen| seen.read).collect());
    let mut items = Vec::with_capacity(places.len());
    files.each(&files.order(places), &mut |some| {
        items.extend_from_slice(some);
        true
    })?;
    Ok((judged, items))
}

impl Items for Listed {
    fn frame(&self) -> &Frame {
        self.judged.frame()
    }

    fn each(&self, take: &mut dyn FnMut(&[&PowerItem]) -> bool) -> Result<(), Changed> {
        self.files.each(&self.order, &mut |items| {
            let items: Vec<&PowerItem> = items.iter().collect();
            items.chunks(BATCH).all(&mut *take)
        })
    }
}

/// The places of all items in official order.
fn official(judged: &Judged<Frame>) -> Vec<Place> {
    let official = Official::of(judged.frame());
    let keys = &judged.keys;
    let mut order: Vec<(Rank, Place)> = Vec::with_capacity(judged.report.items);
    for (file, of_file) in (0..).zip(keys) {
        let items = (0..).zip(of_file.items());
        order.extend(items.map(|(at, item)| {
            let rank = official.rank(item.department(), item.category());
            (rank, (file, at))
        }));
    }
    let code = |(file, at): Place| {
        let item = keys.get(file as usize).and_then(|file| file.item(at));
        item.and_then(|item| item.code()).map(|code| code.value)
    };
    order.par_sort_unstable_by(|(a, at), (b, bt)| {
        a.cmp(b)
            .then_with(|| by_code(code(*at), code(*bt)))
            .then(at.cmp(bt))
    });
    order.into_iter().map(|(_, place)| place).collect()
}

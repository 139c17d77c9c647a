//! Item files read again after they were judged: the same items, in whatever order they are wanted, a few at a time.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::mpsc::{SyncSender, sync_channel};

use rayon::prelude::*;

use crate::domain::ids::Digest;
use crate::domain::item::PowerItem;
use crate::io::project::outline::{Changed, ItemBytes, ItemFiles};
use crate::io::yaml::item_file::Taker;

/// How many items are held at least, so that there is something to do for each thread.
const FEW: usize = 512;

/// A file with more items is not held.
const MANY: usize = 1024;

/// How many items of a file that is not held are handed over at once.
const SOME: usize = 256;

/// What a file was when it was read first.
#[derive(Debug, Clone, Copy)]
pub struct AsRead {
    /// Digest of its bytes.
    pub digest: Digest,
    /// How many items there were.
    pub count: usize,
    /// Whether it had to be read from the beginning once more: its items do not count before it has been read to the end.
    pub anew: bool,
}

/// Where an item stands: number of the file, number in it.
pub type Place = (u32, u32);

/// Items of some files in some order.
#[derive(Debug)]
pub struct Order {
    places: Vec<Place>,
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// A file with many items, all of them wanted in its own order.
    Through(u32),
    /// So much of the order.
    Part(Range<usize>),
}

/// Item files that were read before.
#[derive(Debug)]
pub struct ReadAgain {
    files: ItemFiles,
    read: Vec<AsRead>,
}

impl ReadAgain {
    /// The files, with what each was.
    pub fn new(files: ItemFiles, read: Vec<AsRead>) -> Self {
        Self { files, read }
    }

    /// How items are read in some order.
    pub fn order(&self, places: Vec<Place>) -> Order {
        let mut steps = Vec::new();
        let (mut begun, mut at) = (0, 0);
        let follow = |a: &Place, b: &Place| a.0 == b.0 && a.1 + 1 == b.1;
        for run in places.chunk_by(follow) {
            let end = at + run.len();
            let file = run.first().map_or(0, |first| first.0);
            let is_whole = || {
                let read = self.read.get(file as usize);
                read.is_some_and(|read| read.count == run.len() && !read.anew)
            };
            if run.len() > MANY && is_whole() {
                steps.extend([Step::Part(begun..at), Step::Through(file)]);
                begun = end;
            }
            while end - begun > MANY {
                steps.push(Step::Part(begun..begun + MANY));
                begun += MANY;
            }
            if end - begun >= FEW {
                steps.push(Step::Part(begun..end));
                begun = end;
            }
            at = end;
        }
        steps.push(Step::Part(begun..at));
        Order { places, steps }
    }

    /// Hands over items in their order, some at a time, until `take` says no.
    ///
    /// # Errors
    /// When a file has changed.
    pub fn each(
        &self,
        order: &Order,
        take: &mut dyn FnMut(&[PowerItem]) -> bool,
    ) -> Result<(), Changed> {
        for step in &order.steps {
            let goes_on = match step {
                Step::Through(file) => self.through(*file, take)?,
                Step::Part(part) => {
                    let items = self.part(order.places.get(part.clone()).unwrap_or_default())?;
                    items.is_empty() || take(&items)
                }
            };
            if !goes_on {
                break;
            }
        }
        Ok(())
    }

    /// The bytes of a file, as long as they are what they were.
    fn bytes(&self, file: u32) -> Result<ItemBytes, Changed> {
        let path = &self.files[file as usize];
        let bytes = self.files.bytes(path);
        let read = self.read.get(file as usize);
        match read.is_some_and(|read| read.digest == bytes.digest()) {
            true => Ok(bytes),
            false => Err(self.changed(file)),
        }
    }

    fn changed(&self, file: u32) -> Changed {
        Changed(self.files[file as usize].path.clone())
    }

    fn read(&self, file: u32, bytes: &ItemBytes, taker: &mut dyn Taker) {
        let path = &self.files[file as usize];
        self.files.read(path, &bytes.text(path), taker);
    }

    /// The items at these places.
    fn part(&self, places: &[Place]) -> Result<Vec<PowerItem>, Changed> {
        let mut wanted: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
        for (slot, &(file, at)) in places.iter().enumerate() {
            wanted.entry(file).or_default().push((at, slot));
        }
        let read = wanted.into_par_iter().map(|(file, mut wanted)| {
            wanted.sort_unstable();
            let bytes = self.bytes(file)?;
            let mut picked = Picked {
                wanted: &wanted,
                at: 0,
                items: Vec::with_capacity(wanted.len()),
            };
            self.read(file, &bytes, &mut picked);
            let items = picked.items;
            if items.len() < wanted.len() {
                return Err(self.changed(file));
            }
            let slots = wanted.into_iter().map(|(_, slot)| slot);
            Ok(slots.zip(items).collect::<Vec<_>>())
        });
        let read: Vec<Vec<(usize, PowerItem)>> = read.collect::<Result<_, _>>()?;
        let mut items: Vec<(usize, PowerItem)> = read.into_iter().flatten().collect();
        items.sort_unstable_by_key(|(slot, _)| *slot);
        Ok(items.into_iter().map(|(_, item)| item).collect())
    }

    /// Hands over the items of one file as they are read.
    fn through(
        &self,
        file: u32,
        take: &mut dyn FnMut(&[PowerItem]) -> bool,
    ) -> Result<bool, Changed> {
        let bytes = self.bytes(file)?;
        let goes_on = std::thread::scope(|scope| {
            let (out, batches) = sync_channel(1);
            scope.spawn(move || {
                let mut batches = Batches {
                    items: Vec::with_capacity(SOME),
                    out: Some(out),
                };
                self.read(file, &bytes, &mut batches);
                batches.send();
            });
            // Dropped before the thread is waited for: it stops where nobody takes its items.
            batches.into_iter().all(|items| take(&items))
        });
        Ok(goes_on)
    }
}

/// Picks items by their numbers.
struct Picked<'w> {
    /// In order, with what is to be done with each.
    wanted: &'w [(u32, usize)],
    at: u32,
    items: Vec<PowerItem>,
}

impl Taker for Picked<'_> {
    fn take(&mut self, item: PowerItem) {
        if self.wanted.get(self.items.len()).map(|next| next.0) == Some(self.at) {
            self.items.push(item);
        }
        self.at += 1;
    }

    fn start_over(&mut self) {
        self.items.clear();
        self.at = 0;
    }
}

/// Sends items on, some at a time, as long as anybody wants them.
struct Batches {
    items: Vec<PowerItem>,
    out: Option<SyncSender<Vec<PowerItem>>>,
}

impl Batches {
    fn send(&mut self) {
        let items = std::mem::replace(&mut self.items, Vec::with_capacity(SOME));
        if let Some(out) = self.out.take()
            && out.send(items).is_ok()
        {
            self.out = Some(out);
        }
    }
}

impl Taker for Batches {
    fn take(&mut self, item: PowerItem) {
        if self.out.is_none() {
            return;
        }
        self.items.push(item);
        if self.items.len() == SOME {
            self.send();
        }
    }

    // Nothing was taken: a file that breaks further on is not read this way.
    fn start_over(&mut self) {}
}

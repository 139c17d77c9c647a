//! A project that was read file by file without being judged.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::domain::ids::ItemCode;
use crate::domain::item::PowerItem;
use crate::domain::law::Register;
use crate::domain::project::Frame;
use crate::io::project::Loaded;
use crate::io::project::outline::{Changed, Outline};
use crate::io::yaml::item_file::Taker;
use crate::ops::catalog::{Named, Official, Rank, by_code};
use crate::ops::reread::{Order, Place, ReadAgain};

use super::ReadOnce;
use super::once::read_first;

/// A project that was read file by file: each time its items are wanted, the files are read again.
#[derive(Debug)]
pub struct Unjudged {
    /// The project without its items, and what is wrong with it.
    pub loaded: Loaded<Frame>,
    files: ReadAgain,
    kinds: Vec<Kind>,
    /// All items in official order, with the number of their kind.
    places: Vec<(Place, u32)>,
}

/// A unit and a category as items name them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// Id of the unit.
    pub unit: String,
    /// Code of the category; the category as written where it is not known.
    pub category: String,
}

impl Unjudged {
    /// Reads a project once; with what its items name.
    pub fn read<'r>(outline: Outline, register: &'r Register) -> (Self, Named<'r>) {
        let (once, files, as_read) = read_first(outline, |_, read| {
            let mut seeing = Seeing {
                register,
                named: Named::default(),
                kinds: Vec::new(),
                items: Vec::new(),
            };
            read(&mut seeing);
            (seeing.named, seeing.kinds, seeing.items)
        });
        let ReadOnce { loaded, came } = once;
        let mut named = Named::default();
        let mut numbers: BTreeMap<Kind, u32> = BTreeMap::new();
        let official = Official::of(&loaded.project);
        let mut ranked: Vec<(Rank, Option<ItemCode>, Place, u32)> = Vec::new();
        for ((of_file, kinds, items), file) in came.into_iter().zip(0..) {
            named.and(of_file);
            let kinds: Vec<(Rank, u32)> = kinds
                .into_iter()
                .map(|(unit, category)| {
                    let rank = official.rank(&unit, &category);
                    let known = loaded.project.settings.categories.find(&category);
                    let category = known.map_or(category, |known| known.code.to_string());
                    let next = numbers.len() as u32;
                    let number = numbers.entry(Kind { unit, category });
                    (rank, *number.or_insert(next))
                })
                .collect();
            for ((kind, code), at) in items.into_iter().zip(0..) {
                if let Some(&(rank, kind)) = kinds.get(kind as usize) {
                    ranked.push((rank, code, (file, at), kind));
                }
            }
        }
        ranked.par_sort_unstable_by(|(a, x, at, _), (b, y, bt, _)| {
            let codes = || by_code(x.as_ref(), y.as_ref());
            a.cmp(b).then_with(codes).then(at.cmp(bt))
        });
        let mut kinds: Vec<(u32, Kind)> = numbers.into_iter().map(|(kind, n)| (n, kind)).collect();
        kinds.sort_unstable_by_key(|(number, _)| *number);
        let places: Vec<(Place, u32)> = ranked
            .into_iter()
            .map(|(_, _, place, kind)| (place, kind))
            .collect();
        let unjudged = Self {
            files: ReadAgain::new(files, as_read),
            kinds: kinds.into_iter().map(|(_, kind)| kind).collect(),
            loaded,
            places,
        };
        (unjudged, named)
    }

    /// Whose items they are, and how many each has, in official order of the first of each.
    pub fn kinds(&self) -> Vec<(&Kind, usize)> {
        let mut counts = vec![0_usize; self.kinds.len()];
        let mut order = Vec::new();
        for (_, kind) in &self.places {
            if let Some(count) = counts.get_mut(*kind as usize) {
                if *count == 0 {
                    order.push(*kind as usize);
                }
                *count += 1;
            }
        }
        order
            .into_iter()
            .filter_map(|kind| Some((self.kinds.get(kind)?, *counts.get(kind)?)))
            .collect()
    }

    /// Only the items of some kinds, in the order of the numbers that these are given, else in official order.
    pub fn of_kinds(&self, number: impl Fn(&Kind) -> Option<usize>) -> Chosen<'_> {
        let numbers: Vec<Option<usize>> = self.kinds.iter().map(number).collect();
        let number = |kind: u32| numbers.get(kind as usize).copied().flatten();
        let mut places: Vec<(usize, Place)> = self
            .places
            .iter()
            .filter_map(|(place, kind)| Some((number(*kind)?, *place)))
            .collect();
        places.sort_by_key(|(number, _)| *number);
        let places = places.into_iter().map(|(_, place)| place).collect();
        Chosen {
            files: &self.files,
            order: self.files.order(places),
        }
    }
}

/// Some items of a project in some order.
#[derive(Debug)]
pub struct Chosen<'u> {
    files: &'u ReadAgain,
    order: Order,
}

impl Chosen<'_> {
    /// Hands them over, some at a time, until `take` says no.
    ///
    /// # Errors
    /// When they are not any more what they were at first.
    pub fn each(&self, take: &mut dyn FnMut(&[PowerItem]) -> bool) -> Result<(), Changed> {
        self.files.each(&self.order, take)
    }
}

/// What is wanted of the items of a file: whose they are, in what order they come, what they name.
struct Seeing<'r> {
    register: &'r Register,
    named: Named<'r>,
    /// Ids of units with names of categories.
    kinds: Vec<(String, String)>,
    /// The numbers of these, with codes.
    items: Vec<(u32, Option<ItemCode>)>,
}

impl Taker for Seeing<'_> {
    fn take(&mut self, item: PowerItem) {
        self.named.see(&item, self.register);
        let (unit, category) = (item.department.value.as_str(), &item.category.value);
        let mut kinds = self.kinds.iter();
        let known = kinds.position(|known| known.0 == unit && known.1 == *category);
        let kind = known.unwrap_or_else(|| {
            self.kinds.push((unit.to_owned(), category.clone()));
            self.kinds.len() - 1
        });
        let code = item.code.map(|code| code.value);
        self.items.push((kind as u32, code));
    }

    fn start_over(&mut self) {
        self.named = Named::default();
        self.kinds.clear();
        self.items.clear();
    }
}

//! The items of a project in which some words stand.

use jiff::civil::Date;
use rayon::prelude::*;

use crate::domain::bigram::Query;
use crate::domain::gate::Gate;
use crate::domain::item::PowerItem;
use crate::domain::law::Register;
use crate::domain::project::Frame;
use crate::io::project::Loaded;
use crate::io::project::outline::Outline;
use crate::io::yaml::item_file::Taker;
use crate::ops::catalog::{Official, Rank, by_code, category_code, search_columns};
use crate::rules::context::Shared;

use super::{ReadOnce, read_once};

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// The words.
    pub query: &'w Query,
    /// Id of the unit, where it has to be one.
    pub unit: Option<&'w str>,
    /// Code of the category, where it has to be one.
    pub category: Option<&'w str>,
    /// By the law of which day.
    pub as_of: Date,
}

/// An item that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its code; empty where it has none.
    pub code: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Id of its unit.
    pub unit: Box<str>,
    /// Code of its category, or the category as written.
    pub category: Box<str>,
    rank: Rank,
}

/// Finds items, those with more of the words in their names first, else in official order.
pub fn find(
    outline: Outline,
    register: &Register,
    wanted: Wanted<'_>,
) -> (Loaded<Frame>, Vec<Found>) {
    let ReadOnce { loaded, came } = read_once(outline, |frame, read| {
        let mut finding = Finding {
            shared: &Shared::new(frame, register, wanted.as_of, Gate::Publication),
            official: &Official::of(frame),
            wanted,
            found: Vec::new(),
        };
        read(&mut finding);
        finding.found
    });
    let mut all: Vec<Found> = came.into_iter().flatten().collect();
    all.par_sort_by(|a, b| {
        let [x, y] = [a, b].map(|found| Some(&found.code).filter(|code| !code.is_empty()));
        a.rank.cmp(&b.rank).then_with(|| by_code(x, y))
    });
    all.sort_by_cached_key(|found| std::cmp::Reverse(wanted.query.terms_in(&found.name)));
    (loaded, all)
}

struct Finding<'f, 'p> {
    shared: &'f Shared<'p>,
    official: &'f Official<'p>,
    wanted: Wanted<'f>,
    found: Vec<Found>,
}

impl Taker for Finding<'_, '_> {
    fn take(&mut self, item: PowerItem) {
        let unit = item.department.value.as_str();
        let category = category_code(self.shared.project, &item);
        if self.wanted.unit.is_some_and(|wanted| wanted != unit)
            || self
                .wanted
                .category
                .is_some_and(|wanted| wanted != category)
        {
            return;
        }
        let columns = search_columns(self.shared, &item);
        let texts = [
            &*columns.name,
            &columns.basis,
            &columns.duties,
            &columns.department,
        ];
        if !self.wanted.query.matches(&texts) {
            return;
        }
        self.found.push(Found {
            code: item
                .code
                .as_ref()
                .map_or("", |code| code.value.as_str())
                .into(),
            name: item.name.value.as_str().into(),
            unit: unit.into(),
            category: category.into(),
            rank: self.official.rank(unit, &item.category.value),
        });
    }

    fn start_over(&mut self) {
        self.found.clear();
    }
}

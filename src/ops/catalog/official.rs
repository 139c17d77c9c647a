//! The order in which lists are published.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::domain::category::CategorySet;
use crate::domain::item::PowerItem;
use crate::domain::project::Frame;

/// Where the items of a unit and a category stand; what is not known comes last.
pub type Rank = (u32, u32);

/// Units in their order, categories in theirs, then codes.
#[derive(Debug)]
pub struct Official<'p> {
    units: HashMap<&'p str, u32>,
    categories: &'p CategorySet,
}

impl<'p> Official<'p> {
    /// The order of a project.
    pub fn of(project: &'p Frame) -> Self {
        let units = project.departments.iter().map(|d| d.id.value.as_str());
        Self {
            units: units.zip(0..).collect(),
            categories: &project.settings.categories,
        }
    }

    /// Where items stand, by the id of their unit and the name of their category.
    pub fn rank(&self, unit: &str, category: &str) -> Rank {
        let category = self.categories.position(category);
        (
            self.units.get(unit).copied().unwrap_or(u32::MAX),
            category.map_or(u32::MAX, |at| at as u32),
        )
    }
}

/// Codes of items of one rank: what has none comes last.
pub fn by_code<C: Ord>(a: Option<C>, b: Option<C>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// Sorts the items of a project; what is equal stays as it was.
pub fn sort_officially(project: &Frame, items: &mut [&PowerItem]) {
    let official = Official::of(project);
    items.sort_by(|a, b| {
        let rank =
            |item: &PowerItem| official.rank(item.department.value.as_str(), &item.category.value);
        rank(a).cmp(&rank(b)).then_with(|| {
            let [a, b] = [a, b].map(|item| item.code.as_ref().map(|code| &code.value));
            by_code(a, b)
        })
    });
}

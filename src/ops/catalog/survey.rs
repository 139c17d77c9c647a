//! What has to be known of all items before any of them can become a row: laws, charts, what prerequisites mean.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::domain::catalog::{Catalog, CategoryRow, ItemRow};
use crate::domain::citation::{find_law, law_names};
use crate::domain::department::Department;
use crate::domain::item::{CitedText, PowerItem};
use crate::domain::law::{Law, Register};
use crate::rules::context::Shared;

use super::{charts, department_row, item_row, law_row};

/// What some items name; it does not matter in what order they are seen.
#[derive(Debug, Default)]
pub struct Named<'r> {
    laws: BTreeSet<&'r str>,
    charts: BTreeSet<String>,
    prerequisites: HashSet<String>,
}

impl<'r> Named<'r> {
    /// An item that will be on the list.
    pub fn see(&mut self, item: &PowerItem, register: &'r Register) {
        for (_, _, text) in item.citations() {
            self.cites(text, register);
        }
        for path in item.charts() {
            if !self.charts.contains(&path.value) {
                self.charts.insert(path.value.clone());
            }
        }
        for wanted in &item.prerequisites {
            if !self.prerequisites.contains(&wanted.item.value) {
                self.prerequisites.insert(wanted.item.value.clone());
            }
        }
    }

    fn cites(&mut self, text: &CitedText, register: &'r Register) {
        let citations = &text.parsed.citations;
        for name in law_names(citations).flatten() {
            if let Some(law) = find_law(register, name) {
                self.laws.insert(law.id.as_str());
            }
        }
    }

    /// What other items name as well.
    pub fn and(&mut self, mut other: Self) {
        self.laws.append(&mut other.laws);
        self.charts.append(&mut other.charts);
        self.prerequisites.extend(other.prerequisites);
    }
}

/// Sees items pass by, once or, where one [asks](Survey::asks) for others, twice; of the items themselves nothing is kept.
pub struct Survey<'s, 'a> {
    shared: &'s Shared<'a>,
    named: Named<'a>,
    /// By the words of prerequisites.
    meant: HashMap<String, Meant>,
}

/// The item that a prerequisite means, by its words.
#[derive(Debug, Default)]
struct Meant {
    /// The words are a code.
    by_code: Option<String>,
    /// The words are a name, by the unit whose name it is.
    by_unit: BTreeMap<String, String>,
    /// The same wherever it is; a name that two items use means none in particular.
    anywhere: Option<Option<String>>,
}

impl<'s, 'a> Survey<'s, 'a> {
    /// Nothing has been seen yet.
    pub fn new(shared: &'s Shared<'a>) -> Self {
        Self::of(shared, Named::default())
    }

    /// Of items that were seen by others.
    pub fn of(shared: &'s Shared<'a>, named: Named<'a>) -> Self {
        Self {
            shared,
            named,
            meant: HashMap::new(),
        }
    }

    /// An item that will be on the list.
    pub fn see(&mut self, item: &PowerItem) {
        self.named.see(item, self.shared.register);
    }

    /// Whether any of the items seen needs another one, so that all have to [answer](Survey::answer).
    pub fn asks(&self) -> bool {
        !self.named.prerequisites.is_empty()
    }

    /// An item once more: whether it is one that is needed. A sub-item stands for its item.
    pub fn answer(&mut self, item: &PowerItem) {
        let Some(code) = &item.code else { return };
        let unit = item.department.value.as_str();
        let code = code.value.as_str();
        let own = (code, item.name.value.as_str());
        let subs = item.sub_items.iter();
        let subs = subs.map(|s| (s.code.value.as_str(), s.name.value.as_str()));
        for (written, name) in std::iter::once(own).chain(subs) {
            if self.named.prerequisites.contains(written) {
                let meant = self.meant.entry(written.to_owned()).or_default();
                meant.by_code = Some(code.to_owned());
            }
            if self.named.prerequisites.contains(name) {
                let meant = self.meant.entry(name.to_owned()).or_default();
                let units = &mut meant.by_unit;
                units
                    .entry(unit.to_owned())
                    .or_insert_with(|| code.to_owned());
                match &mut meant.anywhere {
                    None => meant.anywhere = Some(Some(code.to_owned())),
                    Some(known) if known.as_deref() == Some(code) => {}
                    Some(known) => *known = None,
                }
            }
        }
    }

    /// Code of the item that the words of a prerequisite mean.
    pub(super) fn find(&self, department: &str, text: &str) -> Option<&str> {
        let meant = self.meant.get(text)?;
        let own = meant
            .by_code
            .as_ref()
            .or_else(|| meant.by_unit.get(department));
        own.or(meant.anywhere.as_ref()?.as_ref())
            .map(String::as_str)
    }

    /// All of the list but the items.
    pub fn frame(&self, confirmed: impl Fn(&Department) -> bool) -> Catalog {
        let Shared {
            project,
            register,
            as_of,
            ..
        } = *self.shared;
        let mut laws = self.named.laws.clone();
        let charts = charts::charts(self.shared, self.named.charts.iter(), &mut laws);
        let laws = laws.into_iter().filter_map(|id| register.find(id));
        Catalog {
            as_of,
            departments: project
                .departments
                .iter()
                .map(|d| department_row(d, confirmed(d)))
                .collect(),
            categories: project
                .settings
                .categories
                .categories
                .iter()
                .map(|c| CategoryRow {
                    code: c.code.to_string(),
                    name: c.name.to_string(),
                    kind: c.kind.key().to_owned(),
                })
                .collect(),
            laws: laws.map(|law: &Law| law_row(law, as_of)).collect(),
            charts,
            items: Vec::new(),
        }
    }

    /// An item as a row; all that will be on the list have been seen.
    pub fn row(&self, item: &PowerItem) -> ItemRow {
        item_row(self.shared, self, item)
    }
}

//! Two lists compared: what came, what went, what changed, moved to another unit, got another name, was absorbed.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::items::{FieldChange, alike};
use super::rows::{Listed, fields};
use crate::domain::catalog::{BasisField, Catalog, ChartRow, ItemRow};
use crate::domain::ids::ItemCode;
use crate::domain::release::DecisionRow;

/// One of the two lists.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The list.
    pub catalog: &'a Catalog,
    /// What was decided about items that left it.
    pub decisions: &'a [DecisionRow],
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 新增.
    Added,
    /// 退出 the list.
    Removed,
    /// 并入 another item.
    Merged,
    /// 划转 to another unit.
    Moved,
    /// 更名.
    Renamed,
    /// 变更.
    Changed,
}

impl Kind {
    /// All kinds, in the order in which they are counted, with their keys in JSON and their words.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Added, "added", "新增"),
        (Self::Removed, "removed", "退出"),
        (Self::Merged, "merged", "并入"),
        (Self::Moved, "moved", "划转"),
        (Self::Renamed, "renamed", "更名"),
        (Self::Changed, "changed", "变更"),
    ];

    /// The stable English key.
    pub fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("changed", |(_, key, _)| key)
    }

    /// The word.
    pub fn chinese(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("变更", |(.., word)| word)
    }
}

/// Where an item stands in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// 事项编码.
    pub code: String,
    /// 事项名称.
    pub name: String,
    /// Id of the unit.
    pub department: String,
    /// Short name of the unit.
    pub department_name: String,
    /// Name of the category.
    pub category: String,
}

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDiff {
    /// What became of it.
    pub kind: Kind,
    /// Where it stood; `None` for a new one.
    pub old: Option<Place>,
    /// Where it stands; `None` for one that is gone.
    pub new: Option<Place>,
    /// The fields in which it changed.
    pub fields: Vec<FieldChange>,
    /// Codes of the items that it absorbed.
    pub absorbed: Vec<String>,
    /// Code of the item that absorbed it.
    pub into: Option<String>,
    /// Decision and reason, of an item that left the list.
    pub decision: Option<(String, String)>,
}

impl ItemDiff {
    /// Where it stands, or stood last.
    fn place(&self) -> Option<&Place> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Its code now, or the last one it had.
    pub fn code(&self) -> &str {
        self.place().map_or("", |p| &p.code)
    }

    /// Its name now, or the last one it had.
    pub fn name(&self) -> &str {
        self.place().map_or("", |p| &p.name)
    }

    /// Id of its unit now, or of the last one it had.
    pub fn department(&self) -> &str {
        self.place().map_or("", |p| &p.department)
    }

    /// Short name of its unit now, or of the last one it had.
    pub fn department_name(&self) -> &str {
        self.place().map_or("", |p| &p.department_name)
    }
}

/// Likeness of two names of what is one item under another code.
const SAME_NAME: f64 = 0.5;

/// What differs between two lists among the units that `in_scope` names, in the order of the newer list; what is gone
/// stands where it would stand.
///
/// An item is known again by its code. Of those that only one list has, two are the same where the name and what they
/// rest on agree: a code names the unit, so an item that moved has a new one.
pub fn diff(old: Side<'_>, new: Side<'_>, in_scope: impl Fn(&str) -> bool) -> Vec<ItemDiff> {
    let (before, after) = (
        by_code(old.catalog, &in_scope),
        by_code(new.catalog, &in_scope),
    );
    let mut pairs: Vec<(Option<&ItemRow>, Option<&ItemRow>)> = Vec::new();
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    for (code, item) in &before {
        match after.get(code) {
            Some(now) => pairs.push((Some(item), Some(now))),
            None => gone.push(*item),
        }
    }
    came.extend(
        after
            .iter()
            .filter(|(code, _)| !before.contains_key(*code))
            .map(|(_, item)| *item),
    );
    let decided: HashMap<&str, &DecisionRow> = new
        .decisions
        .iter()
        .map(|d| (d.item_code.as_str(), d))
        .collect();
    // What was absorbed, cancelled or delegated is not to be found elsewhere, however like it something new is.
    let known_again = again(
        &gone
            .iter()
            .copied()
            .filter(|item| !is_over(decided.get(item.code.as_str()).copied()))
            .collect::<Vec<_>>(),
        &came,
    );
    let taken: HashSet<&str> = known_again
        .iter()
        .flat_map(|(a, b)| [a.code.as_str(), b.code.as_str()])
        .collect();
    let left = |item: &&&ItemRow| !taken.contains(item.code.as_str());
    pairs.extend(known_again.iter().map(|(a, b)| (Some(*a), Some(*b))));
    pairs.extend(gone.iter().filter(left).map(|item| (Some(*item), None)));
    pairs.extend(came.iter().filter(left).map(|item| (None, Some(*item))));

    let mut absorbed: HashMap<String, Vec<String>> = HashMap::new();
    for item in &gone {
        if let Some(into) = absorber(decided.get(item.code.as_str()).copied()) {
            absorbed.entry(into).or_default().push(item.code.clone());
        }
    }
    let (old_charts, new_charts) = (charts(old.catalog), charts(new.catalog));
    let mut out: Vec<ItemDiff> = pairs
        .into_par_iter()
        .filter_map(|(was, is)| {
            one(
                was.map(|item| Listed {
                    catalog: old.catalog,
                    charts: &old_charts,
                    item,
                }),
                is.map(|item| Listed {
                    catalog: new.catalog,
                    charts: &new_charts,
                    item,
                }),
            )
        })
        .collect();
    for change in &mut out {
        if change.new.is_none() {
            let decision = decided.get(change.code()).copied();
            change.into = absorber(decision);
            change.decision = decision.map(|d| (d.decision.clone(), d.reason.clone()));
            if change.into.is_some() {
                change.kind = Kind::Merged;
            }
        } else if let Some(codes) = absorbed.get(change.code()) {
            change.absorbed = codes.clone();
        }
    }
    let mut position: HashMap<&str, usize> = HashMap::new();
    let units = new.catalog.departments.iter();
    for (n, unit) in units.chain(&old.catalog.departments).enumerate() {
        position.entry(&unit.id).or_insert(n);
    }
    out.sort_by_cached_key(|change| {
        let unit = position.get(change.department()).copied();
        (unit.unwrap_or(usize::MAX), change.code().to_owned())
    });
    out
}

fn by_code(catalog: &Catalog, in_scope: impl Fn(&str) -> bool) -> BTreeMap<&str, &ItemRow> {
    let items = catalog.items.iter();
    items
        .filter(|item| in_scope(&item.department))
        .map(|item| (item.code.as_str(), item))
        .collect()
}

/// The item that absorbs another, as the decision 整合 names it.
fn absorber(decision: Option<&DecisionRow>) -> Option<String> {
    let decision = decision.filter(|d| d.decision == "整合")?;
    let words = decision.reason.split_whitespace();
    let mut codes = words.filter_map(|word| word.parse::<ItemCode>().ok());
    codes.next().map(|code| code.to_string())
}

/// Whether a decision says that an item is over; one that was transferred goes on elsewhere.
fn is_over(decision: Option<&DecisionRow>) -> bool {
    let ends = |d: &DecisionRow| ["取消", "下放", "冻结"].contains(&d.decision.as_str());
    decision.is_some_and(ends) || absorber(decision).is_some()
}

/// Items that stand in one list only, known again under another code: first by category, name and basis, then by
/// category, name alone where nobody else has it, then by category, basis and a name that is like it.
fn again<'a>(gone: &[&'a ItemRow], came: &[&'a ItemRow]) -> Vec<(&'a ItemRow, &'a ItemRow)> {
    type Key = (String, String, String);
    type KeyOf = fn(&ItemRow) -> Option<Key>;
    fn all(item: &ItemRow) -> Option<Key> {
        Some((item.category.clone(), item.name.clone(), grounds(item)))
    }
    fn name(item: &ItemRow) -> Option<Key> {
        Some((item.category.clone(), item.name.clone(), String::new()))
    }
    fn basis(item: &ItemRow) -> Option<Key> {
        let grounds = Some(grounds(item)).filter(|g| !g.is_empty())?;
        Some((item.category.clone(), String::new(), grounds))
    }
    let mut out: Vec<(&ItemRow, &ItemRow)> = Vec::new();
    let mut taken: HashSet<&str> = HashSet::new();
    let passes: [(KeyOf, bool); 3] = [(all, false), (name, false), (basis, true)];
    for (key, by_likeness) in passes {
        let mut rest: BTreeMap<Key, (Vec<&ItemRow>, Vec<&ItemRow>)> = BTreeMap::new();
        for item in gone.iter().filter(|i| !taken.contains(i.code.as_str())) {
            if let Some(key) = key(item) {
                rest.entry(key).or_default().0.push(item);
            }
        }
        for item in came.iter().filter(|i| !taken.contains(i.code.as_str())) {
            if let Some(key) = key(item)
                && let Some(both) = rest.get_mut(&key)
            {
                both.1.push(item);
            }
        }
        for (was, is) in rest.into_values() {
            // Where several could be meant nothing is guessed.
            if let ([was], [is]) = (was.as_slice(), is.as_slice())
                && (!by_likeness || alike(&was.name, &is.name) >= SAME_NAME)
            {
                taken.extend([was.code.as_str(), is.code.as_str()]);
                out.push((was, is));
            }
        }
    }
    out
}

/// What an item rests on, as written.
fn grounds(item: &ItemRow) -> String {
    let rows = item.basis.iter();
    let rows = rows.filter(|row| row.field == BasisField::LegalBasis);
    let mut cites: Vec<&str> = rows.map(|row| row.cite.as_str()).collect();
    cites.dedup();
    cites.join("\n")
}

fn charts(catalog: &Catalog) -> HashMap<&str, &ChartRow> {
    catalog.charts.iter().map(|c| (c.id.as_str(), c)).collect()
}

fn one(was: Option<Listed<'_>>, is: Option<Listed<'_>>) -> Option<ItemDiff> {
    let (kind, fields) = match (was, is) {
        (None, None) => return None,
        (None, Some(_)) => (Kind::Added, Vec::new()),
        (Some(_), None) => (Kind::Removed, Vec::new()),
        (Some(was), Some(is)) => {
            let fields = fields(was, is);
            let kind = match (was.item, is.item) {
                (a, b) if a.department != b.department => Kind::Moved,
                (a, b) if a.name != b.name => Kind::Renamed,
                (a, b) if a.code != b.code || !fields.is_empty() => Kind::Changed,
                _ => return None,
            };
            (kind, fields)
        }
    };
    Some(ItemDiff {
        kind,
        old: was.map(place),
        new: is.map(place),
        fields,
        absorbed: Vec::new(),
        into: None,
        decision: None,
    })
}

fn place(listed: Listed<'_>) -> Place {
    let Listed { catalog, item, .. } = listed;
    Place {
        code: item.code.clone(),
        name: item.name.clone(),
        department: item.department.clone(),
        department_name: catalog.department_label(&item.department).to_owned(),
        category: catalog.category_label(&item.category).to_owned(),
    }
}

/// How many items of each kind, in the order of [`Kind::ALL`], without those of which there are none.
pub fn counts(changes: &[ItemDiff]) -> Vec<(Kind, usize)> {
    Kind::ALL
        .into_iter()
        .map(|(kind, ..)| (kind, changes.iter().filter(|c| c.kind == kind).count()))
        .filter(|(_, n)| *n > 0)
        .collect()
}

#[cfg(test)]
mod tests;

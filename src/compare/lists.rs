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
    // What was absorbed is not to be found elsewhere.
    let known_again = again(
        &gone
            .iter()
            .copied()
            .filter(|item| absorber(decided.get(item.code.as_str()).copied()).is_none())
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
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn item(unit: &str, number: u32, name: &str, cite: &str) -> ItemRow {
        let basis = crate::domain::catalog::BasisRow {
            field: BasisField::LegalBasis,
            entry: 1,
            role: "设定依据".to_owned(),
            cite: cite.to_owned(),
            law_id: None,
            law_name: None,
            article: None,
            article_sub: None,
            paragraph: None,
            subparagraph: None,
            point: None,
            quote: None,
        };
        ItemRow {
            code: format!("341100-{unit}-01-{number:04}"),
            department: unit.to_owned(),
            category: "01".to_owned(),
            name: name.to_owned(),
            exercised_by: None,
            office: None,
            target: None,
            statutory_days: None,
            promised_days: None,
            day_unit: None,
            fee_charged: None,
            fee_on_enterprises: None,
            fee_standard: None,
            phone: None,
            email: None,
            national_code: None,
            flowchart: None,
            remarks: None,
            sub_items: Vec::new(),
            basis: vec![basis],
            responsibilities: Vec::new(),
            accountability: Vec::new(),
            integrity_risks: Vec::new(),
            prerequisites: Vec::new(),
            intermediary_services: Vec::new(),
        }
    }

    fn catalog(items: Vec<ItemRow>) -> Catalog {
        Catalog {
            as_of: date(2015, 3, 1),
            departments: Vec::new(),
            categories: Vec::new(),
            laws: Vec::new(),
            charts: Vec::new(),
            items,
        }
    }

    fn told(old: &Catalog, new: &Catalog, decisions: &[DecisionRow]) -> Vec<String> {
        let old = Side {
            catalog: old,
            decisions: &[],
        };
        let new = Side {
            catalog: new,
            decisions,
        };
        let word = |c: &ItemDiff| format!("{} {}", c.kind.chinese(), c.name());
        diff(old, new, |_| true).iter().map(word).collect()
    }

    #[test]
    fn an_item_is_known_again_by_what_it_rests_on() {
        let old = catalog(vec![
            item("slj", 1, "取水许可证核发", "《水法》第四十八条"),
            item("slj", 2, "采砂许可", "《水法》第三十九条"),
        ]);
        let new = catalog(vec![
            item("sljd", 1, "取水许可证核发", "《水法》第四十八条"),
            item("slj", 3, "河道采砂许可", "《水法》第三十九条"),
        ]);
        let expected = ["更名 河道采砂许可", "划转 取水许可证核发"];
        assert_eq!(told(&old, &new, &[]), expected);
    }

    #[test]
    fn where_several_could_be_meant_nothing_is_guessed() {
        let cite = "《水法》第四十八条";
        let old = catalog(vec![item("slj", 1, "取水许可", cite)]);
        let twice = vec![
            item("nw", 1, "取水许可", cite),
            item("jtj", 1, "取水许可", cite),
        ];
        let told = told(&old, &catalog(twice), &[]);
        assert_eq!(told, ["新增 取水许可", "新增 取水许可", "退出 取水许可"]);
    }

    #[test]
    fn what_was_absorbed_went_into_the_item_that_absorbed_it() {
        let keeper = item("slj", 1, "取水许可", "《水法》第四十八条");
        let old = catalog(vec![
            keeper.clone(),
            item("slj", 2, "取水许可变更", "《水法》第四十八条"),
            item("slj", 3, "取水登记", "《水法》第四十九条"),
        ]);
        let decision = |code: &str, decision: &str, reason: &str| DecisionRow {
            item_code: code.to_owned(),
            name: None,
            decision: decision.to_owned(),
            reason: reason.to_owned(),
        };
        let decisions = [
            decision("341100-slj-01-0002", "整合", "并入 341100-slj-01-0001"),
            decision("341100-slj-01-0003", "取消", "依据已经废止"),
        ];
        let mut now = keeper;
        now.remarks = Some("含变更".to_owned());
        let new = catalog(vec![now]);
        let old = Side {
            catalog: &old,
            decisions: &[],
        };
        let new = Side {
            catalog: &new,
            decisions: &decisions,
        };
        let changes = diff(old, new, |_| true);
        let kinds: Vec<Kind> = changes.iter().map(|c| c.kind).collect();
        assert_eq!(kinds, [Kind::Changed, Kind::Merged, Kind::Removed]);
        assert_eq!(changes[0].absorbed, ["341100-slj-01-0002"]);
        assert_eq!(changes[1].into.as_deref(), Some("341100-slj-01-0001"));
        let cancelled = Some(("取消".to_owned(), "依据已经废止".to_owned()));
        assert_eq!(changes[2].decision, cancelled);
    }

    proptest! {
        #[test]
        fn every_item_is_told_of_once(
            old in proptest::collection::btree_map((0..3_u32, 0..6_u32), 0..4_u32, 0..12),
            new in proptest::collection::btree_map((0..3_u32, 0..6_u32), 0..4_u32, 0..12),
        ) {
            let make = |all: &BTreeMap<(u32, u32), u32>| {
                let each = |(&(unit, number), &name): (&(u32, u32), &u32)| {
                    let unit = ["slj", "nw", "jtj"][unit as usize];
                    item(unit, number, &format!("事项{name}"), &format!("《法》第{name}条"))
                };
                catalog(all.iter().map(each).collect())
            };
            let (old, new) = (make(&old), make(&new));
            let side = |catalog| Side { catalog, decisions: &[] };
            let changes = diff(side(&old), side(&new), |_| true);
            let codes = |of: fn(&ItemDiff) -> Option<&Place>| -> Vec<&str> {
                let mut codes: Vec<_> = changes.iter().filter_map(of).map(|p| p.code.as_str()).collect();
                codes.sort_unstable();
                codes
            };
            let (was, is) = (codes(|c| c.old.as_ref()), codes(|c| c.new.as_ref()));
            let told = |codes: &[&str], code: &str| codes.iter().filter(|c| **c == code).count();
            for (list, told_of, other) in [(&old, &was, &new), (&new, &is, &old)] {
                for item in &list.items {
                    let same = other.items.iter().any(|o| o == item);
                    prop_assert_eq!(told(told_of, &item.code), usize::from(!same));
                }
            }
            // Nothing differs from itself, and the way back tells of as many items.
            prop_assert!(diff(side(&old), side(&old), |_| true).is_empty());
            prop_assert_eq!(diff(side(&new), side(&old), |_| true).len(), changes.len());
        }
    }
}

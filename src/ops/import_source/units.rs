//! Which unit a 行使主体 means.

use std::collections::HashMap;

use crate::domain::ids::DepartmentId;
use crate::io::project::Loaded;
use crate::io::sheet::draft::{Content, Draft};
use crate::io::sheet::text::key;

/// Whose item a draft is.
#[derive(Debug)]
pub struct Owner {
    /// The unit.
    pub unit: DepartmentId,
    /// Whether the workbook's other items told it, and not what stands beside this one.
    pub inferred: bool,
    /// What there is to say of how it was found.
    pub note: Option<String>,
    /// Bodies that the workbook names and that are not this unit.
    others: Vec<String>,
}

impl Owner {
    /// Gives the draft to the unit. A list's item keeps the other bodies in its remarks.
    pub fn claim(self, draft: &mut Draft) -> DepartmentId {
        if let Content::List(list) = &mut draft.content
            && !self.others.is_empty()
        {
            list.misfits
                .push(format!("行使主体：{}", self.others.join("；")));
        }
        self.unit
    }
}

/// Whose items the drafts of one workbook are; `None` where that cannot be told.
///
/// A unit given counts for all. Else an item belongs to the unit that it names; where it names none that is known,
/// to the only one that the workbook names otherwise, if a good part of the items is its own.
pub fn owners(
    loaded: &Loaded,
    drafts: &[Draft],
    given: Option<&DepartmentId>,
) -> Vec<Option<Owner>> {
    /// A unit with fewer of the items, one in so many, does not speak for the others.
    const SHARE: usize = 3;
    let mut seen: HashMap<String, Option<DepartmentId>> = HashMap::new();
    let mut named = |name: &str| {
        seen.entry(name.to_owned())
            .or_insert_with(|| find(loaded, name))
            .clone()
    };
    let own: Vec<Vec<(String, Option<DepartmentId>)>> = drafts
        .iter()
        .map(|draft| {
            let first = draft.unit.iter().map(|(_, name)| name);
            let names = first.chain(&draft.more_units);
            names
                .map(|name| (name.value.clone(), named(&name.value)))
                .collect()
        })
        .collect();
    let known: Vec<&DepartmentId> = own
        .iter()
        .filter_map(|names| names.iter().find_map(|(_, id)| id.as_ref()))
        .collect();
    let main = known
        .first()
        .copied()
        .filter(|first| known.iter().all(|id| id == first) && known.len() * SHARE >= drafts.len());
    own.iter()
        .map(|names| {
            let by_name = names.iter().find_map(|(_, id)| id.as_ref());
            let unit = given.or(by_name).or(main)?;
            let others: Vec<String> = names
                .iter()
                .filter(|(_, id)| id.as_ref() != Some(unit))
                .map(|(name, _)| name.clone())
                .collect();
            // Written otherwise than the unit is called.
            let other_words = names
                .iter()
                .find(|(name, id)| id.as_ref() == Some(unit) && !is_called(loaded, unit, name));
            let how = match (given, by_name) {
                (Some(_), _) => format!("按 --department 归入 {unit}"),
                (None, Some(_)) => format!("归入 {unit}"),
                (None, None) => format!("按这个工作簿的其他事项归入 {unit}"),
            };
            let all: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
            let written = all.join("；");
            let note = match (names.is_empty(), others.is_empty(), other_words) {
                (true, ..) => given.is_none().then(|| format!("没有写行使主体，{how}")),
                (_, true, Some((name, _))) => Some(format!("行使主体写的是“{name}”，{how}")),
                (_, true, None) => None,
                _ => Some(format!(
                    "行使主体写的是“{written}”，{how}，本单位以外的记入备注"
                )),
            };
            Some(Owner {
                unit: unit.clone(),
                inferred: given.is_none() && by_name.is_none(),
                note,
                others,
            })
        })
        .collect()
}

/// The only unit that a name can mean: the name itself or its short name, with or without the name of the city. A body
/// of two names, `甲（乙）`, is meant by either.
pub fn find(loaded: &Loaded, written: &str) -> Option<DepartmentId> {
    let written = key(written);
    let two = written
        .strip_suffix(')')
        .and_then(|names| names.split_once('('));
    let (first, second) = two.unwrap_or((&written, ""));
    let mut found = [&written, first, second]
        .into_iter()
        .filter_map(|name| find_one(loaded, name));
    let id = found.next()?;
    found.all(|other| other == id).then_some(id)
}

/// Whether these are the very words of the unit's name or short name.
fn is_called(loaded: &Loaded, unit: &DepartmentId, written: &str) -> bool {
    let known = loaded.project.department(unit);
    known.is_some_and(|d| [&*d.name.value, &*d.short_name].contains(&written))
}

fn find_one(loaded: &Loaded, written: &str) -> Option<DepartmentId> {
    let city = &loaded.project.settings.jurisdiction_name;
    let written = bare(written, city);
    let same = |name: &str| bare(name, city) == written;
    let mut found = loaded
        .project
        .departments
        .iter()
        .filter(|d| same(&d.name.value) || same(&d.short_name));
    let first = found.next()?;
    found.next().is_none().then(|| first.id.value.clone())
}

/// 滁州市统计局, 市统计局 and 统计局 are one, and 地州市统计局 is what a table for all cities calls it.
fn bare(name: &str, city: &str) -> String {
    const ANY_CITY: [&str; 6] = ["地州市级", "地州市", "地市级", "市本级", "市级", "市"];
    let name = key(name);
    let name = name.strip_prefix(city).unwrap_or(&name);
    ANY_CITY
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name)
        .to_owned()
}

/// Ids of the units, for messages.
pub fn known(loaded: &Loaded) -> String {
    const MANY: usize = 12;
    let all = &loaded.project.departments;
    let mut ids: Vec<&str> = all.iter().take(MANY).map(|d| d.id.value.as_str()).collect();
    if all.len() > MANY {
        ids.push("…");
    }
    ids.join("、")
}

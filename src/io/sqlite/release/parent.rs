//! A release as the list of the level above.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::rows::{BASIS, basis};
use super::{ReleaseError, ReleaseFile};
use crate::domain::adoption::{LeftItem, ParentItem, ParentRelease};
use crate::domain::catalog::{BasisField, BasisRow};
use crate::domain::release::ReleaseId;

/// What items and sub-items rest on, by item; a sub-item by its number, the item itself by 0.
type Grounds = HashMap<String, BTreeMap<u32, Vec<BasisRow>>>;

impl ReleaseFile {
    /// What the level below has to know of it: names, categories, grounds, what left it. No more is read.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn as_parent(&self) -> Result<ParentRelease, ReleaseError> {
        let header = self.header();
        let read = || -> rusqlite::Result<BTreeMap<String, ParentItem>> {
            let mut grounds = self.grounds()?;
            let mut subs: HashMap<String, Vec<(u32, String, String)>> = HashMap::new();
            let sql =
                "SELECT item_code, ordinal, code, name FROM sub_item ORDER BY item_code, ordinal";
            for (item, sub) in
                self.rows(sql, |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?, r.get(3)?))))?
            {
                subs.entry(item).or_default().push(sub);
            }
            let sql = "SELECT i.code, i.name, d.short_name, c.name, c.kind FROM item AS i
                       JOIN department AS d ON d.id = i.department_id JOIN category AS c ON c.code = i.category_code";
            let items = self.rows(sql, |r| {
                let code: String = r.get(0)?;
                let item = ParentItem {
                    name: r.get(1)?,
                    unit: r.get(2)?,
                    category: r.get(3)?,
                    kind: r.get(4)?,
                    basis: Vec::new(),
                };
                Ok((code, item))
            })?;
            let mut out = BTreeMap::new();
            for (code, mut item) in items {
                let mut own = grounds.remove(&code).unwrap_or_default();
                item.basis = own.remove(&0).unwrap_or_default();
                for (number, sub, name) in subs.remove(&code).unwrap_or_default() {
                    let basis = own.remove(&number).unwrap_or_else(|| item.basis.clone());
                    let sub_item = ParentItem {
                        name,
                        basis,
                        ..item.clone()
                    };
                    out.insert(sub, sub_item);
                }
                out.insert(code, item);
            }
            Ok(out)
        };
        Ok(ParentRelease {
            id: header.id.to_string(),
            jurisdiction: header.jurisdiction_name.clone(),
            category_set: header.category_set.clone(),
            items: read().map_err(|e| self.failed(&e))?,
            left: self.left()?,
            newer: None,
        })
    }

    /// What left the list with this release, by code.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn left(&self) -> Result<BTreeMap<String, LeftItem>, ReleaseError> {
        let release = self.header().id.to_string();
        let rows = self.rows(
            "SELECT item_code, name, decision, reason FROM decision",
            |r| {
                let left = LeftItem {
                    name: r.get(1)?,
                    decision: r.get(2)?,
                    reason: r.get(3)?,
                    release: release.clone(),
                };
                Ok((r.get(0)?, left))
            },
        );
        Ok(rows.map_err(|e| self.failed(&e))?.into_iter().collect())
    }

    fn grounds(&self) -> rusqlite::Result<Grounds> {
        let sql = "SELECT * FROM item_basis WHERE field IN ('legal_basis', 'sub_items') ORDER BY item_code, ordinal";
        let mut out = Grounds::new();
        for (code, rows) in self.grouped_by(sql, BASIS, basis)? {
            let of_item = out.entry(code).or_default();
            for row in rows {
                let number = match row.field {
                    BasisField::SubItems => row.entry,
                    _ => 0,
                };
                of_item.entry(number).or_default().push(row);
            }
        }
        Ok(out)
    }
}

/// The release at a path as the list of the level above: [`complete`].
///
/// # Errors
/// As [`complete`].
pub fn parent_at(path: &Path) -> Result<ParentRelease, ReleaseError> {
    complete(ReleaseFile::open(path)?, path)
}

/// The release with what left the list before it and what came after it, as far as the files lie beside it.
///
/// # Errors
/// When it is damaged, or its folder cannot be read.
pub fn complete(file: ReleaseFile, path: &Path) -> Result<ParentRelease, ReleaseError> {
    let id = &file.header().id;
    let mut parent = file.as_parent()?;
    let (mut earlier, mut newest): (Vec<(ReleaseId, PathBuf)>, Option<ReleaseId>) =
        (Vec::new(), None);
    let folder = path.parent().map(super::list).transpose()?;
    for other in folder.unwrap_or_default() {
        let stem = other.file_stem().and_then(|s| s.to_str());
        let Some(known) = stem.and_then(|s| s.parse::<ReleaseId>().ok()) else {
            continue;
        };
        if known.jurisdiction() != id.jurisdiction() {
            continue;
        }
        if known.is_before(id) {
            earlier.push((known, other));
        } else if id.is_before(&known) && newest.as_ref().is_none_or(|n| n.is_before(&known)) {
            newest = Some(known);
        }
    }
    earlier.sort_by(|(a, _), (b, _)| match a.is_before(b) {
        true => std::cmp::Ordering::Greater,
        false => std::cmp::Ordering::Less,
    });
    for (_, path) in earlier {
        // One that cannot be read says nothing; the release itself was read.
        let Ok(left) = ReleaseFile::open(&path).and_then(|file| file.left()) else {
            continue;
        };
        for (code, left) in left {
            if !parent.items.contains_key(&code) {
                parent.left.entry(code).or_insert(left);
            }
        }
    }
    parent.newer = newest.map(|id| id.to_string());
    Ok(parent)
}

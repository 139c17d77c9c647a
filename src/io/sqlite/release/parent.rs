//! A release as the list of the level above.

use std::collections::{BTreeMap, HashMap};

use super::rows::basis;
use super::{ReleaseError, ReleaseFile};
use crate::domain::adoption::{LeftItem, ParentItem, ParentRelease};
use crate::domain::catalog::{BasisField, BasisRow};

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
        for (code, row) in self.rows(sql, |r| Ok((r.get::<_, String>("item_code")?, basis(r)?)))? {
            let number = match row.field {
                BasisField::SubItems => row.entry,
                _ => 0,
            };
            out.entry(code)
                .or_default()
                .entry(number)
                .or_default()
                .push(row);
        }
        Ok(out)
    }
}

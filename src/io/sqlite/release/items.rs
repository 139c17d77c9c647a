//! Reads the items of a release, with all that belongs to each.

use std::collections::HashMap;

use rusqlite::{Row, Rows, Statement};

use crate::domain::catalog::{
    AccountabilityRow, BasisRow, ItemRow, PrerequisiteRow, ResponsibilityRow, RiskRow, ServiceRow,
    SubItemRow,
};
use crate::domain::item::ServiceChoice;

use super::read::{ReleaseFile, Which};
use super::rows::{BASIS, ITEM, basis, cited, item, known_option, since};

/// How much of each item is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// All of it.
    Whole,
    /// What lists of items are made of: no duties, situations and risks, and of citations only which provision they name.
    Outline,
}

/// What belongs to items, by item code.
#[derive(Default)]
struct Parts {
    sub_items: HashMap<String, Vec<SubItemRow>>,
    basis: HashMap<String, Vec<BasisRow>>,
    responsibilities: HashMap<String, Vec<ResponsibilityRow>>,
    accountability: HashMap<String, Vec<AccountabilityRow>>,
    risks: HashMap<String, Vec<RiskRow>>,
    prerequisites: HashMap<String, Vec<PrerequisiteRow>>,
    services: HashMap<String, Vec<ServiceRow>>,
}

impl Parts {
    /// Gives an item what belongs to it.
    fn hand_to(&mut self, item: &mut ItemRow) {
        let code = &item.code;
        item.sub_items = self.sub_items.remove(code).unwrap_or_default();
        item.basis = self.basis.remove(code).unwrap_or_default();
        item.responsibilities = self.responsibilities.remove(code).unwrap_or_default();
        item.accountability = self.accountability.remove(code).unwrap_or_default();
        item.integrity_risks = self.risks.remove(code).unwrap_or_default();
        item.prerequisites = self.prerequisites.remove(code).unwrap_or_default();
        item.intermediary_services = self.services.remove(code).unwrap_or_default();
    }
}

/// All items on the way, in official order.
pub(super) struct Walk<'s> {
    file: &'s ReleaseFile,
    rows: Rows<'s>,
    places: [usize; 18],
    adopts: Option<usize>,
}

impl<'s> Walk<'s> {
    /// What [`Walk::begin`] walks over.
    pub(super) const SQL: &'static str = "SELECT * FROM item ORDER BY position";

    /// At the first item.
    pub(super) fn begin(
        file: &'s ReleaseFile,
        statement: &'s mut Statement<'_>,
    ) -> rusqlite::Result<Self> {
        Ok(Self {
            file,
            places: places(statement, ITEM)?,
            adopts: statement.column_index("adopts").ok(),
            rows: statement.query([])?,
        })
    }

    /// The next items, so many or those that are left; none behind the last.
    pub(super) fn piece(&mut self, most: usize) -> rusqlite::Result<Vec<ItemRow>> {
        let mut items = Vec::new();
        while items.len() < most
            && let Some(row) = self.rows.next()?
        {
            items.push(item(row, &self.places, self.adopts)?);
        }
        if items.is_empty() {
            return Ok(items);
        }
        self.file
            .want_items(items.iter().map(|item| item.code.as_str()))?;
        let mut parts = self.file.parts(Which::Wanted, Depth::Whole)?;
        items.iter_mut().for_each(|item| parts.hand_to(item));
        Ok(items)
    }
}

impl ReleaseFile {
    /// Rows that belong to something, by its key (the first column), in order.
    pub(super) fn grouped<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<HashMap<String, Vec<T>>> {
        self.grouped_by(sql, [], |row, _| read(row))
    }

    /// The same, of columns whose places are looked up once.
    pub(super) fn grouped_by<T, const N: usize>(
        &self,
        sql: &str,
        columns: [&str; N],
        read: impl Fn(&Row<'_>, &[usize; N]) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<HashMap<String, Vec<T>>> {
        let mut statement = self.db.prepare(sql)?;
        let places = places(&statement, columns)?;
        let mut out: HashMap<String, Vec<T>> = HashMap::new();
        // Rows of one key stand together.
        let mut current: Option<(String, Vec<T>)> = None;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = row.get_ref(0)?.as_str()?;
            let value = read(row, &places)?;
            match &mut current {
                Some((last, values)) if last == key => values.push(value),
                _ => {
                    let next = (key.to_owned(), vec![value]);
                    if let Some((key, values)) = current.replace(next) {
                        out.entry(key).or_default().extend(values);
                    }
                }
            }
        }
        if let Some((key, values)) = current {
            out.entry(key).or_default().extend(values);
        }
        Ok(out)
    }

    pub(super) fn items(&self, which: Which) -> rusqlite::Result<Vec<ItemRow>> {
        self.items_in(which, Depth::Whole)
    }

    pub(super) fn items_in(&self, which: Which, depth: Depth) -> rusqlite::Result<Vec<ItemRow>> {
        let mut parts = self.parts(which, depth)?;
        let only = which.items("code");
        let sql = format!("SELECT * FROM item {only} ORDER BY position");
        let mut statement = self.db.prepare(&sql)?;
        let places = places(&statement, ITEM)?;
        let adopts = statement.column_index("adopts").ok();
        let rows = statement.query_map([], |row| item(row, &places, adopts))?;
        let mut items = rows.collect::<rusqlite::Result<Vec<ItemRow>>>()?;
        items.iter_mut().for_each(|item| parts.hand_to(item));
        Ok(items)
    }

    fn parts(&self, which: Which, depth: Depth) -> rusqlite::Result<Parts> {
        let only = which.items("item_code");
        let sql = |table: &str| format!("SELECT * FROM {table} {only} ORDER BY item_code, ordinal");
        let mut parts = Parts {
            sub_items: self.grouped(
                &format!(
                    "SELECT item_code, code, name, flowchart_id FROM sub_item {only} ORDER BY item_code, ordinal"
                ),
                |r| {
                    Ok(SubItemRow {
                        code: r.get("code")?,
                        name: r.get("name")?,
                        flowchart: r.get("flowchart_id")?,
                    })
                },
            )?,
            basis: self.bases(&sql("item_basis"), depth)?,
            prerequisites: self.grouped(&sql("prerequisite"), |r| {
                Ok(PrerequisiteRow {
                    prerequisite: r.get("prerequisite")?,
                    prerequisite_code: r.get("prerequisite_code")?,
                    handled_by: since(r, "handled_by")?,
                    cite: r.get("cite")?,
                })
            })?,
            services: self.grouped(&sql("intermediary_service"), |r| {
                Ok(ServiceRow {
                    name: r.get("name")?,
                    cite: r.get("cite")?,
                    chosen_by: known_option(r, "chosen_by", ServiceChoice::from_chinese)?,
                    paid_by: r.get("paid_by")?,
                })
            })?,
            ..Parts::default()
        };
        if depth == Depth::Outline {
            return Ok(parts);
        }
        parts.responsibilities = self.grouped_by(
            &sql("responsibility"),
            ["stage", "duty", "cite"],
            |r, at| {
                Ok(ResponsibilityRow {
                    stage: r.get(at[0])?,
                    duty: r.get(at[1])?,
                    cite: r.get(at[2])?,
                })
            },
        )?;
        parts.accountability =
            self.grouped_by(&sql("accountability"), ["situation", "cite"], |r, at| {
                Ok(AccountabilityRow {
                    situation: r.get(at[0])?,
                    cite: r.get(at[1])?,
                })
            })?;
        parts.risks = self.grouped(&sql("integrity_risk"), |r| {
            Ok(RiskRow {
                step: r.get("step")?,
                risk: r.get("risk")?,
                level: r.get("level")?,
                measure: r.get("measure")?,
            })
        })?;
        Ok(parts)
    }

    /// Cited provisions; an outline does without the texts.
    fn bases(&self, sql: &str, depth: Depth) -> rusqlite::Result<HashMap<String, Vec<BasisRow>>> {
        match depth {
            Depth::Whole => self.grouped_by(sql, BASIS, basis),
            Depth::Outline => self.grouped_by(sql, BASIS, cited),
        }
    }
}

/// Where these columns stand in the rows of a statement.
fn places<const N: usize>(
    statement: &Statement<'_>,
    columns: [&str; N],
) -> rusqlite::Result<[usize; N]> {
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        *place = statement.column_index(column)?;
    }
    Ok(places)
}

//! What a release says of one item, without reading the others; and its list without the drawings.

use super::read::Which;
use super::{ReleaseError, ReleaseFile};
use crate::domain::catalog::{Catalog, ItemRow, LawRow};
use crate::domain::release::{AdjustmentRow, DecisionRow};

impl ReleaseFile {
    /// The list with just the item of this code, or the item whose sub-item has it; `None` where it is not on the list.
    /// Units and categories are all there, charts only as the item uses them; laws are not.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn item_alone(&self, code: &str) -> Result<Option<Catalog>, ReleaseError> {
        self.alone(code).map_err(|e| self.failed(&e))
    }

    fn alone(&self, code: &str) -> rusqlite::Result<Option<Catalog>> {
        self.want_nothing()?;
        self.db.execute(
            "INSERT OR IGNORE INTO temp.wanted_item
             SELECT code FROM item WHERE code = ?1 UNION SELECT item_code FROM sub_item WHERE code = ?1",
            [code],
        )?;
        self.db.execute_batch(
            "INSERT OR IGNORE INTO temp.wanted_chart SELECT flowchart_id FROM item
               WHERE code IN (SELECT key FROM temp.wanted_item) AND flowchart_id IS NOT NULL;
             INSERT OR IGNORE INTO temp.wanted_chart SELECT flowchart_id FROM sub_item
               WHERE item_code IN (SELECT key FROM temp.wanted_item) AND flowchart_id IS NOT NULL;",
        )?;
        let items = self.items(Which::Wanted)?;
        if items.is_empty() {
            return Ok(None);
        }
        Ok(Some(Catalog {
            as_of: self.header().as_of,
            departments: self.departments()?,
            categories: self.categories()?,
            laws: Vec::new(),
            charts: self.charts(Which::Wanted)?,
            items,
        }))
    }

    /// The list without its items and laws.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn frame(&self) -> Result<Catalog, ReleaseError> {
        let read = || {
            Ok(Catalog {
                as_of: self.header().as_of,
                departments: self.departments()?,
                categories: self.categories()?,
                laws: Vec::new(),
                charts: self.charts(Which::All)?,
                items: Vec::new(),
            })
        };
        read().map_err(|e| self.failed(&e))
    }

    /// The laws that the list cites.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn laws(&self) -> Result<Vec<LawRow>, ReleaseError> {
        self.law_rows().map_err(|e| self.failed(&e))
    }

    /// Those of the items with these codes that it has.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn items_of<'c>(
        &self,
        codes: impl Iterator<Item = &'c str>,
    ) -> Result<Vec<ItemRow>, ReleaseError> {
        let read = || {
            self.want_items(codes)?;
            self.items(Which::Wanted)
        };
        read().map_err(|e| self.failed(&e))
    }

    /// Code and name of the items that `wanted` takes by code and unit.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn places(
        &self,
        wanted: impl Fn(&str, &str) -> bool,
    ) -> Result<Vec<(String, String)>, ReleaseError> {
        let read = || {
            let mut out = Vec::new();
            let mut statement = self
                .db
                .prepare("SELECT code, department_id, name FROM item")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let code = row.get_ref(0)?.as_str()?;
                if wanted(code, row.get_ref(1)?.as_str()?) {
                    out.push((code.to_owned(), row.get(2)?));
                }
            }
            Ok(out)
        };
        read().map_err(|e: rusqlite::Error| self.failed(&e))
    }

    /// What was decided about items that left the list.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn decisions(&self) -> Result<Vec<DecisionRow>, ReleaseError> {
        self.decision_rows().map_err(|e| self.failed(&e))
    }

    /// The adjustments that it has for the first time.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn adjusted(&self) -> Result<Vec<AdjustmentRow>, ReleaseError> {
        self.adjustments().map_err(|e| self.failed(&e))
    }

    /// The list and the decisions, without the pictures of the charts.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn list(&self) -> Result<(Catalog, Vec<DecisionRow>), ReleaseError> {
        let both = || Ok((self.catalog()?, self.decision_rows()?));
        both().map_err(|e| self.failed(&e))
    }
}

//! What a release says of one item, without reading the others; and its list without the drawings.

use super::read::Which;
use super::{ReleaseError, ReleaseFile};
use crate::domain::catalog::Catalog;
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

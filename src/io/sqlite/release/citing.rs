//! The part of a release that cites given laws, found through its index.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::read::Which;
use super::{ReleaseError, ReleaseFile};
use crate::domain::catalog::Catalog;

impl ReleaseFile {
    /// The items that cite one of these laws, and the charts of which a step is taken to by `cites`, with the items that
    /// use them. Units and categories are all there; laws are not.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn citing(
        &self,
        laws: &[&str],
        cites: &dyn Fn(&str) -> bool,
    ) -> Result<Catalog, ReleaseError> {
        self.part_citing(laws, cites).map_err(|e| self.failed(&e))
    }

    fn part_citing(
        &self,
        laws: &[&str],
        cites: &dyn Fn(&str) -> bool,
    ) -> rusqlite::Result<Catalog> {
        self.want_nothing()?;
        let words = self.rows(
            "SELECT DISTINCT cite FROM flow_step WHERE cite IS NOT NULL",
            |r| r.get::<_, String>(0),
        )?;
        let touched: Vec<String> = words.into_iter().filter(|text| cites(text)).collect();
        let mut chart = self.db.prepare(
            "INSERT OR IGNORE INTO temp.wanted_chart SELECT flowchart_id FROM flow_step WHERE cite = ?1",
        )?;
        for text in &touched {
            chart.execute([text])?;
        }
        let mut by_law = self.db.prepare(
            "INSERT OR IGNORE INTO temp.wanted_item SELECT item_code FROM item_basis WHERE law_id = ?1",
        )?;
        for law in laws {
            by_law.execute([law])?;
        }
        // Laws that the register knew only the end of have no id.
        let marks = vec!["?"; laws.len()].join(",");
        let names = laws.iter().map(|law| Value::Text((*law).to_owned()));
        self.db.execute(
            &format!(
                "INSERT OR IGNORE INTO temp.wanted_item
                 SELECT item_code FROM item_basis WHERE law_id IS NULL AND law_name IN ({marks})"
            ),
            params_from_iter(names),
        )?;
        self.db.execute_batch(
            "INSERT OR IGNORE INTO temp.wanted_item
               SELECT code FROM item WHERE flowchart_id IN (SELECT key FROM temp.wanted_chart);
             INSERT OR IGNORE INTO temp.wanted_item
               SELECT item_code FROM sub_item WHERE flowchart_id IN (SELECT key FROM temp.wanted_chart);",
        )?;
        Ok(Catalog {
            as_of: self.header().as_of,
            departments: self.departments()?,
            categories: self.categories()?,
            laws: Vec::new(),
            charts: self.charts(Which::Wanted)?,
            items: self.items(Which::Wanted)?,
        })
    }
}

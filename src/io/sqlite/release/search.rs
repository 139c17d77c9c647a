//! Full-text search in a release.

use crate::domain::bigram::Query;

use super::{ReleaseError, ReleaseFile};

/// An item that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
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

impl ReleaseFile {
    /// Items that have all terms of the query, those with more of them in the name first, else in the order of
    /// the list; of one unit or category only where their id or code is given.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn search(
        &self,
        query: &Query,
        department: Option<&str>,
        category: Option<&str>,
    ) -> Result<Vec<Hit>, ReleaseError> {
        let found = || -> rusqlite::Result<Vec<Hit>> {
            let mut statement = self.db.prepare(
                "SELECT i.code, i.name, i.department_id, d.short_name, c.name
                 FROM item_fts JOIN item AS i ON i.position = item_fts.rowid
                 JOIN department AS d ON d.id = i.department_id
                 JOIN category AS c ON c.code = i.category_code
                 WHERE item_fts MATCH ?1 AND (?2 IS NULL OR i.department_id = ?2)
                   AND (?3 IS NULL OR i.category_code = ?3)
                 ORDER BY i.position",
            )?;
            let parameters = rusqlite::params![query.fts5(), department, category];
            statement
                .query_map(parameters, |r| {
                    Ok(Hit {
                        code: r.get(0)?,
                        name: r.get(1)?,
                        department: r.get(2)?,
                        department_name: r.get(3)?,
                        category: r.get(4)?,
                    })
                })?
                .collect()
        };
        let mut hits = found().map_err(|e| self.failed(&e))?;
        hits.sort_by_cached_key(|hit| std::cmp::Reverse(query.terms_in(&hit.name)));
        Ok(hits)
    }
}

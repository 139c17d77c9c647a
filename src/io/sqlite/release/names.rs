//! What the codes in a release are called.

use super::{ReleaseError, ReleaseFile};

/// The tables with codes that have a name.
const NAMED: [&str; 3] = [
    "SELECT item_code AS code, name FROM decision WHERE name IS NOT NULL",
    "SELECT code, name FROM sub_item",
    "SELECT code, name FROM item",
];

impl ReleaseFile {
    /// Code and name of every item and sub-item in it, and of those that left the list with it.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn names(&self) -> Result<Vec<(String, String)>, ReleaseError> {
        let mut names = Vec::new();
        self.each_name(|code, name| names.push((code.to_owned(), name.to_owned())))?;
        Ok(names)
    }

    /// As [`ReleaseFile::names`], one after another; what left the list comes before what is on it.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn each_name(&self, mut take: impl FnMut(&str, &str)) -> Result<(), ReleaseError> {
        let mut read = || {
            for table in NAMED {
                let mut statement = self.db.prepare(table)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    take(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
                }
            }
            Ok(())
        };
        read().map_err(|e: rusqlite::Error| self.failed(&e))
    }

    /// What a code stands for in it: the last of [`ReleaseFile::each_name`].
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn name_of(&self, code: &str) -> Result<Option<String>, ReleaseError> {
        let read = || {
            for table in NAMED.iter().rev() {
                let sql = format!("SELECT name FROM ({table}) WHERE code = ?1");
                let mut statement = self.db.prepare_cached(&sql)?;
                let found = statement.query_map([code], |row| row.get(0))?.last();
                if let Some(name) = found {
                    return name.map(Some);
                }
            }
            Ok(None)
        };
        read().map_err(|e: rusqlite::Error| self.failed(&e))
    }
}

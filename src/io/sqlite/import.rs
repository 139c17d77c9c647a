//! Loading the checked project into the working database.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, TransactionBehavior};

use super::explain::explain;
use super::work::{WorkStore, put_blob};
use crate::domain::ids::ItemCode;
use crate::io::store::import::{Plan, codes_in};
use crate::io::store::{Holdings, ImportCounts, ImportedItem, StoreError};

impl Holdings for WorkStore {
    fn codes(&self) -> Result<BTreeSet<ItemCode>, StoreError> {
        let read = || {
            let mut codes = BTreeSet::new();
            for sql in [
                "SELECT CAST(code AS BLOB) FROM item",
                "SELECT CAST(payload AS BLOB) FROM event",
                "SELECT bytes FROM blob",
            ] {
                let mut statement = self.connection.prepare(sql)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    codes_in(row.get_ref(0)?.as_blob()?, &mut codes);
                }
            }
            Ok(codes)
        };
        read().map_err(|e: rusqlite::Error| self.explain(&e))
    }

    fn import_items(&mut self, items: &[ImportedItem]) -> Result<ImportCounts, StoreError> {
        let path = self.path.clone();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| explain(&path, &e))?;
        let work = || {
            let plan = Plan::of(there(&transaction)?, items);
            let mut upsert = transaction.prepare_cached(
                "INSERT INTO item (code, department, category, name, digest) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (code) DO UPDATE SET department = excluded.department,
                   category = excluded.category, name = excluded.name, digest = excluded.digest",
            )?;
            for (item, digest) in &plan.write {
                put_blob(&transaction, digest, &item.bytes)?;
                upsert.execute((
                    item.code.as_str(),
                    item.department.as_str(),
                    &item.category,
                    &item.name,
                    digest.to_string(),
                ))?;
            }
            let mut delete = transaction.prepare_cached("DELETE FROM item WHERE code = ?")?;
            for code in &plan.remove {
                delete.execute([code])?;
            }
            Ok(plan)
        };
        let plan = work().map_err(|e: rusqlite::Error| explain(&path, &e))?;
        if plan.write.is_empty() && plan.remove.is_empty() {
            transaction.rollback().map_err(|e| explain(&path, &e))?;
        } else {
            transaction.commit().map_err(|e| explain(&path, &e))?;
        }
        Ok(plan.counts)
    }

    fn count_import(&self, items: &[ImportedItem]) -> Result<ImportCounts, StoreError> {
        there(&self.connection)
            .map(|there| Plan::of(there, items).counts)
            .map_err(|e| self.explain(&e))
    }
}

/// The items as last imported: unit, category, name and digest by code.
fn there(connection: &Connection) -> rusqlite::Result<HashMap<String, [String; 4]>> {
    let mut there = HashMap::new();
    let mut statement =
        connection.prepare("SELECT code, department, category, name, digest FROM item")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let rest = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
        there.insert(row.get(0)?, rest);
    }
    Ok(there)
}

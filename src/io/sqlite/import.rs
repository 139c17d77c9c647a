//! Loading the checked project into the working database.

use std::collections::BTreeSet;

use rusqlite::{Connection, TransactionBehavior};

use super::explain::explain;
use super::work::{WorkStore, put_blob};
use crate::domain::ids::{Digest, ItemCode};
use crate::io::store::import::{Plan, Writing, codes_in};
use crate::io::store::{Holdings, ImportCounts, ImportedItem, Imports, Mark, StoreError};

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

    fn import_items(&mut self, items: &dyn Imports) -> Result<ImportCounts, StoreError> {
        let path = self.path.clone();
        // A cache of 64 MB holds a whole import, so that no page goes to the journal twice.
        self.connection
            .execute_batch("PRAGMA cache_size = -65536")
            .map_err(|e| explain(&path, &e))?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| explain(&path, &e))?;
        let marks = items.marks();
        let writing = plan(&transaction, &marks).map_err(|e| explain(&path, &e))?;
        let mut done = Ok(());
        items.each(&writing.write, &mut |some| {
            done = write(&transaction, some);
            done.is_ok()
        })?;
        done.and_then(|()| {
            let mut delete = transaction.prepare_cached("DELETE FROM item WHERE code = ?")?;
            for code in &writing.remove {
                delete.execute([code])?;
            }
            Ok(())
        })
        .map_err(|e| explain(&path, &e))?;
        if writing.write.is_empty() && writing.remove.is_empty() {
            transaction.rollback().map_err(|e| explain(&path, &e))?;
        } else {
            transaction.commit().map_err(|e| explain(&path, &e))?;
        }
        Ok(writing.counts)
    }

    fn count_import(&self, items: &dyn Imports) -> Result<ImportCounts, StoreError> {
        plan(&self.connection, &items.marks())
            .map(|writing| writing.counts)
            .map_err(|e| self.explain(&e))
    }
}

/// What has to be written beside the items as last imported.
fn plan(connection: &Connection, marks: &[Mark]) -> rusqlite::Result<Writing> {
    let mut plan = Plan::of(marks);
    let mut statement =
        connection.prepare("SELECT code, department, category, name, digest FROM item")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
        plan.see(text(0)?, [text(1)?, text(2)?, text(3)?, text(4)?]);
    }
    Ok(plan.done())
}

fn write(connection: &Connection, some: &[(&ImportedItem, Digest)]) -> rusqlite::Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO item (code, department, category, name, digest) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (code) DO UPDATE SET department = excluded.department,
           category = excluded.category, name = excluded.name, digest = excluded.digest",
    )?;
    for (item, digest) in some {
        put_blob(connection, digest, &item.bytes)?;
        upsert.execute((
            item.code.as_str(),
            item.department.as_str(),
            &item.category,
            &item.name,
            digest.to_string(),
        ))?;
    }
    Ok(())
}

//! Loading the checked project into the working database.

use std::collections::{BTreeSet, HashMap, HashSet};

use rayon::prelude::*;
use rusqlite::{Connection, TransactionBehavior};

use super::work::{WorkStore, explain, put_blob};
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::io::store::StoreError;

/// An item as the project has it.
#[derive(Debug, Clone)]
pub struct ImportedItem {
    /// Its code.
    pub code: ItemCode,
    /// Its unit.
    pub department: DepartmentId,
    /// Name of its category.
    pub category: String,
    /// Its name.
    pub name: String,
    /// Its content in canonical form.
    pub bytes: Vec<u8>,
}

/// What an import does, in items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// New.
    pub created: usize,
    /// There with other content.
    pub changed: usize,
    /// There as it is.
    pub unchanged: usize,
    /// In the database and no longer in the project.
    pub removed: usize,
}

impl WorkStore {
    /// Every code of an item or sub-item that the database speaks of: items as imported, events, and contents that
    /// were there once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn codes(&self) -> Result<BTreeSet<ItemCode>, StoreError> {
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
}

/// The item codes in some bytes, whatever stands around them.
fn codes_in(bytes: &[u8], out: &mut BTreeSet<ItemCode>) {
    let of_code = |b: &u8| b.is_ascii_digit() || b.is_ascii_lowercase() || *b == b'-';
    for word in bytes.split(|b| !of_code(b)) {
        // The shortest code: six digits, a unit of two characters, 01, 0001.
        if word.len() >= 17
            && let Some(code) = std::str::from_utf8(word).ok().and_then(|w| w.parse().ok())
        {
            out.insert(code);
        }
    }
}

/// What has to be written.
struct Plan<'a> {
    counts: ImportCounts,
    /// With the digest of the content.
    write: Vec<(&'a ImportedItem, String, Digest)>,
    remove: Vec<String>,
}

impl WorkStore {
    /// Makes the imported items those of the project, all or nothing. What is unchanged is not written; contents that
    /// were there before stay under their digests. Where a code stands twice the later one counts.
    ///
    /// # Errors
    /// When the database cannot be written; then it is as before.
    pub fn import_items(&mut self, items: &[ImportedItem]) -> Result<ImportCounts, StoreError> {
        let path = self.path.clone();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| explain(&path, &e))?;
        let work = || {
            let plan = plan(&transaction, items)?;
            let mut upsert = transaction.prepare_cached(
                "INSERT INTO item (code, department, category, name, digest) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (code) DO UPDATE SET department = excluded.department,
                   category = excluded.category, name = excluded.name, digest = excluded.digest",
            )?;
            for (item, text, digest) in &plan.write {
                put_blob(&transaction, digest, &item.bytes)?;
                upsert.execute((
                    item.code.as_str(),
                    item.department.as_str(),
                    &item.category,
                    &item.name,
                    text,
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

    /// What [`WorkStore::import_items`] would do, without doing it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_import(&self, items: &[ImportedItem]) -> Result<ImportCounts, StoreError> {
        plan(&self.connection, items)
            .map(|plan| plan.counts)
            .map_err(|e| self.explain(&e))
    }
}

fn plan<'a>(connection: &Connection, items: &'a [ImportedItem]) -> rusqlite::Result<Plan<'a>> {
    let mut there: HashMap<String, [String; 4]> = HashMap::new();
    let mut statement =
        connection.prepare("SELECT code, department, category, name, digest FROM item")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let rest = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
        there.insert(row.get(0)?, rest);
    }
    let mut out = Plan {
        counts: ImportCounts::default(),
        write: Vec::new(),
        remove: Vec::new(),
    };
    let digests: Vec<Digest> = items.par_iter().map(|i| Digest::of(&i.bytes)).collect();
    let mut seen = HashSet::with_capacity(items.len());
    // From the end, so that of two with one code the later one counts, and only it.
    for (item, digest) in items.iter().zip(digests).rev() {
        if !seen.insert(item.code.as_str()) {
            continue;
        }
        let text = digest.to_string();
        match there.get(item.code.as_str()) {
            None => out.counts.created += 1,
            Some([department, category, name, old]) => {
                let same = department == item.department.as_str()
                    && *category == item.category
                    && *name == item.name
                    && *old == text;
                if same {
                    out.counts.unchanged += 1;
                    continue;
                }
                out.counts.changed += 1;
            }
        }
        out.write.push((item, text, digest));
    }
    out.write.reverse();
    out.remove = there
        .into_keys()
        .filter(|code| !seen.contains(code.as_str()))
        .collect();
    out.remove.sort();
    out.counts.removed = out.remove.len();
    Ok(out)
}

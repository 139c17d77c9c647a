//! Notebooks in the working database: the drafts of reviewers.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::explain::explain;
use super::work::WorkStore;
use crate::domain::ids::DepartmentId;
use crate::io::store::StoreError;
use crate::workflow::{NotebookKey, Round, Step};

/// The table, which databases of version 1 do not have.
pub(super) const SCHEMA: &str = include_str!("notebook.sql");

impl WorkStore {
    /// The steps of a notebook, in order.
    pub(super) fn steps(&self, key: &NotebookKey) -> Result<Vec<Step>, StoreError> {
        let read = || {
            if !has_table(&self.connection)? {
                return Ok(Vec::new());
            }
            let mut statement = self.connection.prepare_cached(
                "SELECT payload FROM notebook WHERE owner = ? AND department = ? AND round = ? ORDER BY step",
            )?;
            let rows = statement.query_map(whose(key), |row| row.get::<_, String>(0))?;
            rows.collect::<rusqlite::Result<Vec<String>>>()
        };
        let texts = read().map_err(|e| self.explain(&e))?;
        let step = |text: String| {
            serde_json::from_str(&text)
                .map_err(|e| self.damaged(format!("{} 的草稿读不懂：{e}", key.owner)))
        };
        texts.into_iter().map(step).collect()
    }

    /// All notebooks with something in them.
    pub(super) fn all_notebooks(&self) -> Result<Vec<NotebookKey>, StoreError> {
        let read = || {
            if !has_table(&self.connection)? {
                return Ok(Vec::new());
            }
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT owner, department, round FROM notebook ORDER BY 1, 2, 3",
            )?;
            let rows = statement.query_map([], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, u8>(2)?,
                ))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = read().map_err(|e| self.explain(&e))?;
        let key = |(owner, department, round): (String, String, u8)| {
            let damaged = |why: String| self.damaged(format!("草稿的归属读不懂：{why}"));
            Ok(NotebookKey {
                owner: owner.parse().map_err(|e| damaged(format!("{e}")))?,
                department: department
                    .parse::<DepartmentId>()
                    .map_err(|e| damaged(e.to_string()))?,
                round: Round::try_from(round).map_err(damaged)?,
            })
        };
        rows.into_iter().map(key).collect()
    }

    /// Adds a step to a notebook that has `expected` steps.
    pub(super) fn add_step(
        &mut self,
        key: &NotebookKey,
        expected: u64,
        at: Timestamp,
        step: &Step,
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let explain = |e: rusqlite::Error| explain(&path, &e);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(explain)?;
        must_have(&transaction, key, expected).map_err(explain)??;
        let payload = serde_json::to_string(step).unwrap_or_default();
        transaction
            .prepare_cached(
                "INSERT INTO notebook (owner, department, round, step, at, payload) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .and_then(|mut insert| {
                insert.execute((
                    key.owner.as_str(),
                    key.department.as_str(),
                    key.round.number(),
                    i64::try_from(expected + 1).unwrap_or(i64::MAX),
                    at.to_string(),
                    payload,
                ))
            })
            .map_err(explain)?;
        transaction.commit().map_err(explain)
    }

    /// Throws a notebook of `expected` steps away.
    pub(super) fn remove_notebook(
        &mut self,
        key: &NotebookKey,
        expected: u64,
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let explain = |e: rusqlite::Error| explain(&path, &e);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(explain)?;
        settle(&transaction, key, expected).map_err(explain)??;
        transaction.commit().map_err(explain)
    }

    fn damaged(&self, why: String) -> StoreError {
        StoreError::Damaged {
            place: self.path.as_path().into(),
            why,
        }
    }
}

/// The columns that tell notebooks apart.
fn whose(key: &NotebookKey) -> (&str, &str, u8) {
    (
        key.owner.as_str(),
        key.department.as_str(),
        key.round.number(),
    )
}

/// Whether the database has notebooks: one that cannot be written may be of version 1 still.
fn has_table(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'notebook'")?
        .query_row([], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}

/// Whether a notebook has just the steps that its reader saw.
fn must_have(
    connection: &Connection,
    key: &NotebookKey,
    expected: u64,
) -> rusqlite::Result<Result<(), StoreError>> {
    let found = connection
        .prepare_cached(
            "SELECT count(*) FROM notebook WHERE owner = ? AND department = ? AND round = ?",
        )?
        .query_row(whose(key), |row| row.get::<_, i64>(0))?
        .unsigned_abs();
    Ok(if found == expected {
        Ok(())
    } else {
        Err(StoreError::Conflict { expected, found })
    })
}

/// Ends a notebook whose drafts become opinions in the same transaction.
pub(super) fn settle(
    connection: &Connection,
    key: &NotebookKey,
    expected: u64,
) -> rusqlite::Result<Result<(), StoreError>> {
    if let Err(conflict) = must_have(connection, key, expected)? {
        return Ok(Err(conflict));
    }
    connection
        .prepare_cached("DELETE FROM notebook WHERE owner = ? AND department = ? AND round = ?")?
        .execute(whose(key))?;
    Ok(Ok(()))
}

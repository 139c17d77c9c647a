//! Notebooks on the server: the drafts of reviewers.

use jiff::Timestamp;
use postgres::types::Type;

use super::store::{Parameter, PostgresStore, big, conflict};
use crate::domain::ids::DepartmentId;
use crate::io::store::StoreError;
use crate::workflow::{NotebookKey, Round, Step};

impl PostgresStore {
    /// The steps of a notebook, in order.
    pub(super) fn steps(&self, key: &NotebookKey) -> Result<Vec<Step>, StoreError> {
        let sql = "SELECT payload FROM notebook WHERE owner = $1 AND department = $2 AND round = $3 ORDER BY step";
        let parameters: [Parameter<'_>; 3] = [
            (&key.owner.as_str(), Type::TEXT),
            (&key.department.as_str(), Type::TEXT),
            (&i16::from(key.round.number()), Type::INT2),
        ];
        let rows = self.ask(|client| client.query_typed(sql, &parameters))?;
        let step = |row: &postgres::Row| {
            serde_json::from_str(row.get(0))
                .map_err(|e| self.damaged(format!("{} 的草稿读不懂：{e}", key.owner)))
        };
        rows.iter().map(step).collect()
    }

    /// All notebooks with something in them.
    pub(super) fn all_notebooks(&self) -> Result<Vec<NotebookKey>, StoreError> {
        let sql = "SELECT DISTINCT owner, department, round FROM notebook ORDER BY 1, 2, 3";
        let rows = self.ask(|client| client.query_typed(sql, &[]))?;
        let key = |row: &postgres::Row| {
            let damaged = |why: String| self.damaged(format!("草稿的归属读不懂：{why}"));
            let round = u8::try_from(row.get::<_, i16>(2)).unwrap_or_default();
            Ok(NotebookKey {
                owner: row
                    .get::<_, &str>(0)
                    .parse()
                    .map_err(|e| damaged(format!("{e}")))?,
                department: row
                    .get::<_, &str>(1)
                    .parse::<DepartmentId>()
                    .map_err(|e| damaged(e.to_string()))?,
                round: Round::try_from(round).map_err(damaged)?,
            })
        };
        rows.iter().map(key).collect()
    }

    /// Adds a step to a notebook that has `expected` steps.
    pub(super) fn add_step(
        &mut self,
        key: &NotebookKey,
        expected: u64,
        at: Timestamp,
        step: &Step,
    ) -> Result<(), StoreError> {
        let payload = serde_json::to_string(step).unwrap_or_default();
        let at = at.to_string();
        self.once(
            |client| {
                let parameters: [Parameter<'_>; 6] = [
                    (&key.owner.as_str(), Type::TEXT),
                    (&key.department.as_str(), Type::TEXT),
                    (&i16::from(key.round.number()), Type::INT2),
                    (&big(expected), Type::INT8),
                    (&at, Type::TEXT),
                    (&payload, Type::TEXT),
                ];
                let sql = "SELECT note($1, $2, $3, $4, $5, $6)";
                conflict(&client.query_typed_one(sql, &parameters)?)
            },
            |store| {
                let steps = store.steps(key)?;
                Ok(steps.len() as u64 == expected + 1 && steps.last() == Some(step))
            },
        )
    }

    /// Throws a notebook of `expected` steps away.
    pub(super) fn remove_notebook(
        &mut self,
        key: &NotebookKey,
        expected: u64,
    ) -> Result<(), StoreError> {
        self.once(
            |client| {
                let parameters: [Parameter<'_>; 4] = [
                    (&key.owner.as_str(), Type::TEXT),
                    (&key.department.as_str(), Type::TEXT),
                    (&i16::from(key.round.number()), Type::INT2),
                    (&big(expected), Type::INT8),
                ];
                let sql = "SELECT discard($1, $2, $3, $4)";
                conflict(&client.query_typed_one(sql, &parameters)?)
            },
            |store| Ok(store.steps(key)?.is_empty()),
        )
    }
}

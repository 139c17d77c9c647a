//! The checkpoint in the working database: a table that may be dropped at any time, made where something is put into it.
//!
//! It is written without waiting for the disk or for another writer: what is lost of it costs a longer opening.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::open::wait_for_others;
use super::work::digest_at;
use crate::io::store::StoreError;
use crate::workflow::chain::Head;
use crate::workflow::packed::Checkpoint;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS checkpoint (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  seq    INTEGER NOT NULL,
  digest TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS checkpoint_part (
  name  TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;";

/// What is kept; `None` also where it cannot be read.
pub(super) fn read(connection: &Connection) -> Option<Checkpoint> {
    let read = || -> rusqlite::Result<Option<Checkpoint>> {
        let moment = connection.unchecked_transaction()?;
        let Some(head) = head(&moment)? else {
            return Ok(None);
        };
        let mut parts = moment.prepare_cached("SELECT name, bytes FROM checkpoint_part")?;
        let parts = parts
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<BTreeMap<String, Arc<[u8]>>>>()?;
        Ok(Some(Checkpoint { head, parts }))
    };
    read().unwrap_or(None)
}

/// Keeps `checkpoint`: beside the parts of the one at `since`, or in the place of whatever is there.
pub(super) fn write(
    connection: &mut Connection,
    since: Option<Head>,
    checkpoint: &Checkpoint,
    explain: impl Fn(&rusqlite::Error) -> StoreError,
) -> Result<(), StoreError> {
    let light = "PRAGMA synchronous = NORMAL";
    let firm = "PRAGMA synchronous = FULL";
    let mut work = || {
        connection.busy_timeout(Duration::ZERO)?;
        connection.execute_batch(light)?;
        replace(connection, since, checkpoint)
    };
    let done = work();
    let restored = connection
        .execute_batch(firm)
        .and_then(|()| wait_for_others(connection));
    match done.and_then(|found| restored.map(|()| found)) {
        Ok(None) => Ok(()),
        Ok(Some(found)) => Err(StoreError::Conflict {
            expected: since.map_or(0, |head| head.seq),
            found: found.seq,
        }),
        Err(error) => Err(explain(&error)),
    }
}

/// The checkpoint that is there instead of the one at `since`, and then nothing was done.
fn replace(
    connection: &mut Connection,
    since: Option<Head>,
    checkpoint: &Checkpoint,
) -> rusqlite::Result<Option<Head>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(SCHEMA)?;
    match since {
        Some(since) => {
            let found = head(&transaction)?.unwrap_or_default();
            if found != since {
                return Ok(Some(found));
            }
        }
        None => {
            transaction.execute("DELETE FROM checkpoint_part", [])?;
        }
    }
    let mut put = transaction
        .prepare_cached("INSERT OR REPLACE INTO checkpoint_part (name, bytes) VALUES (?, ?)")?;
    for (name, bytes) in &checkpoint.parts {
        put.execute((name, bytes))?;
    }
    drop(put);
    let Head { seq, digest } = checkpoint.head;
    transaction.execute(
        "INSERT OR REPLACE INTO checkpoint (id, seq, digest) VALUES (1, ?, ?)",
        (i64::try_from(seq).unwrap_or(i64::MAX), digest.to_string()),
    )?;
    transaction.commit()?;
    Ok(None)
}

fn head(connection: &Connection) -> rusqlite::Result<Option<Head>> {
    connection
        .prepare_cached("SELECT seq, digest FROM checkpoint")?
        .query_row([], |row| {
            Ok(Head {
                seq: row.get::<_, i64>(0)?.unsigned_abs(),
                digest: digest_at(row, 1)?,
            })
        })
        .optional()
}

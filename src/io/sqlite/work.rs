//! The working database `.power-list/work.db`.
//!
//! Journal mode is WAL with `synchronous=FULL`: readers do not stop the writer, every act is on disk when its command
//! ends, and it costs one fsync where the rollback journal costs three. The `-wal` file disappears when the last one
//! closes the database. Writing is by `BEGIN IMMEDIATE` and waits for another writer as long as [`Patience`](crate::io::store::Patience) says.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};

use jiff::Timestamp;

use super::explain::explain;
use super::{checkpoint, notebook, signature};
use crate::domain::ids::Digest;
use crate::io::files;
use crate::io::store::{BYTES_AT_ONCE, Store, StoreError};
use crate::workflow::chain::{Head, Record};
use crate::workflow::packed::Checkpoint;
use crate::workflow::{NotebookKey, Step};

/// `application_id` of a working database: "PLwk".
pub const APPLICATION_ID: i64 = 0x504c_776b;
/// `user_version` of a working database.
pub const VERSION: i64 = 3;

/// A working database that is open.
#[derive(Debug)]
pub struct WorkStore {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
}

impl WorkStore {
    /// The events after `after`: no more than `limit`, and none that begins after so many bytes of others.
    fn records(&self, after: u64, limit: usize, bytes: usize) -> Result<Vec<Record>, StoreError> {
        let explain = |e: rusqlite::Error| self.explain(&e);
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "{} WHERE seq > ? ORDER BY seq LIMIT ?",
                signature::select(&self.connection).map_err(explain)?
            ))
            .map_err(explain)?;
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let mut rows = statement
            .query((number(after), number(limit as u64)))
            .map_err(explain)?;
        let mut records = Vec::new();
        let (mut last, mut read) = (after, 0);
        while read < bytes
            && let Some(row) = rows.next().map_err(explain)?
        {
            let record = record_of(row).map_err(|e| self.unreadable(last, &e))?;
            last = record.seq;
            read += record.payload.len();
            records.push(record);
        }
        Ok(records)
    }

    /// Place of the working database in a project.
    pub fn path_in(project: &Path) -> PathBuf {
        project.join(".power-list").join("work.db")
    }

    /// Opens a working database that is there.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not; else when it is something else or cannot be read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { place: path.into() });
        }
        Self::connect(path, false)
    }

    /// Opens the working database, making it where it is not there.
    ///
    /// # Errors
    /// When something else is in its place or it cannot be made.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if !path.exists()
            && let Some(folder) = path.parent()
        {
            files::make_folder(folder).map_err(|e| StoreError::Closed {
                place: path.into(),
                why: files::explain(&e),
            })?;
        }
        Self::connect(path, true)
    }

    /// A row behind event `after` that is no event.
    fn unreadable(&self, after: u64, error: &rusqlite::Error) -> StoreError {
        StoreError::Damaged {
            place: self.path.as_path().into(),
            why: format!("第 {after} 号事件之后的一个读不懂：{error}"),
        }
    }

    pub(super) fn explain(&self, error: &rusqlite::Error) -> StoreError {
        explain(&self.path, error)
    }
}

impl Store for WorkStore {
    fn head(&self) -> Result<Head, StoreError> {
        head_of(&self.connection).map_err(|e| self.explain(&e))
    }

    fn read(&self, after: u64) -> Result<Vec<Record>, StoreError> {
        self.records(after, usize::MAX, usize::MAX)
    }

    fn read_some(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        self.records(after, limit, BYTES_AT_ONCE)
    }

    fn event(&self, seq: u64) -> Result<Option<Record>, StoreError> {
        let read = || {
            let mut statement = self.connection.prepare_cached(&format!(
                "{} WHERE seq = ?",
                signature::select(&self.connection)?
            ))?;
            let seq = i64::try_from(seq).unwrap_or(i64::MAX);
            statement.query_row([seq], record_of).optional()
        };
        read().map_err(|e| self.explain(&e))
    }

    fn append(
        &mut self,
        expected: Head,
        records: &[Record],
        content: &[Vec<u8>],
        settled: &[(NotebookKey, u64)],
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let transaction = Writing::begin(&self.connection).map_err(|e| explain(&path, &e))?;
        let found = head_of(&transaction).map_err(|e| explain(&path, &e))?;
        if found != expected {
            return Err(StoreError::Conflict {
                expected: expected.seq,
                found: found.seq,
            });
        }
        for (key, steps) in settled {
            notebook::settle(&transaction, key, *steps).map_err(|e| explain(&path, &e))??;
        }
        let write = || {
            for bytes in content {
                put_blob(&transaction, &Digest::of(bytes), bytes)?;
            }
            let mut insert = transaction.prepare_cached(
                "INSERT INTO event (seq, at, actor, role, payload, previous, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?;
            for record in records {
                insert.execute((
                    i64::try_from(record.seq).unwrap_or(i64::MAX),
                    &record.at,
                    &record.actor,
                    &record.role,
                    &record.payload,
                    record.previous.to_string(),
                    record.digest.to_string(),
                ))?;
                signature::insert(&transaction, record)?;
            }
            Ok(())
        };
        write().map_err(|e: rusqlite::Error| explain(&path, &e))?;
        transaction.commit().map_err(|e| explain(&path, &e))
    }

    fn hold(&mut self) -> Result<(), StoreError> {
        let held = Writing::begin(&self.connection).map_err(|e| self.explain(&e))?;
        // It lasts beyond this call.
        std::mem::forget(held);
        Ok(())
    }

    fn release(&mut self) {
        drop(Writing(&self.connection));
    }

    fn notebook(&self, key: &NotebookKey) -> Result<Vec<Step>, StoreError> {
        self.steps(key)
    }

    fn notebooks(&self) -> Result<Vec<NotebookKey>, StoreError> {
        self.all_notebooks()
    }

    fn note(
        &mut self,
        key: &NotebookKey,
        expected: u64,
        at: Timestamp,
        step: &Step,
    ) -> Result<(), StoreError> {
        self.add_step(key, expected, at, step)
    }

    fn discard(&mut self, key: &NotebookKey, expected: u64) -> Result<(), StoreError> {
        self.remove_notebook(key, expected)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(bytes);
        put_blob(&self.connection, &digest, bytes).map_err(|e| self.explain(&e))?;
        Ok(digest)
    }

    fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT bytes FROM blob WHERE digest = ?")
            .and_then(|mut s| {
                s.query_row([digest.to_string()], |row| row.get(0))
                    .optional()
            })
            .map_err(|e| self.explain(&e))?;
        match bytes {
            Some(bytes) if Digest::of(&bytes) != digest => Err(StoreError::Damaged {
                place: self.path.as_path().into(),
                why: format!("摘要 {} 下的内容被改动过", digest.short()),
            }),
            bytes => Ok(bytes),
        }
    }

    fn remember(&mut self, since: Option<Head>, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        let path = &self.path;
        checkpoint::write(&mut self.connection, since, checkpoint, |e| {
            explain(path, e)
        })
    }

    fn recall(&self) -> Option<Checkpoint> {
        checkpoint::read(&self.connection)
    }
}

/// A transaction that writes: begun here, or held from before. Unless committed, it is rolled back.
struct Writing<'c>(&'c Connection);

impl<'c> Writing<'c> {
    fn begin(connection: &'c Connection) -> rusqlite::Result<Self> {
        if connection.is_autocommit() {
            connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        Ok(Self(connection))
    }

    fn commit(self) -> rusqlite::Result<()> {
        self.0.execute_batch("COMMIT")
    }
}

impl std::ops::Deref for Writing<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            // Where even this fails, the closing of the connection does it.
            drop(self.0.execute_batch("ROLLBACK"));
        }
    }
}

fn head_of(connection: &Connection) -> rusqlite::Result<Head> {
    let head = connection
        .prepare_cached("SELECT seq, digest FROM event ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| {
            Ok(Head {
                seq: row.get::<_, i64>(0)?.unsigned_abs(),
                digest: digest_at(row, 1)?,
            })
        })
        .optional()?;
    Ok(head.unwrap_or(Head::EMPTY))
}

fn record_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        at: row.get(1)?,
        actor: row.get(2)?,
        role: row.get(3)?,
        payload: row.get(4)?,
        previous: digest_at(row, 5)?,
        digest: digest_at(row, 6)?,
        signature: row.get(7)?,
    })
}

pub(super) fn digest_at(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Digest> {
    let text = row.get_ref(column)?.as_str()?;
    // Digests are kept in one way of writing: another one is a change, too.
    let text = if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        ""
    } else {
        text
    };
    text.parse().map_err(|e| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e))
    })
}

/// Keeps some bytes unless they are there.
pub(super) fn put_blob(
    connection: &Connection,
    digest: &Digest,
    bytes: &[u8],
) -> rusqlite::Result<()> {
    let digest = digest.to_string();
    connection
        .prepare_cached(
            "INSERT INTO blob (digest, bytes) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
        )?
        .execute((&digest, bytes))?;
    Ok(())
}

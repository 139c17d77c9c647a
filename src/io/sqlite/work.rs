//! The working database `.power-list/work.db`.
//!
//! Journal mode is WAL with `synchronous=FULL`: readers do not stop the writer, every act is on disk when its command
//! ends, and it costs one fsync where the rollback journal costs three. The `-wal` file disappears when the last one
//! closes the database. Writing is by `BEGIN IMMEDIATE` and waits up to five seconds for another writer.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior};

use jiff::Timestamp;

use super::explain::explain;
use super::{checkpoint, notebook, signature, upgrade};
use crate::domain::ids::Digest;
use crate::io::store::{BYTES_AT_ONCE, Store, StoreError};
use crate::workflow::chain::{Head, Record};
use crate::workflow::packed::Checkpoint;
use crate::workflow::{NotebookKey, Step};

/// `application_id` of a working database: "PLwk".
pub const APPLICATION_ID: i64 = 0x504c_776b;
/// `user_version` of a working database.
pub const VERSION: i64 = 3;

/// How long another writer is waited for; the message of [`StoreError::Busy`] names it.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

const SCHEMA: &str = include_str!("work.sql");

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
            std::fs::create_dir_all(folder).map_err(|e| StoreError::Other {
                place: path.into(),
                why: e.to_string(),
            })?;
        }
        Self::connect(path, true)
    }

    fn connect(path: &Path, create: bool) -> Result<Self, StoreError> {
        if path.is_dir() {
            return Err(StoreError::Directory { place: path.into() });
        }
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        // To a few locks, those of a change of journal mode and of recovery among them, SQLite does not apply its
        // busy timeout: it is kept for the opening as a whole.
        let begun = Instant::now();
        loop {
            match Self::connect_once(path, flags, create) {
                Err(StoreError::Busy { .. }) if begun.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                done => return done,
            }
        }
    }

    fn connect_once(path: &Path, flags: OpenFlags, create: bool) -> Result<Self, StoreError> {
        let connection = Connection::open_with_flags(path, flags).map_err(|e| explain(path, &e))?;
        let mut store = Self {
            connection,
            path: path.to_owned(),
        };
        wait_for_others(&mut store.connection).map_err(|e| explain(path, &e))?;
        if !store.recognise()? {
            if !create {
                return Err(StoreError::Foreign {
                    place: path.into(),
                    found: "是一个空数据库".to_owned(),
                });
            }
            store.initialise()?;
        }
        // Only now, when the file is known to be ours, is anything set on it.
        store.configure().map_err(|e| explain(path, &e))?;
        upgrade::bring_up(&mut store.connection, path)?;
        Ok(store)
    }

    /// Whether the file is a working database: true; or empty: false.
    fn recognise(&self) -> Result<bool, StoreError> {
        let (application, version, objects) = self.marks().map_err(|e| self.explain(&e))?;
        if application == APPLICATION_ID {
            return if version > VERSION {
                Err(StoreError::Newer {
                    place: self.path.as_path().into(),
                    found: version,
                    known: VERSION,
                })
            } else {
                Ok(true)
            };
        }
        if application == 0 && version == 0 && objects == 0 {
            return Ok(false);
        }
        Err(StoreError::Foreign {
            place: self.path.as_path().into(),
            found: format!("是别的程序的 SQLite 数据库（application_id {application}）"),
        })
    }

    /// `application_id`, `user_version` and the number of objects, of one moment: read one by one they would tell of an
    /// empty file with tables in it while somebody else is just making the database.
    fn marks(&self) -> rusqlite::Result<(i64, i64, i64)> {
        let moment = self.connection.unchecked_transaction()?;
        let number = |sql: &str| moment.query_row(sql, [], |row| row.get::<_, i64>(0));
        Ok((
            number("PRAGMA application_id")?,
            number("PRAGMA user_version")?,
            number("SELECT count(*) FROM sqlite_schema")?,
        ))
    }

    fn initialise(&mut self) -> Result<(), StoreError> {
        let path = self.path.clone();
        // An item takes 2 to 3 KB: of the usual 4 KB pages each would fill one and leave a third of it empty.
        self.connection
            .execute_batch("PRAGMA page_size = 8192")
            .map_err(|e| explain(&path, &e))?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| explain(&path, &e))?;
        // Somebody may have been first since we looked.
        let application: i64 = transaction
            .query_row("PRAGMA application_id", [], |row| row.get(0))
            .map_err(|e| explain(&path, &e))?;
        if application != APPLICATION_ID {
            transaction
                .execute_batch(&format!(
                    "{SCHEMA}\n{}\n{}\nPRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};",
                    notebook::SCHEMA,
                    signature::SCHEMA,
                ))
                .map_err(|e| explain(&path, &e))?;
        }
        transaction.commit().map_err(|e| explain(&path, &e))
    }

    fn configure(&self) -> rusqlite::Result<()> {
        if !self.connection.is_readonly("main")? {
            self.connection
                .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        }
        self.connection.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;",
        )
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

/// Has a connection wait for other writers. SQLite's own waiting looks up every tenth of a second, and then finds the next
/// writer at it: of many at once, one may be passed over until its patience ends.
pub(super) fn wait_for_others(connection: &mut Connection) -> rusqlite::Result<()> {
    thread_local! {
        static SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
    }
    connection.busy_handler(Some(|tries| {
        if tries == 0 {
            SINCE.set(Some(Instant::now()));
        }
        let waited = SINCE.get().map_or(PATIENCE, |since| since.elapsed());
        // Of uneven length, so that those who wait do not look up all together.
        let pause = Duration::from_millis(1 + u64::from(waited.subsec_nanos() % 4));
        let patient = waited < PATIENCE;
        if patient {
            std::thread::sleep(pause);
        }
        patient
    }))
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

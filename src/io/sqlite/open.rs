//! Opening the working database: whose it is, what it lacks, who else is at it.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::explain::explain;
use super::work::{APPLICATION_ID, VERSION, WorkStore};
use super::{notebook, signature, upgrade};
use crate::io::files;
use crate::io::store::{Patience, StoreError};

const SCHEMA: &str = include_str!("work.sql");

impl WorkStore {
    pub(super) fn connect(path: &Path, create: bool) -> Result<Self, StoreError> {
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
            match Self::connect_once(path, path, flags, create) {
                Err(StoreError::Busy { .. }) if Patience::now().goes_on(begun.elapsed()) => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(error @ (StoreError::ReadOnly { .. } | StoreError::Unopened { .. }))
                    if is_at_rest(path) =>
                {
                    return Self::connect_at_rest(path).map_err(|_| error);
                }
                done => return done,
            }
        }
    }

    /// Opens a database that nobody has open, in a folder that takes nothing: SQLite wants a `-shm` file beside it to
    /// read it, unless it is told that nothing will change.
    fn connect_at_rest(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::connect_once(path, &uri(path), flags, false)
    }

    fn connect_once(
        path: &Path,
        name: &Path,
        flags: OpenFlags,
        create: bool,
    ) -> Result<Self, StoreError> {
        let connection =
            Connection::open_with_flags(name, flags).map_err(|e| cannot_open(path, &e))?;
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
}

/// Whether nobody has the database open, as far as can be seen: nothing waits beside it to be taken in or taken back.
fn is_at_rest(path: &Path) -> bool {
    let is_empty = |ending: &str| {
        let mut journal = path.as_os_str().to_owned();
        journal.push(ending);
        std::fs::metadata(PathBuf::from(journal)).map_or(true, |meta| meta.len() == 0)
    };
    path.is_file() && is_empty("-wal") && is_empty("-journal")
}

/// The name by which SQLite takes a file for one that nothing changes.
fn uri(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut name = String::from("file:");
    let text = path.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') {
        name.push('/');
    }
    for c in text.chars() {
        match c {
            '%' => name.push_str("%25"),
            '?' => name.push_str("%3f"),
            '#' => name.push_str("%23"),
            c => name.push(c),
        }
    }
    name.push_str("?immutable=1");
    name.into()
}

/// Why a database does not open: most often its folder takes nothing.
fn cannot_open(path: &Path, error: &rusqlite::Error) -> StoreError {
    let folder = path.parent().unwrap_or(path);
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) if !path.exists() => StoreError::Closed {
            place: path.into(),
            why: format!("不能在文件夹“{}”里写", files::shown(folder)),
        },
        _ => explain(path, error),
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
        let waited = SINCE.get().map_or(Duration::ZERO, |since| since.elapsed());
        // Of uneven length, so that those who wait do not look up all together.
        let pause = Duration::from_millis(1 + u64::from(waited.subsec_nanos() % 4));
        let patient = Patience::now().goes_on(waited);
        if patient {
            std::thread::sleep(pause);
        }
        patient
    }))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_marks_of_an_address_in_it_stays_a_name() {
        let found = uri(Path::new("/a b/清单?c#d%e.db"));
        assert_eq!(
            found,
            Path::new("file:/a b/清单%3fc%23d%25e.db?immutable=1")
        );
    }
}

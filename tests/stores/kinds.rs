//! The kinds of store, each with a way to go behind its back.

use power_list::io::store::{AnyStore, StoreError, StorePlace};

/// A store of a test's own.
pub trait Kind {
    /// A new one, in which nothing is; `None` where this kind cannot be had here.
    fn new() -> Option<Self>
    where
        Self: Sized;
    fn place(&self) -> StorePlace;
    /// Runs statements on the database itself, as its owner.
    fn sql(&self, statements: &str) -> Result<(), String>;
    /// What takes the guards off a table.
    fn unguarded(&self, table: &str) -> String;
    /// Makes it one of a version that this program does not know yet.
    fn make_newer(&self);

    fn open(&self) -> Result<AnyStore, StoreError> {
        self.place().open()
    }
    fn create(&self) -> AnyStore {
        self.place().open_or_create().unwrap()
    }
}

pub struct Sqlite(tempfile::TempDir);

impl Kind for Sqlite {
    fn new() -> Option<Self> {
        Some(Self(tempfile::tempdir().unwrap()))
    }
    fn place(&self) -> StorePlace {
        StorePlace::beside(self.0.path())
    }
    fn sql(&self, statements: &str) -> Result<(), String> {
        let path = self.0.path().join(".power-list/work.db");
        let connection = rusqlite::Connection::open(path).map_err(|e| e.to_string())?;
        connection
            .execute_batch(statements)
            .map_err(|e| e.to_string())
    }
    fn unguarded(&self, table: &str) -> String {
        format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete;")
    }
    fn make_newer(&self) {
        self.sql("PRAGMA user_version = 1000").unwrap();
    }
}

#[cfg(feature = "postgres")]
pub struct Postgres(pub String);

#[cfg(feature = "postgres")]
impl Kind for Postgres {
    fn new() -> Option<Self> {
        Some(Self(crate::server::Server::shared()?.url()))
    }
    fn place(&self) -> StorePlace {
        StorePlace::parse(std::path::Path::new(""), &self.0).unwrap()
    }
    fn sql(&self, statements: &str) -> Result<(), String> {
        crate::on_a_server::client(&self.0)
            .batch_execute(statements)
            .map_err(|e| {
                e.as_db_error()
                    .map_or(e.to_string(), |e| e.message().to_owned())
            })
    }
    fn unguarded(&self, table: &str) -> String {
        format!("DROP TRIGGER {table}_fixed ON {table};")
    }
    fn make_newer(&self) {
        self.sql("UPDATE store SET version = 1000").unwrap();
    }
}

/// Has every promise tried on a kind.
macro_rules! tried_on {
    ($name:ident, $kind:ty, [$($promise:ident),* $(,)?]) => {
        mod $name {
            $(
                #[test]
                fn $promise() {
                    use crate::kinds::Kind as _;
                    if let Some(kind) = <$kind>::new() {
                        super::$promise(&kind);
                    }
                }
            )*
        }
    };
}
pub(crate) use tried_on;

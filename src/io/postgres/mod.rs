//! The working database on a PostgreSQL server: the same promises as the SQLite file, for offices in many buildings.
//!
//! Whatever has to be all or nothing is one function of the database (`work.sql`): an act is one round trip, however far
//! the server is.

mod connect;
mod explain;
mod import;
mod notebook;
mod password;
mod schema;
mod store;
mod tls;

pub use store::PostgresStore;

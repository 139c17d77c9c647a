//! Signatures in the working database, beside the events that they are over.

use rusqlite::{Connection, OptionalExtension as _};

use crate::workflow::Record;

/// The table, which databases before version 3 do not have.
pub(super) const SCHEMA: &str = include_str!("signature.sql");

/// What reads events with their signatures: one that cannot be written may be of an earlier version still.
pub(super) fn select(connection: &Connection) -> rusqlite::Result<&'static str> {
    let there = connection
        .prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'signature'")?
        .query_row([], |_| Ok(()))
        .optional()?
        .is_some();
    Ok(if there {
        "SELECT seq, at, actor, role, payload, previous, digest, sshsig FROM event LEFT JOIN signature USING (seq)"
    } else {
        "SELECT seq, at, actor, role, payload, previous, digest, NULL FROM event"
    })
}

/// Keeps the signature of a record that was just inserted, where it has one.
pub(super) fn insert(connection: &Connection, record: &Record) -> rusqlite::Result<()> {
    if let Some(signature) = &record.signature {
        connection
            .prepare_cached("INSERT INTO signature (seq, sshsig) VALUES (?, ?)")?
            .execute((i64::try_from(record.seq).unwrap_or(i64::MAX), signature))?;
    }
    Ok(())
}

//! A working database of an earlier version becomes one of this version; as it was it stays beside it.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::explain::explain;
use super::work::VERSION;
use super::{notebook, signature};
use crate::io::files;
use crate::io::store::StoreError;
use crate::io::store::news::{self, News};

/// Adds what earlier versions did not have, once a copy of the whole lies beside it. A database that cannot be written
/// stays as it is and is read as it is.
pub(super) fn bring_up(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let fail = |e: rusqlite::Error| explain(path, &e);
    if version(connection).map_err(fail)? >= VERSION
        || connection.is_readonly("main").map_err(fail)?
    {
        return Ok(());
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fail)?;
    // Somebody may have been first since we looked.
    let found = version(&transaction).map_err(fail)?;
    if found >= VERSION {
        return Ok(());
    }
    // Nobody else writes meanwhile: the copy is of the last state that the earlier version saw.
    let backup = back_up(path, found).map_err(|why| StoreError::NotBackedUp {
        place: path.into(),
        why,
    })?;
    let mut add = String::new();
    if found < 2 {
        add.push_str(notebook::SCHEMA);
    }
    if found < 3 {
        add.push_str(signature::SCHEMA);
    }
    transaction
        .execute_batch(&format!("{add}\nPRAGMA user_version = {VERSION};"))
        .and_then(|()| transaction.commit())
        .map_err(fail)?;
    news::tell(&News::Upgraded {
        place: path.into(),
        from: found,
        to: VERSION,
        backup,
    });
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Copies a database, whole, to a file beside it that nothing has been in; where that is, or why it could not be.
fn back_up(path: &Path, version: i64) -> Result<PathBuf, String> {
    let system = |e: std::io::Error| files::explain(&e);
    let folder = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    files::sweep(folder);
    let copy = files::temporary_in(folder, ".db").map_err(system)?;
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .and_then(|from| {
            let to = copy.path().to_string_lossy();
            from.execute("VACUUM INTO ?", [to])
        })
        .map_err(|e| explain(path, &e).to_string())?;
    fs::File::open(copy.path())
        .and_then(|file| file.sync_all())
        .map_err(system)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut names = std::iter::once(format!("{stem}.v{version}.db"))
        .chain((2u32..).map(|n| format!("{stem}.v{version}-{n}.db")));
    let mut copy = copy;
    loop {
        // Numbers do not end before the disk does.
        let Some(name) = names.next() else {
            return Err("没有可用的文件名".to_owned());
        };
        let backup = folder.join(name);
        copy = match copy.persist_noclobber(&backup) {
            Ok(_) => return Ok(backup),
            Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => e.file,
            Err(e) => return Err(files::explain(&e.error)),
        };
    }
}

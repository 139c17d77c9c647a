//! Looks through a finished file before anybody else sees it: trees, types, CHECKs, indexes and references.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::fill::Fault;
use crate::io::files;

/// The table with half of the rows; the others together are the other half.
const LARGE: &str = "item_basis";

/// Looks at every table and its indexes, on two threads. That no page is nobody's, which harms no reader, is left to
/// [`super::ReleaseFile::faults`].
pub(super) fn check(path: &Path) -> Result<(), Fault> {
    let tables: Vec<String> = {
        let db = reopen(path)?;
        let mut names =
            db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")?;
        let names = names.query_map([], |row| row.get(0))?;
        names.collect::<rusqlite::Result<_>>()?
    };
    let (large, others): (Vec<&String>, Vec<&String>) =
        tables.iter().partition(|table| *table == LARGE);
    let (one, other) = rayon::join(
        || check_tables(path, &large),
        || check_tables(path, &others),
    );
    one.and(other)?;
    check_references(path)
}

fn check_tables(path: &Path, tables: &[&String]) -> Result<(), Fault> {
    let db = reopen(path)?;
    for table in tables {
        let answer = ask(&db, table)?;
        if answer == "ok" {
            continue;
        }
        // What comes out otherwise when it is asked again was not read well: the disk is at fault, not the content.
        if is_unread(&answer) || ask(&reopen(path)?, table)? == "ok" {
            return Err(Fault::Aside(files::disk_failed()));
        }
        return Err(Fault::Inconsistent(refusal(&db, table).unwrap_or(answer)));
    }
    Ok(())
}

fn ask(db: &Connection, table: &str) -> rusqlite::Result<String> {
    db.query_row(&format!("PRAGMA integrity_check(\"{table}\")"), [], |row| {
        row.get(0)
    })
}

/// Whether SQLite could not read a page that it was to look at: the disk failed, and the file may be good.
fn is_unread(answer: &str) -> bool {
    const IOERR: u32 = 10;
    let (_, after) = match answer.split_once("unable to get the page. error code=") {
        Some(found) => found,
        None => return false,
    };
    let digits = after.split(|c: char| !c.is_ascii_digit()).next();
    let code = digits.and_then(|digits| digits.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == IOERR)
}

/// What SQLite says where the rows of a table are put into an empty one: it names the CHECK.
fn refusal(db: &Connection, table: &str) -> Option<String> {
    let sql = "SELECT sql FROM sqlite_schema WHERE name = ?1";
    let definition: String = db.query_row(sql, [table], |row| row.get(0)).ok()?;
    let fresh = definition.strip_prefix("CREATE TABLE ")?;
    db.execute_batch(&format!(
        "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF; CREATE TEMP TABLE {fresh}"
    ))
    .ok()?;
    // Without a WHERE SQLite would copy the rows as they are, since both tables have the same CHECKs.
    let copy = format!("INSERT INTO temp.{table} SELECT * FROM main.{table} WHERE true");
    db.execute_batch(&copy).err().map(|error| error.to_string())
}

fn check_references(path: &Path) -> Result<(), Fault> {
    let orphan = reopen(path)?
        .query_row("PRAGMA foreign_key_check", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?))
        })
        .optional()?;
    if let Some((table, parent)) = orphan {
        return Err(Fault::Inconsistent(format!(
            "表 {table} 里有一行指向表 {parent} 里没有的内容"
        )));
    }
    Ok(())
}

/// Not read-only, though nothing is written: SQLite passes over the CHECKs of a file that is opened so.
fn reopen(path: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
}

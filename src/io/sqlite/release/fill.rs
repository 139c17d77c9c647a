//! Fills the file of a release. The same content gives the same bytes, since rows go in one by one and always in the same
//! order: what belongs to no item, the items with their parts, the charts with their pictures, what changed, the digests,
//! the index, at last the indexes and the views.

use std::io;
use std::path::Path;

use rusqlite::{Connection, params};

use crate::domain::ids::Digest;
use crate::domain::release::{AdjustmentRow, ChangeRow, ContentDigest, Release};

use super::check::check;
use super::gallery::Gallery;
use super::insert::{ItemTables, Table, insert_catalog, insert_release};
use super::spool::{Spool, Unspool};
use super::write::{BATCH, Piece, Pieces};
use super::{ReleaseError, checksum, schema, views};

/// What stops the writing.
pub(super) enum Fault {
    /// The database failed.
    Sqlite(rusqlite::Error),
    /// The content does not fit together.
    Inconsistent(String),
    /// What was put aside until later could not be kept.
    Aside(io::Error),
    /// The content does not come.
    Pieces(ReleaseError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// What comes with the items and goes in after them.
struct Aside<'r> {
    texts: Spool,
    pictures: Gallery<'r>,
}

/// Writes everything into an empty file; gives the digest of the content.
pub(super) fn fill<'r>(
    path: &Path,
    frame: &Release,
    pieces: &mut dyn Pieces<'r>,
    max_pages: Option<u32>,
) -> Result<Digest, Fault> {
    let mut db = Connection::open(path)?;
    // A file that nobody sees yet needs no journal; it is synced as a whole before it gets its name.
    // secure_delete: no left-over bytes in free space, whatever the allocator had there.
    // What is sorted for the indexes may go to the disk: of a long list it is more than memory shall hold. The cache is as
    // large as what is sorted at once; rows go in where the last went, and a larger one makes nothing faster.
    // The CHECKs of the tables cost more than the rows; they are held to once, when the file is looked through.
    db.execute_batch(&format!(
        "PRAGMA page_size = {}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
         PRAGMA secure_delete = ON; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8'; PRAGMA threads = 0;
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -24576; PRAGMA foreign_keys = OFF;
         PRAGMA ignore_check_constraints = ON;
         PRAGMA application_id = {}; PRAGMA user_version = {};",
        schema::PAGE_SIZE,
        schema::APPLICATION_ID,
        schema::VERSION,
    ))?;
    if let Some(pages) = max_pages {
        db.execute_batch(&format!("PRAGMA max_page_count = {pages};"))?;
    }
    let tx = db.transaction()?;
    tx.execute_batch(schema::TABLES)?;
    insert_catalog(&tx, &frame.catalog)?;
    let mut digest = ContentDigest::begin(frame);
    let folder = path.parent().unwrap_or(path);
    let mut aside = Aside {
        texts: Spool::beside(folder),
        pictures: Gallery::beside(folder, &frame.catalog.charts),
    };
    insert_items(&tx, frame, pieces, &mut digest, &mut aside)?;
    let Aside {
        texts,
        mut pictures,
    } = aside;
    pictures.insert(&tx)?;
    let changes = pieces.changes().map_err(Fault::Pieces)?;
    insert_rest(&tx, frame, &changes)?;
    let digest = digest.end(frame, &changes, &pictures.marks());
    drop(pictures);
    insert_release(&tx, frame, digest)?;
    checksum::write(&tx)?;
    insert_words(&tx, texts.turn().map_err(Fault::Aside)?)?;
    tx.execute_batch("INSERT INTO item_fts (item_fts) VALUES ('optimize');")?;
    tx.execute_batch(schema::INDEXES)?;
    tx.execute_batch(schema::VIEWS)?;
    tx.execute_batch(schema::SPECIAL_LISTS)?;
    tx.execute_batch(views::VIEWS)?;
    let categories = frame.catalog.categories.iter();
    tx.execute_batch(&schema::statistics_view(
        categories.map(|c| (c.code.as_str(), c.name.as_str())),
    ))?;
    tx.commit()?;
    db.close().map_err(|(_, error)| error)?;
    check(path)?;
    Ok(digest)
}

/// Rows go in on this thread; meanwhile others take the digest and put aside what is to be indexed. The next items are
/// waited for here: a thread of the pool that waits would not make them.
fn insert_items<'r>(
    tx: &Connection,
    frame: &Release,
    pieces: &mut dyn Pieces<'r>,
    digest: &mut ContentDigest,
    aside: &mut Aside<'_>,
) -> Result<(), Fault> {
    let mut tables = ItemTables::new(tx)?;
    let mut position = 0;
    while let Some(Piece { items, drawings }) = pieces.next().map_err(Fault::Pieces)? {
        let mut put = Ok(());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| digest.items(&items));
            scope.spawn(|_| {
                put = aside
                    .texts
                    .put(&items, &frame.catalog)
                    .and_then(|()| aside.pictures.put(&drawings));
            });
            for item in &*items {
                position += 1;
                tables.add_item(position, item)?;
                tables.add_parts(item)?;
            }
            Ok::<_, Fault>(())
        })?;
        put.map_err(Fault::Aside)?;
    }
    Ok(())
}

fn insert_rest(tx: &Connection, frame: &Release, changes: &[ChangeRow]) -> Result<(), Fault> {
    let mut decisions = Table::new(tx, "decision (item_code, name, decision, reason)")?;
    for row in &frame.decisions {
        decisions.add(params![row.item_code, row.name, row.decision, row.reason])?;
    }
    let mut table = Table::new(tx, "change (item_code, kind, what)")?;
    for row in changes {
        table.add(params![row.item_code, row.kind.key(), row.what])?;
    }
    insert_adjustments(tx, &frame.adjustments)
}

/// Fills the index; meanwhile others divide the next texts into words.
fn insert_words(tx: &Connection, mut texts: Unspool) -> Result<(), Fault> {
    let mut tables = ItemTables::new(tx)?;
    let mut position = 0;
    let mut batch = texts.words(BATCH).map_err(Fault::Aside)?;
    while !batch.is_empty() {
        let mut next = Ok(Vec::new());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| next = texts.words(BATCH));
            for words in &batch {
                position += 1;
                tables.add_words(position, words)?;
            }
            Ok::<_, Fault>(())
        })?;
        batch = next.map_err(Fault::Aside)?;
    }
    Ok(())
}

fn insert_adjustments(tx: &Connection, rows: &[AdjustmentRow]) -> Result<(), Fault> {
    let mut table = Table::new(
        tx,
        "adjustment (id, ordinal, item_code, becomes, department_id, kind, ground, ground_detail,
         reason, happened_on, effective_on, approved_by, urgent)",
    )?;
    for of_one in rows.chunk_by(|a, b| a.id == b.id) {
        for (ordinal, row) in (1i64..).zip(of_one) {
            table.add(params![
                row.id,
                ordinal,
                row.item_code,
                row.becomes,
                row.department,
                row.kind,
                row.ground,
                row.ground_detail,
                row.reason,
                row.happened_on.to_string(),
                row.effective_on.to_string(),
                row.approved_by,
                row.urgent,
            ])?;
        }
    }
    Ok(())
}

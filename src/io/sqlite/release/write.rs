//! Writes a release: beside its place, checked, renamed, read-only. The same content gives the same bytes.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use crate::domain::catalog::Catalog;
use crate::domain::ids::Digest;
use crate::domain::release::{AdjustmentRow, Release};
use crate::io::files::{self, FileError};

use super::checksum::Checksums;
use super::insert::{ItemTables, Table, Words, insert_catalog, insert_release, words};
use super::{ReleaseError, explain, path_of, schema, views};

/// What became of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// The file is new.
    New(PathBuf),
    /// The file was there already, with the same bytes.
    AlreadyThere(PathBuf),
}

impl Written {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Self::New(path) | Self::AlreadyThere(path) => path,
        }
    }
}

/// A release that is written and checked but does not have its name yet; dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    temporary: tempfile::TempPath,
    /// Open, and so locked, until the file has its name.
    held: fs::File,
    target: PathBuf,
    content: Digest,
}

/// Writes `release` into the folder `releases`, which is made where it is missing.
///
/// Until the last step nothing is there under the release's name; when it fails nothing is left.
///
/// # Errors
/// When a release of this name is there with other bytes, the content contradicts itself, or the disk or the
/// database fails.
pub fn write(releases: &Path, release: &Release) -> Result<Written, ReleaseError> {
    stage(releases, release)?.place()
}

/// The first step of [`write()`]: all but the name.
///
/// # Errors
/// As [`write()`].
pub fn stage(releases: &Path, release: &Release) -> Result<Staged, ReleaseError> {
    stage_within(releases, release, None)
}

/// As [`stage`], with at most `max_pages` pages: how a full disk is tried out.
pub(super) fn stage_within(
    releases: &Path,
    release: &Release,
    max_pages: Option<u32>,
) -> Result<Staged, ReleaseError> {
    let target = path_of(releases, &release.header.id);
    let file_error = |e| FileError::new("写入", &target, e);
    fs::create_dir_all(releases).map_err(file_error)?;
    files::sweep(releases);
    let (held, temporary) = files::temporary_in(releases, ".db")
        .map_err(file_error)?
        .into_parts();
    let content = fill(&temporary, release, max_pages).map_err(|fault| match fault {
        Fault::Sqlite(error) => ReleaseError::Database {
            action: "写入",
            path: files::shown(&target),
            why: explain(&error),
        },
        Fault::Inconsistent(why) => ReleaseError::Inconsistent(why),
    })?;
    let staged = Staged {
        temporary,
        held,
        target,
        content,
    };
    staged.is_there()?;
    Ok(staged)
}

impl Staged {
    /// [`Release::digest`] of what was written: it runs over the whole list, so it is not taken twice.
    pub const fn content(&self) -> Digest {
        self.content
    }

    /// The file as it is called until then.
    pub(super) fn path(&self) -> &Path {
        &self.temporary
    }

    /// Digest of the file's bytes.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub fn digest(&self) -> Result<Digest, ReleaseError> {
        let bytes = fs::read(&self.temporary).map_err(|e| self.fault("读取", e))?;
        Ok(Digest::of(&bytes))
    }

    /// Gives the file its name; never over another one.
    ///
    /// # Errors
    /// When a release of this name is there with other bytes, or the disk fails.
    pub fn place(self) -> Result<Written, ReleaseError> {
        if self.is_there()? {
            return Ok(Written::AlreadyThere(self.target));
        }
        let file = fs::File::open(&self.temporary).map_err(|e| self.fault("写入", e))?;
        self.make_read_only(&file)
            .and_then(|()| file.sync_all())
            .map_err(|e| self.fault("写入", e))?;
        drop(file);
        let Self {
            temporary,
            held,
            target,
            content,
        } = self;
        match temporary.persist_noclobber(&target) {
            Ok(()) => {}
            // Somebody else has published in the meantime.
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                let staged = Self {
                    temporary: error.path,
                    held,
                    target,
                    content,
                };
                staged.is_there()?;
                return Ok(Written::AlreadyThere(staged.target));
            }
            Err(error) => return Err(FileError::new("写入", &target, error.error).into()),
        }
        #[cfg(unix)]
        if let Some(releases) = target.parent() {
            fs::File::open(releases)
                .and_then(|dir| dir.sync_all())
                .map_err(|e| FileError::new("写入", &target, e))?;
        }
        Ok(Written::New(target))
    }

    /// Whether the release is there already; an error where what is there has other bytes.
    fn is_there(&self) -> Result<bool, ReleaseError> {
        if self.target.symlink_metadata().is_err() {
            return Ok(false);
        }
        let there = fs::read(&self.target).map_err(|e| self.fault("读取", e))?;
        let made = fs::read(&self.temporary).map_err(|e| self.fault("读取", e))?;
        if there == made {
            Ok(true)
        } else {
            Err(ReleaseError::Exists(files::shown(&self.target)))
        }
    }

    fn make_read_only(&self, file: &fs::File) -> std::io::Result<()> {
        let mut permissions = file.metadata()?.permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            permissions.set_mode(0o444);
        }
        #[cfg(not(unix))]
        permissions.set_readonly(true);
        fs::set_permissions(&self.temporary, permissions)
    }

    fn fault(&self, action: &'static str, error: std::io::Error) -> FileError {
        FileError::new(action, &self.target, error)
    }
}

/// What stops the writing.
pub(super) enum Fault {
    /// The database failed.
    Sqlite(rusqlite::Error),
    /// The content does not fit together.
    Inconsistent(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn fill(path: &Path, release: &Release, max_pages: Option<u32>) -> Result<Digest, Fault> {
    let mut db = Connection::open(path)?;
    // A file that nobody sees yet needs no journal; it is synced as a whole before it gets its name.
    // secure_delete: no left-over bytes in free space, whatever the allocator had there.
    db.execute_batch(&format!(
        "PRAGMA page_size = {}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8'; PRAGMA threads = 0;
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF;
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
    // Rows go in one by one, so that the bytes are the same. Meanwhile other hands make what needs no database:
    // the words of the index and the digest.
    let (mut digest, mut index) = (Digest::ZERO, Vec::new());
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| index = index_words(&release.catalog));
        scope.spawn(|_| digest = release.digest());
        insert_rows(&tx, release)
    })?;
    insert_release(&tx, release, digest)?;
    Checksums::of(&tx)?.write(&tx)?;
    let mut tables = ItemTables::new(&tx)?;
    for (position, words) in (1i64..).zip(&index) {
        tables.add_words(position, words)?;
    }
    drop(tables);
    tx.execute_batch("INSERT INTO item_fts (item_fts) VALUES ('optimize');")?;
    tx.execute_batch(schema::INDEXES)?;
    tx.execute_batch(schema::VIEWS)?;
    tx.execute_batch(schema::SPECIAL_LISTS)?;
    tx.execute_batch(views::VIEWS)?;
    let categories = release.catalog.categories.iter();
    tx.execute_batch(&schema::statistics_view(
        categories.map(|c| (c.code.as_str(), c.name.as_str())),
    ))?;
    tx.commit()?;
    db.close().map_err(|(_, error)| error)?;
    // Both look at every row of the finished file, independently of each other.
    let (references, structure) = rayon::join(|| check_references(path), || check_structure(path));
    references?;
    structure?;
    Ok(digest)
}

fn index_words(catalog: &Catalog) -> Vec<Words> {
    let items = catalog.items.par_iter();
    items.map(|item| words(item, catalog)).collect()
}

fn insert_rows(tx: &Connection, release: &Release) -> Result<(), Fault> {
    let catalog = &release.catalog;
    insert_catalog(tx, release)?;
    let mut tables = ItemTables::new(tx)?;
    for (position, item) in (1i64..).zip(&catalog.items) {
        tables.add_item(position, item)?;
        tables.add_parts(item)?;
    }
    let mut decisions = Table::new(tx, "decision (item_code, name, decision, reason)")?;
    for row in &release.decisions {
        decisions.add(params![row.item_code, row.name, row.decision, row.reason])?;
    }
    let mut changes = Table::new(tx, "change (item_code, kind, what)")?;
    for row in &release.changes {
        changes.add(params![row.item_code, row.kind.key(), row.what])?;
    }
    insert_adjustments(tx, &release.adjustments)
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

fn reopen(path: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
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

fn check_structure(path: &Path) -> Result<(), Fault> {
    let answer: String = reopen(path)?.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if answer != "ok" {
        return Err(Fault::Inconsistent(answer));
    }
    Ok(())
}

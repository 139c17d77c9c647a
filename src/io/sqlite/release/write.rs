//! Writes a release: beside its place, checked, renamed, read-only. The same content gives the same bytes.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, ToSql, params};

use crate::domain::bigram::index_text;
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::release::Release;
use crate::io::files::{self, FileError};

use super::{ReleaseError, explain, path_of, schema};

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

/// Writes `release` into the folder `releases`, which is made where it is missing.
///
/// Until the last step nothing is there under the release's name; when it fails nothing is left.
///
/// # Errors
/// When a release of this name is there with other bytes, the content contradicts itself, or the disk or the
/// database fails.
pub fn write(releases: &Path, release: &Release) -> Result<Written, ReleaseError> {
    write_within(releases, release, None)
}

/// As [`write`], with at most `max_pages` pages: how a full disk is tried out.
pub(super) fn write_within(
    releases: &Path,
    release: &Release,
    max_pages: Option<u32>,
) -> Result<Written, ReleaseError> {
    let target = path_of(releases, &release.header.id);
    let file_error = |e| FileError::new("写入", &target, e);
    fs::create_dir_all(releases).map_err(file_error)?;
    let temporary = tempfile::Builder::new()
        .prefix(".power-list-")
        .suffix(".db")
        .tempfile_in(releases)
        .map_err(file_error)?
        .into_temp_path();
    fill(&temporary, release, max_pages).map_err(|fault| match fault {
        Fault::Sqlite(error) => ReleaseError::Database {
            action: "写入",
            path: files::shown(&target),
            why: explain(&error),
        },
        Fault::Inconsistent(why) => ReleaseError::Inconsistent(why),
    })?;
    if target.symlink_metadata().is_ok() {
        let same = fs::read(&target).map_err(|e| FileError::new("读取", &target, e))?
            == fs::read(&temporary).map_err(file_error)?;
        return if same {
            Ok(Written::AlreadyThere(target))
        } else {
            Err(ReleaseError::Exists(files::shown(&target)))
        };
    }
    let file = fs::File::open(&temporary).map_err(file_error)?;
    let mut permissions = file.metadata().map_err(file_error)?.permissions();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        permissions.set_mode(0o444);
    }
    #[cfg(not(unix))]
    permissions.set_readonly(true);
    fs::set_permissions(&temporary, permissions).map_err(file_error)?;
    file.sync_all().map_err(file_error)?;
    drop(file);
    // Somebody else may have published in the meantime: never over an existing file.
    match temporary.persist_noclobber(&target) {
        Ok(()) => {}
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(ReleaseError::Exists(files::shown(&target)));
        }
        Err(error) => return Err(file_error(error.error).into()),
    }
    #[cfg(unix)]
    fs::File::open(releases)
        .and_then(|dir| dir.sync_all())
        .map_err(file_error)?;
    Ok(Written::New(target))
}

enum Fault {
    Sqlite(rusqlite::Error),
    Inconsistent(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn fill(path: &Path, release: &Release, max_pages: Option<u32>) -> Result<(), Fault> {
    let mut db = Connection::open(path)?;
    // A file that nobody sees yet needs no journal; it is synced as a whole before it gets its name.
    // secure_delete: no left-over bytes in free space, whatever the allocator had there.
    db.execute_batch(&format!(
        "PRAGMA page_size = {}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8'; PRAGMA threads = 0;
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = OFF;
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
    insert_release(&tx, release)?;
    insert_catalog(&tx, &release.catalog)?;
    for (position, item) in (1i64..).zip(&release.catalog.items) {
        insert_item(&tx, position, item)?;
        insert_words(&tx, position, item, &release.catalog)?;
    }
    for item in &release.catalog.items {
        insert_parts(&tx, item)?;
    }
    for row in &release.decisions {
        insert(
            &tx,
            "decision (item_code, name, decision, reason)",
            params![row.item_code, row.name, row.decision, row.reason],
        )?;
    }
    for row in &release.changes {
        insert(
            &tx,
            "change (item_code, kind, what)",
            params![row.item_code, row.kind.key(), row.what],
        )?;
    }
    tx.execute_batch("INSERT INTO item_fts (item_fts) VALUES ('optimize');")?;
    tx.execute_batch(schema::INDEXES)?;
    tx.execute_batch(schema::VIEWS)?;
    let categories = release.catalog.categories.iter();
    tx.execute_batch(&schema::statistics_view(
        categories.map(|c| (c.code.as_str(), c.name.as_str())),
    ))?;
    tx.commit()?;
    check(&db)?;
    db.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn check(db: &Connection) -> Result<(), Fault> {
    let orphan = db
        .query_row("PRAGMA foreign_key_check", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?))
        })
        .optional()?;
    if let Some((table, parent)) = orphan {
        return Err(Fault::Inconsistent(format!(
            "表 {table} 里有一行指向表 {parent} 里没有的内容"
        )));
    }
    let answer: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if answer != "ok" {
        return Err(Fault::Inconsistent(answer));
    }
    Ok(())
}

/// One row. `table` is `name (columns)`; a value that a constraint refuses is a contradiction in the content.
fn insert(db: &Connection, table: &str, values: &[&dyn ToSql]) -> Result<(), Fault> {
    let marks = vec!["?"; values.len()].join(", ");
    let done = db
        .prepare_cached(&format!("INSERT INTO {table} VALUES ({marks})"))?
        .execute(values);
    match done {
        Ok(_) => Ok(()),
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            Err(Fault::Inconsistent(error.to_string()))
        }
        Err(error) => Err(error.into()),
    }
}

fn insert_release(db: &Connection, release: &Release) -> Result<(), Fault> {
    let h = &release.header;
    insert(
        db,
        "release (id, jurisdiction, jurisdiction_name, edition, category_set, notice, published_on, as_of, digest, \
         ledger_head, partial, previous, tool_version)",
        params![
            h.id.to_string(),
            h.id.jurisdiction().as_str(),
            h.jurisdiction_name,
            h.edition,
            h.category_set,
            h.notice,
            h.published_on.to_string(),
            h.as_of.to_string(),
            release.digest().to_string(),
            h.ledger_head.to_string(),
            h.id.partial(),
            release.previous.as_ref().map(ToString::to_string),
            h.tool_version,
        ],
    )
}

fn insert_catalog(db: &Connection, catalog: &Catalog) -> Result<(), Fault> {
    for (position, d) in (1i64..).zip(&catalog.departments) {
        insert(
            db,
            "department (id, name, short_name, kind, review_group, parent, confirmed, position)",
            params![
                d.id,
                d.name,
                d.short_name,
                d.kind,
                d.review_group,
                d.parent,
                d.confirmed,
                position
            ],
        )?;
    }
    for (position, c) in (1i64..).zip(&catalog.categories) {
        insert(
            db,
            "category (code, name, kind, position)",
            params![c.code, c.name, c.kind, position],
        )?;
    }
    for law in &catalog.laws {
        insert(
            db,
            "law (id, full_name, level, standing_on_as_of, repealed_on)",
            params![
                law.id,
                law.full_name,
                law.level,
                law.standing,
                law.repealed_on.map(|d| d.to_string())
            ],
        )?;
        for v in &law.versions {
            insert(
                db,
                "law_version (law_id, published, effective, enactment, in_force_on_as_of)",
                params![
                    law.id,
                    v.published.to_string(),
                    v.effective.map(|d| d.to_string()),
                    v.enactment,
                    v.in_force
                ],
            )?;
        }
    }
    for chart in &catalog.charts {
        insert(
            db,
            "flowchart (id, kind, title, category)",
            params![chart.id, chart.kind, chart.title, chart.category],
        )?;
        for (ordinal, s) in (1i64..).zip(&chart.steps) {
            insert(
                db,
                "flow_step (flowchart_id, step_id, ordinal, name, kind, actor, days, stage, cite)",
                params![
                    chart.id, s.id, ordinal, s.name, s.kind, s.actor, s.days, s.stage, s.cite
                ],
            )?;
        }
        for step in &chart.steps {
            for (ordinal, edge) in (1i64..).zip(&step.next) {
                insert(
                    db,
                    "flow_edge (flowchart_id, from_step, ordinal, to_step, label)",
                    params![chart.id, step.id, ordinal, edge.to, edge.label],
                )?;
            }
        }
    }
    Ok(())
}

fn insert_item(db: &Connection, position: i64, i: &ItemRow) -> Result<(), Fault> {
    insert(
        db,
        "item (code, position, department_id, category_code, name, exercised_by, office, target, statutory_days, \
         promised_days, day_unit, fee_charged, fee_on_enterprises, fee_standard, phone, email, national_code, \
         flowchart_id, remarks)",
        params![
            i.code,
            position,
            i.department,
            i.category,
            i.name,
            i.exercised_by,
            i.office,
            i.target,
            i.statutory_days,
            i.promised_days,
            i.day_unit,
            i.fee_charged,
            i.fee_on_enterprises,
            i.fee_standard,
            i.phone,
            i.email,
            i.national_code,
            i.flowchart,
            i.remarks
        ],
    )
}

fn insert_words(
    db: &Connection,
    position: i64,
    item: &ItemRow,
    catalog: &Catalog,
) -> Result<(), Fault> {
    let columns = item.search_columns(catalog);
    insert(
        db,
        "item_fts (rowid, name, basis, duties, department)",
        params![
            position,
            index_text(&columns.name),
            index_text(&columns.basis),
            index_text(&columns.duties),
            index_text(&columns.department)
        ],
    )
}

fn insert_parts(db: &Connection, item: &ItemRow) -> Result<(), Fault> {
    let code = &item.code;
    for (n, s) in (1i64..).zip(&item.sub_items) {
        insert(
            db,
            "sub_item (code, item_code, ordinal, name, flowchart_id)",
            params![s.code, code, n, s.name, s.flowchart],
        )?;
    }
    for (n, b) in (1i64..).zip(&item.basis) {
        insert(
            db,
            "item_basis (item_code, ordinal, field, entry, role, cite, law_id, law_name, article, article_sub, \
             paragraph, subparagraph, point, quote)",
            params![
                code,
                n,
                b.field.key(),
                b.entry,
                b.role,
                b.cite,
                b.law_id,
                b.law_name,
                b.article,
                b.article_sub,
                b.paragraph,
                b.subparagraph,
                b.point,
                b.quote
            ],
        )?;
    }
    for (n, r) in (1i64..).zip(&item.responsibilities) {
        insert(
            db,
            "responsibility (item_code, ordinal, stage, duty, cite)",
            params![code, n, r.stage, r.duty, r.cite],
        )?;
    }
    for (n, a) in (1i64..).zip(&item.accountability) {
        insert(
            db,
            "accountability (item_code, ordinal, situation, cite)",
            params![code, n, a.situation, a.cite],
        )?;
    }
    for (n, r) in (1i64..).zip(&item.integrity_risks) {
        insert(
            db,
            "integrity_risk (item_code, ordinal, step, risk, level, measure)",
            params![code, n, r.step, r.risk, r.level, r.measure],
        )?;
    }
    for (n, p) in (1i64..).zip(&item.prerequisites) {
        insert(
            db,
            "prerequisite (item_code, ordinal, prerequisite, prerequisite_code, cite)",
            params![code, n, p.prerequisite, p.prerequisite_code, p.cite],
        )?;
    }
    for (n, s) in (1i64..).zip(&item.intermediary_services) {
        insert(
            db,
            "intermediary_service (item_code, ordinal, name, cite, paid_by)",
            params![code, n, s.name, s.cite, s.paid_by],
        )?;
    }
    Ok(())
}

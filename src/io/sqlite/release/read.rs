//! Reads a release back into the values it was written from.

use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Row};

use crate::domain::catalog::{
    Catalog, CategoryRow, ChartRow, DepartmentRow, EdgeRow, LawRow, StepRow, VersionRow,
};
use crate::domain::ids::{Digest, ItemCode};
use crate::domain::release::{
    AdjustmentRow, ChangeKind, ChangeRow, DecisionRow, Header, Release, ReleaseId,
};
use crate::io::files::{self, FileError};

use super::rows::{header, known, parsed, parsed_option};
use super::{ReleaseError, explain, schema};

/// An open release.
#[derive(Debug)]
pub struct ReleaseFile {
    pub(super) db: Connection,
    path: PathBuf,
    header: Header,
    previous: Option<ReleaseId>,
    digest: Digest,
    version: i32,
}

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

impl ReleaseFile {
    /// Opens a release for reading; nothing is written, not even beside it.
    ///
    /// # Errors
    /// When there is no file, or it is no release, or one of a later format, or damaged.
    pub fn open(path: &Path) -> Result<Self, ReleaseError> {
        let shown = files::shown(path);
        let not_a_release = |why| ReleaseError::NotARelease {
            path: shown.clone(),
            why,
        };
        let file = match fs::File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(ReleaseError::NotFound(shown));
            }
            Err(e) => return Err(FileError::new("读取", path, e).into()),
        };
        let meta = file
            .metadata()
            .map_err(|e| FileError::new("读取", path, e))?;
        if !meta.is_file() {
            return Err(not_a_release("这是一个文件夹"));
        }
        if meta.len() == 0 {
            return Err(not_a_release("文件是空的"));
        }
        let mut head = Vec::new();
        file.take(MAGIC.len() as u64)
            .read_to_end(&mut head)
            .map_err(|e| FileError::new("读取", path, e))?;
        if head != MAGIC {
            return Err(not_a_release("它不是 SQLite 数据库"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let failed = |e: &rusqlite::Error| database(&shown, e);
        // A file that never changes needs no locks and no journal, not even where its header speaks of one.
        let db = Connection::open_with_flags(immutable(path), flags).map_err(|e| failed(&e))?;
        let pragma = |name: &str| {
            db.query_row(&format!("PRAGMA {name}"), [], |r| r.get::<_, i32>(0))
                .map_err(|e| failed(&e))
        };
        if pragma("application_id")? != schema::APPLICATION_ID {
            return Err(not_a_release("它是另一种数据库，不是本程序公布的清单"));
        }
        let found = pragma("user_version")?;
        if found > schema::VERSION {
            return Err(ReleaseError::Newer { path: shown, found });
        }
        if found < 1 {
            let why = format!("文件头写的格式是第 {found} 版，没有这一版");
            return Err(ReleaseError::Damaged { path: shown, why });
        }
        if let Some(name) = garbled(&db).map_err(|e| failed(&e))? {
            let why = format!("库结构（sqlite_schema）里 {name} 的定义不对：不是 UTF-8");
            return Err(ReleaseError::Damaged { path: shown, why });
        }
        let (header, previous, digest) = db
            .query_row("SELECT * FROM release", [], header)
            .map_err(|e| failed(&e))?;
        // The first version knew no digest of the law, the second no list of the level above: that a column is there
        // says more than that there is something in it.
        let later = match found {
            1 => "'register_digest', 'parent'",
            2 => "'parent'",
            _ => "",
        };
        let later: bool = db
            .query_row(
                &format!(
                    "SELECT count(*) > 0 FROM pragma_table_info('release') WHERE name IN ({later})"
                ),
                [],
                |r| r.get(0),
            )
            .map_err(|e| failed(&e))?;
        if later {
            let why = format!("文件头写的格式是第 {found} 版，内容不是");
            return Err(ReleaseError::Damaged { path: shown, why });
        }
        Ok(Self {
            db,
            path: path.to_path_buf(),
            header,
            previous,
            digest,
            version: found,
        })
    }

    /// What it says of itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The digest that it states; [`Release::digest`] of [`ReleaseFile::read`] says whether it is true.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Its `user_version`.
    pub const fn version(&self) -> i32 {
        self.version
    }

    /// The release that it compares itself with; `None` for the first.
    pub const fn previous(&self) -> Option<&ReleaseId> {
        self.previous.as_ref()
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number of items.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn item_count(&self) -> Result<usize, ReleaseError> {
        let count: i64 = self
            .db
            .query_row("SELECT count(*) FROM item", [], |r| r.get(0))
            .map_err(|e| self.failed(&e))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Every code of an item or sub-item that it names, those of cancelled and absorbed items included.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codes(&self) -> Result<Vec<ItemCode>, ReleaseError> {
        let texts = self
            .rows(
                "SELECT code FROM item UNION SELECT code FROM sub_item
                 UNION SELECT item_code FROM decision UNION SELECT item_code FROM change",
                |r| r.get::<_, String>(0),
            )
            .map_err(|e| self.failed(&e))?;
        Ok(texts.iter().filter_map(|t| t.parse().ok()).collect())
    }

    /// Units and categories, each in their order.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn units(&self) -> Result<(Vec<DepartmentRow>, Vec<CategoryRow>), ReleaseError> {
        let both = || Ok((self.departments()?, self.categories()?));
        both().map_err(|e| self.failed(&e))
    }

    /// Everything in it.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn read(&self) -> Result<Release, ReleaseError> {
        self.release().map_err(|e| self.failed(&e))
    }

    pub(super) fn failed(&self, error: &rusqlite::Error) -> ReleaseError {
        database(&files::shown(&self.path), error)
    }

    fn release(&self) -> rusqlite::Result<Release> {
        let bare = self.around(self.catalog()?)?;
        self.with_drawings(bare)
    }

    /// The release with this list, without pictures.
    pub(super) fn around(&self, catalog: Catalog) -> rusqlite::Result<Release> {
        Ok(Release {
            header: self.header.clone(),
            catalog,
            decisions: self.decision_rows()?,
            previous: self.previous.clone(),
            changes: self.change_rows()?,
            adjustments: self.adjustments()?,
            drawings: Vec::new(),
        })
    }

    pub(super) fn with_drawings(&self, bare: Release) -> rusqlite::Result<Release> {
        let mut drawings = Vec::new();
        self.each_drawing(|drawing| drawings.push(drawing))?;
        Ok(Release { drawings, ..bare })
    }

    pub(super) fn change_rows(&self) -> rusqlite::Result<Vec<ChangeRow>> {
        self.rows("SELECT * FROM change ORDER BY item_code", |r| {
            Ok(ChangeRow {
                item_code: r.get("item_code")?,
                kind: known(r, "kind", ChangeKind::from_key)?,
                what: r.get("what")?,
            })
        })
    }

    /// Adjustments that came into the list with it; files of before version 3 know of none.
    pub(super) fn adjustments(&self) -> rusqlite::Result<Vec<AdjustmentRow>> {
        if self.version < 3 {
            return Ok(Vec::new());
        }
        self.rows(
            "SELECT * FROM adjustment ORDER BY id, ordinal",
            super::rows::adjustment,
        )
    }

    pub(super) fn rows<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let mut statement = self.db.prepare(sql)?;
        statement.query_map([], |row| read(row))?.collect()
    }

    pub(super) fn decision_rows(&self) -> rusqlite::Result<Vec<DecisionRow>> {
        self.rows("SELECT * FROM decision ORDER BY item_code", |r| {
            Ok(DecisionRow {
                item_code: r.get("item_code")?,
                name: r.get("name")?,
                decision: r.get("decision")?,
                reason: r.get("reason")?,
            })
        })
    }

    pub(super) fn catalog(&self) -> rusqlite::Result<Catalog> {
        Ok(Catalog {
            as_of: self.header.as_of,
            departments: self.departments()?,
            categories: self.categories()?,
            laws: self.law_rows()?,
            charts: self.charts(Which::All)?,
            items: self.items(Which::All)?,
        })
    }

    pub(super) fn departments(&self) -> rusqlite::Result<Vec<DepartmentRow>> {
        self.rows("SELECT * FROM department ORDER BY position", |r| {
            Ok(DepartmentRow {
                id: r.get("id")?,
                name: r.get("name")?,
                short_name: r.get("short_name")?,
                kind: r.get("kind")?,
                review_group: r.get("review_group")?,
                parent: r.get("parent")?,
                confirmed: r.get("confirmed")?,
            })
        })
    }

    pub(super) fn categories(&self) -> rusqlite::Result<Vec<CategoryRow>> {
        self.rows("SELECT * FROM category ORDER BY position", |r| {
            Ok(CategoryRow {
                code: r.get("code")?,
                name: r.get("name")?,
                kind: r.get("kind")?,
            })
        })
    }

    pub(super) fn law_rows(&self) -> rusqlite::Result<Vec<LawRow>> {
        let mut versions = self.grouped(
            "SELECT * FROM law_version ORDER BY law_id, published",
            |r| {
                Ok(VersionRow {
                    published: parsed(r, "published")?,
                    effective: parsed_option(r, "effective")?,
                    enactment: r.get("enactment")?,
                    in_force: r.get("in_force_on_as_of")?,
                })
            },
        )?;
        let mut laws = self.rows("SELECT * FROM law ORDER BY id", |r| {
            Ok(LawRow {
                id: r.get("id")?,
                full_name: r.get("full_name")?,
                level: r.get("level")?,
                standing: r.get("standing_on_as_of")?,
                repealed_on: parsed_option(r, "repealed_on")?,
                versions: Vec::new(),
            })
        })?;
        for law in &mut laws {
            law.versions = versions.remove(&law.id).unwrap_or_default();
        }
        Ok(laws)
    }

    pub(super) fn charts(&self, which: Which) -> rusqlite::Result<Vec<ChartRow>> {
        let mut edges: HashMap<(String, String), Vec<EdgeRow>> = HashMap::new();
        let only = which.charts("flowchart_id");
        let sql =
            format!("SELECT * FROM flow_edge {only} ORDER BY flowchart_id, from_step, ordinal");
        for (key, edge) in self.rows(&sql, |r| {
            let edge = EdgeRow {
                to: r.get("to_step")?,
                label: r.get("label")?,
            };
            Ok(((r.get("flowchart_id")?, r.get("from_step")?), edge))
        })? {
            edges.entry(key).or_default().push(edge);
        }
        let sql = format!("SELECT * FROM flow_step {only} ORDER BY flowchart_id, ordinal");
        let mut steps = self.grouped(&sql, |r| {
            Ok(StepRow {
                id: r.get("step_id")?,
                name: r.get("name")?,
                kind: r.get("kind")?,
                actor: r.get("actor")?,
                days: r.get("days")?,
                stage: r.get("stage")?,
                cite: r.get("cite")?,
                next: Vec::new(),
            })
        })?;
        let only = which.charts("id");
        let sql = format!("SELECT id, kind, title, category FROM flowchart {only} ORDER BY id");
        let mut charts = self.rows(&sql, |r| {
            Ok(ChartRow {
                id: r.get("id")?,
                kind: r.get("kind")?,
                title: r.get("title")?,
                category: r.get("category")?,
                steps: Vec::new(),
            })
        })?;
        for chart in &mut charts {
            chart.steps = steps.remove(&chart.id).unwrap_or_default();
            for step in &mut chart.steps {
                let key = (chart.id.clone(), step.id.clone());
                step.next = edges.remove(&key).unwrap_or_default();
            }
        }
        Ok(charts)
    }
}

impl ReleaseFile {
    /// Empties the tables of [`Which::Wanted`], which are in memory: a release is never written to, and nothing is left
    /// beside it. They are not made anew: while the items are walked over no table can be dropped.
    pub(super) fn want_nothing(&self) -> rusqlite::Result<()> {
        self.db.execute_batch(
            "PRAGMA temp_store = MEMORY;
             CREATE TEMP TABLE IF NOT EXISTS wanted_item (key TEXT PRIMARY KEY) WITHOUT ROWID;
             CREATE TEMP TABLE IF NOT EXISTS wanted_chart (key TEXT PRIMARY KEY) WITHOUT ROWID;
             DELETE FROM temp.wanted_item;
             DELETE FROM temp.wanted_chart;",
        )
    }

    /// Has [`Which::Wanted`] mean the items of these codes.
    pub(super) fn want_items<'c>(
        &self,
        codes: impl Iterator<Item = &'c str>,
    ) -> rusqlite::Result<()> {
        self.want_nothing()?;
        let sql = "INSERT OR IGNORE INTO temp.wanted_item VALUES (?1)";
        let mut want = self.db.prepare(sql)?;
        for code in codes {
            want.execute([code])?;
        }
        Ok(())
    }
}

/// How much of the list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// All of it.
    All,
    /// The items and charts of the temporary tables `wanted_item` and `wanted_chart`.
    Wanted,
}

impl Which {
    pub(super) fn items(self, column: &str) -> String {
        self.only(column, "wanted_item")
    }

    fn charts(self, column: &str) -> String {
        self.only(column, "wanted_chart")
    }

    fn only(self, column: &str, table: &str) -> String {
        match self {
            Self::All => String::new(),
            Self::Wanted => format!("WHERE {column} IN (SELECT key FROM temp.{table})"),
        }
    }
}

/// A table, index or view whose definition is no text: names of columns cannot even be asked for.
fn garbled(db: &Connection) -> rusqlite::Result<Option<String>> {
    let mut statement = db.prepare(
        "SELECT CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(coalesce(sql, '') AS BLOB) FROM sqlite_schema",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..3 {
            if std::str::from_utf8(row.get_ref(column)?.as_blob()?).is_err() {
                let name = row.get_ref(0)?.as_blob()?;
                let name = String::from_utf8_lossy(name).replace(char::REPLACEMENT_CHARACTER, "?");
                return Ok(Some(name));
            }
        }
    }
    Ok(None)
}

/// The URI by which SQLite opens a file that nobody writes.
fn immutable(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte));
            }
            // A drive letter's path has to look like an absolute one.
            #[cfg(windows)]
            b'\\' => uri.push('/'),
            other => uri.push_str(&format!("%{other:02x}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

pub(super) fn database(path: &str, error: &rusqlite::Error) -> ReleaseError {
    use rusqlite::{Error, ErrorCode};
    let damaged = match error {
        Error::FromSqlConversionFailure(..)
        | Error::InvalidColumnType(..)
        | Error::Utf8Error(..)
        | Error::InvalidColumnName(_)
        | Error::IntegralValueOutOfRange(..)
        | Error::QueryReturnedNoRows => true,
        other => matches!(
            other.sqlite_error_code(),
            Some(
                ErrorCode::DatabaseCorrupt
                    | ErrorCode::NotADatabase
                    | ErrorCode::Unknown
                    // A length that no value of a release has was read from a place that holds none.
                    | ErrorCode::TooBig
            )
        ),
    };
    let path = path.to_owned();
    let why = explain(error);
    if damaged {
        ReleaseError::Damaged { path, why }
    } else {
        ReleaseError::Database {
            action: "读取",
            path,
            why,
        }
    }
}

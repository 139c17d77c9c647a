//! `import` and `publish` against a raw insert of the rows that come of it; and the publication of a list that nobody holds,
//! whatever its length: `cargo bench --bench scale -- publish 1000000`, a process of its own, tells its peak memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::date;
use power_list::domain::bigram::index_text;
use power_list::domain::gate::Gate;
use power_list::domain::ids::Digest;
use power_list::domain::law::Register;
use power_list::io::files;
use power_list::io::project::{self, outline};
use power_list::io::sqlite::release::ReleaseFile;
use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Holdings as _;
use power_list::ops::publish::{Items, Listed, PublishInput, publish};
use power_list::ops::submission;
use power_list::ops::validate::{Leniency, Request, Silent, survey_outline};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::generate;
use super::measure::{Table, once, peak, reset_peak};

/// Of more items the rows are not held in memory, and so nothing is compared with a raw insert.
const HELD: usize = 200_000;

/// Highest ratio of `import` with `publish` to the raw insert.
const PUBLISH: f64 = 2.0;

/// Measures both, or, of a list too long to be held, the publication alone; says whether a limit was exceeded.
pub fn run(items: usize, register: &Register) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let (root, scratch) = (dir.path().join("project"), dir.path());
    generate::project(&root, items, register, date(2015, 3, 1), 0);
    let file = streamed(&root, items, register, scratch);
    if items > HELD {
        return false;
    }
    let rows = Rows::of(&file);
    let project = project::load(&root, None, "", None).unwrap().project;
    let input = input(&project, &root, register);
    let mut run = 0;
    let mut fresh = |name: &str| {
        run += 1;
        scratch.join(format!("{name}-{run}"))
    };
    let mut table = Table::against("同样的行，手写的 rusqlite", 3, || {
        rows.insert(&fresh("raw.db"));
    });
    table.row("import 首次", 3, PUBLISH, || {
        let mut store = WorkStore::open_or_create(&fresh("work.db")).unwrap();
        let counts = store.import_items(&submission::imported(&project)).unwrap();
        assert_eq!(counts.created, items);
    });
    table.row("publish 首次", 3, PUBLISH, || {
        let done = publish(&input, &fresh("releases")).unwrap();
        assert!(files::are_same(&done.path, &file).unwrap());
    });
    table.row("import 首次和 publish 首次", 3, PUBLISH, || {
        let mut store = WorkStore::open_or_create(&fresh("work.db")).unwrap();
        store.import_items(&submission::imported(&project)).unwrap();
        publish(&input, &fresh("releases")).unwrap();
    });
    table.print()
}

/// Publishes from the files, without holding the list.
fn streamed(root: &Path, items: usize, register: &Register, scratch: &Path) -> PathBuf {
    reset_peak();
    let (listed, time) = once(|| {
        let outline = outline::outline(root, Some(Gate::Publication), "").unwrap();
        let request = Request {
            gate: Some(Gate::Publication),
            ..Request::new(date(2015, 3, 1), Leniency::Gate)
        };
        Listed::of(survey_outline(outline, root, register, &request, &Silent).unwrap())
    });
    told("校验", items, time);
    reset_peak();
    let input = input(&listed, root, register);
    let releases = scratch.join("releases");
    let (done, time) = once(|| publish(&input, &releases).unwrap());
    assert_eq!(done.items, items);
    told("公布，逐个文件读入", items, time);
    println!(
        "发布文件 {:.1} MB，摘要 {}\n",
        fs::metadata(&done.path).unwrap().len() as f64 / 1e6,
        done.digest.short()
    );
    done.path
}

fn told(what: &str, items: usize, time: Duration) {
    println!(
        "{what} {items} 项：{:.1} 秒，每项 {:.0} 微秒，内存峰值 {:.0} MB",
        time.as_secs_f64(),
        time.as_secs_f64() * 1e6 / items as f64,
        peak().unwrap_or(f64::NAN),
    );
}

fn input<'a>(project: &'a dyn Items, root: &'a Path, register: &'a Register) -> PublishInput<'a> {
    let units = project.frame().departments.iter();
    PublishInput {
        project,
        root,
        register,
        date: date(2015, 3, 1),
        partial: false,
        number: 1,
        confirmed: units.map(|d| d.id.value.clone()).collect(),
        removals: Vec::new(),
        adjustments: Vec::new(),
        ledger_head: Digest::ZERO,
        gate_errors: 0,
    }
}

/// Everything that is in a release, as values, in the order of its tables.
struct Rows {
    tables: Vec<(String, Vec<Vec<Value>>)>,
    words: Vec<Vec<Value>>,
    /// Definitions of tables, then of the index, then of indexes.
    definitions: [Vec<String>; 3],
}

impl Rows {
    fn of(file: &Path) -> Self {
        let db = Connection::open(file).unwrap();
        let texts = |wanted: &str| -> Vec<(String, String)> {
            let sql = format!("SELECT name, sql FROM sqlite_schema WHERE {wanted} ORDER BY rowid");
            let mut statement = db.prepare(&sql).unwrap();
            let found = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)));
            found.unwrap().map(Result::unwrap).collect()
        };
        let tables = texts("type = 'table' AND name NOT LIKE 'item\\_fts%' ESCAPE '\\'");
        let definitions = |of: Vec<(String, String)>| of.into_iter().map(|(_, sql)| sql).collect();
        let values = |(name, _): &(String, String)| {
            let mut statement = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
            let width = statement.column_count();
            let marks = vec!["?"; width].join(", ");
            let row = |r: &rusqlite::Row<'_>| (0..width).map(|i| r.get(i)).collect();
            let rows = statement.query_map([], row).unwrap().map(Result::unwrap);
            let sql = format!("INSERT INTO {name} VALUES ({marks})");
            (sql, rows.collect())
        };
        let catalog = ReleaseFile::open(file).unwrap().read().unwrap().catalog;
        let words = (1i64..).zip(&catalog.items).map(|(position, item)| {
            let columns = item.search_columns(&catalog);
            let texts = [
                columns.name,
                columns.basis,
                columns.duties,
                columns.department,
            ];
            let texts = texts.iter().map(|text| Value::Text(index_text(text)));
            std::iter::once(Value::Integer(position))
                .chain(texts)
                .collect()
        });
        Self {
            words: words.collect(),
            tables: tables.iter().map(values).collect(),
            definitions: [
                definitions(tables),
                definitions(texts("name = 'item_fts'")),
                definitions(texts("type = 'index' AND sql IS NOT NULL")),
            ],
        }
    }

    /// What anybody would write who is in a hurry: no journal, one transaction, statements made once, the index and the
    /// indexes after the rows.
    fn insert(&self, path: &Path) {
        let mut db = Connection::open(path).unwrap();
        db.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF;",
        )
        .unwrap();
        let tx = db.transaction().unwrap();
        let [tables, index, indexes] = &self.definitions;
        tables.iter().for_each(|sql| tx.execute_batch(sql).unwrap());
        let insert = |sql: &str, rows: &[Vec<Value>]| {
            let mut statement = tx.prepare(sql).unwrap();
            for row in rows {
                statement.execute(params_from_iter(row)).unwrap();
            }
        };
        for (sql, rows) in &self.tables {
            insert(sql, rows);
        }
        index.iter().for_each(|sql| tx.execute_batch(sql).unwrap());
        insert(
            "INSERT INTO item_fts (rowid, name, basis, duties, department) VALUES (?, ?, ?, ?, ?)",
            &self.words,
        );
        indexes
            .iter()
            .for_each(|sql| tx.execute_batch(sql).unwrap());
        tx.commit().unwrap();
    }
}

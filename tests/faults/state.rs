//! What a project comes to: its files, and what its working database holds.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Store as _;
use power_list::ops::review::{Session, verify_store};
use power_list::workflow::chain::verify;
use power_list::workflow::{Campaign, Event, Keyring, Record};
use rusqlite::Connection;

use crate::sample::program::content;
use crate::sample::town::Town;

/// Where the working database is, with what SQLite keeps beside it.
const OWN: &str = ".power-list";

/// Files and database of a town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Files that people see, by path.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    /// What has no name yet, or not any more.
    pub litter: Vec<PathBuf>,
    /// What the database holds.
    pub database: Database,
}

/// An event: its number, who, in which role, what, and whether it is signed.
pub type Said = [String; 5];

/// What a working database holds, but for the time at which it came: that differs from run to run, and digests with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Database {
    /// The events.
    pub events: Vec<Said>,
    /// Rows of the other tables, as text.
    pub rows: BTreeMap<&'static str, Vec<String>>,
}

impl State {
    /// That of a town, looked at in a copy: the town stays as it is, with everything that lies about in it. Where there is a
    /// record, it has to hold, and to add up to the state that the program opens.
    pub fn of(town: &Town) -> Self {
        let all = content(town.path());
        let database = Database::of(&Town::again(&all));
        let (mut files, mut litter) = (BTreeMap::new(), Vec::new());
        for (path, bytes) in all {
            if is_nameless(&path) {
                litter.push(path);
            } else if !path.starts_with(OWN) {
                files.insert(path, bytes);
            } else if !path.ends_with("work.db") {
                litter.push(path);
            }
        }
        litter.extend(nameless_folders(town.path()));
        Self {
            files,
            litter,
            database,
        }
    }

    /// What is neither as it was before nor as it is after.
    pub fn between<'s>(&'s self, before: &'s Self, after: &'s Self) -> Vec<String> {
        let mut out = Vec::new();
        let paths = [self, before, after]
            .into_iter()
            .flat_map(|s| s.files.keys());
        for path in paths.collect::<BTreeSet<_>>() {
            let is = self.files.get(path);
            if is != before.files.get(path) && is != after.files.get(path) {
                out.push(format!("{}：有一半", path.display()));
            }
        }
        if self.database != before.database && self.database != after.database {
            out.push(format!(
                "工作库：{} 个事件，既不是以前的样子，也不是以后的样子",
                self.database.events.len()
            ));
        }
        out
    }

    /// Whether it is like another one, but for what lies about.
    pub fn is_like(&self, other: &Self) -> bool {
        self.files == other.files && self.database == other.database
    }

    /// How many files are not as they were before, of those that change.
    pub fn changed(&self, before: &Self) -> usize {
        let paths = self.files.keys().chain(before.files.keys());
        let paths: BTreeSet<_> = paths.collect();
        let changed = |path: &&PathBuf| self.files.get(*path) != before.files.get(*path);
        paths.into_iter().filter(changed).count()
    }

    /// Paths that differ from those of another state, for people.
    pub fn unlike(&self, other: &Self) -> String {
        let paths = self.files.keys().chain(other.files.keys());
        let paths: BTreeSet<_> = paths.collect();
        let files: Vec<_> = paths
            .into_iter()
            .filter(|path| self.files.get(*path) != other.files.get(*path))
            .collect();
        let (one, two) = (&self.database, &other.database);
        let events = (one.events.len(), two.events.len());
        let differing = one.events.iter().zip(&two.events).find(|(a, b)| a != b);
        let rows: Vec<_> = one
            .rows
            .iter()
            .filter(|(table, rows)| two.rows.get(*table) != Some(rows))
            .map(|(table, _)| table)
            .collect();
        format!(
            "文件 {files:?}，剩下 {:?} / {:?}，事件 {events:?} {differing:?}，表 {rows:?}",
            self.litter, other.litter
        )
    }
}

/// Whether a file does not have its name yet, or not any more. The mark of a site is one of its files.
fn is_nameless(path: &Path) -> bool {
    let folders = path.parent().into_iter().flat_map(Path::iter);
    let folder = |name: &OsStr| name.to_string_lossy().starts_with(".power-list-");
    folders.clone().any(folder)
        || folder(path.file_name().unwrap()) && !path.ends_with(".power-list-site")
}

/// Folders that do not have their name: their files are found by themselves, where there are any.
fn nameless_folders(root: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                let name = path.file_name().unwrap().to_string_lossy();
                if name.starts_with(".power-list-") {
                    out.push(path.strip_prefix(root).unwrap().to_path_buf());
                }
                open.push(path);
            }
        }
    }
    out
}

impl Database {
    /// What the database of a town holds; nothing where there is none, or one that was only begun.
    pub fn of(town: &Town) -> Self {
        let path = town.database();
        let length = std::fs::metadata(&path).map_or(0, |meta| meta.len());
        let begun = |ending: &str| {
            let journal = town.path().join(format!("{OWN}/work.db{ending}"));
            std::fs::metadata(journal).is_ok_and(|meta| meta.len() > 0)
        };
        if !path.exists() || length == 0 && !begun("-wal") {
            return Self::default();
        }
        let records = sound(&path);
        let connection = Connection::open(&path).unwrap();
        let check: String = connection
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(check, "ok");
        let rows = [
            (
                "item",
                "SELECT code || ' ' || department || ' ' || category || ' ' || name || ' ' || digest FROM item",
            ),
            ("blob", "SELECT digest FROM blob"),
            (
                "notebook",
                "SELECT owner || ' ' || department || ' ' || round || ' ' || step || ' ' || payload FROM notebook",
            ),
        ]
        .into_iter()
        .filter_map(|(table, sql)| {
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
            let mut rows: Vec<String> = rows.map(Result::unwrap).collect();
            rows.sort();
            (!rows.is_empty()).then_some((table, rows))
        })
        .collect();
        let events = records.into_iter().map(|record| {
            let Record {
                seq,
                actor,
                role,
                payload,
                signature,
                ..
            } = record;
            [
                seq.to_string(),
                actor,
                role,
                payload,
                signature.is_some().to_string(),
            ]
        });
        Self {
            events: events.collect(),
            rows,
        }
    }
}

/// The records of a working database, which hold, and add up to the state with which the program begins.
pub fn sound(database: &Path) -> Vec<Record> {
    let mut store = WorkStore::open_or_create(database).unwrap();
    let records = store.read(0).unwrap();
    verify(&records).unwrap();
    let verified = verify_store(&mut store, &Keyring::default()).unwrap();
    assert_eq!(verified.unwrap().forged, None);
    let events: Vec<Event> = records.iter().map(|r| r.read().unwrap()).collect();
    let state = Campaign::replay(&events).unwrap();
    let session = Session::open(store).unwrap();
    assert!(*session.campaign() == state, "打开的状态与事件不符");
    records
}

//! Where in a file a value was changed: short digests over every column, and over what belongs to every item, law,
//! chart and the rest. The digest of the release says that something is wrong; these say in which row and which column.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Rows, Statement, params};
use sha2::{Digest as _, Sha256};

/// The tables that carry content, each with the column that says whose its rows are, and the table of those.
pub const TABLES: [(&str, &str, &str); 19] = [
    ("release", "id", "release"),
    ("department", "id", "department"),
    ("category", "code", "category"),
    ("law", "id", "law"),
    ("law_version", "law_id", "law"),
    ("flowchart", "id", "flowchart"),
    ("flow_step", "flowchart_id", "flowchart"),
    ("flow_edge", "flowchart_id", "flowchart"),
    ("item", "code", "item"),
    ("sub_item", "item_code", "item"),
    ("item_basis", "item_code", "item"),
    ("responsibility", "item_code", "item"),
    ("accountability", "item_code", "item"),
    ("integrity_risk", "item_code", "item"),
    ("prerequisite", "item_code", "item"),
    ("intermediary_service", "item_code", "item"),
    ("decision", "item_code", "decision"),
    ("change", "item_code", "change"),
    ("adjustment", "id", "adjustment"),
];

/// How many bytes of a column are gathered before they are hashed.
const PIECE: usize = 1 << 14;

/// The first sixteen hexadecimal digits of a digest: enough to tell a slip of the disk from the truth.
type Short = u64;

/// Digests by table and column, and by table and key.
#[derive(Debug, Default)]
pub(super) struct Checksums {
    columns: BTreeMap<Place, Option<Short>>,
    /// By table; in each, in the order of the keys.
    rows: BTreeMap<String, Keyed>,
}

/// A table with a column or a key in it.
pub type Place = (String, String);

/// Keys with their digests: of a list of a million items there are a million, so they share one text.
#[derive(Debug, Default)]
struct Keyed {
    text: String,
    ends: Vec<usize>,
    /// `None` for what is no digest.
    digests: Vec<Option<Short>>,
}

impl Keyed {
    fn push(&mut self, key: &str, digest: Option<Short>) {
        self.text.push_str(key);
        self.ends.push(self.text.len());
        self.digests.push(digest);
    }

    fn iter(&self) -> impl Iterator<Item = (&str, Option<Short>)> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let keys = begins
            .zip(&self.ends)
            .map(|(from, to)| &self.text[from..*to]);
        keys.zip(self.digests.iter().copied())
    }
}

impl Checksums {
    /// Takes them of what is in the file.
    pub(super) fn of(db: &Connection) -> rusqlite::Result<Self> {
        let mut rows: BTreeMap<String, Keyed> = BTreeMap::new();
        let columns = take(db, &mut |owner, key, digest| {
            match rows.get_mut(owner) {
                Some(keyed) => keyed.push(key, Some(digest)),
                None => {
                    let keyed = rows.entry(owner.to_owned()).or_default();
                    keyed.push(key, Some(digest));
                }
            }
            Ok(())
        })?;
        Ok(Self { columns, rows })
    }

    /// Those that the file states.
    pub(super) fn stated(db: &Connection) -> rusqlite::Result<Self> {
        let mut out = Self::default();
        let mut columns =
            db.prepare("SELECT table_name, column_name, digest FROM column_digest")?;
        let mut found = columns.query([])?;
        while let Some(row) = found.next()? {
            let digest = read_short(&row.get::<_, String>(2)?);
            out.columns.insert((row.get(0)?, row.get(1)?), digest);
        }
        let mut rows = db.prepare("SELECT table_name, row_key, digest FROM row_digest")?;
        let mut found = rows.query([])?;
        while let Some(row) = found.next()? {
            let digest = read_short(&row.get::<_, String>(2)?);
            let keyed = out.rows.entry(row.get(0)?).or_default();
            keyed.push(row.get_ref(1)?.as_str()?, digest);
        }
        Ok(out)
    }

    fn of_table(&self, table: &str) -> BTreeMap<&str, Option<Short>> {
        let keyed = self.rows.get(table).into_iter();
        keyed.flat_map(Keyed::iter).collect()
    }

    /// The columns and the rows in which the two differ.
    pub(super) fn differences(&self, other: &Self) -> (Vec<Place>, Vec<Place>) {
        let tables: BTreeSet<&String> = self.rows.keys().chain(other.rows.keys()).collect();
        let mut rows = Vec::new();
        for table in tables {
            let (one, other) = (self.of_table(table), other.of_table(table));
            let keys = apart(&one, &other).into_iter();
            rows.extend(keys.map(|key| (table.clone(), (*key).to_owned())));
        }
        let columns = apart(&self.columns, &other.columns);
        (columns.into_iter().cloned().collect(), rows)
    }
}

/// Takes them of what is in the file and writes them into it; of the rows none is kept.
pub(super) fn write(db: &Connection) -> rusqlite::Result<()> {
    let mut rows = db.prepare("INSERT INTO row_digest VALUES (?, ?, ?)")?;
    let columns = take(db, &mut |owner, key, digest| {
        rows.execute(params![owner, key, hexadecimal(digest)])?;
        Ok(())
    })?;
    let mut statement = db.prepare("INSERT INTO column_digest VALUES (?, ?, ?)")?;
    for ((table, column), digest) in &columns {
        statement.execute(params![table, column, digest.map(hexadecimal)])?;
    }
    Ok(())
}

/// Gives the digests of the columns, and hands over those of the rows: owner, key, digest, in the order of owners and
/// keys. The tables of one owner are gone through side by side, so that no more than one of its keys is at hand at a time.
fn take(
    db: &Connection,
    row: &mut dyn FnMut(&str, &str, Short) -> rusqlite::Result<()>,
) -> rusqlite::Result<BTreeMap<Place, Option<Short>>> {
    let mut columns = BTreeMap::new();
    let owners: BTreeSet<&str> = TABLES.iter().map(|(.., owner)| *owner).collect();
    for owner in owners {
        let mut statements: Vec<(&str, &str, Statement<'_>)> = Vec::new();
        for (table, key, of) in TABLES {
            // Files of older versions do not have all of them.
            if of == owner && has_table(db, table)? {
                let sql = format!("SELECT * FROM {table} ORDER BY {}", order(key));
                statements.push((table, key, db.prepare(&sql)?));
            }
        }
        let mut walks = Vec::new();
        for (table, key, statement) in &mut statements {
            walks.push(Walk::begin(table, key, statement)?);
        }
        while let Some(least) = walks.iter().filter_map(Walk::key).min() {
            let key = least.to_vec();
            let mut whole = Sha256::new();
            for walk in &mut walks {
                while walk.key() == Some(&*key) {
                    whole.update(walk.table);
                    whole.update(&walk.row);
                    walk.step()?;
                }
            }
            row(owner, &String::from_utf8_lossy(&key), short(whole))?;
        }
        for walk in walks {
            walk.end(&mut columns);
        }
    }
    Ok(columns)
}

/// A table on the way, at one of its rows.
struct Walk<'s> {
    table: &'static str,
    rows: Rows<'s>,
    /// Which column says whose the row is.
    at: usize,
    key: Vec<u8>,
    /// The row as it is hashed.
    row: Vec<u8>,
    columns: Vec<Column>,
    over: bool,
}

struct Column {
    name: String,
    hash: Sha256,
    text: Vec<u8>,
}

impl<'s> Walk<'s> {
    fn begin(
        table: &'static str,
        key: &str,
        statement: &'s mut Statement<'_>,
    ) -> rusqlite::Result<Self> {
        let columns = statement.column_names();
        let columns = columns.map(|name| Column {
            name: name.to_owned(),
            hash: Sha256::new(),
            text: Vec::with_capacity(2 * PIECE),
        });
        let mut out = Self {
            table,
            at: statement.column_index(key)?,
            columns: columns.collect(),
            key: Vec::new(),
            row: Vec::new(),
            over: false,
            rows: statement.query([])?,
        };
        out.step()?;
        Ok(out)
    }

    /// Whose the row is; `None` behind the last one.
    fn key(&self) -> Option<&[u8]> {
        (!self.over).then_some(&*self.key)
    }

    fn step(&mut self) -> rusqlite::Result<()> {
        let Some(row) = self.rows.next()? else {
            self.over = true;
            return Ok(());
        };
        self.key.clear();
        bytes(row.get_ref(self.at)?, &mut self.key);
        self.row.clear();
        for (i, column) in self.columns.iter_mut().enumerate() {
            let from = self.row.len();
            feed(&mut self.row, row.get_ref(i)?);
            column.text.extend_from_slice(&self.row[from..]);
            if column.text.len() >= PIECE {
                column.hash.update(&column.text);
                column.text.clear();
            }
        }
        Ok(())
    }

    fn end(self, out: &mut BTreeMap<Place, Option<Short>>) {
        for mut column in self.columns {
            column.hash.update(&column.text);
            let place = (self.table.to_owned(), column.name);
            out.insert(place, Some(short(column.hash)));
        }
    }
}

/// The keys whose values differ, and those that only one has, in order.
fn apart<'m, K: Ord, V: PartialEq>(
    one: &'m BTreeMap<K, V>,
    other: &'m BTreeMap<K, V>,
) -> Vec<&'m K> {
    let changed = one
        .iter()
        .filter(|(key, value)| other.get(*key) != Some(*value));
    let mut keys: Vec<&K> = changed.map(|(key, _)| key).collect();
    keys.extend(other.keys().filter(|key| !one.contains_key(*key)));
    keys.sort();
    keys
}

/// Rows by their key, then as the other columns have them: no index has to be trusted for the order.
fn order(key: &str) -> String {
    match key {
        "item_code" | "flowchart_id" | "law_id" => format!("{key}, 2, 3"),
        _ => key.to_owned(),
    }
}

/// The bytes of a value, whatever it is; text need not be valid.
fn bytes(value: ValueRef<'_>, out: &mut Vec<u8>) {
    match value {
        ValueRef::Null => {}
        ValueRef::Integer(n) => out.extend_from_slice(n.to_string().as_bytes()),
        ValueRef::Real(n) => out.extend_from_slice(n.to_string().as_bytes()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => out.extend_from_slice(bytes),
    }
}

fn feed(out: &mut Vec<u8>, value: ValueRef<'_>) {
    let mut put = |kind: u8, bytes: &[u8]| {
        out.push(kind);
        out.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        out.extend_from_slice(bytes);
    };
    match value {
        ValueRef::Null => put(0, b""),
        ValueRef::Integer(n) => put(1, &n.to_be_bytes()),
        ValueRef::Real(n) => put(2, &n.to_be_bytes()),
        ValueRef::Text(bytes) => put(3, bytes),
        ValueRef::Blob(bytes) => put(4, bytes),
    }
}

fn short(hash: Sha256) -> Short {
    let digest = hash.finalize();
    let first = digest.iter().take(size_of::<Short>());
    first.fold(0, |sum, byte| sum << 8 | Short::from(*byte))
}

fn hexadecimal(digest: Short) -> String {
    format!("{digest:016x}")
}

/// A digest as the table has it; `None` for another text.
fn read_short(text: &str) -> Option<Short> {
    let digest = Short::from_str_radix(text, 16).ok()?;
    (hexadecimal(digest) == text).then_some(digest)
}

fn has_table(db: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?";
    db.query_row(sql, [table], |row| row.get::<_, bool>(0))
}

//! Where in a file a value was changed: short digests over every column, and over what belongs to every item, law,
//! chart and the rest. The digest of the release says that something is wrong; these say in which row and which column.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};
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

/// Hexadecimal digits that are kept of a digest: enough to tell a slip of the disk from the truth.
const DIGITS: usize = 16;

/// Digests by table and column, and by table and key.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Checksums {
    columns: BTreeMap<(String, String), String>,
    rows: BTreeMap<(String, String), String>,
}

/// A table with a column or a key in it.
pub type Place = (String, String);

impl Checksums {
    /// Takes them of what is in the file.
    pub(super) fn of(db: &Connection) -> rusqlite::Result<Self> {
        let mut rows: BTreeMap<(&str, Vec<u8>), Sha256> = BTreeMap::new();
        let mut out = Self::default();
        for (table, key, owner) in TABLES {
            // Files of older versions do not have all of them.
            if !has_table(db, table)? {
                continue;
            }
            let mut statement =
                db.prepare(&format!("SELECT * FROM {table} ORDER BY {}", order(key)))?;
            let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
            let at = statement.column_index(key)?;
            let mut columns = vec![Sha256::new(); names.len()];
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let name = bytes(row.get_ref(at)?);
                let whole = rows.entry((owner, name)).or_default();
                whole.update(table);
                for (i, column) in columns.iter_mut().enumerate() {
                    let value = row.get_ref(i)?;
                    feed(column, value);
                    feed(whole, value);
                }
            }
            for (name, hash) in names.into_iter().zip(columns) {
                out.columns.insert((table.to_owned(), name), short(hash));
            }
        }
        for ((owner, key), hash) in rows {
            let key = String::from_utf8_lossy(&key).into_owned();
            out.rows.insert((owner.to_owned(), key), short(hash));
        }
        Ok(out)
    }

    /// Those that the file states.
    pub(super) fn stated(db: &Connection) -> rusqlite::Result<Self> {
        let read = |sql: &str| -> rusqlite::Result<BTreeMap<Place, String>> {
            let mut statement = db.prepare(sql)?;
            statement
                .query_map([], |r| Ok(((r.get(0)?, r.get(1)?), r.get(2)?)))?
                .collect()
        };
        Ok(Self {
            columns: read("SELECT table_name, column_name, digest FROM column_digest")?,
            rows: read("SELECT table_name, row_key, digest FROM row_digest")?,
        })
    }

    pub(super) fn write(&self, db: &Connection) -> rusqlite::Result<()> {
        let mut columns = db.prepare("INSERT INTO column_digest VALUES (?, ?, ?)")?;
        for ((table, column), digest) in &self.columns {
            columns.execute(params![table, column, digest])?;
        }
        let mut rows = db.prepare("INSERT INTO row_digest VALUES (?, ?, ?)")?;
        for ((table, key), digest) in &self.rows {
            rows.execute(params![table, key, digest])?;
        }
        Ok(())
    }

    /// The columns and the rows in which the two differ.
    pub(super) fn differences(&self, other: &Self) -> (Vec<Place>, Vec<Place>) {
        (
            apart(&self.columns, &other.columns),
            apart(&self.rows, &other.rows),
        )
    }
}

fn apart(one: &BTreeMap<Place, String>, other: &BTreeMap<Place, String>) -> Vec<Place> {
    let mut places: Vec<Place> = one
        .iter()
        .filter(|(place, digest)| other.get(*place) != Some(digest))
        .map(|(place, _)| place.clone())
        .collect();
    places.extend(
        other
            .keys()
            .filter(|place| !one.contains_key(*place))
            .cloned(),
    );
    places.sort();
    places
}

/// Rows by their key, then as the other columns have them: no index has to be trusted for the order.
fn order(key: &str) -> String {
    match key {
        "item_code" | "flowchart_id" | "law_id" => format!("{key}, 2, 3"),
        _ => key.to_owned(),
    }
}

/// The bytes of a value, whatever it is; text need not be valid.
fn bytes(value: ValueRef<'_>) -> Vec<u8> {
    match value {
        ValueRef::Null => Vec::new(),
        ValueRef::Integer(n) => n.to_string().into_bytes(),
        ValueRef::Real(n) => n.to_string().into_bytes(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
    }
}

fn feed(hash: &mut Sha256, value: ValueRef<'_>) {
    let mut put = |kind: u8, bytes: &[u8]| {
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    match value {
        ValueRef::Null => put(0, b""),
        ValueRef::Integer(n) => put(1, &n.to_be_bytes()),
        ValueRef::Real(n) => put(2, &n.to_be_bytes()),
        ValueRef::Text(bytes) => put(3, bytes),
        ValueRef::Blob(bytes) => put(4, bytes),
    }
}

fn short(hash: Sha256) -> String {
    let mut text = String::with_capacity(DIGITS);
    for byte in hash.finalize().iter().take(DIGITS / 2) {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

fn has_table(db: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?";
    db.query_row(sql, [table], |row| row.get::<_, bool>(0))
}

//! A recorded history with one thing changed in it, thousands of times: `verify` finds each change and names the event.

use std::collections::BTreeMap;

use power_list::domain::ids::Digest;
use power_list::io::project;
use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Store as _;
use power_list::ops::review::verify_store;
use power_list::workflow::{Keyring, Record};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::sample::keys::{Key, give_key, set};
use crate::sample::town::{PERMIT, Town};

/// How many changes, unless `POWER_LIST_MUTATIONS` says otherwise.
const MUTATIONS: usize = 10_000;

/// The tables without triggers and constraints, so that anything can be put into them, and as they were beside.
const OPEN: &str = "
PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL;
CREATE TABLE event_was AS SELECT seq, at, actor, role, payload, previous, digest FROM event;
CREATE TABLE signature_was AS SELECT seq, sshsig FROM signature;
CREATE TABLE blob_was AS SELECT id, digest, bytes FROM blob;
DROP VIEW snapshot; DROP TABLE item; DROP TABLE signature; DROP TABLE blob; DROP TABLE event;
CREATE TABLE event AS SELECT * FROM event_was;
CREATE TABLE signature AS SELECT * FROM signature_was;
CREATE TABLE blob AS SELECT * FROM blob_was;
";

const RESTORE: &str = "
DELETE FROM event; INSERT INTO event SELECT * FROM event_was;
DELETE FROM signature; INSERT INTO signature SELECT * FROM signature_was;
DELETE FROM blob; INSERT INTO blob SELECT * FROM blob_was;
";

/// A signed history of a dozen events with content.
fn history() -> Town {
    let town = Town::new();
    let keys = ["zh", "hbj", "bb-1"].map(|who| (who, Key::new()));
    for (who, key) in &keys {
        give_key(&town, who, &key.line);
    }
    set(&town, "signatures: required");
    let [zh, hbj, bb] = keys.map(|(who, key)| (format!("--as {who} {}", key.sign()), key));
    town.ok(&format!("review start {}", zh.0));
    town.ok(&format!("review submit hbj {}", hbj.0));
    town.ok(&format!("review opine hbj --all --decision 保留 {}", bb.0));
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 取消 --ground 依据已废止 {}",
        bb.0
    ));
    town.ok(&format!("review sign hbj {}", bb.0));
    town
}

struct Tried {
    database: Connection,
    records: Vec<Record>,
    /// The first event that refers to each piece of content.
    first: BTreeMap<String, u64>,
}

/// What was done, and the event that has to be named; any where it is `None`.
type Done = (String, Option<u64>);

impl Tried {
    fn events(&self) -> u64 {
        self.records.len() as u64
    }

    fn one(&self) -> u64 {
        fastrand::u64(1..=self.events())
    }

    /// Flips one bit of a column of the row that `key` is of.
    fn flip(&self, table: &str, column: &str, key: (&str, &Value)) {
        let place = format!("{table} WHERE {} = ?1", key.0);
        let select = format!("SELECT {column}, typeof({column}) FROM {place}");
        let (value, kind): (Value, String) = self
            .database
            .query_row(&select, [key.1], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        let bit = 1u8 << fastrand::u8(..8);
        let (value, cast) = match value {
            Value::Integer(number) => (Value::Integer(number ^ i64::from(bit)), "INTEGER"),
            Value::Text(text) => (Value::Blob(flipped(text.into_bytes(), bit)), "TEXT"),
            Value::Blob(bytes) => (Value::Blob(flipped(bytes, bit)), "BLOB"),
            other => panic!("{kind}: {other:?}"),
        };
        let update = format!(
            "UPDATE {table} SET {column} = CAST(?2 AS {cast}) WHERE {} = ?1",
            key.0
        );
        assert_eq!(self.database.execute(&update, (key.1, value)).unwrap(), 1);
    }

    fn run(&self, sql: &str, parameters: impl rusqlite::Params) {
        assert!(
            self.database.execute(sql, parameters).unwrap() >= 1,
            "{sql}"
        );
    }

    /// Changes one thing at random.
    fn change(&self) -> Done {
        let seq = self.one();
        let row = Value::Integer(i64::try_from(seq).unwrap());
        let key = ("seq", &row);
        match fastrand::u8(..12) {
            0..=3 => {
                let columns = ["at", "actor", "role", "payload", "previous", "digest"];
                let column = columns[fastrand::usize(..columns.len())];
                self.flip("event", column, key);
                (format!("event.{column} {seq}"), Some(seq))
            }
            4 => {
                self.flip("event", "seq", key);
                (format!("event.seq {seq}"), None)
            }
            5 => {
                self.flip("signature", "sshsig", key);
                (format!("signature.sshsig {seq}"), Some(seq))
            }
            6 => {
                let digests: Vec<&String> = self.first.keys().collect();
                let digest = digests[fastrand::usize(..digests.len())];
                let named = self.first.get(digest).copied();
                let row = Value::Text(digest.clone());
                match fastrand::u8(..3) {
                    0 => self.flip("blob", "bytes", ("digest", &row)),
                    1 => self.flip("blob", "digest", ("digest", &row)),
                    _ => self.run("DELETE FROM blob WHERE digest = ?", [digest]),
                }
                (format!("blob {digest}"), named)
            }
            7 => {
                self.run("DELETE FROM event WHERE seq = ?", [&row]);
                (format!("event {seq} dropped"), Some(seq))
            }
            8 => {
                self.run("DELETE FROM signature WHERE seq = ?", [&row]);
                (format!("signature {seq} dropped"), Some(seq))
            }
            9 => {
                let at = fastrand::i64(1..=self.events() as i64 + 1);
                let copy = "INSERT INTO event SELECT ?2, at, actor, role, payload, previous, digest
                            FROM event_was WHERE seq = ?1";
                self.run(copy, (&row, at));
                (format!("event {seq} repeated as {at}"), None)
            }
            10 => {
                let other = self.one();
                if other == seq {
                    return self.change();
                }
                let other = i64::try_from(other).unwrap();
                self.run(
                    "UPDATE event SET seq = CASE seq WHEN ?1 THEN ?2 ELSE ?1 END WHERE seq IN (?1, ?2)",
                    (&row, other),
                );
                (format!("events {seq} and {other} swapped"), None)
            }
            _ => {
                // In the first place it would be the first event itself.
                let seq = seq.max(2);
                self.insert(seq);
                (format!("an event inserted at {seq}"), Some(seq))
            }
        }
    }

    /// Puts an invented event at a place, with a chain that is right again, as somebody would who knows how it is made. Only
    /// the signatures are not to be had.
    fn insert(&self, seq: u64) {
        let at = usize::try_from(seq - 1).unwrap();
        let mut records = self.records.clone();
        let mut invented = records[at].clone();
        invented.actor = "zh".to_owned();
        records.insert(at, invented);
        self.run("DELETE FROM event", []);
        let mut previous = Digest::ZERO;
        for (record, seq) in records.iter_mut().zip(1..) {
            record.seq = seq;
            record.previous = previous;
            record.digest = Digest::of(&record.canonical());
            previous = record.digest;
            self.run(
                "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    i64::try_from(seq).unwrap(),
                    &record.at,
                    &record.actor,
                    &record.role,
                    &record.payload,
                    record.previous.to_string(),
                    record.digest.to_string(),
                ),
            );
        }
    }
}

fn flipped(mut bytes: Vec<u8>, bit: u8) -> Vec<u8> {
    let at = fastrand::usize(..bytes.len());
    bytes[at] ^= bit;
    bytes
}

#[test]
fn whatever_is_changed_is_found_and_named() {
    let town = history();
    let people = project::load_header(town.path()).unwrap().settings.people;
    let keyring = Keyring::of(&people);
    let records = WorkStore::open(&town.database()).unwrap().read(0).unwrap();
    let head = records.last().unwrap().digest;
    let database = Connection::open(town.database()).unwrap();
    database.execute_batch(OPEN).unwrap();
    let mut first = BTreeMap::new();
    let mut contents = database.prepare("SELECT digest FROM blob").unwrap();
    let digests = contents
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    for digest in digests.map(Result::unwrap) {
        let refers = records.iter().find(|r| r.payload.contains(&digest));
        // Files stand in the snapshot, which the second event refers to.
        first.insert(digest, refers.map_or(2, |r| r.seq));
    }
    drop(contents);
    let tried = Tried {
        database,
        records,
        first,
    };
    let mut store = WorkStore::open(&town.database()).unwrap();
    assert!(verify_store(&mut store, &keyring).unwrap().is_ok());
    let count = std::env::var("POWER_LIST_MUTATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(MUTATIONS);
    for n in 0..count {
        fastrand::seed(n as u64);
        tried.database.execute_batch("BEGIN").unwrap();
        let (what, named) = tried.change();
        tried.database.execute_batch("COMMIT").unwrap();
        match verify_store(&mut store, &keyring).unwrap() {
            Err(broken) => {
                assert!(!broken.why.is_empty(), "{n} {what}");
                assert!(
                    named.is_none_or(|seq| seq == broken.seq),
                    "{n} {what}: {broken}"
                );
                assert!(
                    (1..=tried.events() + 1).contains(&broken.seq),
                    "{n} {what}: {broken}"
                );
            }
            // A chain that was cut off is good: what tells is that it does not end where it did.
            Ok(verified) => {
                assert!(verified.head.digest != head, "{n} {what} was not found");
                assert!(what.contains(&tried.events().to_string()), "{n} {what}");
            }
        }
        tried
            .database
            .execute_batch(&format!("BEGIN; {RESTORE} COMMIT"))
            .unwrap();
    }
    assert!(verify_store(&mut store, &keyring).unwrap().is_ok());
}

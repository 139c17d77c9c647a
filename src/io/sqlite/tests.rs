//! The working database under good and bad conditions.

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use super::work::{APPLICATION_ID, VERSION, WorkStore};
use crate::domain::ids::Digest;
use crate::domain::people::{Person, Role};
use crate::domain::place::{At, SourceId, Span};
use crate::io::store::{Holdings as _, ImportCounts, ImportedItem, Store as _, StoreError};
use crate::workflow::chain::{Head, Record, seal, verify};
use crate::workflow::event::{EventKind, MeetingKind};

fn records(mut head: Head, count: u64) -> Vec<Record> {
    let actor = Person {
        id: At::new("zhz".parse().unwrap(), Span::head(SourceId(0))),
        name: "综合组".to_owned(),
        role: Role::Coordinator,
        keys: Vec::new(),
    };
    (0..count)
        .map(|n| {
            let kind = EventKind::MeetingHeld {
                meeting: MeetingKind::LeadingGroup,
                date: jiff::civil::date(2015, 1, 20),
                document: format!("第 {} 号", head.seq + n).parse().unwrap(),
            };
            let (event, record) = seal(head, Timestamp::UNIX_EPOCH, &actor, kind);
            head = Head {
                seq: event.seq,
                digest: event.digest,
            };
            record
        })
        .collect()
}

/// The records, those after the first with something in the place of a signature.
fn signed(mut records: Vec<Record>) -> Vec<Record> {
    for record in records.iter_mut().skip(1) {
        record.signature = Some(format!("signature {}", record.seq));
    }
    records
}

fn end(records: &[Record]) -> Head {
    records.last().map_or(Head::EMPTY, |r| Head {
        seq: r.seq,
        digest: r.digest,
    })
}

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn path(&self) -> std::path::PathBuf {
        WorkStore::path_in(self.0.path())
    }
    fn store(&self) -> WorkStore {
        WorkStore::open_or_create(&self.path()).unwrap()
    }
    /// A file in the place of the database.
    fn put(&self, bytes: &[u8]) -> std::path::PathBuf {
        std::fs::create_dir_all(self.path().parent().unwrap()).unwrap();
        std::fs::write(self.path(), bytes).unwrap();
        self.path()
    }
}

#[test]
fn what_is_appended_is_read_back_and_chains() {
    let place = Place::new();
    let first = records(Head::EMPTY, 3);
    {
        let mut store = place.store();
        assert_eq!(store.head().unwrap(), Head::EMPTY);
        store
            .append(Head::EMPTY, &first, &[b"content".to_vec()], &[])
            .unwrap();
    }
    let mut store = WorkStore::open(&place.path()).unwrap();
    let more = records(end(&first), 2);
    store.append(end(&first), &more, &[], &[]).unwrap();
    let all = store.read(0).unwrap();
    assert_eq!(all, [first, more].concat());
    assert_eq!(verify(&all), Ok(store.head().unwrap()));
    assert_eq!(store.read(3).unwrap().len(), 2);
    assert_eq!(store.read(99).unwrap().len(), 0);
    assert_eq!(
        store.get(Digest::of(b"content")).unwrap().unwrap(),
        b"content"
    );
    assert_eq!(store.get(Digest::of(b"other")).unwrap(), None);
}

#[test]
fn signatures_are_kept_with_their_events() {
    let place = Place::new();
    let first = signed(records(Head::EMPTY, 3));
    let mut store = place.store();
    store.append(Head::EMPTY, &first, &[], &[]).unwrap();
    assert_eq!(store.read(0).unwrap(), first);
    assert_eq!(store.read(2).unwrap(), first[2..]);
    assert_eq!(store.event(2).unwrap().as_ref(), Some(&first[1]));
    assert_eq!(verify(&first), Ok(store.head().unwrap()));
    // Of an append that fails nothing stays, no signature either.
    let mut more = signed(records(end(&first), 3));
    more[2].previous = Digest::ZERO;
    assert!(store.append(end(&first), &more, &[], &[]).is_err());
    assert_eq!(store.read(0).unwrap(), first);
}

/// A database as version 2 made it.
fn of_version_2(place: &Place) {
    place
        .store()
        .connection
        .execute_batch(
            "DROP TABLE signature; DROP TRIGGER event_no_replace; DROP TRIGGER blob_no_replace;
             PRAGMA user_version = 2;",
        )
        .unwrap();
}

#[test]
fn a_database_without_signatures_is_brought_up() {
    let place = Place::new();
    let first = records(Head::EMPTY, 2);
    place.store().append(Head::EMPTY, &first, &[], &[]).unwrap();
    of_version_2(&place);
    let mut store = WorkStore::open(&place.path()).unwrap();
    let more = signed(records(end(&first), 2));
    store.append(end(&first), &more, &[], &[]).unwrap();
    let all = [first.clone(), more].concat();
    assert_eq!(store.read(0).unwrap(), all);
    let again = WorkStore::open(&place.path()).unwrap();
    assert_eq!(again.read(0).unwrap(), all);
    // As it was it lies beside it: of its version, with the events of then.
    let backup = place.path().with_file_name("work.v2.db");
    let kept = Connection::open_with_flags(&backup, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let number = |sql| kept.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("PRAGMA user_version"), 2);
    assert_eq!(number("PRAGMA application_id"), APPLICATION_ID);
    assert_eq!(number("SELECT count(*) FROM event"), 2);
    assert_eq!(
        number("SELECT count(*) FROM sqlite_schema WHERE name = 'signature'"),
        0
    );
}

#[test]
fn a_backup_takes_no_name_that_is_taken() {
    let place = Place::new();
    of_version_2(&place);
    let taken = place.path().with_file_name("work.v2.db");
    std::fs::write(&taken, "somebody's").unwrap();
    WorkStore::open(&place.path()).unwrap();
    assert_eq!(std::fs::read(&taken).unwrap(), b"somebody's");
    assert!(place.path().with_file_name("work.v2-2.db").exists());
}

#[test]
fn a_database_without_signatures_that_only_reads_is_read() {
    let place = Place::new();
    let first = records(Head::EMPTY, 2);
    place.store().append(Head::EMPTY, &first, &[], &[]).unwrap();
    of_version_2(&place);
    // Opened past what would bring it up.
    let connection =
        Connection::open_with_flags(place.path(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let store = WorkStore {
        connection,
        path: place.path(),
    };
    assert_eq!(store.read(0).unwrap(), first);
    assert_eq!(store.event(2).unwrap().as_ref(), Some(&first[1]));
}

#[test]
fn the_second_of_two_writers_is_told() {
    let place = Place::new();
    let (mut one, mut two) = (place.store(), place.store());
    let batch = records(Head::EMPTY, 2);
    one.append(Head::EMPTY, &batch, &[], &[]).unwrap();
    let error = two
        .append(
            Head::EMPTY,
            &records(Head::EMPTY, 1),
            &[b"lost".to_vec()],
            &[],
        )
        .unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Conflict {
                expected: 0,
                found: 2
            }
        ),
        "{error}"
    );
    assert_eq!(two.get(Digest::of(b"lost")).unwrap(), None);
    two.append(end(&batch), &records(end(&batch), 1), &[], &[])
        .unwrap();
    assert_eq!(one.read(0).unwrap().len(), 3);
}

#[test]
fn two_threads_lose_nothing() {
    let place = Place::new();
    drop(place.store());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut store = WorkStore::open(&place.path()).unwrap();
                for _ in 0..20 {
                    loop {
                        let head = store.head().unwrap();
                        match store.append(head, &records(head, 1), &[], &[]) {
                            Ok(()) => break,
                            Err(StoreError::Conflict { .. }) => {}
                            Err(e) => panic!("{e}"),
                        }
                    }
                }
            });
        }
    });
    let all = place.store().read(0).unwrap();
    assert_eq!(all.len(), 40);
    assert!(verify(&all).is_ok());
}

#[test]
fn the_database_refuses_to_rewrite_history() {
    let place = Place::new();
    let mut store = place.store();
    let first = signed(records(Head::EMPTY, 3));
    store
        .append(Head::EMPTY, &first, &[b"x".to_vec()], &[])
        .unwrap();
    for sql in [
        "UPDATE event SET actor = 'somebody' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 3",
        "INSERT OR REPLACE INTO event (seq, at, actor, role, payload, previous, digest)
         SELECT seq, at, 'somebody', role, payload, previous, digest FROM event WHERE seq = 2",
        "INSERT INTO event (seq, at, actor, role, payload, previous, digest)
         SELECT 9, at, actor, role, payload, digest, previous FROM event WHERE seq = 3",
        "INSERT INTO event (seq, at, actor, role, payload, previous, digest)
         SELECT 4, at, actor, role, 'no json', digest, previous FROM event WHERE seq = 3",
        "INSERT OR REPLACE INTO event (seq, at, actor, role, payload, previous, digest)
         SELECT 4, at, actor, role, payload, digest, digest FROM event WHERE seq = 3",
        "UPDATE OR REPLACE event SET digest = previous WHERE seq = 3",
        "UPDATE blob SET bytes = x'00'",
        "DELETE FROM blob",
        "INSERT OR REPLACE INTO blob (digest, bytes) SELECT digest, x'00' FROM blob",
        "INSERT OR REPLACE INTO blob (id, digest, bytes) SELECT id, digest, bytes FROM blob",
        "UPDATE signature SET sshsig = 'another' WHERE seq = 2",
        "DELETE FROM signature",
        "INSERT OR REPLACE INTO signature (seq, sshsig) VALUES (2, 'another')",
        "INSERT OR REPLACE INTO signature (seq, sshsig) VALUES (3, 'another')",
        "INSERT INTO signature (seq, sshsig) VALUES (1, 'afterwards')",
        "INSERT INTO signature (seq, sshsig) VALUES (9, 'of nothing')",
    ] {
        assert!(store.connection.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(store.read(0).unwrap(), first);
    assert_eq!(
        store.get(Digest::of(b"x")).unwrap().as_deref(),
        Some(&b"x"[..])
    );
    let kind: String = store
        .connection
        .query_row("SELECT kind FROM event WHERE seq = 1", [], |r| r.get(0))
        .unwrap();
    assert_eq!(kind, "meeting_held");
}

#[test]
fn content_that_was_tampered_with_is_noticed() {
    let place = Place::new();
    let mut store = place.store();
    let digest = store.put(b"true").unwrap();
    store
        .connection
        .execute_batch("DROP TRIGGER blob_no_update; UPDATE blob SET bytes = x'00'")
        .unwrap();
    let error = store.get(digest).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn other_peoples_files_are_left_alone() {
    let cases: [(&str, Vec<u8>); 2] = [
        (
            "text",
            "这不是数据库，只是一个文本文件。".repeat(40).into_bytes(),
        ),
        ("short", b"abc".to_vec()),
    ];
    for (name, bytes) in cases {
        let place = Place::new();
        let path = place.put(&bytes);
        for error in [
            WorkStore::open(&path).unwrap_err(),
            WorkStore::open_or_create(&path).unwrap_err(),
        ] {
            assert!(
                matches!(error, StoreError::Foreign { .. }),
                "{name}: {error}"
            );
            assert!(!error.hint().is_empty());
        }
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    let place = Place::new();
    let path = place.put(b"");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE theirs (x); PRAGMA application_id = 7;")
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = WorkStore::open_or_create(&path).unwrap_err();
    assert!(error.to_string().contains("application_id 7"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_database_is_left_alone() {
    let place = Place::new();
    let newer = VERSION + 1;
    place
        .store()
        .connection
        .execute_batch(&format!("PRAGMA user_version = {newer}"))
        .unwrap();
    let error = WorkStore::open(&place.path()).unwrap_err();
    assert!(
        matches!(error, StoreError::Newer { found, .. } if found == newer),
        "{error}"
    );
}

#[test]
fn missing_empty_and_directory() {
    let place = Place::new();
    let missing = WorkStore::open(&place.path()).unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing}");
    assert!(!place.path().exists());
    let path = place.put(b"");
    assert!(matches!(
        WorkStore::open(&path),
        Err(StoreError::Foreign { .. })
    ));
    assert!(WorkStore::open_or_create(&path).is_ok());
    let place = Place::new();
    std::fs::create_dir_all(place.path()).unwrap();
    let directory = WorkStore::open_or_create(&place.path()).unwrap_err();
    assert!(
        matches!(directory, StoreError::Directory { .. }),
        "{directory}"
    );
}

#[test]
fn a_full_disk_loses_nothing() {
    let place = Place::new();
    let mut store = place.store();
    let first = records(Head::EMPTY, 3);
    store.append(Head::EMPTY, &first, &[], &[]).unwrap();
    let pages: i64 = store
        .connection
        .query_row("PRAGMA page_count", [], |r| r.get(0))
        .unwrap();
    store
        .connection
        .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
        .unwrap();
    let big = vec![7u8; 100_000];
    let more = records(end(&first), 1);
    let error = store
        .append(end(&first), &more, std::slice::from_ref(&big), &[])
        .unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    let items = vec![imported(1, &big)];
    let error = store.import_items(&items).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_eq!(store.read(0).unwrap(), first);
    store
        .connection
        .query_row("PRAGMA max_page_count = 100000", [], |_| Ok(()))
        .unwrap();
    store.append(end(&first), &more, &[big], &[]).unwrap();
    assert_eq!(store.read(0).unwrap().len(), 4);
}

#[test]
fn a_database_that_only_reads_says_so() {
    let place = Place::new();
    let first = records(Head::EMPTY, 1);
    place.store().append(Head::EMPTY, &first, &[], &[]).unwrap();
    // Not by file permissions: tests may run as root, whom they do not stop.
    let connection =
        Connection::open_with_flags(place.path(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut store = WorkStore {
        connection,
        path: place.path(),
    };
    assert_eq!(store.read(0).unwrap().len(), 1);
    let error = store
        .append(end(&first), &records(end(&first), 1), &[], &[])
        .unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
}

fn imported(serial: u16, bytes: &[u8]) -> ImportedItem {
    ImportedItem {
        code: format!("341100-hbj-01-{serial:04}").parse().unwrap(),
        department: "hbj".parse().unwrap(),
        category: "行政审批".to_owned(),
        name: format!("事项 {serial}"),
        bytes: bytes.to_vec(),
    }
}

#[test]
fn importing_again_changes_nothing() {
    let place = Place::new();
    let mut items: Vec<ImportedItem> = (1..=50).map(|n| imported(n, &[n as u8; 2400])).collect();
    let counts = |created, changed, unchanged, removed| ImportCounts {
        created,
        changed,
        unchanged,
        removed,
    };
    {
        let mut store = place.store();
        assert_eq!(store.count_import(&items).unwrap(), counts(50, 0, 0, 0));
        assert_eq!(store.import_items(&items).unwrap(), counts(50, 0, 0, 0));
    }
    let before = std::fs::read(place.path()).unwrap();
    {
        let mut store = place.store();
        assert_eq!(store.import_items(&items).unwrap(), counts(0, 0, 50, 0));
    }
    assert!(
        std::fs::read(place.path()).unwrap() == before,
        "the file changed"
    );
    items[3].bytes = b"new".to_vec();
    items[4].name = "改名".to_owned();
    items.remove(0);
    items.push(imported(99, b"99"));
    let mut store = place.store();
    assert_eq!(store.count_import(&items).unwrap(), counts(1, 2, 47, 1));
    assert_eq!(store.import_items(&items).unwrap(), counts(1, 2, 47, 1));
    assert_eq!(store.import_items(&items).unwrap(), counts(0, 0, 50, 0));
    assert_eq!(
        store.get(Digest::of(&[1u8; 2400])).unwrap().unwrap().len(),
        2400
    );
    let id: i64 = store
        .connection
        .query_row("PRAGMA application_id", [], |r| r.get(0))
        .unwrap();
    assert_eq!(id, APPLICATION_ID);
}

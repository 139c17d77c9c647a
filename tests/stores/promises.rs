//! The promises, each a test that knows the store only by its interface.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use power_list::domain::ids::Digest;
use power_list::io::store::{ImportCounts, ImportedItem, StoreError, StorePlace};
use power_list::workflow::chain::{Head, verify};
use power_list::workflow::packed::Checkpoint;
use power_list::workflow::{NotebookKey, Record, Round, Step};

use crate::kinds::{Kind, Sqlite, tried_on};
use crate::{end, records, records_saying};

macro_rules! on_every_kind {
    ($($promise:ident),* $(,)?) => {
        tried_on!(sqlite, crate::kinds::Sqlite, [$($promise),*]);
        #[cfg(feature = "postgres")]
        tried_on!(postgres, crate::kinds::Postgres, [$($promise),*]);
    };
}

on_every_kind![
    what_is_appended_is_read_back_and_chains,
    signatures_come_back,
    the_second_of_two_writers_is_told,
    many_writers_lose_nothing,
    who_holds_is_alone,
    the_database_refuses_to_rewrite_history,
    content_that_was_tampered_with_is_noticed,
    a_digest_that_is_none_is_noticed,
    a_newer_database_is_left_alone,
    what_is_not_there_is_missing,
    many_make_it_at_once,
    notebooks_grow_step_by_step_and_end_with_the_act,
    a_checkpoint_is_of_one_moment,
    importing_again_changes_nothing,
    much_at_once_comes_through,
    a_long_history_goes_by_in_pieces,
    codes_are_found_wherever_they_were,
];

fn what_is_appended_is_read_back_and_chains(kind: &impl Kind) {
    let first = records(Head::EMPTY, 3);
    {
        let mut store = kind.create();
        assert_eq!(store.head().unwrap(), Head::EMPTY);
        store
            .append(Head::EMPTY, &first, &[b"content".to_vec()], &[])
            .unwrap();
    }
    let mut store = kind.open().unwrap();
    let more = records(end(&first), 2);
    store.append(end(&first), &more, &[], &[]).unwrap();
    let all = store.read(0).unwrap();
    assert_eq!(all, [first.clone(), more].concat());
    assert_eq!(verify(&all), Ok(store.head().unwrap()));
    assert_eq!(store.read(3).unwrap().len(), 2);
    assert_eq!(store.read(99).unwrap().len(), 0);
    assert_eq!(store.event(2).unwrap().as_ref(), first.get(1));
    assert_eq!(store.event(99).unwrap(), None);
    let digest = Digest::of(b"content");
    assert_eq!(store.get(digest).unwrap().unwrap(), b"content");
    assert_eq!(store.put(b"content").unwrap(), digest);
    assert_eq!(store.get(Digest::of(b"other")).unwrap(), None);
}

fn signatures_come_back(kind: &impl Kind) {
    let mut store = kind.create();
    let mut batch = records(Head::EMPTY, 3);
    batch[0].signature = Some("one".to_owned());
    batch[2].signature = Some("three".to_owned());
    store.append(Head::EMPTY, &batch, &[], &[]).unwrap();
    assert_eq!(store.read(0).unwrap(), batch);
    for statement in [
        "INSERT INTO signature (seq, sshsig) VALUES (2, 'late')",
        "UPDATE signature SET sshsig = 'another'",
        "DELETE FROM signature",
    ] {
        assert!(kind.sql(statement).is_err(), "{statement}");
    }
    assert_eq!(store.read(0).unwrap(), batch);
}

fn the_second_of_two_writers_is_told(kind: &impl Kind) {
    let (mut one, mut two) = (kind.create(), kind.create());
    let batch = records(Head::EMPTY, 2);
    one.append(Head::EMPTY, &batch, &[], &[]).unwrap();
    let lost = [b"lost".to_vec()];
    let error = two
        .append(Head::EMPTY, &records(Head::EMPTY, 1), &lost, &[])
        .unwrap_err();
    let (expected, found) = match error {
        StoreError::Conflict { expected, found } => (expected, found),
        other => panic!("{other}"),
    };
    assert_eq!((expected, found), (0, 2));
    assert_eq!(two.get(Digest::of(b"lost")).unwrap(), None);
    // As many events, and not the same.
    let other = Head {
        seq: 2,
        digest: Digest::of(b"x"),
    };
    let error = two.append(other, &records(other, 1), &[], &[]).unwrap_err();
    assert!(matches!(error, StoreError::Conflict { .. }), "{error}");
    two.append(end(&batch), &records(end(&batch), 1), &[], &[])
        .unwrap();
    assert_eq!(one.read(0).unwrap().len(), 3);
}

fn many_writers_lose_nothing(kind: &(impl Kind + Sync)) {
    const EACH: u64 = 10;
    const WRITERS: u64 = 6;
    drop(kind.create());
    let won = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                let mut store = kind.open().unwrap();
                for _ in 0..EACH {
                    let mut lost = 0;
                    loop {
                        // Whoever was second waits for a turn of its own.
                        if lost > 0 {
                            store.hold().unwrap();
                        }
                        let head = store.head().unwrap();
                        match store.append(head, &records(head, 1), &[], &[]) {
                            Ok(()) => break,
                            Err(StoreError::Conflict { .. }) if lost == 0 => lost += 1,
                            Err(e) => panic!("{e}"),
                        }
                    }
                    won.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let all = kind.open().unwrap().read(0).unwrap();
    assert_eq!(all.len() as u64, EACH * WRITERS);
    assert_eq!(won.into_inner(), EACH * WRITERS);
    assert!(verify(&all).is_ok());
}

fn who_holds_is_alone(kind: &(impl Kind + Sync)) {
    let mut one = kind.create();
    let first = records(Head::EMPTY, 1);
    one.hold().unwrap();
    one.hold().unwrap();
    assert_eq!(one.head().unwrap(), Head::EMPTY);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut two = kind.open().unwrap();
            // Reading does not wait.
            assert_eq!(two.read(0).unwrap().len(), 0);
            let error = two
                .append(Head::EMPTY, &records(Head::EMPTY, 1), &[], &[])
                .unwrap_err();
            assert!(
                matches!(error, StoreError::Conflict { found: 1, .. }),
                "{error}"
            );
            begun.elapsed()
        });
        std::thread::sleep(Duration::from_millis(300));
        one.append(Head::EMPTY, &first, &[], &[]).unwrap();
        assert!(other.join().unwrap() >= Duration::from_millis(250));
    });
    // Let go without an act, everything is as before.
    one.hold().unwrap();
    one.release();
    one.release();
    let mut two = kind.open().unwrap();
    two.append(end(&first), &records(end(&first), 1), &[], &[])
        .unwrap();
    // Nobody waits for ever.
    one.hold().unwrap();
    let head = two.head().unwrap();
    let begun = Instant::now();
    let error = two.append(head, &records(head, 1), &[], &[]).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(8));
}

fn the_database_refuses_to_rewrite_history(kind: &impl Kind) {
    let mut store = kind.create();
    let batch = records(Head::EMPTY, 3);
    store
        .append(Head::EMPTY, &batch, &[b"x".to_vec()], &[])
        .unwrap();
    let columns = "(seq, at, actor, role, payload, previous, digest)";
    for statement in [
        "UPDATE event SET actor = 'somebody' WHERE seq = 1".to_owned(),
        "DELETE FROM event WHERE seq = 3".to_owned(),
        format!(
            "INSERT INTO event {columns} SELECT 2, at, actor, role, payload, previous, digest FROM event WHERE seq = 2"
        ),
        format!(
            "INSERT INTO event {columns} SELECT 9, at, actor, role, payload, digest, previous FROM event WHERE seq = 3"
        ),
        format!(
            "INSERT INTO event {columns} SELECT 4, at, actor, role, payload, previous, 'z' || substr(digest, 2) FROM event WHERE seq = 3"
        ),
        format!(
            "INSERT INTO event {columns} SELECT 4, at, actor, role, 'no json', digest, previous FROM event WHERE seq = 3"
        ),
        "UPDATE blob SET bytes = bytes".to_owned(),
        "DELETE FROM blob".to_owned(),
    ] {
        assert!(kind.sql(&statement).is_err(), "{statement}");
    }
    assert_eq!(store.read(0).unwrap(), batch);
    let kinds = "CREATE TABLE seen AS SELECT kind FROM event WHERE kind = 'meeting_held'";
    kind.sql(kinds).unwrap();
}

fn content_that_was_tampered_with_is_noticed(kind: &impl Kind) {
    let mut store = kind.create();
    let digest = store.put(b"true").unwrap();
    let other = store.put(b"other").unwrap();
    let open = kind.unguarded("blob");
    kind.sql(&format!(
        "{open} UPDATE blob SET bytes = (SELECT bytes FROM blob WHERE digest = '{other}')"
    ))
    .unwrap();
    let error = store.get(digest).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(
        error.to_string().contains(&digest.short().to_string()),
        "{error}"
    );
}

fn a_digest_that_is_none_is_noticed(kind: &impl Kind) {
    let mut store = kind.create();
    store
        .append(Head::EMPTY, &records(Head::EMPTY, 2), &[], &[])
        .unwrap();
    let open = kind.unguarded("event");
    kind.sql(&format!(
        "{open} UPDATE event SET digest = replace(digest, substr(digest, 1, 1), 'z') WHERE seq = 2"
    ))
    .unwrap();
    for error in [store.read(0).unwrap_err(), store.head().unwrap_err()] {
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    }
}

fn a_newer_database_is_left_alone(kind: &impl Kind) {
    drop(kind.create());
    kind.make_newer();
    for error in [
        kind.open().unwrap_err(),
        kind.place().open_or_create().unwrap_err(),
    ] {
        assert!(
            matches!(error, StoreError::Newer { found: 1000, .. }),
            "{error}"
        );
    }
}

fn what_is_not_there_is_missing(kind: &impl Kind) {
    for _ in 0..2 {
        let error = kind.open().unwrap_err();
        assert!(matches!(error, StoreError::Missing { .. }), "{error}");
    }
    assert!(kind.place().open_if_there().unwrap().is_none());
}

fn many_make_it_at_once(kind: &(impl Kind + Sync)) {
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| kind.create().head().unwrap());
        }
    });
    assert_eq!(kind.open().unwrap().head().unwrap(), Head::EMPTY);
}

fn notebooks_grow_step_by_step_and_end_with_the_act(kind: &impl Kind) {
    let key = |owner: &str| NotebookKey {
        owner: owner.parse().unwrap(),
        department: "hbj".parse().unwrap(),
        round: Round::First,
    };
    let (mine, yours) = (key("bb-1"), key("Bb.2"));
    let mut store = kind.create();
    assert_eq!(store.notebook(&mine).unwrap(), []);
    let (at, step) = (Timestamp::UNIX_EPOCH, Step::UNDO);
    store.note(&mine, 0, at, &step).unwrap();
    store.note(&mine, 1, at, &Step::REDO).unwrap();
    store.note(&yours, 0, at, &step).unwrap();
    assert_eq!(store.notebook(&mine).unwrap(), [step.clone(), Step::REDO]);
    assert_eq!(store.notebooks().unwrap(), [yours.clone(), mine.clone()]);
    let first = records(Head::EMPTY, 1);
    for error in [
        store.note(&mine, 1, at, &step).unwrap_err(),
        store.discard(&mine, 3).unwrap_err(),
        // The act does not happen either, nor does what came before it in the list end.
        store
            .append(
                Head::EMPTY,
                &first,
                &[],
                &[(yours.clone(), 1), (mine.clone(), 1)],
            )
            .unwrap_err(),
    ] {
        assert!(
            matches!(error, StoreError::Conflict { found: 2, .. }),
            "{error}"
        );
    }
    assert_eq!(store.head().unwrap(), Head::EMPTY);
    assert_eq!(store.notebooks().unwrap().len(), 2);
    store
        .append(Head::EMPTY, &first, &[], &[(mine.clone(), 2)])
        .unwrap();
    assert_eq!(
        store.notebooks().unwrap().as_slice(),
        std::slice::from_ref(&yours)
    );
    store.discard(&yours, 1).unwrap();
    assert_eq!(store.notebooks().unwrap(), []);
    store.note(&mine, 0, at, &step).unwrap();
    assert_eq!(store.notebook(&mine).unwrap(), [step]);
}

fn a_checkpoint_is_of_one_moment(kind: &impl Kind) {
    let mut store = kind.create();
    let batch = records(Head::EMPTY, 2);
    store.append(Head::EMPTY, &batch, &[], &[]).unwrap();
    assert!(store.recall().is_none());
    let of = |seq: usize, parts: &[(&str, &[u8])]| Checkpoint {
        head: end(&batch[..seq]),
        parts: parts
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), (*bytes).into()))
            .collect(),
    };
    store
        .remember(None, &of(1, &[("", b"a"), ("hbj", b"b")]))
        .unwrap();
    // Beside the parts that are there.
    store
        .remember(Some(end(&batch[..1])), &of(2, &[("", b"c")]))
        .unwrap();
    let kept = store.recall().unwrap();
    assert_eq!(kept.head, end(&batch));
    assert_eq!(kept.parts["hbj"][..], b"b"[..]);
    assert_eq!(kept.parts[""][..], b"c"[..]);
    let error = store
        .remember(Some(end(&batch[..1])), &of(1, &[]))
        .unwrap_err();
    assert!(matches!(error, StoreError::Conflict { .. }), "{error}");
    // In the place of whatever is there.
    store.remember(None, &of(1, &[("", b"d")])).unwrap();
    assert_eq!(store.recall().unwrap().parts.len(), 1);
    // Nobody waits for it, and it does not wait.
    let mut other = kind.open().unwrap();
    other.hold().unwrap();
    let begun = Instant::now();
    drop(store.remember(None, &of(2, &[("", b"e")])));
    assert!(begun.elapsed() < Duration::from_secs(2));
    other.release();
    drop(store.remember(None, &of(2, &[("", b"e")])));
    kind.sql("DROP TABLE checkpoint_part").unwrap();
    assert!(store.recall().is_none());
    assert_eq!(store.read(0).unwrap().len(), 2);
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

fn counts(created: usize, changed: usize, unchanged: usize, removed: usize) -> ImportCounts {
    ImportCounts {
        created,
        changed,
        unchanged,
        removed,
    }
}

fn importing_again_changes_nothing(kind: &impl Kind) {
    let mut items: Vec<ImportedItem> = (1..=50).map(|n| imported(n, &[n as u8; 2400])).collect();
    let mut store = kind.create();
    assert_eq!(store.count_import(&items).unwrap(), counts(50, 0, 0, 0));
    assert_eq!(store.import_items(&items).unwrap(), counts(50, 0, 0, 0));
    assert_eq!(store.import_items(&items).unwrap(), counts(0, 0, 50, 0));
    items[3].bytes = b"new".to_vec();
    items[4].name = "改名".to_owned();
    items.remove(0);
    items.push(imported(99, b"99"));
    // Of two with one code the later one counts.
    items.insert(0, imported(99, b"98"));
    assert_eq!(store.count_import(&items).unwrap(), counts(1, 2, 47, 1));
    assert_eq!(store.import_items(&items).unwrap(), counts(1, 2, 47, 1));
    assert_eq!(store.import_items(&items).unwrap(), counts(0, 0, 50, 0));
    assert_eq!(
        store.get(Digest::of(&[1u8; 2400])).unwrap().unwrap().len(),
        2400
    );
    assert!(store.get(Digest::of(b"98")).unwrap().is_none());
}

fn much_at_once_comes_through(kind: &impl Kind) {
    let mut store = kind.create();
    // More than goes into one message to a server, twice.
    let content: Vec<Vec<u8>> = (0..25u8).map(|n| vec![n; 1 << 20]).collect();
    let batch = records(Head::EMPTY, 2000);
    let error = store.append(end(&batch), &[], &content, &[]).unwrap_err();
    assert!(matches!(error, StoreError::Conflict { .. }), "{error}");
    assert!(store.get(Digest::of(&content[0])).unwrap().is_none());
    store.append(Head::EMPTY, &batch, &content, &[]).unwrap();
    assert_eq!(store.read(0).unwrap(), batch);
    for piece in &content {
        assert_eq!(store.get(Digest::of(piece)).unwrap().as_ref(), Some(piece));
    }
}

fn a_long_history_goes_by_in_pieces(kind: &impl Kind) {
    let mut store = kind.create();
    let mut all = records(Head::EMPTY, 5);
    for _ in 0..5 {
        all.extend(records_saying(end(&all), 1, &"三".repeat(1 << 20)));
    }
    all.extend(records(end(&all), 5));
    store.append(Head::EMPTY, &all, &[], &[]).unwrap();
    let mut pieces: Vec<Vec<Record>> = Vec::new();
    while let Some(piece) = Some(store.read_some(pieces.concat().len() as u64, 7).unwrap())
        && !piece.is_empty()
    {
        pieces.push(piece);
    }
    // Seven at most, and not many where they are large.
    let sizes: Vec<usize> = pieces.iter().map(Vec::len).collect();
    assert_eq!(sizes, [7, 3, 5]);
    assert_eq!(pieces.concat(), all);
    assert_eq!(store.read(0).unwrap(), all);
}

fn codes_are_found_wherever_they_were(kind: &impl Kind) {
    let mut store = kind.create();
    store.import_items(&vec![imported(7, b"x")]).unwrap();
    store.put(b"{\"code\":\"341100-hbj-02-0008-01\"}").unwrap();
    let codes: Vec<String> = store
        .codes()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(codes, ["341100-hbj-01-0007", "341100-hbj-02-0008-01"]);
}

#[test]
fn a_file_that_is_not_sqlite_is_no_store() {
    let kind = Sqlite::new().unwrap();
    drop(kind.create());
    let StorePlace::File(path) = kind.place() else {
        panic!("a file");
    };
    std::fs::write(&path, "不是数据库".repeat(500)).unwrap();
    assert!(matches!(kind.open(), Err(StoreError::Foreign { .. })));
}

//! The checkpoint in the working database through the real binary: whatever becomes of it, the events decide.

use std::os::unix::fs::PermissionsExt as _;

use power_list::io::project;
use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Store as _;
use power_list::ops::review::{Act, Session};
use power_list::workflow::packed::Checkpoint;
use power_list::workflow::{Command, Decision};

use crate::sample::town::{PENALTIES, PERMIT, Town};

/// A town whose reviewer of 编办 has changed his mind often enough for a checkpoint, 301 events in all.
fn town() -> Town {
    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    let people = project::load_header(town.path()).unwrap().settings.people;
    let store = WorkStore::open(&town.database()).unwrap();
    let mut session = Session::open(store).unwrap();
    let actor = people.iter().find(|p| p.id.as_str() == "bb-1").unwrap();
    let act = Act {
        people: &people,
        actor,
        at: jiff::Timestamp::from_second(1_403_000_000).unwrap(),
    };
    let codes = [PERMIT, PENALTIES[0], PENALTIES[1]];
    for round in 0..300 {
        let command = Command::Opine {
            department: "hbj".parse().unwrap(),
            items: vec![codes[round % 3].parse().unwrap()],
            decision: if round < 200 {
                Decision::SUPPLEMENT
            } else {
                Decision::KEEP
            },
            text: None,
        };
        session.act(act, &command).unwrap();
    }
    town
}

fn checkpoint(town: &Town) -> Option<Checkpoint> {
    WorkStore::open(&town.database()).unwrap().recall()
}

fn sql(town: &Town, statements: &str) {
    rusqlite::Connection::open(town.database())
        .unwrap()
        .execute_batch(statements)
        .unwrap();
}

#[test]
fn what_is_no_checkpoint_is_done_without() {
    let town = town();
    assert_eq!(checkpoint(&town).unwrap().head.seq, 256);
    let status = town.json("review status --format json");
    for spoilt in [
        "DROP TABLE checkpoint",
        "DROP TABLE checkpoint_part",
        "DROP TABLE checkpoint; CREATE TABLE checkpoint (one TEXT)",
        "DROP TABLE checkpoint_part; CREATE TABLE checkpoint_part (two TEXT)",
        "DROP TABLE checkpoint; DROP TABLE checkpoint_part",
        "UPDATE checkpoint SET seq = 100000",
        "UPDATE checkpoint SET seq = 0",
        "UPDATE checkpoint SET seq = -1",
        "UPDATE checkpoint SET digest = 'x'",
        "UPDATE checkpoint SET seq = 255",
        "DELETE FROM checkpoint",
        "DELETE FROM checkpoint_part WHERE name = 'jyj'",
        "DELETE FROM checkpoint_part",
        "UPDATE checkpoint_part SET bytes = x'00'",
        "UPDATE checkpoint_part SET bytes = x'7b7d' WHERE name = ''",
        "UPDATE checkpoint_part SET bytes = zeroblob(1000000) WHERE name = 'hbj'",
        "UPDATE checkpoint_part SET bytes = CAST(replace(bytes, '\"layout\":3', '\"layout\":9') AS BLOB) WHERE name = ''",
    ] {
        let before = std::fs::read(town.database()).unwrap();
        sql(&town, spoilt);
        assert_eq!(town.json("review status --format json"), status, "{spoilt}");
        town.ok("review verify");
        town.refused("review return hbj --as zh");
        std::fs::write(town.database(), before).unwrap();
    }
    // One that is missed is made again by the next act.
    sql(&town, "DROP TABLE checkpoint; DROP TABLE checkpoint_part");
    town.ok("review sign hbj --as bb-1");
    let made = checkpoint(&town).unwrap();
    assert!(made.head.seq >= 302, "{}", made.head.seq);
    assert_eq!(made.open().unwrap().0.head(), made.head);
}

#[test]
fn a_forged_checkpoint_closes_nothing_and_is_named() {
    let town = town();
    // A state in which the other two have signed, with its own digests in order.
    let other = Town::new();
    other.ok("review start --as zh");
    other.ok("review submit hbj --as hbj");
    for who in ["fz-1", "zw-1"] {
        other.ok(&format!(
            "review opine hbj --all --decision 保留 --as {who}"
        ));
        other.ok(&format!("review sign hbj --as {who}"));
    }
    forge(&town, &other);
    town.ok("review sign hbj --as bb-1");
    let said = town.ok("review status hbj");
    assert!(said.matches("已签").count() == 3, "{said}");
    let said = town.refused("review return hbj --as zh");
    assert!(said.contains("还缺：法制办还没有签署"), "{said}");
    let said = town.exits(1, "review verify");
    assert!(
        said.contains("检查点与事件不符：到第 256 号事件") && said.contains("已按事件重做"),
        "{said}"
    );
    town.ok("review verify");
    let said = town.ok("review status hbj");
    assert!(said.matches("已签").count() == 1, "{said}");
    // One that the events after it do not fit is done without.
    other.ok("review opine hbj --all --decision 保留 --as bb-1");
    other.ok("review sign hbj --as bb-1");
    let town = self::town();
    forge(&town, &other);
    let said = town.ok("review status hbj");
    assert!(!said.contains("已签"), "{said}");
    // And a right one is in its place.
    town.ok("review verify");
    assert_eq!(checkpoint(&town).unwrap().head.seq, 302);
}

/// Puts the state of `other` in the place of a town's checkpoint.
fn forge(town: &Town, other: &Town) {
    let store = WorkStore::open(&other.database()).unwrap();
    let mut forged = Checkpoint::of(Session::open(store).unwrap().campaign());
    forged.head = checkpoint(town).unwrap().head;
    WorkStore::open(&town.database())
        .unwrap()
        .remember(None, &forged)
        .unwrap();
}

#[test]
fn a_rewritten_event_makes_its_checkpoint_void() {
    let town = town();
    sql(
        &town,
        "DROP TRIGGER event_no_update; UPDATE event SET actor = 'fz-1' WHERE seq = 256",
    );
    let said = town.exits(1, "review status");
    assert!(said.contains("第 256 号事件"), "{said}");
    // Before the checkpoint nothing is read again, until something rests on it.
    let town = self::town();
    sql(
        &town,
        "DROP TRIGGER event_no_update; UPDATE event SET actor = 'fz-1' WHERE seq = 4",
    );
    for line in ["review verify", "review return hbj --as zh"] {
        let said = town.exits(1, line);
        assert!(said.contains("第 4 号事件"), "{line}\n{said}");
    }
}

#[test]
fn two_sessions_keep_their_checkpoints_in_turn() {
    let town = town();
    let people = project::load_header(town.path()).unwrap().settings.people;
    let open = || Session::open(WorkStore::open(&town.database()).unwrap()).unwrap();
    let mut sessions = [open(), open()];
    for n in 0..900 {
        let (who, session) = if n % 2 == 0 {
            ("bb-1", &mut sessions[0])
        } else {
            ("fz-1", &mut sessions[1])
        };
        let act = Act {
            people: &people,
            actor: people.iter().find(|p| p.id.as_str() == who).unwrap(),
            at: jiff::Timestamp::from_second(1_403_000_000).unwrap(),
        };
        let command = Command::Opine {
            department: "hbj".parse().unwrap(),
            items: vec![PERMIT.parse().unwrap()],
            decision: Decision::KEEP,
            text: None,
        };
        session.act(act, &command).unwrap();
    }
    let kept = checkpoint(&town).unwrap();
    assert!(kept.head.seq > 900, "{}", kept.head.seq);
    let mut again = open();
    let begun = again.campaign().clone();
    again.prove().unwrap();
    assert!(begun == *again.campaign());
    town.ok("review verify");
}

#[test]
fn a_database_that_is_only_read_is_read_whole() {
    let town = town();
    sql(&town, "DROP TABLE checkpoint; DROP TABLE checkpoint_part");
    let status = town.json("review status --format json");
    sql(
        &town,
        "DROP TABLE checkpoint; DROP TABLE checkpoint_part; PRAGMA journal_mode = DELETE",
    );
    let set = |mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(town.database(), mode).unwrap();
    };
    set(0o444);
    assert_eq!(town.json("review status --format json"), status);
    set(0o644);
}

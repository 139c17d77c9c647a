//! The working database through the real binary: rewritten, foreign, newer, and used by several at once.

use std::process::Stdio;

use crate::sample::put;
use crate::sample::town::{PENALTIES, PERMIT, Town};

#[test]
fn a_rewritten_history_is_found_out() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town.ok("review opine hbj --all --decision 保留 --as bb-1");
    let said = town.ok("review verify");
    assert!(said.contains("事件链完整：5 个事件"), "{said}");
    let head = town.record()[4]["digest"].as_str().unwrap().to_owned();
    let database = rusqlite::Connection::open(town.database()).unwrap();
    // As it is, the database itself takes no such change.
    for change in [
        "UPDATE event SET actor = 'fz-1' WHERE seq = 4",
        "DELETE FROM event WHERE seq = 5",
        "UPDATE blob SET bytes = x'00'",
        "DELETE FROM blob",
    ] {
        assert!(database.execute_batch(change).is_err(), "{change}");
    }
    database
        .execute_batch(
            "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;
             UPDATE event SET actor = 'fz-1' WHERE seq = 4;",
        )
        .unwrap();
    let said = town.exits(1, "review verify");
    assert!(said.contains("第 4 号事件"), "{said}");
    let said = town.exits(1, "review status");
    assert!(said.contains("review verify"), "{said}");
    let said = town.exits(1, "review sign hbj --as bb-1");
    assert!(said.contains("第 4 号事件"), "{said}");
    // Cut off behind: a good chain, but not the one that somebody remembers.
    database
        .execute_batch("DELETE FROM event WHERE seq >= 4")
        .unwrap();
    town.ok("review verify");
    let said = town.exits(1, &format!("review verify --head {head}"));
    assert!(said.contains("截去"), "{said}");
    // The content that the events refer to counts too.
    database
        .execute_batch("DROP TRIGGER blob_no_update; UPDATE blob SET bytes = x'00' WHERE id = 1")
        .unwrap();
    let said = town.exits(1, "review verify");
    assert!(said.contains("第 2 号事件"), "{said}");
}

/// Whatever is done, the file stays as it is and nothing appears beside it.
fn is_left_alone(bytes: &[u8], says: &str) {
    let town = Town::new();
    put(town.path(), ".power-list/work.db", bytes);
    for line in [
        "review start --as zh",
        "review submit hbj --as hbj",
        "review status",
        "review verify",
        "publish --as gb",
        "import",
    ] {
        let said = town.exits(3, line);
        assert!(said.contains(says), "{line}\n{said}");
        assert!(said.contains("  提示："), "{line}\n{said}");
        assert!(std::fs::read(town.database()).unwrap() == bytes, "{line}");
        let beside = std::fs::read_dir(town.path().join(".power-list")).unwrap();
        assert_eq!(beside.count(), 1, "{line}");
    }
}

/// The bytes of a database that some statements make.
fn database(statements: &str) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("made.db");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(statements)
        .unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    is_left_alone(
        "别人的文件".repeat(300).as_bytes(),
        "不是 power-list 的工作数据库",
    );
}

#[test]
fn another_programs_database_is_left_alone() {
    let bytes = database("CREATE TABLE photo (name TEXT); PRAGMA application_id = 7;");
    is_left_alone(&bytes, "别的程序的 SQLite 数据库");
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let town = Town::new();
    town.ok("review start --as zh");
    let made = rusqlite::Connection::open(town.database()).unwrap();
    made.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99;")
        .unwrap();
    drop(made);
    let bytes = std::fs::read(town.database()).unwrap();
    is_left_alone(&bytes, "较新版本");
}

#[test]
fn many_at_once_all_come_through() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    let mut running = Vec::new();
    for item in [PERMIT, PENALTIES[0], PENALTIES[1]] {
        for who in ["bb-1", "fz-1"] {
            let line = format!("review opine hbj --item {item} --decision 保留 --as {who}");
            let mut command = town.command(&line);
            command.stdout(Stdio::null()).stderr(Stdio::piped());
            running.push(command.spawn().unwrap());
        }
    }
    for child in running {
        let done = child.wait_with_output().unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    let said = town.ok("review verify");
    assert!(said.contains("事件链完整：8 个事件"), "{said}");
    let status = town.json("review status hbj --format json");
    assert_eq!(status["departments"][0]["bodies"][0]["opinions"], 3);
    assert_eq!(status["departments"][0]["bodies"][1]["opinions"], 3);
}

#[test]
fn of_many_who_begin_at_once_one_begins() {
    // Who looks at the file in the very moment in which another makes it is rare: several towns, several people.
    for _ in 0..8 {
        let town = Town::new();
        let running: Vec<_> = (0..6)
            .map(|_| {
                let mut command = town.command("review start --as zh");
                command.stdout(Stdio::null()).stderr(Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        let mut begun = 0;
        for child in running {
            let done = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&done.stderr);
            match done.status.code() {
                Some(0) => begun += 1,
                code => assert!(
                    code == Some(4) && said.contains("已经启动"),
                    "{code:?} {said}"
                ),
            }
        }
        assert_eq!(begun, 1);
        assert_eq!(town.record().len(), 1);
        town.ok("review verify");
    }
}

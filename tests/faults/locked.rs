//! Somebody else holds the working database: it is said, waited for, and given up in the end; who only reads goes on.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::acts::act;
use crate::sample::town::Town;
use crate::state::State;
use crate::strace;

/// What reads the database.
const READERS: &[&str] = &[
    "review status",
    "review log",
    "review verify",
    "review overdue --date 2014-11-03",
    "show 341100-hbj-01-0001",
    "report progress -o 进度.html --force",
];

/// Somebody who holds the database of a town.
fn held(town: &Town, how: &str) -> Connection {
    let connection = Connection::open(town.database()).unwrap();
    connection.execute_batch(how).unwrap();
    connection
}

#[test]
fn whoever_holds_the_database_is_waited_for_and_nothing_is_recorded() {
    let act = act("review submit");
    let town = Town::again(&act.ready);
    let before = State::of(&town);
    let other = held(&town, "BEGIN IMMEDIATE");
    let (patience, limit) = if strace::is_all() {
        // The usual patience, in full.
        ("", Duration::from_secs(30))
    } else {
        ("1", Duration::from_secs(1))
    };
    let begun = Instant::now();
    let output = town
        .command(&act.line)
        .env("POWER_LIST_PATIENCE", patience)
        .output()
        .unwrap();
    let (took, said) = (begun.elapsed(), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        took >= limit && took < limit * 2 + Duration::from_secs(5),
        "{took:?}"
    );
    for wanted in [
        "等待另一个进程……",
        "正被别人写入，等了",
        "什么也没有记下",
        "work.db",
        "提示：稍后再运行一次这条命令",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
    assert_eq!(said.matches("等待另一个进程").count(), 1, "{said}");
    drop(other);
    assert!(State::of(&town) == before);
    town.ok(&act.line);
}

#[test]
fn whoever_lets_go_in_time_is_waited_for_to_good_purpose() {
    let act = act("review submit");
    let town = Town::again(&act.ready);
    let other = held(&town, "BEGIN EXCLUSIVE");
    let child = town
        .command(&act.line)
        .env("POWER_LIST_PATIENCE", "20")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(2600));
    drop(other);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(said.matches("等待另一个进程").count(), 1, "{said}");
    // An act that need not wait says nothing.
    let quick = Town::again(&act.ready);
    assert!(!quick.ok(&act.line).contains("等待"));
}

#[test]
fn who_reads_does_not_wait() {
    let town = Town::again(&act("publish --as gb").ready);
    let good: Vec<String> = READERS.iter().map(|line| town.ok(line)).collect();
    let _other = held(&town, "BEGIN IMMEDIATE");
    for (line, good) in READERS.iter().zip(good) {
        let begun = Instant::now();
        assert_eq!(
            town.ok(line).replace("没有变化", "写出"),
            good.replace("没有变化", "写出"),
            "{line}"
        );
        assert!(begun.elapsed() < Duration::from_secs(4), "{line}");
    }
}

/// A program that keeps the whole database for itself keeps readers out, too; they say so.
#[test]
fn a_database_that_is_shut_is_said_to_be() {
    let town = Town::again(&act("publish --as gb").ready);
    let _other = held(
        &town,
        "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;",
    );
    for line in ["review status", "review log", "import", "publish --as gb"] {
        let output = town
            .command(line)
            .env("POWER_LIST_PATIENCE", "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{line}\n{said}");
        assert!(said.contains("正被别人写入，等了 1 秒"), "{line}\n{said}");
    }
}

#[test]
fn patience_is_a_number_of_seconds() {
    let town = Town::new();
    for (patience, code) in [("", 0), ("7", 0), (" 7 ", 0), ("很久", 2), ("-1", 2)] {
        let output = town
            .command("rules")
            .env("POWER_LIST_PATIENCE", patience)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{patience}");
    }
}

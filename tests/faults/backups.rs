//! Backups that are taken while people are at work: each is a state that there was, and can be gone on from.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use power_list::workflow::{Campaign, Event, Record};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::acts::act;
use crate::sample::program::Content;
use crate::sample::town::Town;
use crate::state::{Database, sound};
use crate::strace;

/// How many backups of each kind are taken, unless all are asked for.
const BACKUPS: usize = 4;

/// How a backup is taken.
#[derive(Debug, Clone, Copy)]
enum How {
    /// `review export`.
    Export,
    /// SQLite's online backup, as `sqlite3 work.db ".backup …"` does it.
    Online,
    /// `VACUUM INTO`.
    Vacuum,
}

/// Opens the database as any program does that only looks.
fn looking(town: &Town) -> Connection {
    let connection = Connection::open_with_flags(
        town.database(),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .unwrap();
    connection.busy_timeout(Duration::from_secs(20)).unwrap();
    connection
}

/// Takes a backup while the town is worked in.
fn take(town: &Town, how: How, to: &Path) {
    match how {
        How::Export => {
            town.ok(&format!("review export {}", to.display()));
        }
        How::Online => {
            let from = looking(town);
            let mut copy = Connection::open(to).unwrap();
            Backup::new(&from, &mut copy)
                .unwrap()
                .run_to_completion(4, Duration::from_millis(1), None)
                .unwrap();
        }
        How::Vacuum => {
            looking(town)
                .execute("VACUUM INTO ?", [to.to_str().unwrap()])
                .unwrap();
        }
    }
}

/// A town that was made of a backup.
fn restored(project: &Content, how: How, backup: &Path) -> Town {
    let town = Town::again(project);
    match how {
        How::Export => {
            town.ok(&format!("review import {}", backup.display()));
        }
        How::Online | How::Vacuum => {
            fs::create_dir_all(town.database().parent().unwrap()).unwrap();
            fs::copy(backup, town.database()).unwrap();
        }
    }
    town
}

#[test]
fn a_backup_that_is_taken_while_people_work_is_a_state_that_there_was() {
    let ready = act("review opine hbj --all");
    let town = Town::again(&ready.ready);
    let project: Content = ready
        .ready
        .iter()
        .filter(|(path, _)| !path.starts_with(".power-list"))
        .cloned()
        .collect();
    let begun = sound(&town.database()).len();
    let folder = tempfile::tempdir().unwrap();
    let wanted = if strace::is_all() {
        BACKUPS * 10
    } else {
        BACKUPS
    };
    let taken: Vec<_> = [How::Export, How::Online, How::Vacuum]
        .into_iter()
        .flat_map(|how| (0..wanted).map(move |n| (how, n)))
        .map(|(how, n)| (how, folder.path().join(format!("{how:?}-{n}.bak"))))
        .collect();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let mut acts = 0;
            while !stop.load(Ordering::Relaxed) {
                town.ok("review opine hbj --all --decision 保留 --as zw-1");
                town.ok("review opine hbj --all --decision 冻结 --draft --as bb-1");
                acts += 1;
            }
            acts
        });
        for (how, to) in &taken {
            take(&town, *how, to);
        }
        stop.store(true, Ordering::Relaxed);
        assert!(worker.join().unwrap() > 0);
    });
    let all = sound(&town.database());
    assert!(all.len() > begun + 3);
    let mut lengths = Vec::new();
    for (how, backup) in &taken {
        let town = restored(&project, *how, backup);
        let records = sound(&town.database());
        assert!(all.starts_with(&records), "{how:?}");
        assert!(records.len() >= begun, "{how:?}");
        lengths.push(records.len());
        // The program opens to what those events add up to, and goes on from there.
        let said = town.ok("review verify");
        assert!(
            said.contains(&format!("{} 个事件", records.len())),
            "{said}"
        );
        let before = Database::of(&town);
        assert_eq!(before.events.len(), records.len());
        state_after(&records);
        town.ok("review opine hbj --all --decision 优化 --as zw-1");
        let after = sound(&town.database());
        assert!(after.starts_with(&records) && after.len() > records.len());
    }
    // Some were taken in the midst of it.
    lengths.sort_unstable();
    lengths.dedup();
    assert!(lengths.len() > 1, "{lengths:?}");
}

/// What some events add up to.
fn state_after(records: &[Record]) -> Campaign {
    let events: Vec<Event> = records.iter().map(|r| r.read().unwrap()).collect();
    Campaign::replay(&events).unwrap()
}

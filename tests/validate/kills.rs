//! The program killed at random instants: what it acknowledged is there, nothing is there by half.
//!
//! `POWER_LIST_KILLS=2000 cargo test --test kills` kills as often as that.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![cfg(unix)]

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Store as _;
use power_list::ops::review::{Session, verify_store};
use power_list::workflow::chain::verify;
use power_list::workflow::{Campaign, Event, Keyring, Record};

use crate::sample::program::{Content, content};
use crate::sample::town::{PERMIT, Town};

/// How often it kills, unless `POWER_LIST_KILLS` says otherwise.
const KILLS: usize = 40;

/// An act, in a town that is ready for it.
struct Act {
    line: &'static str,
    /// What it prints when it is done.
    says: &'static str,
    ready: Content,
    before: Vec<Record>,
    /// How many events there are when it is done.
    after: usize,
    /// How many notebooks there are before and after.
    notebooks: (usize, usize),
    /// How long it takes.
    takes: Duration,
    /// After how long about half of the kills come too late.
    middle: Duration,
}

impl Act {
    fn new(town: &Town, line: &'static str, says: &'static str) -> Self {
        let ready = content(town.path());
        let (before, notebooks) = kept(town);
        let done = Town::again(&ready);
        let begun = Instant::now();
        let said = done.ok(line);
        let takes = begun.elapsed();
        assert!(said.contains(says), "{said}");
        let (after, left) = kept(&done);
        assert!(after.len() > before.len(), "{line}");
        Self {
            line,
            says,
            ready,
            before,
            after: after.len(),
            notebooks: (notebooks, left),
            takes,
            middle: takes.mul_f64(0.7),
        }
    }
}

/// The events and the number of notebooks; none where there is no database yet.
fn kept(town: &Town) -> (Vec<Record>, usize) {
    if !town.database().exists() {
        return (Vec::new(), 0);
    }
    let store = WorkStore::open(&town.database()).unwrap();
    (store.read(0).unwrap(), store.notebooks().unwrap().len())
}

/// Acts of each kind: of one event and of many, with content, with drafts, into a database that is not there yet.
fn acts() -> Vec<Act> {
    let town = Town::new();
    let mut acts = vec![Act::new(&town, "review start --as zh", "已启动")];
    town.ok("review start --as zh");
    acts.push(Act::new(&town, "review submit hbj --as hbj", "一上"));
    town.ok("review submit hbj --as hbj");
    acts.push(Act::new(
        &town,
        "review opine hbj --item 341100-hbj-01-0001 --decision 优化 --as fz-1",
        "1 项",
    ));
    acts.push(Act::new(
        &town,
        "review opine hbj --all --decision 保留 --as zw-1",
        "3 项",
    ));
    town.ok("review opine hbj --all --decision 保留 --draft --as bb-1");
    acts.push(Act::new(
        &town,
        "review sign hbj --as bb-1",
        "一并提交 3 条草稿",
    ));
    town.ok("review sign hbj --as bb-1");
    for who in ["fz-1", "zw-1"] {
        town.ok(&format!(
            "review opine hbj --item {PERMIT} --decision 补充材料 --as {who}"
        ));
        town.ok(&format!(
            "review opine hbj --rest --decision 保留 --as {who}"
        ));
        town.ok(&format!("review sign hbj --as {who}"));
    }
    acts.push(Act::new(&town, "review return hbj --as zh", "一下"));
    town.ok("review return hbj --as zh");
    acts.push(Act::new(
        &town,
        "review answer hbj --all --answer 采纳 --as hbj",
        "采纳",
    ));
    town.ok("review export record.zip");
    let record = std::fs::read(town.path().join("record.zip")).unwrap();
    let other = Town::new();
    std::fs::write(other.path().join("record.zip"), record).unwrap();
    acts.push(Act::new(&other, "review import record.zip", "导入"));
    acts
}

/// When a kill came, by what it left.
#[derive(Default, Debug)]
struct Counts {
    /// Nothing was recorded.
    before: usize,
    /// Nothing was recorded, though writing had begun: something lies in the journal.
    torn: usize,
    /// All was recorded, and nobody told.
    untold: usize,
    /// All was recorded and told.
    told: usize,
    /// The command had ended by itself.
    ended: usize,
}

#[test]
fn no_kill_loses_what_was_acknowledged_or_leaves_a_half() {
    let kills = std::env::var("POWER_LIST_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(KILLS);
    let begun = Instant::now();
    let mut acts = acts();
    let mut counts = Counts::default();
    for n in 0..kills {
        let at = n % acts.len();
        let act = &mut acts[at];
        // Half of the kills anywhere in the run, half about the moment at which it is recorded, wherever that is on this
        // machine: later where the last came too early, and the other way round.
        let delay = if n / 8 % 2 == 0 {
            act.takes.mul_f64(fastrand::f64() * 1.2)
        } else {
            act.middle.mul_f64(0.9 + 0.2 * fastrand::f64())
        };
        let recorded = kill(act, delay, &mut counts);
        let step = act.takes.mul_f64(0.05);
        act.middle = if recorded {
            act.middle.saturating_sub(step)
        } else {
            act.middle + step
        };
    }
    let _ = writeln!(
        std::io::stderr(),
        "{kills} 次，{:.0} 秒：{counts:?}",
        begun.elapsed().as_secs_f64()
    );
    // Kills that all came before or all after would prove nothing.
    assert!(counts.before + counts.torn > 0, "{counts:?}");
    assert!(counts.untold + counts.told + counts.ended > 0, "{counts:?}");
    assert!(
        counts.before + counts.torn + counts.untold > kills / 10,
        "{counts:?}"
    );
}

/// Runs an act, kills it after `delay` and looks what is left; whether it was recorded.
fn kill(act: &Act, delay: Duration, counts: &mut Counts) -> bool {
    let town = Town::again(&act.ready);
    let mut child = town
        .command(act.line)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(delay);
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).contains(act.says);
    let killed = output.status.signal().is_some();
    assert!(
        killed || output.status.success(),
        "{}\n{}",
        act.line,
        String::from_utf8_lossy(&output.stderr)
    );
    let journal = town.path().join(".power-list/work.db-wal");
    let begun = std::fs::metadata(journal).is_ok_and(|meta| meta.len() > 0);
    let recorded = look(act, &town, told);
    match (recorded, told, killed) {
        (_, _, false) => counts.ended += 1,
        (true, true, true) => counts.told += 1,
        (true, false, true) => counts.untold += 1,
        (false, _, true) if begun => counts.torn += 1,
        (false, _, true) => counts.before += 1,
    }
    recorded
}

/// Whether the act is in the record: all of it or nothing, all of it where it was told.
fn look(act: &Act, town: &Town, told: bool) -> bool {
    if !town.database().exists() {
        assert!(!told && act.before.is_empty(), "{}", act.line);
        return false;
    }
    let mut store = WorkStore::open_or_create(&town.database()).unwrap();
    let records = store.read(0).unwrap();
    let recorded = records.len() > act.before.len();
    let whole = if recorded {
        act.after
    } else {
        act.before.len()
    };
    assert_eq!(records.len(), whole, "{}：有一半", act.line);
    assert!(records.starts_with(&act.before), "{}", act.line);
    assert!(recorded || !told, "{}：说了记下，却没有", act.line);
    let notebooks = if recorded {
        act.notebooks.1
    } else {
        act.notebooks.0
    };
    assert_eq!(store.notebooks().unwrap().len(), notebooks, "{}", act.line);
    verify(&records).unwrap();
    verify_store(&mut store, &Keyring::default())
        .unwrap()
        .unwrap();
    let events: Vec<Event> = records.iter().map(|r| r.read().unwrap()).collect();
    let state = Campaign::replay(&events).unwrap();
    assert!(
        *Session::open(store).unwrap().campaign() == state,
        "{}",
        act.line
    );
    // And it goes on from there.
    if !recorded && fastrand::u8(..8) == 0 {
        town.ok(act.line);
    }
    recorded
}

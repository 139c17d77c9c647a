//! Disks that are full, fail or only read: the program ends as it says it does, names the file and what to do, and leaves
//! what was there before or what is to come.

use std::io::Write as _;
use std::path::Path;

use crate::acts::{Act, act};
use crate::kills::Tried;
use crate::sample::town::Town;
use crate::state::State;
use crate::strace::{self, Ended, Point};

/// At how many calls of each act each error is tried, unless all are asked for.
const POINTS: usize = 2;

/// Acts that write in all the ways there are.
const ACTS: &[&str] = &[
    "import",
    "import 报送表.xlsx",
    "review start",
    "review submit",
    "review sign",
    "review return",
    "review import",
    "review export",
    "export -o 清单.xlsx",
    "export -o 清单.docx",
    "publish --as gb --sign",
    "publish --site",
    "adjust apply",
];

/// An error that a disk gives, and the calls that give it.
struct Fault {
    error: &'static str,
    calls: &'static [&'static str],
}

const FAULTS: &[Fault] = &[
    Fault {
        error: "ENOSPC",
        calls: &[
            "write",
            "writev",
            "pwrite64",
            "ftruncate",
            "fallocate",
            "fsync",
            "fdatasync",
            "syncfs",
            "openat",
            "mkdir",
            "mkdirat",
            "rename",
            "renameat",
            "renameat2",
        ],
    },
    Fault {
        error: "EIO",
        calls: &[
            "write",
            "writev",
            "pwrite64",
            "ftruncate",
            "fsync",
            "fdatasync",
            "syncfs",
            "openat",
            "unlink",
            "unlinkat",
            "rename",
            "renameat",
            "renameat2",
        ],
    },
    Fault {
        error: "EROFS",
        calls: &[
            "openat",
            "mkdir",
            "mkdirat",
            "rename",
            "renameat",
            "renameat2",
        ],
    },
    Fault {
        error: "EACCES",
        calls: &[
            "openat",
            "mkdir",
            "mkdirat",
            "rename",
            "renameat",
            "renameat2",
        ],
    },
];

/// What people are told: in their language, with the file, and what to do about it; and never that the program broke.
fn holds_water(line: &str, at: &str, ended: &Ended) {
    let said = &ended.said;
    assert!(
        !ended.killed && !said.contains("panicked") && !said.contains("RUST_BACKTRACE"),
        "{line}，{at}：{said}"
    );
    // What is asked whether it is whole may say that it is not, as long as it says that it may be the disk: SQLite does not
    // tell one from the other.
    let doubts = line.contains("verify") && said.contains("磁盘读");
    assert!(
        [0, 3].contains(&ended.code) || ended.code == 1 && doubts,
        "{line}，{at}：退出码 {}\n{said}",
        ended.code
    );
    if ended.code != 3 {
        return;
    }
    assert!(
        said.contains("错误：") && said.contains("  提示："),
        "{line}，{at}：{said}"
    );
    let (_, complaint) = said.split_once("错误：").unwrap();
    let names = ["“", "work.db"];
    assert!(
        names.iter().any(|name| complaint.contains(name)),
        "{line}，{at}，没有说是哪个文件：{said}"
    );
    for foreign in [
        "os error",
        "Input/output",
        "No space",
        "Read-only",
        "Permission denied",
        "unable to",
        "I/O error",
        "malformed",
    ] {
        assert!(!complaint.contains(foreign), "{line}，{at}：{said}");
    }
}

#[test]
fn a_disk_that_refuses_is_told_and_nothing_is_lost() {
    if !strace::is_here("磁盘写满、写入出错、只读") {
        return;
    }
    let done = strace::side_by_side(ACTS, |begins| refuse_everywhere(act(begins)));
    report(done, "次写入被拒绝", 3);
}

/// How often something was tried, how often it was not done for that, and what was wrong.
#[derive(Default)]
struct Counts {
    tried: usize,
    told: usize,
    wrong: Vec<String>,
}

/// Fails with what was wrong, or where no more than one in `least` was told.
fn report(done: Vec<Counts>, what: &str, least: usize) {
    let all = done.into_iter().reduce(|mut all, one| {
        all.tried += one.tried;
        all.told += one.told;
        all.wrong.extend(one.wrong);
        all
    });
    let Counts { tried, told, wrong } = all.unwrap_or_default();
    strace::nothing_in(&wrong);
    let _ = writeln!(std::io::stderr(), "{tried} {what}，{told} 次因此没有办成");
    assert!(told > tried / least, "{told}/{tried}");
}

/// Lets the calls of an act fail, with each error that they may get.
fn refuse_everywhere(act: &Act) -> Counts {
    let one = Tried::new(act);
    let mut counts = Counts::default();
    for fault in FAULTS {
        let of_fault = |point: &&Point| fault.calls.contains(&point.call.as_str());
        let points: Vec<Point> = one.points.iter().filter(of_fault).cloned().collect();
        // A disk that is full stays full, one that hiccups may not; where all is tried, both everywhere.
        let mut ways = Vec::new();
        for (n, point) in strace::some(&points, POINTS).into_iter().enumerate() {
            for from_there_on in [false, true] {
                if strace::is_all() || from_there_on == (n % 2 == 0) {
                    ways.push((point.clone(), from_there_on));
                }
            }
        }
        let wrong = strace::each(&ways, |(point, from_there_on)| {
            let ended = refuse(&one, point, fault, *from_there_on);
            counts.tried += 1;
            counts.told += usize::from(ended.code == 3);
        });
        counts.wrong.extend(wrong);
    }
    counts
}

/// Lets a call fail, and looks at what is said and left.
fn refuse(one: &Tried<'_>, point: &Point, fault: &Fault, from_there_on: bool) -> Ended {
    let line = &one.act.line;
    let town = Town::again(&one.act.ready);
    let ended = strace::fail(&town.command(line), point, fault.error, from_there_on);
    let more = if from_there_on { "起" } else { "" };
    let at = format!("{point}{more}：{}", fault.error);
    // Where no write at all succeeds any more, nothing can be said either; and calls are counted by thread: where there are
    // two, the one that tells of the failure, or clears up after it, may come to the same number.
    let two_threads = line.contains("--site");
    if (from_there_on || two_threads) && point.call.starts_with("write") {
        assert!([0, 3].contains(&ended.code), "{line}，{at}\n{}", ended.said);
    } else {
        holds_water(line, &at, &ended);
    }
    let left = one.look(&town, &at);
    if ended.code == 0 {
        assert!(
            left.is_like(&one.after),
            "{line}，{at}：说办成了，却没有\n{}\n{}",
            ended.said,
            left.unlike(&one.after)
        );
    }
    if ended.said.contains("没有写入工作数据库") {
        assert!(left.database == one.before.database, "{line}，{at}");
    }
    let is_journal = |path: &Path| path.starts_with(".power-list");
    assert!(
        from_there_on || two_threads || left.litter.iter().all(|path| is_journal(path)),
        "{line}，{at}：{:?}",
        left.litter
    );
    one.end(&town, &left, &at);
    ended
}

/// Commands that read in all the ways there are, in a town that is ready for them.
fn readers() -> Vec<(&'static Act, &'static str)> {
    vec![
        (act("publish --as gb"), "validate"),
        (act("publish --as gb"), "validate --format json"),
        (act("publish --as gb"), "export -o - --format json"),
        (act("publish --as gb"), "show 341100-hbj-01-0001"),
        (act("publish --as gb"), "search 水土"),
        (act("publish --as gb"), "stats"),
        (act("publish --as gb"), "review status"),
        (act("publish --as gb"), "review verify"),
        (act("publish --as gb"), "review overdue --date 2014-11-03"),
        (act("adjust open"), "release list"),
        (act("adjust open"), "release verify 341100-20150301"),
        (act("adjust open"), "diff 341100-20150301 work"),
        (
            act("adjust open"),
            "export --release 341100-20150301 -o - --format csv",
        ),
    ]
}

#[test]
fn a_file_that_cannot_be_read_is_no_judgement_on_the_list() {
    if !strace::is_here("读文件出错") {
        return;
    }
    let done = strace::side_by_side(&readers(), |(act, line)| unread_everywhere(act, line));
    report(done, "次读不出来", 2);
}

/// Lets a command read what it reads from a failing disk.
fn unread_everywhere(act: &Act, line: &str) -> Counts {
    let town = Town::again(&act.ready);
    let good = strace::reads(&town.command(line), town.path());
    assert_eq!(good.code, 0, "{line}\n{}", good.said);
    let mut counts = Counts::default();
    let wrong = strace::each(&strace::some(&good.points, POINTS * 2), |point| {
        let town = Town::again(&act.ready);
        let before = State::of(&town);
        let ended = strace::fail(&town.command(line), point, "EIO", false);
        let at = format!("{point}：EIO");
        holds_water(line, &at, &ended);
        // What was not needed may be passed by; then nothing is different for it.
        assert!(
            [1, 3].contains(&ended.code) || ended.said == good.said,
            "{line}，{at}\n{}",
            ended.said
        );
        assert!(State::of(&town) == before, "{line}，{at}");
        counts.tried += 1;
        counts.told += usize::from(ended.code != 0);
    });
    counts.wrong = wrong;
    counts
}

/// Acts that read a failing disk: refused, and nothing is recorded; or done as ever.
#[test]
fn what_is_done_does_not_rest_on_a_file_that_could_not_be_read() {
    if !strace::is_here("办理时读文件出错") {
        return;
    }
    let mut wrong = Vec::new();
    for begins in [
        "import",
        "review submit",
        "publish --as gb",
        "adjust submit",
    ] {
        let one = Tried::new(act(begins));
        let line = &one.act.line;
        let town = Town::again(&one.act.ready);
        let points = strace::reads(&town.command(line), town.path()).points;
        wrong.extend(strace::each(&strace::some(&points, POINTS * 2), |point| {
            let town = Town::again(&one.act.ready);
            let ended = strace::fail(&town.command(line), point, "EIO", false);
            let at = format!("{point}：EIO");
            holds_water(line, &at, &ended);
            let left = one.look(&town, &at);
            one.end(&town, &left, &at);
        }));
    }
    strace::nothing_in(&wrong);
}

#[test]
fn what_cannot_be_said_is_not_undone_and_a_reader_that_has_left_is_no_failure() {
    if !strace::is_here("结果写不出来") {
        return;
    }
    for begins in ["import", "review submit", "publish --as gb"] {
        let one = Tried::new(act(begins));
        let line = &one.act.line;
        let words = strace::words(&Town::again(&one.act.ready).command(line)).points;
        for (error, code) in [("ENOSPC", 3), ("EIO", 3), ("EPIPE", 0)] {
            for point in strace::some(&words, 1) {
                let town = Town::again(&one.act.ready);
                let ended = strace::fail(&town.command(line), &point, error, false);
                let at = format!("{point}：{error}");
                assert_eq!(ended.code, code, "{line}，{at}\n{}", ended.said);
                if code == 3 {
                    assert!(
                        ended.said.contains("错误：结果没有全部输出：")
                            && ended.said.contains("不会撤销"),
                        "{line}，{at}\n{}",
                        ended.said
                    );
                }
                let left = one.look(&town, &at);
                one.end(&town, &left, &at);
            }
        }
    }
}

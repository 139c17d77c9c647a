//! The program under strace, which lets a system call fail, or kills the program at it.
//!
//! What strace does, found out by trying: `inject=CALL:signal=KILL:when=N` kills when a thread *enters* its N-th call of
//! that name. The call itself is not made any more, so that a kill at each call leaves each state between two calls, and
//! the first one leaves what was there before. Calls are counted by name and by thread. A run is therefore made once and
//! listened to; each call that changes something is a [`Point`], named by its number among the calls of that name of its
//! thread. Where two threads make calls of one name, the one that comes first to a number is hit in both their places: such
//! points are shadowed, and counted, so that a test can hold that there are none, or few. One thread does all the work of
//! rayon (`RAYON_NUM_THREADS=1`), so that one run is like another.
//!
//! A point that is not met again, because a run went another way, kills nothing; the run then ends by itself, and is a run
//! like any other.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// System calls that change what is on disk, as far as anybody's machine knows them (`?`: where there is no such call,
/// strace passes it by). A file that is made by opening it is one, too.
const CHANGES: &str = "write,writev,pwrite64,pwritev,pwritev2,ftruncate,fallocate,fsync,fdatasync,fchmod,fchmodat,\
    copy_file_range,sendfile,mkdirat,unlinkat,renameat,renameat2,linkat,symlinkat,syncfs,openat,?rename,?unlink,?mkdir,\
    ?rmdir,?chmod,?link,?symlink,?truncate,?creat,?open";

/// System calls that read, and the opening of what is read.
const READS: &str = "read,readv,pread64,preadv,openat,getdents64,?open";

/// A system call of a run, by its number among those of its name that its thread makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its name.
    pub call: String,
    /// Its number, from 1.
    pub nth: usize,
    /// As strace shows it.
    pub shown: String,
}

impl std::fmt::Display for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "第 {} 次 {}", self.nth, self.shown)
    }
}

/// What a run did.
pub struct Listened {
    /// The calls that were asked for, in the order in which they were made.
    pub points: Vec<Point>,
    /// How many of them cannot be hit, because another thread came first to their number.
    pub shadowed: usize,
    /// Exit code, -1 where it was killed.
    pub code: i32,
    /// What it printed, on both.
    pub said: String,
}

/// How a run ended.
pub struct Ended {
    /// Whether it was killed.
    pub killed: bool,
    /// Exit code; -1 where it was killed.
    pub code: i32,
    /// What it printed, on both.
    pub said: String,
}

/// Whether strace is here and may do its work. Where it does not, says past the test harness what is missed.
pub fn is_here(what: &str) -> bool {
    static HERE: OnceLock<bool> = OnceLock::new();
    let here = *HERE.get_or_init(|| {
        Command::new("strace")
            .args(["-f", "-o", "/dev/null", "-e", "trace=write"])
            .args(["-e", "inject=write:error=EIO:when=9999", "true"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    });
    if !here {
        let _ = writeln!(
            std::io::stderr(),
            "跳过：没有 strace，或者不许用 ptrace，没有试：{what}"
        );
    }
    here
}

/// The same command under strace, with these options.
fn traced(inner: &Command, log: &Path, options: &[&str]) -> Command {
    let mut outer = Command::new("strace");
    // Its own words, such as about calls that this machine does not have, are no part of what the program says.
    outer.arg("-qq").arg("-f").arg("-o").arg(log).args(options);
    outer.arg("--").arg(inner.get_program());
    outer.args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    if let Some(folder) = inner.get_current_dir() {
        outer.current_dir(folder);
    }
    // Where cargo has the loader look for libraries there are hundreds of places, and none of them.
    outer
        .env("RAYON_NUM_THREADS", "1")
        .env_remove("LD_LIBRARY_PATH")
        .stdin(Stdio::null());
    outer
}

/// Runs it, and lists the calls that change something.
pub fn changes(inner: &Command) -> Listened {
    let is_change = |call: &str, shown: &str| match call {
        "openat" | "open" => shown.contains("O_CREAT") || shown.contains("O_TRUNC"),
        // What is said is not on disk.
        "write" | "writev" => !["(1<", "(2<"].iter().any(|fd| shown.contains(fd)),
        _ => true,
    };
    listen(inner, CHANGES, is_change)
}

/// Runs it, and lists the calls that read files below a folder.
pub fn reads(inner: &Command, below: &Path) -> Listened {
    let below = fs::canonicalize(below).unwrap();
    let below = below.to_str().unwrap();
    listen(inner, READS, |call, shown| {
        // The loader reads before the program begins, and the allocator asks the system how it is set.
        match call {
            "openat" | "open" => {
                let path = shown.split('"').nth(1).unwrap_or_default();
                let is_below = path.starts_with(below) || !path.starts_with('/');
                is_below && !(shown.contains("O_CREAT") || shown.contains("O_RDWR"))
            }
            _ => shown.contains(below),
        }
    })
}

/// Runs it, and lists the calls with which it says something.
pub fn words(inner: &Command) -> Listened {
    listen(inner, "write,writev", |_, shown| shown.contains("(1<"))
}

fn listen(inner: &Command, calls: &str, wanted: impl Fn(&str, &str) -> bool) -> Listened {
    let log = tempfile::NamedTempFile::new().unwrap();
    // Files by their names, letter for letter, and nothing of what is in them.
    let trace = format!("trace={calls}");
    let output = traced(inner, log.path(), &["-y", "-xx", "-s", "0", "-e", &trace])
        .output()
        .unwrap();
    let mut heard = Vec::new();
    let (mut shadowed, mut counts, mut firsts) = (0, HashMap::new(), HashMap::new());
    for line in fs::read_to_string(log.path()).unwrap().lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = unescaped(rest.trim_start());
        let Some((call, _)) = rest.split_once('(') else {
            continue;
        };
        if !call.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            continue;
        }
        let count = counts
            .entry((thread.to_owned(), call.to_owned()))
            .or_insert(0);
        *count += 1;
        let first = firsts
            .entry((call.to_owned(), *count))
            .or_insert_with(|| thread.to_owned());
        if !wanted(call, &rest) {
            continue;
        }
        if first == thread {
            heard.push(Point {
                call: call.to_owned(),
                nth: *count,
                shown: rest.chars().take(160).collect(),
            });
        } else {
            shadowed += 1;
        }
    }
    Listened {
        points: heard,
        shadowed,
        code: output.status.code().unwrap_or(-1),
        said: said(&output),
    }
}

/// Text in which strace has written every byte of names as `\x..`.
fn unescaped(line: &str) -> String {
    let mut bytes = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).map(|hex| u8::from_str_radix(hex, 16)) {
            Some(Ok(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.extend_from_slice(b"\\x");
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn said(output: &std::process::Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// Runs it and kills it as it comes to a point.
pub fn kill(inner: &Command, at: &Point) -> Ended {
    inject(inner, &at.call, &format!("signal=KILL:when={}", at.nth))
}

/// Runs it, and lets the call fail with this error: there only, or from there on.
pub fn fail(inner: &Command, at: &Point, error: &str, from_there_on: bool) -> Ended {
    let more = if from_there_on { "+" } else { "" };
    inject(
        inner,
        &at.call,
        &format!("error={error}:when={}{more}", at.nth),
    )
}

fn inject(inner: &Command, call: &str, how: &str) -> Ended {
    let trace = format!("trace={call}");
    let inject = format!("inject={call}:{how}");
    let output = traced(
        inner,
        Path::new("/dev/null"),
        &["-e", &trace, "-e", &inject],
    )
    .output()
    .unwrap();
    Ended {
        killed: output.status.signal() == Some(9),
        code: output.status.code().unwrap_or(-1),
        said: said(&output),
    }
}

/// Some of the points, evenly, beginning anywhere; all of them where `POWER_LIST_FAULTS=all` asks for it.
pub fn some(points: &[Point], most: usize) -> Vec<Point> {
    if is_all() || points.len() <= most {
        return points.to_vec();
    }
    let step = points.len() as f64 / most as f64;
    let begin = fastrand::f64() * step;
    (0..most)
        .filter_map(|n| points.get((begin + n as f64 * step) as usize))
        .cloned()
        .collect()
}

/// Whether every point is asked for.
pub fn is_all() -> bool {
    std::env::var("POWER_LIST_FAULTS").is_ok_and(|wanted| wanted == "all")
}

/// Looks at each point by itself and gives what was wrong at any: of what is wrong at one place, there is often more.
pub fn each<T>(points: &[T], mut look: impl FnMut(&T)) -> Vec<String> {
    let mut wrong = Vec::new();
    for point in points {
        let looked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| look(point)));
        if let Err(panic) = looked {
            let text = panic.downcast_ref::<String>().cloned();
            wrong.push(text.unwrap_or_else(|| "?".to_owned()));
        }
    }
    wrong
}

/// Does two of these at a time: most of what a run takes is waiting for strace and the disk. Gives what comes of each, in
/// no order.
pub fn side_by_side<T: Sync, R: Send>(all: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(each(one));
        }
        done
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut done = work();
        done.extend(other.join().unwrap());
        done
    })
}

/// Fails with all that was wrong.
pub fn nothing_in(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} 处不对：\n{}",
        wrong.len(),
        wrong.join("\n————\n")
    );
}

//! Validates again whenever something in the project is saved.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use notify::{Event, RecursiveMode, Watcher as _};
use power_list::io::files;

use super::Target;
use crate::cli::Global;
use crate::cli::error::{self, Exit, usage};

/// Editors save in several steps, and version control many files: what comes within this time is one change.
const QUIET: Duration = Duration::from_millis(40);

/// How many changed files are named.
const NAMED: usize = 3;

/// Runs `check` now and after each change in the project, until the process is ended.
pub(super) fn run(
    target: &Target,
    global: &Global,
    check: impl Fn() -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    if target.stdin || !target.workbooks.is_empty() {
        return Err(usage(
            "--watch 只能看工程里的文件，不能看标准输入和工作簿",
            "写工程目录，或者工程里的文件、文件夹",
        ));
    }
    let root = std::fs::canonicalize(&target.root)?;
    let (sender, changes) = mpsc::channel();
    let watched = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Whoever listened is gone when the program ends.
        let _ = sender.send(event);
    });
    let mut watcher = watched.map_err(|error| cannot(&error))?;
    let all = watcher.watch(&root, RecursiveMode::Recursive);
    all.map_err(|error| cannot(&error))?;
    loop {
        match check() {
            Ok(_) => {}
            Err(error) if error::is_broken_pipe(&error) => return Ok(Exit::Clean),
            Err(error) => {
                // What is wrong now may be right after the next change.
                let verdict = error::judge(&error);
                writeln!(
                    crate::cli::screen::stderr(),
                    "{}",
                    error::Shown(&error, &verdict)
                )?;
            }
        }
        if !global.quiet {
            writeln!(crate::cli::screen::stderr(), "等文件存盘，Ctrl-C 结束")?;
        }
        let Some(changed) = next(&changes, &root) else {
            return Ok(Exit::Clean);
        };
        let named: Vec<&str> = changed.iter().take(NAMED).map(String::as_str).collect();
        let more = changed.len().saturating_sub(NAMED);
        let more = if more > 0 {
            format!(" 等 {} 个文件", changed.len())
        } else {
            String::new()
        };
        writeln!(
            crate::cli::screen::stdout(),
            "── {}{more}",
            named.join("、")
        )?;
    }
}

fn cannot(error: &notify::Error) -> anyhow::Error {
    usage(
        format!("看不了工程的文件夹：{error}"),
        "多半是系统允许同时看的文件夹太少：调大 fs.inotify.max_user_watches，或者不用 --watch",
    )
}

/// Waits for the next change, and for the files around it to be quiet; `None` when nobody watches any more.
fn next(changes: &Receiver<notify::Result<Event>>, root: &Path) -> Option<BTreeSet<String>> {
    let mut changed = BTreeSet::new();
    while changed.is_empty() {
        note(&changes.recv().ok()?, root, &mut changed);
    }
    loop {
        match changes.recv_timeout(QUIET) {
            Ok(event) => note(&event, root, &mut changed),
            Err(RecvTimeoutError::Timeout) => return Some(changed),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Notes what an event changed of what a validation reads.
fn note(event: &notify::Result<Event>, root: &Path, changed: &mut BTreeSet<String>) {
    let Ok(event) = event else { return };
    if event.kind.is_access() {
        return;
    }
    for path in &event.paths {
        let Ok(inside) = path.strip_prefix(root) else {
            continue;
        };
        let hidden =
            |part: std::path::Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
        // The program's own folder, that of version control, and the files that editors keep beside others.
        let own = inside.components().any(hidden);
        let name = files::shown(inside);
        if !own && !name.ends_with('~') && !name.is_empty() {
            changed.insert(name);
        }
    }
}

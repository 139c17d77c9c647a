//! What is kept from one validation to the next never says anything else than a fresh look.

use std::borrow::Cow;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use power_list::domain::law::Register;
use power_list::domain::project::Frame;
use power_list::finding::{Report, Sources};
use power_list::io::project::ProjectError;
use power_list::io::register;
use power_list::ops::validate::{Judged, Leniency, Request, Silent, survey, validate};
use power_list::report::{json, plain};
use power_list::rules::{RULES, Sample};
use proptest::prelude::*;
use rayon::prelude::*;

use crate::sample::program::{content, parts, program};
use crate::sample::{self, small};

/// All that people and programs are told.
fn told(report: &Report, sources: &Sources) -> String {
    let mut out = Vec::new();
    json::write(report, sources, &mut out).unwrap();
    let style = plain::Style {
        colour: false,
        notes: true,
        summary: true,
        width: 100,
    };
    plain::write(report, sources, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn said<P: AsRef<Frame>>(judged: Result<Judged<P>, ProjectError>) -> String {
    match judged {
        Ok(judged) => told(&judged.report, &judged.loaded.sources),
        Err(ProjectError::Settings { findings, sources }) => {
            let mut report = Report {
                findings,
                ..Report::default()
            };
            report.sort();
            told(&report, &sources)
        }
        Err(error) => error.to_string(),
    }
}

fn law(root: &Path) -> Cow<'static, Register> {
    let mut known = Cow::Borrowed(register::builtin());
    if let Ok(local) = register::local::read_folder(&root.join("laws"))
        && root.join("laws").is_dir()
    {
        known.to_mut().extend(local);
    }
    known
}

fn request() -> Request<'static> {
    let day = jiff::civil::date(2015, 3, 1);
    Request::new(day, Leniency::Baseline { file: None })
}

/// File by file, with what is kept or without.
fn file_by_file(root: &Path, cache: Option<&Path>) -> String {
    said(survey(root, &law(root), &request(), cache, &Silent))
}

/// With all items in memory.
fn at_once(root: &Path) -> String {
    said(validate(root, &law(root), request()))
}

#[test]
fn what_every_rule_objects_to_is_found_after_what_it_passes_was_kept() {
    let told = |rule: &&power_list::rules::Rule| -> Option<String> {
        if matches!(rule.bad, Sample::Workbook(_)) {
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        sample::write(root, &rule.good);
        let cache = tempfile::tempdir().unwrap();
        let kept = || file_by_file(root, Some(cache.path()));
        let good = kept();
        assert_eq!(good, kept(), "{}", rule.name);
        sample::write(root, &rule.bad);
        let [first, again, fresh, held] = [kept(), kept(), file_by_file(root, None), at_once(root)];
        let wrong = first != fresh || fresh != held || first != again;
        wrong.then(|| format!("{} {}\n{first}\n{fresh}\n{held}", rule.code, rule.name))
    };
    let wrong: Vec<String> = RULES.par_iter().filter_map(told).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A line of one of the files is left out, doubled, or has another put in its place.
#[derive(Debug, Clone)]
struct Edit {
    file: prop::sample::Index,
    line: prop::sample::Index,
    put: Option<&'static str>,
    doubled: bool,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let lines = prop::option::of(prop::sample::select(vec![
        "    office: 没有的科",
        "      - 《水法》第九百条",
        "      - 《水土保持法》第二十五条",
        "    name: 生产建设项目水土保持方案审批",
        "    flowchart: flowcharts/没有.yaml",
        "    flowchart: 别处/图.yaml",
        "gate: 1",
        "as_of: 2011-03-01",
        "rules: { L002: off, I005: note }",
        "    # power-list: allow L002 试一试",
        "  - code: 341100-hbj-01-0001",
        "  - { id: z, name: 别的, kind: task, actor: 谁, days: 99 }",
        "\t坏",
        "",
    ]));
    let edit = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        lines,
        any::<bool>(),
    )
        .prop_map(|(file, line, put, doubled)| Edit {
            file,
            line,
            put,
            doubled,
        });
    prop::collection::vec(edit, 1..6)
}

fn files_of(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_edited_is_seen(edits in edits()) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        small::small_project(root);
        sample::put(root, "别处/图.yaml", sample::CHART);
        let cache = tempfile::tempdir().unwrap();
        let kept = || file_by_file(root, Some(cache.path()));
        kept();
        for edit in edits {
            let files = files_of(root);
            let path = edit.file.get(&files);
            let text = fs::read_to_string(path).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            if lines.is_empty() {
                continue;
            }
            let at = edit.line.index(lines.len());
            match edit.put {
                Some(line) => lines[at] = line,
                None if edit.doubled => lines.insert(at, lines[at]),
                None => { lines.remove(at); }
            }
            fs::write(path, lines.join("\n") + "\n").unwrap();
            prop_assert_eq!(kept(), file_by_file(root, None));
        }
        prop_assert_eq!(kept(), at_once(root));
    }
}

/// The entries of a cache.
fn entries(cache: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for project in fs::read_dir(cache).unwrap() {
        let Ok(folders) = fs::read_dir(project.unwrap().path()) else {
            continue;
        };
        for folder in folders {
            let files = fs::read_dir(folder.unwrap().path()).unwrap();
            found.extend(files.map(|file| file.unwrap().path()));
        }
    }
    found
}

#[test]
fn what_is_kept_may_be_spoiled_and_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    small::small_project(root);
    let units = fs::read_to_string(root.join("departments.yaml")).unwrap();
    fs::write(root.join("departments.yaml"), units.replace('科', "处")).unwrap();
    let kept = tempfile::tempdir().unwrap();
    let cache = kept.path().join("cache");
    let run = |arguments: &[&str]| {
        let mut command = program(root);
        command.env("POWER_LIST_CACHE", &cache);
        command.args(["validate", "--fail-on", "warning"]);
        parts(&command.args(arguments).output().unwrap())
    };
    let before = content(root);
    let fresh = run(&["--no-cache"]);
    assert!(!cache.exists(), "--no-cache 留下了东西");
    assert_eq!(fresh.0, 1, "{fresh:?}");
    assert_eq!(run(&[]), fresh);
    let (code, out, told) = run(&["--timings"]);
    assert_eq!((code, &out), (1, &fresh.1));
    // One for each file, and one for the list as a whole.
    let files = entries(&cache).len() - 1;
    assert!(files > 0);
    for known in [
        format!("事项文件 {files} 个"),
        format!("用了以前结果的 {files} 个"),
    ] {
        assert!(told.contains(&known), "{told}");
    }
    for entry in entries(&cache) {
        let mut bytes = fs::read(&entry).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&entry, &bytes).unwrap();
    }
    assert_eq!(run(&[]), fresh, "一位之差");
    for entry in entries(&cache) {
        let bytes = fs::read(&entry).unwrap();
        fs::write(&entry, &bytes[..bytes.len() / 3]).unwrap();
    }
    assert_eq!(run(&[]), fresh, "写了一半");
    fs::remove_dir_all(&cache).unwrap();
    // A folder that nothing can be kept in is no reason not to judge.
    fs::write(&cache, "").unwrap();
    assert_eq!(run(&[]), fresh, "放不进去");
    fs::remove_file(&cache).unwrap();
    let together: Vec<_> = (0..8).into_par_iter().map(|_| run(&[])).collect();
    assert!(together.iter().all(|said| *said == fresh), "同时运行");
    assert_eq!(content(root), before, "校验只看，不在工程里留下什么");
}

#[test]
fn watching_judges_again_when_a_file_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    sample::base(root);
    let mut command = program(root);
    let mut child = command
        .args(["validate", "--watch", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (sender, lines) = mpsc::channel();
    let out = child.stdout.take().unwrap();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines() {
            let _ = sender.send(line.unwrap());
        }
    });
    let until = |wanted: &str| {
        while let Ok(line) = lines.recv_timeout(Duration::from_secs(60)) {
            if line.contains(wanted) {
                return true;
            }
        }
        false
    };
    let clean = until("\"findings\": []");
    let bad = sample::items_with("office", "    office: 没有的科");
    // The first change may come before the folder is watched: it is made until it is seen.
    let mut seen = false;
    for _ in 0..20 {
        sample::put(root, sample::ITEMS_PATH, &bad);
        if lines.recv_timeout(Duration::from_secs(3)).is_ok() {
            seen = until("没有的科");
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(clean && seen, "{clean} {seen}");
    let refused = parts(
        &program(root)
            .args(["validate", "--watch", "-"])
            .output()
            .unwrap(),
    );
    assert_eq!(refused.0, 2, "{refused:?}");
}

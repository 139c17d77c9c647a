//! Whole commands, each a process of its own, against the limits of the machine and against the peers that are installed:
//! time, processor time and peak memory.
//!
//! `cargo bench --bench scale -- whole [ITEMS …] [--dir DIR] [--runs N] [--folded] [--make]`. Data in DIR are kept and
//! used again; `--make` makes them and measures nothing.
//! Peers are looked for in PATH: `jsonschema` of sourcemeta, `ryl`, `check-jsonschema`, `sqlite-utils`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use granit_parser::Parser;
use jiff::civil::date;
use power_list::domain::ids::Digest;
use power_list::domain::law::Register;
use rayon::prelude::*;

use crate::generate::{self, Form, Written};
use crate::{EVERYDAY, collect};

mod figure;
mod peers;

use figure::{Figure, inside, process, start};

/// Megabytes that the program may be large.
const PROGRAM: f64 = 25.0;

/// What is measured: in rounds, so that a busy moment of the machine does not fall on one row alone.
pub struct Row<'a> {
    name: String,
    run: Box<dyn FnMut() -> Figure + 'a>,
    best: Option<Figure>,
    limits: Vec<Limit>,
    /// What is too long to be run more than once.
    once: bool,
}

impl<'a> Row<'a> {
    pub fn new(name: impl Into<String>, run: impl FnMut() -> Figure + 'a) -> Self {
        Self {
            name: name.into(),
            run: Box::new(run),
            best: None,
            limits: Vec::new(),
            once: false,
        }
    }

    pub fn once(mut self) -> Self {
        self.once = true;
        self
    }

    fn limit(mut self, limit: Limit) -> Self {
        self.limits.push(limit);
        self
    }
}

/// What a row is held to.
#[derive(Clone, Copy)]
enum Limit {
    /// At most so many times the row of this name, and these seconds besides; passed over where there is no such row.
    Times(f64, &'static str, f64),
    /// At most so many times the processor time of the row of this name.
    Processor(f64, &'static str),
    /// Seconds.
    Seconds(f64),
    /// Peak memory in MB.
    Memory(f64),
}

const READ: &str = "读取同样的字节，全部线程";
const HASH: &str = "读取并求摘要，全部线程";
const EVENTS: &str = "YAML 解析器只出事件，全部线程";
const COLD: &str = "validate，没有缓存";
const SOURCEMETA: &str = "sourcemeta jsonschema validate --fast";

/// Measures every size asked for; says whether a limit was exceeded.
pub fn run(arguments: &[String], register: &Register) -> bool {
    let after = |option: &str| {
        let at = arguments.iter().position(|a| a == option)?;
        arguments.get(at + 1)
    };
    let kept = after("--dir").map(PathBuf::from);
    let runs: usize = after("--runs").map_or(5, |n| n.parse().unwrap());
    let form = if arguments.iter().any(|a| a == "--folded") {
        Form::Folded
    } else {
        Form::Canonical
    };
    let options = ["--dir", "--runs"];
    let mut sizes: Vec<usize> = (0..arguments.len())
        .filter(|at| *at == 0 || !options.contains(&arguments[at - 1].as_str()))
        .filter_map(|at| arguments[at].parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![1_000, EVERYDAY];
    }
    let make = arguments.iter().any(|a| a == "--make");
    let mut over = !make && start_up();
    let mut each = Vec::new();
    for items in sizes {
        let scratch = tempfile::tempdir().unwrap();
        let folder = kept.as_deref().unwrap_or(scratch.path());
        let (root, written) = made(folder, items, form, register);
        if make {
            println!("{}：{:.1} MB", root.display(), written.bytes as f64 / 1e6);
            continue;
        }
        let (exceeded, cold) = size(&root, &written, form, runs, scratch.path());
        over |= exceeded;
        each.push((written.items, cold));
    }
    over | grows(&each)
}

/// The data of a size: made, or found in the folder as this version makes them.
fn made(folder: &Path, items: usize, form: Form, register: &Register) -> (PathBuf, Written) {
    let name = match form {
        Form::Canonical => "canonical",
        Form::Folded => "folded",
    };
    let folder = folder.join(format!("{items}-{name}-{}", generate::VERSION));
    let (root, note) = (folder.join("list"), folder.join("made.json"));
    let read = |text: String| {
        let [items, bytes, planted]: [u64; 3] = serde_json::from_str(&text).ok()?;
        Some(Written {
            items: items as usize,
            bytes,
            planted: planted as usize,
        })
    };
    if let Some(written) = fs::read_to_string(&note).ok().and_then(read) {
        return (root, written);
    }
    let _ = fs::remove_dir_all(&folder);
    let day = date(2015, 3, 1);
    let faults = generate::FAULTS;
    let written = generate::project_in(&root, items, register, day, faults, form);
    let figures = [written.items as u64, written.bytes, written.planted as u64];
    fs::write(note, serde_json::to_string(&figures).unwrap()).unwrap();
    (root, written)
}

fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_power-list"));
    command.args(arguments).current_dir(root);
    command
}

/// Starting the program, and its size.
fn start_up() -> bool {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ask = |line: &'static str| {
        let words: Vec<&str> = line.split(' ').collect();
        move || start(&program(here, &words), &[0])
    };
    let rows = vec![
        Row::new("--version", ask("--version")).limit(Limit::Seconds(0.005)),
        Row::new("--help", ask("--help")).limit(Limit::Seconds(0.005)),
        Row::new("completions bash", ask("completions bash")).limit(Limit::Seconds(0.010)),
    ];
    println!("## 启动\n");
    let (over, _) = measure(rows, 20);
    let size = fs::metadata(env!("CARGO_BIN_EXE_power-list"))
        .unwrap()
        .len() as f64
        / 1e6;
    println!("\n程序 {size:.1} MB，上限 {PROGRAM} MB\n");
    over | (size > PROGRAM)
}

/// One size: the limits of the machine, our commands, the peers. Gives the figure of `validate` without a cache.
fn size(root: &Path, written: &Written, form: Form, runs: usize, scratch: &Path) -> (bool, Figure) {
    println!(
        "## {} 项，{:.1} MB，埋入 {} 处错误，{} 个线程，{}\n",
        written.items,
        written.bytes as f64 / 1e6,
        written.planted,
        rayon::current_num_threads(),
        match form {
            Form::Canonical => "规范写法",
            Form::Folded => "有折行文字的写法",
        }
    );
    check(root, written);
    let mut paths = Vec::new();
    collect(root, &mut paths);
    paths.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    let large = written.items >= 100_000;
    let runs = if large { 1 } else { runs };
    let mut rows = machine(&paths);
    rows.extend(commands(root, form, large));
    rows.extend(peers::rows(root, written, scratch));
    let (over, rows) = measure(rows, runs);
    println!();
    let cold = rows
        .into_iter()
        .find_map(|(name, figure)| (name == COLD).then_some(figure));
    (over, cold.unwrap_or_default())
}

/// All that was planted is found, and nothing else.
fn check(root: &Path, written: &Written) {
    let output = program(root, &["validate", "--format", "json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let findings = report["findings"].as_array().map_or(&[][..], Vec::as_slice);
    let planted = |f: &&serde_json::Value| f["name"] == "article-not-found";
    assert_eq!(
        (findings.iter().filter(planted).count(), findings.len()),
        (written.planted, written.planted),
        "{}{:#?}",
        String::from_utf8_lossy(&output.stderr),
        findings.iter().find(|f| !planted(f))
    );
}

/// What the machine can do with the same bytes.
fn machine(paths: &[PathBuf]) -> Vec<Row<'_>> {
    vec![
        Row::new(READ, || {
            inside(|| {
                let read = |path: &PathBuf| fs::read(path).unwrap().len();
                assert!(paths.par_iter().map(read).sum::<usize>() > 0);
            })
        }),
        Row::new(HASH, || {
            inside(|| {
                paths.par_iter().for_each(|path| {
                    std::hint::black_box(Digest::of(&fs::read(path).unwrap()));
                });
            })
        }),
        Row::new(EVENTS, || {
            inside(|| {
                paths.par_iter().for_each(|path| {
                    let text = fs::read_to_string(path).unwrap();
                    let events = Parser::new_from_str(&text).map(Result::unwrap).count();
                    assert!(events > 0);
                });
            })
        }),
    ]
}

/// Our commands as people give them.
fn commands(root: &Path, form: Form, large: bool) -> Vec<Row<'_>> {
    let help = program(root, &["validate", "--help"]).output().unwrap();
    let has_cache = String::from_utf8_lossy(&help.stdout).contains("--no-cache");
    let of_events = if form == Form::Canonical { 0.5 } else { 1.6 };
    let cold: &[&str] = if has_cache {
        &["validate", "--no-cache", "-q"]
    } else {
        &["validate", "-q"]
    };
    let mut rows = vec![
        Row::new(COLD, move || process(&program(root, cold), &[1]))
            .limit(Limit::Times(of_events, EVENTS, 0.0))
            .limit(Limit::Times(0.75, SOURCEMETA, 0.0))
            .limit(Limit::Processor(1.0, SOURCEMETA))
            .limit(Limit::Memory(400.0)),
    ];
    if has_cache {
        let warm = || {
            // The row before may have changed something, and put it back.
            process(&program(root, &["validate", "-q"]), &[1]);
            process(&program(root, &["validate", "-q"]), &[1])
        };
        rows.push(Row::new("validate，什么也没有改", warm).limit(Limit::Times(1.5, HASH, 0.03)));
        let one = root.join("items/d00/行政审批.yaml");
        let mut turn = 0;
        let changed = move || {
            turn += 1;
            let text = fs::read_to_string(&one).unwrap();
            let bare = text.split("# 第").next().unwrap();
            fs::write(&one, format!("{bare}# 第{turn}次\n")).unwrap();
            let figure = process(&program(root, &["validate", "-q"]), &[1]);
            fs::write(&one, bare).unwrap();
            figure
        };
        rows.push(Row::new("validate，改了一个文件", changed).limit(Limit::Seconds(0.08)));
    }
    let seconds = if large { 1.0 } else { 0.05 };
    let impact = || {
        let arguments = ["law", "impact", "行政许可法", "--format", "json"];
        process(&program(root, &arguments), &[0])
    };
    rows.push(Row::new("law impact", impact).limit(Limit::Seconds(seconds)));
    let import = move || {
        let _ = fs::remove_dir_all(root.join(".power-list"));
        process(&program(root, &["import"]), &[0])
    };
    rows.push(Row::new("import，首次", import));
    let stats = || process(&program(root, &["stats"]), &[0]);
    rows.push(Row::new("stats", stats));
    let search = || process(&program(root, &["search", "矿山"]), &[0]);
    rows.push(Row::new("search", search));
    let export = || {
        let arguments = ["export", "--format", "json", "-o", "-"];
        process(&program(root, &arguments), &[0])
    };
    rows.push(Row::new("export --format json", export));
    rows
}

/// Runs the rows in rounds, prints the best of each, and says whether a limit was exceeded.
fn measure(mut rows: Vec<Row<'_>>, rounds: usize) -> (bool, Vec<(String, Figure)>) {
    for round in 0..rounds {
        for row in &mut rows {
            if round > 0 && row.once {
                continue;
            }
            let figure = (row.run)();
            row.best = Some(row.best.map_or(figure, |best| best.and(figure)));
        }
    }
    let figures: Vec<(String, Figure)> = rows
        .iter()
        .map(|row| (row.name.clone(), row.best.unwrap_or_default()))
        .collect();
    let of = |name: &str| figures.iter().find(|(n, _)| n == name).map(|(_, f)| *f);
    let mut over = false;
    println!("| 操作 | 秒 | 处理器秒 | 内存峰值 MB | 要求 |\n| --- | --- | --- | --- | --- |");
    for (row, (name, figure)) in rows.iter().zip(&figures) {
        let held: Vec<String> = row
            .limits
            .iter()
            .filter_map(|limit| limit.say(*figure, of))
            .map(|(kept, said)| {
                over |= !kept;
                said + if kept { "" } else { "（超过）" }
            })
            .collect();
        println!("| {name} | {figure} | {} |", held.join("；"));
    }
    (over, figures)
}

impl Limit {
    /// Whether a figure keeps to it, and how that is said; nothing where what it is compared with is missing.
    fn say(self, figure: Figure, of: impl Fn(&str) -> Option<Figure>) -> Option<(bool, String)> {
        Some(match self {
            Self::Times(most, name, more) => {
                let other = of(name)?;
                let ratio = (figure.wall - more) / other.wall;
                let less = if more > 0.0 {
                    format!("减去 {more} 秒后")
                } else {
                    String::new()
                };
                let said = format!("{less}是“{name}”的 {ratio:.2} 倍，至多 {most} 倍");
                (ratio <= most, said)
            }
            Self::Processor(most, name) => {
                let ratio = figure.processor? / of(name)?.processor?;
                let said = format!("处理器秒是“{name}”的 {ratio:.2} 倍，至多 {most} 倍");
                (ratio <= most, said)
            }
            Self::Seconds(most) => (figure.wall <= most, format!("至多 {most} 秒")),
            Self::Memory(most) => (figure.memory? <= most, format!("至多 {most} MB")),
        })
    }
}

/// Time has to grow with the number of items: an item of the largest size against one of the everyday size.
fn grows(each: &[(usize, Figure)]) -> bool {
    /// What an item of a large list may cost more.
    const MOST: f64 = 1.3;
    let per_item = |(items, figure): &(usize, Figure)| figure.processor.map(|p| p / *items as f64);
    let everyday = each.iter().find(|(items, _)| *items == EVERYDAY);
    let largest = each
        .iter()
        .filter(|(items, _)| *items > EVERYDAY)
        .max_by_key(|(items, _)| *items);
    let (Some(everyday), Some(largest)) = (everyday, largest) else {
        return false;
    };
    let (Some(one), Some(other)) = (per_item(everyday), per_item(largest)) else {
        return false;
    };
    let ratio = other / one;
    println!(
        "validate 每项的处理器秒，{} 项是 {EVERYDAY} 项的 {ratio:.2} 倍，至多 {MOST} 倍",
        largest.0
    );
    ratio > MOST
}

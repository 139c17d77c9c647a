//! `cargo bench --bench scale [-- ITEMS]`: whole operations on a generated project against reading the same bytes, and a
//! generated campaign against reading its events.
//!
//! `cargo bench --bench scale -- publish [ITEMS]` measures `import` and `publish` alone, against a raw insert of the same rows.
//!
//! `cargo bench --bench scale -- impact` measures alone what changes of the law do to the list.
//!
//! `cargo bench --bench scale -- whole [ITEMS …] [--dir DIR] [--runs N] [--folded]` measures whole commands, each a process
//! of its own, against the limits of the machine and against the peers that are installed.
//!
//! `cargo bench --bench scale -- campaign` measures the campaign alone. `cargo bench --bench scale -- --keep DIR` measures
//! nothing: it makes the campaign (51 units, 13,778 items, about 150,000 events) as a project in the new folder DIR, for the
//! program to be run on; with `--confirmed` nobody has anything to say, every unit is confirmed, and the list can be published,
//! of any size. There `zh` is 综合组, `bb-1` … `zw-3` review, `d00` … `d50` fill in, `d00-head` … submit at last.
//!
//! `cargo bench --bench scale -- campaign --reviewers 12 [--items N] [--store postgres://…]` makes the same campaign to its
//! end with twelve reviewers at work at once, each a process of its own, and looks whether every act that was acknowledged
//! is in the record; `--store` with the feature `postgres`, for a database in which there is no campaign yet.
//!
//! Every figure is the best of several runs in this one process; what is judged is the ratio to reading, with a
//! stated limit, because seconds differ between machines and ratios hardly do. docs/performance.md says what is in
//! each figure. Exit code 1 when a limit is exceeded.

// A benchmark works on files, takes the time, prints, and stops where something is wrong with it.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used
)]

mod campaign;
mod generate;
mod impact;
mod levels;
mod measure;
mod publish;
mod tables;
mod whole;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::date;
use power_list::domain::bigram::Query;
use power_list::domain::ids::Digest;
use power_list::domain::law::Register;
use power_list::io::register;
use power_list::io::sqlite::release::ReleaseFile;
use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Holdings as _;
use power_list::io::yaml::tree::Tree;
use power_list::io::{files, project};
use power_list::ops::publish::{PublishInput, publish};
use power_list::ops::site::SiteOrder;
use power_list::ops::submission;
use power_list::ops::validate::{Judged, Leniency, Request, validate};
use rayon::prelude::*;

/// The program's own, so that what it is compared with is not slower for another one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use measure::Table;

/// Items of the everyday size: what the city's 393 units listed in 2014 (DOMAIN §0).
const EVERYDAY: usize = 13_778;

/// Seconds that the built-in register may take when it is first asked for.
const REGISTER: f64 = 0.020;

fn main() {
    // First of all, while nothing has asked for it yet.
    let (register, first) = measure::once(register::builtin);
    // `cargo bench` passes --bench; a number is the size.
    let args: Vec<String> = std::env::args().skip(1).collect();
    let items = args.iter().find_map(|a| a.parse().ok()).unwrap_or(EVERYDAY);
    let after = |option: &str| {
        args.iter()
            .position(|a| a == option)
            .map(|at| &args[at + 1..])
    };
    if let Some(arguments) = after("--reviewer") {
        return campaign::crowd::review(arguments);
    }
    if let Some(reviewers) = after("--reviewers").and_then(|rest| rest.first()) {
        let wanted = campaign::crowd::Wanted {
            items: after("--items").map_or(EVERYDAY, |rest| rest[0].parse().unwrap()),
            reviewers: reviewers.parse().unwrap(),
            store: after("--store").map(|rest| rest[0].as_str()),
        };
        return campaign::crowd::run(&wanted, register);
    }
    if let Some(at) = args.iter().position(|a| a == "--keep") {
        let make = match args.iter().any(|a| a == "--confirmed") {
            true => campaign::confirmed,
            false => campaign::make,
        };
        return keep(Path::new(&args[at + 1]), items, register, make);
    }
    if args.iter().any(|a| a == "campaign") {
        return end(campaign::run(items, register));
    }
    if args.iter().any(|a| a == "publish") {
        return end(publish::run(items, register));
    }
    if let Some(arguments) = after("whole") {
        return end(whole::run(arguments, register));
    }
    if args.iter().any(|a| a == "impact") {
        return end(impact::run(items, register));
    }
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    let written = generate::project(root, items, register, date(2015, 3, 1), generate::FAULTS);
    println!(
        "{} 项，{:.1} MB，埋入 {} 处错误，{} 个线程\n",
        written.items,
        written.bytes as f64 / 1e6,
        written.planted,
        rayon::current_num_threads()
    );
    let mut paths = Vec::new();
    collect(root, &mut paths);

    let mut table = Table::against("读取同样的字节", 15, || {
        let bytes: usize = paths.iter().map(|f| fs::read(f).unwrap().len()).sum();
        assert_eq!(bytes as u64, written.bytes);
    });
    table.seconds("法规库第一次取用", first, REGISTER);
    yaml(&mut table, &paths);
    let mut judged = None;
    table.row("validate", 5, limits::VALIDATE, || {
        judged = Some(validate(root, register, request()).unwrap());
    });
    let judged = judged.unwrap();
    // All that was planted, and nothing else.
    assert_eq!(judged.report.counts().errors, written.planted);
    let mut extra = std::collections::BTreeMap::new();
    for finding in judged
        .report
        .findings
        .iter()
        .filter(|f| f.name != "article-not-found")
    {
        extra
            .entry(finding.code.to_string())
            .or_insert(&finding.message);
    }
    assert!(extra.is_empty(), "{extra:#?}");
    table.row("其中：读入工程", 5, limits::LOAD, || {
        project::load(root, None, "", None).unwrap();
    });
    let scratch = tempfile::tempdir().unwrap();
    imports(&mut table, &judged, scratch.path());
    publishing(&mut table, &judged, root, register, scratch.path());
    let over = [
        table.print(),
        impact::run(items, register),
        tables::run(register),
        campaign::run(items, register),
    ];
    end(over.contains(&true));
}

fn end(over: bool) {
    if over {
        std::process::exit(1);
    }
}

/// Makes the campaign in a folder that is not there yet, and leaves it there.
fn keep(
    folder: &Path,
    items: usize,
    register: &Register,
    make: impl Fn(&Path, usize, &Register) -> u64,
) {
    assert!(!folder.exists(), "{} 已经有了", folder.display());
    let (events, time) = measure::once(|| make(folder, items, register));
    println!(
        "{}：{items} 项，{events} 个事件，{:.1} 秒",
        folder.display(),
        time.as_secs_f64()
    );
}

/// A run of `validate` without options.
fn request() -> Request<'static> {
    Request::new(
        jiff::civil::date(2015, 3, 1),
        Leniency::Baseline { file: None },
    )
}

/// Highest ratios to reading: about twice what was measured on two cores (docs/performance.md).
mod limits {
    pub const TREES: f64 = 60.0;
    pub const LOAD: f64 = 110.0;
    pub const VALIDATE: f64 = 130.0;
    pub const IMPORT: f64 = 60.0;
    pub const IMPORT_AGAIN: f64 = 20.0;
    pub const PUBLISH: f64 = 560.0;
    pub const PUBLISH_AGAIN: f64 = 600.0;
    pub const READ_BACK: f64 = 120.0;
    pub const SITE: f64 = 1200.0;
    /// Seconds: two thousand pages of items a second.
    pub const THOUSAND_PAGES: f64 = 0.5;
    pub const COMPARE: f64 = 400.0;
    pub const HISTORY: f64 = 40.0;
    pub const HISTORY_MOVED: f64 = 500.0;
    pub const PARENT: f64 = 60.0;
    pub const STATS: f64 = 200.0;
    pub const SEARCH: f64 = 3.0;
}

/// The parser alone: the same texts to trees, on as many threads as `validate` uses.
fn yaml(table: &mut Table, paths: &[PathBuf]) {
    let texts: Vec<Arc<str>> = paths
        .iter()
        .map(|path| files::read_text(path).unwrap())
        .collect();
    table.row("YAML 事件成树", 5, limits::TREES, || {
        texts.par_iter().for_each(|text| {
            assert!(Tree::parse(text).unwrap().root().is_some());
        });
    });
}

fn imports(table: &mut Table, judged: &Judged, scratch: &Path) {
    let project = &judged.loaded.project;
    let count = project.items.len();
    let mut run = 0;
    table.row("import 首次", 3, limits::IMPORT, || {
        run += 1;
        let path = scratch.join(format!("import-{run}.db"));
        let mut store = WorkStore::open_or_create(&path).unwrap();
        let counts = store.import_items(&submission::imported(project)).unwrap();
        assert_eq!(counts.created, count);
    });
    table.row(
        "import 再次，没有改动",
        5,
        limits::IMPORT_AGAIN,
        || {
            let mut store = WorkStore::open(&scratch.join("import-1.db")).unwrap();
            let counts = store.import_items(&submission::imported(project)).unwrap();
            assert_eq!(counts.unchanged, count);
        },
    );
}

fn publishing(
    table: &mut Table,
    judged: &Judged,
    root: &Path,
    register: &Register,
    scratch: &Path,
) {
    let project = &judged.loaded.project;
    let input = PublishInput {
        project,
        root,
        register,
        date: date(2015, 3, 1),
        partial: false,
        number: 1,
        confirmed: project
            .departments
            .iter()
            .map(|d| d.id.value.clone())
            .collect(),
        removals: Vec::new(),
        adjustments: Vec::new(),
        ledger_head: Digest::ZERO,
        // The planted faults would close the gate; what they cost to publish is what sound items cost.
        gate_errors: 0,
    };
    let (mut run, mut published) = (0, None);
    table.row("publish 首次", 3, limits::PUBLISH, || {
        run += 1;
        let done = publish(&input, &scratch.join(format!("releases-{run}"))).unwrap();
        assert!(!done.already_there);
        published = Some(done);
    });
    let published = published.unwrap();
    let releases = published.path.parent().unwrap();
    table.row(
        "publish 再次，逐字节相同",
        3,
        limits::PUBLISH_AGAIN,
        || {
            assert!(publish(&input, releases).unwrap().already_there);
        },
    );
    println!(
        "发布文件 {:.1} MB，摘要 {}\n",
        fs::metadata(&published.path).unwrap().len() as f64 / 1e6,
        published.digest.short()
    );
    site(table, releases, scratch);
    levels::run(table, &input, releases);
    let file = ReleaseFile::open(&published.path).unwrap();
    table.row("发布读回全部内容", 3, limits::READ_BACK, || {
        assert_eq!(
            file.read().unwrap().catalog.items.len(),
            project.items.len()
        );
    });
    for (row, words) in [
        ("检索一个字“矿”", "矿"),
        ("检索两个字“矿山”", "矿山"),
        ("检索三个词", "水库 森林防火 审查"),
    ] {
        let query = Query::parse(words).unwrap();
        table.row(row, 5, limits::SEARCH, || {
            assert!(!file.search(&query, None, None).unwrap().is_empty());
        });
    }
}

/// The public site of the release, with its downloads.
fn site(table: &mut Table, releases: &Path, scratch: &Path) {
    let target = scratch.join("site");
    let (mut made, mut best) = (None, Duration::MAX);
    table.row("publish --site", 2, limits::SITE, || {
        let order = SiteOrder {
            releases,
            shown: None,
            target: &target,
            address: None,
            workbook: power_list::ops::site::WORKBOOK,
        };
        let (done, time) =
            measure::once(|| power_list::ops::site::make(order, &|_, _| ()).unwrap());
        (made, best) = (Some(done), best.min(time));
    });
    let made = made.unwrap();
    let thousand = best * 1000 / u32::try_from(made.items).unwrap();
    table.seconds("其中：一千个事项页", thousand, limits::THOUSAND_PAGES);
    println!(
        "网站 {} 个文件，{:.1} MB\n",
        made.files,
        made.bytes as f64 / 1e6
    );
    if let Some(kept) = std::env::var_os("POWER_LIST_KEEP_SITE") {
        fs::rename(&target, kept).unwrap();
    }
}

fn collect(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, out);
        } else {
            out.push(path);
        }
    }
}

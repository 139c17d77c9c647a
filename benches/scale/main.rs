//! `cargo bench --bench scale [-- ITEMS]`: whole operations on a generated project against reading the same bytes.
//!
//! Every figure is the best of several runs in this one process; what is judged is the ratio to reading, with a
//! stated limit, because seconds differ between machines and ratios hardly do.

mod generate;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::date;
use power_list::io::register;
use power_list::ops::validate::{Request, validate};

/// Items of the everyday size: what the city's 393 units listed in 2014 (DOMAIN §0).
const EVERYDAY: usize = 13_778;
const RUNS: usize = 5;

fn main() {
    // `cargo bench` passes --bench; a number is the size.
    let items = std::env::args()
        .skip(1)
        .find_map(|a| a.parse().ok())
        .unwrap_or(EVERYDAY);
    let register = register::builtin();
    let as_of = date(2015, 3, 1);
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    let written = generate::project(root, items, register, as_of);
    println!(
        "{} 项，{:.1} MB，埋入 {} 处错误\n",
        written.items,
        written.bytes as f64 / 1e6,
        written.planted
    );
    let mut files = Vec::new();
    collect(root, &mut files);
    let reading = best(|| {
        let bytes: usize = files.iter().map(|f| fs::read(f).unwrap().len()).sum();
        assert_eq!(bytes as u64, written.bytes);
    });
    let mut rows = vec![("读取同样的字节", reading, None)];
    rows.push((
        "validate",
        best(|| {
            let judged = validate(root, register, Request::default()).unwrap();
            assert_eq!(judged.report.counts().errors, written.planted);
        }),
        Some(60.0),
    ));
    let mut failed = false;
    println!("| 操作 | 秒 | 与读取之比 | 上限 |\n| --- | --- | --- | --- |");
    for (name, time, limit) in rows {
        let ratio = time.as_secs_f64() / reading.as_secs_f64();
        let over = limit.is_some_and(|l| ratio > l);
        failed |= over;
        println!(
            "| {name} | {:.3} | {ratio:.1} | {}{} |",
            time.as_secs_f64(),
            limit.map_or("—".to_owned(), |l| l.to_string()),
            if over { "（超过）" } else { "" }
        );
    }
    if failed {
        std::process::exit(1);
    }
}

fn best(mut run: impl FnMut()) -> Duration {
    (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            run();
            begin.elapsed()
        })
        .min()
        .unwrap_or_default()
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

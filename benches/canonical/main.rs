//! The reader of the canonical form beside the parser: as fast as it is meant to be, and never of another opinion.
//!
//! `cargo bench --bench canonical` measures both on the item files of `data/`, or of the folders named;
//! `cargo bench --bench canonical -- fuzz 100000000 [seed]` compares them on so many documents.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs
)]

mod maker;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use granit_parser::Parser;
use power_list::io::yaml::canonical::proof;
use power_list::io::yaml::tree::Tree;

use maker::Maker;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["fuzz", count] => fuzz(number(count), 1),
        ["fuzz", count, seed] => fuzz(number(count), number(seed)),
        [] => measure(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("data")]),
        ref folders => measure(&folders.iter().map(PathBuf::from).collect::<Vec<_>>()),
    }
}

fn number(word: &str) -> u64 {
    word.parse()
        .unwrap_or_else(|_| panic!("“{word}”应当是数字"))
}

/// Compares both on documents of a seed, and stops at the first that is read differently.
fn fuzz(count: u64, seed: u64) {
    const REPORT: u64 = 1_000_000;
    let mut maker = Maker::new(seed);
    let (mut bytes, mut whole, mut by_entry) = (0, 0, 0);
    let start = Instant::now();
    let say = |done: u64, bytes: u64, whole: u64, by_entry: u64| {
        let share = |part: u64| part as f64 * 100.0 / done as f64;
        println!(
            "种子 {seed}：{done} 份（{bytes} 字节），整份接受 {whole}（{:.1} %），逐项接受 {by_entry}（{:.1} %），\
             没有不同，{:.0} 秒",
            share(whole),
            share(by_entry),
            start.elapsed().as_secs_f64()
        );
    };
    for done in 1..=count {
        let text = maker.document();
        bytes += text.len() as u64;
        match proof::compare(text) {
            Ok(taken) => {
                whole += u64::from(taken.whole);
                by_entry += u64::from(taken.by_entry);
            }
            Err(difference) => panic!("种子 {seed} 的第 {done} 份读得不同：{text:?}\n{difference}"),
        }
        if done.is_multiple_of(REPORT) || done == count {
            say(done, bytes, whole, by_entry);
        }
    }
}

/// A way of reading, and its name.
type Row = (&'static str, fn(&str));

/// Measures both on all item files below some folders.
fn measure(folders: &[PathBuf]) {
    let mut texts = Vec::new();
    for folder in folders {
        collect(folder, &mut texts);
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    // Enough for a clock, however few files there are.
    let rounds = (20_000_000 / bytes.max(1)).max(1);
    let canonical = texts
        .iter()
        .filter(|t| Tree::canonical(t).is_some())
        .count();
    println!(
        "{} 个事项文件，{bytes} 字节，{canonical} 个是规范形式",
        texts.len()
    );
    let rows: [Row; 4] = [
        ("解析器的事件", |text| {
            let events = Parser::new_from_str(text).filter(Result::is_ok).count();
            assert!(events > 0);
        }),
        ("解析器成树", |text| {
            assert!(Tree::by_parser(text, false).is_ok());
        }),
        ("成树", |text| assert!(Tree::parse(text).is_ok())),
        ("逐项", |text| {
            std::hint::black_box(proof::entries(text));
        }),
    ];
    let mut events = None;
    for (name, read) in rows {
        let time = best(|| {
            for _ in 0..rounds {
                texts.iter().for_each(|text| read(text));
            }
        });
        let events = *events.get_or_insert(time);
        println!(
            "{name}：{:.0} MB/s，是解析器事件的 {:.2} 倍时间",
            (bytes * rounds) as f64 / 1e6 / time.as_secs_f64(),
            time.as_secs_f64() / events.as_secs_f64()
        );
    }
}

fn best(mut run: impl FnMut()) -> Duration {
    let times = (0..5).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

/// Texts of the item files below a folder.
fn collect(folder: &Path, out: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}：{e}", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|e| e == "yaml")
            && path.components().any(|part| part.as_os_str() == "items")
        {
            out.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

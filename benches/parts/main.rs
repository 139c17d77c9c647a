//! Parts that are asked for in every line of a list, each alone: `cargo bench --bench parts`.
//!
//! The citations of the published lists are among the texts where `POWER_LIST_SHARED` names the folder that has them.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs
)]

use std::path::Path;

use calamine::{Data, Reader as _, open_workbook_auto};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use power_list::domain::citation::{Mentions, parse};
use power_list::io::project;
use power_list::io::register::builtin;
use power_list::io::yaml::canonical::proof;

fn main() {
    divan::main();
}

fn data(folder: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(folder)
}

/// Ways to write a citation of a law, of `{}`.
const PLAIN: [&str; 4] = [
    "《{}》第三条",
    "《{}》第二十三条第一款",
    "《{}》第一百零五条第二款第（三）项",
    "《{}》第12条、第十三条",
];
const TAGGED: [&str; 10] = [
    "《{}（2015年修正）》第二十三条第一款",
    "《{}》（2018年修正）第三条",
    "《{}》（国务院令第514号）第十二条第一款第（二）项",
    "《{}》国务院令第514号第十二条",
    "【行政法规】《{}》第三条、第一百零五条",
    "【部门规章】《{}》（2010年1月1日农业部令第3号公布，2015年修订）第四十五条第二款",
    "《{}》（试行）第三条",
    "根据《{}》第三条",
    "法律：《{}》第二十三条",
    "《{}》（1984年9月20日第六届全国人民代表大会常务委员会第七次会议通过，2013年12月28日修正）第三条第一款",
];

fn written(forms: &[&str]) -> Vec<String> {
    let laws = builtin().laws().iter();
    laws.flat_map(|law| forms.iter().map(|form| form.replace("{}", law.id.as_str())))
        .collect()
}

fn plain() -> Vec<String> {
    written(&PLAIN)
}

fn tagged() -> Vec<String> {
    written(&TAGGED)
}

/// What real lists cite: that of the repository, and the cells of those that lie elsewhere.
fn real() -> Vec<String> {
    let list = project::load(&data("chuzhou"), None, "", None).unwrap();
    let items = list.project.items.iter();
    let mut out: Vec<String> = items
        .flat_map(|item| item.citations().map(|(_, _, text)| text.text.value.clone()))
        .collect();
    let shared = std::env::var_os("POWER_LIST_SHARED");
    let folder = shared.map(|shared| Path::new(&shared).join("real-lists"));
    let files = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    for file in files.into_iter().flatten() {
        let Ok(mut book) = open_workbook_auto(file.unwrap().path()) else {
            continue;
        };
        for (_, range) in book.worksheets() {
            let cells = range.cells().filter_map(|(_, _, cell)| match cell {
                Data::String(text) if text.contains('《') => Some(text.clone()),
                _ => None,
            });
            out.extend(cells);
        }
    }
    out
}

#[divan::bench(args = ["plain", "tagged", "real"])]
fn citations(bencher: Bencher<'_, '_>, kind: &str) {
    let texts = match kind {
        "plain" => plain(),
        "tagged" => tagged(),
        _ => real(),
    };
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for text in &texts {
            black_box(parse(text));
        }
    });
}

/// All names of laws looked up, each in one of its spellings.
#[divan::bench]
fn names(bencher: Bencher<'_, '_>) {
    let register = builtin();
    let laws = register.laws().iter();
    let names: Vec<String> = laws
        .flat_map(|law| {
            [
                law.id.to_string(),
                law.full_name.to_string(),
                format!("{} ", law.id),
            ]
        })
        .collect();
    bencher
        .counter(ItemsCount::new(names.len()))
        .bench_local(|| {
            for name in &names {
                black_box(register.find(name));
            }
        });
}

fn item_files() -> Vec<String> {
    let mut out = Vec::new();
    let mut folders = vec![data("chuzhou").join("items"), data("demo")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                out.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    out
}

/// The canonical form read entry by entry.
#[divan::bench]
fn canonical(bencher: Bencher<'_, '_>) {
    let texts = item_files();
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for text in &texts {
            black_box(proof::entries(text));
        }
    });
}

/// Item files searched for one law.
#[divan::bench]
fn mentions(bencher: Bencher<'_, '_>) {
    let texts = item_files();
    let bytes: usize = texts.iter().map(String::len).sum();
    let law = Mentions::of(["水土保持法"], []).unwrap();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for text in &texts {
            black_box(law.are_in(text));
        }
    });
}

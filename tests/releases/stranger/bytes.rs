//! Single bytes of a release changed at random: each change is found and named, nothing panics or runs for ever.
//!
//! `POWER_LIST_BYTES=20000 cargo test --test stranger bytes` changes as many.

use std::fs;
use std::path::Path;

use power_list::io::register;
use power_list::io::sqlite::release::ReleaseError;
use power_list::ops::verification::{self, Evidence, Outcome, Subject, Trust, Verification};
use rayon::prelude::*;

use super::{ID, file, published};

use crate::sample::program::{parts, run};

/// How many are changed, unless `POWER_LIST_BYTES` says otherwise.
const CHANGES: usize = 400;

/// Bytes of a page of the database.
const PAGE: usize = 4096;

fn verify(path: &Path) -> Result<Verification, ReleaseError> {
    let unchecked = Outcome::Unchecked {
        why: String::new(),
        how: String::new(),
    };
    let evidence = Evidence {
        ledger: Err(unchecked),
        register: register::builtin(),
        trust: Trust::Nobody,
    };
    verification::verify(path, evidence)
}

/// What says where: a table, an index, the header, the definitions.
const PLACES: [&str; 10] = [
    "表 ",
    "索引",
    "数据库的页",
    "文件头",
    "库结构",
    "空闲页",
    "的定义",
    "SQLite",
    "格式",
    "长度",
];

#[test]
fn every_changed_byte_is_found_and_named_by_the_file_alone() {
    let town = published();
    let good = fs::read(file(&town)).unwrap();
    let changes = std::env::var("POWER_LIST_BYTES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(CHANGES);
    // Half of them anywhere, half where something stands.
    let filled: Vec<usize> = (0..good.len()).filter(|at| good[*at] != 0).collect();
    // Each bit of the header, whose bytes say how the rest is read.
    let header = (0..100).flat_map(|at| (0..8).map(move |bit| (at, 1 << bit)));
    let random = (0..changes).map(|n| {
        let at = if n % 2 == 0 {
            fastrand::usize(..good.len())
        } else {
            filled[fastrand::usize(..filled.len())]
        };
        (at, fastrand::u8(1..))
    });
    // Where the first cell of each page is said to be: the whole page is then another one.
    let cells = (1..good.len() / PAGE).flat_map(|page| [8, 10].map(|at| (page * PAGE + at, 52)));
    let plans: Vec<(usize, u8)> = header.chain(cells).chain(random).collect();
    let folder = tempfile::tempdir().unwrap();
    let missed: Vec<String> = plans
        .par_iter()
        .enumerate()
        .filter_map(|(n, (at, with))| {
            let path = folder.path().join(format!("{n}/{ID}.db"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let mut bytes = good.clone();
            bytes[*at] ^= with;
            fs::write(&path, bytes).unwrap();
            let found = match std::panic::catch_unwind(|| verify(&path)) {
                Ok(Ok(found)) => found,
                // One of a later version is not for this program to judge.
                Ok(Err(ReleaseError::Newer { .. })) => return None,
                Ok(Err(error)) => return Some(format!("{at} ^ {with}：{error}")),
                Err(_) => return Some(format!("{at} ^ {with}：恐慌")),
            };
            fs::remove_file(&path).unwrap();
            let places: Vec<&String> = found
                .checks
                .iter()
                .filter(|(subject, _)| {
                    matches!(
                        subject,
                        Subject::Format | Subject::Structure | Subject::Content | Subject::Layout
                    )
                })
                .filter_map(|(_, outcome)| match outcome {
                    Outcome::Wrong(places) => Some(places),
                    _ => None,
                })
                .flatten()
                .collect();
            let named = places
                .iter()
                .any(|text| PLACES.iter().any(|place| text.contains(place)));
            (!named).then(|| format!("{at} ^ {with}：{places:?}"))
        })
        .collect();
    assert!(
        missed.is_empty(),
        "{}：\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn the_program_says_so_too() {
    let town = published();
    let path = file(&town);
    let good = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    for _ in 0..24 {
        let mut bytes = good.clone();
        let at = fastrand::usize(..bytes.len());
        bytes[at] ^= fastrand::u8(1..);
        fs::write(&path, bytes).unwrap();
        let (code, out, err) = parts(&run(town.path(), &["release", "verify", ID]));
        assert!(
            code == 1 && out.contains("错　　　SHA-256"),
            "{at} {code}\n{out}{err}"
        );
        assert!(out.contains("不是公布时的样子"), "{at}\n{out}{err}");
    }
    // Cut off, lengthened, emptied.
    for bytes in [&good[..good.len() / 2], &[&good[..], b"x"].concat(), b""] {
        fs::write(&path, bytes).unwrap();
        let (code, out, err) = parts(&run(town.path(), &["release", "verify", ID]));
        assert_eq!(code, 1, "{out}{err}");
    }
    let (code, _, err) = parts(&run(town.path(), &["release", "verify", "341100-20990101"]));
    assert_eq!(code, 2);
    assert!(err.contains("没有找到发布"), "{err}");
}

//! What `release verify` makes of what a release says of the one before it.

use std::fs;
use std::path::{Path, PathBuf};

use power_list::compare::lists::{Side, diff};
use power_list::domain::release::{ChangeKind, Release};
use power_list::io::register;
use power_list::io::sqlite::release::{ReleaseFile, write};
use power_list::ops::publish::Removal;
use power_list::ops::verification::{self, Evidence, Outcome, Subject, Trust};
use rusqlite::Connection;

use crate::release::Bench;

const FIRST: &str = "341100-20150301";

/// Two releases: of the items of the first one has changed, one has left, and one has come in the second.
fn published(bench: &Bench) -> PathBuf {
    let items = bench.root().join("items/slj/行政审批.yaml");
    let text = fs::read_to_string(&items).unwrap();
    bench.publish(|_| ()).unwrap();
    let more =
        "  - code: 341100-slj-01-0009\n    name: 占用水域许可\n    legal_basis: [《水法》第七条]\n";
    let text = text.replace("promised: 20", "promised: 15");
    fs::write(&items, format!("{}\n{more}", text.trim_end())).unwrap();
    let second = bench.publish(|input| {
        input.date = "2015-09-01".parse().unwrap();
        input.removals = vec![Removal {
            item_code: "341100-slj-01-0002".to_owned(),
            decision: "取消".to_owned(),
            reason: "不再需要".to_owned(),
        }];
    });
    second.unwrap().path
}

fn read(path: &Path) -> Release {
    ReleaseFile::open(path).unwrap().read().unwrap()
}

/// What the checks of the content and of the release before come to.
fn verify(path: &Path) -> (Outcome, Outcome) {
    let unchecked = Outcome::Unchecked {
        why: String::new(),
        how: String::new(),
    };
    let evidence = Evidence {
        ledger: Err(unchecked),
        register: register::builtin(),
        trust: Trust::Nobody,
    };
    let found = verification::verify(path, evidence).unwrap();
    let of = |subject| found.of(subject).unwrap().clone();
    assert!(matches!(of(Subject::Layout), Outcome::Good(_)), "{found:?}");
    (of(Subject::Content), of(Subject::Previous))
}

#[test]
fn what_has_changed_is_what_a_comparison_of_both_lists_as_a_whole_finds() {
    let bench = Bench::new();
    let second = read(&published(&bench));
    let first = read(&bench.releases().join(format!("{FIRST}.db")));
    let side = |catalog| Side {
        catalog,
        decisions: &[],
    };
    let differences = diff(side(&first.catalog), side(&second.catalog), |_| true);
    let mut found: Vec<(String, ChangeKind)> = differences
        .iter()
        .map(|change| {
            let kind = match (&change.old, &change.new) {
                (None, _) => ChangeKind::Created,
                (_, None) => ChangeKind::Removed,
                _ => ChangeKind::Changed,
            };
            (change.code().to_owned(), kind)
        })
        .collect();
    found.sort();
    let stated: Vec<(String, ChangeKind)> = second
        .changes
        .iter()
        .map(|change| (change.item_code.clone(), change.kind))
        .collect();
    assert_eq!(found, stated);
    assert_eq!(stated.len(), 3);
}

#[test]
fn what_a_release_says_of_the_one_before_is_compared_anew() {
    let bench = Bench::new();
    let second = published(&bench);
    let (content, previous) = verify(&second);
    assert!(matches!(content, Outcome::Good(_)), "{content:?}");
    let said = format!("与 {FIRST} 相比 3 处，重新比较得到的相同");
    assert_eq!(previous, Outcome::Good(said));
    // A file that is good in itself and says of an item that it stayed as it was.
    let mut release = read(&second);
    release.changes.remove(0);
    let elsewhere = tempfile::tempdir().unwrap();
    let other = write(elsewhere.path(), &release).unwrap();
    let before = elsewhere.path().join(format!("{FIRST}.db"));
    let missing = format!("旁边没有上一次发布 {FIRST}.db");
    assert!(matches!(verify(other.path()).1, Outcome::Unchecked { why, .. } if why == missing));
    let first = bench.releases().join(format!("{FIRST}.db"));
    fs::write(&before, fs::read(first).unwrap()).unwrap();
    let (content, previous) = verify(other.path());
    assert!(matches!(content, Outcome::Good(_)), "{content:?}");
    let said = format!("与 {FIRST} 重新比较得 3 处变化，文件里写的是 2 处");
    assert_eq!(previous, Outcome::Wrong(vec![said]));
    // One that was changed itself says nothing of another.
    let sql = "UPDATE item SET name = '另一项' WHERE position = 1";
    Connection::open(&before)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
    let wrong = format!("上一次发布 {FIRST}.db 自己就不对");
    assert!(matches!(verify(other.path()).1, Outcome::Unchecked { why, .. } if why == wrong));
    fs::write(&before, b"SQLite format 3").unwrap();
    assert!(matches!(verify(other.path()).1, Outcome::Unchecked { .. }));
}

//! Notes on what is right today and will not be.

use super::world::{findings, project, read};

use crate::sample::put;

#[test]
fn a_law_that_changes_in_forty_days_is_a_note_that_says_when_and_what_then() {
    let dir = project();
    let root = dir.path();
    let notes = |day: &str| -> Vec<(String, String)> {
        let all = findings(root, &["--select", "L021", "--as-of", day]);
        all.into_iter()
            .map(|(_, message, help)| (message, help))
            .collect()
    };
    let found = notes("2022-01-20");
    let moved = found
        .iter()
        .find(|(message, _)| message.contains("第六十条那时是第五十九条"));
    let (message, help) = moved.unwrap_or_else(|| panic!("{found:?}"));
    assert!(
        message.contains("自2022年3月1日起施行") && message.contains("从那天起"),
        "{message}"
    );
    assert!(
        help.contains("《种子法》第五十九条") && help.contains("--to 2022-03-01"),
        "{help}"
    );
    assert!(
        found.iter().any(|(m, _)| m.contains("第三十九条那时删去")),
        "{found:?}"
    );
    // Before it was passed nobody knew, from the day on it is no longer coming.
    assert_eq!(notes("2021-12-23"), []);
    assert_eq!(notes("2022-03-01"), []);
    // A law that ends, known since the one that ends it was passed.
    let ends = |day: &str| {
        notes(day)
            .iter()
            .any(|(m, _)| m.contains("《物权法》自2021年1月1日起被《民法典》废止"))
    };
    assert!(!ends("2020-05-27") && ends("2020-12-01"));
    // Seven months ahead only where the project wants to be told so early.
    assert!(!ends("2020-06-01"));
    let settings = read(root, "power-list.yaml");
    put(
        root,
        "power-list.yaml",
        format!("{settings}law: {{ notice_days: 365 }}\n"),
    );
    assert!(ends("2020-06-01"));
    put(
        root,
        "power-list.yaml",
        format!("{settings}law: {{ notice_days: 0 }}\n"),
    );
    assert!(!ends("2020-12-01"));
}

#[test]
fn a_number_that_is_gone_is_told_where_it_went() {
    let dir = project();
    let root = dir.path();
    put(
        root,
        "items/nyj/其他权力.yaml",
        "department: nyj\ncategory: 其他权力\nitems:\n  - code: 341100-nyj-10-0001\n    name: 种子事项\n    legal_basis: [《种子法》第九十四条]\n",
    );
    let found = findings(root, &["--select", "L002", "--as-of", "2024-06-01"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].2.contains("《种子法》第九十二条"), "{found:?}");
}

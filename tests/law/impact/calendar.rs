//! `law calendar`.

use super::world::{ends, json, project};

use crate::sample::program::{parts, run};

#[test]
fn the_days_are_those_on_which_laws_change_and_tell_what_they_touch() {
    let dir = project();
    let root = dir.path();
    let ask = [
        "law",
        "calendar",
        "--from",
        "2020-12-01",
        "--until",
        "2022-03-01",
        "--cited",
    ];
    let page = json(root, &ask);
    assert_eq!(page["schema"], "power-list/law-calendar/v1");
    let events: Vec<(&str, &str, &str)> = page["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| {
            ["date", "kind", "law"]
                .map(|key| e[key].as_str().unwrap())
                .into()
        })
        .collect();
    assert_eq!(
        events,
        [
            ("2021-01-01", "changed", "档案法"),
            ("2021-01-01", "ended", "物权法"),
            ("2022-03-01", "changed", "种子法"),
        ]
    );
    assert_eq!(
        page["events"][2]["items"],
        serde_json::json!(["341100-nyj-10-0001"])
    );
    // One day before, the last event is not there.
    let shorter = json(
        root,
        &[
            "law",
            "calendar",
            "--from",
            "2020-12-01",
            "--until",
            "2022-02-28",
            "--cited",
        ],
    );
    assert_eq!(shorter["events"].as_array().unwrap().len(), 2);
    // Outside a project there is a calendar, without a list.
    let nowhere = tempfile::tempdir().unwrap();
    let page = json(
        nowhere.path(),
        &["law", "calendar", "--from", "2022-03-01", "--days", "1"],
    );
    assert!(page["list"].is_null());
    assert!(
        page["events"]
            .as_array()
            .unwrap()
            .iter()
            .any(|e| e["law"] == "种子法")
    );
}

#[test]
fn the_calendar_file_is_one_by_the_book() {
    let dir = project();
    let root = dir.path();
    let stamp = ["--stamp", "2025-04-19T00:00:00Z"];
    let ask = [
        "law",
        "calendar",
        "--from",
        "2020-12-01",
        "--until",
        "2023-12-31",
        "--out",
        "法律.ics",
    ];
    ends(root, 0, &[&ask[..], &stamp].concat());
    let text = std::fs::read_to_string(root.join("法律.ics")).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{line}");
    }
    let unfolded = text.replace("\r\n ", "");
    let count = |name: &str| unfolded.lines().filter(|l| l.starts_with(name)).count();
    let events = count("BEGIN:VEVENT");
    assert!(events > 10);
    for name in [
        "UID:",
        "DTSTAMP:20250419T000000Z",
        "DTSTART;VALUE=DATE:",
        "SUMMARY:",
        "END:VEVENT",
    ] {
        assert_eq!(count(name), events, "{name}");
    }
    let uids: std::collections::BTreeSet<&str> =
        unfolded.lines().filter(|l| l.starts_with("UID:")).collect();
    assert_eq!(uids.len(), events);
    assert!(
        unfolded.contains("SUMMARY:《种子法》修正施行"),
        "{unfolded}"
    );
    assert!(
        unfolded.contains("\\n事项：341100-nyj-10-0001"),
        "{unfolded}"
    );
    // The same again; another span has the same events under the same names.
    ends(root, 0, &[&ask[..], &stamp].concat());
    let (other, _) = ends(
        root,
        0,
        &[
            "law",
            "calendar",
            "--from",
            "2022-03-01",
            "--days",
            "1",
            "--format",
            "ics",
        ],
    );
    let seeds = |text: &str| {
        let unfolded = text.replace("\r\n ", "");
        let events = unfolded.split("BEGIN:VEVENT").map(str::to_owned);
        let own = events
            .filter(|e| e.contains("《种子法》"))
            .collect::<Vec<_>>();
        own[0]
            .lines()
            .find(|l| l.starts_with("UID:"))
            .unwrap()
            .to_owned()
    };
    assert_eq!(seeds(&text), seeds(&other));
    // Another content is not written over a file that is there.
    let changed = [
        "law",
        "calendar",
        "--from",
        "2022-03-01",
        "--days",
        "1",
        "--out",
        "法律.ics",
    ];
    ends(root, 2, &changed);
    ends(root, 0, &[&changed[..], &["--force"]].concat());
}

#[test]
fn other_formats_and_bad_input() {
    let dir = project();
    let root = dir.path();
    let (csv, _) = ends(
        root,
        0,
        &[
            "law",
            "calendar",
            "--from",
            "2022-03-01",
            "--days",
            "1",
            "--format",
            "csv",
        ],
    );
    assert!(
        csv.contains("2022-03-01,种子法,《种子法》修正施行"),
        "{csv}"
    );
    let (table, _) = ends(
        root,
        0,
        &["law", "calendar", "--from", "2022-03-01", "--days", "1"],
    );
    assert!(table.contains("其中影响到清单的 1 件"), "{table}");
    for (arguments, wanted) in [
        (&["law", "calendar", "--days", "0"][..], "0"),
        (
            &["law", "calendar", "--days", "5", "--until", "2022-01-01"],
            "不能与",
        ),
        (
            &[
                "law",
                "calendar",
                "--from",
                "2022-01-02",
                "--until",
                "2022-01-01",
            ],
            "以前",
        ),
        (
            &["law", "calendar", "--until", "2022-13-01"],
            "应写作 2015-03-01",
        ),
        (
            &["law", "calendar", "--stamp", "今天"],
            "应写作 2025-04-19T00:00:00Z",
        ),
        (&["law", "calendar", "--out", "日历.docx"], ".ics"),
    ] {
        let (code, _, err) = parts(&run(root, arguments));
        assert_eq!(code, 2, "{arguments:?}\n{err}");
        assert!(err.contains(wanted), "{arguments:?}\n{err}");
    }
}

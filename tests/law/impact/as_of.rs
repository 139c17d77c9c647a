//! `--as-of` on every command.

use super::world::{ends, findings, json, project, read};

use crate::sample::program::{parts, run};
use crate::sample::{self, put};

#[test]
fn a_bad_day_is_told_by_every_command() {
    let dir = project();
    for command in [
        &["validate"][..],
        &["stats"],
        &["law", "list"],
        &["cite", "《水法》第一条"],
        &["rules"],
        &["review", "status"],
        &["publish"],
        &["fmt"],
    ] {
        for bad in ["2024-02-30", "明天", "2024/6/1", ""] {
            let arguments = [command, &["--as-of", bad]].concat();
            let (code, _, err) = parts(&run(dir.path(), &arguments));
            assert_eq!(code, 2, "{arguments:?}");
            assert!(err.contains("应写作 2015-03-01"), "{arguments:?}\n{err}");
        }
    }
}

#[test]
fn each_day_has_its_truth() {
    let dir = project();
    let ended = |day| {
        findings(dir.path(), &["--as-of", day])
            .iter()
            .any(|(code, message, _)| code == "L005" && message.contains("《物权法》"))
    };
    assert!(!ended("2018-11-01") && !ended("2020-12-31") && ended("2021-01-01"));
    let law = json(
        dir.path(),
        &["law", "show", "种子法", "--as-of", "2018-11-01"],
    );
    assert_eq!(law["law"]["version"], "2015-11-04");
    let law = json(
        dir.path(),
        &["law", "show", "种子法", "--as-of", "2022-03-01"],
    );
    assert_eq!(law["law"]["version"], "2021-12-24");
}

#[test]
fn what_shows_the_list_shows_it_by_the_day() {
    let dir = project();
    let shown = |day: &[&str]| {
        let page = json(dir.path(), &[&["show", "341100-nyj-10-0001"], day].concat());
        page["as_of"].as_str().unwrap().to_owned()
    };
    assert_eq!(shown(&[]), "2018-11-01");
    assert_eq!(shown(&["--as-of", "2024-06-01"]), "2024-06-01");
    // Where the law plays no part the day is taken and changes nothing.
    for command in [&["stats"][..], &["rules"], &["fmt", "--check"]] {
        let plain = parts(&run(dir.path(), command));
        let dated = [command, &["--as-of", "2024-06-01"]].concat();
        assert_eq!(parts(&run(dir.path(), &dated)), plain, "{command:?}");
    }
}

#[test]
fn what_is_recorded_or_published_keeps_the_day_of_the_project() {
    let dir = sample::project();
    let root = dir.path();
    let other = ["--as-of", "2024-06-01"];
    for command in [
        &["review", "start", "--as", "zh"][..],
        &["publish", "--date", "2015-03-01", "--as", "gb"],
        &["baseline", "create"],
    ] {
        let (_, err) = ends(root, 2, &[command, &other].concat());
        assert!(
            err.contains("只按工程自己的基准日 2015-03-01 办"),
            "{command:?}\n{err}"
        );
    }
    // Nothing was left behind, and the project's own day is no other day.
    assert!(!root.join(".power-list").exists());
    assert!(!root.join("power-list.baseline.json").exists());
    let own = ["--as-of", "2015-03-01"];
    ends(
        root,
        0,
        &[&["review", "start", "--as", "zh"][..], &own].concat(),
    );
    let (_, err) = ends(
        root,
        2,
        &[&["review", "submit", "hbj", "--as", "hbj"][..], &other].concat(),
    );
    assert!(err.contains("只按工程自己的基准日"), "{err}");
    // Looking is free.
    ends(root, 0, &[&["review", "status"][..], &other].concat());
    ends(
        root,
        0,
        &[&["review", "queue", "--as", "bb-1"][..], &other].concat(),
    );
}

#[test]
fn a_register_that_ends_before_the_day_is_told_once_with_what_to_do() {
    let dir = project();
    put(
        dir.path(),
        "power-list.yaml",
        read(dir.path(), "power-list.yaml").replace("2018-11-01", "2099-01-01"),
    );
    let found: Vec<_> = findings(dir.path(), &["--select", "L022"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].2.contains("law index"), "{found:?}");
    assert_eq!(
        findings(dir.path(), &["--select", "L022", "--as-of", "2018-11-01"]),
        []
    );
}

//! `validate --format …`: one bad project in every format, each held to what its readers accept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::format_support::{sarif_objections, suites};
use crate::sample::program::{parts, program, run};
use crate::sample::{ITEMS_PATH, items_with, project, put};

const FORMATS: [&str; 7] = [
    "plain", "json", "sarif", "github", "gitlab", "junit", "markdown",
];

/// An item file whose name wants escaping everywhere.
const PENALTIES_PATH: &str = "items/hbj/行政处罚, 50%.yaml";

/// Its first item has a control character, markup, a placeholder and a link in its name, and breaks several rules; the
/// second has the same code.
const PENALTIES: &str = r#"department: hbj
category: 行政处罚
items:
  - code: 341100-hbj-02-0001
    name: "对{0}|<b>[甲](x)</b>@all\u0007 100% 行为的处罚"
    legal_basis: [ 《没有这部法》第一条, 《没有这部法》第一条 ]
    offfice: x
  - { code: 341100-hbj-02-0001, name: 对另一行为的处罚 }
"#;

/// Chinese and a character outside the basic plane stand before the fault on its line.
const RESPONSIBILITIES: &str =
    "    responsibilities:\n      - { stage: 受理, duty: 𠮷祥如意, basis: 《没有这部法》第二条 }";

fn bad_project() -> tempfile::TempDir {
    let dir = project();
    put(
        dir.path(),
        ITEMS_PATH,
        items_with("responsibilities", RESPONSIBILITIES).replace("环境影响评价科", "没有的科"),
    );
    put(dir.path(), PENALTIES_PATH, PENALTIES);
    dir
}

/// Standard output of a format; the exit code must be that of findings.
fn printed(root: &Path, format: &str) -> String {
    let (code, out, err) = parts(&run(root, &["validate", "--format", format]));
    assert_eq!((code, err.as_str()), (1, ""), "{format}: {out}");
    out
}

fn json(root: &Path, format: &str) -> Value {
    serde_json::from_str(&printed(root, format)).unwrap()
}

fn rows<'a>(document: &'a Value, pointer: &str) -> &'a Vec<Value> {
    document.pointer(pointer).unwrap().as_array().unwrap()
}

fn texts(list: &[Value], pointer: &str) -> Vec<String> {
    list.iter()
        .map(|row| row.pointer(pointer).unwrap().as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_format_reads_well() {
    let dir = bad_project();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(true);
    settings.set_omit_expression(true);
    settings.add_filter(
        &format!("\"{}\"", env!("CARGO_PKG_VERSION").replace('.', "\\.")),
        "\"[version]\"",
    );
    settings.bind(|| {
        for format in FORMATS {
            insta::assert_snapshot!(format, printed(dir.path(), format));
        }
    });
}

#[test]
fn every_machine_format_has_every_finding() {
    let dir = bad_project();
    let all = rows(&json(dir.path(), "json"), "/findings").len();
    assert!(all > 10, "{all}");
    let sarif = json(dir.path(), "sarif");
    assert_eq!(rows(&sarif, "/runs/0/results").len(), all);
    assert_eq!(rows(&json(dir.path(), "gitlab"), "").len(), all);
    assert_eq!(printed(dir.path(), "github").lines().count(), all);
    let table_rows = |l: &&str| {
        ["| 错误 ", "| 警告 ", "| 提示 "]
            .iter()
            .any(|s| l.starts_with(s))
    };
    let markdown = printed(dir.path(), "markdown");
    assert_eq!(markdown.lines().filter(table_rows).count(), all);
    let lines = |l: &&str| ["错误：", "警告：", "提示："].iter().any(|s| l.contains(s));
    let junit = printed(dir.path(), "junit");
    assert_eq!(junit.lines().filter(lines).count(), all, "{junit}");
}

#[test]
fn exit_codes_and_silence_do_not_depend_on_the_format() {
    let bad = bad_project();
    let sound = project();
    let broken = project();
    put(
        broken.path(),
        "power-list.yaml",
        "jurisdiction: 341100\neditoin: x\n",
    );
    for format in FORMATS {
        let code = |root: &Path, more: &[&str]| {
            let arguments = [&["validate", "--format", format], more].concat();
            let (code, out, err) = parts(&run(root, &arguments));
            assert_eq!(err, "", "{format}");
            (code, out)
        };
        assert_eq!(code(bad.path(), &["--fail-on", "never"]).0, 0, "{format}");
        assert_eq!(code(sound.path(), &[]).0, 0, "{format}");
        assert_eq!(code(sound.path(), &["items/hbj"]).0, 0, "{format}");
        let quiet = code(bad.path(), &["-q"]);
        assert_eq!(quiet.0, 1, "{format}");
        // Broken settings are findings too, and say so in the format that was asked for.
        let (exit, out) = code(broken.path(), &[]);
        assert_eq!(exit, 2, "{format}");
        assert!(out.contains("editoin"), "{format}: {out}");
        if format != "plain" {
            assert_eq!(quiet.1, printed(bad.path(), format), "{format}");
        }
    }
    let (code, out, err) = parts(&run(bad.path(), &["validate", "--format", "xml"]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("sarif") && err.contains("junit"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure_in_any_format() {
    let dir = bad_project();
    for format in FORMATS {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = program(dir.path())
            .args(["validate", "--format", format])
            .stdout(writer)
            .output()
            .unwrap();
        assert_eq!(
            parts(&output),
            (0, String::new(), String::new()),
            "{format}"
        );
    }
}

#[test]
fn sarif_keeps_to_the_official_schema() {
    let bad = bad_project();
    let sound = project();
    let broken = project();
    put(broken.path(), "power-list.yaml", "");
    for root in [bad.path(), sound.path(), broken.path()] {
        let (_, out, _) = parts(&run(root, &["validate", "--format", "sarif"]));
        let log: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(sarif_objections(&log), [""; 0]);
    }
    // The schema does object.
    let mut log = json(bad.path(), "sarif");
    *log.pointer_mut("/runs/0/results/0/level").unwrap() = "fatal".into();
    assert_eq!(sarif_objections(&log).len(), 1);
}

#[test]
fn sarif_refers_to_its_own_rules_and_files() {
    let dir = bad_project();
    let log = json(dir.path(), "sarif");
    let rules = rows(&log, "/runs/0/tool/driver/rules");
    let ids = texts(rules, "/id");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for rule in rules {
        for text in [
            "shortDescription/text",
            "fullDescription/text",
            "help/text",
            "help/markdown",
        ] {
            let text = rule.pointer(&format!("/{text}")).unwrap().as_str().unwrap();
            assert!(!text.is_empty(), "{rule}");
        }
        assert_eq!(rule.get("helpUri"), None);
    }
    let uris = texts(rows(&log, "/runs/0/artifacts"), "/location/uri");
    assert!(uris.contains(&"departments.yaml".to_owned()), "{uris:?}");
    assert!(
        uris.contains(&"items/hbj/%E8%A1%8C%E6%94%BF%E5%A4%84%E7%BD%9A%2C%2050%25.yaml".to_owned()),
        "{uris:?}"
    );
    for result in rows(&log, "/runs/0/results") {
        let rule = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(result["ruleId"], ids[rule].as_str());
        let file = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(
            file["uri"],
            uris[file["index"].as_u64().unwrap() as usize].as_str()
        );
        assert_eq!(file["uriBaseId"], "SRCROOT");
        for other in result["relatedLocations"].as_array().into_iter().flatten() {
            let file = &other["physicalLocation"]["artifactLocation"];
            assert_eq!(
                file["uri"],
                uris[file["index"].as_u64().unwrap() as usize].as_str()
            );
        }
        let message = result["message"]["text"].as_str().unwrap();
        assert!(
            !message.contains("{0}") || message.contains("{{0}}"),
            "{message}"
        );
        assert!(!message.contains("[甲](x)"), "{message}");
    }
}

#[test]
fn other_places_of_a_finding_are_named() {
    let dir = bad_project();
    let log = json(dir.path(), "sarif");
    let twice = rows(&log, "/runs/0/results")
        .iter()
        .find(|r| r["ruleId"] == "X001")
        .unwrap();
    let first = &twice["relatedLocations"][0];
    assert_eq!(first["message"]["text"], "第一次在这里");
    let line = &first["physicalLocation"]["region"]["startLine"];
    assert_eq!(line, 4);
    let place = "行政处罚, 50%.yaml:4:11 第一次在这里";
    for format in ["junit", "markdown"] {
        assert!(printed(dir.path(), format).contains(place), "{format}");
    }
}

#[test]
fn sarif_columns_count_code_points() {
    let dir = bad_project();
    let log = json(dir.path(), "sarif");
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let text = std::fs::read_to_string(dir.path().join(ITEMS_PATH)).unwrap();
    let cite = "《没有这部法》";
    let (number, line) = text
        .lines()
        .enumerate()
        .find(|(_, l)| l.contains('𠮷'))
        .unwrap();
    let (before, _) = line.split_once(cite).unwrap();
    // In UTF-16 it would be one more, in bytes many more.
    let start = before.chars().count() + 1;
    assert_eq!(before.encode_utf16().count(), start);
    let regions: Vec<&Value> = rows(&log, "/runs/0/results")
        .iter()
        .filter(|r| r["ruleId"] == "L001")
        .map(|r| &r["locations"][0]["physicalLocation"]["region"])
        .filter(|region| region["startLine"] == number + 1)
        .collect();
    assert_eq!(regions.len(), 1, "{regions:?}");
    let column = |key: &str| regions[0][key].as_u64().unwrap() as usize;
    let found: String = line
        .chars()
        .skip(column("startColumn") - 1)
        .take(column("endColumn") - column("startColumn"))
        .collect();
    assert_eq!(column("startColumn"), start);
    assert!(found.starts_with(cite), "{found}");
    assert_eq!(regions[0]["endLine"], number + 1);
}

#[test]
fn fingerprints_are_unique_and_outlive_a_line_inserted_above() {
    let dir = bad_project();
    let take = || {
        let sarif = json(dir.path(), "sarif");
        let issues = json(dir.path(), "gitlab");
        let issues = rows(&issues, "").clone();
        (
            texts(
                rows(&sarif, "/runs/0/results"),
                "/partialFingerprints/powerListFinding~1v1",
            ),
            texts(&issues, "/fingerprint"),
            issues
                .iter()
                .map(|i| i["location"]["lines"]["begin"].as_u64().unwrap())
                .collect::<Vec<_>>(),
        )
    };
    let (sarif, gitlab, lines) = take();
    assert_eq!(sarif, gitlab);
    assert_eq!(gitlab.iter().collect::<BTreeSet<_>>().len(), gitlab.len());
    let text = std::fs::read_to_string(dir.path().join(PENALTIES_PATH)).unwrap();
    put(dir.path(), PENALTIES_PATH, format!("# 新的一行\n\n{text}"));
    let (sarif_after, gitlab_after, lines_after) = take();
    assert_ne!(lines, lines_after);
    assert_eq!((sarif, gitlab), (sarif_after, gitlab_after));
}

#[test]
fn github_commands_are_escaped() {
    let dir = bad_project();
    let out = printed(dir.path(), "github");
    for line in out.lines() {
        let (head, data) = line
            .strip_prefix("::")
            .and_then(|l| l.split_once("::"))
            .unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        let properties: BTreeMap<&str, &str> = properties
            .split(',')
            .map(|p| p.split_once('=').unwrap())
            .collect();
        let keys: Vec<&str> = properties.keys().copied().collect();
        match properties["line"] == properties["endLine"] {
            true => assert_eq!(
                keys,
                ["col", "endColumn", "endLine", "file", "line", "title"]
            ),
            false => assert_eq!(keys, ["endLine", "file", "line", "title"]),
        }
        for text in [properties["file"], properties["title"], data] {
            for (at, _) in text.match_indices('%') {
                let escape = &text[at + 1..at + 3];
                assert!(["25", "0D", "0A", "3A", "2C"].contains(&escape), "{text}");
            }
        }
    }
    assert!(
        out.contains("file=items/hbj/行政处罚%2C 50%25.yaml,line="),
        "{out}"
    );
    assert!(out.contains("title=S003 unknown-key::"), "{out}");
}

#[test]
fn junit_is_well_formed_and_shows_what_ran() {
    let dir = bad_project();
    let found = suites(&printed(dir.path(), "junit"));
    assert_eq!(found["departments.yaml"], ["没有问题"]);
    assert_eq!(found["power-list.yaml"], ["没有问题"]);
    let penalties = &found[PENALTIES_PATH];
    assert!(
        penalties.contains(&"!S003 unknown-key".to_owned()),
        "{penalties:?}"
    );
    // A warning does not fail its case.
    let approvals = &found[ITEMS_PATH];
    assert!(
        approvals.contains(&"I007 unknown-office".to_owned()),
        "{approvals:?}"
    );
    // Only what was asked for is said to have been looked at.
    let (_, out, _) = parts(&run(
        dir.path(),
        &["validate", "--format", "junit", ITEMS_PATH],
    ));
    let some = suites(&out);
    assert!(
        !some.contains_key(PENALTIES_PATH) && !some.contains_key("departments.yaml"),
        "{some:?}"
    );
    assert_eq!(some[ITEMS_PATH], found[ITEMS_PATH]);
}

#[test]
fn control_characters_reach_no_reader() {
    let dir = bad_project();
    put(
        dir.path(),
        PENALTIES_PATH,
        PENALTIES.replace("\\u0007", "\\u0007\\u001b\\u000b\\uFFFE"),
    );
    let out = printed(dir.path(), "junit");
    assert!(
        out.contains("@all\u{fffd}\u{fffd}\u{fffd}\u{fffd} 100%"),
        "{out}"
    );
    suites(&out);
    for format in ["plain", "markdown", "github"] {
        let out = printed(dir.path(), format);
        assert!(!out.contains(['\u{7}', '\u{1b}']), "{format}: {out:?}");
    }
}

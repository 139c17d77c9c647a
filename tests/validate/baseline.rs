//! `baseline`: old faults are counted, new ones are shown.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::sample::program::{parts, run};
use crate::sample::{self, ITEMS_PATH, SETTINGS, items_with, put};

const FILE: &str = "power-list.baseline.json";

/// Writes the sample item with these articles that do not exist.
fn cite(dir: &Path, articles: &[&str]) {
    let mut basis = "    legal_basis:\n      - 《水土保持法》第二十五条第一款".to_owned();
    for article in articles {
        basis.push_str(&format!("\n      - 《水土保持法》{article}"));
    }
    put(dir, ITEMS_PATH, items_with("legal_basis", &basis));
}

fn faulty(articles: &[&str]) -> tempfile::TempDir {
    let dir = sample::project();
    cite(dir.path(), articles);
    dir
}

fn baseline(dir: &Path, arguments: &[&str]) -> (i32, String) {
    let (code, out, err) = parts(&run(dir, &[&["baseline"][..], arguments].concat()));
    (code, format!("{out}{err}"))
}

fn created(dir: &Path, arguments: &[&str]) -> String {
    let (code, text) = baseline(dir, &[&["create"][..], arguments].concat());
    assert_eq!(code, 0, "{text}");
    text
}

fn judged(dir: &Path, arguments: &[&str]) -> (i32, Value) {
    let all = [&["validate", "--format", "json"][..], arguments].concat();
    let (code, out, err) = parts(&run(dir, &all));
    let report = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}：{out}{err}"));
    (code, report)
}

fn messages(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|f| f["message"].as_str().unwrap()).collect()
}

fn read(dir: &Path) -> Value {
    serde_json::from_slice(&fs::read(dir.join(FILE)).unwrap()).unwrap()
}

fn write(dir: &Path, value: &Value) {
    put(dir, FILE, value.to_string());
}

fn schema(name: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
    let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

#[test]
fn old_faults_are_counted_wherever_they_have_moved() {
    let dir = faulty(&["第九十八条", "第九十九条"]);
    let text = created(dir.path(), &[]);
    assert!(
        text.contains("已记入 power-list.baseline.json：2 个问题，1 条"),
        "{text}"
    );
    let (code, report) = judged(dir.path(), &[]);
    assert_eq!((code, &report["summary"]["baselined"]), (0, &json!(2)));
    assert!(messages(&report).is_empty());
    assert!(schema("findings").is_valid(&report), "{report}");

    let moved = fs::read_to_string(dir.path().join(ITEMS_PATH)).unwrap();
    put(dir.path(), ITEMS_PATH, format!("# 一行说明\n\n{moved}"));
    assert_eq!(judged(dir.path(), &[]).0, 0);
    let (code, report) = judged(dir.path(), &["--no-baseline"]);
    assert_eq!((code, messages(&report).len()), (1, 2));
    assert!(report["summary"]["baselined"].is_null());

    let (_, out, _) = parts(&run(dir.path(), &["validate"]));
    assert!(
        out.ends_with(
            "不计在内：基线里的 2 个；其中 2 个错误，上报和公布时仍要改好（加 --strict 列出）\n"
        ),
        "{out}"
    );
}

#[test]
fn a_new_fault_of_the_same_kind_is_shown() {
    let dir = faulty(&["第九十八条", "第九十九条"]);
    created(dir.path(), &[]);
    cite(dir.path(), &["第九十七条", "第九十八条", "第九十九条"]);
    let (code, report) = judged(dir.path(), &[]);
    assert_eq!(code, 1);
    let shown = messages(&report);
    assert!(
        shown.len() == 1 && shown[0].contains("第九十七条"),
        "{shown:?}"
    );
    // Another rule, item or file is no old fault either.
    cite(dir.path(), &["第九十八条", "第九十九条第一款"]);
    let text = fs::read_to_string(dir.path().join(ITEMS_PATH)).unwrap();
    put(
        dir.path(),
        ITEMS_PATH,
        text.replace("hbj-01-0001", "hbj-01-0002"),
    );
    assert_eq!(judged(dir.path(), &[]).0, 1);
}

#[test]
fn what_is_mended_is_a_note_until_it_is_pruned() {
    let dir = faulty(&["第九十七条", "第九十八条", "第九十九条"]);
    created(dir.path(), &[]);
    cite(dir.path(), &["第九十八条"]);
    let (code, report) = judged(dir.path(), &[]);
    assert_eq!((code, &report["summary"]["notes"]), (0, &json!(1)));
    let note = &report["findings"][0];
    assert_eq!(
        (&note["code"], &note["file"], &note["severity"]),
        (&json!("S019"), &json!(FILE), &json!("note"))
    );
    assert!(
        note["message"]
            .as_str()
            .unwrap()
            .contains("有 3 个，现在只有 1 个"),
        "{note}"
    );
    assert!(note["line"].as_u64().unwrap() > 2, "{note}");
    // A run that sees less, or another day's law, does not say so.
    for arguments in [["--as-of", "2016-01-01"], ["--select", "L"]] {
        assert!(
            messages(&judged(dir.path(), &arguments).1).is_empty(),
            "{arguments:?}"
        );
    }

    let before = fs::read(dir.path().join(FILE)).unwrap();
    let (code, text) = baseline(dir.path(), &["prune", "--dry-run"]);
    assert!(
        code == 0 && text.contains("3 个改为 1 个") && text.contains("可以划掉 2 个"),
        "{text}"
    );
    assert_eq!(fs::read(dir.path().join(FILE)).unwrap(), before);
    let (code, text) = baseline(dir.path(), &["prune"]);
    assert!(
        code == 0 && text.contains("划掉了 2 个，还有 1 个"),
        "{text}"
    );
    let entry = &read(dir.path())["entries"][0];
    assert_eq!(entry["count"], 1);
    assert!(
        entry["messages"][0]
            .as_str()
            .unwrap()
            .contains("第九十八条")
    );
    assert!(messages(&judged(dir.path(), &[]).1).is_empty());

    // Pruning never takes anything in.
    cite(dir.path(), &["第九十八条", "第九十九条"]);
    let (code, text) = baseline(dir.path(), &["prune"]);
    assert!(
        code == 0 && text.contains("没有可以划掉的旧账，还有 1 个"),
        "{text}"
    );
    assert_eq!(judged(dir.path(), &[]).0, 1);
    cite(dir.path(), &[]);
    baseline(dir.path(), &["prune"]);
    assert_eq!(read(dir.path())["entries"], json!([]));
    assert!(baseline(dir.path(), &["show"]).1.contains("可以删去"));
}

#[test]
fn a_file_that_cannot_be_read_is_neither_taken_in_nor_a_reason_to_prune() {
    let dir = faulty(&["第九十九条"]);
    created(dir.path(), &[]);
    put(
        dir.path(),
        ITEMS_PATH,
        "department: hbj\ncategory: 行政审批\nitems: [\n",
    );
    let (code, report) = judged(dir.path(), &[]);
    assert_eq!(code, 1);
    let codes: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["code"])
        .collect();
    assert!(
        codes.contains(&&json!("S001")) && !codes.contains(&&json!("S019")),
        "{codes:?}"
    );
    let before = fs::read(dir.path().join(FILE)).unwrap();
    let (code, text) = baseline(dir.path(), &["prune"]);
    assert!(code == 1 && text.contains("没有读全"), "{code} {text}");
    assert_eq!(fs::read(dir.path().join(FILE)).unwrap(), before);
    let text = created(dir.path(), &["--force"]);
    assert!(text.contains("个问题不能记作旧账"), "{text}");
    assert_eq!(judged(dir.path(), &[]).0, 1);
}

#[test]
fn creating_again_needs_force_and_keeps_the_first_day() {
    let dir = faulty(&["第九十九条"]);
    created(dir.path(), &[]);
    let mut old = read(dir.path());
    old["entries"][0]["since"] = json!("2015-03-01");
    write(dir.path(), &old);
    let (code, text) = baseline(dir.path(), &["create"]);
    assert!(code == 2 && text.contains("--force"), "{text}");
    assert_eq!(read(dir.path()), old);

    let more = items_with("supervision", "").replace("第二十五条第一款", "第九十九条");
    put(dir.path(), ITEMS_PATH, more);
    created(dir.path(), &["--force"]);
    let new = read(dir.path());
    let entries = new["entries"].as_array().unwrap();
    let rules: Vec<_> = entries
        .iter()
        .map(|e| e["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["I012", "L002"], "按文件、规则、事项排列");
    assert_eq!(entries[1]["since"], "2015-03-01");
    assert_ne!(entries[0]["since"], "2015-03-01");
    let bytes = fs::read(dir.path().join(FILE)).unwrap();
    created(dir.path(), &["--force"]);
    assert_eq!(fs::read(dir.path().join(FILE)).unwrap(), bytes);

    let (code, text) = baseline(dir.path(), &["show"]);
    assert_eq!(code, 0);
    let age = text.lines().find(|l| l.contains("2015-03-01")).unwrap();
    let days: u32 = age
        .split("已有 ")
        .nth(1)
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!(days > 4000, "{age}");
    assert!(
        text.contains("已有 0 天") || text.contains("已有 1 天"),
        "{text}"
    );
    let (_, json) = baseline(dir.path(), &["show", "--format", "json"]);
    assert_eq!(json.as_bytes(), bytes);
    let errors: Vec<_> = schema("baseline")
        .iter_errors(&new)
        .map(|e| e.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn the_file_can_be_elsewhere() {
    let dir = faulty(&["第九十九条"]);
    let text = created(dir.path(), &["--file", "旧账/一.json"]);
    assert!(text.contains("写 baseline: 旧账/一.json"), "{text}");
    assert_eq!(judged(dir.path(), &[]).0, 1);
    put(
        dir.path(),
        "power-list.yaml",
        format!("{SETTINGS}baseline: 旧账/一.json\n"),
    );
    assert_eq!(judged(dir.path(), &[]).0, 0);
    assert_eq!(baseline(dir.path(), &["show"]).0, 0);

    for (path, text) in [
        ("没有.json", "没有 baseline 写的"),
        ("../外面.json", "要放在工程里"),
    ] {
        put(
            dir.path(),
            "power-list.yaml",
            format!("{SETTINGS}baseline: {path}\n"),
        );
        let (code, report) = judged(dir.path(), &[]);
        assert_eq!(code, 1);
        assert!(
            messages(&report).iter().any(|m| m.contains(text)),
            "{report}"
        );
    }
    assert_eq!(
        baseline(dir.path(), &["show", "--file", "/etc/passwd"]).0,
        2
    );
    put(dir.path(), "power-list.yaml", SETTINGS);
    let (code, text) = baseline(dir.path(), &["show"]);
    assert!(code == 2 && text.contains("baseline create"), "{text}");
}

#[test]
fn schema_and_reader_refuse_the_same_files() {
    let dir = faulty(&["第九十九条"]);
    created(dir.path(), &[]);
    let good = read(dir.path());
    let validator = schema("baseline");
    for (at, value) in [
        ("/schema", json!("power-list/baseline/v2")),
        ("/entries", json!(null)),
        ("/entries", json!({})),
        ("/entries/0", json!("L002")),
        ("/entries/0/file", json!(" ")),
        ("/entries/0/rule", json!("article-not-found")),
        ("/entries/0/count", json!(0)),
        ("/entries/0/count", json!(-1)),
        ("/entries/0/since", json!("2015-02-30")),
        ("/entries/0/messages", json!("文")),
        ("/entries/0/messages/0", json!("")),
        ("/entries/0/zzz", json!(1)),
    ] {
        let mut bad = good.clone();
        match bad.pointer_mut(at) {
            Some(place) => *place = value.clone(),
            None => bad["entries"][0]["zzz"] = value.clone(),
        }
        // An empty list written as null is read as one; only the schema is stricter.
        let lenient = value.is_null();
        assert!(!validator.is_valid(&bad), "{at} {value}");
        write(dir.path(), &bad);
        assert_eq!(
            judged(dir.path(), &[]).0,
            if lenient { 1 } else { 2 },
            "{at} {value}"
        );
    }
    let twice =
        json!({ "schema": good["schema"], "entries": [good["entries"][0], good["entries"][0]] });
    write(dir.path(), &twice);
    let (code, report) = judged(dir.path(), &[]);
    assert!(
        code == 2 && messages(&report)[0].contains("两条"),
        "{report}"
    );
    put(dir.path(), FILE, b"\xff\xfe");
    assert_eq!(judged(dir.path(), &[]).0, 2);
    let text = created(dir.path(), &["--force"]);
    assert!(text.contains("从今天算起"), "{text}");
    assert_eq!(judged(dir.path(), &[]).0, 0);
}

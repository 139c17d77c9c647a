//! The JSON Schemas in `schemas/` say what the readers accept and what `validate` writes, and neither drifts.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail and reads files"
)]

#[path = "../sample/mod.rs"]
mod sample;
#[path = "../schema_support/mod.rs"]
mod schema_support;

mod schema_command;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use power_list::domain::gate::Gate;
use power_list::domain::place::SourceId;
use power_list::io::yaml::{self, decode::Decoder};
use power_list::report;
use schema_support::cases::{BAD, CHOICES, Change, GOOD, LEVELS};
use schema_support::*;
use serde_json::{Value, json};

fn yaml_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            yaml_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            out.push(path);
        }
    }
}

#[test]
fn the_example_city_is_valid_and_names_its_schemas() {
    let city = root().join("data/chuzhou");
    for (name, path) in FILES {
        let mut files = Vec::new();
        match path.split_once('/') {
            Some((folder, _)) => yaml_files(&city.join(folder), &mut files),
            None => files.push(city.join(path)),
        }
        assert!(!files.is_empty(), "{name}");
        let validator = validator(name);
        let wanted = fs::canonicalize(schema_path(name)).unwrap();
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let errors = objections(&validator, &schema_support::yaml(&text));
            assert!(errors.is_empty(), "{}：{errors:?}", file.display());
            let named = text
                .lines()
                .find_map(|l| l.strip_prefix("# yaml-language-server: $schema="))
                .and_then(|path| fs::canonicalize(file.parent().unwrap().join(path.trim())).ok());
            assert_eq!(named.as_ref(), Some(&wanted), "{}", file.display());
        }
    }
}

#[test]
fn schemas_are_sound_and_explain_every_key_in_chinese() {
    let mut ids = BTreeSet::new();
    for name in FILES.map(|(name, _)| name).into_iter().chain([
        "findings",
        "baseline",
        "cite",
        "diff",
        "impact",
        "law-calendar",
        "law-diff",
        "special-lists",
        "list",
        "headers",
        "review-item",
        "overdue",
        "adjustments",
        "progress",
        "verified",
    ]) {
        let schema = schema(name);
        if let Err(error) = jsonschema::meta::validate(&schema) {
            panic!("{name}：{error}");
        }
        assert!(ids.insert(schema["$id"].to_string()), "{name}：$id 重复");
        for at in pointers(&schema, &|n| n["properties"].is_object()) {
            let object = schema.pointer(&at).unwrap();
            assert_eq!(object["additionalProperties"], false, "{name}{at}");
            let keys: BTreeSet<String> = object["properties"]
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect();
            assert!(words(&object["required"]).is_subset(&keys), "{name}{at}");
            for key in keys {
                for word in ["title", "description"] {
                    let text = object["properties"][&key][word].as_str().unwrap_or("");
                    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                    assert!(chinese, "{name}{at}：{key} 没有中文的 {word}");
                }
            }
        }
    }
}

#[test]
fn schemas_are_made_of_the_tables_of_keys() {
    let mut made = BTreeSet::new();
    for file in yaml::keys::FILES.into_iter().chain(report::keys::FILES) {
        let path = schema_path(file.name);
        let wanted = power_list::schema::schema(file);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, &wanted).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == wanted,
            "{} 过时了：UPDATE_DOCS=1 cargo test --test schemas",
            path.display()
        );
        assert!(root().join(file.table).is_file(), "{}", file.table);
        made.insert(path);
    }
    let there: BTreeSet<PathBuf> = fs::read_dir(root().join("schemas"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(there, made, "有的大纲没有表，或者有的表没有大纲");
}

fn changed((name, from, to): &Change) -> String {
    change(full(name), from, to)
}

#[test]
fn bad_documents_fail_in_schema_and_reader() {
    for (name, _) in FILES {
        let validator = validator(name);
        let cases: Vec<_> = BAD.iter().filter(|c| c.0 == name).collect();
        assert!(cases.len() >= 8, "{name}");
        for case in cases {
            let text = changed(case);
            let document = schema_support::yaml(&text);
            assert!(!validator.is_valid(&document), "大纲没有发现：{case:?}");
            let found = shape_findings(name, &text);
            assert!(!found.is_empty(), "校验没有发现：{case:?}");
        }
    }
}

#[test]
fn good_documents_pass_in_schema_and_reader() {
    for (name, _) in FILES {
        let validator = validator(name);
        let changes = GOOD.iter().filter(|c| c.0 == name).map(changed);
        for text in changes.chain([full(name).to_owned()]) {
            let errors = objections(&validator, &schema_support::yaml(&text));
            assert!(errors.is_empty(), "大纲误报 {errors:?}：\n{text}");
            let found = shape_findings(name, &text);
            assert!(found.is_empty(), "校验误报 {found:?}：\n{text}");
        }
    }
}

/// A document that is sound but for a level's text.
fn around(name: &str, pointer: &str, text: &str) -> String {
    match (name, pointer) {
        (_, "") => text.to_owned(),
        ("items", "/$defs/item") => format!("department: hbj\ncategory: 行政审批\n{text}\n"),
        ("items", _) => {
            format!("department: hbj\ncategory: 行政审批\nitems:\n  - name: 名称\n    {text}\n")
        }
        ("power-list", _) => {
            let key = text.split(':').next().unwrap();
            let mut document = schema_support::yaml(full(name));
            document[key] = schema_support::yaml(text)[key].clone();
            document.to_string()
        }
        _ => text.to_owned(),
    }
}

/// The keys that an object of a schema allows and wants, given the role where it is a person.
fn keys_of(object: &Value, role: Option<&str>) -> (BTreeSet<String>, BTreeSet<String>) {
    let names = |node: &Value| node.as_object().unwrap().keys().cloned().collect();
    let mut allowed: BTreeSet<String> = names(&object["properties"]);
    let mut wanted = words(&object["required"]);
    for condition in object["allOf"].as_array().into_iter().flatten() {
        let roles = words(&condition["if"]["properties"]["role"]["enum"]);
        if role.is_some_and(|role| roles.contains(role)) {
            for key in names(&condition["then"]["properties"]) {
                assert_eq!(condition["then"]["properties"][&key], false);
                allowed.remove(&key);
            }
            wanted.extend(words(&condition["then"]["required"]));
        }
    }
    (allowed, wanted)
}

#[test]
fn schema_and_reader_know_and_require_the_same_keys() {
    for (name, _) in FILES {
        let schema = schema(name);
        let objects = pointers(&schema, &|n| n["properties"].is_object());
        let levels = LEVELS.iter().filter(|l| l.0 == name);
        let tried: BTreeSet<String> = levels.map(|l| l.1.to_owned()).collect();
        assert_eq!(objects, tried, "{name}：LEVELS 里缺了或者多了");
    }
    for (name, pointer, text) in LEVELS {
        let found = shape_findings(name, &around(name, pointer, text));
        let unknown = found
            .iter()
            .find(|f| f["message"].as_str().unwrap().contains("没有“zzz”这个键"))
            .unwrap_or_else(|| panic!("{name}{pointer}：{found:?}"));
        let help = unknown["help"].as_str().unwrap();
        let (_, list) = help.split_once("可以用的键：").unwrap();
        let known: BTreeSet<String> = list.split('、').map(str::to_owned).collect();
        let missing: BTreeSet<String> = found
            .iter()
            .filter_map(|f| f["message"].as_str()?.split_once("缺少“"))
            .map(|(_, rest)| rest.trim_end_matches('”').to_owned())
            .collect();
        let role = text
            .split_once("role: ")
            .map(|(_, r)| &r[..r.find(' ').unwrap()]);
        let (allowed, mut wanted) = keys_of(schema(name).pointer(pointer).unwrap(), role);
        if role.is_some() {
            wanted.remove("role");
        }
        assert_eq!(allowed, known, "{name}{pointer} {role:?}");
        assert_eq!(wanted, missing, "{name}{pointer} {role:?}");
    }
}

#[test]
fn schema_and_reader_know_the_same_words() {
    for (name, _) in FILES {
        let sets = pointers(&schema(name), &|n| n["enum"].is_array());
        let choices = CHOICES.iter().filter(|c| c.2.0 == name);
        let tried: BTreeSet<String> = choices.map(|c| c.0.to_owned()).collect();
        assert_eq!(sets, tried, "{name}：CHOICES 里缺了或者多了");
    }
    for (pointer, unnamed, case) in CHOICES {
        let found = shape_findings(case.0, &changed(case));
        let list = found
            .iter()
            .find_map(|f| f["help"].as_str()?.strip_prefix("可以写："))
            .unwrap_or_else(|| panic!("{case:?}：{found:?}"));
        let mut accepted: BTreeSet<String> = list.split('、').map(str::to_owned).collect();
        accepted.extend((!unnamed.is_empty()).then(|| (*unnamed).to_owned()));
        let schema = schema(case.0);
        assert_eq!(
            words(&schema.pointer(pointer).unwrap()["enum"]),
            accepted,
            "{case:?}"
        );
    }
}

fn read_other(d: &mut Decoder<'_, '_>, name: &str) {
    match name {
        "flowchart" => drop(yaml::flowchart::read(d, "flowcharts/hbj/approve.yaml")),
        "departments" => drop(yaml::departments::read(d, Some(&["审核一组".to_owned()]))),
        _ => {
            let sets = yaml::categories::built_in_ids();
            drop(yaml::settings::read(d, yaml::categories::built_in, &sets));
        }
    }
}

/// Whether the reader itself, without the rest of the project, has nothing to object to.
fn reads(name: &str, text: &str) -> bool {
    let (source, gate) = (SourceId(0), Gate::Publication);
    let findings = match name {
        "items" => yaml::item_file::read(text, source, gate, "items/hbj/行政审批.yaml").1,
        _ => yaml::syntax::with_document(text, source, gate, |d| read_other(d, name)).1,
    };
    // Which review groups there are, and which year a day is listed under, stands elsewhere: a schema cannot see it.
    findings.iter().all(|f| {
        f.message.starts_with("group（审核组）不能是") || f.message.ends_with("不在 2027 年")
    })
}

fn places(node: &Value, at: String, out: &mut Vec<String>) {
    match node {
        Value::Object(map) => {
            for (key, value) in map {
                places(value, format!("{at}/{key}"), out);
            }
        }
        Value::Array(list) => {
            for (i, value) in list.iter().enumerate() {
                places(value, format!("{at}/{i}"), out);
            }
        }
        _ => {}
    }
    out.push(at);
}

/// Every document that is one step from `document`: another value, a key gone, a key too many.
fn neighbours(document: &Value) -> Vec<Value> {
    let values = json!([
        null, "", " \u{3000}", "文", "null", 5, "5", "+5", "05", 0, -1, 1.5, 341100, "341100", 1, "1", true, "true",
        "yes", "2015-03-01", "2015-02-29", "2015-3-1", "ab", "a-b", "Ab", "a\n", "341100-ab-01-0001",
        "341100-ab-01-0001-01", "341100-ab-01-0001-00", [], ["文"], [null], [[]], {}, { "文": "文" }, { "文": null }
    ]);
    let mut all = Vec::new();
    places(document, String::new(), &mut all);
    let mut out = Vec::new();
    for at in all {
        for value in values.as_array().unwrap() {
            let mut copy = document.clone();
            *copy.pointer_mut(&at).unwrap() = value.clone();
            out.push(copy);
        }
        if let Some(Value::Object(map)) = document.pointer(&at) {
            for key in map.keys().map(String::as_str).chain(["zzz"]) {
                let mut copy = document.clone();
                let object = copy.pointer_mut(&at).unwrap().as_object_mut().unwrap();
                if object.remove(key).is_none() {
                    object.insert(key.to_owned(), json!("文"));
                }
                out.push(copy);
            }
        }
    }
    out
}

#[test]
fn schema_and_reader_agree_on_every_small_change() {
    for (name, _) in FILES {
        let validator = validator(name);
        let mut accepted = 0;
        let neighbours = neighbours(&schema_support::yaml(full(name)));
        let mut differ = Vec::new();
        for document in &neighbours {
            let text = document.to_string();
            let read = reads(name, &text);
            accepted += usize::from(read);
            if read != validator.is_valid(document) {
                differ.push(format!(
                    "校验{}：{text}",
                    if read { "接受" } else { "不接受" }
                ));
            }
        }
        assert!(
            accepted > 50 && neighbours.len() - accepted > 50,
            "{name}：{accepted}"
        );
        assert!(
            differ.is_empty(),
            "{name}：{}处不同\n{}",
            differ.len(),
            differ.join("\n")
        );
    }
}

#[test]
fn what_validate_prints_is_valid() {
    let validator = validator("findings");
    let check = |root: &Path, wanted: &[&str]| {
        let report = report(root);
        let errors = objections(&validator, &report);
        assert!(errors.is_empty(), "{errors:?}");
        let codes = words(
            &report["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|f| f["code"].clone())
                .collect(),
        );
        for code in wanted {
            assert!(codes.contains(*code), "没有 {code}：{codes:?}");
        }
        report
    };
    let dir = sample::project();
    check(dir.path(), &[]);
    sample::put(
        dir.path(),
        sample::ITEMS_PATH,
        "department: hbj\ncategory: 行政审批\nitems:\n  - { nam: \"a\n",
    );
    sample::put(
        dir.path(),
        "items/hbj/行政处罚.yaml",
        sample::items_with("office", "    office:"),
    );
    let mut report = check(dir.path(), &["S001", "S009"]);
    sample::put(dir.path(), "power-list.yaml", "edition: 1\n");
    check(dir.path(), &["S004"]);

    // And the schema is not one that lets anything through.
    let good = report.clone();
    for (at, value) in [
        ("/schema", json!("power-list/findings/v2")),
        ("/summary/files", json!(-1)),
        ("/summary", json!({ "files": 1 })),
        ("/findings", json!({})),
        ("/findings/0/code", json!("S01")),
        ("/findings/0/name", json!("Syntax Error")),
        ("/findings/0/severity", json!("fatal")),
        ("/findings/0/message", json!("")),
        ("/findings/0/line", json!(0)),
        ("/findings/0/help", json!(null)),
        ("/findings/0", json!({ "code": "S001" })),
    ] {
        *report.pointer_mut(at).unwrap() = value;
        assert!(!validator.is_valid(&report), "{at}");
        report = good.clone();
    }
    report["findings"][0]["rule"] = json!("S001");
    assert!(!validator.is_valid(&report), "多出来的键");
}

#[test]
fn what_diff_and_the_special_lists_print_is_valid() {
    let dir = tempfile::tempdir().unwrap();
    sample::small::small_project(dir.path());
    sample::published::publish(dir.path());
    let path = dir.path().join("items/slj/行政审批.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replacen("promised: 20", "promised: 19", 1);
    std::fs::write(path, text).unwrap();
    for (name, command) in [
        ("diff", "diff 341100-20150301 work --format json"),
        ("special-lists", "export --special all --format json -o -"),
    ] {
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = sample::program::run(dir.path(), &arguments);
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let validator = validator(name);
        let errors = objections(&validator, &document);
        assert!(errors.is_empty(), "{name}：{errors:?}");
        let mut other = document.clone();
        other["schema"] = json!("power-list/other/v1");
        assert!(!validator.is_valid(&other), "{name}");
        other = document;
        other["more"] = json!(1);
        assert!(!validator.is_valid(&other), "{name}");
    }
}

#[test]
fn what_export_and_search_print_is_valid() {
    let validator = validator("list");
    let dir = sample::project();
    let print = |arguments: &[&str]| -> Value {
        let output = sample::program::run(dir.path(), arguments);
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let list = print(&["export", "--format", "json", "-o", "-"]);
    let search = print(&["search", "水土", "--format", "json"]);
    for document in [&list, &search] {
        let errors = objections(&validator, document);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(document["total"], 1);
    }
    // And the schema is not one that lets anything through.
    for (at, value) in [
        ("/schema", json!("power-list/items/v2")),
        ("/items/0/name", json!("")),
        ("/items/0/statutory_days", json!("20")),
        ("/items/0/basis/0/role", json!("依据")),
        ("/items/0/basis/0/field", json!("basis")),
        ("/items/0/integrity_risks/0/level", json!("很高")),
        ("/items/0/responsibilities/0", json!({ "stage": "受理" })),
    ] {
        let mut bad = list.clone();
        *bad.pointer_mut(at).unwrap() = value;
        assert!(!validator.is_valid(&bad), "{at}");
    }
    let mut bad = list.clone();
    bad["items"][0]["more"] = json!(1);
    assert!(!validator.is_valid(&bad), "多出来的键");
}

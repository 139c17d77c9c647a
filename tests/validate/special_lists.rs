//! 专项目录清单 and linked data, through the program.

use std::collections::BTreeSet;
use std::fs;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;
use tempfile::TempDir;

use crate::sample::program::{parts, run};
use crate::sample::small::{LICENCE, small_project};

fn town() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    small_project(dir.path());
    dir
}

fn ok(dir: &TempDir, command: &str) -> String {
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let (code, out, err) = parts(&run(dir.path(), &arguments));
    assert_eq!(code, 0, "{command}: {err}");
    out
}

fn refused(dir: &TempDir, command: &str) -> String {
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let (code, _, err) = parts(&run(dir.path(), &arguments));
    assert_eq!(code, 2, "{command}: {err}");
    err
}

#[test]
fn a_special_list_is_a_view_of_the_items() {
    let dir = town();
    insta::assert_snapshot!(
        "special",
        ok(&dir, "export --special all --format markdown -o -")
    );
    let fees = ok(&dir, "export --special 涉企收费 --format json -o -");
    let fees: Value = serde_json::from_str(&fees).unwrap();
    assert_eq!(fees["schema"], "power-list/special-lists/v1");
    assert_eq!(fees["lists"][0]["key"], "enterprise_fees");
    assert_eq!(fees["lists"][0]["total"], 1);
    let entry = &fees["lists"][0]["entries"][0];
    assert_eq!(entry["code"], LICENCE);
    assert_eq!(entry["basis"], "《水法》第四十八条第一款");
    assert_eq!(entry["standard"], "每立方米 0.08 元");
}

#[test]
fn a_workbook_has_a_sheet_for_each_list() {
    let dir = town();
    let said = ok(&dir, "export --special all -o 专项.xlsx");
    assert!(
        said.contains("行政审批 2 条，涉企收费 1 条，前置审批 2 条，中介服务 1 条"),
        "{said}"
    );
    let bytes = fs::read(dir.path().join("专项.xlsx")).unwrap();
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["行政审批", "涉企收费", "前置审批", "中介服务"]
    );
    let sheet = book.worksheet_range("中介服务").unwrap();
    let row = |n: u32| -> Vec<String> {
        let text = |column| match sheet.get_value((n, column)) {
            Some(Data::Float(number)) => number.to_string(),
            other => other.map(ToString::to_string).unwrap_or_default(),
        };
        (0..8).map(text).collect()
    };
    assert_eq!(
        row(1),
        [
            "序号",
            "中介服务",
            "设定依据",
            "选择方",
            "付费方",
            "事项编码",
            "对应事项",
            "实施单位"
        ]
    );
    assert_eq!(
        row(2)[..5],
        ["1", "水资源论证", "《水法》第七条", "申请人", "申请人"]
    );
    // The same list is the same file, and is not written over.
    assert!(ok(&dir, "export --special all -o 专项.xlsx").contains("没有变化"));
}

#[test]
fn a_unit_without_such_items_has_an_empty_list_and_prerequisites_of_others_keep_their_names() {
    let dir = town();
    let text = ok(
        &dir,
        "export --special 前置审批 --department sljd --format markdown -o -",
    );
    assert!(text.contains("没有这一类事项"), "{text}");
    let csv = ok(
        &dir,
        "export --special 前置审批 --department slj --format csv -o -",
    );
    assert!(
        csv.contains("河道管理范围内建设项目审批,341100-slj-01-0002,滁州市水利局,,"),
        "{csv}"
    );
}

#[test]
fn what_cannot_be_made_is_refused_with_a_way_on() {
    let dir = town();
    let text = refused(&dir, "export --special 行政处罚");
    assert!(
        text.contains("行政审批、涉企收费、前置审批、中介服务"),
        "{text}"
    );
    let text = refused(&dir, "export --special all -o 专项.csv");
    assert!(text.contains(".xlsx"), "{text}");
    let text = refused(&dir, "export --special all -o 专项.docx");
    assert!(text.contains(".xlsx"), "{text}");
}

/// Ids that an entry refers to, by the keys that hold references.
fn references(value: &Value, out: &mut Vec<String>) {
    const KEYS: [&str; 7] = [
        "hasPart",
        "requires",
        "hasCompetentAuthority",
        "hasLegalResource",
        "implements",
        "unitOf",
        "isPartOfLaw",
    ];
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(id) if KEYS.contains(&key.as_str()) => out.push(id.clone()),
                    Value::Array(ids) if KEYS.contains(&key.as_str()) => {
                        out.extend(ids.iter().filter_map(|v| v.as_str().map(str::to_owned)));
                    }
                    other => references(other, out),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|v| references(v, out)),
        _ => {}
    }
}

#[test]
fn linked_data_refers_to_nothing_that_is_not_there() {
    let dir = town();
    let text = ok(&dir, "export --format jsonld -o -");
    let document: Value = serde_json::from_str(&text).unwrap();
    let context = document["@context"].as_object().unwrap();
    let graph = document["@graph"].as_array().unwrap();
    let ids: Vec<&str> = graph.iter().filter_map(|e| e["@id"].as_str()).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let mut wanted = Vec::new();
    references(&document["@graph"], &mut wanted);
    assert!(wanted.len() > 20);
    for id in &wanted {
        assert!(unique.contains(id.as_str()), "{id}");
    }
    // Every key has a meaning.
    for key in graph.iter().flat_map(|e| e.as_object().unwrap().keys()) {
        assert!(key.starts_with('@') || context.contains_key(key), "{key}");
    }
    let licence = graph.iter().find(|e| e["identifier"] == LICENCE).unwrap();
    assert_eq!(licence["@type"], "cpsv:PublicService");
    assert_eq!(licence["processingTime"], "P45D");
    assert_eq!(
        licence["requires"][0],
        "urn:power-list:item:341100-slj-01-0002"
    );
    assert!(
        licence["hasLegalResource"]
            .as_array()
            .unwrap()
            .contains(&"urn:power-list:law:水法#art48.p1".into())
    );
    let provision = graph
        .iter()
        .find(|e| e["@id"] == "urn:power-list:law:水法#art48.p1")
        .unwrap();
    assert_eq!(provision["number"], "第四十八条第一款");
}

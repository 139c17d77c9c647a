//! Lists as offices have them, through the binary: whose items they are, what the report says, and titles of columns
//! that only one project knows.

use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::sample::program::{content, parts, program};
use crate::schema_support;

const SETTINGS: &str = "jurisdiction: { code: \"341100\", name: 滁州市 }\nedition: 测试版\ncategories: national-2015\nas_of: 2025-06-01\n";
const DEPARTMENTS: &str = "departments:\n  - { id: lyj, name: 滁州市林业局, short_name: 市林业局, kind: 市政府工作部门 }\n  - { id: sjj, name: 滁州市审计局, short_name: 市审计局, kind: 市政府工作部门 }\n";
const HEADER: &[&str] = &[
    "序号",
    "事项名称",
    "权力类型",
    "实施依据",
    "行使主体",
    "行使层级",
];

struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("power-list.yaml"), SETTINGS).unwrap();
        fs::write(dir.path().join("departments.yaml"), DEPARTMENTS).unwrap();
        Self(dir)
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    /// A workbook of sheets by name.
    fn workbook(&self, path: &str, sheets: &[(&str, &[&[&str]])]) -> PathBuf {
        let mut book = Workbook::new();
        for (name, rows) in sheets {
            let sheet = book.add_worksheet().set_name(*name).unwrap();
            for (r, row) in rows.iter().enumerate() {
                for (c, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                    sheet.write(r as u32, c as u16, *text).unwrap();
                }
            }
        }
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        book.save(&path).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        parts(&program(self.root()).args(arguments).output().unwrap())
    }

    fn import(&self, source: &Path, more: &[&str]) -> (i32, String, String) {
        self.run(&[&["import", source.to_str().unwrap()], more].concat())
    }

    fn report(&self, source: &Path) -> Value {
        let (code, out, err) = self.import(source, &["--format", "json"]);
        assert_eq!(code, 0, "{out}\n{err}");
        serde_json::from_str(&out).unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }
}

fn whys(report: &Value, key: &str) -> Vec<String> {
    let places = report[key].as_array().unwrap().iter();
    places
        .map(|p| {
            format!(
                "{} {}",
                p["cell"].as_str().unwrap(),
                p["why"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn other_bodies_in_the_list_of_one_unit_stay_in_the_remarks() {
    let project = Project::new();
    let rows: &[&[&str]] = &[
        HEADER,
        &[
            "1",
            "对毁林行为的处罚",
            "行政处罚",
            "《森林法》第七十四条",
            "地州市林业局",
            "市级",
        ],
        &[
            "2",
            "古树名木认定",
            "行政确认",
            "《森林法》第四十条",
            "各区绿化委员会",
            "县级",
        ],
        &[
            "3",
            "采伐许可",
            "行政许可",
            "《森林法》第五十六条",
            "",
            "市级",
        ],
    ];
    let source = project.workbook("表.xlsx", &[("清单", rows)]);
    let report = project.report(&source);
    assert_eq!(report["created"], 3);
    let text = project.read("items/lyj/行政确认.yaml");
    assert!(text.contains("行使主体：各区绿化委员会"), "{text}");
    let notes = whys(&report, "notes");
    assert!(
        notes.contains(&"E2 行使主体写的是“地州市林业局”，归入 lyj".to_owned()),
        "{notes:?}"
    );
    let guessed = notes
        .iter()
        .filter(|n| n.contains("按这个工作簿的其他事项归入 lyj"));
    assert_eq!(guessed.count(), 2, "{notes:?}");
    let again = project.report(&source);
    assert_eq!(again["unchanged"], 3);
}

#[test]
fn a_workbook_of_several_units_is_not_given_to_one_of_them() {
    let project = Project::new();
    let rows: &[&[&str]] = &[
        HEADER,
        &[
            "1",
            "对毁林行为的处罚",
            "行政处罚",
            "《森林法》第七十四条",
            "市林业局",
            "市级",
        ],
        &[
            "2",
            "审计检查",
            "行政检查",
            "《审计法》第二条",
            "市审计局",
            "市级",
        ],
        &[
            "3",
            "古树名木认定",
            "行政确认",
            "《森林法》第四十条",
            "市园林局",
            "市级",
        ],
    ];
    let source = project.workbook("报送/一.xlsx", &[("清单", rows)]);
    let (code, _, err) = project.import(&source, &[]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("清单!E4") && err.contains("市园林局"), "{err}");
    // A good part of the items must be its own.
    let others: Vec<[&str; 6]> = ["3", "4", "5"]
        .map(|n| [n, n, "行政确认", "《森林法》第四十条", "市园林局", "市级"])
        .into();
    let others = others.iter().map(|row| &row[..]);
    let few: Vec<&[&str]> = [rows[0], rows[1]].into_iter().chain(others).collect();
    let few = project.workbook("少.xlsx", &[("清单", &few)]);
    assert_eq!(project.import(&few, &[]).0, 2);
    assert!(!project.root().join("items").exists());
    // In a folder it is named and left out; what was never a list is passed by.
    project.workbook("报送/二.xlsx", &[("清单", &rows[..2])]);
    fs::write(project.root().join("报送/说明.md"), "各单位报送的清单").unwrap();
    let (code, out, err) = project.import(&project.root().join("报送"), &["--format", "json"]);
    assert_eq!(code, 1, "{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&report["created"], &report["failed"]),
        (&json!(1), &json!(3))
    );
    assert!(out.contains("整个工作簿没有导入"), "{out}");
    assert!(
        whys(&report, "notes")
            .iter()
            .any(|n| n.contains("不是清单")),
        "{out}"
    );
}

#[test]
fn one_name_at_two_levels_is_two_items_whichever_comes_first() {
    let project = Project::new();
    let city: &[&str] = &[
        "1",
        "毁林处罚",
        "行政处罚",
        "《森林法》第七十四条",
        "市林业局",
        "市级",
    ];
    let county: &[&str] = &[
        "1",
        "毁林处罚",
        "行政处罚",
        "《森林法》第七十六条",
        "市林业局",
        "县级",
    ];
    let only = project.workbook("市.xlsx", &[("市", &[HEADER, city])]);
    assert_eq!(project.report(&only)["created"], 1);
    let both = project.workbook(
        "两级.xlsx",
        &[("县", &[HEADER, county]), ("市", &[HEADER, city])],
    );
    let report = project.report(&both);
    assert_eq!(
        (&report["created"], &report["unchanged"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(project.report(&both)["unchanged"], 2);
    // A level that is only written otherwise is the same item's.
    let city: &[&str] = &[
        "1",
        "毁林处罚",
        "行政处罚",
        "《森林法》第七十四条",
        "市林业局",
        "地市级",
    ];
    let corrected = project.workbook(
        "改.xlsx",
        &[("县", &[HEADER, county]), ("市", &[HEADER, city])],
    );
    let report = project.report(&corrected);
    assert_eq!(
        (&report["changed"], &report["unchanged"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn the_report_counts_every_sheet() {
    let project = Project::new();
    let item: &[&str] = &[
        "1",
        "毁林处罚",
        "",
        "《森林法》（2019年修订）第七十四条",
        "市林业局",
        "市级",
    ];
    let first: &[&[&str]] = &[
        &["林业局清单"],
        HEADER,
        item,
        &["", "", "", "", "", "", "无主的字"],
    ];
    let source = project.workbook(
        "表.xlsx",
        &[("行政处罚（1项）", first), ("随笔", &[&["随便", "写写"]])],
    );
    let report = project.report(&source);
    assert_eq!(
        report["workbooks"],
        json!([{ "file": source.to_str().unwrap(), "sheets": [
            { "sheet": "行政处罚（1项）", "header_row": 2, "rows": 2, "items": 1, "sub_items": 0, "not_understood": 1 },
            { "sheet": "随笔", "header_row": null, "rows": 0, "items": 0, "sub_items": 0, "not_understood": 1 },
        ]}])
    );
    let not_understood = report["not_understood"].as_array().unwrap();
    assert_eq!(not_understood[0]["cell"], "G4");
    assert_eq!(not_understood[0]["text"], "无主的字");
    assert_eq!(not_understood[1]["text"], "随便 写写");
    let notes = whys(&report, "notes");
    assert!(
        notes
            .iter()
            .any(|n| n.contains("权力类型没有填，按工作表名称作“行政处罚”")),
        "{notes:?}"
    );
    let (_, out, _) = project.import(&source, &[]);
    let row = out.lines().find(|l| l.contains("行政处罚（1项）")).unwrap();
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    assert_eq!(
        cells[1..8],
        ["表.xlsx", "行政处罚（1项）", "2", "2", "1", "0", "1"]
    );
    assert!(!project.import(&source, &["--quiet"]).1.contains("读到行数"));
}

const OWN: &str = "\
fields:
  name: [办件名目]
  office: [部门]
  noted: [来源]
spanning:
  层级与主体: [level, department]
category_aliases:
  罚: penalty
";

#[test]
fn a_project_adds_to_the_titles_and_overrules_them() {
    let project = Project::new();
    let rows: &[&[&str]] = &[
        &[
            "序号",
            "办件名目",
            "类型",
            "依据",
            "部门",
            "层级与主体",
            "",
            "来源",
        ],
        &[
            "1",
            "毁林处罚",
            "罚",
            "《森林法》第七十四条",
            "法规科",
            "市级",
            "市林业局",
            "2020年清单",
        ],
    ];
    let source = project.workbook("表.xlsx", &[("清单", rows)]);
    let (code, _, err) = project.import(&source, &[]);
    assert_eq!(code, 2, "{err}");
    fs::write(project.root().join("headers.yaml"), OWN).unwrap();
    let report = project.report(&source);
    assert!(whys(&report, "not_understood").is_empty(), "{report}");
    let text = project.read("items/lyj/行政处罚.yaml");
    for line in [
        "name: 毁林处罚",
        "office: 法规科",
        "exercised_by: 市级",
        "来源：2020年清单",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // A workbook that is only judged is read by the same titles.
    let (_, out, err) = project.run(&["validate", source.to_str().unwrap(), "--format", "json"]);
    assert!(
        !out.contains("no-table-header") && !out.contains("unknown-column"),
        "{out}{err}"
    );
}

#[test]
fn faults_of_the_titles_are_findings_and_nothing_is_imported() {
    let project = Project::new();
    let item: &[&str] = &[
        "1",
        "毁林处罚",
        "行政处罚",
        "《森林法》第七十四条",
        "市林业局",
        "市级",
    ];
    let source = project.workbook("表.xlsx", &[("清单", &[HEADER, item])]);
    assert_eq!(project.import(&source, &[]).0, 0);
    let validator = schema_support::validator("headers");
    let good = schema_support::yaml(OWN);
    assert!(validator.is_valid(&good));
    for (from, to, place, in_schema) in [
        ("fields:", "filds:", "1:1", true),
        ("  name:", "  nam:", "2:3", true),
        ("[办件名目]", "办件名目", "2:9", true),
        ("[办件名目]", "[[办件名目]]", "2:10", true),
        ("[level, department]", "[level, unit]", "6:18", true),
        ("罚: penalty", "罚: 处罚", "8:6", true),
        ("noted: [来源]", "noted: [来源, 部 门]", "4:15", false),
        ("[level, department]", "[]", "6:3", false),
    ] {
        let text = OWN.replacen(from, to, 1);
        fs::write(project.root().join("headers.yaml"), &text).unwrap();
        if in_schema {
            assert!(!validator.is_valid(&schema_support::yaml(&text)), "{to}");
        }
        let (code, out, err) = project.run(&["validate", "--format", "github"]);
        assert_eq!(code, 1, "{to}\n{out}{err}");
        let (line, column) = place.split_once(':').unwrap();
        let found = out.lines().any(|l| {
            l.contains("headers.yaml")
                && l.contains(&format!("line={line},"))
                && l.contains(&format!("col={column},"))
        });
        assert!(found, "{to}\n{out}");
        let before = content(project.root());
        let (code, _, err) = project.import(&source, &[]);
        assert_eq!(code, 2, "{to}\n{err}");
        assert!(err.contains("headers.yaml"), "{err}");
        assert!(content(project.root()) == before, "{to}");
    }
}

#[test]
fn the_built_in_titles_follow_the_schema_too() {
    let path = schema_support::root().join("data/headers.yaml");
    let text = fs::read_to_string(path).unwrap();
    let errors = schema_support::objections(
        &schema_support::validator("headers"),
        &schema_support::yaml(&text),
    );
    assert!(errors.is_empty(), "{errors:?}");
}

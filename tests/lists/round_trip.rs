//! YAML → workbook → YAML: the form says everything, and a workbook that nobody edited changes nothing.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sample;
use crate::sample::program::{Content, content, parts, run};

const CITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/chuzhou");

/// Runs the program and expects it to end well.
fn done(dir: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = parts(&run(dir, arguments));
    assert_eq!(code, 0, "{arguments:?}\n{out}\n{err}");
    out
}

fn items(dir: &Path) -> Content {
    let mut all = content(dir);
    all.retain(|(path, _)| path.starts_with("items"));
    all
}

/// The city's settings and units, without items.
fn empty_city() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in ["power-list.yaml", "departments.yaml"] {
        fs::copy(Path::new(CITY).join(file), dir.path().join(file)).unwrap();
    }
    dir
}

/// The city as it stands in the repository, in a folder of its own.
fn city() -> tempfile::TempDir {
    let dir = empty_city();
    for (path, bytes) in content(Path::new(CITY)) {
        sample::put(dir.path(), path.to_str().unwrap(), bytes);
    }
    dir
}

/// What an import says it would do.
fn planned(dir: &Path, source: &str) -> Value {
    let (code, out, err) = parts(&run(
        dir,
        &["import", source, "--dry-run", "--format", "json"],
    ));
    let plan: Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}\n{out}\n{err}"));
    assert_eq!(code, 0, "{plan}");
    plan
}

fn unchanged(dir: &Path, source: &str, count: usize) {
    let plan = planned(dir, source);
    assert_eq!(plan["changes"], json!([]), "{source}");
    assert_eq!(plan["unchanged"], count, "{source}");
    assert_eq!(plan["files"], json!([]), "{source}");
    assert_eq!(plan["not_understood"], json!([]), "{source}");
}

#[test]
fn the_city_comes_back_from_the_form_as_it_was() {
    // The files of the city are laid out by hand; what the program writes is compared with what the program writes.
    let first = empty_city();
    done(first.path(), &["import", &format!("{CITY}/items"), "-q"]);
    done(first.path(), &["template", "-o", "填报表.xlsx"]);
    let second = empty_city();
    let form = first.path().join("填报表.xlsx");
    done(second.path(), &["import", form.to_str().unwrap(), "-q"]);
    assert_eq!(items(second.path()).len(), items(first.path()).len());
    for ((path, there), (other, back)) in items(first.path()).iter().zip(items(second.path())) {
        assert_eq!(*path, other);
        assert_eq!(
            String::from_utf8_lossy(there),
            String::from_utf8_lossy(&back),
            "{}",
            path.display()
        );
    }
}

#[test]
fn no_workbook_that_nobody_edited_changes_a_byte() {
    let dir = city();
    let before = items(dir.path());
    for arguments in [
        &["template", "-o", "填报表.xlsx"][..],
        &["export", "-o", "清单.xlsx"],
        &["export", "--by", "category", "-o", "类别.xlsx"],
        &["export", "-o", "清单.csv"],
        &["export", "--layout", "form", "-o", "全部.xlsx"],
    ] {
        done(dir.path(), arguments);
        let file = arguments.last().unwrap();
        unchanged(dir.path(), file, 471);
        done(dir.path(), &["import", file, "-q"]);
        assert_eq!(items(dir.path()), before, "{file}");
    }
    // The report speaks of the units' sheets, not of those that explain the form.
    let plan = planned(dir.path(), "填报表.xlsx");
    let sheets = plan["workbooks"][0]["sheets"].as_array().unwrap();
    assert_eq!(sheets.len(), 51);
}

#[test]
fn only_the_edited_cell_of_a_list_changes_the_project() {
    let dir = city();
    done(
        dir.path(),
        &["export", "--department", "hbj", "-o", "清单.csv"],
    );
    let path = dir.path().join("清单.csv");
    // One office of one item, in the rows of all its sub-items; everything else as it went out.
    let mut rows = csv::Reader::from_path(&path).unwrap();
    let titles = rows.headers().unwrap().clone();
    let column = |title: &str| titles.iter().position(|t| t == title).unwrap();
    let (code, office) = (column("事项编码"), column("承办机构"));
    let all: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let mut edited = csv::Writer::from_path(&path).unwrap();
    edited.write_record(&titles).unwrap();
    for row in all {
        let new = row.iter().enumerate().map(|(i, text)| {
            let wanted = i == office && &row[code] == "341100-hbj-01-0001";
            if wanted { "新的科室" } else { text }
        });
        edited.write_record(new).unwrap();
    }
    edited.flush().unwrap();
    drop(edited);
    let plan = planned(dir.path(), "清单.csv");
    assert_eq!(plan["changed"], 1, "{plan}");
    let out = done(dir.path(), &["import", "清单.csv", "--dry-run", "--diff"]);
    let touched: Vec<&str> = out
        .lines()
        .filter(|line| line.starts_with(['+', '-']))
        .filter(|line| !line.starts_with("+++") && !line.starts_with("---"))
        .filter(|line| line.contains("科"))
        .collect();
    assert_eq!(
        touched,
        ["-    office: 环境影响评价科", "+    office: 新的科室"],
        "{out}"
    );
}

/// A text of one line that is no white space alone.
fn line() -> impl Strategy<Value = String> {
    "[甲乙丙《》（）〈〉：；。、，！0-9a-z=+@'\"#:{}\\[\\]%&*!|>`~^$<_/\\\\.,;?-]{0,6}[甲乙丙丁戊己]{1,8}[（）：；。、0-9=#\"'|-]{0,4}"
}

/// A text as people type it into a cell, of some lines.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => line(),
        1 => Just("无".to_owned()),
        1 => Just("=HYPERLINK(\"x\")".to_owned()),
        1 => Just("007".to_owned()),
        1 => Just("'=1+1".to_owned()),
        1 => Just("_x000D_甲".to_owned()),
        1 => prop::collection::vec(line(), 2..4).prop_map(|lines| lines.join("\n")),
        1 => line().prop_map(|text| format!("  {text} ")),
        1 => line().prop_map(|text| format!("1.{text}；\n2.{text}\n\n（一）{text}")),
    ]
}

fn cite() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("《水法》第七条".to_owned()),
        Just("【法律】《行政许可法》第三十二条第一款第（四）项、第三十四条".to_owned()),
        line(),
    ]
}

fn basis() -> impl Strategy<Value = Value> {
    prop_oneof![
        cite().prop_map(Value::from),
        (
            cite(),
            prop::sample::select(vec!["设定依据", "实施依据", "收费依据", "追责依据"]),
            prop::option::of(text())
        )
            .prop_map(|(cite, role, quote)| {
                let mut map = json!({ "cite": cite, "role": role });
                if let Some(quote) = quote {
                    map["quote"] = quote.into();
                }
                map
            }),
    ]
}

/// A mapping of those of the pairs that are there.
fn some(pairs: Vec<(&'static str, Option<Value>)>) -> Value {
    pairs
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn list(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then(|| values.into())
}

fn few<S: Strategy>(of: S) -> impl Strategy<Value = Vec<S::Value>> {
    prop::collection::vec(of, 0..4)
}

fn item(serial: usize) -> impl Strategy<Value = Value> {
    let code = format!("341100-hbj-01-{:04}", serial + 1);
    let scalars = (
        line(),
        prop::option::of(text()),
        prop::option::of(text()),
        prop::option::of(text()),
        prop::option::of(text()),
        prop::option::of((prop::option::of(0..90_u32), prop::option::of(0..90_u32))),
        prop::option::of((
            any::<bool>(),
            prop::option::of(any::<bool>()),
            few(basis()),
            prop::option::of(text()),
        )),
        prop::option::of((text(), prop::option::of(text()))),
    );
    let pair = || (text(), prop::option::of(cite()));
    let lists = (
        few((line(), few(basis()), prop::option::of(line()))),
        few(basis()),
        few((line(), text(), prop::option::of(cite()))),
        few(pair()),
        few((
            line(),
            text(),
            prop::sample::select(vec!["高", "中", "低"]),
            prop::option::of(text()),
        )),
        few(pair()),
        few((text(), prop::option::of(cite()), prop::option::of(text()))),
    );
    (scalars, lists).prop_map(move |(scalars, lists)| {
        let (name, level, office, target, remarks, limit, fee, supervision) = scalars;
        let (subs, bases, duties, situations, risks, prerequisites, services) = lists;
        let subs = subs
            .into_iter()
            .enumerate()
            .map(|(i, (name, basis, chart))| {
                some(vec![
                    ("code", Some(format!("{code}-{:02}", i + 1).into())),
                    // Two sub-items of one name could only be told apart by their codes.
                    ("name", Some(format!("{name}{i}").into())),
                    ("legal_basis", list(basis)),
                    ("flowchart", chart.map(Value::from)),
                ])
            });
        let cited = |key: &'static str, (value, basis): (String, Option<String>)| {
            some(vec![
                (key, Some(value.into())),
                ("basis", basis.map(Value::from)),
            ])
        };
        some(vec![
            ("code", Some(code.clone().into())),
            ("name", Some(format!("{name}{serial}").into())),
            ("sub_items", list(subs.collect())),
            ("legal_basis", list(bases)),
            ("exercised_by", level.map(Value::from)),
            ("office", office.map(Value::from)),
            ("target", target.map(Value::from)),
            (
                "time_limit",
                limit.map(|(statutory, promised)| {
                    some(vec![
                        ("statutory", statutory.map(Value::from)),
                        ("promised", promised.map(Value::from)),
                        ("unit", Some("日".into())),
                    ])
                }),
            ),
            (
                "fee",
                fee.map(|(charged, firms, basis, standard)| {
                    some(vec![
                        ("charged", Some(charged.into())),
                        ("on_enterprises", firms.map(Value::from)),
                        ("basis", list(basis)),
                        ("standard", standard.map(Value::from)),
                    ])
                }),
            ),
            (
                "responsibilities",
                list(
                    duties
                        .into_iter()
                        .map(|(stage, duty, basis)| {
                            some(vec![
                                ("stage", Some(stage.into())),
                                ("duty", Some(duty.into())),
                                ("basis", basis.map(Value::from)),
                            ])
                        })
                        .collect(),
                ),
            ),
            (
                "accountability",
                list(
                    situations
                        .into_iter()
                        .map(|s| cited("situation", s))
                        .collect(),
                ),
            ),
            (
                "integrity_risks",
                list(
                    risks
                        .into_iter()
                        .map(|(step, risk, level, measure)| {
                            some(vec![
                                ("step", Some(step.into())),
                                ("risk", Some(risk.into())),
                                ("level", Some(level.into())),
                                ("measure", measure.map(Value::from)),
                            ])
                        })
                        .collect(),
                ),
            ),
            (
                "supervision",
                supervision.map(|(phone, email)| {
                    some(vec![
                        ("phone", Some(phone.into())),
                        ("email", email.map(Value::from)),
                    ])
                }),
            ),
            (
                "prerequisites",
                list(
                    prerequisites
                        .into_iter()
                        .map(|p| cited("item", p))
                        .collect(),
                ),
            ),
            (
                "intermediary_services",
                list(
                    services
                        .into_iter()
                        .map(|(name, basis, paid_by)| {
                            some(vec![
                                ("name", Some(name.into())),
                                ("basis", basis.map(Value::from)),
                                ("paid_by", paid_by.map(Value::from)),
                            ])
                        })
                        .collect(),
                ),
            ),
            ("remarks", remarks.map(Value::from)),
        ])
    })
}

fn project() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    sample::put(dir.path(), "power-list.yaml", sample::SETTINGS);
    sample::put(dir.path(), "departments.yaml", sample::DEPARTMENTS);
    let path = dir.path().join(sample::ITEMS_PATH);
    (dir, path)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn yaml_to_workbook_to_yaml_is_the_identity(
        items in (1..4_usize).prop_flat_map(|n| (0..n).map(item).collect::<Vec<_>>())
    ) {
        let (first, file) = project();
        // JSON is YAML.
        let source = format!("department: hbj\ncategory: 行政审批\nitems: {}\n", Value::from(items));
        sample::put(first.path(), "来源/行政审批.yaml", source);
        done(first.path(), &["import", "来源", "-q"]);
        fs::remove_dir_all(first.path().join("来源")).unwrap();
        let there = fs::read_to_string(&file).unwrap();

        done(first.path(), &["template", "-o", "填报表.xlsx"]);
        let (second, other) = project();
        let form = first.path().join("填报表.xlsx");
        done(second.path(), &["import", form.to_str().unwrap(), "-q"]);
        prop_assert_eq!(&there, &fs::read_to_string(&other).unwrap());

        for list in ["清单.xlsx", "清单.csv"] {
            done(first.path(), &["export", "-o", list]);
            let plan = planned(first.path(), list);
            prop_assert_eq!(&plan["changes"], &json!([]), "{}\n{}", list, there);
        }
    }
}

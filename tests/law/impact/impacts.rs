//! `law impact`.

use std::fs;

use serde_json::Value;

use super::world::{AS_OF, ends, json, project};

use crate::sample::program::content;
use crate::sample::{put, small};

/// What of a page's impacts matters here: field, entry, law's provision, fate, proposal.
fn rows(page: &Value) -> Vec<[String; 4]> {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or("-").to_owned();
    let all = page["impacts"].as_array().unwrap();
    all.iter()
        .map(|row| ["field", "provision", "fate", "proposed"].map(|key| text(row, key)))
        .collect()
}

#[test]
fn every_place_that_rests_on_a_touched_provision_is_told() {
    let dir = project();
    let page = json(dir.path(), &["law", "impact", "种子法"]);
    assert_eq!(page["schema"], "power-list/impact/v1");
    assert_eq!(page["from"], AS_OF);
    assert_eq!(
        rows(&page),
        [
            ["legal_basis", "第六十条", "moved", "《种子法》第五十九条"],
            ["legal_basis", "第六十一条", "moved", "《种子法》第六十条"],
            [
                "legal_basis",
                "第七十二条第一款",
                "moved_and_changed",
                "《种子法》第七十一条第一款"
            ],
            ["sub_items", "第六十条", "moved", "《种子法》第五十九条"],
            ["responsibilities", "第三十九条", "gone", "-"],
            [
                "prerequisites",
                "第三十一条",
                "changed",
                "《种子法》第三十一条"
            ],
            ["flow_step", "第六十一条", "moved", "《种子法》第六十条"],
        ]
        .map(|row| row.map(str::to_owned))
    );
    let first = &page["impacts"][0];
    assert_eq!(first["department"], "nyj");
    assert_eq!(first["items"], serde_json::json!(["341100-nyj-10-0001"]));
    assert_eq!(
        (&first["from"], &first["to"], &first["effective"]),
        (
            &"2015-11-04".into(),
            &"2021-12-24".into(),
            &"2022-03-01".into()
        )
    );
    assert!(
        first["what"]
            .as_str()
            .unwrap()
            .contains("自2022年3月1日起施行")
    );
    assert_eq!(page["impacts"][3]["label"], "农作物种子");
    assert_eq!(page["impacts"][6]["label"], "受理");
    assert_eq!(page["summary"]["to_check"], 1);
}

#[test]
fn since_a_day_all_laws_that_changed_or_ended_are_looked_at() {
    let dir = project();
    let page = json(
        dir.path(),
        &[
            "law",
            "impact",
            "--since",
            "2020-01-01",
            "--to",
            "2024-06-01",
        ],
    );
    let laws: std::collections::BTreeSet<&str> = page["impacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["law"].as_str().unwrap())
        .collect();
    // 农药管理条例 changed in other articles than the one that is cited.
    assert_eq!(
        laws.into_iter().collect::<Vec<_>>(),
        ["档案法", "物权法", "种子法", "野生动物保护法"]
    );
    let ended = page["impacts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["law"] == "物权法")
        .unwrap();
    assert_eq!(ended["fate"], "repealed");
    assert_eq!(ended["repealed"]["on"], "2021-01-01");
    assert_eq!(ended["repealed"]["by"], "民法典");
    // What had come before the day is not told again.
    let later = json(
        dir.path(),
        &[
            "law",
            "impact",
            "--since",
            "2023-05-01",
            "--to",
            "2024-06-01",
        ],
    );
    let of = |page: &Value, law: &str| {
        let rows = page["impacts"].as_array().unwrap();
        rows.iter().filter(|row| row["law"] == law).count()
    };
    assert_eq!((of(&later, "种子法"), of(&later, "野生动物保护法")), (0, 2));
}

#[test]
fn units_formats_and_exit_codes() {
    let dir = project();
    let root = dir.path();
    let ask = [
        "law",
        "impact",
        "--since",
        "2020-01-01",
        "--to",
        "2024-06-01",
    ];
    let with = |more: &[&'static str]| [&ask[..], more].concat();
    ends(root, 0, &ask);
    ends(root, 1, &with(&["--exit-code"]));
    ends(root, 0, &["law", "impact", "宪法", "--exit-code"]);
    let (table, _) = ends(root, 0, &ask);
    assert!(
        table.contains("滁州市农业局：1 项") && table.contains("滁州市林业局：2 项"),
        "{table}"
    );
    let (only, _) = ends(root, 0, &with(&["--department", "lyj"]));
    assert!(
        !only.contains("市农业局") && only.contains("野生动物保护法"),
        "{only}"
    );
    let (markdown, _) = ends(root, 0, &with(&["--format", "markdown"]));
    assert!(markdown.starts_with("# 法律变化影响的事项\n"), "{markdown}");
    assert!(markdown.contains("## 滁州市林业局"), "{markdown}");
    let (csv, _) = ends(root, 0, &with(&["--format", "csv"]));
    let page = json(root, &ask);
    let count = page["impacts"].as_array().unwrap().len();
    assert_eq!(
        csv.lines().filter(|line| line.contains("《")).count(),
        count,
        "{csv}"
    );
}

#[test]
fn each_unit_gets_a_workbook_of_its_own() {
    let dir = project();
    let root = dir.path();
    let ask = [
        "law",
        "impact",
        "--since",
        "2020-01-01",
        "--to",
        "2024-06-01",
        "--out",
        "分发",
    ];
    let (out, _) = ends(root, 0, &ask);
    assert!(
        out.contains("写出") && out.contains("市农业局.xlsx"),
        "{out}"
    );
    let before = content(&root.join("分发"));
    assert_eq!(before.len(), 2);
    let (again, _) = ends(root, 0, &ask);
    assert!(again.contains("没有变化"), "{again}");
    assert_eq!(content(&root.join("分发")), before);
    // What a clerk has written is not written over.
    fs::write(root.join("分发/滁州市农业局.xlsx"), "别的").unwrap();
    let (_, err) = ends(root, 2, &ask);
    assert!(err.contains("已经存在"), "{err}");
    fs::write(root.join("占了"), "").unwrap();
    let (_, err) = ends(root, 2, &["law", "impact", "种子法", "--out", "占了"]);
    assert!(err.contains("不是文件夹"), "{err}");
}

#[test]
fn a_release_is_asked_through_its_index_and_says_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    small::small_project(root);
    crate::sample::published::publish(root);
    let ask = [
        "law",
        "impact",
        "行政许可法",
        "水法",
        "--from",
        "2015-03-01",
        "--all",
    ];
    let work = json(root, &ask);
    let ids = json(root, &["release", "list"]);
    let id = ids["releases"][0]["id"].as_str().unwrap();
    let release = json(root, &[&ask[..], &["--release", id]].concat());
    assert_eq!(release["list"], id);
    assert!(!work["impacts"].as_array().unwrap().is_empty());
    assert_eq!(release["impacts"], work["impacts"]);
    assert_eq!(release["summary"], work["summary"]);
}

#[test]
fn two_registers_are_held_against_each_other() {
    let dir = project();
    let root = dir.path();
    let header = "# power-list 法规库 第1版\n\n";
    let law = "法规\t试验条例\t-\t行政法规\n版本\t2010-01-01\t2010-01-01\t公布\t-\t0x9\n";
    let newer = "版本\t2023-01-01\t2023-02-01\t修订\t-\t0x5\n";
    for folder in ["旧库", "新库"] {
        for file in ["laws.txt", "rules.txt", "repealed-names.txt"] {
            put(root, &format!("{folder}/{file}"), header);
        }
    }
    put(root, "旧库/regulations.txt", format!("{header}{law}"));
    put(
        root,
        "新库/regulations.txt",
        format!("{header}{law}{newer}"),
    );
    put(
        root,
        "items/nyj/行政奖励.yaml",
        "department: nyj\ncategory: 行政奖励\nitems:\n  - code: 341100-nyj-05-0001\n    name: 试验奖励\n    legal_basis: [《试验条例》第九条]\n",
    );
    let page = json(root, &["law", "impact", "--register", "旧库", "新库"]);
    assert_eq!(page["impacts"].as_array().unwrap().len(), 1, "{page}");
    assert_eq!(page["impacts"][0]["law"], "试验条例");
    let same = json(root, &["law", "impact", "--register", "新库", "新库"]);
    assert_eq!(same["impacts"], serde_json::json!([]));
}

#[test]
fn what_cannot_be_asked_is_told_with_what_to_do() {
    let dir = project();
    let root = dir.path();
    put(root, "空/说明.txt", "别的");
    for (arguments, wanted) in [
        (&["law", "impact"][..], "缺少必需的参数"),
        (&["law", "impact", "种仔法"], "种子法"),
        (&["law", "impact", ""], "名称是空的"),
        (&["law", "impact", "--since", "2999-01-01"], "还没有到"),
        (&["law", "impact", "--since", "去年"], "应写作 2015-03-01"),
        (
            &["law", "impact", "种子法", "--since", "2020-01-01"],
            "不能与",
        ),
        (
            &["law", "impact", "种子法", "--to", "2017-01-01"],
            "不在引用所按的一天",
        ),
        (
            &["law", "impact", "--register", "没有", "空"],
            "没有“空”|不是法规库文件夹|没有“没有”",
        ),
        (
            &["law", "impact", "--register", "空", "空"],
            "不是法规库文件夹",
        ),
        (&["law", "impact", "种子法", "--department", "nyy"], "nyj"),
        (&["law", "impact", "种子法", "--format", "xlsx"], "--out"),
        (&["law", "impact", "种子法", "--release", "没有的"], "没有"),
    ] {
        let (_, err) = ends(root, 2, arguments);
        assert!(
            wanted.split('|').any(|w| err.contains(w)),
            "{arguments:?}\n{err}"
        );
    }
    // A law of one version, one that has not changed since: said, and no fault.
    for (law, wanted) in [("物权法", ""), ("反外国制裁法", "没有可以比较的旧版本")]
    {
        let (_, err) = ends(root, 0, &["law", "impact", law, "--from", "2018-11-01"]);
        assert!(err.contains(wanted), "{law}\n{err}");
    }
    let (_, err) = ends(
        root,
        0,
        &["law", "impact", "种子法", "--from", "2023-01-01"],
    );
    assert!(err.contains("没有变化"), "{err}");
}

#[test]
fn what_reviewers_said_is_looked_at_too() {
    let dir = crate::sample::project();
    let root = dir.path();
    for command in [
        &["review", "start", "--as", "zh"][..],
        &["review", "submit", "hbj", "--as", "hbj"],
        &[
            "review",
            "opine",
            "hbj",
            "--item",
            "341100-hbj-01-0001",
            "--decision",
            "保留",
            "--text",
            "追责也要写明《行政处罚法》第三十一条，见《水法》第四十八条",
            "--as",
            "fz-1",
        ],
        &[
            "review",
            "opine",
            "hbj",
            "--item",
            "341100-hbj-01-0001",
            "--decision",
            "取消",
            "--ground",
            "《物权法》第三十条已经管住",
            "--as",
            "bb-1",
        ],
    ] {
        ends(root, 0, command);
    }
    let page = json(root, &["law", "impact", "行政处罚法", "物权法"]);
    let said: Vec<(&str, &str, &str)> = page["impacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            ["field", "label", "cite"]
                .map(|key| row[key].as_str().unwrap())
                .into()
        })
        .collect();
    assert_eq!(
        said,
        [
            ("opinion", "第 1 轮，编办", "《物权法》第三十条"),
            ("opinion", "第 1 轮，法制办", "《行政处罚法》第三十一条"),
        ]
    );
    assert_eq!(page["impacts"][0]["items"][0], "341100-hbj-01-0001");
}

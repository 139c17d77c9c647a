//! `power-list law diff` through the real binary.

use serde_json::Value;

use crate::command::{fails, json, ok, run, text};

#[test]
fn two_versions_are_compared_provision_by_provision() {
    let at = tempfile::tempdir().unwrap();
    let at = at.path();
    let page = json(at, &["law", "diff", "《畜牧法》", "--format", "json"]);
    assert_eq!(page["schema"], "power-list/law-diff/v1");
    assert_eq!(
        (&page["from"], &page["to"]),
        (&"2015-04-24".into(), &"2022-10-30".into())
    );
    let row = |from: &str| {
        let rows = page["changes"].as_array().unwrap();
        rows.iter()
            .find(|row| row["from"] == from)
            .unwrap_or_else(|| panic!("{from}"))
    };
    let is = |from: &str, fate: &str, to: &[&str]| {
        assert_eq!(row(from)["fate"], fate, "{from}");
        assert_eq!(row(from)["to"], Value::from(to.to_vec()), "{from}");
        assert_eq!(row(from)["evidence"], "text");
    };
    is("第五条", "moved", &["第八条"]);
    is(
        "第四十三条第（四）项",
        "moved_and_changed",
        &["第四十三条第（五）项"],
    );
    is("第五十六条", "moved_and_changed", &["第七十三条"]);
    is("第二十七条", "gone", &[]);
    // 违反本法第二十八条规定 became 第二十九条: renumbering is no change of wording.
    is("第六十三条", "moved", &["第八十三条"]);
    let new: Vec<&Value> = page["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["from"].is_null())
        .collect();
    assert!(
        new.iter()
            .any(|r| r["to"][0] == "第六十九条" && r["fate"] == "new")
    );
    let told = page["summary"].as_object().unwrap();
    let old: u64 = ["same", "moved", "changed", "moved_and_changed", "gone"]
        .iter()
        .map(|k| told[*k].as_u64().unwrap())
        .sum();
    assert_eq!(old, 73, "{told:?}");
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/law-diff.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&page));

    let table = ok(at, &["law", "diff", "畜牧法"]);
    assert!(
        table.contains("《畜牧法》2015-04-24 → 2022-10-30") && table.contains("删去 "),
        "{table}"
    );
    let csv = ok(at, &["law", "diff", "畜牧法", "--format", "csv"]);
    assert!(
        csv.lines()
            .any(|line| line == "第五条,移动,第八条,100%,文本,"),
        "{csv}"
    );
    let markdown = ok(at, &["law", "diff", "畜牧法", "--format", "markdown"]);
    assert!(
        markdown.contains("| 第五条 | 移动 | 第八条 | 100% | 文本 |"),
        "{markdown}"
    );
}

#[test]
fn versions_are_named_by_their_day_or_by_a_day_of_theirs() {
    let at = tempfile::tempdir().unwrap();
    let at = at.path();
    let named = ok(
        at,
        &[
            "law",
            "diff",
            "种子法",
            "--from",
            "2015-11-04",
            "--to",
            "2021-12-24",
        ],
    );
    let in_force = ok(
        at,
        &[
            "law",
            "diff",
            "种子法",
            "--from",
            "2016-03-01",
            "--to",
            "2022-03-01",
        ],
    );
    assert_eq!(named, in_force);
    assert!(
        named.contains("记录") && named.contains("有一个版本的正文不在手边"),
        "{named}"
    );
    // The two versions that the issue names: 第七十三条 became 第七十二条.
    assert!(named.contains("| 第七十三条 ") && named.contains("| 第七十二条 "));
}

#[test]
fn a_difference_can_be_an_exit_code() {
    let at = tempfile::tempdir().unwrap();
    let at = at.path();
    let code = |args: &[&str]| run(at, args).status.code();
    assert_eq!(code(&["law", "diff", "种子法", "--exit-code"]), Some(1));
    assert_eq!(code(&["law", "diff", "种子法"]), Some(0));
    std::fs::create_dir(at.join("laws")).unwrap();
    let two = "name: 某办法\nlevel: 规范性文件\nversions:\n  - { published: 2014-01-02, articles: 12 }\n  - { published: 2019-01-02, articles: 12 }\n";
    std::fs::write(at.join("laws/a.yaml"), two).unwrap();
    std::fs::write(at.join("power-list.yaml"), "").unwrap();
    assert_eq!(code(&["law", "diff", "某办法", "--exit-code"]), Some(0));
}

#[test]
fn a_replaced_law_is_compared_with_its_successor() {
    let at = tempfile::tempdir().unwrap();
    let page = json(
        at.path(),
        &[
            "law",
            "diff",
            "环境噪声污染防治法",
            "--successor",
            "--format",
            "json",
        ],
    );
    assert_eq!(page["to_law"], "噪声污染防治法");
    let told = page["changes"].as_array().unwrap();
    assert!(told.iter().any(|row| row["fate"] == "moved_and_changed"));
    assert!(
        told.iter()
            .all(|row| row["fate"] != "same" && row["fate"] != "changed")
    );
    assert!(fails(at.path(), 2, &["law", "diff", "环境噪声污染防治法"]).contains("--successor"));
    assert!(
        fails(at.path(), 2, &["law", "diff", "种子法", "--successor"])
            .contains("没有记载哪部法替代了")
    );
}

#[test]
fn what_cannot_be_compared_is_said_with_what_to_do() {
    let at = tempfile::tempdir().unwrap();
    let says = |args: &[&str], words: &[&str]| {
        let all: Vec<&str> = ["law", "diff"].iter().chain(args).copied().collect();
        let said = fails(at.path(), 2, &all);
        for word in words {
            assert!(said.contains(word), "{args:?} {word}: {said}");
        }
    };
    says(&["种籽法"], &["没有《种籽法》", "是不是", "种子法"]);
    says(&[" "], &["空的"]);
    says(&["城市规划法"], &["被《城乡规划法》废止", "law index"]);
    says(&["民法典"], &["只有一个", "law index --add"]);
    says(&["水法"], &["结构都不详", "law show"]);
    says(&["行政许可法", "--from", "2003-08-27"], &["结构不详"]);
    says(
        &["种子法", "--from", "2022-04-01", "--to", "2016-02-01"],
        &["没有先后", "2015-11-04、2021-12-24"],
    );
    says(
        &["种子法", "--from", "1990-01-01"],
        &["那时还没有", "2000-07-08"],
    );
    says(&["种子法", "--texts", "nowhere"], &["不是文件夹"]);
}

#[test]
fn the_words_are_shown_where_the_texts_are() {
    let corpus = super::updates::two_versions();
    let at = corpus.path();
    ok(
        at,
        &[
            "law",
            "index",
            "texts",
            "--out",
            "reg",
            "--snapshot",
            "2025-01-01",
            "--quiet",
        ],
    );
    std::fs::write(
        at.join("power-list.yaml"),
        "law: { register: reg, text_dir: texts }\n",
    )
    .unwrap();
    let page = json(at, &["law", "diff", "试验法", "--format", "json"]);
    let rows = page["changes"].as_array().unwrap();
    let row = |from: &str| {
        rows.iter()
            .find(|row| row["from"] == from)
            .unwrap_or_else(|| panic!("{from}: {rows:?}"))
    };
    let gone: Vec<&str> = row("第三条")["words"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|piece| piece["kind"] == "gone")
        .map(|piece| piece["text"].as_str().unwrap())
        .collect();
    assert_eq!(gone, ["三日"], "{rows:?}");
    // The article that refers to another one only moved.
    assert_eq!(row("第四条")["fate"], "moved");
    let table = ok(at, &["law", "diff", "试验法"]);
    assert!(table.contains("[-三日-]{+五日+}"), "{table}");
    let output = run(at, &["law", "diff", "种子法", "--texts", "texts"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
}

//! `code assign`: codes that were never used, written where they belong.

use std::fs;

use crate::sample;
use crate::sample::program::{content, parts, run};

const NEW: &str = "\
department: hbj
category: 行政处罚
items:
  # 新的
  - name: 对未批先建行为的处罚   # 名称
    sub_items:
      - name: 甲
      - { name: 乙 }
  - code: 341100-hbj-02-0004
    name: 对偷排行为的处罚
    sub_items:
      - code: 341100-hbj-02-0004-07
        name: 丙
      - name: 丁
";

#[test]
fn codes_follow_the_highest_and_keep_the_layout() {
    let dir = sample::project();
    sample::put(dir.path(), "items/hbj/行政处罚.yaml", NEW);
    let before = content(dir.path());
    let (code, dry, _) = parts(&run(dir.path(), &["code", "assign", "--dry-run"]));
    assert_eq!(code, 0);
    assert_eq!(content(dir.path()), before);
    assert!(
        dry.contains("可以编码 4 项（试运行，没有写任何文件）"),
        "{dry}"
    );
    let (code, out, err) = parts(&run(dir.path(), &["code", "assign"]));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    insta::assert_snapshot!(out, @r"
    | 编码                  | 名称                 | 文件                    |
    |-----------------------|----------------------|-------------------------|
    | 341100-hbj-02-0005    | 对未批先建行为的处罚 | items/hbj/行政处罚.yaml |
    | 341100-hbj-02-0005-01 | 甲                   | items/hbj/行政处罚.yaml |
    | 341100-hbj-02-0005-02 | 乙                   | items/hbj/行政处罚.yaml |
    | 341100-hbj-02-0004-08 | 丁                   | items/hbj/行政处罚.yaml |
    编码 4 项，写入 1 个文件
    ");
    assert_eq!(
        fs::read_to_string(dir.path().join("items/hbj/行政处罚.yaml")).unwrap(),
        "\
department: hbj
category: 行政处罚
items:
  # 新的
  - code: 341100-hbj-02-0005
    name: 对未批先建行为的处罚   # 名称
    sub_items:
      - code: 341100-hbj-02-0005-01
        name: 甲
      - { code: 341100-hbj-02-0005-02, name: 乙 }
  - code: 341100-hbj-02-0004
    name: 对偷排行为的处罚
    sub_items:
      - code: 341100-hbj-02-0004-07
        name: 丙
      - code: 341100-hbj-02-0004-08
        name: 丁
"
    );
    let (code, out, _) = parts(&run(dir.path(), &["code", "assign"]));
    assert_eq!((code, out.as_str()), (0, "没有要编码的事项\n"));
}

#[test]
fn a_code_that_was_in_the_working_database_is_not_given_again() {
    let dir = sample::project();
    let (code, out, err) = parts(&run(dir.path(), &["import"]));
    assert_eq!(code, 0, "{out}{err}");
    // The item goes, its code stays used.
    sample::put(
        dir.path(),
        sample::ITEMS_PATH,
        "department: hbj\ncategory: 行政审批\nitems:\n  - name: 另一项\n",
    );
    parts(&run(dir.path(), &["import"]));
    let (code, out, err) = parts(&run(dir.path(), &["code", "assign", "--format", "json"]));
    assert_eq!(code, 0, "{out}{err}");
    let out: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(out["schema"], "power-list/codes/v1");
    assert_eq!(out["codes"][0]["code"], "341100-hbj-01-0002");
    assert_eq!(out["codes"][0]["name"], "另一项");
    assert_eq!(out["codes"][0]["line"], 4);
}

#[test]
fn a_code_that_was_published_is_not_given_again() {
    let dir = sample::project();
    let demo = tempfile::tempdir().unwrap();
    let (code, _, err) = parts(&run(demo.path(), &["demo", "d", "--quiet"]));
    assert_eq!(code, 0, "{err}");
    let releases = content(&demo.path().join("d/releases"));
    let (name, bytes) = releases
        .iter()
        .find(|(name, _)| name.extension().is_some_and(|e| e == "db"))
        .unwrap();
    // The published list has more approvals of this unit than the sample has.
    fs::create_dir(dir.path().join("releases")).unwrap();
    fs::write(dir.path().join("releases").join(name), bytes).unwrap();
    sample::put(
        dir.path(),
        sample::ITEMS_PATH,
        "department: hbj\ncategory: 行政审批\nitems:\n  - name: 另一项\n",
    );
    let (code, out, err) = parts(&run(
        dir.path(),
        &["code", "assign", "--format", "json", "--dry-run"],
    ));
    assert_eq!(code, 0, "{out}{err}");
    let out: serde_json::Value = serde_json::from_str(&out).unwrap();
    let given = out["codes"][0]["code"].as_str().unwrap();
    let release =
        power_list::io::sqlite::release::ReleaseFile::open(&dir.path().join("releases").join(name))
            .unwrap();
    let used = release.codes().unwrap();
    assert!(
        used.iter()
            .any(|c| c.as_str().starts_with("341100-hbj-01-"))
    );
    assert!(
        used.iter().all(|c| !c.as_str().starts_with(given)),
        "{given}"
    );
    assert!(
        used.iter()
            .filter(|c| c.as_str().starts_with("341100-hbj-01-"))
            .all(|c| c.as_str() < given),
        "{given}"
    );
    // A release that cannot be read might name codes: nothing is given then.
    fs::write(dir.path().join("releases").join(name), "x").unwrap();
    assert_eq!(run(dir.path(), &["code", "assign"]).status.code(), Some(3));
}

#[test]
fn one_unit_only_and_what_cannot_be_done() {
    let dir = sample::project();
    sample::put(dir.path(), "items/hbj/行政处罚.yaml", NEW);
    let (code, _, err) = parts(&run(dir.path(), &["code", "assign", "--department", "gaj"]));
    assert_eq!(code, 2, "{err}");
    sample::put(
        dir.path(),
        "items/hbj/行政处罚.yaml",
        NEW.replace("category: 行政处罚", "category: 行政惩罚"),
    );
    let before = content(dir.path());
    let (code, _, err) = parts(&run(dir.path(), &["code", "assign", "--department", "hbj"]));
    assert_eq!(code, 1);
    assert!(
        err.contains("没有编码：items/hbj/行政处罚.yaml：类别“行政惩罚”"),
        "{err}"
    );
    assert_eq!(content(dir.path()), before);
}

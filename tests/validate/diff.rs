//! `diff` between releases, the project and submissions, through the program.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::sample;
use crate::sample::program::{parts, run};
use crate::sample::small::small_project;
use crate::sample::town::{PERMIT, Town};

fn at(dir: &Path, command: &str, exit: i32) -> (String, String) {
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let (code, out, err) = parts(&run(dir, &arguments));
    assert_eq!(code, exit, "{command}\n{out}{err}");
    (out, err)
}

fn edit(dir: &Path, path: &str, from: &str, to: &str) {
    let path = dir.join(path);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}\n{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

const LICENCES: &str = "items/slj/行政审批.yaml";
const PENALTIES: &str = "items/sljd/行政处罚.yaml";
const RELEASE: &str = "341100-20150301";

/// A published project in which somebody has gone on working: one item has another name, a limit and a duty; one has
/// moved to the other unit; one has come.
fn gone_on() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    small_project(root);
    sample::published::publish(root);
    edit(root, LICENCES, "name: 取水许可证核发", "name: 取水许可");
    edit(
        root,
        LICENCES,
        "promised: 20, unit: 日",
        "promised: 15, unit: 日",
    );
    edit(root, LICENCES, "缺漏的五日内一次告知", "缺漏的当场一次告知");
    let penalties = fs::read_to_string(root.join(PENALTIES)).unwrap();
    fs::remove_file(root.join(PENALTIES)).unwrap();
    let moved = penalties
        .replace("department: sljd", "department: slj")
        .replace("341100-sljd-02-0001", "341100-slj-02-0001")
        .replace("office: 大队", "office: 水政科");
    sample::put(root, "items/slj/行政处罚.yaml", moved);
    let licences = fs::read_to_string(root.join(LICENCES)).unwrap();
    let second = &licences[licences.find("  - code: 341100-slj-01-0002").unwrap()..];
    let third = second
        .replace("slj-01-0002", "slj-01-0003")
        .replace("河道管理范围内建设项目审批", "入河排污口设置审批")
        .replace("第三十八条第一款", "第三十四条第二款");
    sample::put(root, LICENCES, format!("{licences}{third}"));
    dir
}

#[test]
fn what_changed_is_told_by_unit_item_and_word() {
    let dir = gone_on();
    let (out, _) = at(dir.path(), &format!("diff {RELEASE} work"), 0);
    insta::assert_snapshot!("diff", out);
    let (out, _) = at(dir.path(), &format!("diff {RELEASE} --format markdown"), 0);
    insta::assert_snapshot!("diff_markdown", out);
}

#[test]
fn programs_get_the_same_and_an_exit_code() {
    let dir = gone_on();
    let (out, _) = at(
        dir.path(),
        &format!("diff {RELEASE} work --format json --exit-code"),
        1,
    );
    let diff: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(diff["schema"], "power-list/diff/v1");
    let summary: Value = serde_json::json!({
        "added": 1, "removed": 0, "merged": 0, "moved": 1, "renamed": 1, "changed": 0
    });
    assert_eq!(diff["summary"], summary);
    let moved = &diff["changes"].as_array().unwrap().iter();
    let moved = moved.clone().find(|c| c["kind"] == "moved").unwrap();
    assert_eq!(moved["code"], "341100-slj-02-0001");
    assert_eq!(moved["old"]["code"], "341100-sljd-02-0001");
    // Both texts can be read back from the pieces.
    let renamed = diff["changes"].as_array().unwrap();
    let renamed = renamed.iter().find(|c| c["kind"] == "renamed").unwrap();
    let pieces = renamed["fields"][0]["entries"][0]["pieces"]
        .as_array()
        .unwrap();
    let side = |not: &str| -> String {
        let pieces = pieces.iter().filter(|p| p["kind"] != not);
        pieces.map(|p| p["text"].as_str().unwrap()).collect()
    };
    assert_eq!(
        (side("new"), side("gone")),
        ("取水许可证核发".to_owned(), "取水许可".to_owned())
    );

    // Nothing differs: exit code 0, whatever is asked.
    let same = format!("diff {RELEASE} releases/{RELEASE}.db --exit-code");
    let (out, _) = at(dir.path(), &same, 0);
    assert!(out.contains("没有不同"), "{out}");
    let other = format!("diff {RELEASE} work --department sljd --exit-code");
    let (out, _) = at(dir.path(), &other, 1);
    assert!(out.contains("→ 工程现状：划转 1 项"), "{out}");
}

#[test]
fn a_workbook_says_it_line_by_line_and_is_not_written_over() {
    let dir = gone_on();
    let command = format!("diff {RELEASE} work -o 变动.xlsx");
    let (out, _) = at(dir.path(), &command, 0);
    assert!(out.contains("新增 1 项，划转 1 项，更名 1 项"), "{out}");
    let book = fs::read(dir.path().join("变动.xlsx")).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(book)).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "变动").unwrap();
    let lines: Vec<String> = sheet
        .rows()
        .map(|row| {
            row.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect();
    assert!(
        lines.iter().any(|l| l.ends_with("承诺期限||20 日|15 日")),
        "{lines:#?}"
    );
    assert!(at(dir.path(), &command, 0).0.contains("没有变化"));
    edit(dir.path(), LICENCES, "statutory: 45", "statutory: 44");
    let (_, err) = at(dir.path(), &command, 2);
    assert!(err.contains("--force"), "{err}");
}

#[test]
fn a_submission_is_compared_for_its_unit_alone() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    let record = town.record();
    let submitted = record.iter().find(|e| e["payload"]["snapshot"].is_string());
    let digest = submitted.unwrap()["payload"]["snapshot"]
        .as_str()
        .unwrap()
        .to_owned();
    edit(
        town.path(),
        "items/hbj/行政审批.yaml",
        "promised: 15",
        "promised: 12",
    );
    let out = town.ok(&format!("diff {} work", &digest[..8]));
    assert!(out.contains(PERMIT) && out.contains("变更 1 项"), "{out}");
    assert!(out.contains("市环保局一上报送 → 工程现状"), "{out}");
    let err = town.exits(2, "diff ffffffff work");
    assert!(err.contains("review log"), "{err}");
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_way_on() {
    let dir = gone_on();
    let (_, err) = at(dir.path(), "diff 341100-20160301 work", 2);
    assert!(err.contains("341100-20160301"), "{err}");
    let (_, err) = at(
        dir.path(),
        &format!("diff {RELEASE} work --department abc"),
        2,
    );
    assert!(err.contains("abc"), "{err}");
    fs::write(dir.path().join(LICENCES), "department: [").unwrap();
    let (_, err) = at(dir.path(), &format!("diff {RELEASE} work"), 1);
    assert!(err.contains("validate"), "{err}");
}

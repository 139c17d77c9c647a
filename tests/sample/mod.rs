//! Sound projects that tests write to a folder and then spoil: here one of one item; `small` and `town` are larger.
// Every test binary uses its own part; what fails here fails the test.
#![allow(dead_code, clippy::unwrap_used, clippy::disallowed_methods)]

pub mod keys;
pub mod program;
pub mod published;
pub mod small;
pub mod town;

use std::fs;
use std::path::Path;

use power_list::rules::Sample;

pub const SETTINGS: &str = "\
jurisdiction: { code: 341100, name: 滁州市 }
edition: 测试版
categories: anhui-2014
as_of: 2015-03-01
gate: 4
review_groups: [综合组, 审核一组]
people:
  - { id: zh, name: 综合组组长, role: 综合组 }
  - { id: gb, name: 公布人, role: 公布人 }
  - { id: bb-1, name: 编办审核员, role: 审核人, body: 编办, group: 审核一组 }
  - { id: fz-1, name: 法制办审核员, role: 审核人, body: 法制办, group: 审核一组 }
  - { id: zw-1, name: 政务服务中心审核员, role: 审核人, body: 政务服务中心, group: 审核一组 }
  - { id: hbj, name: 环保局填报人, role: 填报人, department: hbj }
  - { id: hbj-head, name: 环保局负责人, role: 负责人, department: hbj }
";

pub const DEPARTMENTS: &str = "\
departments:
  - id: hbj
    name: 滁州市环境保护局
    short_name: 市环保局
    kind: 市政府工作部门
    group: 审核一组
    offices: [环境影响评价科, 污染防治科]
";

/// The sample item, key by key, indented as in its file.
pub const ITEM: &[(&str, &str)] = &[
    ("code", "    code: 341100-hbj-01-0001"),
    ("name", "    name: 生产建设项目水土保持方案审批"),
    ("sub_items", ""),
    (
        "legal_basis",
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款",
    ),
    ("exercised_by", "    exercised_by: 市级"),
    ("office", "    office: 环境影响评价科"),
    ("target", "    target: 企业、事业单位"),
    ("flowchart", "    flowchart: flowcharts/hbj/approve.yaml"),
    (
        "time_limit",
        "    time_limit: { statutory: 20, promised: 15, unit: 工作日 }",
    ),
    ("fee", "    fee: { charged: false }"),
    (
        "responsibilities",
        "    responsibilities:\n      - { stage: 受理, duty: 一次告知需要补正的材料 }\n      - { stage: 审查, duty: 组织技术审查 }\n      - { stage: 决定, duty: 作出书面决定 }\n      - { stage: 送达, duty: 送达决定 }",
    ),
    (
        "accountability",
        "    accountability:\n      - { situation: 不依法作出许可决定的, basis: 《水土保持法》第四十七条 }",
    ),
    (
        "integrity_risks",
        "    integrity_risks:\n      - { step: b, risk: 审查走过场, level: 高, measure: 双人会审 }",
    ),
    (
        "supervision",
        "    supervision: { phone: 0550-0000001, email: hbj@example.invalid }",
    ),
];

pub const CHART: &str = "\
title: 水土保持方案审批流程图
category: 行政审批
steps:
  - { id: a, name: 受理或者通知补正, kind: start, actor: 政务服务窗口, days: 2, next: [b] }
  - { id: b, name: 审查, kind: task, actor: 环境影响评价科, days: 8, next: [c] }
  - { id: c, name: 决定, kind: task, actor: 局长办公会, days: 3, next: [d] }
  - { id: d, name: 送达, kind: end, actor: 政务服务窗口, days: 2 }
";

pub const ITEMS_PATH: &str = "items/hbj/行政审批.yaml";
pub const CHART_PATH: &str = "flowcharts/hbj/approve.yaml";

/// Where a workbook stands that is judged with the project.
pub const WORKBOOK_PATH: &str = "报送表.csv";

/// The item file with one key of the item replaced.
pub fn items_with(key: &str, text: &str) -> String {
    let lines: Vec<&str> = ITEM
        .iter()
        .map(|(k, t)| if *k == key { text } else { *t })
        .filter(|t| !t.is_empty())
        .collect();
    let body = lines.join("\n");
    format!(
        "department: hbj\ncategory: 行政审批\nitems:\n  - {}\n",
        body.trim_start()
    )
}

pub fn put(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Writes the sound project.
pub fn base(root: &Path) {
    put(root, "power-list.yaml", SETTINGS);
    put(root, "departments.yaml", DEPARTMENTS);
    put(root, ITEMS_PATH, items_with("", ""));
    put(root, CHART_PATH, CHART);
}

/// Writes a county below the sample city, without items of its own yet, and the city's release.
pub fn county(root: &Path) {
    let settings = SETTINGS.replace("341100, name: 滁州市", "341122, name: 来安县");
    let parent = format!("parent: {{ release: {} }}\n", published::CITY);
    put(root, "power-list.yaml", format!("{settings}{parent}"));
    put(root, published::CITY, published::city());
    fs::remove_file(root.join(ITEMS_PATH)).unwrap();
}

/// Writes the sound project, then a rule's example over it.
pub fn write(root: &Path, sample: &Sample) {
    base(root);
    match sample {
        Sample::Base => {}
        Sample::Key(key, text) => {
            assert!(ITEM.iter().any(|(k, _)| k == key), "样例没有 {key}");
            put(root, ITEMS_PATH, items_with(key, text));
        }
        Sample::Chart(text) => put(root, CHART_PATH, text),
        Sample::Files(files) => {
            for (path, text) in *files {
                put(root, path, text);
            }
        }
        Sample::Published(files) => {
            published::publish(root);
            for (path, text) in *files {
                put(root, path, text);
            }
        }
        Sample::County(files) => {
            county(root);
            for (path, text) in *files {
                put(root, path, text);
            }
        }
        Sample::Workbook(text) => put(root, WORKBOOK_PATH, text),
        Sample::Gb18030(path, text) => {
            put(root, path, encoding_rs::GB18030.encode(text).0);
        }
    }
}

/// A project in a fresh folder.
pub fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    base(dir.path());
    dir
}

//! What the schema tests share: schemas, the reader through the binary, documents that use every key.
#![allow(dead_code)]

pub mod cases;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::sample::{self, CHART_PATH, ITEMS_PATH};

/// The schemas of files that people write, with the file of the sample project that each is for.
pub const FILES: [(&str, &str); 4] = [
    ("items", ITEMS_PATH),
    ("flowchart", CHART_PATH),
    ("departments", "departments.yaml"),
    ("power-list", "power-list.yaml"),
];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn schema_path(name: &str) -> PathBuf {
    root().join(format!("schemas/{name}.schema.json"))
}

pub fn schema(name: &str) -> Value {
    let text = std::fs::read_to_string(schema_path(name)).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}：{e}"))
}

pub fn validator(name: &str) -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema(name))
        .unwrap_or_else(|e| panic!("{name}：{e}"))
}

/// What a schema has against a document.
pub fn objections(validator: &jsonschema::Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|e| format!("{}：{e}", e.instance_path()))
        .collect()
}

pub fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

pub fn path_of(schema: &str) -> &'static str {
    FILES.iter().find(|(name, _)| *name == schema).unwrap().1
}

/// The report that `validate --format json` prints about a project.
pub fn report(root: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(["validate", "--format", "json"])
        .current_dir(root)
        .stdin(Stdio::null())
        .env_remove("POWER_LIST_ACTOR")
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        panic!("{e}\n{}", String::from_utf8_lossy(&output.stderr));
    })
}

/// The S-findings about the file that a schema is for, once `text` stands in it.
pub fn shape_findings(schema: &str, text: &str) -> Vec<Value> {
    let dir = sample::project();
    sample::put(dir.path(), path_of(schema), text);
    for file in ["laws", "regulations", "rules", "repealed-names"] {
        let path = format!("法规库/{file}.txt");
        sample::put(dir.path(), &path, "# power-list 法规库 第1版\n");
    }
    let report = report(dir.path());
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        // Where a file stands (S011) is not a matter of what stands in it.
        .filter(|f| f["code"] != "S011" && f["code"].as_str().unwrap().starts_with('S'))
        .filter(|f| f["file"] == path_of(schema))
        // Nor is what a setting comes to (S014, S017, S018) or whether there is a baseline.
        .filter(|f| {
            !["S014", "S017", "S018"]
                .iter()
                .any(|code| f["code"] == *code)
        })
        .filter(|f| {
            !f["message"]
                .as_str()
                .unwrap()
                .starts_with("工程里没有 baseline")
        })
        .cloned()
        .collect()
}

/// The pointers of all nodes of a schema for which `wanted` holds; conditions (`allOf`) are left out.
pub fn pointers(schema: &Value, wanted: &dyn Fn(&Value) -> bool) -> BTreeSet<String> {
    fn walk(node: &Value, at: &str, wanted: &dyn Fn(&Value) -> bool, found: &mut BTreeSet<String>) {
        if wanted(node) {
            found.insert(at.to_owned());
        }
        match node {
            Value::Object(map) => {
                for (key, value) in map.iter().filter(|(key, _)| *key != "allOf") {
                    walk(value, &format!("{at}/{key}"), wanted, found);
                }
            }
            Value::Array(list) => {
                for (i, value) in list.iter().enumerate() {
                    walk(value, &format!("{at}/{i}"), wanted, found);
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    walk(schema, "", wanted, &mut found);
    found
}

pub fn words(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
        .collect()
}

/// A document for each schema in which every key stands.
pub const FULL: [(&str, &str); 4] = [
    (
        "items",
        "\
department: hbj
category: 行政审批
items:
  - code: 341100-hbj-01-0001
    name: 名称
    sub_items:
      - { code: 341100-hbj-01-0001-01, name: 子项, legal_basis: [《水土保持法》第一条], flowchart: a.yaml }
    legal_basis:
      - 《水土保持法》第二十五条第一款
      - { cite: 《水土保持法》第一条, role: 实施依据, quote: 条文 }
    exercised_by: 市级
    office: 环境影响评价科
    target: 企业
    flowchart: flowcharts/hbj/approve.yaml
    time_limit: { statutory: 20, promised: 15, unit: 工作日 }
    fee: { charged: true, on_enterprises: false, basis: [《价格法》第一条], standard: 每件十元 }
    responsibilities: [{ stage: 受理, duty: 告知, basis: 《行政许可法》第三十二条 }]
    accountability: [{ situation: 不作为的, basis: 《行政许可法》第七十二条 }]
    integrity_risks: [{ step: b, risk: 走过场, level: 高, measure: 会审 }]
    supervision: { phone: 0550-0000001, email: hbj@example.invalid }
    prerequisites: [规划许可, { item: 341100-hbj-01-0002, handled_by: 省厅, basis: 《城乡规划法》第三十六条 }]
    intermediary_services: [{ name: 环评, basis: 《环境保护法》第十九条, chosen_by: 申请人, paid_by: 申请人 }]
    national_code: '000123456789'
    adopts: { item: 340000-hbt-01-0001, as: 指导目录 }
    remarks: 无
",
    ),
    (
        "flowchart",
        "\
title: 流程图
category: 行政审批
steps:
  - { id: a, name: 受理, kind: start, actor: 窗口, days: 2, basis: 《行政许可法》第三十二条, stage: 受理, next: [b] }
  - { id: b, name: 审查, kind: decision, next: { 符合: c, 不符合: c } }
  - { id: c, name: 送达, kind: end }
",
    ),
    (
        "departments",
        "\
departments:
  - id: hbj
    name: 滁州市环境保护局
    short_name: 市环保局
    kind: 市政府工作部门
    credit_code: 11341100MB0000000X
    parent: szf
    group: 审核一组
    offices: [环境影响评价科]
",
    ),
    (
        "power-list",
        "\
jurisdiction: { code: 341100, name: 滁州市 }
edition: 测试版
notice: 说明
categories: anhui-2014
as_of: 2015-03-01
timetable:
  start: 2014-06-17
  一上: 2014-08-15
  一下: 15
  二上: 2014-10-31
  二下: 2014-11-30
  三上: 2014-12-31
  三下: 2015-02-10
  publication: 2015-03-01
calendar:
  2027:
    source: [国务院办公厅的通知]
    holidays: [2027-01-01, 2027-10-01 至 2027-10-07]
    workdays: [2027-10-09]
adjust: { apply_days: 10, review_days: 15, publish_days: 20 }
gate: 4
review_groups: [综合组, 审核一组, { name: 审核二组, departments: [] }]
people:
  - { id: zh, name: 组长, role: 综合组 }
  - { id: gb, name: 公布人, role: 公布人, keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFVOY+uf3iUz+ukm8YK8ZKuT7jJnoQjchNyGe/H4bdLj, { key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILAVm6FDCBpgdvDnNBEb3s3CkeVn6y32Gci1loSrAjdf, first: 2015-01-01, last: 2016-12-31 }] }
  - { id: bb-1, name: 审核员, role: 审核人, body: 编办, group: 审核一组 }
  - { id: fz-1, name: 审核员, role: 审核人, body: 法制办, group: [审核一组, 审核二组], signs: false }
  - { id: hbj, name: 填报人, role: 填报人, department: hbj }
  - { id: hbj-head, name: 负责人, role: 负责人, department: hbj }
rules: { L002: warning, no-flowchart: 'off' }
allow:
  - { rule: I012, item: 341100-hbj-01-0001, reason: 会议纪要, until: 2999-12-31 }
  - { rule: F015, file: flowcharts/hbj/approve.yaml, reason: 会议纪要, until: 2999-12-31 }
baseline: power-list.baseline.json
law: { text_dir: ., register: 法规库, notice_days: 90 }
parent: { release: 上级/340000-20150301.db }
signatures: required
store: postgres://list@db.example.com/list
phrases:
  - 请补充依据
  - { text: 依据已经废止, decision: 取消, body: 法制办 }
",
    ),
];

pub fn full(schema: &str) -> &'static str {
    FULL.iter().find(|(name, _)| *name == schema).unwrap().1
}

/// A text with one place changed; the place must be there.
pub fn change(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "没有“{from}”：\n{text}");
    text.replacen(from, to, 1)
}

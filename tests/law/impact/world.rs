//! A project of two units that rests on laws which changed.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::sample::program::{parts, run};
use crate::sample::put;

/// The day by whose law the list is written: 种子法 of 2015, 野生动物保护法 of 2018, 农药管理条例 of 2017.
pub const AS_OF: &str = "2018-11-01";
/// A day on which their next versions are in force.
pub const LATER: &str = "2024-06-01";

const SETTINGS: &str = "\
jurisdiction: { code: 341100, name: 滁州市 }
edition: 测试版
categories: anhui-2014
as_of: 2018-11-01   # 按这一天
gate: 4
review_groups: [审核一组]
";

const DEPARTMENTS: &str = "\
departments:
  - { id: nyj, name: 滁州市农业局, short_name: 市农业局, kind: 市政府工作部门, group: 审核一组, offices: [种子科] }
  - { id: lyj, name: 滁州市林业局, short_name: 市林业局, kind: 市政府工作部门, group: 审核一组, offices: [保护科] }
";

/// 种子法: 60 → 59 and 61 → 60 with the same words, 72 → 71 with other words, 39 gone, 31 changed.
const SEEDS: &str = "\
department: nyj
category: 其他权力
items:
  # 种子
  - code: 341100-nyj-10-0001
    name: 种子使用纠纷调处
    sub_items:
      - { code: 341100-nyj-10-0001-01, name: 农作物种子, legal_basis: [《种子法》第六十条] }
    legal_basis:
      - 《中华人民共和国种子法》第60条、第61条   # 旧的条号
      - cite: '《种子法》第七十二条第一款'
        role: 实施依据
    flowchart: flowcharts/nyj/seed.yaml
    responsibilities:
      - { stage: 受理, duty: 受理申请, basis: \"《种子法》第三十九条\" }
    prerequisites:
      - { item: 种子检验, basis: 《种子法》第三十一条 }
    intermediary_services:
      - { name: 鉴定, basis: 《农药管理条例》第三十九条, chosen_by: 申请人, paid_by: 申请人 }
";

/// 野生动物保护法: 43 → 46, 50 → 54 and 25.4 → 25.5 with the same words.
const ANIMALS: &str = "\
department: lyj
category: 行政处罚
items:
  - code: 341100-lyj-02-0001
    name: 对没有给予赔偿行为的处罚
    legal_basis:
      - 《野生动物保护法》第四十三条：“县级以上人民政府野生动物保护主管部门不依照本法第四十三条办理的”
      - 《物权法》第三十条
    accountability:
      - { situation: 不依法处罚的, basis: 《野生动物保护法》第五十条 }
  - code: 341100-lyj-02-0002
    name: 对不办登记行为的处罚
    legal_basis: [《档案法》第二条]
";

const CHART: &str = "\
title: 种子纠纷调处流程图
steps:
  - { id: a, name: 受理, kind: start, basis: 《种子法》第六十一条, next: [b] }
  - { id: b, name: 办结, kind: end }
";

pub const SEEDS_PATH: &str = "items/nyj/其他权力.yaml";
pub const ANIMALS_PATH: &str = "items/lyj/行政处罚.yaml";
pub const CHART_PATH: &str = "flowcharts/nyj/seed.yaml";

pub fn project() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("power-list.yaml", SETTINGS),
        ("departments.yaml", DEPARTMENTS),
        (SEEDS_PATH, SEEDS),
        (ANIMALS_PATH, ANIMALS),
        (CHART_PATH, CHART),
    ] {
        put(dir.path(), path, text);
    }
    dir
}

pub fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

/// Runs a command that must end with a code; what it prints and says.
pub fn ends(root: &Path, code: i32, arguments: &[&str]) -> (String, String) {
    let (found, out, err) = parts(&run(root, arguments));
    assert_eq!(found, code, "{arguments:?}\n{out}\n{err}");
    (out, err)
}

pub fn json(root: &Path, arguments: &[&str]) -> Value {
    let (out, _) = ends(root, 0, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&out).unwrap()
}

/// Codes of the findings of a validation, with their fields and messages.
pub fn findings(root: &Path, arguments: &[&str]) -> Vec<(String, String, String)> {
    let all = ["validate", "--fail-on", "never", "--format", "json"];
    let (out, _) = ends(root, 0, &[&all, arguments].concat());
    let page: Value = serde_json::from_str(&out).unwrap();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let rows = page["findings"].as_array().unwrap();
    rows.iter()
        .map(|row| (text(row, "code"), text(row, "message"), text(row, "help")))
        .collect()
}

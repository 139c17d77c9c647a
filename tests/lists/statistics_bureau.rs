//! The statistics bureau of 克拉玛依 from the workbook it published to a release, as a clerk, three reviewers and a
//! publisher would go: import, add what the sheet lacks, three rounds, publish, read back.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

const SETTINGS: &str = "\
jurisdiction: { code: \"650200\", name: 克拉玛依市 }
edition: 2025年版
categories: national-2015
as_of: 2025-04-01
gate: 1
review_groups: [审核组]
people:
  - { id: zh, name: 综合组组长, role: 综合组 }
  - { id: gb, name: 公布人, role: 公布人 }
  - { id: bb, name: 编办审核员, role: 审核人, body: 编办, group: 审核组 }
  - { id: fz, name: 法制办审核员, role: 审核人, body: 法制办, group: 审核组 }
  - { id: zw, name: 政务服务中心审核员, role: 审核人, body: 政务服务中心, group: 审核组 }
  - { id: clerk, name: 填报人, role: 填报人, department: tjj }
  - { id: head, name: 负责人, role: 负责人, department: tjj }
";

const DEPARTMENTS: &str = "\
departments:
  - id: tjj
    name: 克拉玛依市统计局
    short_name: 市统计局
    kind: 市政府工作部门
    group: 审核组
    offices: [政策法规科, 社会经济统计科, 社会经济普查科, 综合核算科]
";

/// The one rule that the sheet cites and the national register does not have. The sheet itself tells its dates and that
/// it has an article 44; how many articles there are in all is not known here.
const LOCAL_LAW: &str = "\
name: 统计执法监督检查办法
level: 部门规章
issuer: 国家统计局
versions:
  - { published: 2017-07-05, number: 国家统计局令第21号, articles: 44 }
  - { published: 2019-11-14, enactment: 修订, articles: 44 }
";

const PENALTY: &str = "\
title: 统计行政处罚流程图
category: 行政处罚
steps:
  - { id: open, name: 立案, kind: start, actor: 政策法规科, next: [probe] }
  - { id: probe, name: 调查取证, kind: task, actor: 政策法规科, next: [tell] }
  - { id: tell, name: 事先告知, kind: decision, actor: 政策法规科, next: { 要求听证: hear, 不要求听证: decide } }
  - { id: hear, name: 听证, kind: task, actor: 政策法规科, next: [decide] }
  - { id: decide, name: 决定, kind: decision, actor: 局长办公会, next: { 予以处罚: serve, 不予处罚: drop } }
  - { id: drop, name: 不予处罚, kind: end, actor: 政策法规科 }
  - { id: serve, name: 送达, kind: task, actor: 政策法规科, next: [execute] }
  - { id: execute, name: 执行, kind: end, actor: 政策法规科 }
";

const INSPECTION: &str = "\
title: 统计行政检查流程图
category: 行政检查
steps:
  - { id: plan, name: 制定检查方案, kind: start, actor: 政策法规科, next: [look] }
  - { id: look, name: 现场检查, kind: task, actor: 政策法规科, next: [deal] }
  - { id: deal, name: 处理, kind: end, actor: 政策法规科 }
";

const ITEMS: [&str; 3] = [
    "650200-tjj-02-0001",
    "650200-tjj-02-0002",
    "650200-tjj-06-0001",
];

fn workbook() -> Option<PathBuf> {
    let shared = std::env::var_os("POWER_LIST_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let file = shared.join("real-lists/2025年克拉玛依市统计局权责清单.xlsx");
    if file.is_file() {
        return Some(file);
    }
    aloud(&format!(
        "跳过：找不到 {}（可设 POWER_LIST_SHARED）",
        file.display()
    ));
    None
}

struct Bureau(TempDir);

impl Bureau {
    fn new() -> Self {
        let bureau = Self(TempDir::new().unwrap());
        bureau.put("power-list.yaml", SETTINGS);
        bureau.put("departments.yaml", DEPARTMENTS);
        bureau
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs a command that must end with a code; what it printed.
    fn exits(&self, code: i32, args: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_power-list"))
            .args(args)
            .current_dir(self.0.path())
            .env_remove("POWER_LIST_ACTOR")
            .output()
            .unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{args:?}\n{stdout}{stderr}"
        );
        stdout
    }

    fn ok(&self, line: &str) -> String {
        self.exits(0, &line.split(' ').collect::<Vec<_>>())
    }

    fn json(&self, code: i32, line: &str) -> Value {
        let args = format!("{line} --format json");
        serde_json::from_str(&self.exits(code, &args.split(' ').collect::<Vec<_>>())).unwrap()
    }

    /// What `validate` says at a gate: severity, code and how often, errors first.
    fn findings(&self, code: i32, gate: u8) -> Vec<String> {
        let page = self.json(code, &format!("validate --gate {gate}"));
        let mut counts = std::collections::BTreeMap::<(u8, String), usize>::new();
        for finding in page["findings"].as_array().unwrap() {
            let severity = finding["severity"].as_str().unwrap();
            let rank = ["error", "warning", "note"]
                .iter()
                .position(|s| *s == severity);
            let line = format!("{severity} {}", finding["code"].as_str().unwrap());
            *counts.entry((rank.unwrap() as u8, line)).or_default() += 1;
        }
        counts
            .into_iter()
            .map(|((_, line), n)| format!("{line} ×{n}"))
            .collect()
    }

    /// Adds keys behind the name of every item of a file, as a clerk would type them.
    fn add(&self, path: &str, keys: &str) {
        let path = self.path(path);
        let text = fs::read_to_string(&path).unwrap();
        let mut out = String::new();
        for line in text.split_inclusive('\n') {
            out.push_str(line);
            if line.starts_with("    name: ") {
                out.push_str(keys);
            }
        }
        fs::write(path, out).unwrap();
    }

    /// All three bodies keep the items and sign.
    fn review(&self, round: u8) {
        for who in ["bb", "fz", "zw"] {
            self.ok(&format!(
                "review opine tjj --rest --decision 保留 --as {who}"
            ));
            let legality = if who == "fz" && round == 2 {
                " --legality 合法"
            } else {
                ""
            };
            self.ok(&format!("review sign tjj{legality} --as {who}"));
        }
    }
}

fn strings(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn from_the_published_workbook_to_a_release() {
    let Some(workbook) = workbook() else { return };
    let bureau = Bureau::new();
    let said = bureau.exits(
        0,
        &["import", workbook.to_str().unwrap(), "--format", "json"],
    );
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (&said["items"], &said["created"], &said["failed"]),
        (&3.into(), &3.into(), &0.into())
    );
    assert_eq!(said["not_understood"], Value::Array(Vec::new()));

    // A column without a field of its own is kept; its list stands below its title.
    let written = fs::read_to_string(bureau.path("items/tjj/行政检查.yaml")).unwrap();
    assert!(
        written.contains("      追责对象范围：\n      1."),
        "{written}"
    );

    what_the_sheet_lacks(&bureau);
    what_a_clerk_adds(&bureau);
    let head = three_rounds(&bureau);
    what_is_published(&bureau, &head);
}

/// True faults only: no person to complain to, nobody the power is used on, no flowchart, duties that are not told by the
/// steps of the procedure, no ground for any accountability, and a rule of the bureau's ministry that the register lacks.
fn what_the_sheet_lacks(bureau: &Bureau) {
    let first = bureau.findings(0, 1);
    assert_eq!(
        first,
        [
            "warning L001 ×2",
            "note F001 ×3",
            "note I006 ×3",
            "note I012 ×3",
            "note R003 ×3",
            "note R004 ×3",
        ]
    );
    let last = bureau.findings(1, 4);
    assert_eq!(
        last,
        [
            "error F001 ×3",
            "error I006 ×3",
            "error L001 ×2",
            "warning I012 ×3",
            "warning R004 ×3",
            "note R003 ×3",
        ]
    );
    let page = bureau.json(1, "validate --gate 4");
    for finding in page["findings"].as_array().unwrap() {
        let message = finding["message"].as_str().unwrap();
        match finding["code"].as_str().unwrap() {
            "L001" => assert!(message.contains("《统计执法监督检查办法》"), "{message}"),
            "I006" => assert!(message.ends_with("缺少target（行政相对人）"), "{message}"),
            _ => {}
        }
    }
}

fn what_a_clerk_adds(bureau: &Bureau) {
    bureau.put("laws/local.yaml", LOCAL_LAW);
    bureau.put("flowcharts/tjj/penalty.yaml", PENALTY);
    bureau.put("flowcharts/tjj/inspection.yaml", INSPECTION);
    for (file, chart) in [("行政处罚", "penalty"), ("行政检查", "inspection")] {
        let keys = format!(
            "    target: 统计调查对象\n    flowchart: flowcharts/tjj/{chart}.yaml\n    fee: {{ charged: false }}\n    supervision: {{ phone: 0990-0000000 }}\n"
        );
        bureau.add(&format!("items/tjj/{file}.yaml"), &keys);
    }
    assert_eq!(bureau.findings(0, 1), ["note R003 ×3", "note R004 ×3"]);
    assert_eq!(bureau.findings(0, 2), ["note R003 ×3", "note R004 ×3"]);
    for gate in [3, 4] {
        assert_eq!(
            bureau.findings(0, gate),
            ["warning R004 ×3", "note R003 ×3"]
        );
    }
    // The workbook again: what the clerk added stays, and nothing else changes.
    let file = workbook().unwrap();
    let again = bureau.exits(0, &["import", file.to_str().unwrap(), "--format", "json"]);
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!(again["unchanged"], 3, "{again}");
}

/// The head of the record as it stands when the list is published.
fn three_rounds(bureau: &Bureau) -> String {
    bureau.ok("review start --as zh");
    bureau.ok("review submit tjj --as clerk");
    bureau.review(1);
    bureau.ok("review return tjj --as zh");
    bureau.ok("review submit tjj --as clerk");
    bureau.review(2);
    bureau.ok("review return tjj --as zh");
    bureau.ok("review submit tjj --as head");
    bureau.review(3);
    bureau.ok("review meeting --kind 专家论证 --date 2025-05-10 --document 论证1号 --as zh");
    bureau.ok("review meeting --kind 政府常务会议 --date 2025-05-20 --document 第9次 --as zh");
    // Nothing is published before the unit is confirmed.
    bureau.exits(4, &["publish", "--date", "2025-06-01", "--as", "gb"]);
    bureau.ok("review confirm tjj --as zh");
    let status = bureau.json(0, "review status");
    assert_eq!(status["departments"][0]["stage"], "confirmed");
    bureau.ok("review verify");
    bureau.ok("publish --date 2025-06-01 --as gb");
    status["head"]["digest"].as_str().unwrap().to_owned()
}

fn what_is_published(bureau: &Bureau, head: &str) {
    let release = bureau.path("releases/650200-20250601.db");
    let db = Connection::open(&release).unwrap();
    assert_eq!(strings(&db, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(strings(&db, "SELECT code FROM item ORDER BY code"), ITEMS);
    assert_eq!(
        strings(
            &db,
            "SELECT c.name || '×' || count(*) FROM item i JOIN category c ON c.code = i.category_code GROUP BY c.code ORDER BY c.code"
        ),
        ["行政处罚×2", "行政检查×1"]
    );
    let provisions = |code: &str, role: &str| {
        strings(
            &db,
            &format!(
                "SELECT law_id || coalesce(article, '') FROM item_basis WHERE item_code = '{code}' AND field = 'legal_basis' AND role = '{role}' ORDER BY ordinal"
            ),
        )
    };
    assert_eq!(
        provisions(ITEMS[0], "设定依据"),
        ["统计法44", "全国农业普查条例39", "全国经济普查条例36"]
    );
    assert_eq!(provisions(ITEMS[1], "设定依据"), ["统计法45"]);
    assert_eq!(
        provisions(ITEMS[2], "设定依据"),
        ["统计法36", "统计法38", "统计执法监督检查办法10"]
    );
    // 第五章、第六章、第七章 of the one law, three articles of the other.
    let how = [["行政处罚法"; 3], ["统计法40", "统计法41", "统计法42"]].concat();
    assert_eq!(provisions(ITEMS[0], "实施依据"), how);
    assert_eq!(provisions(ITEMS[1], "实施依据"), how);
    assert_eq!(provisions(ITEMS[2], "实施依据"), ["统计执法监督检查办法44"]);
    // Every article that creates a power has its own words, and only those.
    let words = strings(
        &db,
        "SELECT coalesce(quote, '') FROM item_basis WHERE role = '设定依据' ORDER BY item_code, ordinal",
    );
    assert_eq!(words.len(), 7);
    assert!(
        words
            .iter()
            .all(|quote| quote.chars().count() > 50 && !quote.starts_with('第'))
    );
    assert_eq!(
        strings(
            &db,
            "SELECT chart.id FROM flowchart chart ORDER BY chart.id"
        ),
        [
            "flowcharts/tjj/inspection.yaml",
            "flowcharts/tjj/penalty.yaml"
        ]
    );
    // The record of the review that led here is named in the release.
    assert_eq!(strings(&db, "SELECT ledger_head FROM release"), [head]);
    bureau.ok(&format!("review verify --head {head}"));
    let shown = bureau.ok(&format!("show {} --release 650200-20250601", ITEMS[2]));
    assert!(
        shown.contains("统计法") && shown.contains("第三十八条"),
        "{shown}"
    );
    let found = bureau.ok("search 统计台账 --release 650200-20250601");
    assert!(found.contains(ITEMS[1]), "{found}");
    let counted = bureau.ok("release show 650200-20250601");
    assert!(counted.contains("事项 3"), "{counted}");
    assert_published_path_is_immutable(bureau, &release);
}

/// Publishing the same list again leaves the file as it is, byte for byte.
fn assert_published_path_is_immutable(bureau: &Bureau, release: &Path) {
    let before = fs::read(release).unwrap();
    bureau.ok("publish --date 2025-06-01 --as gb");
    assert!(fs::read(release).unwrap() == before);
}

/// Says so past the test harness, which keeps what a passing test prints to itself.
fn aloud(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

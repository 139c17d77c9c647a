//! The sample project grown to two units of two review groups, with four items, to be walked through 三上三下.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use super::program::{Content, content, lay_out, parts, program};
use super::{CHART, CHART_PATH, DEPARTMENTS, SETTINGS, base, items_with, put};

/// The item of 环保局 that is in the sample project.
pub const PERMIT: &str = "341100-hbj-01-0001";
/// Its two penalties.
pub const PENALTIES: [&str; 2] = ["341100-hbj-02-0001", "341100-hbj-02-0002"];
/// The one item of 教育局.
pub const SCHOOL: &str = "341100-jyj-01-0001";
/// The penalties' file.
pub const PENALTIES_PATH: &str = "items/hbj/行政处罚.yaml";

const MORE_PEOPLE: &str =
    "  - { id: bb-2, name: 二组编办审核员, role: 审核人, body: 编办, group: 审核二组 }
  - { id: fz-2, name: 二组法制办审核员, role: 审核人, body: 法制办, group: 审核二组 }
  - { id: zw-2, name: 二组政务服务中心审核员, role: 审核人, body: 政务服务中心, group: 审核二组 }
  - { id: jyj, name: 教育局填报人, role: 填报人, department: jyj }
  - { id: jyj-head, name: 教育局负责人, role: 负责人, department: jyj }
timetable: { start: 2014-06-17, publication: 2015-03-01 }
";

const SCHOOL_BOARD: &str = "
  - id: jyj
    name: 滁州市教育局
    short_name: 市教育局
    kind: 市政府工作部门
    group: 审核二组
    offices: [基础教育科]
";

const PENALTY_CHART: &str = "\
title: 水土保持处罚流程图
category: 行政处罚
steps:
  - { id: a, name: 立案, kind: start, actor: 环境监察支队, next: [b] }
  - { id: b, name: 调查, kind: task, actor: 环境监察支队, next: [c] }
  - { id: c, name: 审查, kind: task, actor: 法规科, next: [d] }
  - { id: d, name: 告知（要求听证的组织听证）, kind: task, actor: 环境监察支队, next: [e] }
  - { id: e, name: 决定, kind: task, actor: 局长办公会, next: [f] }
  - { id: f, name: 送达, kind: task, actor: 环境监察支队, next: [g] }
  - { id: g, name: 执行, kind: end, actor: 环境监察支队 }
";

/// A penalty as it stands in its file.
fn penalty(code: &str, name: &str) -> String {
    let duties: String = ["立案", "调查", "审查", "告知", "决定", "送达", "执行"]
        .iter()
        .map(|stage| format!("      - {{ stage: {stage}, duty: 依法办理{stage}的事务 }}\n"))
        .collect();
    format!(
        "  - code: {code}
    name: {name}
    legal_basis: [《水土保持法》第五十三条]
    exercised_by: 市级
    office: 污染防治科
    target: 企业、事业单位
    flowchart: flowcharts/hbj/penalty.yaml
    fee: {{ charged: false }}
    responsibilities:
{duties}    accountability:
      - {{ situation: 不依法立案的, basis: 《水土保持法》第四十七条 }}
    integrity_risks:
      - {{ step: b, risk: 选择性调查, level: 高, measure: 两人以上办理 }}
    supervision: {{ phone: 0550-0000001 }}
"
    )
}

/// Writes the penalties of 环保局.
pub fn penalties(root: &Path, items: &[(&str, &str)]) {
    let mut text = String::from("department: hbj\ncategory: 行政处罚\nitems:\n");
    for (code, name) in items {
        text.push_str(&penalty(code, name));
    }
    put(root, PENALTIES_PATH, text);
}

/// Writes the town.
pub fn write_town(root: &Path) {
    base(root);
    let settings = SETTINGS.replace("审核一组]", "审核一组, 审核二组]");
    put(root, "power-list.yaml", format!("{settings}{MORE_PEOPLE}"));
    put(
        root,
        "departments.yaml",
        format!("{}{SCHOOL_BOARD}", DEPARTMENTS.trim_end()),
    );
    penalties(
        root,
        &[
            (PENALTIES[0], "对未编制水土保持方案的处罚"),
            (PENALTIES[1], "对水土保持设施未经验收的处罚"),
        ],
    );
    put(root, "flowcharts/hbj/penalty.yaml", PENALTY_CHART);
    let school = items_with("name", "    name: 民办学校设立审批")
        .replace("hbj", "jyj")
        .replace("《水土保持法》第二十五条第一款", "《水土保持法》第二十六条")
        .replace("环境影响评价科", "基础教育科");
    put(root, "items/jyj/行政审批.yaml", school);
    put(root, &CHART_PATH.replace("hbj", "jyj"), CHART);
}

/// A town of one's own to run the program in.
pub struct Town(TempDir);

impl Town {
    /// One in which nothing has begun.
    pub fn new() -> Self {
        let town = Self(tempfile::tempdir().unwrap());
        write_town(town.path());
        town
    }

    /// One whose two units are confirmed, with nothing published. Made once for each test binary.
    pub fn confirmed() -> Self {
        static MADE: OnceLock<Content> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let town = Self::new();
            town.ok("review start --as zh");
            town.meetings();
            town.walk("hbj");
            town.walk("jyj");
            content(town.path())
        });
        Self::again(made)
    }

    /// One as another was left.
    pub fn again(made: &Content) -> Self {
        let town = Self(tempfile::tempdir().unwrap());
        lay_out(town.path(), made);
        town
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Path of the working database.
    pub fn database(&self) -> PathBuf {
        self.path().join(".power-list/work.db")
    }

    /// The program with a command line, whose words have no blanks in them.
    pub fn command(&self, line: &str) -> Command {
        let mut command = program(self.path());
        command.args(line.split_whitespace());
        command
    }

    /// Runs a command line that has to end with this exit code; gives all that it prints.
    pub fn exits(&self, code: i32, line: &str) -> String {
        let (found, out, err) = parts(&self.command(line).output().unwrap());
        let text = format!("{out}{err}");
        assert_eq!(found, code, "{line}\n{text}");
        text
    }

    pub fn ok(&self, line: &str) -> String {
        self.exits(0, line)
    }

    /// Runs a command line that has to be refused, leaving the record as it was.
    pub fn refused(&self, line: &str) -> String {
        let before = self.record();
        let text = self.exits(4, line);
        assert!(text.starts_with("拒绝："), "{line}\n{text}");
        assert_eq!(self.record(), before, "{line}");
        text
    }

    /// Standard output as JSON.
    pub fn json(&self, line: &str) -> Value {
        let (code, out, err) = parts(&self.command(line).output().unwrap());
        assert_eq!(code, 0, "{line}\n{err}");
        serde_json::from_str(&out).unwrap()
    }

    /// The events so far; none where nothing has begun.
    pub fn record(&self) -> Vec<Value> {
        if !self.database().exists() {
            return Vec::new();
        }
        match self.json("review log --format json")["events"].take() {
            Value::Array(events) => events,
            other => panic!("{other}"),
        }
    }

    /// The three bodies keep what they have not spoken on, and sign.
    pub fn review(&self, unit: &str, round: u8) {
        let group = if unit == "hbj" { 1 } else { 2 };
        for body in ["bb", "fz", "zw"] {
            let who = format!("{body}-{group}");
            self.ok(&format!(
                "review opine {unit} --rest --decision 保留 --as {who}"
            ));
            let legality = if body == "fz" && round == 2 {
                "--legality 合法"
            } else {
                ""
            };
            self.ok(&format!("review sign {unit} {legality} --as {who}"));
        }
    }

    /// The two meetings that a confirmation rests on.
    pub fn meetings(&self) {
        self.ok("review meeting --kind 专家论证 --date 2015-01-10 --document 论证1号 --as zh");
        self.ok("review meeting --kind 政府常务会议 --date 2015-01-20 --document 第30号 --as zh");
    }

    /// A unit's three rounds without a word of dissent, and its confirmation.
    pub fn walk(&self, unit: &str) {
        for (round, who) in [(1, ""), (2, ""), (3, "-head")] {
            self.ok(&format!("review submit {unit} --as {unit}{who}"));
            self.review(unit, round);
            if round < 3 {
                self.ok(&format!("review return {unit} --as zh"));
            }
        }
        self.ok(&format!("review confirm {unit} --as zh"));
    }
}

//! `power-list review` through the real binary: three rounds of one unit, refusals, a broken chain.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::Path;
use std::process::{Command, Output};

const PROJECT: &str = "\
edition: 2015年版
people:
  - { id: zhz, name: 综合组, role: 综合组 }
  - { id: hbj-clerk, name: 甲, role: 填报人, department: hbj }
  - { id: hbj-head, name: 乙, role: 负责人, department: hbj }
  - { id: bb-1, name: 丙, role: 审核人, body: 编办, group: 审核一组 }
  - { id: fzb-1, name: 丁, role: 审核人, body: 法制办, group: 审核一组 }
  - { id: zwzx-1, name: 戊, role: 审核人, body: 政务服务中心, group: 审核一组 }
departments:
  - { id: hbj, name: 环境保护局, review_group: 审核一组 }
  - { id: jyj, name: 教育局, review_group: 审核一组 }
items:
  - { code: 341100-hbj-01-0001, category: 行政审批, name: 环评审批 }
  - { code: 341100-hbj-02-0001, category: 行政处罚, name: 对超标排放的处罚 }
  - { code: 341100-hbj-02-0002, category: 行政处罚, name: 对未批先建的处罚 }
";

struct Town(tempfile::TempDir);

impl Town {
    fn new() -> Self {
        let town = Self(tempfile::tempdir().unwrap());
        town.write(PROJECT);
        town
    }

    fn write(&self, project: &str) {
        std::fs::write(self.path().join("power-list.yaml"), project).unwrap();
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, line: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_power-list"));
        command
            .arg("review")
            .args(line.split_whitespace())
            .current_dir(self.path())
            .env_remove("POWER_LIST_ACTOR");
        command.output().unwrap()
    }

    fn exits(&self, code: i32, line: &str) -> String {
        let out = self.run(line);
        let text = format!(
            "{}{}",
            String::from_utf8(out.stdout).unwrap(),
            String::from_utf8(out.stderr).unwrap()
        );
        assert_eq!(out.status.code(), Some(code), "{line}\n{text}");
        text
    }

    fn ok(&self, line: &str) -> String {
        self.exits(0, line)
    }

    /// All bodies keep what they have not spoken on, and sign.
    fn review(&self, round: u8) {
        for who in ["bb-1", "fzb-1", "zwzx-1"] {
            self.ok(&format!("opine hbj --rest --decision 保留 --as {who}"));
            let legality = if who == "fzb-1" && round == 2 {
                "--legality 合法"
            } else {
                ""
            };
            self.ok(&format!("sign hbj {legality} --as {who}"));
        }
    }

    fn json(&self, line: &str) -> serde_json::Value {
        let out = self.run(line);
        assert!(out.status.success());
        serde_json::from_slice(&out.stdout).unwrap()
    }
}

#[test]
fn one_unit_goes_up_and_down_three_times() {
    let town = Town::new();
    let refused = town.exits(4, "submit hbj --as hbj-clerk");
    assert!(
        refused.contains("下一步：power-list review start --as zhz"),
        "{refused}"
    );
    assert!(!town.path().join(".power-list").exists());
    town.ok("start --as zhz");
    let said = town.ok("submit hbj --as hbj-clerk");
    assert!(said.contains("环境保护局一上：3 项"), "{said}");

    let refused = town.exits(4, "return hbj --as zhz");
    assert!(
        refused.contains("拒绝：hbj 还不能一下") && refused.contains("还缺：编办还没有签署"),
        "{refused}"
    );
    assert!(!town.path().join("feedback").exists());

    town.ok("opine hbj --item 341100-hbj-01-0001 --decision 下放 --level 县级 --date 2014-09-01 --as bb-1");
    town.ok("opine hbj --category 行政处罚 --decision 保留 --text 补充裁量基准 --as fzb-1");
    town.review(1);
    let said = town.ok("return hbj --as zhz");
    assert!(said.contains("3 条意见要答复"), "{said}");
    let yaml = std::fs::read_to_string(town.path().join("feedback/hbj-1.yaml")).unwrap();
    assert_eq!(yaml.matches("text: 补充裁量基准").count(), 2, "{yaml}");
    let paper = std::fs::read_to_string(town.path().join("feedback/hbj-1.md")).unwrap();
    assert!(paper.contains("下放（县级，自 2014-09-01 起）"), "{paper}");

    let refused = town.exits(4, "submit hbj --as hbj-clerk");
    assert!(
        refused.contains("下一步：power-list review answer hbj --all --answer 采纳 --as hbj-clerk"),
        "{refused}"
    );
    let refused = town.exits(4, "answer hbj --all --answer 不采纳 --as hbj-clerk");
    assert!(refused.contains("要写明理由"), "{refused}");
    town.ok(
        "answer hbj --item 341100-hbj-01-0001 --answer 不采纳 --reason 县级无力承接 --as hbj-clerk",
    );
    town.ok("answer hbj --all --answer 采纳 --as hbj-clerk");

    // One change that was asked for, one that was not.
    let changed = PROJECT
        .replace("对超标排放的处罚", "对超标排放污染物的处罚")
        .replace("name: 对未批先建的处罚 }", "name: 对未批先建的处罚 }\n  - { code: 341100-hbj-03-0001, category: 行政征收, name: 排污费征收 }");
    town.write(&changed);
    let said = town.ok("submit hbj --as hbj-clerk");
    assert!(
        said.contains("1 项改动没有意见要求：341100-hbj-03-0001"),
        "{said}"
    );

    town.ok("opine hbj --item 341100-hbj-03-0001 --decision 取消 --ground 无依据 --as fzb-1");
    town.exits(4, "sign hbj --as fzb-1");
    town.review(2);
    let refused = town.exits(4, "return hbj --as zhz");
    assert!(refused.contains("三家意见不一致"), "{refused}");
    town.ok("rule hbj --item 341100-hbj-03-0001 --decision 保留 --reason 条例有据 --as zhz");
    town.ok("return hbj --as zhz");
    town.ok("answer hbj --all --answer 部分采纳 --reason 已补 --as hbj-clerk");
    let refused = town.exits(4, "submit hbj --as hbj-clerk");
    assert!(
        refused.contains("review submit hbj --as hbj-head"),
        "{refused}"
    );
    town.ok("submit hbj --as hbj-head");
    town.review(3);
    let refused = town.exits(4, "confirm hbj --as zhz");
    assert!(refused.contains("没有专家论证的记录"), "{refused}");
    town.ok("meeting --kind 专家论证 --date 2015-01-10 --document 论证1号 --as zhz");
    town.ok("meeting --kind 政府常务会议 --date 2015-01-20 --document 第30号 --as zhz");
    let said = town.ok("confirm hbj --as zhz");
    assert!(said.contains("下一步：power-list publish"), "{said}");

    let status = town.json("status --format json");
    assert_eq!(status["schema"], "power-list/status/v1");
    assert_eq!(status["departments"][0]["stage"], "confirmed");
    assert_eq!(status["departments"][0]["disputed"], 0);
    assert_eq!(status["departments"][1]["stage"], "self_check");
    assert_eq!(
        status["departments"][1]["next"][0],
        "power-list review submit jyj --as <jyj 的负责人>"
    );
    let log = town.json("log --format json --department hbj --kind signed");
    assert_eq!(log["schema"], "power-list/events/v1");
    assert_eq!(log["events"].as_array().unwrap().len(), 9);
    assert_eq!(log["events"][4]["payload"]["legality"]["result"], "legal");
    let table = town.ok("log --item 341100-hbj-03-0001");
    assert!(table.contains("裁定 保留；条例有据"), "{table}");
    assert!(town.ok("status hbj").contains("已签"));
    let head = status["head"]["digest"].as_str().unwrap();
    town.ok(&format!("verify --head {head}"));
}

#[test]
fn who_you_are_matters() {
    let town = Town::new();
    let unknown = town.exits(2, "start --as nobody");
    assert!(unknown.contains("没有“nobody”这个人"), "{unknown}");
    let nameless = town.exits(2, "start");
    assert!(nameless.contains("POWER_LIST_ACTOR"), "{nameless}");
    town.exits(4, "start --as bb-1");
    assert!(!town.path().join(".power-list").exists());
    town.ok("start --as zhz");
    let by_environment = Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(["review", "submit", "hbj", "--project"])
        .arg(town.path())
        .env("POWER_LIST_ACTOR", "hbj-clerk")
        .output()
        .unwrap();
    assert!(by_environment.status.success());
    town.exits(4, "opine hbj --all --decision 保留 --as hbj-clerk");
}

#[test]
fn a_gate_with_errors_and_a_half_decision_are_refused() {
    let town = Town::new();
    town.write(&format!("{PROJECT}gate_errors: {{ hbj: 3 }}\n"));
    town.ok("start --as zhz");
    let refused = town.exits(4, "submit hbj --as hbj-clerk");
    assert!(
        refused.contains("下一步：power-list validate --department hbj --gate 1"),
        "{refused}"
    );
    let refused = town.exits(4, "submit jyj --as hbj-clerk");
    assert!(refused.contains("不能替 jyj 上报"), "{refused}");
    for half in [
        "opine hbj --all --decision 取消 --as bb-1",
        "opine hbj --all --decision 下放 --level 县级 --as bb-1",
        "opine hbj --all --decision 保留 --ground 多余 --as bb-1",
        "opine hbj --all --decision 留 --as bb-1",
        "opine hbj --decision 保留 --as bb-1",
        "opine hbj --all --decision 下放 --level 县级 --date 明天 --as bb-1",
    ] {
        town.exits(2, half);
    }
}

#[test]
fn somebody_elses_feedback_file_is_not_overwritten() {
    let town = Town::new();
    town.ok("start --as zhz");
    town.ok("submit hbj --as hbj-clerk");
    town.review(1);
    std::fs::create_dir_all(town.path().join("feedback")).unwrap();
    let file = town.path().join("feedback/hbj-1.md");
    std::fs::write(&file, "我的笔记").unwrap();
    let said = town.exits(2, "return hbj --as zhz");
    assert!(said.contains("--force"), "{said}");
    assert_eq!(
        town.json("log --format json --kind returned")["events"],
        serde_json::json!([])
    );
    town.ok("return hbj --as zhz --force");
    let written = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    town.ok("return hbj --as zhz --files-only");
    assert_eq!(std::fs::read(&file).unwrap(), written);
}

#[test]
fn a_rewritten_history_is_found_out() {
    let town = Town::new();
    town.ok("start --as zhz");
    town.ok("submit hbj --as hbj-clerk");
    town.ok("opine hbj --all --decision 保留 --as bb-1");
    assert!(town.ok("verify").contains("事件链完整：5 个事件"));
    let database = rusqlite::Connection::open(town.path().join(".power-list/work.db")).unwrap();
    database
        .execute_batch(
            "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;
             UPDATE event SET actor = 'fzb-1' WHERE seq = 4;",
        )
        .unwrap();
    assert!(town.exits(1, "verify").contains("第 4 号事件"));
    assert!(town.exits(1, "status").contains("review verify"));
    // Cut off behind: a good chain, but not the one that somebody remembers.
    let log = town.json("log --format json");
    let head = log["events"][4]["digest"].as_str().unwrap().to_owned();
    database
        .execute_batch("DELETE FROM event WHERE seq >= 4")
        .unwrap();
    town.ok("verify");
    assert!(
        town.exits(1, &format!("verify --head {head}"))
            .contains("截去")
    );
    // The content that the events refer to counts too.
    database
        .execute_batch("DROP TRIGGER blob_no_update; UPDATE blob SET bytes = x'00' WHERE id = 1")
        .unwrap();
    assert!(town.exits(1, "verify").contains("第 2 号事件"));
}

#[test]
fn a_foreign_working_database_is_left_alone() {
    let town = Town::new();
    let folder = town.path().join(".power-list");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("work.db"), "别人的文件".repeat(300)).unwrap();
    let said = town.exits(3, "start --as zhz");
    assert!(said.contains("不是 power-list 的工作数据库"), "{said}");
    assert!(
        std::fs::read_to_string(folder.join("work.db"))
            .unwrap()
            .starts_with("别人的")
    );
}

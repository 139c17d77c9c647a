//! `power-list review` through the real binary: three rounds up and down, and what is refused on the way.

use crate::sample::town::{PENALTIES, PERMIT, SCHOOL, Town, penalties};
use crate::sample::{ITEMS_PATH, items_with, put};

/// A penalty that 环保局 adds in the second round.
const ADDED: &str = "341100-hbj-02-0003";

#[test]
fn one_unit_goes_up_and_down_three_times() {
    let town = Town::new();
    town.ok("review start --as zh");
    let said = town.ok("review submit hbj --as hbj");
    assert!(said.contains("市环保局一上：3 项"), "{said}");

    let refused = town.refused("review return hbj --as zh");
    assert!(
        refused.contains("拒绝：hbj 还不能一下") && refused.contains("还缺：编办还没有签署"),
        "{refused}"
    );
    assert!(!town.path().join("feedback").exists());

    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 下放 --level 县级 --date 2014-09-01 --as bb-1"
    ));
    town.ok("review opine hbj --category 行政处罚 --decision 保留 --text 补充裁量基准 --as fz-1");
    town.review("hbj", 1);
    let said = town.ok("review return hbj --as zh");
    assert!(said.contains("3 条意见要答复"), "{said}");
    let yaml = std::fs::read_to_string(town.path().join("feedback/hbj-1.yaml")).unwrap();
    assert_eq!(yaml.matches("text: 补充裁量基准").count(), 2, "{yaml}");
    let paper = std::fs::read_to_string(town.path().join("feedback/hbj-1.md")).unwrap();
    assert!(paper.contains("下放（县级，自 2014-09-01 起）"), "{paper}");

    let refused = town.refused("review submit hbj --as hbj");
    assert!(
        refused.contains("下一步：power-list review answer hbj --all --answer 采纳 --as hbj"),
        "{refused}"
    );
    let refused = town.refused("review answer hbj --all --answer 不采纳 --as hbj");
    assert!(refused.contains("要写明理由"), "{refused}");
    town.ok(&format!(
        "review answer hbj --item {PERMIT} --answer 不采纳 --reason 县级无力承接 --as hbj"
    ));
    town.ok("review answer hbj --all --answer 采纳 --as hbj");

    // One change that was asked for, one that was not.
    penalties(
        town.path(),
        &[
            (PENALTIES[0], "对未编制水土保持方案擅自开工的处罚"),
            (PENALTIES[1], "对水土保持设施未经验收的处罚"),
            (ADDED, "对拒不补办水土保持方案的处罚"),
        ],
    );
    let said = town.ok("review submit hbj --as hbj");
    assert!(
        said.contains(&format!("1 项改动没有意见要求：{ADDED}")),
        "{said}"
    );

    town.ok(&format!(
        "review opine hbj --item {ADDED} --decision 取消 --ground 无依据 --as fz-1"
    ));
    let refused = town.refused("review sign hbj --as fz-1");
    assert!(
        refused.contains("sign hbj --legality 合法 --as fz-1"),
        "{refused}"
    );
    let refused = town.refused(&format!(
        "review rule hbj --item {ADDED} --decision 保留 --reason 早了 --as zh"
    ));
    assert!(refused.contains("还没有都签署，不能裁定"), "{refused}");
    town.review("hbj", 2);
    town.refused("review opine hbj --all --decision 保留 --as bb-1");
    let refused = town.refused("review return hbj --as zh");
    assert!(
        refused.contains(&format!("三家意见不一致，待综合组裁定：{ADDED}")),
        "{refused}"
    );
    town.refused(&format!(
        "review rule hbj --item {PERMIT} --decision 取消 --ground 无 --reason 无 --as zh"
    ));
    town.ok(&format!(
        "review rule hbj --item {ADDED} --decision 保留 --reason 条例有据 --as zh"
    ));
    town.ok("review return hbj --as zh");
    town.ok("review answer hbj --all --answer 部分采纳 --reason 已补 --as hbj");
    let refused = town.refused("review submit hbj --as hbj");
    assert!(
        refused.contains("下一步：power-list review submit hbj --as hbj-head"),
        "{refused}"
    );
    town.ok("review submit hbj --as hbj-head");
    town.review("hbj", 3);
    let refused = town.refused("review confirm hbj --as zh");
    assert!(
        refused.contains("没有专家论证的记录") && refused.contains("没有政府常务会议的记录"),
        "{refused}"
    );
    town.meetings();
    let said = town.ok("review confirm hbj --as zh");
    assert!(
        said.contains("下一步：power-list publish --as gb"),
        "{said}"
    );

    what_is_told_afterwards(&town);
}

fn what_is_told_afterwards(town: &Town) {
    let status = town.json("review status --format json");
    assert_eq!(status["schema"], "power-list/status/v1");
    let [hbj, jyj] = [0, 1].map(|n| &status["departments"][n]);
    assert_eq!(hbj["stage"], "confirmed");
    assert_eq!(hbj["name"], "市环保局");
    assert_eq!((&hbj["items"], &hbj["disputed"]), (&4.into(), &0.into()));
    assert_eq!(jyj["stage"], "self_check");
    assert_eq!(jyj["next"][0], "power-list review submit jyj --as jyj");
    assert_eq!(status["meetings"].as_array().unwrap().len(), 2);

    let log = town.json("review log --format json --department hbj --kind signed");
    assert_eq!(log["schema"], "power-list/events/v1");
    assert_eq!(log["events"].as_array().unwrap().len(), 9);
    assert_eq!(log["events"][4]["payload"]["legality"]["result"], "legal");
    let table = town.ok(&format!("review log --item {ADDED}"));
    assert!(table.contains("裁定 保留；条例有据"), "{table}");
    let table = town.ok("review status");
    assert!(table.contains("市环保局") && table.contains("政府常务会议：2015-01-20（第30号）"));
    let one = town.ok("review status hbj");
    assert!(one.contains("已签") && !one.contains("市教育局"), "{one}");
    let head = status["head"]["digest"].as_str().unwrap();
    let said = town.ok(&format!("review verify --head {head}"));
    let count = status["head"]["seq"].as_u64().unwrap();
    assert!(
        said.contains(&format!("事件链完整：{count} 个事件")),
        "{said}"
    );
    assert_eq!(town.record().len() as u64, count);
}

#[test]
fn who_you_are_matters() {
    let town = Town::new();
    let unknown = town.exits(2, "review start --as nobody");
    assert!(unknown.contains("没有“nobody”这个人"), "{unknown}");
    let nameless = town.exits(2, "review start");
    assert!(nameless.contains("POWER_LIST_ACTOR"), "{nameless}");
    town.refused("review start --as bb-1");
    assert!(!town.path().join(".power-list").exists());
    town.ok("review start --as zh");
    town.refused("review start --as zh");
    let by_environment = town
        .command("review submit hbj")
        .env("POWER_LIST_ACTOR", "hbj")
        .output()
        .unwrap();
    assert!(by_environment.status.success());
    for (line, instead) in [
        ("opine hbj --all --decision 保留 --as hbj", "--as bb-1"),
        ("opine hbj --all --decision 保留 --as zh", "--as bb-1"),
        // A reviewer of the other group.
        ("opine hbj --all --decision 保留 --as bb-2", "--as bb-1"),
        ("sign hbj --as fz-2", "sign hbj --as fz-1"),
        ("return hbj --as zw-2", "return hbj --as zh"),
        ("return hbj --as hbj-head", "return hbj --as zh"),
        ("submit jyj --as hbj", "submit jyj --as jyj"),
        ("submit jyj --as zh", "submit jyj --as jyj"),
        ("answer hbj --all --answer 采纳 --as jyj", "--as hbj"),
        ("confirm hbj --as gb", "confirm hbj --as zh"),
        (
            "meeting --kind 专家论证 --date 2015-01-10 --document 1号 --as bb-1",
            "--as zh",
        ),
    ] {
        let text = town.refused(&format!("review {line}"));
        let next = text.split_once("下一步：power-list review ");
        assert!(
            next.is_some_and(|n| n.1.contains(instead)),
            "{line}\n{text}"
        );
    }
    let text = town.refused("publish --as zh");
    assert!(
        text.contains("下一步：power-list publish --as gb"),
        "{text}"
    );
}

#[test]
fn a_project_that_fails_its_gate_is_not_sent_up() {
    let town = Town::new();
    town.ok("review start --as zh");
    let spoilt = "    legal_basis:\n      - 《水土保持法》第九十九条";
    put(town.path(), ITEMS_PATH, items_with("legal_basis", spoilt));
    let refused = town.refused("review submit hbj --as hbj");
    assert!(
        refused.contains("没有通过一上的校验：1 处错误"),
        "{refused}"
    );
    let next = "power-list validate --department hbj --gate 1 --strict";
    assert!(refused.contains(&format!("下一步：{next}")), "{refused}");
    // The command that it names shows the error.
    let shown = town.exits(1, next.trim_start_matches("power-list "));
    assert!(shown.contains("第九十九条"), "{shown}");
    // Another unit's errors are its own.
    town.ok("review submit jyj --as jyj");
    put(town.path(), ITEMS_PATH, items_with("", ""));
    town.ok("review submit hbj --as hbj");
}

#[test]
fn half_a_decision_is_no_decision() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    let before = town.record();
    for half in [
        "--all --decision 取消",
        "--all --decision 下放 --level 县级",
        "--all --decision 保留 --ground 多余",
        "--all --decision 留",
        "--decision 保留",
        "--all --decision 下放 --level 县级 --date 明天",
        "--all --rest --decision 保留",
    ] {
        town.exits(2, &format!("review opine hbj {half} --as bb-1"));
    }
    assert_eq!(town.record(), before);
    let refused = town.refused(&format!(
        "review opine hbj --item {SCHOOL} --decision 保留 --as bb-1"
    ));
    assert!(refused.contains("本轮上报里没有"), "{refused}");
}

#[test]
fn before_the_start_every_step_names_the_start() {
    let town = Town::new();
    for line in [
        "review submit hbj --as hbj",
        "review opine hbj --all --decision 保留 --as bb-1",
        "review sign hbj --as bb-1",
        "review return hbj --as zh",
        "review answer hbj --all --answer 采纳 --as hbj",
        "review confirm hbj --as zh",
        "review status",
        "review log",
        "review verify",
        "publish --as gb",
    ] {
        let refused = town.refused(line);
        assert!(
            refused.contains("下一步：power-list review start --as zh"),
            "{line}\n{refused}"
        );
        assert!(!town.path().join(".power-list").exists(), "{line}");
    }
}

#[test]
fn somebody_elses_feedback_file_is_not_overwritten() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town.review("hbj", 1);
    let file = town.path().join("feedback/hbj-1.md");
    put(town.path(), "feedback/hbj-1.md", "我的笔记");
    let said = town.exits(2, "review return hbj --as zh");
    assert!(said.contains("--force"), "{said}");
    assert_eq!(
        town.json("review log --format json --kind returned")["events"],
        serde_json::json!([])
    );
    town.ok("review return hbj --as zh --force");
    let written = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    town.ok("review return hbj --as zh --files-only");
    assert_eq!(std::fs::read(&file).unwrap(), written);
}

#[test]
fn the_town_is_clean_at_every_gate() {
    let town = Town::new();
    for gate in 1..=4 {
        let said = town.ok(&format!("validate --gate {gate} --fail-on note"));
        assert!(
            said.contains("4 项事项：0 个错误，0 个警告，0 个提示"),
            "{said}"
        );
    }
}

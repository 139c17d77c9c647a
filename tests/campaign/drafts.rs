//! Drafts, batches, withdrawals, stock phrases, and who may do what, through the real binary.

use serde_json::json;

use crate::sample::town::{PENALTIES, PERMIT, SCHOOL, Town};
use crate::sample::{ITEMS_PATH, items_with, put};

/// A town whose two units have submitted.
fn submitted() -> Town {
    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town.ok("review submit jyj --as jyj");
    town
}

/// Changes the settings.
fn settings(town: &Town, change: impl Fn(String) -> String) {
    let path = town.path().join("power-list.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, change(text)).unwrap();
}

#[test]
fn drafts_are_private_undone_and_given_with_the_signature() {
    let town = submitted();
    let before = town.record();
    let said = town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 取消 --ground 依据已废止 --draft --as bb-1"
    ));
    assert!(
        said.contains("1 项：取消（理由：依据已废止）（草稿，共 1 条）"),
        "{said}"
    );
    town.ok(
        "review opine hbj --category 行政处罚 --decision 调整 --text 名称不规范 --draft --as bb-1",
    );
    assert_eq!(town.record(), before);
    // Nobody else sees them.
    let said = town.ok("review draft list --as fz-1");
    assert!(said.contains("没有草稿"), "{said}");
    let list = town.ok("review draft list --as bb-1");
    assert!(
        list.contains("初审")
            && list.contains("调整；名称不规范")
            && list.contains("draft submit hbj"),
        "{list}"
    );
    // A batch is one step.
    let said = town.ok("review draft undo hbj --as bb-1");
    assert!(
        said.contains("撤销了 2 项的草稿（草稿，共 1 条）"),
        "{said}"
    );
    town.ok("review draft redo hbj --as bb-1");
    let said = town.exits(2, "review draft redo hbj --as bb-1");
    assert!(said.contains("没有刚撤销的一步"), "{said}");
    town.ok(&format!("review draft drop hbj --item {PERMIT} --as bb-1"));
    let said = town.exits(
        2,
        &format!("review draft drop hbj --item {PERMIT} --as bb-1"),
    );
    assert!(said.contains("没有草稿"), "{said}");
    town.ok("review draft undo hbj --as bb-1");

    let said = town.ok("review sign hbj --as bb-1");
    assert!(
        said.contains("已签署，一并提交 3 条草稿（第 4 至 7 号事件）"),
        "{said}"
    );
    let events = town.record();
    let kinds: Vec<&str> = events[3..]
        .iter()
        .map(|e| e["payload"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["opined", "opined", "opined", "signed"]);
    assert_eq!(events[3]["payload"]["item"], PERMIT);
    let list = town.json("review draft list --format json --as bb-1");
    assert_eq!(
        list,
        json!({"schema": "power-list/drafts/v1", "drafts": []})
    );
    town.refused(&format!(
        "review opine hbj --item {PERMIT} --decision 保留 --draft --as bb-1"
    ));
    town.ok("review verify");
}

#[test]
fn what_cannot_be_given_cannot_be_drafted() {
    let town = submitted();
    for (line, why) in [
        (
            format!("opine hbj --item {SCHOOL} --decision 保留 --draft --as bb-1"),
            "本轮上报里没有",
        ),
        (
            format!(
                "opine hbj --item {PERMIT} --decision 整合 --absorb {PERMIT} --draft --as bb-1"
            ),
            "不能并入自己",
        ),
        (
            format!("opine hbj --item {PERMIT} --decision 保留 --draft --as bb-2"),
            "由审核一组审核",
        ),
        (
            format!("opine hbj --item {PERMIT} --decision 保留 --draft --as hbj"),
            "不能提出审核意见",
        ),
        (
            format!("withdraw hbj --item {PERMIT} --as bb-1"),
            "没有提过意见",
        ),
        (
            format!("withdraw hbj --item {PERMIT} --draft --as bb-1"),
            "没有提过意见",
        ),
        ("draft submit hbj --as bb-1".to_owned(), "没有 hbj 的草稿"),
    ] {
        let refused = town.refused(&format!("review {line}"));
        assert!(refused.contains(why), "{line}\n{refused}");
    }
    let list = town.json("review draft list --format json --as bb-1");
    assert_eq!(list["drafts"], json!([]));
}

#[test]
fn drafts_of_a_colleague_hold_the_signature_up() {
    let town = submitted();
    settings(&town, |text| {
        text.replace(
            "  - { id: fz-1,",
            "  - { id: bb-1b, name: 编办另一人, role: 审核人, body: 编办, group: 审核一组, signs: false }\n  - { id: fz-1,",
        )
    });
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 优化 --draft --as bb-1b"
    ));
    town.ok("review opine hbj --all --decision 保留 --as bb-1");
    let refused = town.refused("review sign hbj --as bb-1");
    assert!(
        refused.contains("bb-1b 的 1 条草稿")
            && refused.contains("下一步：power-list review draft submit hbj --as bb-1b"),
        "{refused}"
    );
    // One who gives opinions only does not sign.
    let refused = town.refused("review sign hbj --as bb-1b");
    assert!(
        refused.contains("bb-1b 只提意见") && refused.contains("review sign hbj --as bb-1"),
        "{refused}"
    );
    town.ok("review draft submit hbj --as bb-1b");
    town.ok("review sign hbj --as bb-1");
    // What came too late is told apart and thrown away.
    let town = submitted();
    town.ok(&format!(
        "review opine jyj --item {SCHOOL} --decision 优化 --draft --as bb-2"
    ));
    town.ok("review opine jyj --all --decision 保留 --as bb-2");
    let said = town.ok("review draft submit jyj --as bb-2");
    assert!(said.contains("提交 1 条草稿"), "{said}");
}

#[test]
fn drafts_that_came_too_late_are_told_apart() {
    let town = submitted();
    settings(&town, |text| {
        text.replace(
            "  - { id: fz-1,",
            "  - { id: bb-1b, name: 编办另一人, role: 审核人, body: 编办, group: [审核一组, 审核二组] }\n  - { id: fz-1,",
        )
    });
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 优化 --draft --as bb-1b"
    ));
    town.ok("review draft drop hbj --all --as bb-1b");
    town.ok("review opine hbj --all --decision 保留 --as bb-1");
    town.ok("review sign hbj --as bb-1");
    // The step that was undone after the signature is of no use any more.
    let refused = town.refused("review draft undo hbj --as bb-1b");
    assert!(refused.contains("已在初审中签署"), "{refused}");
    let said = town.ok("review draft drop hbj --stale --as bb-1b");
    assert!(said.contains("丢弃了 0 条过时的草稿"), "{said}");
    // In two groups at once.
    town.ok("review opine jyj --all --decision 保留 --as bb-1b");
}

#[test]
fn an_opinion_is_taken_back_before_the_signature() {
    let town = submitted();
    town.ok("review opine hbj --all --decision 冻结 --as zw-1");
    town.ok(&format!("review withdraw hbj --item {PERMIT} --as zw-1"));
    // What is shown is what would be done: of many items, those that have an opinion.
    let shown = town.ok("review withdraw hbj --all --dry-run --as zw-1");
    assert!(
        shown.contains("共 2 项") && !shown.contains(PERMIT),
        "{shown}"
    );
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 冻结 --as zw-1"
    ));
    let said = town.ok("review withdraw hbj --category 行政处罚 --as zw-1");
    assert!(said.contains("2 项：撤回意见"), "{said}");
    let log = town.ok("review log --kind withdrawn");
    assert!(
        log.contains("撤回意见") && log.contains("政务服务中心"),
        "{log}"
    );
    let status = town.json("review status --format json");
    assert_eq!(status["departments"][0]["bodies"][2]["opinions"], 1);
    town.ok("review withdraw hbj --all --as zw-1");
    let refused = town.refused("review sign hbj --as zw-1");
    assert!(refused.contains("还没有提出意见"), "{refused}");
    let refused = town.refused("review withdraw hbj --all --as zw-1");
    assert!(refused.contains("没有"), "{refused}");
    town.ok("review verify");
}

#[test]
fn a_batch_is_chosen_by_what_its_items_have_in_common() {
    let town = Town::new();
    town.ok("review start --as zh");
    // An item with a warning: its fee says nothing of enterprises. A note is no reason to look.
    put(town.path(), ITEMS_PATH, items_with("supervision", ""));
    let said = town.ok("validate --department hbj --gate 1 --format json");
    let found: serde_json::Value = serde_json::from_str(said.trim()).unwrap();
    let rule = found["findings"][0]["code"].as_str().unwrap().to_owned();
    town.ok("review submit hbj --as hbj");
    let shown = town.ok(&format!(
        "review opine hbj --finding {rule} --decision 补充材料 --dry-run --as bb-1"
    ));
    assert!(
        shown.contains(PERMIT) && !shown.contains(PENALTIES[0]) && shown.contains("什么都没有记下"),
        "{shown}"
    );
    let before = town.record();
    let said = town.exits(
        2,
        "review opine hbj --finding L02 --decision 保留 --as bb-1",
    );
    assert!(
        said.contains("没有“L02”这条规则") && said.contains("是不是想写"),
        "{said}"
    );
    let said = town.exits(
        2,
        "review opine hbj --category 行政许可 --decision 保留 --as bb-1",
    );
    assert!(said.contains("行政处罚、行政审批"), "{said}");
    town.exits(
        2,
        &format!("review opine hbj --item {PERMIT} --changed --decision 保留 --as bb-1"),
    );
    assert_eq!(town.record(), before);
    // Nothing has changed in the first round.
    town.refused("review opine hbj --changed --decision 保留 --as bb-1");
    let said = town.ok("review opine hbj --name 未经验收 --decision 冻结 --as bb-1");
    assert!(said.contains("1 项：冻结"), "{said}");
    town.ok("review opine hbj --name 02-0002 --decision 保留 --as fz-1");
    let shown = town.ok("review opine hbj --disputed --decision 优化 --dry-run --as bb-1");
    assert!(
        shown.contains(PENALTIES[1]) && shown.contains("其中 1 项原有的意见会被代替"),
        "{shown}"
    );
    // What is drafted is said already.
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 优化 --draft --as bb-1"
    ));
    let said = town.ok("review opine hbj --rest --decision 保留 --as bb-1");
    assert!(said.contains("1 项：保留"), "{said}");
}

#[test]
fn phrases_are_found_by_some_of_their_characters() {
    let town = submitted();
    let said = town.ok("review phrases");
    assert!(said.contains("没有这样的常用意见"), "{said}");
    settings(&town, |text| {
        format!(
            "{text}phrases:
  - {{ text: 依据已经废止，请改引现行法规, decision: 取消, body: 法制办 }}
  - {{ text: 请补充裁量基准, decision: 调整 }}
  - 请补充流程图
"
        )
    });
    let all = town.json("review phrases --format json");
    assert_eq!(all["schema"], "power-list/phrases/v1");
    assert_eq!(
        all["phrases"][0],
        json!({"text": "依据已经废止，请改引现行法规", "decision": "取消", "body": "legal_office"})
    );
    let some = town.ok("review phrases 补充 --body 政务服务中心");
    assert!(
        some.contains("裁量基准") && some.contains("流程图"),
        "{some}"
    );
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 调整 --phrase 裁量 --as bb-1"
    ));
    assert_eq!(
        town.record().last().unwrap()["payload"]["text"],
        "请补充裁量基准"
    );
    let said = town.exits(
        2,
        "review opine hbj --all --decision 调整 --phrase 补充 --as bb-1",
    );
    assert!(
        said.contains("有 2 条") && said.contains("请补充流程图"),
        "{said}"
    );
    // Of another body.
    let said = town.exits(
        2,
        "review opine hbj --all --decision 调整 --phrase 废止 --as bb-1",
    );
    assert!(said.contains("没有带“废止”的常用意见"), "{said}");
    settings(&town, |text| {
        text.replace("decision: 调整 }", "decision: 整改 }")
    });
    town.exits(2, "review phrases");
    let said = town.exits(2, "validate");
    assert!(
        said.contains("decision（处理意见）不能是“整改”") && said.contains("power-list.yaml:"),
        "{said}"
    );
}

#[test]
fn groups_and_their_people_are_checked() {
    // Units allotted in the settings instead of in the list of units.
    let town = Town::new();
    let units = std::fs::read_to_string(town.path().join("departments.yaml")).unwrap();
    put(
        town.path(),
        "departments.yaml",
        units
            .replace("    group: 审核一组\n", "")
            .replace("    group: 审核二组\n", ""),
    );
    let said = town.exits(2, "review start --as zh");
    assert!(said.contains("审核组"), "{said}");
    settings(&town, |text| {
        text.replace(
            "审核一组, 审核二组]",
            "{ name: 审核一组, departments: [hbj] }, { name: 审核二组, departments: [jyj] }]",
        )
    });
    town.ok("review start --as zh");
    town.ok("review submit jyj --as jyj");
    town.refused("review opine jyj --all --decision 保留 --as bb-1");
    town.ok("review opine jyj --all --decision 保留 --as bb-2");

    for (from, to, why) in [
        (
            "departments: [jyj]",
            "departments: [jyj, xyz]",
            "审核二组的部门“xyz”不在 departments.yaml 里",
        ),
        (
            "departments: [jyj]",
            "departments: [jyj, hbj]",
            "“hbj”这里分给审核二组，另一处分给审核一组",
        ),
        (
            "group: 审核二组 }",
            "group: [审核二组, 审核五组] }",
            "group（审核组）不能是“审核五组”",
        ),
        (
            "group: 审核二组 }",
            "group: [] }",
            "group（审核组）后面没有内容",
        ),
        (
            "group: 审核二组 }",
            "group: 审核二组, signs: 也许 }",
            "signs（可以签署）应当是 true 或 false",
        ),
        ("role: 公布人 }", "role: 公布人, signs: true }", "signs"),
    ] {
        let path = town.path().join("power-list.yaml");
        let sound = std::fs::read_to_string(&path).unwrap();
        assert!(sound.contains(from), "{from}");
        std::fs::write(&path, sound.replacen(from, to, 1)).unwrap();
        town.exits(2, "review status");
        let said = town.exits(2, "validate");
        assert!(said.contains(why), "{to}\n{said}");
        std::fs::write(&path, sound).unwrap();
    }
}

#[test]
fn a_group_without_somebody_to_sign_is_found_at_the_start() {
    let town = Town::new();
    settings(&town, |text| {
        text.replace("body: 法制办, group: 审核二组 }", "body: 法制办, group: 审核二组, signs: false }")
            .replace("  - { id: zw-1, name: 政务服务中心审核员, role: 审核人, body: 政务服务中心, group: 审核一组 }\n", "")
    });
    let refused = town.refused("review start --as zh");
    assert!(
        refused.contains("还缺：审核一组里可以代政务服务中心签署的审核人")
            && refused.contains("还缺：审核二组里可以代法制办签署的审核人"),
        "{refused}"
    );
    assert!(!town.path().join(".power-list").exists());
    // Whom only the third way up needs is asked for in time.
    let town = Town::new();
    settings(&town, |text| {
        text.replace(
            "  - { id: jyj-head, name: 教育局负责人, role: 负责人, department: jyj }\n",
            "",
        )
    });
    let said = town.ok("review start --as zh");
    assert!(
        said.contains("没有负责人") && said.contains("people 里补上：jyj"),
        "{said}"
    );
}

#[test]
fn a_database_of_the_first_version_is_brought_up() {
    let town = submitted();
    let made = rusqlite::Connection::open(town.database()).unwrap();
    made.execute_batch(
        "DROP TABLE notebook; DROP TABLE signature; DROP TRIGGER event_no_replace;
         DROP TRIGGER blob_no_replace; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(made);
    let said = town.ok("review draft list --as bb-1");
    assert!(said.contains("没有草稿"), "{said}");
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 优化 --draft --as bb-1"
    ));
    let list = town.json("review draft list --format json --as bb-1");
    assert_eq!(list["drafts"].as_array().unwrap().len(), 1);
    town.ok("review verify");
}

#[test]
fn a_round_is_submitted_once() {
    let town = submitted();
    let refused = town.refused("review submit hbj --as hbj");
    assert!(
        refused.contains("hbj 现在处于“初审”，不能上报")
            && refused.contains("还缺：编办还没有签署"),
        "{refused}"
    );
    let unknown = town.exits(2, "review sign hbj --as bb-l");
    assert!(unknown.contains("是不是 bb-1？"), "{unknown}");
}

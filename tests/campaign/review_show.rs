//! `power-list review show` through the real binary: one item as its reviewer sees it, over two rounds.

use std::sync::OnceLock;

use insta::assert_snapshot;
use serde_json::Value;

use crate::sample::program::{Content, content, lay_out, parts};
use crate::sample::town::{PENALTIES, PERMIT, SCHOOL, Town, penalties};
use crate::sample::{CHART_PATH, ITEMS_PATH, put};
use crate::schema_support;

/// A penalty that 环保局 adds in the second round.
const ADDED: &str = "341100-hbj-02-0003";

/// The chart as it is drawn again: with a choice, a way back and one basis more.
const REDRAWN: &str = "\
title: 水土保持方案审批流程图
category: 行政审批
steps:
  - { id: z, name: 申请, kind: start, actor: 申请人, next: [a] }
  - { id: a, name: 受理或者通知补正, kind: decision, actor: 政务服务窗口, days: 2, next: { 符合条件: b, 材料不齐: s, 不属于本机关: r } }
  - { id: s, name: 补正材料, kind: task, actor: 申请人, next: [a] }
  - { id: r, name: 不予受理, kind: end, actor: 政务服务窗口 }
  - { id: b, name: 审查, kind: task, actor: 环境影响评价科, days: 8, next: [c] }
  - { id: c, name: 决定, kind: task, actor: 局长办公会, days: 3, next: [d] }
  - { id: d, name: 送达, kind: end, actor: 政务服务窗口, days: 2 }
";

/// A town in which 环保局 has gone up twice, with opinions of every kind between. Made once for each test binary.
fn town() -> Town {
    static MADE: OnceLock<Content> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let town = Town::new();
        town.ok("review start --as zh");
        town.ok("review submit hbj --as hbj");
        town.ok(&format!("review opine hbj --item {PERMIT} --decision 调整 --text 行使层级改为县级，依据改引《水土保持法》第二十六条 --as bb-1"));
        town.ok(&format!("review opine hbj --item {PERMIT} --decision 优化 --text 流程图要有补正的环节；《水土保持法》第九十九条并不存在 --as zw-1"));
        town.ok(&format!("review opine hbj --item {} --decision 取消 --ground 与上位法重复 --as bb-1", PENALTIES[1]));
        town.ok(&format!("review opine hbj --item {} --decision 保留 --text 补充裁量基准 --as fz-1", PENALTIES[0]));
        town.review("hbj", 1);
        town.ok("review return hbj --as zh");
        town.ok(&format!("review answer hbj --item {PERMIT} --answer 部分采纳 --reason 依据和流程图已改，层级改为市级和县级 --as hbj"));
        town.ok("review answer hbj --all --answer 采纳 --as hbj");
        let old = std::fs::read_to_string(town.path().join(ITEMS_PATH)).unwrap();
        let new = old
            .replace("第二十五条第一款", "第二十六条")
            .replace("exercised_by: 市级", "exercised_by: 市级和县级")
            .replace("      - { stage: 送达, duty: 送达决定 }", "      - { stage: 公开, duty: 公开审批结果 }\n      - { stage: 送达, duty: 送达决定 }");
        assert_ne!(old, new);
        put(town.path(), ITEMS_PATH, new);
        put(town.path(), CHART_PATH, REDRAWN);
        penalties(
            town.path(),
            &[
                (PENALTIES[0], "对未编制水土保持方案的处罚"),
                (ADDED, "对拒不补办水土保持方案的处罚"),
            ],
        );
        town.ok("review submit hbj --as hbj");
        content(town.path())
    });
    let town = Town::new();
    lay_out(town.path(), made);
    town
}

/// Standard output of the command for a page of this many columns, with moments left out.
fn shown(town: &Town, line: &str, columns: usize) -> String {
    let mut command = town.command(line);
    let output = command
        .env("COLUMNS", columns.to_string())
        .output()
        .unwrap();
    let (code, out, err) = parts(&output);
    assert_eq!(code, 0, "{line}\n{err}");
    without_moments(&out)
}

/// 2026-11-26 18:30 and the like are another moment in every run.
fn without_moments(text: &str) -> String {
    let shape = "dddd-dd-dd dd:dd";
    let is_moment = |at: &[char]| {
        at.len() == shape.len()
            && shape.chars().zip(at).all(|(wanted, c)| match wanted {
                'd' => c.is_ascii_digit(),
                wanted => wanted == *c,
            })
    };
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let end = (at + shape.len()).min(chars.len());
        if is_moment(&chars[at..end]) {
            out.push_str("〔时间〕");
            at = end;
        } else {
            out.push(*c);
            at += 1;
        }
    }
    out
}

#[test]
fn an_item_that_changed() {
    let town = town();
    assert_snapshot!(shown(&town, &format!("review show {PERMIT}"), 90));
}

#[test]
fn the_same_item_as_markdown() {
    let town = town();
    assert_snapshot!(shown(
        &town,
        &format!("review show {PERMIT} --format markdown"),
        90
    ));
}

#[test]
fn a_narrow_terminal_is_not_overrun() {
    let town = town();
    for columns in [40, 60, 80] {
        let text = shown(&town, &format!("review show {PERMIT}"), columns);
        for line in text.lines().filter(|l| !l.contains("〔时间〕")) {
            let width = power_list::report::text::width(line);
            assert!(width <= columns, "{columns}: {line}");
        }
    }
}

#[test]
fn rounds_before_can_be_seen_as_they_were() {
    let town = town();
    let first = shown(&town, &format!("review show {PERMIT} --round 1"), 90);
    assert!(first.contains("《水土保持法》第二十五条第一款"), "{first}");
    assert!(!first.contains("与上一次上报相比"), "{first}");
    assert!(!first.contains("答复　"), "{first}");
    assert!(first.contains("行使层级改为县级"), "{first}");
}

#[test]
fn items_that_came_and_went() {
    let town = town();
    let gone = shown(&town, &format!("review show {}", PENALTIES[1]), 90);
    assert!(gone.contains("这一次上报里没有这一项了"), "{gone}");
    assert!(gone.contains("取消（理由：与上位法重复）"), "{gone}");
    assert!(gone.contains("改动　删去了这一项"), "{gone}");
    let before = shown(
        &town,
        &format!("review show {} --round 1", PENALTIES[1]),
        90,
    );
    assert!(before.contains("二上里已经没有这一项"), "{before}");
    let new = shown(&town, &format!("review show {ADDED}"), 90);
    assert!(
        new.contains("这一次上报新增") && new.contains("没有意见要求这样改"),
        "{new}"
    );
    let same = shown(&town, &format!("review show {}", PENALTIES[0]), 90);
    assert!(same.contains("与上一次上报相同"), "{same}");
    assert!(
        same.contains("补充裁量基准") && same.contains("改动　没有改动"),
        "{same}"
    );
}

#[test]
fn sections_can_be_asked_for() {
    let town = town();
    let text = shown(
        &town,
        &format!("review show {PERMIT} --section changes --section findings"),
        90,
    );
    assert!(text.starts_with("与上一次上报相比"), "{text}");
    assert!(text.contains("\n\n校验发现"), "{text}");
    assert!(
        !text.contains("责任环节") && !text.contains("本轮意见"),
        "{text}"
    );
}

#[test]
fn json_fits_its_schema() {
    let town = town();
    let validator = schema_support::validator("review-item");
    for line in [
        format!("review show {PERMIT} --format json"),
        format!("review show {PERMIT} --round 1 --format json"),
        format!("review show {ADDED} --format json"),
        format!("review show {} --format json", PENALTIES[1]),
    ] {
        let document = town.json(&line);
        let errors = schema_support::objections(&validator, &document);
        assert!(errors.is_empty(), "{line}\n{errors:?}");
        assert_eq!(document["schema"], "power-list/review-item/v1");
    }
    let document = town.json(&format!("review show {PERMIT} --format json"));
    let pieces = |label: &str| {
        let fields = document["change"]["fields"].as_array().unwrap();
        let field = fields.iter().find(|f| f["label"] == label);
        field.unwrap_or_else(|| panic!("{label}"))["entries"].clone()
    };
    let basis = pieces("法律依据");
    assert_eq!(basis[0]["number"], 1);
    let words: Vec<(&str, &str)> = basis[0]["pieces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["kind"].as_str().unwrap(), p["text"].as_str().unwrap()))
        .collect();
    assert_eq!(
        words,
        [
            ("same", "设定依据　《水土保持法》"),
            ("gone", "第二十五条第一款"),
            ("new", "第二十六条")
        ]
    );
    assert_eq!(pieces("责任事项")[0]["pieces"][0]["kind"], "new");
    assert_eq!(pieces("责任事项").as_array().unwrap().len(), 1);
    let last = &document["last"]["opinions"];
    assert_eq!(last[0]["answer"]["answer"], "部分采纳");
    let cited: Vec<&Value> = last
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|o| o["cited"].as_array().unwrap())
        .collect();
    assert!(
        cited
            .iter()
            .any(|c| c["verdict"] == "unsound"
                && c["says"].as_str().unwrap().contains("没有第九十九条")),
        "{cited:?}"
    );
}

#[test]
fn statute_texts_are_shown_where_they_are_at_hand() {
    let town = town();
    let law = "\
# 中华人民共和国水土保持法

1991年6月29日第七届全国人民代表大会常务委员会第二十次会议通过
2010年12月25日第十一届全国人民代表大会常务委员会第十八次会议修订

<!-- INFO END -->

第二十六条 样文：应当编制而没有编制的，项目不得开工。
";
    put(town.path(), "texts/水土保持法(2010-12-25).md", law);
    let line = format!(
        "review show {PERMIT} --section basis --law-texts {}",
        town.path().join("texts").display()
    );
    let text = shown(&town, &line, 90);
    assert!(
        text.contains("样文：应当编制而没有编制的，项目不得开工。"),
        "{text}"
    );
    let missing = town.exits(2, &format!("review show {PERMIT} --law-texts 没有这里"));
    assert!(missing.contains("不是文件夹"), "{missing}");
}

#[test]
fn what_is_not_there_is_said() {
    let town = town();
    let unknown = town.exits(2, "review show 341100-hbj-01-0009");
    assert!(
        unknown.contains("hbj 上报的事项里没有 341100-hbj-01-0009"),
        "{unknown}"
    );
    assert!(unknown.contains(PERMIT), "{unknown}");
    let not_yet = town.exits(2, &format!("review show {SCHOOL}"));
    assert!(not_yet.contains("jyj 还没有上报"), "{not_yet}");
    let elsewhere = town.exits(2, "review show 341100-abc-01-0001");
    assert!(
        elsewhere.contains("abc 不在这次三上三下之列"),
        "{elsewhere}"
    );
    let early = town.exits(2, &format!("review show {ADDED} --round 1"));
    assert!(
        early.contains("第 1 轮上报里没有") && early.contains("第 2 轮"),
        "{early}"
    );
    let late = town.exits(2, &format!("review show {PERMIT} --round 3"));
    assert!(late.contains("第 3 轮上报里没有"), "{late}");
    let section = town.exits(
        2,
        &format!("review show {PERMIT} --format json --section head"),
    );
    assert!(
        section.contains("--section 只用于给人看的格式"),
        "{section}"
    );
    let nothing = Town::new();
    let text = nothing.exits(4, &format!("review show {PERMIT}"));
    assert!(text.contains("三上三下还没有启动"), "{text}");
    // Looking changes nothing.
    let before = town.record();
    town.ok(&format!("review show {PERMIT}"));
    assert_eq!(town.record(), before);
}

//! What became of one item.

use std::fs;

use jiff::civil::date;
use power_list::domain::release::AdjustmentRow;

use super::{Project, column, fits};

use crate::sample;
use crate::sample::town::{PENALTIES, PENALTIES_PATH, PERMIT, SCHOOL, Town};

const MOVED: &str = "341100-jyj-02-0001";

/// A town in which one penalty is changed, renamed, moved to another unit, and another is absorbed by it in the end.
fn town() -> Project {
    let town = Project::town();
    town.publish(2015, 1, &[]);
    town.publish(2015, 2, &[]);
    town.edit(PENALTIES_PATH, "0550-0000001", "0550-0000002");
    town.publish(2015, 3, &[]);
    town.edit(
        PENALTIES_PATH,
        "对未编制水土保持方案的处罚",
        "对没有编制水土保持方案的处罚",
    );
    town.publish(2015, 4, &[]);
    // To the other unit, with a code of that one.
    let text = fs::read_to_string(town.path().join(PENALTIES_PATH)).unwrap();
    let (first, second) = text.split_once("  - code: 341100-hbj-02-0002").unwrap();
    let (head, item) = first.split_once("  - code: ").unwrap();
    let moved = format!("{head}  - code: {item}")
        .replace("hbj", "jyj")
        .replace("污染防治科", "基础教育科");
    sample::put(town.path(), "items/jyj/行政处罚.yaml", moved);
    fs::copy(
        town.path().join("flowcharts/hbj/penalty.yaml"),
        town.path().join("flowcharts/jyj/penalty.yaml"),
    )
    .unwrap();
    let rest = format!("{head}  - code: 341100-hbj-02-0002{second}");
    sample::put(town.path(), PENALTIES_PATH, rest);
    town.publish(2015, 5, &[]);
    let into = format!("并入 {MOVED}");
    town.publish(2015, 6, &[(PENALTIES[1], "整合", &into)]);
    town
}

fn kinds(town: &Project, code: &str) -> Vec<String> {
    let history = town.json(&format!("history {code}"));
    fits("item-history", &history);
    column(&history["history"], "kind")
}

#[test]
fn an_item_is_followed_through_names_units_and_codes() {
    let town = town();
    let told = ["listed", "changed", "renamed", "moved", "absorbed"];
    // Asked for under either code it is the same item.
    assert_eq!(kinds(&town, PENALTIES[0]), told);
    assert_eq!(kinds(&town, MOVED), told);
    let history = town.json(&format!("history {MOVED}"));
    assert_eq!(history["codes"], serde_json::json!([PENALTIES[0], MOVED]));
    let entries = &history["history"];
    assert_eq!(
        column(entries, "date"),
        [
            "2015-01-01",
            "2015-03-01",
            "2015-04-01",
            "2015-05-01",
            "2015-06-01"
        ]
    );
    assert_eq!(entries[1]["fields"][0]["label"], "监督电话");
    let moved = entries[3]["what"].as_str().unwrap();
    assert!(moved.contains("由市环保局划转到市教育局"), "{moved}");
    assert!(
        moved.contains(&format!("编码由 {} 换成 {MOVED}", PENALTIES[0])),
        "{moved}"
    );
    assert_eq!(entries[4]["what"], format!("并入了 {}", PENALTIES[1]));
    // What is absorbed goes on as what absorbed it.
    let absorbed = town.json(&format!("history {}", PENALTIES[1]));
    let entries = &absorbed["history"];
    assert_eq!(column(entries, "kind"), ["listed", "changed", "merged"]);
    assert_eq!(entries[2]["why"], format!("整合：并入 {MOVED}"));
}

#[test]
fn an_item_that_left_says_why_and_may_come_back() {
    let town = Project::town();
    town.publish(2015, 1, &[]);
    town.publish(2015, 2, &[(SCHOOL, "取消", "国发〔2015〕11号")]);
    // A release that says nothing of the unit is no news of the item.
    town.try_publish(2015, 3, &[], &["jyj"]).unwrap();
    town.publish(2015, 4, &[]);
    let history = town.json(&format!("history {SCHOOL}"));
    let entries = &history["history"];
    assert_eq!(column(entries, "kind"), ["listed", "removed", "returned"]);
    assert_eq!(entries[1]["why"], "取消：国发〔2015〕11号");
    assert_eq!(entries[2]["release"], "341100-20150401");
}

#[test]
fn a_sub_item_has_a_history_within_its_item() {
    let town = Project::town();
    town.publish(2015, 1, &[]);
    let with = |name: &str| {
        let subs = format!("    sub_items:\n      - {{ code: {PERMIT}-01, name: {name} }}");
        let text = sample::items_with("sub_items", &subs);
        sample::put(town.path(), sample::ITEMS_PATH, text);
    };
    with("省批项目");
    town.publish(2015, 2, &[]);
    with("市批项目");
    town.publish(2015, 3, &[]);
    let history = town.json(&format!("history {PERMIT}-01"));
    assert_eq!(history["name"], "生产建设项目水土保持方案审批·市批项目");
    let told = column(&history["history"], "what");
    assert!(told[1].contains("子项“省批项目”列入"), "{told:?}");
    assert!(
        told[2].contains("子项“省批项目”更名为“市批项目”"),
        "{told:?}"
    );
}

#[test]
fn the_review_tells_who_and_on_what_ground() {
    let town = Town::confirmed();
    town.ok("publish --as gb");
    let history = town.json(&format!("history {PERMIT} --format json"));
    let entries = history["history"].as_array().unwrap();
    let kinds = column(&history["history"], "kind");
    // Events of one second keep their order, and the release comes last.
    assert_eq!(kinds.iter().filter(|k| *k == "submitted").count(), 3);
    assert_eq!(kinds.iter().filter(|k| *k == "opined").count(), 9);
    let confirmed = entries.iter().find(|e| e["kind"] == "confirmed").unwrap();
    let why = confirmed["why"].as_str().unwrap();
    assert!(why.contains("政府常务会议 2015-01-20 第30号"), "{why}");
    assert_eq!(confirmed["who"], "zh（综合组）");
    let listed = entries.iter().find(|e| e["kind"] == "listed").unwrap();
    assert_eq!(
        (&listed["who"], &listed["release"]),
        (&"gb（公布人）".into(), &"341100-20150301".into())
    );
    // Nothing of another unit's item.
    let school = town.json(&format!("history {SCHOOL} --format json"));
    let whose = column(&school["history"], "code");
    assert!(whose.iter().all(|code| code == SCHOOL), "{whose:?}");
}

#[test]
fn items_are_found_by_name_and_slips_are_told() {
    let town = town();
    let said = town.exits(0, "history 民办学校");
    assert!(said.contains(SCHOOL), "{said}");
    let said = town.exits(2, "history 水土保持");
    assert!(said.contains("对得上") && said.contains(PERMIT), "{said}");
    let said = town.exits(2, "history 火箭发射");
    assert!(said.contains("没有编码或者名称是“火箭发射”的"), "{said}");
    let said = town.exits(2, "history 341100-hbj-01-0011");
    assert!(said.contains(&format!("相近的编码：{PERMIT}")), "{said}");
    let unpublished = Project::town();
    let said = unpublished.exits(2, &format!("history {PERMIT}"));
    assert!(said.contains("还没有公布过"), "{said}");
}

#[test]
fn every_format_tells_the_same() {
    let town = town();
    let table = town.exits(0, &format!("history {MOVED}"));
    let csv = town.exits(0, &format!("history {MOVED} --format csv"));
    let markdown = town.exits(0, &format!("history {MOVED} --format markdown"));
    assert_eq!(csv.lines().count(), 6, "{csv}");
    for text in [&table, &csv, &markdown] {
        for word in ["列入", "变更", "更名", "划转", "整合", "341100-20150501"] {
            assert!(text.contains(word), "{word}\n{text}");
        }
    }
    assert!(markdown.contains("对~~未~~**没有**编制"), "{markdown}");
    assert!(csv.starts_with('\u{feff}'));
}

#[test]
fn an_adjustment_tells_its_ground_in_history_and_notice() {
    let town = Project::town();
    town.publish(2015, 1, &[]);
    town.edit(sample::ITEMS_PATH, "promised: 15", "promised: 12");
    let row = AdjustmentRow {
        id: "2015-001".to_owned(),
        item_code: Some(PERMIT.to_owned()),
        becomes: None,
        department: "hbj".to_owned(),
        kind: "变更".to_owned(),
        ground: "上级决定".to_owned(),
        ground_detail: "国发〔2015〕11号".to_owned(),
        reason: "压缩时限".to_owned(),
        happened_on: date(2015, 1, 20),
        effective_on: date(2015, 2, 1),
        approved_by: Some("滁政〔2015〕8号".to_owned()),
        urgent: false,
    };
    town.publish_with((2015, 2), &[], &[], vec![row]).unwrap();
    let history = town.json(&format!("history {PERMIT}"));
    let why =
        "变更（调整 2015-001）：国发〔2015〕11号，滁政〔2015〕8号；压缩时限；自 2015-02-01 起";
    assert_eq!(history["history"][1]["why"], why);
    let notice = town.exits(0, "report changes --format markdown -o -");
    assert!(notice.contains(why), "{notice}");
}

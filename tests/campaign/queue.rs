//! `power-list review queue` through the real binary: what waits for whom, in which order, and what to run next.

use serde_json::Value;

use crate::sample::put;
use crate::sample::town::{PENALTIES, PENALTIES_PATH, PERMIT, SCHOOL, Town};

/// A town whose first leg down was due long ago, its second is not due for long.
fn town() -> Town {
    let town = Town::new();
    let settings = std::fs::read_to_string(town.path().join("power-list.yaml")).unwrap();
    let planned = settings.replace(
        "timetable: { start: 2014-06-17,",
        "timetable: { start: 2014-06-17, 一上: 2014-08-15, 一下: 2014-09-30, 二上: 2090-10-31, 二下: 2090-11-30,",
    );
    assert_ne!(planned, settings);
    put(town.path(), "power-list.yaml", planned);
    town.ok("import");
    town
}

/// A town in which 环保局 is under review.
fn reviewing() -> Town {
    let town = town();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town
}

fn queue(town: &Town, options: &str) -> Vec<Value> {
    match town.json(&format!("review queue --format json {options}"))["queue"].take() {
        Value::Array(rows) => rows,
        other => panic!("{other}"),
    }
}

/// Kind and item, or unit, of each row.
fn brief(rows: &[Value]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            let what = [&row["item"], &row["department"]];
            let what = what.into_iter().find_map(Value::as_str);
            format!("{} {}", row["task"].as_str().unwrap(), what.unwrap_or("-"))
        })
        .collect()
}

fn next(row: &Value) -> String {
    let command = row["next"].as_str().unwrap();
    command.strip_prefix("power-list ").unwrap().to_owned()
}

#[test]
fn whoever_does_what_the_queue_says_gets_to_the_publication() {
    let town = town();
    let everybody = [
        "zh", "bb-1", "fz-1", "zw-1", "bb-2", "fz-2", "zw-2", "hbj", "hbj-head", "jyj", "jyj-head",
        "gb",
    ];
    let mut kinds = std::collections::BTreeSet::new();
    loop {
        let mut done = 0;
        for who in everybody {
            let rows = queue(&town, &format!("--as {who}"));
            let Some(first) = rows.first() else { continue };
            let command = next(first)
                .replace("会议日期", "2015-01-20")
                .replace("文号", "第30号");
            let kind = first["task"].as_str().unwrap().to_owned();
            // Two things are asked for on the way, so that there is something to answer.
            let command = match (first["item"].as_str(), kind.as_str()) {
                (Some(PERMIT), "opine") if who == "bb-1" && first["round"] == 1 => {
                    format!("{command} --text 补充依据")
                }
                (Some(SCHOOL), "opine") if who == "fz-2" && first["round"] == 2 => {
                    command.replace("保留", "优化")
                }
                _ => command,
            };
            town.ok(&command);
            kinds.insert(kind);
            done += 1;
        }
        if done == 0 {
            break;
        }
    }
    let log = town.record();
    assert_eq!(
        log.last().unwrap()["payload"]["kind"],
        "published",
        "{:?}",
        log.last()
    );
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        [
            "answer", "confirm", "meeting", "opine", "publish", "return", "rule", "sign", "start",
            "submit"
        ]
    );
}

#[test]
fn each_sees_what_waits_for_them() {
    let town = town();
    assert_eq!(brief(&queue(&town, "--as zh")), ["start -"]);
    assert!(queue(&town, "--as bb-1").is_empty());
    town.ok("review start --as zh");
    assert_eq!(brief(&queue(&town, "--as hbj")), ["submit hbj"]);
    // 三上 alone is for the head to send up.
    assert!(queue(&town, "--as hbj-head").is_empty());
    let said = town.ok("review queue --as bb-1");
    assert!(
        said.starts_with("bb-1 没有待办")
            && said.contains("hbj（自查）下一步：power-list review submit hbj --as hbj")
            && !said.contains("jyj"),
        "{said}"
    );
    town.ok("review submit hbj --as hbj");
    let opine = |code: &str| format!("opine {code}");
    let all = [PERMIT, PENALTIES[0], PENALTIES[1]].map(opine);
    for who in ["bb-1", "fz-1", "zw-1"] {
        assert_eq!(brief(&queue(&town, &format!("--as {who}"))), all);
    }
    for who in ["bb-2", "hbj", "hbj-head", "gb", "zh"] {
        assert!(queue(&town, &format!("--as {who}")).is_empty(), "{who}");
    }
    assert_eq!(town.ok("review queue --count --as bb-1"), "3\n");
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 优化 --as bb-1"
    ));
    assert_eq!(brief(&queue(&town, "--as bb-1")), all[1..]);
    town.ok("review opine hbj --rest --decision 保留 --as bb-1");
    let rows = queue(&town, "--as bb-1");
    assert_eq!(brief(&rows), ["sign hbj"]);
    town.ok(&next(&rows[0]));
    assert!(queue(&town, "--as bb-1").is_empty());
    for who in ["fz-1", "zw-1"] {
        town.ok(&format!(
            "review opine hbj --all --decision 保留 --as {who}"
        ));
        town.ok(&format!("review sign hbj --as {who}"));
    }
    assert_eq!(brief(&queue(&town, "--as zh")), ["return hbj"]);
    town.ok("review return hbj --as zh");
    let rows = queue(&town, "--as hbj");
    assert_eq!(brief(&rows), [format!("answer {PERMIT}")]);
    assert_eq!(rows[0]["reasons"][1], "意见不一致", "{rows:?}");
    assert!(queue(&town, "--as hbj-head").is_empty());
}

#[test]
fn drafts_are_told_and_go_with_the_signature() {
    let town = reviewing();
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 保留 --draft --as bb-1"
    ));
    let rows = queue(&town, "--as bb-1");
    let drafts: Vec<(&str, bool)> = rows
        .iter()
        .map(|row| {
            (
                row["item"].as_str().unwrap(),
                row["draft"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        drafts,
        [(PENALTIES[0], false), (PENALTIES[1], false), (PERMIT, true)]
    );
    // They are nobody else's business.
    assert!(
        queue(&town, "--as fz-1")
            .iter()
            .all(|row| row["draft"] == false)
    );
    town.ok("review opine hbj --rest --decision 保留 --draft --as bb-1");
    let rows = queue(&town, "--as bb-1");
    assert_eq!(brief(&rows), ["sign hbj"]);
    town.ok(&next(&rows[0]));
    assert!(queue(&town, "--as bb-1").is_empty());
}

#[test]
fn the_most_urgent_comes_first() {
    let town = reviewing();
    // 环保局 goes on to its second review, with one item changed; 教育局 stands in its first, overdue.
    town.ok(&format!(
        "review opine hbj --item {} --decision 保留 --text 名称不规范 --as fz-1",
        PENALTIES[1]
    ));
    town.review("hbj", 1);
    town.ok("review return hbj --as zh");
    town.ok("review answer hbj --all --answer 采纳 --as hbj");
    let penalties = std::fs::read_to_string(town.path().join(PENALTIES_PATH)).unwrap();
    put(
        town.path(),
        PENALTIES_PATH,
        penalties.replace(
            "对水土保持设施未经验收的处罚",
            "对水土保持设施未验收即投产的处罚",
        ),
    );
    town.ok("review submit hbj --as hbj");
    town.ok("review submit jyj --as jyj");
    // One reviewer for both groups.
    let settings = std::fs::read_to_string(town.path().join("power-list.yaml")).unwrap();
    put(
        town.path(),
        "power-list.yaml",
        settings.replace(
            "body: 编办, group: 审核二组",
            "body: 编办, group: [审核一组, 审核二组]",
        ),
    );
    let rows = queue(&town, "--as bb-2 --date 2014-10-09");
    // What is overdue, then what has changed, then the rest in order of code.
    let order = [SCHOOL, PENALTIES[1], PERMIT, PENALTIES[0]];
    assert_eq!(brief(&rows), order.map(|code| format!("opine {code}")));
    assert!(rows[0]["days_left"].as_i64().unwrap() < 0);
    assert_eq!(rows[1]["change"], "changed");
    // A dispute goes before a change.
    town.ok(&format!(
        "review opine hbj --item {} --decision 冻结 --as fz-1",
        PENALTIES[0]
    ));
    town.ok(&format!(
        "review opine hbj --item {} --decision 保留 --as zw-1",
        PENALTIES[0]
    ));
    let rows = queue(&town, "--as bb-2");
    let order = [SCHOOL, PENALTIES[0], PENALTIES[1], PERMIT];
    assert_eq!(brief(&rows), order.map(|code| format!("opine {code}")));
    let rows = queue(&town, "--disputed --as bb-2");
    assert_eq!(brief(&rows), [format!("opine {}", PENALTIES[0])]);
    let rows = queue(&town, "--changed --as bb-2");
    assert_eq!(brief(&rows), [format!("opine {}", PENALTIES[1])]);
    // That the others wait goes before the dates.
    for body in ["fz", "zw"] {
        town.ok(&format!(
            "review opine hbj --rest --decision 保留 --as {body}-1"
        ));
    }
    town.ok("review sign hbj --legality 合法 --as fz-1");
    town.ok("review sign hbj --as zw-1");
    let rows = queue(&town, "--department hbj --as bb-2");
    assert!(rows.iter().all(|row| row["awaited"] == true), "{rows:?}");
    // But not before what is past its date.
    assert_eq!(queue(&town, "--as bb-2")[0]["item"], SCHOOL);
}

#[test]
fn findings_of_the_submission_decide_too() {
    let town = town();
    // A phone number that nobody can call is a warning.
    let items = std::fs::read_to_string(town.path().join(PENALTIES_PATH)).unwrap();
    let at = items.rfind("office: 污染防治科").unwrap();
    let spoilt = format!(
        "{}{}",
        &items[..at],
        items[at..].replacen("office: 污染防治科", "office: 没有的科", 1)
    );
    put(town.path(), PENALTIES_PATH, spoilt);
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    let rows = queue(&town, "--as bb-1");
    assert_eq!(rows[0]["item"], PENALTIES[1], "{rows:#?}");
    assert_eq!(rows[0]["worst"], "warning");
    let code = rows[0]["findings"][0].as_str().unwrap();
    for wanted in ["any", code] {
        let rows = queue(&town, &format!("--finding {wanted} --as bb-1"));
        assert_eq!(
            brief(&rows),
            [format!("opine {}", PENALTIES[1])],
            "{wanted}"
        );
    }
    assert!(queue(&town, "--finding S001 --as bb-1").is_empty());
}

#[test]
fn conditions_narrow_the_queue() {
    let town = reviewing();
    let penalties = PENALTIES.map(|code| format!("opine {code}"));
    assert_eq!(
        brief(&queue(&town, "--category 行政处罚 --as bb-1")),
        penalties
    );
    assert_eq!(queue(&town, "--department hbj --as bb-1").len(), 3);
    assert!(queue(&town, "--department jyj --as bb-1").is_empty());
    assert!(queue(&town, "--task sign --as bb-1").is_empty());
    assert_eq!(queue(&town, "--task opine --as bb-1").len(), 3);
    assert!(queue(&town, "--changed --as bb-1").is_empty());
    let said = town.json("review queue --limit 1 --format json --as bb-1");
    assert_eq!(said["total"], 3);
    assert_eq!(said["queue"].as_array().unwrap().len(), 1);
    let said = town.ok("review queue --limit 2 --as bb-1");
    assert!(said.contains("还有 1 条没有列出（--limit 3）"), "{said}");
    let said = town.ok("review queue --disputed --as bb-1");
    assert_eq!(said, "bb-1 没有这样的待办\n");
    // What is not about an item fits no condition on items.
    town.ok("review opine hbj --all --decision 保留 --as bb-1");
    assert_eq!(queue(&town, "--as bb-1").len(), 1);
    assert!(queue(&town, "--category 行政处罚 --as bb-1").is_empty());
}

#[test]
fn rows_as_they_are_printed() {
    let town = reviewing();
    let json = town.json("review queue --limit 1 --format json --as fz-1 --date 2014-10-09");
    let json = format!("{json:#}");
    insta::with_settings!({filters => vec![
        (r#""since": "[^"]+""#, r#""since": "[time]""#),
    ]}, {
        insta::assert_snapshot!("queue_json", json);
        insta::assert_snapshot!("queue_table", town.ok("review queue --as fz-1 --date 2014-10-09"));
    });
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let town = reviewing();
    let cases = [
        (
            "--category 行政处法 --as bb-1",
            "没有“行政处法”这个类别",
            "是不是想写：行政处罚",
        ),
        (
            "--finding L02 --as bb-1",
            "没有“L02”这条规则",
            "是不是想写：L0",
        ),
        ("--as bb-9", "没有“bb-9”这个人", "是不是 bb-"),
        ("", "没有说明由谁办理", "--as"),
        ("--task sing --as bb-1", "sing", "sign"),
        ("--limit x --as bb-1", "x", "--limit"),
        ("--count --limit 3 --as bb-1", "--count", "--limit"),
    ];
    for (options, what, hint) in cases {
        let said = town.exits(2, &format!("review queue {options}"));
        assert!(
            said.contains(what) && said.contains(hint),
            "{options}\n{said}"
        );
    }
    let said = town.refused("review queue --department wjj --as bb-1");
    assert!(said.contains("wjj 不在这次三上三下之列"), "{said}");
}

//! `power-list publish` through the real binary: refused, done, repeated, and what is left behind each time.

use std::fs;
use std::process::Stdio;

use rayon::prelude::*;

use crate::sample::town::{PENALTIES, PENALTIES_PATH, PERMIT, SCHOOL, Town, penalties};
use crate::sample::{self, ITEMS_PATH, items_with, put};

const ID: &str = "341100-20150301";

fn releases(town: &Town) -> Vec<String> {
    let Ok(entries) = fs::read_dir(town.path().join("releases")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    // What lies beside a release is the matter of tests/stranger.
    if names.iter().any(|name| name.ends_with(".db")) {
        names.retain(|name| !name.ends_with(".metadata.json") && name != "SHA256SUMS");
    }
    names
}

#[test]
fn what_is_not_confirmed_is_not_published() {
    let town = Town::new();
    let refused = town.refused("publish --as gb");
    assert!(refused.contains("三上三下还没有启动"), "{refused}");
    let unknown = town.exits(2, "publish --as nobody");
    assert!(unknown.contains("没有“nobody”这个人"), "{unknown}");
    assert!(!town.path().join(".power-list").exists());
    town.ok("review start --as zh");
    let refused = town.refused("publish --as gb");
    assert!(
        refused.contains("还有 2 个部门没有确认，不能公布")
            && refused.contains("还缺：hbj（自查）")
            && refused.contains("下一步：power-list review status"),
        "{refused}"
    );
    let refused = town.refused("publish --partial --as gb");
    assert!(refused.contains("没有已确认而尚未公布的部门"), "{refused}");
    assert_eq!(releases(&town), Vec::<String>::new());
}

#[test]
fn what_is_confirmed_is_published_once() {
    let town = Town::confirmed();
    let before = town.record();
    let refused = town.refused("publish --as zh");
    assert!(
        refused.contains("下一步：power-list publish --as gb"),
        "{refused}"
    );
    assert_eq!(releases(&town), Vec::<String>::new());

    let said = town.ok("publish --as gb");
    assert!(
        said.contains(&format!("已公布：releases/{ID}.db")),
        "{said}"
    );
    assert!(said.contains("事项 4，审核中退出 0"), "{said}");
    assert_eq!(releases(&town), [format!("{ID}.db")]);
    let record = town.record();
    assert_eq!(record.len(), before.len() + 1);
    let event = &record[before.len()];
    assert_eq!(event["actor"], "gb");
    assert_eq!(event["payload"]["kind"], "published");
    assert_eq!(event["payload"]["release"], ID);
    assert_eq!(event["payload"]["partial"], false);

    let list = town.json("release list --format json");
    assert_eq!(list["releases"][0]["id"], ID);
    assert_eq!(list["releases"][0]["items"], 4);
    let show = town.json(&format!("release show {ID} --format json"));
    assert_eq!(show["items"], 4);
    assert_eq!(show["ledger_head"], before[before.len() - 1]["digest"]);
    town.ok(&format!(
        "review verify --head {}",
        show["ledger_head"].as_str().unwrap()
    ));
    let log = town.ok("review log --kind published");
    assert!(log.contains(ID) && log.contains("gb"), "{log}");
    let status = town.json("review status --format json");
    assert_eq!(status["departments"][0]["stage"], "published");
    assert_eq!(status["releases"][0]["release"], ID);

    // Again: the same, and nothing is added; also where the file was lost.
    let file = town.path().join(format!("releases/{ID}.db"));
    let bytes = fs::read(&file).unwrap();
    let said = town.ok("publish --as gb");
    assert!(said.contains("早已公布，内容完全相同"), "{said}");
    fs::remove_file(&file).unwrap();
    town.ok("publish --as gb");
    assert!(fs::read(&file).unwrap() == bytes);
    assert_eq!(town.record(), record);
    // Another day: everything that there is has been published.
    let refused = town.refused("publish --date 2015-04-01 --as gb");
    assert!(refused.contains("没有已确认而尚未公布的部门"), "{refused}");
    assert_eq!(releases(&town), [format!("{ID}.db")]);
}

#[test]
fn a_release_of_other_bytes_is_not_overwritten() {
    let town = Town::confirmed();
    town.ok("publish --as gb");
    let file = format!("releases/{ID}.db");
    put(town.path(), &file, "别的内容");
    let refused = town.refused("publish --as gb");
    assert!(refused.contains(ID), "{refused}");
    assert_eq!(
        fs::read_to_string(town.path().join(&file)).unwrap(),
        "别的内容"
    );
}

#[test]
fn what_was_edited_after_its_confirmation_is_not_published() {
    let town = Town::confirmed();
    let edited = items_with("target", "    target: 企业、事业单位和个人");
    put(town.path(), ITEMS_PATH, edited);
    let refused = town.refused("publish --as gb");
    assert!(
        refused.contains("工程里有 1 项与确认的内容不同")
            && refused.contains(&format!("还缺：{PERMIT} 确认以后改动过")),
        "{refused}"
    );
    put(town.path(), ITEMS_PATH, items_with("", ""));
    // One gone and one new.
    let whole = fs::read(town.path().join(PENALTIES_PATH)).unwrap();
    penalties(
        town.path(),
        &[
            (PENALTIES[0], "对未编制水土保持方案的处罚"),
            ("341100-hbj-02-0003", "对拒不补办水土保持方案的处罚"),
        ],
    );
    let refused = town.refused("publish --as gb");
    assert!(
        refused.contains("工程里有 2 项与确认的内容不同")
            && refused.contains(&format!("{} 确认以后被删去", PENALTIES[1]))
            && refused.contains("341100-hbj-02-0003 没有经过审核"),
        "{refused}"
    );
    put(town.path(), PENALTIES_PATH, whole);
    // The chart is part of what was confirmed.
    let chart = town.path().join(sample::CHART_PATH);
    let drawn = fs::read_to_string(&chart).unwrap();
    fs::write(&chart, drawn.replace("days: 8", "days: 7")).unwrap();
    let refused = town.refused("publish --as gb");
    assert!(
        refused.contains(&format!("{PERMIT} 确认以后改动过")),
        "{refused}"
    );
    fs::write(&chart, drawn).unwrap();
    assert_eq!(releases(&town), Vec::<String>::new());
    town.ok("publish --as gb");
}

#[test]
fn a_project_that_fails_the_gate_is_not_published() {
    let town = Town::confirmed();
    // By the law of another day: no item differs from what was confirmed.
    let path = town.path().join("power-list.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("as_of: 2015-03-01", "as_of: 1990-01-01"),
    )
    .unwrap();
    let refused = town.refused("publish --as gb");
    assert!(
        refused.contains("公布关口有") && refused.contains("power-list validate --gate 4"),
        "{refused}"
    );
    town.exits(1, "validate --gate 4");
    fs::write(&path, "jurisdiction: 滁州\n").unwrap();
    let said = town.exits(2, "publish --as gb");
    assert!(said.contains("power-list validate"), "{said}");
    assert_eq!(releases(&town), Vec::<String>::new());
}

#[test]
fn part_of_a_town_can_be_published_and_the_rest_later() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.meetings();
    town.walk("hbj");
    let refused = town.refused("publish --as gb");
    assert!(
        refused.contains("还缺：jyj（自查）")
            && refused.contains("下一步：power-list publish --partial --as gb"),
        "{refused}"
    );
    let said = town.ok("publish --partial --as gb");
    assert!(said.contains("部分公布，不含：市教育局"), "{said}");
    let list = town.json("release list --format json");
    let id = list["releases"][0]["id"].as_str().unwrap().to_owned();
    assert_ne!(id, ID);
    assert_eq!(list["releases"][0]["partial"], true);
    let show = town.json(&format!("release show {id} --format json"));
    assert_eq!(
        show["departments_left_out"],
        serde_json::json!(["市教育局"])
    );
    assert_eq!(show["items"], 3);
    let events = town.record().len();
    let said = town.ok("publish --partial --as gb");
    assert!(said.contains("早已公布"), "{said}");
    assert_eq!(town.record().len(), events);

    town.walk("jyj");
    let said = town.ok("publish --date 2015-04-01 --as gb");
    assert!(said.contains("事项 4"), "{said}");
    let show = town.json("release show 341100-20150401 --format json");
    assert_eq!(show["previous"], *id);
    town.ok(&format!("show {SCHOOL} --release 341100-20150401"));
    assert_eq!(
        town.json("review log --format json --kind published")["events"][1]["payload"]["partial"],
        false
    );
}

#[test]
fn what_the_review_strikes_out_is_not_in_the_release() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.meetings();
    town.walk("jyj");
    let gone = PENALTIES[1];
    for (round, who) in [(1, "hbj"), (2, "hbj"), (3, "hbj-head")] {
        town.ok(&format!("review submit hbj --as {who}"));
        for body in ["bb-1", "fz-1", "zw-1"] {
            town.ok(&format!(
                "review opine hbj --item {gone} --decision 取消 --ground 依据不足 --as {body}"
            ));
        }
        town.review("hbj", round);
        if round < 3 {
            town.ok("review return hbj --as zh");
            town.ok("review answer hbj --all --answer 采纳 --as hbj");
        }
    }
    town.ok("review confirm hbj --as zh");
    let said = town.ok("publish --as gb");
    assert!(said.contains("事项 3，审核中退出 1"), "{said}");
    town.exits(2, &format!("show {gone} --release {ID}"));
    let database =
        rusqlite::Connection::open(town.path().join(format!("releases/{ID}.db"))).unwrap();
    let row: (String, String, String) = database
        .query_row(
            "SELECT item_code, decision, reason FROM decision",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )
        .unwrap();
    assert_eq!(
        row,
        (gone.to_owned(), "取消".to_owned(), "依据不足".to_owned())
    );
}

#[test]
fn what_others_record_meanwhile_does_not_part_the_release_from_its_event() {
    for _ in 0..4 {
        let town = Town::confirmed();
        let mut lines = vec!["publish --as gb".to_owned(); 2];
        lines.extend((0..5).map(|n| {
            format!(
                "review meeting --kind 领导小组会议 --date 2015-02-0{} --document 第{n}号 --as zh",
                n + 1
            )
        }));
        let running: Vec<_> = lines
            .iter()
            .map(|line| {
                let mut command = town.command(line);
                command.stdout(Stdio::null()).stderr(Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        for (child, line) in running.into_iter().zip(&lines) {
            let done = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success(), "{line}\n{said}");
        }
        let record = town.record();
        let events: Vec<_> = record
            .iter()
            .filter(|e| e["payload"]["kind"] == "published")
            .collect();
        assert_eq!(events.len(), 1);
        let show = town.json(&format!("release show {ID} --format json"));
        assert_eq!(show["ledger_head"], events[0]["previous"]);
        assert_eq!(releases(&town), [format!("{ID}.db")]);
        let said = town.ok("publish --as gb");
        assert!(said.contains("早已公布"), "{said}");
    }
}

#[test]
fn what_the_settings_allow_on_the_day_is_published_and_named() {
    let town = Town::confirmed();
    put(town.path(), "flowcharts/hbj/旧图.yaml", sample::CHART);
    let settings = fs::read_to_string(town.path().join("power-list.yaml")).unwrap();
    let allowing = |until: &str| {
        let allow = format!(
            "rules: {{ orphan-chart: error }}\nallow:\n  - {{ rule: F014, file: flowcharts/hbj/旧图.yaml, reason: 下月报送的事项要用, until: {until} }}\n"
        );
        put(town.path(), "power-list.yaml", format!("{settings}{allow}"));
    };
    allowing("2015-02-28");
    let refused = town.refused("publish --as gb");
    assert!(refused.contains("公布关口有 1 个错误"), "{refused}");
    assert_eq!(releases(&town), Vec::<String>::new());
    allowing("2015-03-01");
    let said = town.ok("publish --as gb");
    assert!(
        said.contains("按工程设置允许的问题 1 个：\n  错误[F014]")
            && said.contains("（下月报送的事项要用，至 2015-03-01）"),
        "{said}"
    );
    // What counted on the day of publication counts whenever it is published again.
    assert!(town.ok("publish --as gb").contains("早已公布"));
}

#[test]
fn as_many_publish_at_once_as_there_are_threads() {
    let roots: Vec<_> = (0..8).map(|_| tempfile::tempdir().unwrap()).collect();
    for root in &roots {
        sample::base(root.path());
        // More than one item: rows of one are made without the pool.
        let item = |number| {
            format!(
                "  - {{ code: 341100-hbj-01-{number:04}, name: 第{number}号审批, legal_basis: [《水法》第三条] }}\n"
            )
        };
        let items: String = (11..60).map(item).collect();
        let text = format!("department: hbj\ncategory: 行政审批\nitems:\n{items}");
        put(root.path(), "items/hbj/more/行政审批.yaml", &text);
    }
    let paths: Vec<_> = roots.iter().map(|root| root.path().to_owned()).collect();
    let (done, waiting) = std::sync::mpsc::channel();
    // Not waited for: where they wait for each other, it never ends.
    std::thread::spawn(move || {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(2)
            .build()
            .unwrap();
        pool.install(|| {
            paths
                .par_iter()
                .for_each(|root| sample::published::publish(root))
        });
        done.send(()).unwrap();
    });
    waiting
        .recv_timeout(std::time::Duration::from_secs(300))
        .expect("publications wait for each other");
    let read =
        |root: &tempfile::TempDir| fs::read(root.path().join(format!("releases/{ID}.db"))).unwrap();
    let first = read(&roots[0]);
    assert!(roots.iter().all(|root| read(root) == first));
}

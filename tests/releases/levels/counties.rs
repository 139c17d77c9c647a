//! Counties below a city: what is adopted, what differs, and the lists side by side.

use std::fs;
use std::path::Path;

use power_list::io::sqlite::release::ReleaseFile;

use super::{Project, column, exits, fits, json};

use crate::sample::{self, published};

const ITEMS: &str = "\
department: hbj
category: 行政审批
items:
  - code: 341122-hbj-01-0001
    name: 水土保持方案审批
    legal_basis: [《水土保持法》第二十六条]
    adopts: { item: 341100-hbj-01-0001, as: 指导目录 }
  - code: 341122-hbj-01-0002
    name: 开垦荒坡地水土保持方案审批
    legal_basis: [《水土保持法》第二十三条]
    adopts: 341100-hbj-01-0002
  - code: 341122-hbj-01-0003
    name: 县里自己的审批
    legal_basis: [《水土保持法》第二十四条]
";

/// A county that adopts two of the city's items, one of them with mistakes.
fn county() -> Project {
    let dir = tempfile::tempdir().unwrap();
    sample::base(dir.path());
    sample::county(dir.path());
    sample::put(dir.path(), sample::ITEMS_PATH, ITEMS);
    Project(dir)
}

/// The findings about levels of government: rule, item, message.
fn findings(dir: &Path) -> Vec<(String, String)> {
    let output = sample::program::run(dir, &["validate", "--format", "json"]);
    let page: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = page["findings"].as_array().unwrap().iter();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    found
        .map(|row| (text(row, "code"), text(row, "message")))
        .filter(|(code, _)| ("X019".."X030").contains(&code.as_str()))
        .collect()
}

#[test]
fn findings_say_what_the_city_has() {
    let county = county();
    let found = findings(county.path());
    let said = |code: &str| {
        let one = found.iter().find(|(c, _)| c == code);
        one.unwrap_or_else(|| panic!("{code}\n{found:?}")).1.clone()
    };
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(said("X025").contains("叫“生产建设项目水土保持方案审批”"));
    assert!(said("X027").contains(
        "上级有而这里没有《水土保持法》第二十五条第一款；这里有而上级没有《水土保持法》第二十六条"
    ));
    // Put right, and with the delegated item left out, only that is told.
    county.edit(
        sample::ITEMS_PATH,
        "name: 水土保持方案审批",
        "name: 生产建设项目水土保持方案审批",
    );
    county.edit(sample::ITEMS_PATH, "第二十六条", "第二十五条第一款");
    assert_eq!(findings(county.path()), []);
    county.edit(sample::ITEMS_PATH, "    adopts: 341100-hbj-01-0002\n", "");
    let found = findings(county.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0]
            .1
            .contains("开垦荒坡地水土保持方案审批在 341100-20150301 里下放县级")
    );
}

#[test]
fn what_left_in_an_earlier_release_of_the_city_is_still_known() {
    let county = county();
    // The next release of the city says nothing any more of what it delegated the year before.
    let city = Project::town();
    let later = city.publish(2016, 3, &[]);
    fs::copy(&later.path, county.path().join("上级/341100-20160301.db")).unwrap();
    county.edit(
        "power-list.yaml",
        "341100-20150301.db",
        "341100-20160301.db",
    );
    let codes: Vec<String> = findings(county.path())
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert_eq!(codes, ["X025", "X027"]);
    fs::remove_file(county.path().join(published::CITY)).unwrap();
    let codes: Vec<String> = findings(county.path())
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert!(codes.contains(&"X022".to_owned()), "{codes:?}");
}

#[test]
fn a_parent_that_cannot_be_used_is_told_once_and_nothing_is_guessed() {
    let county = county();
    let release = county.path().join(published::CITY);
    let bytes = fs::read(&release).unwrap();
    let stranger = sample::project();
    published::publish(stranger.path());
    for (content, why) in [
        (None, "没有这个文件"),
        (Some(Vec::new()), "文件是空的"),
        (
            Some(b"not a database at all".to_vec()),
            "不是 SQLite 数据库",
        ),
        (Some(bytes[..bytes.len() / 2].to_vec()), "已损坏"),
    ] {
        fs::remove_file(&release).unwrap_or_default();
        if let Some(content) = content {
            fs::write(&release, content).unwrap();
        }
        let found = findings(county.path());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].0 == "X020" && found[0].1.contains(why),
            "{why} {found:?}"
        );
        // The rest of the project can be looked at all the same.
        county.exits(0, "show 341122-hbj-01-0001");
    }
    fs::write(&release, &bytes).unwrap();
    county.edit("power-list.yaml", "code: 341122", "code: 341222");
    let found = findings(county.path());
    assert!(found[0].1.contains("不是本级（341222）的上级"), "{found:?}");
}

#[test]
fn what_is_adopted_is_shown_exported_and_kept_in_the_release() {
    let county = county();
    let shown = county.exits(0, "show 341122-hbj-01-0001");
    assert!(shown.contains("指导目录 341100-hbj-01-0001"), "{shown}");
    let shown = county.json("show 341122-hbj-01-0002");
    let adopts = serde_json::json!({ "item": "341100-hbj-01-0002", "as": "承接" });
    assert_eq!(shown["adopts"], adopts);
    let exported = county.json("export -o -");
    fits("list", &exported);
    assert_eq!(exported["items"][1]["adopts"], adopts);
    let first = county.publish(2015, 4, &[]);
    let file = ReleaseFile::open(&first.path).unwrap();
    assert_eq!(file.version(), 3);
    let release = file.read().unwrap();
    assert_eq!(release.header.parent.as_deref(), Some("341100-20150301"));
    assert_eq!(release.digest(), file.digest());
    // Another way of adopting is a change like any other.
    county.edit(sample::ITEMS_PATH, "as: 指导目录", "as: 委托");
    county.publish(2015, 5, &[]);
    let diff = county.json("release diff");
    assert_eq!(diff["changes"][0]["fields"][0]["label"], "上级事项");
    let history = county.exits(0, "history 341122-hbj-01-0001");
    assert!(history.contains("改了上级事项"), "{history}");
    county.exits(0, &format!("release verify {}", first.id));
}

#[test]
fn a_city_and_its_counties_stand_side_by_side() {
    let county = county();
    let release = county.publish(2015, 4, &[]);
    let lists = tempfile::tempdir().unwrap();
    let city = lists.path().join("市/341100-20150301.db");
    fs::create_dir_all(city.parent().unwrap()).unwrap();
    fs::write(&city, published::city()).unwrap();
    fs::copy(&release.path, lists.path().join("341122-20150401.db")).unwrap();
    // Of each place the newest counts; what is no release by its name is not looked at.
    fs::write(lists.path().join("341122-20150101.db"), "").unwrap();
    fs::write(lists.path().join("说明.txt"), "各县清单").unwrap();
    let stats = json(lists.path(), "stats --lists .");
    fits("level-stats", &stats);
    assert_eq!(column(&stats["lists"], "name"), ["滁州市", "来安县"]);
    assert_eq!(column(&stats["lists"], "items"), ["1", "3"]);
    let below = &stats["lists"][1];
    assert_eq!(
        below["adopted"],
        serde_json::json!({ "delegated": 1, "guided": 1, "entrusted": 0 })
    );
    assert_eq!(below["own"], 1);
    assert_eq!(
        below["differences"],
        serde_json::json!({ "items": 1, "name": 1, "category": 0, "basis": 1, "gone": 0, "not_adopted": 0 })
    );
    assert_eq!(stats["lists"][0]["differences"], serde_json::Value::Null);
    assert_eq!(
        stats,
        json(
            lists.path(),
            "stats 341122-20150401.db 市/341100-20150301.db"
        )
    );
    let table = exits(lists.path(), 0, "stats --lists .");
    for row in ["合计", "承接上级的", "与上级不同的", "本级自有的"] {
        assert!(table.contains(row), "{row}\n{table}");
    }
    let csv = exits(lists.path(), 0, "stats --lists . --format csv");
    assert!(csv.contains("\r\n事项,1,3,4\r\n"), "{csv}");
    // One list is told as ever.
    let one = json(lists.path(), "stats 341122-20150401.db");
    assert_eq!(one["schema"], "power-list/stats/v1");
    let empty = tempfile::tempdir().unwrap();
    let said = exits(empty.path(), 2, "stats --lists .");
    assert!(said.contains("没有发布文件"), "{said}");
}

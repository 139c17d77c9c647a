//! Yearly editions and the releases between them.

use std::fs;

use super::{Project, column, fits};

use crate::sample::town::Town;

#[test]
fn the_list_of_releases_tells_editions_from_supplements() {
    let town = Project::town();
    town.try_publish(2015, 1, &[], &["jyj"]).unwrap();
    town.publish(2015, 3, &[]);
    town.publish(2015, 9, &[]);
    town.edit("power-list.yaml", "edition: 测试版", "edition: 2016年版");
    town.publish(2016, 3, &[]);
    let list = town.json("release list");
    fits("releases", &list);
    assert_eq!(
        column(&list["releases"], "place"),
        ["part", "begins", "supplement", "begins"]
    );
    let table = town.exits(0, "release list");
    let lines: Vec<&str> = table.lines().skip(2).collect();
    for (line, word) in lines.iter().zip(["部分", "首发", "增补", "首发"]) {
        assert!(line.contains(word), "{table}");
    }
}

#[test]
fn an_edition_that_is_over_is_not_published_again() {
    let town = Town::confirmed();
    let earlier = Project::town();
    earlier.publish(2013, 3, &[]);
    earlier.edit("power-list.yaml", "edition: 测试版", "edition: 2014年版");
    earlier.publish(2014, 3, &[]);
    let releases = town.path().join("releases");
    fs::create_dir_all(&releases).unwrap();
    for name in ["341100-20130301.db", "341100-20140301.db"] {
        fs::copy(
            earlier.path().join("releases").join(name),
            releases.join(name),
        )
        .unwrap();
    }
    let said = town.refused("publish --as gb");
    assert!(said.contains("341100-20150301 的版本“测试版”"), "{said}");
    assert!(said.contains("写新的版本名"), "{said}");
    assert!(!releases.join("341100-20150301.db").exists());
    // Nor is one slipped in between that ends an edition too early.
    fs::remove_file(releases.join("341100-20130301.db")).unwrap();
    town.ok("publish --as gb");
}

#[test]
fn a_second_edition_goes_its_whole_way() {
    let town = Town::confirmed();
    town.ok("publish --as gb");
    // The review of the next year has a record of its own; the old one is kept.
    town.ok("review export 2015.zip");
    fs::rename(
        town.path().join("feedback"),
        town.path().join("feedback-2015"),
    )
    .unwrap();
    let settings = town.path().join("power-list.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    let text =
        text.replace("edition: 测试版", "edition: 2016年版") + "store: .power-list/2016.db\n";
    fs::write(&settings, text).unwrap();
    town.ok("review start --as zh");
    town.meetings();
    town.walk("hbj");
    town.walk("jyj");
    let said = town.ok("publish --as gb --date 2016-03-01");
    assert!(said.contains("已公布"), "{said}");
    let list = town.json("release list --format json");
    assert_eq!(column(&list["releases"], "place"), ["begins", "begins"]);
    town.ok("release verify 341100-20160301");
    town.ok("release verify 341100-20150301 --record 2015.zip");
    let history = town.json("history 341100-hbj-01-0001 --record 2015.zip --format json");
    let published = history["history"].as_array().unwrap().iter();
    let by: Vec<&str> = published
        .filter(|entry| entry["release"].is_string())
        .map(|entry| entry["who"].as_str().unwrap())
        .collect();
    assert_eq!(by, ["gb（公布人）"], "{history}");
    let opinions = column(&history["history"], "kind");
    let opinions = opinions.iter().filter(|kind| *kind == "opined");
    // Three bodies in three rounds of two years.
    assert_eq!(opinions.count(), 18, "{history}");
}

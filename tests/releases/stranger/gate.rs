//! The gate: what was not confirmed does not get in by any door, and codes that were published stand for nothing else.

use std::fs;

use super::{ID, file, published};

use crate::sample::town::{PERMIT, Town};
use crate::sample::{ITEMS_PATH, items_with, put};

const SCHOOL_PATH: &str = "items/jyj/行政审批.yaml";
const SUB_CHART: &str = "flowcharts/jyj/sub.yaml";
const DRAWING: &str = "flowcharts/jyj/民办学校.png";

fn read(town: &Town, path: &str) -> String {
    fs::read_to_string(town.path().join(path)).unwrap()
}

/// Everything goes: what was refused has left nothing, and as it was confirmed it is published.
fn as_confirmed(town: &Town) {
    let left = fs::read_dir(town.path().join("releases")).map_or(0, Iterator::count);
    assert_eq!(left, 0);
    town.ok("publish --as gb");
}

/// A town whose school has a drawing made elsewhere and a sub-item with a chart of its own, both confirmed.
fn confirmed() -> Town {
    let town = Town::new();
    let items = read(&town, SCHOOL_PATH);
    let code = "    code: 341100-jyj-01-0001\n";
    let name = "    name: 民办学校设立审批\n";
    let subs = format!(
        "{name}    sub_items:\n      - {{ code: 341100-jyj-01-0001-01, name: 小学, flowchart: {SUB_CHART} }}\n      - {{ code: 341100-jyj-01-0001-02, name: 中学, flowchart: {DRAWING} }}\n"
    );
    let items = items.replace(name, &subs);
    assert!(
        items.contains("sub_items") && items.contains(code.trim()),
        "{items}"
    );
    put(town.path(), SCHOOL_PATH, items);
    put(town.path(), SUB_CHART, crate::sample::CHART);
    put(town.path(), DRAWING, include_bytes!("../../sample/dot.png"));
    town.ok("review start --as zh");
    town.meetings();
    town.walk("hbj");
    town.walk("jyj");
    town
}

#[test]
fn sub_items_their_charts_and_drawings_are_part_of_what_was_confirmed() {
    let town = confirmed();
    let changed = "341100-jyj-01-0001 确认以后改动过";
    let whole = read(&town, SCHOOL_PATH);
    for (from, to) in [
        ("name: 小学", "name: 小学和幼儿园"),
        ("jyj-01-0001-02, name: 中学", "jyj-01-0001-03, name: 中学"),
    ] {
        put(town.path(), SCHOOL_PATH, whole.replace(from, to));
        let refused = town.refused("publish --as gb");
        assert!(refused.contains(changed), "{from}\n{refused}");
    }
    put(town.path(), SCHOOL_PATH, &whole);
    let chart = read(&town, SUB_CHART);
    put(town.path(), SUB_CHART, chart.replace("days: 8", "days: 7"));
    let refused = town.refused("publish --as gb");
    assert!(refused.contains(changed), "{refused}");
    put(town.path(), SUB_CHART, chart);
    let png = include_bytes!("../../sample/dot.png");
    put(town.path(), DRAWING, [&png[..], b"more"].concat());
    let refused = town.refused("publish --as gb");
    assert!(refused.contains(changed), "{refused}");
    put(town.path(), DRAWING, png);
    as_confirmed(&town);
}

#[test]
fn units_and_settings_that_are_not_those_of_the_review_are_refused() {
    let town = Town::confirmed();
    let units = read(&town, "departments.yaml");
    // A unit that nobody has confirmed.
    let more = "  - id: gaj\n    name: 滁州市公安局\n    short_name: 市公安局\n    kind: 市政府工作部门\n    group: 审核二组\n    offices: [治安支队]\n";
    put(
        town.path(),
        "departments.yaml",
        format!("{}\n{more}", units.trim_end()),
    );
    let refused = town.refused("publish --as gb");
    assert!(
        refused.contains("市公安局") || refused.contains("gaj"),
        "{refused}"
    );
    // A unit that is gone, with its items still there.
    let gone: String = units
        .lines()
        .take_while(|line| !line.contains("jyj"))
        .map(|line| format!("{line}\n"))
        .collect();
    put(town.path(), "departments.yaml", gone);
    let (code, _, said) =
        crate::sample::program::parts(&town.command("publish --as gb").output().unwrap());
    assert!(code == 4 || code == 2, "{code} {said}");
    put(town.path(), "departments.yaml", &units);
    // An item that went to another unit.
    let items = items_with("", "");
    put(
        town.path(),
        ITEMS_PATH,
        items.replace("department: hbj", "department: jyj"),
    );
    town.refused("publish --as gb");
    put(town.path(), ITEMS_PATH, items);
    // Another edition, another set of categories.
    let settings = read(&town, "power-list.yaml");
    put(
        town.path(),
        "power-list.yaml",
        settings.replace("edition: 测试版", "edition: 第二版"),
    );
    let refused = town.refused("publish --as gb");
    assert!(refused.contains("三上三下确认的是“测试版”"), "{refused}");
    put(
        town.path(),
        "power-list.yaml",
        settings.replace("anhui-2014", "national-2015"),
    );
    town.refused("publish --as gb");
    put(town.path(), "power-list.yaml", settings);
    as_confirmed(&town);
}

#[test]
fn a_code_that_was_published_stands_for_nothing_else_even_where_the_rule_is_off() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.meetings();
    town.walk("hbj");
    town.ok("publish --partial --as gb");
    // The second unit takes a code over, as one would who edits the file of the first release's item: here by the
    // library, because the review would have to be walked again.
    let settings = read(&town, "power-list.yaml");
    put(
        town.path(),
        "power-list.yaml",
        format!("{settings}rules: {{ code-reused: off }}\n"),
    );
    put(
        town.path(),
        ITEMS_PATH,
        items_with("name", "    name: 危险废物经营许可"),
    );
    let loaded = power_list::io::project::load(town.path(), None, "", None).unwrap();
    let input = power_list::ops::publish::PublishInput {
        project: &loaded.project,
        root: town.path(),
        register: power_list::io::register::builtin(),
        date: "2015-06-01".parse().unwrap(),
        partial: false,
        number: 1,
        confirmed: loaded
            .project
            .departments
            .iter()
            .map(|d| d.id.value.clone())
            .collect(),
        removals: Vec::new(),
        adjustments: Vec::new(),
        ledger_head: power_list::domain::ids::Digest::ZERO,
        gate_errors: 0,
    };
    let releases = town.path().join("releases");
    let error = power_list::ops::publish::publish(&input, &releases)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("用过的编码给了另一事项") && error.contains(PERMIT),
        "{error}"
    );
    assert!(!releases.join("341100-20150601.db").exists());
}

#[test]
fn what_was_published_before_has_to_be_there() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.meetings();
    town.walk("hbj");
    town.ok("publish --partial --as gb");
    let partial = format!("{ID}-partial");
    let list = town.json("release list --format json");
    assert_eq!(list["releases"][0]["id"], *partial);
    // Whoever opens it is told.
    let metadata = read(&town, &format!("releases/{partial}.metadata.json"));
    assert_eq!(metadata.matches("这是部分公布，不含：市教育局").count(), 2);
    let said = town.ok(&format!("release verify {partial}"));
    assert!(said.contains("没有发现改动"), "{said}");
    town.walk("jyj");
    let file = town.path().join(format!("releases/{partial}.db"));
    let good = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let refused = town.refused("publish --date 2015-04-01 --as gb");
    assert!(
        refused.contains(&format!("{partial}.db 不见了")),
        "{refused}"
    );
    fs::write(&file, [&good[..], b"x"].concat()).unwrap();
    let refused = town.refused("publish --date 2015-04-01 --as gb");
    assert!(
        refused.contains(&format!("{partial}.db 被改动过")),
        "{refused}"
    );
    fs::write(&file, good).unwrap();
    town.ok("publish --date 2015-04-01 --as gb");
    let said = town.ok("release verify 341100-20150401");
    assert!(said.contains("对　　　与上一次的变化"), "{said}");
}

#[test]
fn what_validate_keeps_of_a_list_counts_only_beside_the_same_releases() {
    let town = published();
    let cache = tempfile::tempdir().unwrap();
    let validate = || {
        let mut command = town.command("validate --select X006 --fail-on warning --format json");
        command.env("POWER_LIST_CACHE", cache.path());
        crate::sample::program::parts(&command.output().unwrap())
    };
    let renamed = items_with("name", "    name: 危险废物经营许可");
    put(town.path(), ITEMS_PATH, renamed);
    for _ in 0..2 {
        let (code, said, _) = validate();
        assert!(code == 1 && said.contains("X006"), "{code} {said}");
    }
    let release = file(&town);
    let bytes = fs::read(&release).unwrap();
    fs::remove_file(&release).unwrap();
    for _ in 0..2 {
        let (code, said, _) = validate();
        assert!(code == 0 && !said.contains("X006"), "{code} {said}");
    }
    fs::write(&release, bytes).unwrap();
    assert_eq!(validate().0, 1);
}

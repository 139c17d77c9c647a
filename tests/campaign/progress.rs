//! `review overdue` and `report progress` through the real binary.

use std::fs;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use serde_json::Value;

use crate::sample::put;
use crate::sample::town::{PENALTIES, PERMIT, Town};
use crate::schema_support::{objections, validator};

/// A Friday after the holiday of October 2014.
const DAY: &str = "--date 2014-10-17";

fn town(terms: &str) -> Town {
    let town = Town::new();
    let path = town.path().join("power-list.yaml");
    let settings = fs::read_to_string(&path).unwrap();
    let planned = settings.replace(
        "timetable: { start: 2014-06-17,",
        &format!("timetable: {{ start: 2014-06-17, {terms}"),
    );
    assert_ne!(planned, settings);
    put(town.path(), "power-list.yaml", planned);
    town.ok("import");
    town.ok("review start --as zh");
    town
}

/// 环保局 is under review, 教育局 has sent nothing up.
fn under_way() -> Town {
    let town = town("一上: 2014-08-15, 一下: 2014-09-30, 二上: 2014-10-20,");
    town.ok("review submit hbj --as hbj");
    town
}

fn conforming(name: &str, document: &Value) {
    let errors = objections(&validator(name), document);
    assert!(errors.is_empty(), "{errors:?}\n{document:#}");
}

fn overdue(town: &Town, options: &str) -> Vec<Value> {
    let mut said = town.json(&format!("review overdue --format json {options}"));
    conforming("overdue", &said);
    let rows = said["overdue"].as_array().unwrap().len();
    assert_eq!(said["total"], rows);
    match said["overdue"].take() {
        Value::Array(rows) => rows,
        other => panic!("{other}"),
    }
}

fn waits(row: &Value) -> Vec<String> {
    let text = |owed: &Value| {
        let (name, what) = (&owed["name"], &owed["what"]);
        format!("{} {}", name.as_str().unwrap(), what.as_str().unwrap())
    };
    row["waits_for"]
        .as_array()
        .unwrap()
        .iter()
        .map(text)
        .collect()
}

#[test]
fn who_is_late_and_who_is_waited_for() {
    let town = under_way();
    assert!(overdue(&town, "--date 2014-08-15").is_empty());
    let said = town.ok("review overdue --date 2014-08-15");
    assert_eq!(said, "2014-08-15 没有逾期的部门\n");
    let rows = overdue(&town, DAY);
    let brief = |row: &Value| {
        format!(
            "{} {} {} {}",
            row["department"].as_str().unwrap(),
            row["leg_name"].as_str().unwrap(),
            row["due"].as_str().unwrap(),
            row["days_late"]
        )
    };
    // The days of October's holiday are not counted; Saturday the 11th is worked. The longest overdue comes first.
    assert_eq!(
        rows.iter().map(brief).collect::<Vec<_>>(),
        ["jyj 一上 2014-08-15 41", "hbj 一下 2014-09-30 9"]
    );
    assert_eq!(waits(&rows[0]), ["部门 没有一上"]);
    assert_eq!(rows[0]["next"][0], "power-list review submit jyj --as jyj");
    assert_eq!(
        waits(&rows[1]),
        [
            "编办 3 项没有提意见",
            "法制办 3 项没有提意见",
            "政务服务中心 3 项没有提意见"
        ]
    );
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 保留 --as bb-1"
    ));
    town.ok("review opine hbj --all --decision 保留 --as fz-1");
    assert_eq!(
        waits(&overdue(&town, DAY)[1]),
        [
            "编办 2 项没有提意见",
            "法制办 没有签署",
            "政务服务中心 3 项没有提意见"
        ]
    );
    town.ok("review opine hbj --rest --decision 保留 --text 请补充 --as bb-1");
    town.ok("review opine hbj --rest --decision 保留 --as zw-1");
    for who in ["bb-1", "fz-1", "zw-1"] {
        town.ok(&format!("review sign hbj --as {who}"));
    }
    let rows = overdue(&town, DAY);
    assert_eq!(waits(&rows[1]), ["综合组 没有反馈"]);
    assert_eq!(rows[1]["next"][0], "power-list review return hbj --as zh");
    town.ok("review return hbj --as zh");
    assert_eq!(overdue(&town, DAY).len(), 1, "a new leg, a new last day");
    let rows = overdue(&town, "--department hbj --date 2014-10-22");
    assert_eq!(waits(&rows[0]), ["部门 2 条意见没有答复"]);
    // More time, and it is late no more.
    town.ok("review extend hbj --leg 二上 --days 3 --reason 等待目录 --as zh");
    assert!(overdue(&town, "--department hbj --date 2014-10-22").is_empty());
    let rows = overdue(&town, "--department hbj --date 2014-10-24");
    assert_eq!(rows[0]["due_because"], "计划10月20日，延长3个工作日");
    assert_eq!(rows[0]["days_late"], 1);
}

#[test]
fn late_units_are_picked_and_printed() {
    let town = under_way();
    assert_eq!(overdue(&town, &format!("--group 审核二组 {DAY}")).len(), 1);
    let said = town.ok(&format!("review overdue {DAY}"));
    for told in [
        "9 个工作日",
        "编办、法制办、政务服务中心",
        "2014-10-17 共 2 个部门逾期",
        "hbj：power-list review opine hbj --rest",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    let csv = town.ok(&format!("review overdue --format csv {DAY}"));
    let csv = csv.trim_start_matches('\u{feff}');
    assert!(
        csv.starts_with("部门,名称,审核组,步,最后一天,逾期工作日,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let why = town.exits(2, &format!("review overdue --group 审核九组 {DAY}"));
    assert!(why.contains("这次的审核组：审核一组、审核二组"), "{why}");
    town.refused(&format!("review overdue --department gaj {DAY}"));
    let why = town.exits(2, "review overdue --date 2031-01-05");
    assert!(
        why.contains("年的工作日历") && why.contains("calendar:"),
        "{why}"
    );
}

fn figures(town: &Town, options: &str) -> Value {
    let said = town.json(&format!("report progress --format json {options}"));
    conforming("progress", &said);
    said
}

#[test]
fn progress_counts_legs_and_items() {
    let town = under_way();
    town.ok("review opine hbj --all --decision 保留 --as bb-1");
    town.ok("review opine hbj --all --decision 保留 --as fz-1");
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 保留 --as zw-1"
    ));
    town.ok(&format!(
        "review opine hbj --item {} --decision 优化 --as zw-1",
        PENALTIES[0]
    ));
    let said = figures(&town, DAY);
    let total = &said["total"];
    for (key, count) in [
        ("departments", 2),
        ("confirmed", 0),
        ("late", 2),
        ("legs_done", 1),
        ("legs", 12),
        ("items", 3),
        ("decided", 1),
        ("open", 2),
        ("disputed", 1),
        ("unanswered", 0),
    ] {
        assert_eq!(total[key], count, "{key}\n{total:#}");
    }
    assert_eq!(total["decisions"]["保留"], 1);
    assert_eq!(said["groups"][0]["group"], "审核一组");
    assert_eq!(said["groups"][0]["figures"]["items"], 3);
    assert_eq!(said["legs"][0]["done"], 1);
    assert_eq!(said["legs"][0]["running_late"], 1);
    assert_eq!(said["legs"][1]["running_late"], 1);
    assert_eq!(said["legs"][2]["ahead"], 2);
    assert_eq!(said["overdue"].as_array().unwrap().len(), 2);
    assert_eq!(said["departments"][0]["days_left"], -9);
    // Planned: the start, then three legs of two units.
    let planned = said["course"]["planned"].as_array().unwrap();
    let legs: Vec<&Value> = planned.iter().map(|p| &p["legs"]).collect();
    assert_eq!(legs, [0, 2, 4, 6]);
    assert_eq!(said["publication"]["date"], "2015-03-01");
    let table = town.ok(&format!("report progress {DAY}"));
    for told in ["逾09-30", "逾08-15", "审核二组", "合计"] {
        assert!(table.contains(told), "{told}\n{table}");
    }
    // A year without a calendar is told, and what does not need it stands.
    let said = figures(&town, "--date 2031-01-05");
    assert!(said["departments"][0]["days_left"].is_null());
    assert_eq!(said["total"]["late"], 2);
    assert!(said["missing_calendar"].as_i64().unwrap() > 2026);
}

#[test]
fn a_campaign_that_is_over_has_nothing_open() {
    let town = Town::confirmed();
    let said = figures(&town, DAY);
    assert_eq!(said["total"]["confirmed"], 2);
    assert_eq!(said["total"]["legs_done"], 12);
    assert_eq!(said["total"]["open"], 0);
    assert!(said["departments"][0]["leg"].is_null());
    assert!(said["overdue"].as_array().unwrap().is_empty());
}

#[test]
fn the_report_is_written_as_a_workbook_a_page_json_and_csv() {
    let town = under_way();
    for ending in ["xlsx", "html", "json", "csv"] {
        let line = format!("report progress {DAY} --output 进度.{ending}");
        let said = town.ok(&line);
        assert!(said.contains("2 个部门，2 个逾期"), "{said}");
        let again = town.ok(&line);
        assert!(again.contains("没有变化"), "the same bytes: {again}");
        let other = format!("report progress --date 2014-10-20 --output 进度.{ending}");
        let why = town.exits(2, &other);
        assert!(why.contains("--force"), "{why}");
        town.ok(&format!("{other} --force"));
    }
    let why = town.exits(2, "report progress --output 进度.pdf");
    assert!(why.contains(".xlsx、.html、.json 或 .csv"), "{why}");
    let bytes = fs::read(town.path().join("进度.xlsx")).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["进度", "审核组", "逾期"]);
    let sheet = book.worksheet_range("进度").unwrap();
    let text = |row: u32, column: u32| sheet.get_value((row, column)).unwrap().to_string();
    assert!(text(0, 0).contains("编制进度（截至 2014-10-20）"));
    assert_eq!(text(1, 4), "一上");
    assert_eq!(text(2, 0), "hbj");
    assert_eq!(text(2, 5), "限 09-30 逾期");
    assert_eq!(text(4, 0), "合计");
}

#[test]
fn the_page_stands_alone_and_nothing_in_it_is_taken_for_markup() {
    let town = under_way();
    let hostile = "</title><script>alert('1')</script>\\\"&<img src=x>";
    for (file, from) in [
        ("departments.yaml", "short_name: 市环保局"),
        ("power-list.yaml", "name: 滁州市"),
    ] {
        let path = town.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let key = from.split(": ").next().unwrap();
        let changed = text.replacen(from, &format!("{key}: \"{hostile}\""), 1);
        assert_ne!(changed, text);
        put(town.path(), file, changed);
    }
    town.ok(&format!("report progress {DAY} --output p.html"));
    let page = fs::read_to_string(town.path().join("p.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
    assert!(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;&lt;img"));
    for foreign in [
        "<script", "<img", "http:", "https:", "url(", "@import", "<link", "src=",
    ] {
        let outside = page.replace("src=x&gt;", "");
        assert!(!outside.contains(foreign), "{foreign}");
    }
    // Every chart says what it shows, and stands beside its figures.
    let charts = page.matches("<svg role=\"img\"").count();
    assert_eq!(charts, 3, "no decisions yet, so no chart of them");
    assert_eq!(page.matches("<desc id=").count(), charts);
    assert_eq!(page.matches("<details><summary>看数字").count(), charts);
    assert!(page.contains("一上：逾期完成 1，逾期未完 1；一下："));
    for tag in [
        "main", "section", "table", "svg", "tr", "td", "th", "details", "dl",
    ] {
        let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
        let opened = page.match_indices(&open).filter(|(at, _)| {
            let next = page.as_bytes()[at + open.len()];
            next == b'>' || next == b' '
        });
        assert_eq!(opened.count(), page.matches(&close).count(), "{tag}");
    }
}

//! Terms in working days, the project's own calendar, and more time, through the real binary.

use std::fs;

use crate::sample::program::{parts, run};
use crate::sample::town::Town;
use crate::sample::{self, SETTINGS, put};

/// A town with these terms, started.
fn town(terms: &str) -> Town {
    let town = Town::new();
    plan(&town, terms);
    town.ok("import");
    town.ok("review start --as zh");
    town
}

/// Writes other terms into a town's timetable, and a calendar of the year of the tests after it.
fn plan(town: &Town, terms: &str) {
    let path = town.path().join("power-list.yaml");
    let settings = fs::read_to_string(&path).unwrap();
    let planned = settings.replace(
        "timetable: { start: 2014-06-17,",
        &format!("timetable: {{ start: 2014-06-17, {terms},"),
    );
    assert_ne!(planned, settings);
    put(town.path(), "power-list.yaml", planned);
}

fn row(town: &Town, unit: &str, day: &str) -> serde_json::Value {
    let said = town.json(&format!("review status {unit} --format json --date {day}"));
    said["departments"][0].clone()
}

#[test]
fn working_days_are_counted_over_the_holidays() {
    // 17 June 2014 is a Tuesday; 1 to 7 October is off, Sunday 28 September and Saturday 11 October are worked.
    let town = town("一上: 75个工作日, 一下: 5");
    let hbj = row(&town, "hbj", "2014-09-26");
    assert_eq!(hbj["leg"], "first_up");
    assert_eq!(hbj["due"], "2014-09-30");
    assert_eq!(hbj["days_left"], 3);
    assert_eq!(hbj["due_because"], "自6月17日启动起75个工作日");
    assert_eq!(row(&town, "hbj", "2014-10-09")["days_left"], -2);
    let said = town.ok("review status hbj --date 2014-09-26");
    assert!(said.contains("还有 3 个工作日"), "{said}");
    assert!(
        said.contains("一上的最后一天：2014-09-30，还有 3 个工作日（自6月17日启动起75个工作日）"),
        "{said}"
    );
    let said = town.ok("review queue --as hbj --date 2014-10-09");
    assert!(said.contains("逾期 2 个工作日"), "{said}");
    let queue = town.json("review queue --as hbj --date 2014-09-30 --format json");
    assert_eq!(queue["queue"][0]["days_left"], 0);
    assert_eq!(
        queue["queue"][0]["due_because"],
        "自6月17日启动起75个工作日"
    );
}

#[test]
fn more_time_is_given_by_the_coordinator_with_a_reason() {
    let town = town("一上: 2014-08-15, 二上: 10");
    let refused = town.refused("review extend hbj --leg 一上 --days 5 --reason 机构改革 --as hbj");
    assert!(refused.contains("这是综合组的事"), "{refused}");
    let why = town.exits(2, "review extend hbj --leg 一上 --days 5 --reason= --as zh");
    assert!(why.contains("--reason"), "{why}");
    let refused = town.refused("review extend hbj --leg 二下 --days 5 --reason 机构改革 --as zh");
    assert!(refused.contains("hbj 的二下本来没有期限"), "{refused}");
    let refused =
        town.refused("review extend hbj --leg 一上 --until 2014-08-15 --reason 机构改革 --as zh");
    assert!(refused.contains("2014-08-15 不比它晚"), "{refused}");
    let refused =
        town.refused("review extend hbj --leg 一上 --until 2014-08-16 --reason 机构改革 --as zh");
    assert!(refused.contains("2014-08-16 不是工作日"), "{refused}");
    assert_eq!(town.record().len(), 1, "a refusal leaves nothing behind");
    let said = town.ok(
        "review extend hbj --leg 一上 --days 5 --reason 机构改革 --document 滁编办〔2014〕31号 --as zh",
    );
    assert!(
        said.contains("2014-08-22（计划8月15日，延长5个工作日）"),
        "{said}"
    );
    town.ok("review extend --all --leg 一上 --until 2014-08-26 --reason 等待目录 --as zh");
    let hbj = row(&town, "hbj", "2014-08-26");
    assert_eq!(
        hbj["due_because"],
        "计划8月15日，延长5个工作日，延长2个工作日"
    );
    assert_eq!(hbj["days_left"], 0);
    assert_eq!(
        row(&town, "jyj", "2014-08-26")["due_because"],
        "计划8月15日，延长7个工作日"
    );
    let log = town.ok("review log --kind extended");
    for told in [
        "延期 一上由 2014-08-22 延至 2014-08-26；等待目录",
        "滁编办〔2014〕31号",
    ] {
        assert!(log.contains(told), "{log}");
    }
    let record = town.record();
    assert_eq!(record.len(), 4);
    assert_eq!(record[1]["payload"]["from"], "2014-08-15");
    assert_eq!(record[1]["payload"]["leg"], "up");
    town.ok("review verify");
    town.ok("review submit hbj --as hbj");
    let refused =
        town.refused("review extend hbj --leg 一上 --until 2014-08-28 --reason 机构改革 --as zh");
    assert!(refused.contains("一上已经走完"), "{refused}");
    // All that are not there yet: the other unit alone.
    town.ok("review extend --all --leg 一上 --until 2014-08-28 --reason 机构改革 --as zh");
    let last = town.record().last().unwrap().clone();
    assert_eq!(last["payload"]["department"], "jyj");
}

#[test]
fn a_year_without_a_calendar_is_an_error_that_says_what_to_write() {
    let town = town("一上: 2014-08-15, 一下: 2030-01-10");
    let said = town.exits(
        2,
        "review extend hbj --leg 一下 --days 5 --reason 机构改革 --as zh",
    );
    assert!(
        said.contains("没有 2030 年的工作日历")
            && said.contains("calendar:")
            && said.contains("2030:")
            && said.contains("holidays: [2030-10-01 至 2030-10-07"),
        "{said}"
    );
    assert_eq!(town.record().len(), 1);
    // What only looks says it and goes on.
    let hbj = row(&town, "hbj", "2030-01-02");
    assert!(hbj["days_left"].is_null(), "{hbj}");
    let calendar = "\
calendar:
  2030:
    source: 国务院办公厅关于2030年部分节假日安排的通知（假设）
    holidays: [2030-01-01, 2030-01-10 至 2030-01-14]
    workdays: [2030-01-19]
";
    let settings = fs::read_to_string(town.path().join("power-list.yaml")).unwrap();
    put(town.path(), "power-list.yaml", settings + calendar);
    let said = town.ok("review extend hbj --leg 一下 --days 5 --reason 机构改革 --as zh");
    // The planned day is in a holiday and moves to Tuesday the 15th; the Saturday after is worked.
    assert!(
        said.contains("2030-01-21（计划1月10日，延长5个工作日）"),
        "{said}"
    );
}

#[test]
fn what_is_wrong_in_a_calendar_is_shown_where_it_stands() {
    let dir = sample::project();
    let first = SETTINGS.lines().count() + 2;
    let cases = [
        (
            "  27: { source: 通知, holidays: [] }",
            "calendar 的键应当是年份",
            0,
        ),
        ("  2027: { holidays: [] }", "缺少“source”", 0),
        (
            "  2027: { source: 通知, holidays: [2026-12-31] }",
            "2026-12-31 不在 2027 年",
            0,
        ),
        (
            "  2027: { source: 通知, holidays: [2027-10-07 至 2027-10-01] }",
            "2027-10-07 至 2027-10-01 前后颠倒",
            0,
        ),
        (
            "  2027: { source: 通知, holidays: [2027-02-30] }",
            "放假的日子不是日期：“2027-02-30”",
            0,
        ),
        (
            "  2027:\n    source: 通知\n    holidays: []\n    workdays: [2027-10-08]",
            "2027-10-08 不是星期六、星期日，本来就上班",
            3,
        ),
        (
            "  2027:\n    source: 通知\n    holidays: [2027-10-01 至 2027-10-10]\n    workdays: [2027-10-09]",
            "2027-10-09 既写成放假，又写成上班",
            3,
        ),
    ];
    for (text, wanted, line) in cases {
        put(
            dir.path(),
            "power-list.yaml",
            format!("{SETTINGS}calendar:\n{text}\n"),
        );
        let (code, out, err) = parts(&run(dir.path(), &["validate"]));
        assert_eq!(code, 2, "{text}：{out}{err}");
        assert!(out.contains(wanted), "{text}：{out}");
        let place = format!("power-list.yaml:{}:", first + line);
        assert!(out.contains(&place), "{text}：{place} {out}");
    }
    put(
        dir.path(),
        "power-list.yaml",
        format!("{SETTINGS}timetable: {{ 一上: 15 }}\n"),
    );
    let (_, out, _) = parts(&run(dir.path(), &["validate"]));
    assert!(out.contains("却没有写从哪天算起"), "{out}");
    put(
        dir.path(),
        "power-list.yaml",
        format!("{SETTINGS}timetable: {{ 一下: 15天 }}\n"),
    );
    let (_, out, _) = parts(&run(dir.path(), &["validate"]));
    assert!(out.contains("一下的期限不能是“15天”"), "{out}");
}

#[test]
fn the_letter_gives_the_days_from_the_day_it_is_given() {
    let town = town("一上: 2014-08-15, 一下: 2014-09-30, 二上: 10");
    // Years that the program may not know when this is run.
    let today = power_list::domain::office_time::day(jiff::Timestamp::now());
    let year = today.year();
    let years = [year, year + 1].map(|y| format!("  {y}: {{ source: 测试, holidays: [] }}\n"));
    let settings = fs::read_to_string(town.path().join("power-list.yaml")).unwrap();
    let calendar = format!("calendar:\n{}", years.concat());
    put(town.path(), "power-list.yaml", settings + &calendar);
    town.ok("review submit hbj --as hbj");
    town.review("hbj", 1);
    let said = town.ok("review return hbj --as zh");
    let (_, rest) = said
        .split_once("二上的最后一天：")
        .unwrap_or_else(|| panic!("{said}"));
    let day: jiff::civil::Date = rest[..10].parse().unwrap();
    assert!(rest.contains("一下起10个工作日"), "{said}");
    let due = row(&town, "hbj", "2014-10-09")["due"].clone();
    assert_eq!(due, day.to_string());
    let bytes = fs::read(town.path().join("feedback/hbj-1.docx")).unwrap();
    let mut letter = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let text = std::io::read_to_string(letter.by_name("word/document.xml").unwrap()).unwrap();
    let chinese = format!("{}年{}月{}日", day.year(), day.month(), day.day());
    assert!(text.contains(&chinese), "{chinese}");
    town.ok("review return hbj --files-only --as zh");
}

//! Clocks that are set back, machines in other time zones: what is recorded is what the clock said, it is told where that
//! cannot be, and days are those of the office, wherever the machine stands.

use std::fs;

use jiff::{SignedDuration, Timestamp};
use power_list::domain::office_time;
use power_list::io::project;
use power_list::io::sqlite::work::WorkStore;
use power_list::ops::review::{Act, Session};
use power_list::workflow::Command;
use power_list::workflow::event::MeetingKind;

use crate::acts::act;
use crate::sample::program::parts;
use crate::sample::town::Town;
use crate::state::{State, sound};

/// Records a meeting as a machine would whose clock says this.
fn meet(town: &Town, at: Timestamp) {
    let loaded = project::load(town.path(), None, "", None).unwrap();
    let people = &loaded.project.settings.people;
    let actor = people.iter().find(|p| p.id.as_str() == "zh").unwrap();
    let store = WorkStore::open(&town.database()).unwrap();
    let act = Act { people, actor, at };
    Session::open(store)
        .unwrap()
        .act(
            act,
            &Command::Meeting {
                kind: MeetingKind::LeadingGroup,
                date: "2015-01-10".parse().unwrap(),
                document: "纪要1号".parse().unwrap(),
            },
        )
        .unwrap();
}

#[test]
fn a_clock_that_was_set_back_is_told_of_and_recorded_as_it_was() {
    let ready = act("review submit");
    let town = Town::again(&ready.ready);
    // An hour, since the clocks of two offices may be that far apart by a wrong zone; and many years.
    for ahead in [
        SignedDuration::from_hours(1),
        SignedDuration::from_hours(24 * 3650),
    ] {
        let town = Town::again(&ready.ready);
        meet(&town, Timestamp::now() + ahead);
        let last = sound(&town.database()).len();
        let said = town.ok(&ready.line);
        assert!(
            said.contains("注意：这台机器的时间是 20")
                && said.contains(&format!("比前面第 {last} 号事件的 20")),
            "{said}"
        );
        // It is what it would be without, and dated by the clock that there was.
        let records = sound(&town.database());
        let at: Timestamp = records.last().unwrap().at.parse().unwrap();
        assert!(at.duration_until(Timestamp::now()) < SignedDuration::from_mins(2));
        // The next one is after it: nothing is told.
        let said = town.ok("review opine hbj --all --decision 保留 --as zw-1");
        assert!(!said.contains("注意"), "{said}");
        let said = town.ok("review verify");
        assert!(
            said.contains("事件链完整")
                && said.contains("时间：1 个事件记的时间比前一个早")
                && said.contains(&format!("第 {} 号事件　", last + 1)),
            "{said}"
        );
        let found = town.json("review verify --format json");
        assert_eq!(found["valid"], true);
        assert_eq!(found["set_back"][0]["event"], last + 1);
        assert_eq!(found["set_back"].as_array().unwrap().len(), 1);
        let month = office_time::day(Timestamp::now())
            .strftime("%Y-%m")
            .to_string();
        // And nothing that counts days stumbles over it.
        for line in [
            "review status",
            "review log",
            "review queue --as zh",
            "review overdue",
            "review overdue --date 2014-11-03",
            "report progress -o 进度.html",
            "report progress -o 进度.xlsx",
            &format!("report monthly {month}"),
            "report cleanup -o 清理.xlsx",
            "review export 记录.zip",
            "review verify 记录.zip",
        ] {
            town.ok(line);
        }
        let other = Town::new();
        fs::copy(town.path().join("记录.zip"), other.path().join("记录.zip")).unwrap();
        let said = other.ok("review import 记录.zip");
        assert!(said.contains("导入"), "{said}");
        assert_eq!(
            State::of(&other).database.events,
            State::of(&town).database.events
        );
        assert!(other.ok("review verify").contains("时间：1 个事件"));
    }
    // Clocks of several machines are never quite the same.
    meet(&town, Timestamp::now() + SignedDuration::from_secs(90));
    assert!(!town.ok(&ready.line).contains("注意"));
    assert!(!town.ok("review verify").contains("时间："));
}

/// A confirmed list is published with a clock that was set back, too, and says so.
#[test]
fn publishing_with_a_clock_that_was_set_back_is_told_of() {
    let ready = act("publish --as gb");
    let town = Town::again(&ready.ready);
    meet(&town, Timestamp::now() + SignedDuration::from_hours(48));
    let said = town.ok(&ready.line);
    assert!(said.contains("注意：这台机器的时间是"), "{said}");
    town.ok("release verify 341100-20150301");
}

/// Zones on both sides of the date line, and of the office's own.
const ZONES: &[&str] = &[
    "Asia/Shanghai",
    "America/New_York",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "UTC0",
    "",
];

#[test]
fn a_machine_may_stand_in_any_time_zone() {
    let ready = act("publish --as gb");
    let made = Town::again(&ready.ready);
    // Half past midnight in the office, the day before in Greenwich.
    let late: Timestamp = "2026-06-30T16:30:00Z".parse().unwrap();
    meet(&made, late);
    let ready = crate::sample::program::content(made.path());
    let in_zone = |zone: &str| {
        let town = Town::again(&ready);
        let mut all = String::new();
        for line in [
            "review log",
            "review log --format json",
            "review status",
            "review overdue",
            "review overdue --date 2014-11-03",
            "report monthly 2026-06",
            "report notice -o 通知.docx",
            "report minutes 审核一组 --date 2014-08-20",
            "review export 记录.zip",
            "export -o 清单.xlsx",
            "export -o 清单.docx",
            "export -o 清单.json",
            "template --department hbj -o 表.xlsx",
            "law calendar --days 365 --date 2015-03-01",
            "publish --as gb",
            "publish --site 网站",
        ] {
            let output = town.command(line).env("TZ", zone).output().unwrap();
            let (code, out, err) = parts(&output);
            all.push_str(&format!("{line} {code}\n{out}{err}\n"));
        }
        (all, State::of(&town))
    };
    let (office, state) = in_zone(ZONES[0]);
    assert!(office.contains("2026-07-01 00:30"), "{office}");
    assert!(
        state
            .files
            .keys()
            .any(|path| path.ends_with("341100-20150301.db"))
    );
    for zone in &ZONES[1..] {
        let (said, files) = in_zone(zone);
        assert_eq!(said, office, "{zone}");
        assert!(files == state, "{zone}：{}", files.unlike(&state));
    }
}

//! More time for a leg, and what the plan makes of it.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::super::packed::Checkpoint;
use super::super::plan::{Basis, Plan};
use super::super::stage::{Leg, Passage};
use super::properties::{run, tries};
use super::*;
use crate::domain::calendar::{NoData, WorkCalendar, WorkYear};
use crate::domain::office_time;
use crate::domain::timetable::{Term, Timetable};

const SECOND_UP: Passage = Passage::new(Round::Second, Leg::Up);
const FIRST_UP: Passage = Passage::new(Round::First, Leg::Up);
const FIRST_DOWN: Passage = Passage::new(Round::First, Leg::Down);

pub(super) fn extend(
    department: &str,
    passage: Passage,
    from: Option<Date>,
    until: Date,
) -> Command {
    Command::Extend {
        passage,
        days: vec![NewDay {
            department: dept(department),
            from,
            until: Some(until),
            worked: true,
        }],
        reason: words("机构改革"),
        document: None,
    }
}

/// The years of [`World`]'s clock, which begins on 2014-06-17, with the holiday of October.
fn calendar() -> WorkCalendar {
    let mut calendar = WorkCalendar::default();
    let mut year = WorkYear::new(2014, vec!["通知".to_owned()]);
    year.rest(date(2014, 10, 1), date(2014, 10, 7)).unwrap();
    calendar.set(year);
    calendar
}

fn timetable(legs: [Option<Term>; 6]) -> Timetable {
    Timetable {
        start: Some(date(2014, 6, 17)),
        publication: None,
        legs,
    }
}

fn within(days: u32) -> Option<Term> {
    Some(Term::Within(days))
}

fn state<'w>(world: &'w World, id: &str) -> &'w super::super::campaign::DepartmentState {
    world.campaign.department(&dept(id)).unwrap()
}

#[test]
fn only_the_coordinator_extends_and_only_to_a_later_working_day_of_a_leg_that_is_not_over() {
    let mut world = World::started();
    let (friday, monday) = (date(2014, 11, 14), date(2014, 11, 17));
    let good = extend("hbj", SECOND_UP, Some(friday), monday);
    for who in ["hbj-head", "bb-1", "gb"] {
        let refusal = world.refused(who, good.clone());
        assert_eq!(refusal.code, "not_your_role");
        assert!(refusal.next[0].contains("review extend"), "{refusal:?}");
    }
    let bad = |day: NewDay| Command::Extend {
        passage: SECOND_UP,
        days: vec![day],
        reason: words("机构改革"),
        document: None,
    };
    let day = NewDay {
        department: dept("hbj"),
        from: Some(monday),
        until: Some(monday),
        worked: true,
    };
    for (wrong, why) in [
        (day.clone(), "不比它晚"),
        (
            NewDay {
                from: None,
                worked: false,
                ..day.clone()
            },
            "不是工作日",
        ),
        (
            NewDay {
                from: None,
                until: None,
                ..day.clone()
            },
            "本来没有期限",
        ),
    ] {
        let refusal = world.refused("zhz", bad(wrong));
        assert_eq!(refusal.code, "bad_day");
        assert!(refusal.missing[0].contains(why), "{refusal:?}");
    }
    let gone = bad(NewDay {
        department: dept("gaj"),
        ..day
    });
    assert_eq!(world.refused("zhz", gone).code, "unknown_department");
    let nobody = Command::Extend {
        passage: SECOND_UP,
        days: Vec::new(),
        reason: words("机构改革"),
        document: None,
    };
    assert_eq!(world.refused("zhz", nobody).code, "nothing_to_extend");
    world.ok("zhz", good);
    world.ok("hbj-clerk", submit("hbj", 0));
    let late = extend("hbj", FIRST_UP, None, monday);
    assert_eq!(world.refused("zhz", late).code, "leg_over");
}

#[test]
fn a_command_for_many_is_taken_whole_or_not_at_all() {
    let mut world = World::started();
    world.ok("jyj-clerk", submit("jyj", 0));
    let day = |id: &str| NewDay {
        department: dept(id),
        from: None,
        until: Some(date(2014, 11, 17)),
        worked: true,
    };
    let both = |first: &str, second: &str| Command::Extend {
        passage: FIRST_UP,
        days: vec![day(first), day(second)],
        reason: words("机构改革"),
        document: Some(words("滁编办〔2014〕31号")),
    };
    let refusal = world.refused("zhz", both("hbj", "jyj"));
    assert_eq!(refusal.code, "leg_over");
    assert_eq!(refusal.missing, ["jyj（初审）"]);
    assert_eq!(world.refused("zhz", both("hbj", "hbj")).code, "bad_day");
    assert_eq!(world.ok("zhz", both("hbj", "tjj")).len(), 2);
    assert_eq!(Campaign::replay(&world.events).unwrap(), world.campaign);
    let (again, _) = Checkpoint::of(&world.campaign).open().unwrap();
    assert_eq!(again, world.campaign);
}

#[test]
fn a_history_with_an_extension_that_shortens_is_damaged() {
    let mut world = World::started();
    world.ok(
        "zhz",
        extend(
            "hbj",
            SECOND_UP,
            Some(date(2014, 11, 14)),
            date(2014, 11, 17),
        ),
    );
    let mut events = world.events.clone();
    let EventKind::Extended { until, .. } = &mut events.last_mut().unwrap().payload else {
        panic!("an extension");
    };
    *until = date(2014, 11, 14);
    let broken = Campaign::replay(&events).unwrap_err();
    assert!(broken.why.contains("不比原来的晚"), "{broken}");
}

#[test]
fn working_days_are_counted_from_the_leg_before_as_planned_then_as_it_was() {
    let (calendar, timetable) = (
        calendar(),
        timetable([
            within(5),
            within(3),
            Some(Term::On(date(2014, 10, 4))),
            None,
            within(2),
            None,
        ]),
    );
    let plan = Plan {
        timetable: &timetable,
        calendar: &calendar,
    };
    let days = |legs: [super::super::plan::LegPlan; 6]| legs.map(|leg| leg.day());
    // 17 June 2014 is a Tuesday.
    let planned = days(plan.planned());
    assert_eq!(
        planned,
        [
            Some(date(2014, 6, 24)),
            Some(date(2014, 6, 27)),
            // A planned day in a holiday moves.
            Some(date(2014, 10, 8)),
            None,
            // The leg before has no end to count from.
            None,
            None
        ]
    );
    let mut world = World::started();
    assert_eq!(days(plan.of(state(&world, "hbj"))), planned);
    world.ok("hbj-clerk", submit("hbj", 0));
    let really = office_time::day(state(&world, "hbj").ended(FIRST_UP).unwrap());
    let leg = plan.leg(state(&world, "hbj"), FIRST_DOWN);
    assert_eq!(leg.day(), Some(calendar.after(really, 3).unwrap()));
    let deadline = leg.due.unwrap().unwrap();
    assert_eq!(deadline.explain(), "自6月17日一上起3个工作日");
    let Some(Basis::Within { ended: true, .. }) = deadline.basis else {
        panic!("{deadline:?}");
    };
    assert_eq!(
        plan.running(state(&world, "hbj")).unwrap().passage,
        FIRST_DOWN
    );
    // The other units are as planned.
    assert_eq!(
        plan.leg(state(&world, "tjj"), FIRST_DOWN)
            .due
            .unwrap()
            .unwrap()
            .explain(),
        "自6月24日一上期满起3个工作日"
    );
}

#[test]
fn the_last_extension_counts_and_the_history_of_them_is_told() {
    let (calendar, timetable) = (
        calendar(),
        timetable([within(5), None, None, None, None, None]),
    );
    let plan = Plan {
        timetable: &timetable,
        calendar: &calendar,
    };
    let mut world = World::started();
    let (first, second) = (date(2014, 7, 1), date(2014, 7, 3));
    world.ok(
        "zhz",
        extend("hbj", FIRST_UP, Some(date(2014, 6, 24)), first),
    );
    world.ok("zhz", extend("hbj", FIRST_UP, Some(first), second));
    let leg = plan.leg(state(&world, "hbj"), FIRST_UP);
    assert_eq!(leg.day(), Some(second));
    assert_eq!(
        leg.due.unwrap().unwrap().explain(),
        "自6月17日启动起5个工作日，延长5个工作日，延长2个工作日"
    );
    // Where nothing was planned, the extension says the day.
    world.ok("zhz", extend("hbj", FIRST_DOWN, None, first));
    let leg = plan.leg(state(&world, "hbj"), FIRST_DOWN);
    assert_eq!(leg.due.unwrap().unwrap().explain(), "没有计划，延至7月1日");
}

#[test]
fn an_extension_that_the_leg_goes_beyond_of_itself_is_not_said_to_count() {
    let (calendar, timetable) = (
        calendar(),
        timetable([
            Some(Term::On(date(2014, 6, 10))),
            within(9),
            None,
            None,
            None,
            None,
        ]),
    );
    let plan = Plan {
        timetable: &timetable,
        calendar: &calendar,
    };
    let mut world = World::started();
    let from = plan.leg(state(&world, "hbj"), FIRST_DOWN).day();
    assert_eq!(from, Some(date(2014, 6, 23)));
    world.ok("zhz", extend("hbj", FIRST_DOWN, from, date(2014, 6, 24)));
    let told = |world: &World| {
        let leg = plan.leg(state(world, "hbj"), FIRST_DOWN);
        (leg.day().unwrap(), leg.because().unwrap())
    };
    let until = date(2014, 6, 24);
    assert_eq!(
        told(&world),
        (
            until,
            "自6月10日一上期满起9个工作日，延长1个工作日".to_owned()
        )
    );
    // Sent up a week late, the nine days begin anew.
    world.ok("hbj-clerk", submit("hbj", 0));
    let (day, why) = told(&world);
    assert!(day > until);
    assert_eq!(why, "自6月17日一上起9个工作日");
}

#[test]
fn a_year_without_a_calendar_is_told_and_not_guessed() {
    let calendar = calendar();
    let timetable = timetable([
        Some(Term::On(date(2014, 12, 20))),
        within(20),
        None,
        None,
        None,
        None,
    ]);
    let plan = Plan {
        timetable: &timetable,
        calendar: &calendar,
    };
    let [first, second, ..] = plan.planned();
    assert_eq!(first.day(), Some(date(2014, 12, 22)));
    assert_eq!(second.due, Some(Err(NoData { year: 2015 })));
    assert!(
        second
            .tell(&plan, date(2014, 12, 1))
            .unwrap()
            .contains("2015")
    );
    assert_eq!(
        plan.tell(date(2014, 12, 22), date(2014, 12, 22)),
        "今天到期"
    );
    assert_eq!(
        plan.tell(date(2014, 12, 19), date(2014, 12, 22)),
        "还有 1 个工作日"
    );
    assert_eq!(
        plan.tell(date(2014, 12, 24), date(2014, 12, 22)),
        "逾期 2 个工作日"
    );
    // Saturday: late, though no working day has passed.
    assert_eq!(plan.tell(date(2014, 12, 20), date(2014, 12, 19)), "已逾期");
    assert_eq!(
        plan.tell(date(2015, 1, 5), date(2014, 12, 19)),
        "2014-12-19 已到期"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever happens, an extension never takes time away, and legs that are given working days end in order.
    #[test]
    fn more_time_is_never_less(
        tries in tries(),
        days in prop::array::uniform6(1_u32..8),
        more in 1_u32..10,
        which in 0_usize..6,
    ) {
        let (world, _) = run(&tries);
        let calendar = calendar();
        let timetable = timetable(days.map(within));
        let plan = Plan { timetable: &timetable, calendar: &calendar };
        let passage = Passage::ALL[which];
        for (id, before) in world.campaign.departments() {
            let legs = plan.of(before);
            for pair in legs.windows(2) {
                if let (Some(earlier), Some(later)) = (pair[0].day(), pair[1].day())
                    && pair[0].ended.is_none()
                {
                    prop_assert!(earlier < later);
                }
            }
            if passage.is_over(before.stage) {
                continue;
            }
            let from = legs[which].day().unwrap();
            let until = calendar.after(from, more).unwrap();
            let mut with = world.clone();
            with.ok("zhz", extend(id.as_str(), passage, Some(from), until));
            let after = plan.of(with.campaign.department(id).unwrap());
            prop_assert_eq!(after[which].day(), Some(until));
            for (then, now) in legs.iter().zip(&after) {
                prop_assert!(now.day() >= then.day());
            }
        }
    }
}

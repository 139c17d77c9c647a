//! Adjustments: what they add up to, whatever is tried in whatever order.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::adjustment::{AdjustmentClock, AdjustmentId};
use crate::domain::calendar::{WorkCalendar, WorkYear};
use crate::workflow::adjust::clock::{due, last_day_to_apply};
use crate::workflow::adjust::list::Settled;
use crate::workflow::adjust::{Action, Answer, Basis, Ground, Moved, Moves, NewUnit, UnitChange};
use crate::workflow::decide::{Adjust, AdjustContent, Application};
use crate::workflow::packed::Checkpoint;

/// A world whose three units are published.
pub(super) fn published() -> World {
    let mut world = World::started();
    world.meetings();
    for (id, ..) in DEPARTMENTS {
        world.confirm(id);
    }
    world.ok("gb", publish("2015-03-01", false));
    world
}

fn application(department: &str, action: Action) -> Adjust {
    Adjust::Open(Box::new(Application {
        department: dept(department),
        action,
        ground: Ground {
            basis: Basis::Superior {},
            happened: date(2015, 3, 20),
            document: Some(words("皖政〔2015〕6号")),
            until: None,
        },
        effective: date(2015, 4, 1),
        reason: words("测试"),
        late: None,
        today: date(2015, 3, 23),
        last_day: date(2015, 4, 3),
        outlived: None,
    }))
}

fn content(action: &Action, version: u8) -> AdjustContent {
    AdjustContent {
        snapshot: Digest::of(&[9, version]),
        items: action
            .new_codes()
            .into_iter()
            .map(|code| {
                (
                    code.clone(),
                    Digest::of(format!("{code}{version}").as_bytes()),
                )
            })
            .collect(),
        still_there: Vec::new(),
        gate_errors: 0,
        findings: Digest::of(b"[]"),
    }
}

fn action(n: u8) -> (&'static str, Action) {
    let hbj = |serial| code("hbj", serial);
    let moved = |from: ItemCode, to: ItemCode| Moved { from, to };
    match n % 7 {
        0 => (
            "hbj",
            Action::Amend {
                items: vec![hbj(1)],
            },
        ),
        1 => (
            "hbj",
            Action::Cancel {
                items: vec![hbj(2)],
            },
        ),
        2 => (
            "hbj",
            Action::Add {
                items: vec![hbj(7)],
            },
        ),
        3 => (
            "jyj",
            Action::TakeOver {
                items: vec![code("jyj", 8)],
                from: words("省教育厅"),
            },
        ),
        4 => (
            "hbj",
            Action::Move {
                moves: Moves::try_from(vec![moved(hbj(1), code("jyj", 9))]).unwrap(),
            },
        ),
        5 => (
            "xjj",
            Action::Reorganize {
                units: UnitChange {
                    closed: vec![dept("tjj")],
                    opened: vec![NewUnit {
                        department: dept("xjj"),
                        group: words("审核一组"),
                        name: words("新局"),
                        short_name: None,
                        kind: words("市政府工作部门"),
                    }],
                    renamed: Vec::new(),
                },
                moves: vec![moved(code("tjj", 1), code("xjj", 1))],
            },
        ),
        _ => (
            "jyj",
            Action::Amend {
                items: vec![code("jyj", 9)],
            },
        ),
    }
}

/// What somebody tries.
fn attempt(world: &World, what: u8, which: u8, version: u8) -> Command {
    let known: Vec<AdjustmentId> = world.campaign.adjustments().keys().copied().collect();
    let id = known
        .get(usize::from(which) % known.len().max(1))
        .copied()
        .unwrap_or(AdjustmentId::first(2015));
    let step = match what % 10 {
        0..=2 => {
            let (department, action) = action(which);
            application(department, action)
        }
        3 | 4 => Adjust::Submit {
            adjustment: id,
            content: world.campaign.adjustments().get(&id).map_or_else(
                || content(&action(0).1, version),
                |a| content(&a.action, version),
            ),
            outlived: None,
        },
        5 => Adjust::Opine {
            adjustment: id,
            agrees: version > 0,
            text: (version == 0).then(|| words("不妥")),
        },
        6 => Adjust::Approve {
            adjustment: id,
            document: words("滁政〔2015〕18号"),
            date: date(2015, 4, 1),
        },
        7 => Adjust::Answer {
            adjustment: id,
            answer: match version {
                0 => Answer::Refused {
                    reason: words("不妥"),
                },
                1 => Answer::Correct {
                    reason: words("再改"),
                },
                _ => Answer::Agreed {},
            },
            outlived: None,
        },
        8 if version == 0 => Adjust::Withdraw {
            adjustment: id,
            reason: words("不要了"),
        },
        8 => Adjust::Urge {
            adjustment: id,
            document: words("明电7号"),
            reason: words("防汛"),
        },
        _ => {
            return Command::Publish {
                release: words(&format!("r{}", world.events.len())),
                digest: Digest::ZERO,
                partial: false,
                adjustments: vec![id],
                edition: None,
            };
        }
    };
    Command::Adjust(step)
}

const ACTORS: [&str; 9] = [
    "zhz",
    "hbj-head",
    "jyj-head",
    "hbj-clerk",
    "bb-1",
    "fzb-1",
    "bb-2",
    "fzb-2",
    "gb",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_is_tried_the_state_is_sound(
        tries in prop::collection::vec((0u8..10, 0u8..14, 0u8..4, 0usize..ACTORS.len()), 1..90)
    ) {
        let mut world = published();
        for (what, which, version, first) in tries {
            let command = attempt(&world, what, which, version);
            // Whoever may do it does it.
            for n in 0..ACTORS.len() {
                let who = ACTORS[(first + n) % ACTORS.len()];
                if world.act(who, &command).is_ok() {
                    break;
                }
            }
            let mut touched = BTreeSet::new();
            for open in world.campaign.adjustments().values().filter(|a| a.is_open()) {
                for code in open.action.touched() {
                    prop_assert!(touched.insert(code.clone()), "{code} is in two open adjustments");
                }
            }
        }
        let settled = Settled::of(&world.campaign);
        for code in settled.items().keys() {
            prop_assert!(!settled.taken_off.contains_key(code));
            prop_assert!(settled.units.contains(code.parts().department), "{code}");
        }
        prop_assert_eq!(Campaign::replay(&world.events).unwrap(), world.campaign.clone());
        let (again, _) = Checkpoint::of(&world.campaign).open().unwrap();
        prop_assert_eq!(again, world.campaign);
        for (record, event) in world.records.iter().zip(&world.events) {
            prop_assert_eq!(&record.read().unwrap(), event);
        }
    }
}

/// One adjustment all the way, by those whose business it is.
pub(super) fn settle(world: &mut World, n: u8) -> AdjustmentId {
    let (department, action) = action(n);
    let group = World::group_no(department);
    let leads = if action.units().is_some() {
        "zhz".to_owned()
    } else {
        format!("{department}-head")
    };
    world.ok(
        &leads,
        Command::Adjust(application(department, action.clone())),
    );
    let (id, _) = world.campaign.adjustments().iter().next_back().unwrap();
    let id = *id;
    let step = |step| Command::Adjust(step);
    world.ok(
        &leads,
        step(Adjust::Submit {
            adjustment: id,
            content: content(&action, n),
            outlived: None,
        }),
    );
    let agree = || {
        step(Adjust::Opine {
            adjustment: id,
            agrees: true,
            text: None,
        })
    };
    for who in ["bb", "fzb"] {
        world.ok(&format!("{who}-{group}"), agree());
    }
    for unit in action.receivers(&dept(department)) {
        world.ok(&format!("{unit}-head"), agree());
    }
    if action.needs_approval() {
        world.ok(
            "zhz",
            step(Adjust::Approve {
                adjustment: id,
                document: words("滁政〔2015〕18号"),
                date: date(2015, 4, 1),
            }),
        );
    }
    world.ok(
        "zhz",
        step(Adjust::Answer {
            adjustment: id,
            answer: Answer::Agreed {},
            outlived: None,
        }),
    );
    id
}

#[test]
fn every_kind_goes_all_the_way_and_changes_the_list() {
    let mut world = published();
    let list = |settled: Settled<'_>| (settled.items(), settled.taken_off, settled.units);
    let before = list(Settled::of(&world.campaign));
    let ids: Vec<AdjustmentId> = [1, 2, 3, 4, 5].map(|n| settle(&mut world, n)).to_vec();
    // Nothing changes before it is published.
    assert_eq!(list(Settled::of(&world.campaign)), before);
    let command = Command::Publish {
        release: words("2015-05-01"),
        digest: Digest::ZERO,
        partial: false,
        adjustments: ids,
        edition: Some(words("2015年版（二）")),
    };
    world.ok("gb", command.clone());
    let after = Settled::of(&world.campaign);
    let codes: Vec<String> = after.items().keys().map(ToString::to_string).collect();
    assert_eq!(
        codes,
        [
            "341100-hbj-01-0003",
            "341100-hbj-01-0007",
            "341100-jyj-01-0001",
            "341100-jyj-01-0002",
            "341100-jyj-01-0008",
            "341100-jyj-01-0009",
            "341100-xjj-01-0001",
        ]
    );
    assert!(world.campaign.is_closed(&dept("tjj")) && !after.units.contains("tjj"));
    let opened = world.campaign.department(&dept("xjj")).unwrap();
    assert_eq!(opened.stage.position(), Position::Published);
    assert_eq!(world.refused("gb", command).code, "release_exists");
    // The state before the release is still to be told.
    assert_eq!(list(Settled::until(&world.campaign, 1)), before);
    assert_eq!(Campaign::replay(&world.events).unwrap(), world.campaign);
}

#[test]
fn the_clock_of_each_step_runs_in_working_days() {
    let mut year = WorkYear::new(2015, vec!["通知".to_owned()]);
    year.rest(date(2015, 4, 6), date(2015, 4, 6)).unwrap();
    let mut calendar = WorkCalendar::default();
    calendar.set(year);
    let clock = AdjustmentClock::default();
    let last = last_day_to_apply(clock, &calendar, date(2015, 3, 23)).unwrap();
    assert_eq!(last, date(2015, 4, 7));
    let mut world = published();
    let (department, action) = action(0);
    world.ok("hbj-head", Command::Adjust(application(department, action)));
    let opened = world.campaign.adjustments().values().next().unwrap();
    let next = due(opened, clock, &calendar).unwrap();
    assert_eq!((next.what, next.day), ("一上", Ok(date(2015, 4, 3))));
    assert!(next.is_overdue(date(2015, 4, 4)) && !next.is_overdue(date(2015, 4, 3)));
    let nothing = due(opened, clock, &WorkCalendar::default()).unwrap();
    assert!(nothing.day.is_err() && !nothing.is_overdue(date(2099, 1, 1)));
}

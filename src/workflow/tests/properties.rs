//! Random people doing random things in random order.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::extend::extend;
use super::*;
use crate::workflow::cleanup::cleanup;

/// One thing somebody tries.
#[derive(Debug, Clone)]
pub(super) enum Try {
    /// Whatever brings the unit on, by whoever should do it.
    Useful(usize, u8),
    /// Anything, by anybody.
    Anything {
        who: prop::sample::Index,
        department: usize,
        what: u8,
        detail: u8,
    },
}

pub(super) fn tries() -> impl Strategy<Value = Vec<Try>> {
    let useful = (0..DEPARTMENTS.len(), any::<u8>()).prop_map(|(d, detail)| Try::Useful(d, detail));
    let anything = (
        any::<prop::sample::Index>(),
        0..DEPARTMENTS.len(),
        0..14u8,
        any::<u8>(),
    )
        .prop_map(|(who, department, what, detail)| Try::Anything {
            who,
            department,
            what,
            detail,
        });
    prop::collection::vec(prop_oneof![3 => useful, 2 => anything], 0..220)
}

fn decision(department: &str, detail: u8) -> Decision {
    match detail % 6 {
        0 => cancel(),
        1 => Decision::Delegate {
            level: words("县级"),
            date: jiff::civil::date(2014, 9, 1),
        },
        2 => Decision::SUPPLEMENT,
        3 => Decision::Merge {
            absorbs: vec![code(department, 2)].try_into().unwrap(),
        },
        4 => Decision::Optimize {},
        _ => Decision::KEEP,
    }
}

fn anything(world: &World, department: &str, what: u8, detail: u8) -> Command {
    let some = || {
        let n = u16::from(detail / 6 % 4);
        (1..=n).map(|n| code(department, n)).collect::<Vec<_>>()
    };
    match what {
        0 => start(),
        1 => submit(department, detail % 3),
        2 => opine(department, &some(), decision(department, detail)),
        3 => Command::Opine {
            department: dept(department),
            items: some(),
            decision: Decision::KEEP,
            text: Some(words("请补充依据")),
        },
        4 => sign(department, detail.is_multiple_of(2)),
        5 => rule(department, &some(), decision(department, detail)),
        6 => give_back(department),
        7 => {
            let seq = u64::from(detail) % (world.events.len() as u64 + 1);
            Command::Answer {
                department: dept(department),
                answers: vec![(seq, Answer::Adopted { reason: None })],
            }
        }
        8 => meeting(MeetingKind::ALL[usize::from(detail) % 4]),
        9 => Command::Confirm {
            department: dept(department),
        },
        10 => Command::Record {
            department: dept(department),
            entries: entries(department, &some(), detail),
        },
        11 => Command::Sign {
            department: dept(department),
            legality: None,
            entries: entries(department, &some(), detail),
        },
        12 => {
            let day = i64::from(detail % 60);
            let from = jiff::civil::date(2014, 9, 1).saturating_add(jiff::Span::new().days(day));
            let until = from.saturating_add(jiff::Span::new().days(i64::from(detail % 4)));
            let passage = super::super::stage::Passage::ALL[usize::from(detail) % 6];
            extend(
                department,
                passage,
                (!detail.is_multiple_of(5)).then_some(from),
                until,
            )
        }
        _ => publish(&format!("r{}", detail % 4), detail.is_multiple_of(2)),
    }
}

/// Drafts for some items: an opinion or a withdrawal, in turn.
fn entries(department: &str, items: &[ItemCode], detail: u8) -> Vec<(ItemCode, Entry)> {
    let entry = |n: usize| {
        if (n + usize::from(detail)).is_multiple_of(2) {
            Entry::WITHDRAWAL
        } else {
            Entry::Opinion {
                decision: decision(department, detail),
                text: None,
            }
        }
    };
    items
        .iter()
        .enumerate()
        .map(|(n, item)| (item.clone(), entry(n)))
        .collect()
}

/// The next step of a unit and who takes it, from the state alone.
fn useful(world: &World, department: &str, detail: u8) -> (String, Command) {
    let campaign = &world.campaign;
    let zhz = || "zhz".to_owned();
    let Some(state) = campaign.department(&dept(department)) else {
        return (zhz(), start());
    };
    let head = format!("{department}-head");
    let Some(round) = state.under_review() else {
        let open: Vec<(u64, Answer)> = state
            .being_answered()
            .into_iter()
            .flat_map(|r| r.unanswered())
            .map(|(_, _, o)| (o.seq, Answer::Adopted { reason: None }))
            .collect();
        return match state.stage.position() {
            Position::Confirmed => (
                "gb".to_owned(),
                publish(&format!("u{}", world.events.len()), true),
            ),
            _ if open.is_empty() => (head, submit(department, 0)),
            _ => (
                head,
                Command::Answer {
                    department: dept(department),
                    answers: open,
                },
            ),
        };
    };
    // A merge names one item only, so it is left to the random acts.
    let opinion = match decision(department, detail) {
        Decision::Merge { .. } => Decision::KEEP,
        other => other,
    };
    for (short, body) in ["bb", "fzb", "zwzx"].into_iter().zip(Body::ALL) {
        let who = format!("{short}-{}", World::group_no(department));
        if round.signature(body).is_none() {
            let rest: Vec<ItemCode> = round
                .items
                .iter()
                .filter(|(_, i)| i.opinion(body).is_none())
                .map(|(code, _)| code.clone())
                .collect();
            return if rest.is_empty() {
                (
                    who,
                    sign(
                        department,
                        body == Body::LegalOffice && round.round == Round::Second,
                    ),
                )
            } else {
                (who, opine(department, &rest, opinion))
            };
        }
    }
    for (code, item) in &round.items {
        let fine = item
            .outcome()
            .is_some_and(|d| round.round != Round::Third || d.is_final());
        if !fine {
            return (
                zhz(),
                rule(department, std::slice::from_ref(code), Decision::KEEP),
            );
        }
    }
    if round.round != Round::Third {
        return (zhz(), give_back(department));
    }
    for kind in MeetingKind::DECIDING {
        if !campaign.meetings().iter().any(|m| m.kind == kind) {
            return (zhz(), meeting(kind));
        }
    }
    (
        zhz(),
        Command::Confirm {
            department: dept(department),
        },
    )
}

/// Runs the tries, checking after each what must hold; gives the world and how many commands were refused.
pub(super) fn run(tries: &[Try]) -> (World, usize) {
    let mut world = World::new();
    let mut refused = 0;
    for step in tries {
        let (who, command) = match step {
            Try::Useful(d, detail) => useful(&world, DEPARTMENTS[*d].0, *detail),
            Try::Anything {
                who,
                department,
                what,
                detail,
            } => {
                let who = who.get(&world.people).id.to_string();
                (
                    who,
                    anything(&world, DEPARTMENTS[*department].0, *what, *detail),
                )
            }
        };
        let before = world.clone();
        match world.act(&who, &command) {
            Err(refusal) => {
                refused += 1;
                assert_eq!(
                    before.campaign, world.campaign,
                    "{refusal:?} changed something"
                );
                assert_eq!(before.records, world.records);
            }
            Ok(kinds) => {
                assert!(
                    !kinds.is_empty(),
                    "{command:?} was accepted without a trace"
                );
                assert_eq!(world.events.len(), before.events.len() + kinds.len());
            }
        }
        for (id, now) in world.campaign.departments() {
            let then = before.campaign.department(id);
            let steps = then.map_or(0, |d| d.stage.steps());
            let moved = now.stage.steps() - steps;
            assert!(moved <= 1, "{id} skipped from {then:?}");
            if now.stage.position() == Position::Published && moved == 1 {
                assert_eq!(then.unwrap().stage.position(), Position::Confirmed);
            }
            if now.stage.steps() >= 6 {
                for round in Round::ALL {
                    let round = now
                        .round(round)
                        .expect("three rounds behind a confirmation");
                    assert!(Body::ALL.iter().all(|b| round.signature(*b).is_some()));
                }
                assert!(now.decisions().iter().all(|(_, d)| d.is_final()));
                assert_eq!(now.decisions().len(), now.rounds()[2].items.len());
            }
        }
    }
    (world, refused)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_sequence_of_commands_breaks_the_workflow(tries in tries()) {
        let (world, _) = run(&tries);
        let read: Vec<Event> = world.records.iter().map(|r| r.read().unwrap()).collect();
        prop_assert_eq!(&read, &world.events);
        prop_assert_eq!(&Campaign::replay(&read).unwrap(), &world.campaign);
        prop_assert_eq!(super::super::chain::verify(&world.records), Ok(world.campaign.head()));
    }

    /// Statistics that lose an item, or count one twice, would be believed.
    #[test]
    fn every_item_that_was_ever_sent_up_is_counted_once(tries in tries()) {
        let (world, _) = run(&tries);
        for unit in cleanup(&world.campaign) {
            let rounds = world.campaign.department(&unit.department).unwrap().rounds();
            let ever: BTreeSet<_> = rounds.iter().flat_map(|r| r.items.keys()).collect();
            let total = unit.total();
            prop_assert_eq!(total.before + total.added, ever.len());
            prop_assert_eq!(total.after() + total.gone(), ever.len());
            prop_assert_eq!(total.before, rounds[0].items.len());
        }
    }

    #[test]
    fn a_history_out_of_order_is_no_history(tries in tries(), pick in any::<prop::sample::Index>()) {
        let (world, _) = run(&tries);
        if world.events.len() > 1 {
            let mut events = world.events;
            let n = pick.index(events.len() - 1);
            events.swap(n, n + 1);
            prop_assert!(Campaign::replay(&events).is_err());
        }
    }

    /// The command that a refusal or the status names is really the next one: following only the outlook gets a unit
    /// through, from wherever random acts have left it.
    #[test]
    fn every_state_has_a_way_on(tries in tries()) {
        let (mut world, _) = run(&tries);
        for (id, ..) in DEPARTMENTS {
            for _ in 0..80 {
                let done = world.campaign.department(&dept(id)).is_some_and(|d| d.stage.steps() >= 6);
                if done { break; }
                let (who, command) = useful(&world, id, 5);
                if let Err(refusal) = world.act(&who, &command) {
                    return Err(TestCaseError::fail(format!("{who} {command:?}: {refusal:?}")));
                }
            }
            let stage = world.campaign.department(&dept(id)).unwrap().stage;
            prop_assert!(stage.steps() >= 6, "{} is stuck at {}", id, stage);
        }
    }
}

/// The generator is worth something only if it gets to the end often and is refused often.
#[test]
fn the_generator_reaches_publication() {
    let mut runner = TestRunner::deterministic();
    let (mut confirmed, mut published, mut disputes, mut refusals) = (0, 0, 0, 0);
    for _ in 0..120 {
        let tree = tries().new_tree(&mut runner).unwrap();
        let (world, refused) = run(&tree.current());
        let stages = |n| {
            world
                .campaign
                .departments()
                .values()
                .any(|d| d.stage.steps() >= n)
        };
        confirmed += usize::from(stages(6));
        published += usize::from(stages(7));
        disputes += usize::from(world.events.iter().any(|e| e.payload.key() == "ruled"));
        refusals += usize::from(refused > 0);
    }
    assert!(confirmed >= 40, "{confirmed} of 120 reached a confirmation");
    assert!(published >= 30, "{published} of 120 reached a publication");
    assert!(disputes >= 40, "{disputes} of 120 had a ruling");
    assert!(refusals >= 100, "{refusals} of 120 had a refusal");
}

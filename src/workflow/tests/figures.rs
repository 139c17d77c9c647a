//! Figures of a campaign: the clean-up, the doings of a month, where it stands.

use jiff::civil::date;

use super::*;
use crate::workflow::cleanup::{Fate, Tally, cleanup, sum};
use crate::workflow::doings::{Doings, Period};
use crate::workflow::standing::Standing;

fn submit_these(department: &str, list: Vec<(ItemCode, Digest)>) -> Command {
    Command::Submit {
        department: dept(department),
        snapshot: Digest::of(&[list.len() as u8]),
        items: list,
        declares_none: false,
        gate_errors: 0,
        findings: None,
    }
}

fn adopt_all(world: &mut World, department: &str) {
    let state = world.campaign.department(&dept(department)).unwrap();
    let open = state.being_answered().unwrap().unanswered();
    let answers: Vec<_> = open
        .map(|(_, _, o)| (o.seq, Answer::Adopted { reason: None }))
        .collect();
    if !answers.is_empty() {
        let command = Command::Answer {
            department: dept(department),
            answers,
        };
        world.ok(&format!("{department}-clerk"), command);
    }
}

fn merge(codes: &[ItemCode]) -> Decision {
    Decision::Merge {
        absorbs: codes.to_vec().try_into().unwrap(),
    }
}

#[test]
fn every_item_has_one_fate_and_the_list_grows_shorter_by_those_that_leave() {
    let mut world = World::started();
    world.meetings();
    world.ok("hbj-clerk", submit("hbj", 0));
    // 2 is to be cancelled; the unit also takes 3 back, and brings 4, 5 and 6.
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(who, opine("hbj", &[code("hbj", 2)], cancel()));
    }
    world.review_rest("hbj");
    world.ok("zhz", give_back("hbj"));
    adopt_all(&mut world, "hbj");
    let mut list = vec![items("hbj", 0)[0].clone()];
    for n in 4..=6 {
        list.push((code("hbj", n), Digest::of(&[n as u8])));
    }
    world.ok("hbj-clerk", submit_these("hbj", list.clone()));
    world.review("hbj");
    world.ok("zhz", give_back("hbj"));
    world.ok("hbj-head", submit_these("hbj", list));
    // 1 takes 4 in, 5 is frozen, 6 has its process made better.
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(
            who,
            opine("hbj", &[code("hbj", 1)], merge(&[code("hbj", 4)])),
        );
        world.ok(who, opine("hbj", &[code("hbj", 5)], Decision::Freeze {}));
        world.ok(who, opine("hbj", &[code("hbj", 6)], Decision::Optimize {}));
    }
    let before = cleanup(&world.campaign);
    assert!(!before[0].settled);
    world.review_rest("hbj");
    world.ok(
        "zhz",
        Command::Confirm {
            department: dept("hbj"),
        },
    );
    let units = cleanup(&world.campaign);
    assert_eq!(units.len(), 1, "only those that have reported");
    let unit = &units[0];
    assert!(unit.settled);
    let total = unit.total();
    assert_eq!((total.before, total.added), (3, 3));
    for (fate, count) in [
        (Fate::Kept, 1),
        (Fate::Optimized, 1),
        (Fate::Cancelled, 1),
        (Fate::Absorbed, 1),
        (Fate::Frozen, 1),
        (Fate::Withdrawn, 1),
    ] {
        assert_eq!(total.fate(fate), count, "{fate:?}");
    }
    assert_eq!((total.after(), total.gone()), (2, 4));
    assert_eq!(total.reduction(), Some(333));
    assert_eq!(
        before[0].total(),
        total,
        "what was agreed is what was settled"
    );
}

#[test]
fn an_item_that_is_asked_to_stay_and_goes_was_taken_back() {
    let mut world = World::started();
    world.ok("hbj-clerk", submit("hbj", 0));
    world.review("hbj");
    world.ok("zhz", give_back("hbj"));
    world.ok(
        "hbj-clerk",
        submit_these("hbj", items("hbj", 0)[..2].to_vec()),
    );
    let total = cleanup(&world.campaign)[0].total();
    assert_eq!(total.fate(Fate::Withdrawn), 1);
    assert_eq!(total.fate(Fate::Open), 2, "nobody has looked at them yet");
    assert_eq!(total.after(), 2);
}

#[test]
fn a_percentage_is_rounded_and_may_be_below_zero() {
    let mut world = World::started();
    world.confirm_after("hbj");
    let total = cleanup(&world.campaign)[0].total();
    assert_eq!(total.reduction(), Some(0));
    assert_eq!(sum([]).reduction(), None);
    assert_eq!(Tally::default().reduction(), None);
    // Three before and four after: a third more.
    let mut world = World::started();
    world.ok("hbj-clerk", submit("hbj", 0));
    world.review("hbj");
    world.ok("zhz", give_back("hbj"));
    let mut more = items("hbj", 0);
    more.push((code("hbj", 4), Digest::of(b"4")));
    world.ok("hbj-clerk", submit_these("hbj", more));
    let total = cleanup(&world.campaign)[0].total();
    assert_eq!(total.reduction(), Some(-333));
}

impl World {
    fn confirm_after(&mut self, department: &str) {
        self.meetings();
        self.confirm(department);
    }
}

#[test]
fn what_was_said_last_is_what_was_asked() {
    let mut world = World::started();
    world.ok("hbj-clerk", submit("hbj", 0));
    let one = [code("hbj", 1)];
    world.ok("bb-1", opine("hbj", &one, cancel()));
    world.ok("bb-1", opine("hbj", &one, Decision::KEEP));
    world.ok("fzb-1", opine("hbj", &one, cancel()));
    world.ok("zwzx-1", opine("hbj", &one, Decision::Optimize {}));
    let doings = Doings::of(&world.events);
    assert_eq!(doings.opinions(), 4, "what was replaced was work too");
    assert_eq!(doings.opinions_of(Body::OrganizationOffice), 2);
    assert_eq!(doings.proposals("取消"), 2);
    let asking: Vec<_> = doings.asking().map(|r| r.body.unwrap()).collect();
    assert_eq!(asking, [Body::LegalOffice, Body::ServiceCenter]);
    assert_eq!(doings.sent.len(), 1);
    let standing = Standing::of(&world.campaign);
    assert_eq!(
        (standing.units, standing.past(1), standing.at(Stage::START)),
        (3, 1, 2)
    );
    assert_eq!(
        (standing.items, standing.decided, standing.disputed),
        (3, 0, 1)
    );
}

#[test]
fn months_follow_the_office_calendar() {
    let june = Period::month(date(2014, 6, 17));
    assert_eq!(
        (june.first, june.last),
        (date(2014, 6, 1), date(2014, 6, 30))
    );
    assert_eq!(june.month_before(), Period::month(date(2014, 5, 31)));
    assert_eq!(
        Period::month(date(2014, 1, 5)).month_before(),
        Period::month(date(2013, 12, 1))
    );
    // Midnight in Beijing is four in the afternoon in Greenwich.
    assert!(june.contains("2014-06-30T15:59:59Z".parse().unwrap()));
    assert!(!june.contains("2014-06-30T16:00:00Z".parse().unwrap()));
}

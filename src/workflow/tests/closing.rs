//! The refusals of closing a leg, confirming and publishing, with what makes them go away.

use super::*;

fn code_of(world: &mut World, who: &str, command: Command) -> &'static str {
    world.refused(who, command).code
}

#[test]
fn a_leg_down_closes_when_all_have_spoken_and_signed() {
    let mut world = World::started();
    assert_eq!(code_of(&mut world, "zhz", give_back("hbj")), "wrong_stage");
    world.ok("hbj-clerk", submit("hbj", 0));
    assert_eq!(
        code_of(&mut world, "hbj-clerk", give_back("hbj")),
        "not_your_role"
    );
    assert_eq!(
        code_of(&mut world, "bb-2", give_back("hbj")),
        "not_your_group"
    );
    let refusal = world.refused("zhz", give_back("hbj"));
    assert_eq!(refusal.code, "leg_open");
    assert_eq!(refusal.missing.len(), 7, "{:?}", refusal.missing);
    let two = [code("hbj", 1), code("hbj", 2)];
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(who, opine("hbj", &two, Decision::KEEP));
        if who != "zwzx-1" {
            world.ok(who, sign("hbj", false));
        }
    }
    let refusal = world.refused("bb-1", give_back("hbj"));
    assert_eq!(refusal.missing.len(), 2, "{:?}", refusal.missing);
    assert_eq!(
        refusal.next,
        [
            "power-list review opine hbj --rest --decision 保留 --as zwzx-1",
            "power-list review sign hbj --as zwzx-1"
        ]
    );
    world.ok("zwzx-1", sign("hbj", false));
    // Nobody can speak any more, so 综合组 settles what was passed over.
    assert_eq!(world.refused("bb-1", give_back("hbj")).missing.len(), 1);
    world.ok("zhz", rule("hbj", &[code("hbj", 3)], Decision::KEEP));
    world.ok("bb-1", give_back("hbj"));
}

#[test]
fn disagreement_is_ruled_on_before_the_second_leg_down_closes() {
    let mut world = World::started();
    world.up_to("hbj", Round::Second);
    let one = [code("hbj", 1)];
    world.ok("bb-1", opine("hbj", &world.codes("hbj"), Decision::KEEP));
    world.ok("fzb-1", opine("hbj", &one, cancel()));
    world.ok("zwzx-1", opine("hbj", &one, Decision::KEEP));
    let early = world.refused("zhz", rule("hbj", &one, cancel()));
    assert_eq!(early.code, "not_signed");
    assert_eq!(early.next.len(), 3);
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(who, sign("hbj", who == "fzb-1"));
    }
    let refusal = world.refused("zhz", give_back("hbj"));
    assert_eq!(refusal.code, "leg_open");
    assert!(refusal.next[0].starts_with("power-list review rule hbj --item 341100-hbj-01-0001"));
    assert_eq!(
        code_of(&mut world, "bb-1", rule("hbj", &one, cancel())),
        "not_your_role"
    );
    let settled = rule("hbj", &[code("hbj", 2)], cancel());
    assert_eq!(code_of(&mut world, "zhz", settled), "not_disputed");
    world.ok("zhz", rule("hbj", &one, cancel()));
    world.ok("zhz", give_back("hbj"));
}

#[test]
fn in_the_first_round_disagreement_is_only_marked() {
    let mut world = World::started();
    world.ok("hbj-clerk", submit("hbj", 0));
    world.ok("bb-1", opine("hbj", &world.codes("hbj"), Decision::KEEP));
    world.ok("fzb-1", opine("hbj", &world.codes("hbj"), cancel()));
    world.ok("zwzx-1", opine("hbj", &world.codes("hbj"), Decision::KEEP));
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(who, sign("hbj", false));
    }
    world.ok("zhz", give_back("hbj"));
}

#[test]
fn confirmation_wants_final_decisions_and_the_meetings() {
    let mut world = World::started();
    let confirm = || Command::Confirm {
        department: dept("hbj"),
    };
    world.up_to("hbj", Round::Third);
    assert_eq!(code_of(&mut world, "zhz", give_back("hbj")), "wrong_stage");
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(who, opine("hbj", &world.codes("hbj"), Decision::KEEP));
        world.ok(who, opine("hbj", &[code("hbj", 2)], Decision::SUPPLEMENT));
        world.ok(who, sign("hbj", false));
    }
    assert_eq!(code_of(&mut world, "hbj-head", confirm()), "not_your_role");
    let refusal = world.refused("zhz", confirm());
    assert_eq!(refusal.code, "leg_open");
    assert_eq!(refusal.missing.len(), 3, "{:?}", refusal.missing);
    world.ok("zhz", meeting(MeetingKind::ExpertReview));
    let again = meeting(MeetingKind::ExpertReview);
    assert_eq!(code_of(&mut world, "zhz", again), "already_recorded");
    let outsider = meeting(MeetingKind::LeadingGroup);
    assert_eq!(code_of(&mut world, "hbj-head", outsider), "not_your_role");
    assert_eq!(world.refused("zhz", confirm()).missing.len(), 2);
    world.ok("zhz", meeting(MeetingKind::GovernmentExecutive));
    assert_eq!(world.refused("zhz", confirm()).missing.len(), 1);
    let open = rule("hbj", &[code("hbj", 2)], Decision::SUPPLEMENT);
    assert_eq!(code_of(&mut world, "zhz", open), "not_final");
    world.ok("zhz", rule("hbj", &[code("hbj", 2)], cancel()));
    let kinds = world.ok("zhz", confirm());
    let EventKind::Confirmed { decisions, .. } = &kinds[0] else {
        panic!("{kinds:?}");
    };
    assert_eq!(decisions.len(), 3);
    assert_eq!(decisions[1], (code("hbj", 2), cancel()));
}

#[test]
fn publication_wants_everybody_unless_partial() {
    let mut world = World::started();
    assert_eq!(
        code_of(&mut world, "zhz", publish("r1", false)),
        "not_your_role"
    );
    assert_eq!(
        code_of(&mut world, "gb", publish("r1", true)),
        "nothing_to_publish"
    );
    world.meetings();
    world.confirm("hbj");
    let refusal = world.refused("gb", publish("r1", false));
    assert_eq!(refusal.code, "not_confirmed");
    assert_eq!(refusal.missing.len(), 2);
    let kinds = world.ok("gb", publish("r1", true));
    assert!(matches!(
        &kinds[0],
        EventKind::Published { partial: true, departments, .. } if *departments == [dept("hbj")]
    ));
    assert_eq!(
        code_of(&mut world, "gb", publish("r1", true)),
        "release_exists"
    );
    assert_eq!(
        code_of(&mut world, "gb", publish("r2", true)),
        "nothing_to_publish"
    );
    world.confirm("jyj");
    world.confirm("tjj");
    let kinds = world.ok("gb", publish("r2", false));
    assert!(matches!(
        &kinds[0],
        EventKind::Published { partial: false, departments, .. } if departments.len() == 3
    ));
}

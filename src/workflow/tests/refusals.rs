//! Every refusal, with what makes it go away.

use super::*;

fn code_of(world: &mut World, who: &str, command: Command) -> &'static str {
    world.refused(who, command).code
}

#[test]
fn nothing_before_the_start_and_only_one_start() {
    let mut world = World::new();
    let refusal = world.refused("hbj-clerk", submit("hbj", 0));
    assert_eq!(refusal.code, "not_started");
    assert_eq!(refusal.next, ["power-list review start --as zhz"]);
    assert_eq!(code_of(&mut world, "hbj-head", start()), "not_your_role");
    let nobody = Command::Start {
        edition: words("2015年版"),
        departments: Vec::new(),
        signatures: Signatures::Optional,
    };
    assert_eq!(code_of(&mut world, "zhz", nobody), "no_departments");
    let seat = Seat {
        department: dept("hbj"),
        group: words("审核一组"),
    };
    let twice = Command::Start {
        edition: words("2015年版"),
        departments: vec![seat.clone(), seat],
        signatures: Signatures::Optional,
    };
    assert_eq!(code_of(&mut world, "zhz", twice), "duplicate_department");
    world.ok("zhz", start());
    assert_eq!(code_of(&mut world, "zhz", start()), "already_started");
    world.ok("hbj-clerk", submit("hbj", 0));
}

#[test]
fn a_submission_is_the_units_own_clean_and_not_empty() {
    let mut world = World::started();
    assert_eq!(
        code_of(&mut world, "zhz", submit("hbj", 0)),
        "not_your_role"
    );
    assert_eq!(
        code_of(&mut world, "jyj-clerk", submit("hbj", 0)),
        "not_your_department"
    );
    let other = Command::Submit {
        department: dept("gaj"),
        snapshot: Digest::ZERO,
        items: Vec::new(),
        declares_none: false,
        gate_errors: 0,
        findings: None,
    };
    assert_eq!(
        code_of(&mut world, "hbj-clerk", other),
        "unknown_department"
    );
    let with = |items: Vec<(ItemCode, Digest)>, declares_none, gate_errors| Command::Submit {
        department: dept("hbj"),
        snapshot: Digest::ZERO,
        items,
        declares_none,
        gate_errors,
        findings: None,
    };
    let refusal = world.refused("hbj-clerk", with(items("hbj", 0), false, 3));
    assert_eq!(refusal.code, "gate_failed");
    assert_eq!(
        refusal.next,
        ["power-list validate --department hbj --gate 1 --strict"]
    );
    let cases = [
        (with(Vec::new(), false, 0), "nothing_to_submit"),
        (with(items("hbj", 0), true, 0), "has_items"),
        (with(items("jyj", 0), false, 0), "foreign_item"),
        (
            with([items("hbj", 0), items("hbj", 1)].concat(), false, 0),
            "duplicate_item",
        ),
    ];
    for (command, expected) in cases {
        assert_eq!(code_of(&mut world, "hbj-clerk", command), expected);
    }
    world.ok("hbj-clerk", with(items("hbj", 0), false, 0));
    assert_eq!(
        code_of(&mut world, "hbj-clerk", submit("hbj", 0)),
        "wrong_stage"
    );
}

#[test]
fn a_unit_without_powers_says_so_and_still_goes_three_rounds() {
    let mut world = World::started();
    world.meetings();
    let none = || Command::Submit {
        department: dept("tjj"),
        snapshot: Digest::ZERO,
        items: Vec::new(),
        declares_none: true,
        gate_errors: 0,
        findings: None,
    };
    for round in Round::ALL {
        world.ok("tjj-head", none());
        for who in ["bb-1", "fzb-1", "zwzx-1"] {
            world.ok(who, sign("tjj", who == "fzb-1" && round == Round::Second));
        }
        if round != Round::Third {
            world.ok("zhz", give_back("tjj"));
        }
    }
    world.ok(
        "zhz",
        Command::Confirm {
            department: dept("tjj"),
        },
    );
}

#[test]
fn opinions_come_from_the_own_group_before_the_own_signature() {
    let mut world = World::started();
    let keep = || opine("hbj", &[code("hbj", 1)], Decision::KEEP);
    assert_eq!(code_of(&mut world, "bb-1", keep()), "wrong_stage");
    world.ok("hbj-clerk", submit("hbj", 0));
    assert_eq!(code_of(&mut world, "hbj-clerk", keep()), "not_your_role");
    let refusal = world.refused("bb-2", keep());
    assert_eq!(refusal.code, "not_your_group");
    assert_eq!(
        refusal.next,
        ["power-list review opine hbj --rest --decision 保留 --as bb-1"]
    );
    let one = code("hbj", 1);
    let merge = |codes: &[ItemCode]| Decision::Merge {
        absorbs: codes.to_vec().try_into().unwrap(),
    };
    let cases = [
        (opine("hbj", &[], Decision::KEEP), "nothing_selected"),
        (
            opine("hbj", &[code("hbj", 9)], Decision::KEEP),
            "unknown_item",
        ),
        (
            opine("hbj", &[one.clone(), one.clone()], Decision::KEEP),
            "duplicate_item",
        ),
        (
            opine(
                "hbj",
                std::slice::from_ref(&one),
                merge(std::slice::from_ref(&one)),
            ),
            "merge_with_itself",
        ),
        (
            opine("hbj", std::slice::from_ref(&one), merge(&[code("jyj", 1)])),
            "unknown_item",
        ),
        (
            opine(
                "hbj",
                &[one.clone(), code("hbj", 2)],
                merge(&[code("hbj", 3)]),
            ),
            "merge_needs_one_item",
        ),
    ];
    for (command, expected) in cases {
        assert_eq!(code_of(&mut world, "bb-1", command), expected);
    }
    world.ok(
        "bb-1",
        opine("hbj", std::slice::from_ref(&one), merge(&[code("hbj", 3)])),
    );
    assert_eq!(
        code_of(&mut world, "fzb-1", sign("hbj", false)),
        "no_opinion"
    );
    assert_eq!(
        code_of(&mut world, "bb-1", sign("hbj", true)),
        "legality_not_due"
    );
    world.ok("bb-1", sign("hbj", false));
    assert_eq!(code_of(&mut world, "bb-1", keep()), "already_signed");
    assert_eq!(
        code_of(&mut world, "bb-1", sign("hbj", false)),
        "already_signed"
    );
    assert_eq!(
        code_of(&mut world, "zhz", sign("hbj", false)),
        "not_your_role"
    );
}

#[test]
fn the_legal_office_signs_the_second_round_with_its_result() {
    let mut world = World::started();
    world.up_to("hbj", Round::Second);
    world.ok("fzb-1", opine("hbj", &world.codes("hbj"), Decision::KEEP));
    let refusal = world.refused("fzb-1", sign("hbj", false));
    assert_eq!(refusal.code, "legality_missing");
    assert_eq!(
        refusal.next,
        ["power-list review sign hbj --legality 合法 --as fzb-1"]
    );
    let unlawful = |text: Option<Words>| Command::Sign {
        department: dept("hbj"),
        entries: Vec::new(),
        legality: Some(Legality {
            result: LegalityResult::Unlawful,
            text,
        }),
    };
    assert_eq!(
        code_of(&mut world, "fzb-1", unlawful(None)),
        "legality_unexplained"
    );
    world.ok("fzb-1", unlawful(Some(words("依据已废止"))));
}

#[test]
fn every_asking_opinion_is_answered_once_per_command() {
    let mut world = World::started();
    world.ok("hbj-clerk", submit("hbj", 0));
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(who, opine("hbj", &world.codes("hbj"), Decision::KEEP));
    }
    let supplement = Decision::SUPPLEMENT;
    world.ok("fzb-1", opine("hbj", &[code("hbj", 1)], supplement));
    world.ok(
        "zwzx-1",
        Command::Opine {
            department: dept("hbj"),
            items: vec![code("hbj", 2)],
            decision: Decision::KEEP,
            text: Some(words("流程图缺送达一步")),
        },
    );
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(who, sign("hbj", false));
    }
    let answer = |answers: Vec<(u64, Answer)>| Command::Answer {
        department: dept("hbj"),
        answers,
    };
    let yes = Answer::Adopted { reason: None };
    assert_eq!(
        code_of(&mut world, "hbj-clerk", answer(vec![(1, yes.clone())])),
        "wrong_stage"
    );
    world.ok("zhz", give_back("hbj"));
    let refusal = world.refused("hbj-clerk", submit("hbj", 1));
    assert_eq!(refusal.code, "unanswered");
    assert_eq!(
        refusal.next,
        [
            "power-list review answer hbj --from feedback/hbj-1.xlsx --as hbj-clerk",
            "power-list review answer hbj --all --answer 采纳 --as hbj-clerk"
        ]
    );
    let round = &world.campaign.department(&dept("hbj")).unwrap().rounds()[0];
    let open: Vec<u64> = round.unanswered().map(|(_, _, o)| o.seq).collect();
    assert_eq!(open.len(), 2);
    let kept = round.items[&code("hbj", 3)]
        .opinion(Body::LegalOffice)
        .unwrap()
        .seq;
    let cases = [
        (vec![], "nothing_selected"),
        (vec![(1, yes.clone())], "unknown_opinion"),
        (vec![(kept, yes.clone())], "nothing_asked"),
        (
            vec![(open[0], yes.clone()), (open[0], yes.clone())],
            "duplicate_answer",
        ),
    ];
    for (answers, expected) in cases {
        assert_eq!(code_of(&mut world, "hbj-clerk", answer(answers)), expected);
    }
    assert_eq!(
        code_of(&mut world, "zhz", answer(vec![(open[0], yes.clone())])),
        "not_your_role"
    );
    world.ok("hbj-clerk", answer(vec![(open[0], yes.clone())]));
    assert_eq!(
        code_of(&mut world, "hbj-clerk", submit("hbj", 1)),
        "unanswered"
    );
    let no = Answer::Declined {
        reason: words("依据充分"),
    };
    world.ok("hbj-head", answer(vec![(open[1], no)]));
    world.ok("hbj-clerk", submit("hbj", 1));
    assert!(Answer::build("不采纳", None).is_none());
    assert!(Answer::build("部分采纳", None).is_none());
    assert!(Answer::build("采纳", None).is_some());
}

#[test]
fn the_third_submission_is_the_heads() {
    let mut world = World::started();
    world.up_to("hbj", Round::Second);
    world.review("hbj");
    world.ok("zhz", give_back("hbj"));
    let refusal = world.refused("hbj-clerk", submit("hbj", 0));
    assert_eq!(refusal.code, "not_your_role");
    assert_eq!(refusal.next, ["power-list review submit hbj --as hbj-head"]);
    world.ok("hbj-head", submit("hbj", 0));
}

#[test]
fn what_was_drafted_is_given_with_the_signature_or_not_at_all() {
    let mut world = World::started();
    world.ok("hbj-clerk", submit("hbj", 0));
    let record = |entries: Vec<(ItemCode, Entry)>| Command::Record {
        department: dept("hbj"),
        entries,
    };
    let keep = Entry::Opinion {
        decision: Decision::KEEP,
        text: None,
    };
    let (one, two) = (code("hbj", 1), code("hbj", 2));
    assert_eq!(
        code_of(&mut world, "bb-1", record(Vec::new())),
        "nothing_drafted"
    );
    assert_eq!(
        code_of(
            &mut world,
            "bb-1",
            record(vec![(one.clone(), Entry::WITHDRAWAL)])
        ),
        "nothing_to_withdraw"
    );
    assert_eq!(
        code_of(
            &mut world,
            "bb-1",
            record(vec![
                (one.clone(), keep.clone()),
                (one.clone(), keep.clone())
            ])
        ),
        "duplicate_item"
    );
    // One that cannot be given holds the others up.
    assert_eq!(
        code_of(
            &mut world,
            "bb-1",
            record(vec![
                (one.clone(), keep.clone()),
                (two.clone(), Entry::WITHDRAWAL),
            ])
        ),
        "nothing_to_withdraw"
    );
    let signing = |entries: Vec<(ItemCode, Entry)>| Command::Sign {
        department: dept("hbj"),
        legality: None,
        entries,
    };
    assert_eq!(
        code_of(&mut world, "bb-1", signing(Vec::new())),
        "no_opinion"
    );
    world.ok("bb-1", opine("hbj", std::slice::from_ref(&one), cancel()));
    // The only opinion is taken back with the signature: nothing is left to sign.
    assert_eq!(
        code_of(
            &mut world,
            "bb-1",
            signing(vec![(one.clone(), Entry::WITHDRAWAL)])
        ),
        "no_opinion"
    );
    world.ok(
        "bb-1",
        signing(vec![
            (one.clone(), Entry::WITHDRAWAL),
            (two.clone(), keep.clone()),
        ]),
    );
    let state = world.campaign.department(&dept("hbj")).unwrap();
    let round = state.under_review().unwrap();
    assert!(
        round.items[&one]
            .opinion(Body::OrganizationOffice)
            .is_none()
    );
    assert!(
        round.items[&two]
            .opinion(Body::OrganizationOffice)
            .is_some()
    );
    assert_eq!(
        code_of(&mut world, "bb-1", record(vec![(two, keep)])),
        "already_signed"
    );
}

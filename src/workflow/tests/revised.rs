//! What was changed, held against what was asked.

use std::collections::BTreeMap;

use super::*;
use crate::workflow::revised::Revised;
use crate::workflow::round::Change;

/// A first round of four items: the first absorbs the fourth, the second is to be improved, the third is kept as it is.
fn answered() -> World {
    let mut world = World::started();
    world.ok("hbj-clerk", submit("hbj", 0));
    let merge = Decision::Merge {
        absorbs: vec![code("hbj", 3)].try_into().unwrap(),
    };
    world.ok("bb-1", opine("hbj", &[code("hbj", 1)], merge));
    world.ok(
        "fzb-1",
        opine("hbj", &[code("hbj", 2)], Decision::Optimize {}),
    );
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        let rest = world.codes("hbj");
        let first = rest.last().cloned().unwrap();
        world.ok(who, opine("hbj", &[first], Decision::KEEP));
        world.ok(who, sign("hbj", false));
    }
    world.ok("zhz", give_back("hbj"));
    let round = &world.campaign.department(&dept("hbj")).unwrap().rounds()[0];
    let yes = Answer::Adopted { reason: None };
    let answers = round.unanswered().map(|(_, _, o)| (o.seq, yes.clone()));
    let answers = answers.collect();
    world.ok(
        "hbj-clerk",
        Command::Answer {
            department: dept("hbj"),
            answers,
        },
    );
    world
}

#[test]
fn adopting_without_changing_is_told_and_so_is_changing_unasked() {
    let world = answered();
    let round = &world.campaign.department(&dept("hbj")).unwrap().rounds()[0];
    let mut now: BTreeMap<&ItemCode, Digest> = round
        .items
        .iter()
        .map(|(code, item)| (code, item.digest))
        .collect();
    let told = Revised::of(round, &now);
    assert_eq!(told.unprompted, []);
    let untouched: Vec<&ItemCode> = told.untouched.iter().map(|(code, _)| code).collect();
    assert_eq!(untouched, [&code("hbj", 1), &code("hbj", 2)]);

    // What is absorbed goes: the item that absorbs it may stay as it is.
    let (absorbed, improved, added) = (code("hbj", 3), code("hbj", 2), code("hbj", 99));
    now.remove(&absorbed);
    now.insert(&improved, Digest::of(b"improved"));
    now.insert(&added, Digest::of(b"added"));
    let told = Revised::of(round, &now);
    assert_eq!(told.unprompted, [(added.clone(), Change::Added)]);
    assert_eq!(told.untouched, []);

    // Where the answer is another one, nothing has to change.
    let no = Answer::Declined {
        reason: words("依据明确"),
    };
    let answers: Vec<_> = round
        .asking()
        .map(|(_, _, o)| (o.seq, no.clone()))
        .collect();
    let declined = round.answered_with(&answers);
    let before = round.items.iter().map(|(code, item)| (code, item.digest));
    assert_eq!(
        Revised::of(&declined, &before.collect()),
        Revised::default()
    );
}

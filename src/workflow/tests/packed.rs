//! Checkpoints: whatever the history, beginning from one is the same as replaying it.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::super::packed::{Cabinet, Checkpoint, Folder, Kept, LAYOUT};
use super::properties::{run, tries};
use super::*;

/// A digest over the checkpoint of [`eventful`]: another one means another layout.
const PACKED: &str = "5 12ec66ed";

/// The checkpoint that a store comes to that keeps each one beside the one before.
#[derive(Default)]
struct Shelf {
    parts: BTreeMap<String, Arc<[u8]>>,
    kept: Kept,
}

impl Shelf {
    fn put(&mut self, campaign: &Campaign) {
        let (checkpoint, kept) = self.kept.next(campaign);
        if self.kept.since().is_none() {
            self.parts.clear();
        }
        self.parts.extend(checkpoint.parts);
        self.kept = kept;
    }

    fn checkpoint(&self, head: Head) -> Checkpoint {
        Checkpoint {
            head,
            parts: self.parts.clone(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_checkpoint_and_what_came_after_are_the_history(
        tries in tries(),
        at in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
    ) {
        let (world, _) = run(&tries);
        let mut at: Vec<usize> = at.iter().map(|i| i.index(world.events.len() + 1)).collect();
        at.sort_unstable();
        let mut shelf = Shelf::default();
        let mut campaign = Campaign::default();
        for (n, event) in world.events.iter().enumerate() {
            if at.contains(&n) {
                shelf.put(&campaign);
                let (state, _) = shelf.checkpoint(campaign.head()).open().unwrap();
                prop_assert_eq!(&state, &campaign);
                let mut on = state;
                for event in &world.events[n..] {
                    on.apply(event).unwrap();
                }
                prop_assert_eq!(&on, &world.campaign);
            }
            shelf.kept.note(&event.payload);
            campaign.apply(event).unwrap();
        }
        shelf.put(&campaign);
        let (state, _) = shelf.checkpoint(campaign.head()).open().unwrap();
        prop_assert_eq!(state, world.campaign);
    }

    /// However little room there is in the cabinet, the state is the same.
    #[test]
    fn what_is_put_away_is_as_it_was(tries in tries(), room in 0..12usize) {
        let (world, _) = run(&tries);
        let mut cabinet = Cabinet::with_room(room);
        let mut campaign = Campaign::default();
        for event in &world.events {
            campaign.apply(event).unwrap();
            cabinet.tidy(&mut campaign, &event.payload);
        }
        prop_assert_eq!(Checkpoint::of(&campaign), Checkpoint::of(&world.campaign));
        prop_assert_eq!(&campaign, &world.campaign);
        cabinet.close(&mut campaign);
        prop_assert_eq!(campaign, world.campaign);
    }

    /// Bytes that something has happened to are no checkpoint, and reading them ends.
    #[test]
    fn what_is_spoilt_is_no_checkpoint(
        part in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        byte in 1..=255u8,
        cut in any::<bool>(),
    ) {
        let mut checkpoint = Checkpoint::of(&eventful().campaign);
        // The campaign's part stands for itself: a text in it may be another text.
        let names: Vec<String> = checkpoint.parts.keys().filter(|n| !n.is_empty()).cloned().collect();
        let part = checkpoint.parts.get_mut(&names[part.index(names.len())]).unwrap();
        let mut bytes = part.to_vec();
        let place = place.index(bytes.len());
        if cut {
            bytes.truncate(place);
        } else {
            bytes[place] ^= byte;
        }
        *part = bytes.into();
        // Without the digest before it: no bytes make it panic, or ask for more memory than there is.
        let _ = Folder::packed(part.clone()).papers();
        prop_assert!(checkpoint.open().is_none());
    }
}

/// A campaign in which everything has happened that is kept of a unit.
fn eventful() -> World {
    let mut world = World::started();
    world.meetings();
    world.confirm("jyj");
    world.ok("gb", publish("2015-1", true));
    world.ok("hbj-clerk", submit("hbj", 0));
    let codes = world.codes("hbj");
    world.ok("bb-1", opine("hbj", &codes[..1], cancel()));
    world.ok(
        "fzb-1",
        Command::Opine {
            department: dept("hbj"),
            items: codes[..2].to_vec(),
            decision: Decision::KEEP,
            text: Some(words("请补充依据")),
        },
    );
    world.review_rest("hbj");
    world.ok("zhz", rule("hbj", &codes[..1], Decision::KEEP));
    world.ok("zhz", give_back("hbj"));
    let open: Vec<(u64, Answer)> = world
        .campaign
        .department(&dept("hbj"))
        .unwrap()
        .being_answered()
        .unwrap()
        .unanswered()
        .map(|(_, _, o)| (o.seq, Answer::Adopted { reason: None }))
        .collect();
    let department = dept("hbj");
    world.ok(
        "hbj-clerk",
        Command::Answer {
            department,
            answers: open,
        },
    );
    world.ok("hbj-clerk", submit("hbj", 1));
    let passage = super::super::stage::Passage::ALL[3];
    let (from, until) = (
        jiff::civil::date(2014, 11, 14),
        jiff::civil::date(2014, 11, 17),
    );
    world.ok(
        "zhz",
        super::extend::extend("hbj", passage, Some(from), until),
    );
    world
}

#[test]
fn another_layout_has_another_number() {
    let checkpoint = Checkpoint::of(&eventful().campaign);
    let bytes = checkpoint.parts.values().map(AsRef::as_ref);
    let packed = format!("{LAYOUT} {}", Digest::of_parts(bytes).short());
    assert_eq!(
        packed, PACKED,
        "count LAYOUT up where what is packed has changed"
    );
}

#[test]
fn parts_of_different_moments_are_no_checkpoint() {
    let mut world = eventful();
    let mut old = Checkpoint::of(&world.campaign);
    let codes = world.codes("hbj");
    world.ok("bb-1", opine("hbj", &codes, Decision::KEEP));
    let new = Checkpoint::of(&world.campaign);
    old.parts.insert("hbj".to_owned(), new.parts["hbj"].clone());
    assert!(old.open().is_none());
    let mut without = new;
    without.parts.remove("tjj");
    assert!(without.open().is_none());
}

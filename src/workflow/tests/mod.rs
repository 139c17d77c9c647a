//! A small world to try the workflow in: three units in two groups, everybody who acts, and helpers to act.

mod adjust;
mod chain;
mod closing;
mod extend;
mod figures;
mod packed;
mod properties;
mod refusals;
mod revised;

use jiff::Timestamp;

use super::chain::seal;
use super::closing::outlook;
use super::event::{Legality, LegalityResult, MeetingKind};
use super::notebook::Entry;
use super::stage::Position;
use super::*;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::people::{Authority, Body, Person, Role};
use crate::domain::place::{At, SourceId, Span};
use crate::domain::project::Signatures;

pub(super) const DEPARTMENTS: [(&str, &str, u16); 3] = [
    ("hbj", "审核一组", 3),
    ("jyj", "审核二组", 2),
    ("tjj", "审核一组", 1),
];

pub(super) fn dept(id: &str) -> DepartmentId {
    id.parse().unwrap()
}

pub(super) fn words(text: &str) -> Words {
    text.parse().unwrap()
}

pub(super) fn code(department: &str, serial: u16) -> ItemCode {
    format!("341100-{department}-01-{serial:04}")
        .parse()
        .unwrap()
}

pub(super) fn person(id: &str, role: Role) -> Person {
    let span = Span::head(SourceId(0));
    Person {
        id: At::new(id.parse().unwrap(), span),
        name: id.to_owned(),
        role,
        keys: Vec::new(),
    }
}

pub(super) fn people() -> Vec<Person> {
    let mut people = vec![
        person("zhz", Role::Coordinator),
        person("gb", Role::Publisher),
    ];
    for (id, ..) in DEPARTMENTS {
        people.push(person(&format!("{id}-clerk"), Role::Clerk(dept(id))));
        people.push(person(&format!("{id}-head"), Role::Head(dept(id))));
    }
    for (n, group) in ["审核一组", "审核二组"].into_iter().enumerate() {
        for (short, body) in ["bb", "fzb", "zwzx"].into_iter().zip(Body::ALL) {
            let role = Role::Reviewer {
                body,
                groups: vec![group.to_owned()],
                authority: Authority::Signs,
            };
            people.push(person(&format!("{short}-{}", n + 1), role));
        }
    }
    people
}

/// The items of a unit; `version` changes the content of the first.
pub(super) fn items(department: &str, version: u8) -> Vec<(ItemCode, Digest)> {
    let count = DEPARTMENTS.iter().find(|d| d.0 == department).unwrap().2;
    (1..=count)
        .map(|n| {
            let version = if n == 1 { version } else { 0 };
            (code(department, n), Digest::of(&[n as u8, version]))
        })
        .collect()
}

#[derive(Debug, Clone)]
pub(super) struct World {
    pub people: Vec<Person>,
    pub campaign: Campaign,
    pub events: Vec<Event>,
    pub records: Vec<Record>,
}

impl World {
    pub fn new() -> Self {
        Self {
            people: people(),
            campaign: Campaign::default(),
            events: Vec::new(),
            records: Vec::new(),
        }
    }

    pub fn started() -> Self {
        let mut world = Self::new();
        world.ok("zhz", start());
        world
    }

    pub fn act(&mut self, who: &str, command: &Command) -> Result<Vec<EventKind>, Refusal> {
        let actor = self
            .people
            .iter()
            .find(|p| p.id.as_str() == who)
            .unwrap_or_else(|| panic!("nobody called {who}"))
            .clone();
        let kinds = decide(&self.campaign, Staff(&self.people), &actor, command)?;
        for kind in kinds.clone() {
            let at = Timestamp::from_second(1_403_000_000 + self.events.len() as i64).unwrap();
            let (event, record) = seal(self.campaign.head(), at, &actor, kind);
            self.campaign
                .apply(&event)
                .expect("what decide gives fits the state");
            self.events.push(event);
            self.records.push(record);
        }
        Ok(kinds)
    }

    pub fn ok(&mut self, who: &str, command: Command) -> Vec<EventKind> {
        match self.act(who, &command) {
            Ok(kinds) => kinds,
            Err(refusal) => panic!("{who} {command:?}: {refusal:?}"),
        }
    }

    /// The code of the refusal; also checks that a refused command left nothing behind.
    pub fn refused(&mut self, who: &str, command: Command) -> Refusal {
        let before = self.clone();
        let refusal = self.act(who, &command).expect_err("should be refused");
        assert_eq!(before.campaign, self.campaign);
        assert_eq!(before.events.len(), self.events.len());
        assert!(!refusal.message.is_empty());
        refusal
    }

    pub fn group_no(department: &str) -> u8 {
        if department == "jyj" { 2 } else { 1 }
    }

    /// All bodies opine on everything and sign.
    pub fn review(&mut self, department: &str) {
        for short in ["bb", "fzb", "zwzx"] {
            let who = format!("{short}-{}", Self::group_no(department));
            self.ok(
                &who,
                opine(department, &self.codes(department), Decision::KEEP),
            );
            let second = self
                .campaign
                .department(&dept(department))
                .unwrap()
                .stage
                .key()
                == "second_review";
            self.ok(&who, sign(department, short == "fzb" && second));
        }
    }

    /// The bodies opine on what they have passed over, and sign.
    pub fn review_rest(&mut self, department: &str) {
        for (short, body) in ["bb", "fzb", "zwzx"].into_iter().zip(Body::ALL) {
            let who = format!("{short}-{}", Self::group_no(department));
            let state = self.campaign.department(&dept(department)).unwrap();
            let round = state.under_review().unwrap();
            let second = round.round == Round::Second;
            let rest: Vec<ItemCode> = round
                .items
                .iter()
                .filter(|(_, i)| i.opinion(body).is_none())
                .map(|(code, _)| code.clone())
                .collect();
            if !rest.is_empty() {
                self.ok(&who, opine(department, &rest, Decision::KEEP));
            }
            self.ok(&who, sign(department, short == "fzb" && second));
        }
    }

    pub fn codes(&self, department: &str) -> Vec<ItemCode> {
        let state = self.campaign.department(&dept(department)).unwrap();
        state.latest().unwrap().items.keys().cloned().collect()
    }

    /// Brings a unit to the review of `round`, nobody having looked yet.
    pub fn up_to(&mut self, department: &str, round: Round) {
        for r in Round::ALL {
            let who = if r == Round::Third { "head" } else { "clerk" };
            self.ok(&format!("{department}-{who}"), submit(department, 0));
            if r == round {
                return;
            }
            self.review(department);
            self.ok("zhz", give_back(department));
        }
    }

    pub fn confirm(&mut self, department: &str) {
        self.up_to(department, Round::Third);
        self.review(department);
        self.ok(
            "zhz",
            Command::Confirm {
                department: dept(department),
            },
        );
    }

    pub fn meetings(&mut self) {
        self.ok("zhz", meeting(MeetingKind::ExpertReview));
        self.ok("zhz", meeting(MeetingKind::GovernmentExecutive));
    }
}

pub(super) fn start() -> Command {
    Command::Start {
        edition: words("2015年版"),
        departments: DEPARTMENTS
            .iter()
            .map(|(id, group, _)| Seat {
                department: dept(id),
                group: words(group),
            })
            .collect(),
        signatures: Signatures::Optional,
    }
}

pub(super) fn submit(department: &str, version: u8) -> Command {
    Command::Submit {
        department: dept(department),
        snapshot: Digest::of(&[version]),
        items: items(department, version),
        declares_none: false,
        gate_errors: 0,
        findings: None,
    }
}

pub(super) fn opine(department: &str, items: &[ItemCode], decision: Decision) -> Command {
    Command::Opine {
        department: dept(department),
        items: items.to_vec(),
        decision,
        text: None,
    }
}

pub(super) fn sign(department: &str, legal: bool) -> Command {
    Command::Sign {
        department: dept(department),
        entries: Vec::new(),
        legality: legal.then_some(Legality {
            result: LegalityResult::Legal,
            text: None,
        }),
    }
}

pub(super) fn rule(department: &str, items: &[ItemCode], decision: Decision) -> Command {
    Command::Rule {
        department: dept(department),
        items: items.to_vec(),
        decision,
        reason: words("经协商"),
    }
}

pub(super) fn give_back(department: &str) -> Command {
    Command::Return {
        department: dept(department),
        feedback: Digest::of(b"feedback"),
    }
}

pub(super) fn meeting(kind: MeetingKind) -> Command {
    Command::Meeting {
        kind,
        date: jiff::civil::date(2015, 1, 20),
        document: words("第 30 号"),
    }
}

pub(super) fn publish(release: &str, partial: bool) -> Command {
    Command::Publish {
        release: words(release),
        digest: Digest::of(release.as_bytes()),
        partial,
        adjustments: Vec::new(),
        edition: None,
    }
}

pub(super) fn cancel() -> Decision {
    Decision::Cancel {
        ground: words("无法律依据"),
    }
}

#[test]
fn three_units_walk_the_whole_way() {
    let mut world = World::started();
    world.meetings();
    for (id, ..) in DEPARTMENTS {
        world.confirm(id);
    }
    world.ok("gb", publish("2015-03-01", false));
    for (id, ..) in DEPARTMENTS {
        let state = world.campaign.department(&dept(id)).unwrap();
        assert_eq!(state.stage.position(), Position::Published);
        assert_eq!(state.rounds().len(), 3);
        assert!(
            outlook(&world.campaign, Staff(&world.people), &dept(id))
                .next
                .is_empty()
        );
    }
    assert_eq!(Campaign::replay(&world.events).unwrap(), world.campaign);
    assert_eq!(
        super::chain::verify(&world.records),
        Ok(world.campaign.head())
    );
}

#[test]
fn changes_nobody_asked_for_are_listed() {
    let mut world = World::started();
    world.ok("hbj-clerk", submit("hbj", 0));
    world.ok("bb-1", opine("hbj", &[code("hbj", 2)], cancel()));
    for who in ["fzb-1", "zwzx-1"] {
        world.ok(
            who,
            opine("hbj", &[code("hbj", 1), code("hbj", 3)], Decision::KEEP),
        );
    }
    for who in ["bb-1", "fzb-1", "zwzx-1"] {
        world.ok(who, sign("hbj", false));
    }
    world.ok("bb-1", give_back("hbj"));
    let seq = world.campaign.department(&dept("hbj")).unwrap().rounds()[0]
        .unanswered()
        .map(|(_, _, o)| o.seq)
        .collect::<Vec<_>>();
    let answers = seq
        .into_iter()
        .map(|s| (s, Answer::Adopted { reason: None }));
    world.ok(
        "hbj-clerk",
        Command::Answer {
            department: dept("hbj"),
            answers: answers.collect(),
        },
    );
    // 1 changed unasked, 2 gone as asked, 3 as it was, 4 new.
    let mut list = items("hbj", 9);
    list.remove(1);
    list.push((code("hbj", 4), Digest::of(b"new")));
    let kinds = world.ok(
        "hbj-clerk",
        Command::Submit {
            department: dept("hbj"),
            snapshot: Digest::of(b"2"),
            items: list,
            declares_none: false,
            gate_errors: 0,
            findings: None,
        },
    );
    let EventKind::Submitted {
        unprompted, round, ..
    } = &kinds[0]
    else {
        panic!("{kinds:?}");
    };
    assert_eq!(*round, Round::Second);
    assert_eq!(*unprompted, [code("hbj", 1), code("hbj", 4)]);
}

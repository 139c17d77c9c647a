//! One round of one unit: what it sent up and what the bodies said to it.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;

use super::decision::Decision;
use super::event::{Answer, Legality};
use super::stage::Round;
use super::words::Words;
use crate::domain::ids::{Digest, ItemCode};
use crate::domain::people::{ActorId, Body};

/// What an opinion says, whatever item it is about. Thousands say the same and share it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Said {
    /// Who gave it.
    pub actor: ActorId,
    /// What it proposes.
    pub decision: Decision,
    /// What it says.
    pub text: Option<Words>,
    /// The unit's latest answer.
    pub answer: Option<Answer>,
}

impl Said {
    /// Whether the unit has to answer: another proposal than 保留, or something said.
    pub const fn asks(&self) -> bool {
        self.decision.asks() || self.text.is_some()
    }
}

/// A body's latest opinion on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Sequence number of its event: what an answer refers to.
    pub seq: u64,
    pub(super) said: Arc<Said>,
}

impl Deref for Opinion {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

impl Opinion {
    /// The unit answers, or answers otherwise than before.
    pub(super) fn answer(&mut self, answer: &Answer) {
        Arc::make_mut(&mut self.said).answer = Some(answer.clone());
    }
}

/// What was said lately, to be shared by the next who says the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Sayings(Vec<Arc<Said>>);

/// A reviewer who does not say one of so many things says something new.
const LATELY: usize = 16;

impl Sayings {
    pub(super) fn share(
        &mut self,
        actor: &ActorId,
        decision: &Decision,
        text: Option<&Words>,
    ) -> Arc<Said> {
        let same = |said: &&Arc<Said>| {
            said.actor == *actor && said.decision == *decision && said.text.as_ref() == text
        };
        if let Some(known) = self.0.iter().rfind(same) {
            return known.clone();
        }
        let said = Arc::new(Said {
            actor: actor.clone(),
            decision: decision.clone(),
            text: text.cloned(),
            answer: None,
        });
        if self.0.len() == LATELY {
            self.0.remove(0);
        }
        self.0.push(said.clone());
        said
    }
}

/// Two states are the same whatever was said lately on the way there.
impl PartialEq for Sayings {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Sayings {}

/// A ruling of 综合组.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Sequence number of its event.
    pub seq: u64,
    /// What was ruled.
    pub decision: Decision,
    /// Why.
    pub reason: Words,
}

/// One item in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemState {
    /// Digest of its content as submitted.
    pub digest: Digest,
    pub(super) opinions: [Option<Opinion>; 3],
    /// The ruling, where one was made.
    pub ruling: Option<Box<Ruling>>,
}

/// Position of a body in arrays of three.
const fn slot(body: Body) -> usize {
    match body {
        Body::OrganizationOffice => 0,
        Body::LegalOffice => 1,
        Body::ServiceCenter => 2,
    }
}

impl ItemState {
    /// An item nobody has looked at.
    pub(super) const fn new(digest: Digest) -> Self {
        Self {
            digest,
            opinions: [None, None, None],
            ruling: None,
        }
    }

    /// A body's latest opinion.
    pub const fn opinion(&self, body: Body) -> Option<&Opinion> {
        self.opinions[slot(body)].as_ref()
    }

    pub(super) const fn opinion_mut(&mut self, body: Body) -> &mut Option<Opinion> {
        &mut self.opinions[slot(body)]
    }

    /// The latest opinions with the body that gave each.
    pub fn opinions(&self) -> impl Iterator<Item = (Body, &Opinion)> {
        Body::ALL
            .into_iter()
            .filter_map(|body| Some((body, self.opinion(body)?)))
    }

    /// Whether the bodies' latest proposals differ.
    pub fn is_disputed(&self) -> bool {
        let mut proposals = self.opinions().map(|(_, o)| &o.decision);
        proposals
            .next()
            .is_some_and(|first| proposals.any(|other| !first.agrees_with(other)))
    }

    /// What the round comes to: the ruling, else what the bodies agree on; `None` while open or disputed.
    pub fn outcome(&self) -> Option<&Decision> {
        if let Some(ruling) = &self.ruling {
            return Some(&ruling.decision);
        }
        if self.is_disputed() {
            return None;
        }
        self.opinions().next().map(|(_, o)| &o.decision)
    }

    /// Whether an opinion or the ruling asks the unit to do something about the item.
    pub fn is_asked(&self) -> bool {
        self.opinions().any(|(_, o)| o.asks())
            || self.ruling.as_ref().is_some_and(|r| r.decision.asks())
    }
}

/// A body's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Sequence number of its event.
    pub seq: u64,
    /// Who signed.
    pub actor: ActorId,
    /// 合法性审查, where given.
    pub legality: Option<Legality>,
}

/// One round of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundState {
    /// Which.
    pub round: Round,
    /// Sequence number of the submission.
    pub seq: u64,
    /// Who submitted.
    pub actor: ActorId,
    /// When.
    pub submitted_at: Timestamp,
    /// Digest of the snapshot's manifest.
    pub snapshot: Digest,
    /// The items as submitted.
    pub items: BTreeMap<ItemCode, ItemState>,
    /// Changes since the last round that no opinion asked for.
    pub unprompted: Vec<ItemCode>,
    /// Digest of what the gate found, where it was kept.
    pub findings: Option<Digest>,
    pub(super) signatures: [Option<Signature>; 3],
    /// Digest of the feedback, once returned.
    pub feedback: Option<Digest>,
    /// When it was returned.
    pub returned_at: Option<Timestamp>,
}

impl RoundState {
    /// A body's signature.
    pub const fn signature(&self, body: Body) -> Option<&Signature> {
        self.signatures[slot(body)].as_ref()
    }

    pub(super) const fn signature_mut(&mut self, body: Body) -> &mut Option<Signature> {
        &mut self.signatures[slot(body)]
    }

    /// How many items a body has given an opinion on.
    pub fn opinions_of(&self, body: Body) -> usize {
        self.items
            .values()
            .filter(|i| i.opinion(body).is_some())
            .count()
    }

    /// Items on which nobody has said anything, neither a body nor 综合组.
    pub fn without_proposal(&self) -> impl Iterator<Item = &ItemCode> {
        self.items
            .iter()
            .filter(|(_, i)| i.ruling.is_none() && i.opinions().next().is_none())
            .map(|(code, _)| code)
    }

    /// Items on which the bodies differ.
    pub fn disputed(&self) -> impl Iterator<Item = (&ItemCode, &ItemState)> {
        self.items.iter().filter(|(_, i)| i.is_disputed())
    }

    /// Opinions that ask for something, with item and body.
    pub fn asking(&self) -> impl Iterator<Item = (&ItemCode, Body, &Opinion)> {
        self.items.iter().flat_map(|(code, item)| {
            item.opinions()
                .filter(|(_, o)| o.asks())
                .map(move |(body, o)| (code, body, o))
        })
    }

    /// Opinions that ask for something and have no answer.
    pub fn unanswered(&self) -> impl Iterator<Item = (&ItemCode, Body, &Opinion)> {
        self.asking().filter(|(_, _, o)| o.answer.is_none())
    }

    /// The item and body of an opinion, by its sequence number.
    pub fn find_opinion(&self, seq: u64) -> Option<(&ItemCode, Body, &Opinion)> {
        self.items.iter().find_map(|(code, item)| {
            item.opinions()
                .find(|(_, o)| o.seq == seq)
                .map(|(body, o)| (code, body, o))
        })
    }

    /// The round as it would be with these answers, by the number of the opinion.
    #[must_use]
    pub fn answered_with(&self, answers: &[(u64, Answer)]) -> Self {
        let mut round = self.clone();
        let given: BTreeMap<u64, &Answer> = answers.iter().map(|(seq, a)| (*seq, a)).collect();
        let opinions = round.items.values_mut().flat_map(|i| &mut i.opinions);
        for opinion in opinions.flatten() {
            if let Some(answer) = given.get(&opinion.seq) {
                opinion.answer(answer);
            }
        }
        round
    }

    /// How `items` differ from the items of this round.
    pub fn changes<'a>(
        &'a self,
        items: &'a BTreeMap<&'a ItemCode, Digest>,
    ) -> impl Iterator<Item = (&'a ItemCode, Change)> {
        let gone_or_changed =
            self.items
                .iter()
                .filter_map(|(code, before)| match items.get(code) {
                    None => Some((code, Change::Removed)),
                    Some(now) if *now != before.digest => Some((code, Change::Changed)),
                    Some(_) => None,
                });
        let new = items
            .keys()
            .filter(|code| !self.items.contains_key(**code))
            .map(|code| (*code, Change::Added));
        gone_or_changed.chain(new)
    }

    /// The changes in `items` that no opinion or ruling of this round asked for, in order of code.
    pub fn unprompted_changes(&self, items: &BTreeMap<&ItemCode, Digest>) -> Vec<ItemCode> {
        let absorbed: std::collections::BTreeSet<&ItemCode> = self
            .items
            .values()
            .flat_map(|i| {
                let proposals = i.opinions().map(|(_, o)| &o.decision);
                proposals.chain(i.ruling.iter().map(|r| &r.decision))
            })
            .filter_map(|d| match d {
                Decision::Merge { absorbs } => Some(absorbs.codes()),
                _ => None,
            })
            .flatten()
            .collect();
        let mut codes: Vec<ItemCode> = self
            .changes(items)
            .filter(|(code, _)| {
                let asked = self.items.get(*code).is_some_and(ItemState::is_asked);
                !asked && !absorbed.contains(code)
            })
            .map(|(code, _)| code.clone())
            .collect();
        codes.sort();
        codes
    }
}

/// How an item differs between two submissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// 新增
    Added,
    /// 改动
    Changed,
    /// 删去
    Removed,
}

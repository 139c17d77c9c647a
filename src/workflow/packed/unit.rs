//! The part of a unit: its rounds and what became of its items.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bytes::{Reader, Table, Values, moment, near, number};
use crate::domain::ids::{Digest, ItemCode};
use crate::domain::people::{ActorId, Body};
use crate::workflow::decision::Decision;
use crate::workflow::event::Legality;
use crate::workflow::round::{ItemState, Opinion, RoundState, Ruling, Said, Signature};
use crate::workflow::stage::Round;
use crate::workflow::words::Words;

/// What of an item follows its code.
mod flag {
    /// An opinion of the first body; of the others, shifted left by one and two.
    pub const OPINION: u8 = 1;
    pub const RULING: u8 = 1 << 3;
    /// The content is that of the round before: no digest.
    pub const SAME: u8 = 1 << 4;
}

/// The distinct values of a unit.
struct Tables<'a> {
    codes: Table<'a, ItemCode>,
    people: Table<'a, ActorId>,
    decisions: Table<'a, Decision>,
    words: Table<'a, Words>,
    said: Table<'a, Said>,
    legality: Table<'a, Legality>,
}

/// The numbers that the next item most likely has: items come in the order of their codes, and those who speak go through
/// them one by one.
#[derive(Default)]
struct Expected {
    code: u64,
    opinions: [u64; 3],
}

/// The part of a unit.
pub fn pack(rounds: &[RoundState], decisions: &[(ItemCode, Decision)]) -> Vec<u8> {
    let mut tables = Tables {
        codes: Table::new(),
        people: Table::new(),
        decisions: Table::new(),
        words: Table::new(),
        said: Table::new(),
        legality: Table::new(),
    };
    let mut body = Vec::new();
    number(&mut body, rounds.len() as u64);
    let mut before = None;
    for round in rounds {
        pack_round(&mut body, &mut tables, round, before);
        before = Some(round);
    }
    number(&mut body, decisions.len() as u64);
    for (code, decision) in decisions {
        number(&mut body, tables.codes.place(code));
        number(&mut body, tables.decisions.place(decision));
    }
    let mut out = Vec::with_capacity(body.len() * 2);
    tables.codes.write(&mut out);
    tables.people.write(&mut out);
    tables.decisions.write(&mut out);
    tables.words.write(&mut out);
    tables.said.write(&mut out);
    tables.legality.write(&mut out);
    out.extend_from_slice(&body);
    out
}

fn pack_round<'a>(
    out: &mut Vec<u8>,
    tables: &mut Tables<'a>,
    round: &'a RoundState,
    before: Option<&'a RoundState>,
) {
    // Every field by name: one that is added has to be packed too, or it does not compile.
    let RoundState {
        round,
        seq,
        actor,
        submitted_at,
        snapshot,
        items,
        unprompted,
        findings,
        signatures,
        feedback,
        returned_at,
    } = round;
    out.push(round.number());
    number(out, *seq);
    number(out, tables.people.place(actor));
    moment(out, *submitted_at);
    out.extend_from_slice(snapshot.as_bytes());
    number(out, items.len() as u64);
    let mut expected = Expected::default();
    for (code, item) in items {
        let earlier = before.and_then(|round| round.items.get(code));
        let earlier = earlier.map(|item| item.digest);
        near(out, tables.codes.place(code), &mut expected.code);
        pack_item(out, tables, item, earlier, &mut expected.opinions);
    }
    number(out, unprompted.len() as u64);
    for code in unprompted {
        number(out, tables.codes.place(code));
    }
    for signature in signatures {
        let Some(Signature {
            seq,
            actor,
            legality,
        }) = signature
        else {
            number(out, 0);
            continue;
        };
        number(out, *seq);
        number(out, tables.people.place(actor));
        number(out, tables.legality.place_if(legality.as_ref()));
    }
    for digest in [findings, feedback] {
        out.push(u8::from(digest.is_some()));
        if let Some(digest) = digest {
            out.extend_from_slice(digest.as_bytes());
        }
    }
    out.push(u8::from(returned_at.is_some()));
    if let Some(at) = returned_at {
        moment(out, *at);
    }
}

fn pack_item<'a>(
    out: &mut Vec<u8>,
    tables: &mut Tables<'a>,
    item: &'a ItemState,
    earlier: Option<Digest>,
    expected: &mut [u64; 3],
) {
    let ItemState {
        digest,
        opinions,
        ruling,
    } = item;
    let same = earlier == Some(*digest);
    let mut flags = if same { flag::SAME } else { 0 };
    for (slot, opinion) in opinions.iter().enumerate() {
        if opinion.is_some() {
            flags |= flag::OPINION << slot;
        }
    }
    if ruling.is_some() {
        flags |= flag::RULING;
    }
    out.push(flags);
    if !same {
        out.extend_from_slice(digest.as_bytes());
    }
    for (opinion, expected) in opinions.iter().zip(expected) {
        if let Some(Opinion { seq, said }) = opinion {
            near(out, *seq, expected);
            number(out, tables.said.place(said));
        }
    }
    if let Some(ruling) = ruling {
        let Ruling {
            seq,
            decision,
            reason,
        } = ruling.as_ref();
        number(out, *seq);
        number(out, tables.decisions.place(decision));
        number(out, tables.words.place(reason));
    }
}

struct Known {
    codes: Values<ItemCode>,
    people: Values<ActorId>,
    decisions: Values<Decision>,
    words: Values<Words>,
    said: Values<Arc<Said>>,
    legality: Values<Legality>,
}

/// What is kept of a unit beside its stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// The rounds so far, the running one last.
    pub rounds: Vec<RoundState>,
    /// What becomes of each item, once confirmed.
    pub decisions: Vec<(ItemCode, Decision)>,
}

/// What a part tells; `None` where it is none.
pub fn unpack(bytes: &[u8]) -> Option<Papers> {
    let mut from = Reader(bytes);
    let known = Known {
        codes: from.table()?,
        people: from.table()?,
        decisions: from.table()?,
        words: from.table()?,
        said: from.table()?.map(Arc::new),
        legality: from.table()?,
    };
    let mut rounds = Vec::with_capacity(Round::ALL.len());
    for _ in 0..from.count()? {
        let round = unpack_round(&mut from, &known, rounds.last())?;
        rounds.push(round);
    }
    let count = from.count()?;
    let decisions = (0..count)
        .map(|_| {
            let code = known.codes.at(from.number()?)?;
            Some((code, known.decisions.at(from.number()?)?))
        })
        .collect::<Option<_>>()?;
    from.0.is_empty().then_some(Papers { rounds, decisions })
}

fn unpack_round(
    from: &mut Reader<'_>,
    known: &Known,
    before: Option<&RoundState>,
) -> Option<RoundState> {
    let round = Round::try_from(from.byte()?).ok()?;
    let seq = from.number()?;
    let actor = known.people.at(from.number()?)?;
    let submitted_at = from.moment()?;
    let snapshot = from.digest()?;
    let count = from.count()?;
    let mut expected = Expected::default();
    let items = (0..count)
        .map(|_| unpack_item(from, known, before, &mut expected))
        .collect::<Option<BTreeMap<_, _>>>()?;
    let count = from.count()?;
    let unprompted = (0..count)
        .map(|_| known.codes.at(from.number()?))
        .collect::<Option<_>>()?;
    let mut signatures = [None, None, None];
    for signature in &mut signatures {
        let seq = from.number()?;
        if seq > 0 {
            *signature = Some(Signature {
                seq,
                actor: known.people.at(from.number()?)?,
                legality: known.legality.at_if(from.number()?)?,
            });
        }
    }
    let findings = from.digest_if()?;
    let feedback = from.digest_if()?;
    let returned_at = match from.byte()? {
        0 => None,
        _ => Some(from.moment()?),
    };
    Some(RoundState {
        round,
        seq,
        actor,
        submitted_at,
        snapshot,
        items,
        unprompted,
        findings,
        signatures,
        feedback,
        returned_at,
    })
}

fn unpack_item(
    from: &mut Reader<'_>,
    known: &Known,
    before: Option<&RoundState>,
    expected: &mut Expected,
) -> Option<(ItemCode, ItemState)> {
    let code = known.codes.at(from.near(&mut expected.code)?)?;
    let flags = from.byte()?;
    let digest = if flags & flag::SAME == 0 {
        from.digest()?
    } else {
        before?.items.get(&code)?.digest
    };
    let mut item = ItemState::new(digest);
    for ((slot, body), expected) in Body::ALL
        .into_iter()
        .enumerate()
        .zip(&mut expected.opinions)
    {
        if flags & (flag::OPINION << slot) == 0 {
            continue;
        }
        let seq = from.near(expected)?;
        let said = known.said.at(from.number()?)?;
        *item.opinion_mut(body) = Some(Opinion { seq, said });
    }
    if flags & flag::RULING != 0 {
        item.ruling = Some(Box::new(Ruling {
            seq: from.number()?,
            decision: known.decisions.at(from.number()?)?,
            reason: known.words.at(from.number()?)?,
        }));
    }
    Some((code, item))
}

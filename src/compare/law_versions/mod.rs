//! What became of a law's provisions from one version to the next, told by the words of both.
//!
//! Articles are paired by likeness, order helping; then their paragraphs, then the items of these. What is not like
//! enough is gone or new: a law that was written anew is not forced onto the old one. What has lost its partner is
//! looked for in the rest of its article, then in the whole law, and may have been taken up into something longer
//! (merged) or have become several (split).

mod fold;
mod level;
mod likeness;
mod pairing;
mod units;

use std::collections::HashSet;

use self::level::Level;
use self::units::{Unit, units, weigh};
use crate::domain::law::{Change, Confidence, Evidence, Transition, VersionId, Wording};
use crate::domain::provision::Provision;
use crate::domain::quote::VersionText;

/// An article goes on in every article that has at least this share of its words in paragraphs of its own.
const SHARE: f32 = 0.25;

/// So much less likeness will do for parts of articles that are paired: they can be nothing else.
const EASE: f32 = 0.12;

/// The mapping of two versions whose texts are at hand, or of a law and the one that replaced it.
pub fn transition(
    (from, old): (VersionId, &VersionText),
    (to, new): (VersionId, &VersionText),
) -> Transition {
    let (mut old, mut new) = (units(old), units(new));
    weigh(&mut old, &mut new);
    let articles = articles(&old, &new);
    let paragraphs = parts(&articles);
    let items = parts(&paragraphs);
    let mut changes = Vec::new();
    for i in 0..old.len() {
        changes.push(article(&articles, &paragraphs, i));
    }
    for level in [&paragraphs, &items] {
        let told = (0..level.old.len()).filter(|i| {
            // The only paragraph of an article goes where that goes, if it was not found by itself.
            !level.to[*i].is_empty() || !level.old[*i].is_only
        });
        changes.extend(told.map(|i| change(level, i, provisions(level, i))));
    }
    Transition::new(
        from,
        to,
        Evidence::Text,
        changes,
        added([&articles, &paragraphs, &items]),
    )
}

fn articles<'u>(old: &'u [Unit], new: &'u [Unit]) -> Level<'u> {
    let mut level = Level::new(old.iter().collect(), new.iter().collect());
    let (all_old, all_new): (Vec<usize>, Vec<usize>) =
        ((0..old.len()).collect(), (0..new.len()).collect());
    level.pair(&all_old, &all_new, 0.0);
    level.split(&all_old, &all_new);
    for i in all_old {
        level.find(i, &all_new);
    }
    level
}

/// The next finer level: parts are sought where the wider ones went, then elsewhere.
fn parts<'u>(wider: &Level<'u>) -> Level<'u> {
    let (old, in_old) = all_parts(&wider.old);
    let (new, in_new) = all_parts(&wider.new);
    let mut level = Level::new(old, new);
    let targets = |i: usize| -> Vec<usize> {
        let there = wider.to[i].iter().flat_map(|j| in_new[*j].iter().copied());
        there.collect()
    };
    for (i, mine) in in_old.iter().enumerate() {
        level.pair(mine, &targets(i), EASE);
    }
    for (i, mine) in in_old.iter().enumerate() {
        level.split(mine, &targets(i));
    }
    for (i, mine) in in_old.iter().enumerate() {
        let near = targets(i);
        for part in mine {
            level.find(*part, &near);
        }
    }
    level
}

/// The parts of all, and which of them belong to each.
fn all_parts<'u>(of: &[&'u Unit]) -> (Vec<&'u Unit>, Vec<Vec<usize>>) {
    let mut all = Vec::new();
    let mut belong = Vec::new();
    for unit in of {
        let first = all.len();
        all.extend(&unit.parts);
        belong.push((first..all.len()).collect());
    }
    (all, belong)
}

fn provisions(level: &Level<'_>, i: usize) -> Vec<Provision> {
    level.to[i].iter().map(|j| level.new[*j].at).collect()
}

/// An article goes where it was found as a whole, and where large parts of it went.
fn article(articles: &Level<'_>, paragraphs: &Level<'_>, i: usize) -> Change {
    let unit = articles.old[i];
    let mut to = provisions(articles, i);
    let mut elsewhere: Vec<(Provision, f32)> = Vec::new();
    for (p, paragraph) in paragraphs.old.iter().enumerate() {
        if paragraph.at.article != unit.at.article {
            continue;
        }
        for there in provisions(paragraphs, p) {
            let there = Provision::article(there.article);
            let weight = paragraph.bag.weight() / paragraphs.to[p].len() as f32;
            match elsewhere.iter_mut().find(|(at, _)| *at == there) {
                Some((_, sum)) => *sum += weight,
                None => elsewhere.push((there, weight)),
            }
        }
    }
    let large = |weight: f32| weight >= SHARE * unit.bag.weight();
    let more = elsewhere.into_iter().filter(|(_, weight)| large(*weight));
    let more: Vec<Provision> = more
        .map(|(at, _)| at)
        .filter(|at| !to.contains(at))
        .collect();
    let found_whole = !to.is_empty();
    to.extend(more);
    let mut out = change(articles, i, to);
    if !found_whole && !out.to.is_empty() {
        // Nothing but its parts tells where it went.
        out.confidence = Confidence::percent(70);
    }
    out
}

fn change(level: &Level<'_>, i: usize, to: Vec<Provision>) -> Change {
    let unit = level.old[i];
    let plain = unit.is_plain() && level.to[i].iter().all(|j| level.new[*j].is_plain());
    let wording = if to.is_empty() || (to.len() == 1 && level.is_same(i)) {
        Wording::Same
    } else if plain {
        Wording::Changed
    } else {
        Wording::PartsChanged
    };
    Change {
        from: unit.at,
        to,
        wording,
        confidence: level.confidence(i),
    }
}

/// What is new: articles, and parts of articles that are not.
fn added(levels: [&Level<'_>; 3]) -> Vec<(Provision, Confidence)> {
    let mut reached: HashSet<Provision> = HashSet::new();
    for level in levels {
        let taken = level.new.iter().zip(&level.taken);
        for (unit, _) in taken.filter(|(_, taken)| **taken) {
            reached.extend(
                [
                    Some(unit.at),
                    wider(unit.at),
                    wider(unit.at).and_then(wider),
                ]
                .into_iter()
                .flatten(),
            );
        }
    }
    let mut out: Vec<(Provision, Confidence)> = Vec::new();
    for level in levels {
        for (j, unit) in level.new.iter().enumerate() {
            // A part of something new is new with it.
            let in_known = wider(unit.at).is_none_or(|wider| reached.contains(&wider));
            if in_known && !reached.contains(&unit.at) && !unit.is_only {
                out.push((unit.at, level.sure_new(j)));
            }
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out
}

/// The paragraph of an item, the article of a paragraph.
fn wider(at: Provision) -> Option<Provision> {
    match (at.paragraph, at.subparagraph) {
        (None, _) => None,
        (Some(_), None) => Some(Provision::article(at.article)),
        (Some(_), Some(_)) => Some(Provision {
            subparagraph: None,
            ..at
        }),
    }
}

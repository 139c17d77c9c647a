//! Two versions mapped by the counts of 款 and 项 alone.
//!
//! Articles are aligned in their order, parts within them likewise. How sure a pair is, is the share of all plausible
//! alignments that contain it: in a stretch of articles of one shape, of which one was left out, nobody can tell which,
//! and every pair there is worth little.

use std::collections::HashMap;
use std::num::NonZeroU16;

use super::transition::{Change, Wording};
use super::{Confidence, Evidence, Transition, VersionId};
use crate::domain::law::{ArticleShape, Structure};
use crate::domain::provision::Provision;

/// Share of articles that a new version leaves out, or puts in, at a place: what local amendments do on average.
const GAP: f64 = 0.02;
/// Share of articles that keep their shape where they stay.
const KEPT: f64 = 0.85;
/// More than this cannot be known from counts: words may have been replaced by others of the same shape.
const MOST: f64 = 0.9;

/// The mapping of two versions whose structures are known.
pub fn by_structure(from: (VersionId, &Structure), to: (VersionId, &Structure)) -> Transition {
    let (old, new) = (from.1.articles(), to.1.articles());
    let mut frequency: HashMap<&[u16], f64> = HashMap::new();
    for shape in old.iter().chain(new) {
        *frequency.entry(&shape.items).or_default() += 1.0;
    }
    let all = (old.len() + new.len()) as f64;
    let odds = |i: usize, j: usize| {
        let (Some(a), Some(b)) = (old.get(i), new.get(j)) else {
            return 0.0;
        };
        if a.items == b.items {
            let common = frequency.get(a.items.as_slice()).map_or(1.0, |n| n / all);
            return KEPT / common;
        }
        (1.0 - KEPT) * closeness(&a.items, &b.items)
    };
    let aligned = align(old.len(), new.len(), odds);
    let mut changes = Vec::new();
    let mut added = Vec::new();
    for (i, shape) in old.iter().enumerate() {
        let from = Provision::article(shape.article);
        let (partner, sure) = aligned.old.get(i).copied().unwrap_or((None, 0.0));
        let sure = Confidence::share(sure * MOST);
        let other = partner.and_then(|j| new.get(j));
        changes.push(Change {
            from,
            to: other
                .map(|o| Provision::article(o.article))
                .into_iter()
                .collect(),
            wording: match other {
                Some(other) if other.items != shape.items => Wording::PartsChanged,
                _ => Wording::Same,
            },
            confidence: sure,
        });
        if let Some(other) = other.filter(|other| other.items != shape.items) {
            parts(shape, other, sure, &mut changes, &mut added);
        }
    }
    for (j, shape) in new.iter().enumerate() {
        if let Some((None, sure)) = aligned.new.get(j) {
            let sure = Confidence::share(sure * MOST);
            added.push((Provision::article(shape.article), sure));
        }
    }
    added.sort_by_key(|(provision, _)| *provision);
    Transition::new(from.0, to.0, Evidence::Structure, changes, added)
}

/// The parts of an article whose shape changed.
fn parts(
    old: &ArticleShape,
    new: &ArticleShape,
    sure: Confidence,
    changes: &mut Vec<Change>,
    added: &mut Vec<(Provision, Confidence)>,
) {
    let odds = |i: usize, j: usize| match (old.items.get(i), new.items.get(j)) {
        (Some(a), Some(b)) if a == b => 2.0 + f64::from(*a),
        (Some(a), Some(b)) => closeness(&[*a], &[*b]),
        _ => 0.0,
    };
    let aligned = align(old.items.len(), new.items.len(), odds);
    for (i, items) in old.items.iter().enumerate() {
        let Some(from) = part(old, i + 1, 0) else {
            continue;
        };
        let (partner, share) = aligned.old.get(i).copied().unwrap_or((None, 0.0));
        let sure = sure.and(Confidence::share(share));
        let to = partner.and_then(|j| part(new, j + 1, 0));
        let others = partner.and_then(|j| new.items.get(j)).copied();
        changes.push(Change {
            from,
            to: to.into_iter().collect(),
            wording: match others {
                Some(others) if others != *items => Wording::PartsChanged,
                _ => Wording::Same,
            },
            confidence: sure,
        });
        let (Some(others), Some(to)) = (others.filter(|n| n != items), to) else {
            continue;
        };
        // Nothing tells which item was put in or left out; most keep their number.
        let half = sure.and(Confidence::percent(50));
        let item = |of: Provision, n: u16| Provision {
            subparagraph: NonZeroU16::new(n),
            ..of
        };
        for n in 1..=(*items).max(others) {
            if n > *items {
                added.push((item(to, n), half));
                continue;
            }
            let kept = n <= others;
            changes.push(Change {
                from: item(from, n),
                to: kept.then(|| item(to, n)).into_iter().collect(),
                wording: Wording::Same,
                confidence: half,
            });
        }
    }
    for j in 0..new.items.len() {
        if let (Some((None, share)), Some(to)) = (aligned.new.get(j), part(new, j + 1, 0)) {
            added.push((to, sure.and(Confidence::share(*share))));
        }
    }
}

fn part(of: &ArticleShape, paragraph: usize, item: u16) -> Option<Provision> {
    Some(Provision {
        article: of.article,
        paragraph: Some(NonZeroU16::new(u16::try_from(paragraph).ok()?)?),
        subparagraph: NonZeroU16::new(item),
        point: None,
    })
}

/// How near two shapes are: 1 of equal ones, near 0 of quite different ones.
fn closeness(a: &[u16], b: &[u16]) -> f64 {
    let total = |items: &[u16]| items.iter().map(|n| f64::from(*n)).sum::<f64>();
    let apart = a.len().abs_diff(b.len()) as f64 * 2.0 + (total(a) - total(b)).abs();
    1.0 / (1.0 + apart)
}

/// For every member its partner and how sure that is; without a partner, how sure it is that there is none.
struct Aligned {
    old: Vec<(Option<usize>, f64)>,
    new: Vec<(Option<usize>, f64)>,
}

/// Aligns two sequences in their order. `odds` tells how much likelier a pair is than chance.
///
/// All alignments are weighed against each other (forward and backward sums in logarithms), then the one is taken whose
/// pairs are together the surest.
fn align(old: usize, new: usize, odds: impl Fn(usize, usize) -> f64) -> Aligned {
    let width = new + 1;
    let at = |i: usize, j: usize| i * width + j;
    let gap = GAP.ln();
    let pair: Vec<f64> = (0..old)
        .flat_map(|i| (0..new).map(move |j| (i, j)))
        .map(|(i, j)| odds(i, j).ln())
        .collect();
    let pair = |i: usize, j: usize| pair[i * new + j];
    let mut forward = vec![f64::NEG_INFINITY; (old + 1) * width];
    let mut backward = forward.clone();
    for i in 0..=old {
        for j in 0..=new {
            let mut sum = if i + j == 0 { 0.0 } else { f64::NEG_INFINITY };
            if i > 0 {
                sum = add(sum, forward[at(i - 1, j)] + gap);
            }
            if j > 0 {
                sum = add(sum, forward[at(i, j - 1)] + gap);
            }
            if i > 0 && j > 0 {
                sum = add(sum, forward[at(i - 1, j - 1)] + pair(i - 1, j - 1));
            }
            forward[at(i, j)] = sum;
        }
    }
    for i in (0..=old).rev() {
        for j in (0..=new).rev() {
            let mut sum = if (i, j) == (old, new) {
                0.0
            } else {
                f64::NEG_INFINITY
            };
            if i < old {
                sum = add(sum, backward[at(i + 1, j)] + gap);
            }
            if j < new {
                sum = add(sum, backward[at(i, j + 1)] + gap);
            }
            if i < old && j < new {
                sum = add(sum, backward[at(i + 1, j + 1)] + pair(i, j));
            }
            backward[at(i, j)] = sum;
        }
    }
    let total = forward[at(old, new)];
    let share = |i: usize, j: usize| {
        (forward[at(i, j)] + pair(i, j) + backward[at(i + 1, j + 1)] - total).exp()
    };
    let mut best = vec![0.0f64; (old + 1) * width];
    for i in (0..old).rev() {
        for j in (0..new).rev() {
            let kept = share(i, j) + best[at(i + 1, j + 1)];
            best[at(i, j)] = kept.max(best[at(i + 1, j)]).max(best[at(i, j + 1)]);
        }
    }
    let alone_old = |i: usize| 1.0 - (0..new).map(|j| share(i, j)).sum::<f64>();
    let alone_new = |j: usize| 1.0 - (0..old).map(|i| share(i, j)).sum::<f64>();
    let mut out = Aligned {
        old: (0..old).map(|i| (None, alone_old(i))).collect(),
        new: (0..new).map(|j| (None, alone_new(j))).collect(),
    };
    let (mut i, mut j) = (0, 0);
    while i < old && j < new {
        let sure = share(i, j);
        if sure > 0.0 && best[at(i, j)] <= sure + best[at(i + 1, j + 1)] {
            out.old[i] = (Some(j), sure);
            out.new[j] = (Some(i), sure);
            (i, j) = (i + 1, j + 1);
        } else if best[at(i, j)] <= best[at(i + 1, j)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// The logarithm of the sum of two numbers given by theirs.
fn add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        return high;
    }
    high + (low - high).exp().ln_1p()
}

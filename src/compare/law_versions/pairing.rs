//! Which text of one version became which of the next. Most keep their order; blocks may move.

use super::likeness::Matrix;

/// From here on two texts are one text reworded, wherever they stand.
const ANYWHERE: f32 = 0.38;
/// So much less will do where a text stands just where its neighbours let expect it.
const EXPECTED: f32 = 0.12;
/// Two texts alone between neighbours that are sure, on either side: one was written in the place of the other if they
/// have at least this in common.
const ALONE: f32 = 0.12;
/// Pairs from which the order of the rest is told.
const ANCHOR: f32 = 0.5;

/// A text and what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Index among the new.
    pub(super) to: usize,
    /// How alike they are.
    pub(super) likeness: f32,
    /// What their place adds to that.
    pub(super) place: f32,
    /// How alike the next best is, on either side.
    pub(super) rival: f32,
}

/// The pairs, by index among the old. Among parts of articles that are paired less likeness will do: `ease`.
pub(super) fn pair(old: usize, new: usize, like: &Matrix, ease: f32) -> Vec<Option<Pair>> {
    let anywhere = ANYWHERE - ease;
    let anchors = anchors(old, new, like);
    let near = |i: usize, j: usize| EXPECTED * near(&anchors, new.abs_diff(old), i, j);
    let mut candidates: Vec<(f32, usize, usize)> = Vec::new();
    for i in 0..old {
        for j in 0..new {
            let likeness = like.at(i, j);
            let near = near(i, j);
            if likeness >= (anywhere - near).max(ALONE) {
                candidates.push((likeness + near, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut out: Vec<Option<usize>> = vec![None; old];
    let mut taken = vec![false; new];
    for (_, i, j) in candidates {
        if out[i].is_none() && !taken[j] {
            out[i] = Some(j);
            taken[j] = true;
        }
    }
    fill(&mut out, &taken, like);
    (0..old)
        .map(|i| {
            let to = out.get(i).copied().flatten()?;
            let others = (0..new).filter(|j| *j != to).map(|j| like.at(i, j));
            let claimants = (0..old).filter(|k| *k != i).map(|k| like.at(k, to));
            Some(Pair {
                to,
                likeness: like.at(i, to),
                place: near(i, to),
                rival: others.chain(claimants).fold(0.0, f32::max),
            })
        })
        .collect()
}

/// The heaviest set of mutual best pairs that keep the order.
fn anchors(old: usize, new: usize, like: &Matrix) -> Vec<(usize, usize)> {
    let best = |range: usize, of: &dyn Fn(usize) -> f32| {
        (0..range).max_by(|a, b| of(*a).total_cmp(&of(*b)).then(b.cmp(a)))
    };
    let found: Vec<(usize, usize, f32)> = (0..old)
        .filter_map(|i| {
            let j = best(new, &|j| like.at(i, j))?;
            let back = best(old, &|k| like.at(k, j))?;
            let likeness = like.at(i, j);
            (back == i && likeness >= ANCHOR).then_some((i, j, likeness))
        })
        .collect();
    let mut weight: Vec<f32> = Vec::with_capacity(found.len());
    let mut before: Vec<Option<usize>> = Vec::with_capacity(found.len());
    for (n, (_, j, likeness)) in found.iter().enumerate() {
        let last = (0..n)
            .filter(|m| found[*m].1 < *j)
            .max_by(|a, b| weight[*a].total_cmp(&weight[*b]));
        weight.push(likeness + last.map_or(0.0, |m| weight[m]));
        before.push(last);
    }
    let mut at = (0..found.len()).max_by(|a, b| weight[*a].total_cmp(&weight[*b]));
    let mut out = Vec::new();
    while let Some(n) = at {
        out.push((found[n].0, found[n].1));
        at = before[n];
    }
    out.reverse();
    out
}

/// How near the `j`th stands to where the `i`th would be if the distance to the neighbour before or after had been kept:
/// 1 just there, towards 0 far from it.
fn near(anchors: &[(usize, usize)], longer: usize, i: usize, j: usize) -> f32 {
    let after = anchors.partition_point(|(a, _)| *a <= i);
    let before = after.checked_sub(1).and_then(|n| anchors.get(n));
    let from_before = before.map(|(a, b)| (b + (i - a)).abs_diff(j));
    let from_after = anchors.get(after).map(|(c, d)| (j + (c - i)).abs_diff(*d));
    // Without any anchor only what stands in the same place is where it could be expected.
    let away = match (from_before, from_after) {
        (Some(a), Some(b)) => a.min(b),
        (Some(a), None) | (None, Some(a)) => a,
        (None, None) => i.abs_diff(j) + longer,
    };
    1.0 / (1.0 + away as f32 / 2.0)
}

/// Pairs what is left alone on either side between two neighbours.
fn fill(out: &mut [Option<usize>], taken: &[bool], like: &Matrix) {
    for i in 0..out.len() {
        if out[i].is_some() {
            continue;
        }
        let low = match i.checked_sub(1) {
            None => 0,
            Some(before) => match out[before] {
                Some(j) => j + 1,
                None => continue,
            },
        };
        let high = match out.get(i + 1) {
            None => taken.len(),
            Some(Some(j)) => *j,
            Some(None) => continue,
        };
        if low + 1 == high && !taken[low] && like.at(i, low) >= ALONE {
            out[i] = Some(low);
        }
    }
}

//! The texts of one kind (articles, paragraphs or items) in both versions, and what became of each.

use super::likeness::Matrix;
use super::pairing::pair;
use super::units::Unit;
use crate::domain::law::Confidence;

/// A text was taken up into a longer one that has at least this share of it, and one that has become several was so.
const TAKEN_UP: f32 = 0.5;
/// The same for parts whose articles are paired.
const TAKEN_UP_NEAR: f32 = 0.4;
/// The same where the longer one stands in another article.
const TAKEN_UP_ELSEWHERE: f32 = 0.65;
/// In another article two texts are one text reworded from here on.
const ELSEWHERE: f32 = 0.42;
/// What is nowhere to be found may also have been written anew in quite other words: of the provisions that a reader of
/// both texts looked for (`tests/law/labelled.csv`) hardly more than half of those not found were really gone.
const REWRITTEN: f32 = 0.6;
/// Fewer characters say too little to be found in a longer text.
const SHORT: usize = 10;

/// All texts of one kind.
#[derive(Debug)]
pub(super) struct Level<'u> {
    pub(super) old: Vec<&'u Unit>,
    pub(super) new: Vec<&'u Unit>,
    /// Where each of the old is now, by index.
    pub(super) to: Vec<Vec<usize>>,
    /// How sure that is, or that it is gone.
    pub(super) sure: Vec<f32>,
    /// Whether each of the new comes from somewhere.
    pub(super) taken: Vec<bool>,
}

impl<'u> Level<'u> {
    pub(super) fn new(old: Vec<&'u Unit>, new: Vec<&'u Unit>) -> Self {
        Self {
            to: vec![Vec::new(); old.len()],
            sure: vec![0.0; old.len()],
            taken: vec![false; new.len()],
            old,
            new,
        }
    }

    /// Pairs some of the old with those of some of the new that are still free.
    pub(super) fn pair(&mut self, old: &[usize], new: &[usize], ease: f32) {
        let free = |j: &usize| !self.taken[*j];
        let new: Vec<usize> = new.iter().copied().filter(free).collect();
        let old: Vec<usize> = old
            .iter()
            .copied()
            .filter(|i| self.to[*i].is_empty())
            .collect();
        if old.is_empty() || new.is_empty() {
            return;
        }
        let old_bags: Vec<_> = old.iter().map(|i| &self.old[*i].bag).collect();
        let new_bags: Vec<_> = new.iter().map(|j| &self.new[*j].bag).collect();
        let like = Matrix::new(&old_bags, &new_bags);
        for (i, found) in old.iter().zip(pair(old.len(), new.len(), &like, ease)) {
            let Some(found) = found else { continue };
            let j = new[found.to];
            self.to[*i].push(j);
            self.taken[j] = true;
            self.sure[*i] = if self.old[*i].words == self.new[j].words {
                if found.rival > 0.95 { 0.9 } else { 1.0 }
            } else {
                surety(found.likeness + found.place / 2.0, found.rival)
            };
        }
    }

    /// Finds the rest of texts that have become several.
    pub(super) fn split(&mut self, old: &[usize], new: &[usize]) {
        for &j in new {
            let part = self.new[j];
            if self.taken[j] || part.words.len() < SHORT {
                continue;
            }
            let within = |i: usize| part.bag.within(&self.old[i].bag);
            let of = old.iter().copied().filter(|i| !self.to[*i].is_empty());
            let best = of.max_by(|a, b| within(*a).total_cmp(&within(*b)));
            if let Some(i) = best.filter(|i| within(*i) >= TAKEN_UP) {
                self.sure[i] = self.sure[i].min(surety(within(i), 0.0));
                self.to[i].push(j);
                self.taken[j] = true;
            }
        }
    }

    /// Finds texts that others have taken up, among some of the new; and such as went elsewhere as a whole.
    pub(super) fn find(&mut self, i: usize, near: &[usize]) {
        let enough = if self.old[i].at.paragraph.is_some() {
            TAKEN_UP_NEAR
        } else {
            TAKEN_UP
        };
        let text = self.old[i];
        if !self.to[i].is_empty() {
            return;
        }
        let like = |j: usize| text.bag.likeness(&self.new[j].bag);
        let within = |j: usize| text.bag.within(&self.new[j].bag);
        let best = |of: &mut dyn Iterator<Item = usize>, by: &dyn Fn(usize) -> f32| {
            of.map(|j| (by(j), j))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        };
        let all = 0..self.new.len();
        let whole = best(&mut all.clone().filter(|j| !self.taken[*j]), &like);
        let taken_up = best(&mut near.iter().copied(), &within);
        let far = best(&mut all.clone(), &within);
        let likest = whole.map_or(0.0, |(l, _)| l);
        let long = text.words.len() >= SHORT;
        let found = whole
            .filter(|(l, _)| *l >= ELSEWHERE && taken_up.is_none_or(|(w, _)| *l >= w))
            .or(taken_up.filter(|(w, _)| long && *w >= enough))
            .or(far.filter(|(w, _)| long && *w >= TAKEN_UP_ELSEWHERE));
        match found {
            Some((share, j)) => {
                self.sure[i] = surety(share, 0.0).min(0.95);
                self.to[i].push(j);
                self.taken[j] = true;
            }
            None => self.sure[i] = REWRITTEN * (1.0 - surety(likest, 0.0)),
        }
    }

    /// How sure it is that one of the new comes from nowhere.
    pub(super) fn sure_new(&self, j: usize) -> Confidence {
        let like = self.old.iter().map(|o| o.bag.likeness(&self.new[j].bag));
        Confidence::share(f64::from(1.0 - surety(like.fold(0.0, f32::max), 0.0)))
    }

    pub(super) fn confidence(&self, i: usize) -> Confidence {
        Confidence::share(f64::from(self.sure[i]))
    }

    /// Whether the words are the same where the `i`th is now.
    pub(super) fn is_same(&self, i: usize) -> bool {
        matches!(*self.to[i], [j] if self.new[j].words == self.old[i].words)
    }
}

/// How sure it is that two texts so alike are one, where the next best is as alike as `rival`.
fn surety(likeness: f32, rival: f32) -> f32 {
    let alone = 1.0 / (1.0 + (-(likeness - 0.3) * 12.0).exp());
    let pressed = ((rival / likeness.max(0.01) - 0.6) / 0.4).clamp(0.0, 1.0);
    alone * (1.0 - 0.3 * pressed)
}

//! How alike two texts are: by the pairs of characters that they share, rare pairs weighing more.

use std::collections::HashMap;

/// Pairs of neighbouring characters with how often each occurs, by number of the pair.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag {
    pairs: Vec<(u32, f32)>,
    weight: f32,
}

/// Numbers the pairs and knows how rare they are.
#[derive(Debug, Default)]
pub(super) struct Weights {
    numbers: HashMap<(char, char), u32>,
    found_in: Vec<f32>,
    texts: f32,
}

impl Weights {
    /// Counts the pairs of one more text.
    pub(super) fn learn(&mut self, text: &[char]) {
        self.texts += 1.0;
        for (number, _) in self.count(text) {
            if let Some(n) = self.found_in.get_mut(number as usize) {
                *n += 1.0;
            }
        }
    }

    fn count(&mut self, text: &[char]) -> Vec<(u32, f32)> {
        let mut numbers: Vec<u32> = text
            .windows(2)
            .filter_map(|pair| match pair {
                &[a, b] => Some((a, b)),
                _ => None,
            })
            .map(|pair| {
                let next = self.found_in.len() as u32;
                let number = *self.numbers.entry(pair).or_insert(next);
                if number == next {
                    self.found_in.push(0.0);
                }
                number
            })
            .collect();
        numbers.sort_unstable();
        let mut out: Vec<(u32, f32)> = Vec::with_capacity(numbers.len());
        for number in numbers {
            match out.last_mut() {
                Some((last, n)) if *last == number => *n += 1.0,
                _ => out.push((number, 1.0)),
            }
        }
        out
    }

    /// How much a pair says: one that stands in every text says next to nothing.
    fn of(&self, number: u32) -> f32 {
        let found_in = self.found_in.get(number as usize).copied().unwrap_or(1.0);
        ((self.texts + 1.0) / found_in.max(1.0)).ln()
    }

    /// The weighed pairs of a text.
    pub(super) fn bag(&mut self, text: &[char]) -> Bag {
        let counted = self.count(text);
        let pairs: Vec<(u32, f32)> = counted
            .into_iter()
            .map(|(number, n)| (number, n * self.of(number)))
            .collect();
        Bag {
            weight: pairs.iter().map(|(_, w)| w).sum(),
            pairs,
        }
    }
}

impl Bag {
    /// That of a text without words.
    pub(super) const EMPTY: Self = Self {
        pairs: Vec::new(),
        weight: 0.0,
    };

    /// How much the text says.
    pub(super) const fn weight(&self) -> f32 {
        self.weight
    }

    /// Share of both texts that they have in common, 0 to 1.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        share(2.0 * self.shared(other), self.weight + other.weight)
    }

    /// Share of this text that the other one has, 0 to 1.
    pub(super) fn within(&self, other: &Self) -> f32 {
        share(self.shared(other), self.weight)
    }

    fn shared(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.pairs.iter().peekable(), other.pairs.iter().peekable());
        let mut sum = 0.0;
        while let (Some((x, n)), Some((y, m))) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += n.min(*m);
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }
}

fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The likeness of every text of one list with every text of another.
#[derive(Debug)]
pub(super) struct Matrix {
    width: usize,
    cells: Vec<f32>,
}

impl Matrix {
    /// Compares all with all, by way of the pairs that they share.
    pub(super) fn new(old: &[&Bag], new: &[&Bag]) -> Self {
        let width = new.len();
        let pairs = new.iter().flat_map(|bag| &bag.pairs).map(|(n, _)| *n);
        let mut postings: Vec<Vec<(u32, f32)>> =
            vec![Vec::new(); pairs.max().map_or(0, |n| n as usize + 1)];
        for (j, bag) in (0u32..).zip(new) {
            for (number, weight) in &bag.pairs {
                if let Some(list) = postings.get_mut(*number as usize) {
                    list.push((j, *weight));
                }
            }
        }
        let mut cells = Vec::with_capacity(old.len() * width);
        let mut shared = vec![0.0f32; width];
        for bag in old {
            shared.fill(0.0);
            for (number, weight) in &bag.pairs {
                for (j, other) in postings.get(*number as usize).into_iter().flatten() {
                    if let Some(sum) = shared.get_mut(*j as usize) {
                        *sum += weight.min(*other);
                    }
                }
            }
            let likeness = shared.iter().zip(new);
            cells.extend(likeness.map(|(s, other)| share(2.0 * s, bag.weight + other.weight)));
        }
        Self { width, cells }
    }

    /// How alike the `i`th of the old and the `j`th of the new are, 0 to 1.
    pub(super) fn at(&self, i: usize, j: usize) -> f32 {
        self.cells
            .get(i * self.width + j)
            .copied()
            .filter(|_| j < self.width)
            .unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_say_counts_little() {
        let texts = [
            "主管部门负责水土保持",
            "主管部门负责野生动物",
            "主管部门应当水土保持工作",
        ];
        let folded: Vec<Vec<char>> = texts.iter().map(|t| t.chars().collect()).collect();
        let mut weights = Weights::default();
        for text in &folded {
            weights.learn(text);
        }
        let bags: Vec<Bag> = folded.iter().map(|t| weights.bag(t)).collect();
        let like = |a: usize, b: usize| bags[a].likeness(&bags[b]);
        assert!((like(0, 0) - 1.0).abs() < 1e-6);
        assert!(like(0, 2) > like(0, 1));
        assert!(bags[0].within(&bags[2]) > 0.3);
        let matrix = Matrix::new(&[&bags[0], &bags[1]], &[&bags[2], &bags[0]]);
        assert!((matrix.at(0, 0) - like(0, 2)).abs() < 1e-6);
        assert!((matrix.at(1, 1) - like(1, 0)).abs() < 1e-6);
        assert_eq!(Bag::default().likeness(&Bag::default()), 0.0);
    }
}

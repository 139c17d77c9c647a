//! The stored mappings against what somebody says who read both texts (`labelled.csv`).
//!
//! The provisions were drawn at random and labelled before there was an algorithm; those of 种子法, whose old text is
//! not at hand, come from quotations in published lists.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use power_list::domain::law::{Fate, Outcome, Register};
use power_list::domain::provision::{Article, Provision};

const LABELS: &str = include_str!("labelled.csv");

/// One row of the table.
pub struct Label {
    pub law: &'static str,
    pub from: Date,
    pub to: Date,
    pub old: Option<Provision>,
    pub new: BTreeSet<Provision>,
    pub fate: Fate,
}

/// `12.1.3` as a provision.
fn provision(key: &str) -> Provision {
    let mut numbers = key.split('.').map(|n| n.parse::<u16>().unwrap());
    let article = Article::new(numbers.next().unwrap()).unwrap();
    let mut next = || numbers.next().and_then(std::num::NonZeroU16::new);
    Provision {
        article,
        paragraph: next(),
        subparagraph: next(),
        point: None,
    }
}

pub fn labels() -> Vec<Label> {
    let rows = LABELS.lines().skip(1);
    rows.map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let &[law, from, to, old, new, fate] = cells.as_slice() else {
            panic!("{line}");
        };
        Label {
            law,
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            old: (!old.is_empty()).then(|| provision(old)),
            new: new.split_whitespace().map(provision).collect(),
            fate: Fate::from_key(fate).unwrap(),
        }
    })
    .collect()
}

/// How it went with the rows of a law.
#[derive(Default, Clone, Copy)]
pub struct Score {
    pub rows: usize,
    /// The register says what became of it.
    pub mapped: usize,
    /// Place and fate are those of the table.
    pub right: usize,
    /// The place is, or one of the places where there are several.
    pub place: usize,
    /// Wrong with a confidence of 80 or more.
    pub sure_and_wrong: usize,
}

impl Score {
    /// Both together.
    pub const fn and(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            mapped: self.mapped + other.mapped,
            right: self.right + other.right,
            place: self.place + other.place,
            sure_and_wrong: self.sure_and_wrong + other.sure_and_wrong,
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            rows,
            mapped,
            right,
            place,
            sure_and_wrong,
        } = self;
        write!(
            f,
            "{rows} 处，有对应 {mapped}，去向和变化都对 {right}（{:.1}%），去向对 {place}，错而可信度不低于 80% 的 {sure_and_wrong}",
            *right as f64 * 100.0 / *rows as f64
        )
    }
}

/// Judges a register; what it has wrong, in words.
pub fn judge(register: &Register) -> (BTreeMap<&'static str, Score>, Vec<String>) {
    let mut scores: BTreeMap<&'static str, Score> = BTreeMap::new();
    let mut wrong = Vec::new();
    for label in labels() {
        let score = scores.entry(label.law).or_default();
        score.rows += 1;
        let law = register.find(label.law).unwrap();
        let Some(route) = register.route(law, label.from, label.to) else {
            wrong.push(format!("{} 没有对应关系", label.law));
            continue;
        };
        let found: Outcome = match &label.old {
            Some(old) => route.of(old),
            None => {
                // New: the register lists it, or the part that it belongs to, as new and lets nothing lead there.
                let at = label.new.first().unwrap();
                let whole = Provision {
                    paragraph: None,
                    subparagraph: None,
                    ..*at
                };
                let rows = route.rows();
                let row = rows.iter().find(|r| {
                    r.from.is_none() && r.outcome.to.iter().any(|to| to == at || *to == whole)
                });
                match row {
                    Some(row) => row.outcome.clone(),
                    None => rows
                        .into_iter()
                        .find(|r| r.outcome.to.contains(at) || r.outcome.to.contains(&whole))
                        .map_or_else(|| route.of(at), |r| r.outcome),
                }
            }
        };
        score.mapped += 1;
        // One paragraph alone is the article.
        let structure = law
            .versions
            .iter()
            .find(|v| v.published == label.to)
            .and_then(|v| v.structure.as_ref());
        let plain = |p: &Provision| match structure.and_then(|s| s.shape(p.article)) {
            Some(shape) if shape.items.len() == 1 && p.subparagraph.is_none() => {
                Provision::article(p.article)
            }
            _ => *p,
        };
        let places: BTreeSet<Provision> = found.to.iter().map(plain).collect();
        let expected: BTreeSet<Provision> = label.new.iter().map(plain).collect();
        let place = match label.fate {
            Fate::Gone => found.fate == Fate::Gone,
            Fate::New => found.fate == Fate::New,
            _ => places.intersection(&expected).next().is_some(),
        };
        let right =
            place && found.fate == label.fate && (label.fate == Fate::New || places == expected);
        score.place += usize::from(place);
        score.right += usize::from(right);
        if !right {
            score.sure_and_wrong += usize::from(found.confidence.value() >= 80);
            let list = |of: &BTreeSet<Provision>| {
                of.iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("、")
            };
            wrong.push(format!(
                "{} {}：应为 {} {}，得 {} {}（{}）{}",
                label.law,
                label.old.map_or(String::new(), |p| p.to_string()),
                label.fate.chinese(),
                list(&expected),
                found.fate.chinese(),
                list(&places),
                found.confidence,
                if place { "" } else { " ！" },
            ));
        }
    }
    (scores, wrong)
}

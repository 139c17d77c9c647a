//! A version's text cut into articles, paragraphs and items, each ready to be compared.

use std::num::NonZeroU16;

use super::fold::fold;
use super::likeness::{Bag, Weights};
use crate::domain::provision::Provision;
use crate::domain::quote::{ArticleText, VersionText};

/// An article, a paragraph or an item.
#[derive(Debug)]
pub(super) struct Unit {
    /// Where it is, its paragraph named.
    pub(super) at: Provision,
    /// Its words, those of its parts with them.
    pub(super) words: Vec<char>,
    /// The same, weighed.
    pub(super) bag: Bag,
    /// Its paragraphs or items. None where their numbers are not certain.
    pub(super) parts: Vec<Unit>,
    /// Whether it is the only paragraph of its article.
    pub(super) is_only: bool,
}

impl Unit {
    /// Whether it consists of one paragraph without items, or is one.
    pub(super) fn is_plain(&self) -> bool {
        match self.parts.as_slice() {
            [] => true,
            [only] => self.at.paragraph.is_none() && only.parts.is_empty(),
            _ => false,
        }
    }
}

/// The articles of a version, not yet weighed.
pub(super) fn units(version: &VersionText) -> Vec<Unit> {
    version.articles.iter().map(article).collect()
}

fn article(text: &ArticleText) -> Unit {
    let at = Provision::article(text.article);
    let mut unit = bare(at);
    for line in &text.lines {
        let words = fold(&line.text);
        unit.words.extend(&words);
        let Some(number) = NonZeroU16::new(line.paragraph).filter(|_| text.numbered) else {
            continue;
        };
        let paragraph = part(
            &mut unit,
            Provision {
                paragraph: Some(number),
                ..at
            },
        );
        paragraph.words.extend(&words);
        if let Some(number) = NonZeroU16::new(line.item) {
            let at = Provision {
                subparagraph: Some(number),
                ..paragraph.at
            };
            part(paragraph, at).words.extend(words);
        }
    }
    if let [only] = unit.parts.as_mut_slice() {
        only.is_only = true;
    }
    unit
}

fn bare(at: Provision) -> Unit {
    Unit {
        at,
        words: Vec::new(),
        bag: Bag::EMPTY,
        parts: Vec::new(),
        is_only: false,
    }
}

/// The part with this place; lines of one part may stand apart.
fn part(of: &mut Unit, at: Provision) -> &mut Unit {
    let i = match of.parts.iter().position(|part| part.at == at) {
        Some(i) => i,
        None => {
            of.parts.push(bare(at));
            of.parts.len() - 1
        }
    };
    &mut of.parts[i]
}

/// Weighs all texts of both versions by how rare their pairs of characters are in the articles of both.
pub(super) fn weigh(old: &mut [Unit], new: &mut [Unit]) {
    fn each(units: &mut [Unit], weights: &mut Weights) {
        for unit in units {
            unit.bag = weights.bag(&unit.words);
            each(&mut unit.parts, weights);
        }
    }
    let mut weights = Weights::default();
    for article in old.iter().chain(new.iter()) {
        weights.learn(&article.words);
    }
    each(old, &mut weights);
    each(new, &mut weights);
}

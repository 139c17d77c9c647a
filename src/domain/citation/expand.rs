//! Ranges written out.

use std::num::NonZeroU16;

use super::Cited;
use crate::domain::provision::{Article, Provision};

/// A range wider than this is left as its two ends.
const LONGEST_RANGE: u16 = 200;

impl Cited {
    /// The provisions that a mark names; `None` for divisions, parts and annexes, which are no provisions.
    ///
    /// A range of articles is every article of it; of 款 or 项 within one article, every one of them. Where the
    /// numbers do not tell what lies between (第十八条第二款至第二十条第一款), and where more than 200 do, it is
    /// the two ends. Articles inserted between two others (第二十条之一) are left to whoever looks at the statute.
    pub fn provisions(&self) -> Option<Vec<Provision>> {
        match *self {
            Self::Provision(provision) => Some(vec![provision]),
            Self::Range { from, to } => Some(range(from, to)),
            Self::Division(_) | Self::Part { .. } | Self::Annex { .. } => None,
        }
    }
}

fn numbers(from: NonZeroU16, to: NonZeroU16) -> Option<impl Iterator<Item = NonZeroU16>> {
    let short = to
        .get()
        .checked_sub(from.get())
        .is_some_and(|d| d < LONGEST_RANGE);
    short.then(|| (from.get()..=to.get()).filter_map(NonZeroU16::new))
}

fn range(from: Provision, to: Provision) -> Vec<Provision> {
    let whole = |p: &Provision| *p == Provision::article(p.article) && p.article.sub == 0;
    let all: Option<Vec<Provision>> = if whole(&from) && whole(&to) {
        numbers(from.article.number, to.article.number).map(|all| {
            all.map(|number| Provision::article(Article { number, sub: 0 }))
                .collect()
        })
    } else if from.article == to.article && from.point.is_none() && to.point.is_none() {
        match (from.subparagraph, to.subparagraph) {
            (None, None) => from
                .paragraph
                .zip(to.paragraph)
                .and_then(|(a, b)| numbers(a, b))
                .map(|all| {
                    all.map(|n| Provision {
                        paragraph: Some(n),
                        ..from
                    })
                    .collect()
                }),
            (Some(a), Some(b)) if from.paragraph == to.paragraph => numbers(a, b).map(|all| {
                all.map(|n| Provision {
                    subparagraph: Some(n),
                    ..from
                })
                .collect()
            }),
            _ => None,
        }
    } else {
        None
    };
    all.unwrap_or_else(|| vec![from, to])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provision(article: u16, paragraph: u16, subparagraph: u16) -> Provision {
        Provision {
            article: Article::new(article).unwrap(),
            paragraph: NonZeroU16::new(paragraph),
            subparagraph: NonZeroU16::new(subparagraph),
            point: None,
        }
    }

    #[test]
    fn ranges_are_written_out_where_numbers_allow() {
        let articles: Vec<u16> = range(provision(20, 0, 0), provision(23, 0, 0))
            .iter()
            .map(|p| p.article.number.get())
            .collect();
        assert_eq!(articles, [20, 21, 22, 23]);
        assert_eq!(range(provision(5, 1, 0), provision(5, 3, 0)).len(), 3);
        assert_eq!(range(provision(5, 2, 1), provision(5, 2, 4)).len(), 4);
        // Nobody knows how many 款 lie between.
        assert_eq!(range(provision(5, 2, 0), provision(6, 1, 0)).len(), 2);
        assert_eq!(range(provision(1, 0, 0), provision(60000, 0, 0)).len(), 2);
        assert_eq!(range(provision(9, 0, 0), provision(3, 0, 0)).len(), 2);
    }
}

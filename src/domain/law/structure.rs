//! The structure of a version: how many 款 each 条 has and how many 项 each 款 has.

use std::num::NonZeroU16;
use std::sync::OnceLock;

use crate::domain::provision::{Article, Provision};

/// What a version's structure says of a provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existence {
    /// The provision is there.
    Exists,
    /// No such article; the number of the last one.
    NoArticle {
        /// Highest ordinary article number.
        last: u16,
    },
    /// The article has fewer paragraphs.
    NoParagraph {
        /// How many 款 it has.
        has: u16,
    },
    /// The paragraph (or the article, where no paragraph is named) has fewer items.
    NoSubparagraph {
        /// How many 项 it has at most.
        has: u16,
    },
}

/// For every article its paragraphs, for every paragraph its number of items.
///
/// Kept in the compact notation of the register and decoded when first asked for, because
/// most runs look at a small part of the register.
#[derive(Debug)]
pub struct Structure {
    notation: Box<str>,
    articles: OnceLock<Option<Vec<ArticleShape>>>,
}

impl Clone for Structure {
    fn clone(&self) -> Self {
        Self::from_notation(self.notation.clone())
    }
}
impl PartialEq for Structure {
    fn eq(&self, other: &Self) -> bool {
        self.notation == other.notation
    }
}
impl Eq for Structure {}

/// The shape of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleShape {
    /// Its number.
    pub article: Article,
    /// Items (项) of each paragraph (款); the length is the number of paragraphs.
    /// Empty where only the article itself is known: its parts are then not judged.
    pub items: Vec<u16>,
}

impl Structure {
    /// Takes the compact notation; it is decoded on first use.
    ///
    /// Tokens separated by spaces, in article order. A token is `[N:]P[xK]`:
    /// `P` lists the items of each paragraph separated by `.` (an article with one paragraph and no items is `0`,
    /// one with three paragraphs of which the second has six items is `0.6.0`); `N:` sets the article number
    /// (`20-1:` for 第二十条之一), otherwise it is the one after the last; `xK` repeats the shape for K articles.
    /// `?` in place of `P` is an article of which nothing but its existence is known.
    pub fn from_notation(notation: impl Into<Box<str>>) -> Self {
        Self {
            notation: notation.into(),
            articles: OnceLock::new(),
        }
    }

    /// Encodes article shapes, given in the order of the text.
    pub fn from_articles(articles: &[ArticleShape]) -> Self {
        let mut out = String::new();
        let mut next = 1u16;
        let mut i = 0;
        while i < articles.len() {
            let shape = &articles[i];
            let Article { number, sub } = shape.article;
            let mut run = 1u16;
            if sub == 0 {
                while let Some(other) = articles.get(i + usize::from(run)) {
                    let follows = other.article.sub == 0
                        && number.get().checked_add(run) == Some(other.article.number.get());
                    if !follows || other.items != shape.items {
                        break;
                    }
                    run += 1;
                }
            }
            if !out.is_empty() {
                out.push(' ');
            }
            if sub > 0 {
                out.push_str(&format!("{number}-{sub}:"));
            } else if number.get() != next {
                out.push_str(&format!("{number}:"));
            }
            if shape.items.is_empty() {
                out.push('?');
            }
            let items: Vec<String> = shape.items.iter().map(u16::to_string).collect();
            out.push_str(&items.join("."));
            if run > 1 {
                out.push_str(&format!("x{run}"));
            }
            next = number.get().saturating_add(run);
            i += usize::from(run);
        }
        Self::from_notation(out)
    }

    /// The compact notation.
    pub fn notation(&self) -> &str {
        &self.notation
    }

    /// The articles in the order of the text; empty when the notation cannot be read ([`Structure::is_readable`]).
    pub fn articles(&self) -> &[ArticleShape] {
        self.articles
            .get_or_init(|| decode(&self.notation))
            .as_deref()
            .unwrap_or(&[])
    }

    /// Whether the notation is well formed.
    pub fn is_readable(&self) -> bool {
        self.articles
            .get_or_init(|| decode(&self.notation))
            .is_some()
    }

    /// The shape of one article.
    pub fn shape(&self, article: Article) -> Option<&ArticleShape> {
        let articles = self.articles();
        match articles.binary_search_by(|shape| shape.article.cmp(&article)) {
            Ok(i) => Some(&articles[i]),
            // A statute out of order is rare but real; look at every article before saying no.
            Err(_) => articles.iter().find(|shape| shape.article == article),
        }
    }

    /// Whether a provision exists. 目 is not in the register and not judged.
    pub fn existence(&self, provision: &Provision) -> Existence {
        let Some(shape) = self.shape(provision.article) else {
            let last = self
                .articles()
                .iter()
                .map(|s| s.article.number.get())
                .max()
                .unwrap_or(0);
            return Existence::NoArticle { last };
        };
        if shape.items.is_empty() {
            return Existence::Exists;
        }
        let paragraphs = shape.items.len() as u16;
        let wanted = provision.subparagraph.map_or(0, NonZeroU16::get);
        let has = match provision.paragraph {
            Some(p) if p.get() > paragraphs => {
                return Existence::NoParagraph { has: paragraphs };
            }
            Some(p) => shape.items[usize::from(p.get()) - 1],
            None => shape.items.iter().copied().max().unwrap_or(0),
        };
        if wanted > has {
            Existence::NoSubparagraph { has }
        } else {
            Existence::Exists
        }
    }
}

fn decode(notation: &str) -> Option<Vec<ArticleShape>> {
    let mut out = Vec::new();
    let mut next = 1u16;
    for token in notation.split_ascii_whitespace() {
        let (head, rest) = match token.split_once(':') {
            Some((head, rest)) => (Some(head), rest),
            None => (None, token),
        };
        let (number, sub) = match head {
            None => (next, 0),
            Some(head) => match head.split_once('-') {
                Some((n, s)) => (n.parse().ok()?, s.parse().ok()?),
                None => (head.parse().ok()?, 0),
            },
        };
        let (shape, run) = match rest.split_once('x') {
            Some((shape, run)) => (shape, run.parse::<u16>().ok()?),
            None => (rest, 1),
        };
        let items = if shape == "?" {
            Vec::new()
        } else {
            shape
                .split('.')
                .map(|n| n.parse().ok())
                .collect::<Option<Vec<u16>>>()?
        };
        for k in 0..run {
            out.push(ArticleShape {
                article: Article {
                    number: NonZeroU16::new(number.checked_add(k)?)?,
                    sub,
                },
                items: items.clone(),
            });
        }
        next = number.checked_add(run)?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shapes() -> impl Strategy<Value = Vec<ArticleShape>> {
        proptest::collection::vec(
            (1u16..4, 0u16..3, proptest::collection::vec(0u16..9, 0..4)),
            0..60,
        )
        .prop_map(|raw| {
            let mut number = 0;
            let mut sub = 0;
            raw.into_iter()
                .map(|(step, s, items)| {
                    if s == 2 && number > 0 {
                        sub += 1;
                    } else {
                        number += step;
                        sub = 0;
                    }
                    ArticleShape {
                        article: Article {
                            number: NonZeroU16::new(number).unwrap(),
                            sub,
                        },
                        items,
                    }
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn structure_survives_its_notation(shapes in shapes()) {
            let encoded = Structure::from_articles(&shapes);
            let again = Structure::from_notation(encoded.notation());
            prop_assert!(again.is_readable());
            prop_assert_eq!(again.articles(), &shapes[..]);
        }
    }

    #[test]
    fn existence_is_judged_to_the_item() {
        let s = Structure::from_notation("0x4 0.6.0 20-1:3");
        let at = |article: u16, sub, paragraph, item| {
            s.existence(&Provision {
                article: Article {
                    number: NonZeroU16::new(article).unwrap(),
                    sub,
                },
                paragraph: NonZeroU16::new(paragraph),
                subparagraph: NonZeroU16::new(item),
                point: None,
            })
        };
        assert_eq!(at(5, 0, 2, 6), Existence::Exists);
        assert_eq!(at(5, 0, 0, 6), Existence::Exists);
        assert_eq!(at(5, 0, 2, 7), Existence::NoSubparagraph { has: 6 });
        assert_eq!(at(5, 0, 4, 0), Existence::NoParagraph { has: 3 });
        assert_eq!(at(6, 0, 0, 0), Existence::NoArticle { last: 20 });
        assert_eq!(at(20, 1, 0, 3), Existence::Exists);
    }

    #[test]
    fn an_article_of_unknown_shape_is_not_judged() {
        let s = Structure::from_notation("0 ?x2 0");
        let provision = Provision {
            article: Article::new(3).unwrap(),
            paragraph: NonZeroU16::new(7),
            subparagraph: NonZeroU16::new(9),
            point: None,
        };
        assert_eq!(s.existence(&provision), Existence::Exists);
        assert_eq!(s.articles().len(), 4);
    }
}

//! A provision of a statute: 条 (之N), 款, 项, 目.

use std::num::NonZeroU16;

/// Article (条) number with the suffix of an inserted article: 第二十条之一 is `{ number: 20, sub: 1 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Article {
    /// 第N条, from 1.
    pub number: NonZeroU16,
    /// 之N of an inserted article; 0 for an ordinary one.
    pub sub: u16,
}

impl Article {
    /// 第`number`条; `None` for 0, which no statute has.
    pub fn new(number: u16) -> Option<Self> {
        Some(Self {
            number: NonZeroU16::new(number)?,
            sub: 0,
        })
    }
}

/// One provision as cited. A finer part without the coarser one does not exist:
/// where a text says 第（三）项 of an article, the paragraph is `None` and the item is in its only (or any) paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Provision {
    /// 条.
    pub article: Article,
    /// 款, counted from 1.
    pub paragraph: Option<NonZeroU16>,
    /// 项, counted from 1.
    pub subparagraph: Option<NonZeroU16>,
    /// 目, counted from 1.
    pub point: Option<NonZeroU16>,
}

impl Provision {
    /// A whole article.
    pub const fn article(article: Article) -> Self {
        Self {
            article,
            paragraph: None,
            subparagraph: None,
            point: None,
        }
    }
}

impl std::fmt::Display for Provision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self)
    }
}

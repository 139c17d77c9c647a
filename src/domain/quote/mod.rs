//! Quoted statute text against the statute itself (DESIGN §3): the same, the same but for wording, under another
//! article, or not in the law.
//!
//! Spaces, line breaks, the width of punctuation, quotation marks and the numbering of items do not count. A quotation
//! may be an excerpt: an ellipsis stands for anything, and whole sentences, items and paragraphs may be left out
//! without one, as in 有下列情形之一的，处…罚款：（三）….

use std::ops::Range;

use jiff::civil::Date;

use super::provision::Article;

mod align;
mod compare;
mod fold;
mod passage;
#[cfg(test)]
mod tests;
mod texts;

pub use compare::compare;
pub use texts::{ArticleText, LawTexts, TextLine, VersionText};

/// Fewer characters without punctuation say nothing: they stand in any statute.
pub const TOO_SHORT: usize = 8;

/// What a quotation is compared with, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The outcome.
    pub outcome: Outcome,
    /// The newest older version whose article of the cited number has this very text, where it is at hand.
    pub earlier: Option<Date>,
}

/// Whether a quotation is what the statute says.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Too short to tell ([`TOO_SHORT`]).
    TooShort,
    /// What is cited has this text.
    Same,
    /// The cited article has this text, but in another 款 or 项.
    OtherPart {
        /// 款, from 1, in which it begins.
        paragraph: u16,
        /// 项 in which it stands, if it is one.
        item: Option<u16>,
    },
    /// What is cited has this text in other words.
    Wording {
        /// What differs, in the order of the quotation.
        differences: Vec<Difference>,
        /// Share of the quotation's characters that agree, 0 to 1.
        similarity: f64,
    },
    /// Other articles of the same version have this text, in this or nearly this wording.
    Elsewhere {
        /// The articles, ascending.
        articles: Vec<Article>,
        /// What differs; empty where the text is the same.
        differences: Vec<Difference>,
    },
    /// The law has no such text.
    NotInLaw {
        /// The article that is nearest to it, and the share of characters that agree.
        nearest: Option<(Article, f64)>,
    },
}

/// One difference between a quotation and the statute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Bytes of the quotation; empty where it leaves something out.
    pub range: Range<usize>,
    /// What the quotation has there, with a few characters around.
    pub quoted: String,
    /// What the statute has there, with a few characters around.
    pub statute: String,
    /// Whether only punctuation differs.
    pub punctuation: bool,
}

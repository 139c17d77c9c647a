//! What a mark points at, and what the next one may lean on.

use std::num::NonZeroU16;

use super::{AnnexKind, Cited, Division, GapReason};
use crate::domain::provision::Provision;

/// A chapter or annex range wider than this is a typing error and not spelt out.
const WIDEST_RANGE: u16 = 500;

/// What a mark may lean on: 第二款 on the article before it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Base {
    pub(super) provision: Option<Provision>,
    /// Inside a 编 or 章: what a 章 or 节 alone belongs to.
    pub(super) division: Option<Division>,
    /// Inside 第N部分.
    pub(super) part: Option<NonZeroU16>,
    /// Inside 附件 / 附件N.
    pub(super) annex: Option<(AnnexKind, Option<NonZeroU16>)>,
    /// The mark leaned on was not understood.
    pub(super) bad: Option<GapReason>,
}

impl Base {
    /// Whether a 款 or 项 alone has something to lean on.
    pub(super) fn is_open(&self) -> bool {
        self.provision.is_some()
            || self.part.is_some()
            || self.annex.is_some()
            || self.bad.is_some()
    }

    /// The 编 and the 章 that the mark before stood in.
    pub(super) fn book_and_chapter(&self) -> (Option<NonZeroU16>, Option<NonZeroU16>) {
        match self.division {
            None => (None, None),
            Some(Division::Book(book)) => (Some(book), None),
            Some(Division::Chapter { book, chapter }) => (book, Some(chapter)),
            Some(Division::Section { book, chapter, .. }) => (book, chapter),
        }
    }
}

/// What one mark points at: all that is [`Cited`] but ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Provision(Provision),
    Division(Division),
    Part(NonZeroU16, Option<NonZeroU16>),
    Annex(AnnexKind, Option<NonZeroU16>, Option<NonZeroU16>),
}

impl Target {
    pub(super) fn cited(self) -> Cited {
        match self {
            Self::Provision(provision) => Cited::Provision(provision),
            Self::Division(division) => Cited::Division(division),
            Self::Part(part, item) => Cited::Part { part, item },
            Self::Annex(kind, number, item) => Cited::Annex { kind, number, item },
        }
    }

    /// The number of the finest part; `None` for an annex without number.
    fn number(self) -> Option<NonZeroU16> {
        match self {
            Self::Provision(provision) => Some(provision.article.number),
            Self::Division(
                Division::Book(n)
                | Division::Chapter { chapter: n, .. }
                | Division::Section { section: n, .. },
            ) => Some(n),
            Self::Part(part, item) => Some(item.unwrap_or(part)),
            Self::Annex(_, number, item) => item.or(number),
        }
    }

    /// The same with another number of the finest part.
    fn numbered(self, n: NonZeroU16) -> Self {
        match self {
            Self::Provision(_) => self,
            Self::Division(division) => Self::Division(match division {
                Division::Book(_) => Division::Book(n),
                Division::Chapter { book, .. } => Division::Chapter { book, chapter: n },
                Division::Section { book, chapter, .. } => Division::Section {
                    book,
                    chapter,
                    section: n,
                },
            }),
            Self::Part(part, Some(_)) => Self::Part(part, Some(n)),
            Self::Part(_, None) => Self::Part(n, None),
            Self::Annex(kind, number, Some(_)) => Self::Annex(kind, number, Some(n)),
            Self::Annex(kind, _, None) => Self::Annex(kind, Some(n), None),
        }
    }
}

/// What a range cites.
pub(super) fn spell_out(first: Target, last: Target) -> Result<Vec<Cited>, GapReason> {
    if let (Target::Provision(from), Target::Provision(to)) = (first, last) {
        return if to < from {
            Err(GapReason::BackwardRange)
        } else if from.article == to.article && depth(&from) != depth(&to) {
            Err(GapReason::Unexpected)
        } else {
            Ok(vec![Cited::Range { from, to }])
        };
    }
    let (Some(a), Some(b)) = (first.number(), last.number()) else {
        return Err(GapReason::Unexpected);
    };
    if first.numbered(b) != last {
        return Err(GapReason::Unexpected);
    }
    if b < a {
        return Err(GapReason::BackwardRange);
    }
    if b.get() - a.get() > WIDEST_RANGE {
        return Err(GapReason::Unexpected);
    }
    Ok((a.get()..=b.get())
        .filter_map(NonZeroU16::new)
        .map(|n| first.numbered(n).cited())
        .collect())
}

fn depth(provision: &Provision) -> [bool; 3] {
    [
        provision.paragraph.is_some(),
        provision.subparagraph.is_some(),
        provision.point.is_some(),
    ]
}

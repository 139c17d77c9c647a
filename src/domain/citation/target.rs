//! What a mark points at, and what the next one may lean on.

use std::num::NonZeroU16;

use super::{Cited, GapReason};
use crate::domain::provision::Provision;

/// A chapter or annex range wider than this is a typing error and not spelt out.
const WIDEST_RANGE: u16 = 500;
/// What a mark may lean on: 第二款 on the article before it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Base {
    pub(super) provision: Option<Provision>,
    /// Inside 附件 / 附件N.
    pub(super) annex: Option<Option<NonZeroU16>>,
    /// The mark leaned on was not understood.
    pub(super) bad: Option<GapReason>,
}

impl Base {
    /// Whether a 款 or 项 alone has something to lean on.
    pub(super) fn is_open(&self) -> bool {
        self.provision.is_some() || self.annex.is_some() || self.bad.is_some()
    }
}

/// What one mark points at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target {
    Provision(Provision),
    Chapter(NonZeroU16),
    Annex(Option<NonZeroU16>, NonZeroU16),
}

/// What a mark cites, given the beginning of its range if it is one.
pub(super) fn spell_out(from: Option<Target>, last: Target) -> Result<Vec<Cited>, GapReason> {
    let span = |a: NonZeroU16, b: NonZeroU16| {
        if b < a {
            Err(GapReason::BackwardRange)
        } else if b.get() - a.get() > WIDEST_RANGE {
            Err(GapReason::Unexpected)
        } else {
            Ok((a.get()..=b.get()).filter_map(NonZeroU16::new))
        }
    };
    match (from, last) {
        (None, Target::Provision(provision)) => Ok(vec![Cited::Provision(provision)]),
        (None, Target::Chapter(chapter)) => Ok(vec![Cited::Chapter(chapter)]),
        (None, Target::Annex(annex, item)) => Ok(vec![Cited::AnnexItem { annex, item }]),
        (Some(Target::Provision(from)), Target::Provision(to)) => {
            if to < from {
                Err(GapReason::BackwardRange)
            } else if from.article == to.article && depth(&from) != depth(&to) {
                Err(GapReason::Unexpected)
            } else {
                Ok(vec![Cited::Range { from, to }])
            }
        }
        (Some(Target::Chapter(a)), Target::Chapter(b)) => {
            Ok(span(a, b)?.map(Cited::Chapter).collect())
        }
        (Some(Target::Annex(annex, a)), Target::Annex(_, b)) => Ok(span(a, b)?
            .map(|item| Cited::AnnexItem { annex, item })
            .collect()),
        _ => Err(GapReason::Unexpected),
    }
}

fn depth(provision: &Provision) -> [bool; 3] {
    [
        provision.paragraph.is_some(),
        provision.subparagraph.is_some(),
        provision.point.is_some(),
    ]
}

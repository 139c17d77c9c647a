//! The legal basis of an item, looked up when a rule asks for it: most items are passed over by all that would.

use std::cell::OnceCell;

use crate::domain::item::BasisRole;

use super::context::{ResolvedCite, Shared};
use super::known::{Known, Stated};

/// Where an item cites more provisions, all of them are looked up to see whether one stands twice.
const FEW: usize = 24;

/// What an item cites as its legal basis.
pub struct LegalBasis<'a> {
    shared: &'a Shared<'a>,
    texts: Vec<(Stated<'a>, Option<&'a Known<'a>>)>,
    cites: OnceCell<Vec<ResolvedCite<'a>>>,
}

impl<'a> LegalBasis<'a> {
    /// Of texts, each with what is known of it.
    pub(super) fn new(
        shared: &'a Shared<'a>,
        texts: Vec<(Stated<'a>, Option<&'a Known<'a>>)>,
    ) -> Self {
        Self {
            shared,
            texts,
            cites: OnceCell::new(),
        }
    }

    /// The citations, in order. What is quoted of them is not looked at.
    pub fn cites(&self) -> &[ResolvedCite<'a>] {
        self.cites.get_or_init(|| {
            let mut cites = Vec::with_capacity(self.texts.len());
            for &(stated, known) in &self.texts {
                match known {
                    Some(known) => Shared::resolve_known(stated, known, &mut cites),
                    None => self.shared.resolve_unquoted(stated, &mut cites),
                }
            }
            cites
        })
    }

    /// Those that create the power (设定依据).
    pub fn creating(&self) -> impl Iterator<Item = &ResolvedCite<'a>> {
        let cites = self.cites().iter();
        cites.filter(|cite| cite.role == BasisRole::Creates)
    }

    /// Whether it is certain, without looking anything up, that nothing is cited twice in one role.
    pub(super) fn is_without_repeats(&self) -> bool {
        let mut seen = [(BasisRole::Creates, 0); FEW];
        let mut count = 0;
        for &((_, role, _), known) in &self.texts {
            let Some(prints) = known.and_then(Known::prints) else {
                return false;
            };
            for &print in prints {
                let before = seen.get(..count).unwrap_or_default();
                if before.contains(&(role, print)) {
                    return false;
                }
                let Some(place) = seen.get_mut(count) else {
                    return false;
                };
                *place = (role, print);
                count += 1;
            }
        }
        true
    }
}

//! The papers of a unit, packed until somebody looks at them: an act concerns one unit of fifty.

use std::sync::{Arc, OnceLock};

use super::unit::{self, Papers};

/// What is kept of a unit beside its stage.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// Its part of the checkpoint; of no matter once the papers are open.
    packed: Arc<[u8]>,
    papers: OnceLock<Papers>,
}

impl Folder {
    /// Papers that are still packed. Their digest has been compared, so they are what was packed. Papers that were never
    /// packed by this program are none: the unit then has no rounds, which takes no act, and `verify` tells.
    pub const fn packed(part: Arc<[u8]>) -> Self {
        Self {
            packed: part,
            papers: OnceLock::new(),
        }
    }

    /// The papers.
    pub fn papers(&self) -> &Papers {
        self.papers.get_or_init(|| {
            if self.packed.is_empty() {
                Papers::default()
            } else {
                unit::unpack(&self.packed).unwrap_or_default()
            }
        })
    }

    /// Lets somebody look at the papers; those that are packed stay so.
    pub fn look<R>(&self, look: impl FnOnce(&Papers) -> R) -> R {
        match self.papers.get() {
            Some(papers) => look(papers),
            None if self.packed.is_empty() => look(&Papers::default()),
            None => look(&unit::unpack(&self.packed).unwrap_or_default()),
        }
    }

    /// How many items lie open, counted once for each round they are in.
    pub fn lies_open(&self) -> usize {
        let rounds = self.papers.get().map_or(&[][..], |papers| &papers.rounds);
        rounds.iter().map(|round| round.items.len()).sum()
    }

    /// Packs the papers, until somebody wants them again.
    pub fn put_away(&mut self) {
        if self.papers.get().is_some() {
            *self = Self::packed(self.pack());
        }
    }

    /// The papers, to be written in.
    pub fn papers_mut(&mut self) -> &mut Papers {
        let papers = match self.papers.take() {
            Some(papers) => papers,
            None => std::mem::take(self).into_papers(),
        };
        *self = Self {
            packed: Arc::default(),
            papers: OnceLock::from(papers),
        };
        // They have just been put there.
        #[allow(clippy::expect_used)]
        self.papers.get_mut().expect("the papers are open")
    }

    fn into_papers(self) -> Papers {
        let _ = self.papers();
        self.papers.into_inner().unwrap_or_default()
    }

    /// The part of a checkpoint.
    pub fn pack(&self) -> Arc<[u8]> {
        match self.papers.get() {
            Some(papers) => unit::pack(&papers.rounds, &papers.decisions).into(),
            None if self.packed.is_empty() => unit::pack(&[], &[]).into(),
            None => self.packed.clone(),
        }
    }
}

impl PartialEq for Folder {
    fn eq(&self, other: &Self) -> bool {
        self.papers() == other.papers()
    }
}

impl Eq for Folder {}

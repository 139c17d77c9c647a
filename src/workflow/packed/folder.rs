//! The papers of a unit, packed until somebody looks at them: an act concerns one unit of fifty.

use std::sync::OnceLock;

use super::unit::{self, Papers};

/// What is kept of a unit beside its stage.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// Its part of the checkpoint; of no matter once the papers are open.
    packed: Vec<u8>,
    papers: OnceLock<Papers>,
}

impl Folder {
    /// Papers that are still packed. Their digest has been compared, so they are what was packed. Papers that were never
    /// packed by this program are none: the unit then has no rounds, which takes no act, and `verify` tells.
    pub const fn packed(part: Vec<u8>) -> Self {
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

    /// The papers, to be written in.
    pub fn papers_mut(&mut self) -> &mut Papers {
        let papers = match self.papers.take() {
            Some(papers) => papers,
            None => std::mem::take(self).into_papers(),
        };
        *self = Self {
            packed: Vec::new(),
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
    pub fn pack(&self) -> Vec<u8> {
        match self.papers.get() {
            Some(papers) => unit::pack(&papers.rounds, &papers.decisions),
            None if self.packed.is_empty() => unit::pack(&[], &[]),
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

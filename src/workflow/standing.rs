//! Where a campaign stands at a moment: its figures, and how many units are at which stage.

use super::campaign::{Campaign, DepartmentState};
use super::progress::Figures;
use super::stage::Stage;

/// Numbers of the whole campaign, or of some of its units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Units, items, what is decided, disputed, unanswered.
    pub figures: Figures,
    stages: [usize; 8],
}

impl Standing {
    /// Those of a campaign.
    pub fn of(campaign: &Campaign) -> Self {
        Self::of_units(campaign.departments().values())
    }

    /// Those of some units.
    pub fn of_units<'a>(units: impl IntoIterator<Item = &'a DepartmentState>) -> Self {
        let mut out = Self::default();
        for unit in units {
            out.figures.add(&Figures::of(unit));
            if let Some(count) = out.stages.get_mut(usize::from(unit.stage.steps())) {
                *count += 1;
            }
        }
        out
    }

    /// Units that stand at this stage.
    pub fn at(&self, stage: Stage) -> usize {
        self.stages
            .get(usize::from(stage.steps()))
            .copied()
            .unwrap_or(0)
    }

    /// Units that have taken at least so many of the seven steps from 一上 to 公布.
    pub fn past(&self, steps: u8) -> usize {
        self.stages.iter().skip(usize::from(steps)).sum()
    }
}

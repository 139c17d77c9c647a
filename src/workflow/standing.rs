//! Where a campaign stands, as figures: how many units at each stage, how much is decided, disputed, unanswered.

use super::campaign::{Campaign, DepartmentState};
use super::stage::{Position, Stage};

/// Numbers of the whole campaign, or of some of its units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Units.
    pub units: usize,
    stages: [usize; 8],
    /// Items in the latest submissions.
    pub items: usize,
    /// Of these, with an outcome: the bodies agree, or 综合组 has ruled.
    pub decided: usize,
    /// Items on which the bodies differ and nobody has ruled.
    pub disputed: usize,
    /// Opinions that wait for the unit's answer.
    pub unanswered: usize,
}

impl Standing {
    /// The figures of a campaign.
    pub fn of(campaign: &Campaign) -> Self {
        Self::of_units(campaign.departments().values())
    }

    /// The figures of some units.
    pub fn of_units<'a>(units: impl IntoIterator<Item = &'a DepartmentState>) -> Self {
        let mut out = Self::default();
        for unit in units {
            out.add(unit);
        }
        out
    }

    fn add(&mut self, unit: &DepartmentState) {
        self.units += 1;
        if let Some(count) = self.stages.get_mut(usize::from(unit.stage.steps())) {
            *count += 1;
        }
        let Some(round) = unit.latest() else { return };
        self.items += round.items.len();
        for item in round.items.values() {
            if item.outcome().is_some() {
                self.decided += 1;
            } else if item.is_disputed() {
                self.disputed += 1;
            }
        }
        if matches!(unit.stage.position(), Position::Revision(_)) {
            self.unanswered += round.unanswered().count();
        }
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

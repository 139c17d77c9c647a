//! The papers that an office owes, made of the record: monthly bulletin, minutes of a day, statistics of the clean-up,
//! rectification notices. Gathers what they say; how it is put into words is [`crate::render::paper`]'s.

mod bulletin;
mod changes;
mod cleanup;
mod minutes;
mod rectification;

use std::collections::BTreeMap;

use super::review::{ReviewError, Session};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::Person;
use crate::io::store::Store;
use crate::workflow::Campaign;
use crate::workflow::round::RoundState;

pub use self::bulletin::{MonthPlan, bulletin};
pub use self::changes::{Announced, changes};
pub use self::cleanup::cleanup;
pub use self::minutes::{Meeting, minutes};
pub use self::rectification::{Owed, gate_round, rectification};

/// What the record does not know: how units and people are called.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// Name of the city, e.g. 滁州市.
    pub jurisdiction: &'a str,
    /// The units with their names, in official order.
    pub units: &'a [(DepartmentId, String)],
    /// Everybody in the project.
    pub people: &'a [Person],
    /// Names of categories by code, in their order.
    pub categories: &'a [(String, String)],
}

impl Names<'_> {
    /// Name of a unit; its id where it is not in the project any more.
    pub fn unit(&self, id: &DepartmentId) -> String {
        let known = self.units.iter().find(|(known, _)| known == id);
        known.map_or_else(|| id.to_string(), |(_, name)| name.clone())
    }

    /// The units of a campaign in official order, then those that the project has no more.
    pub fn in_order<'c>(&self, campaign: &'c Campaign) -> Vec<&'c DepartmentId> {
        let place = |id: &DepartmentId| {
            let known = self.units.iter().position(|(known, _)| known == id);
            known.unwrap_or(self.units.len())
        };
        let mut ids: Vec<&DepartmentId> = campaign.departments().keys().collect();
        ids.sort_by_key(|id| place(id));
        ids
    }
}

/// Names of the items of a round, by code; none where there is no round.
fn item_names<S: Store>(
    session: &mut Session<S>,
    round: Option<&RoundState>,
) -> Result<BTreeMap<ItemCode, String>, ReviewError> {
    let Some(round) = round else {
        return Ok(BTreeMap::new());
    };
    let manifest = session.manifest(round.snapshot)?;
    let named = manifest.items.iter();
    Ok(named.map(|i| (i.code.clone(), i.name.clone())).collect())
}

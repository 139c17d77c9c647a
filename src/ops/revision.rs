//! What a unit has done to its items since they were given back to it.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::domain::canonical;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::io::project::{ProjectError, load_unit};
use crate::workflow::revised::Revised;
use crate::workflow::round::RoundState;

/// The items of the project as it stands, held against a round.
#[derive(Debug)]
pub struct Revision {
    /// What was changed and what was not.
    pub revised: Revised,
    /// How many items there are now.
    pub items: usize,
    /// Faults in the files of the unit, which may hide items.
    pub errors: usize,
}

/// Reads the unit's items and holds them against the round that it answers.
///
/// # Errors
/// When the project cannot be read.
pub fn of_department(
    root: &Path,
    department: &DepartmentId,
    answered: &RoundState,
) -> Result<Revision, ProjectError> {
    let unit = load_unit(root, department)?;
    let digests: Vec<(&ItemCode, Digest)> = unit
        .items
        .par_iter()
        .filter_map(|item| {
            let chart = |path: &str| canonical::chart_digest(unit.charts.get(path)?);
            let code = &item.code.as_ref()?.value;
            Some((code, Digest::of(&canonical::item(item, chart))))
        })
        .collect();
    let now: BTreeMap<&ItemCode, Digest> = digests.into_iter().collect();
    Ok(Revision {
        revised: Revised::of(answered, &now),
        items: now.len(),
        errors: unit.errors,
    })
}

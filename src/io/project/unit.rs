//! The items of one unit, without reading those of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{ProjectError, Reader, TextOrFault, charts};
use crate::domain::flowchart::ChartFile;
use crate::domain::gate::Gate;
use crate::domain::ids::DepartmentId;
use crate::domain::item::PowerItem;
use crate::finding::Severity;

/// What one unit has in the project.
#[derive(Debug)]
pub struct UnitItems {
    /// Its items.
    pub items: Vec<PowerItem>,
    /// The charts that they name, by path.
    pub charts: BTreeMap<String, ChartFile>,
    /// How many faults there are in its files: what they hide is missing in the items.
    pub errors: usize,
}

/// Reads the items of a unit, wherever they lie in `items/`, and their charts.
///
/// # Errors
/// When the folder is no project, or a folder in it cannot be read.
pub fn load_unit(root: &Path, department: &DepartmentId) -> Result<UnitItems, ProjectError> {
    const STRICT: Gate = Gate::Publication;
    let id = department.as_str();
    let mut reader = Reader::open(root, "")?;
    let (_, mut items) = reader.items(STRICT, None, |path, text| {
        path.split('/').nth(1) == Some(id) || names(text, id)
    })?;
    items.retain(|item| item.department.value == *department);
    let read = reader.charts(STRICT, charts::named(&items), &BTreeSet::new());
    let errors = reader.findings.iter();
    Ok(UnitItems {
        errors: errors.filter(|f| f.severity == Severity::Error).count(),
        items,
        charts: read.charts,
    })
}

/// Whether a file outside the unit's folder could still be of the unit.
fn names(text: &TextOrFault, id: &str) -> bool {
    let Ok(text) = text else { return false };
    text.lines()
        .filter(|line| line.trim_start().starts_with(['d', '"', '\'', '{']))
        .any(|line| line.contains("department") && line.contains(id))
}

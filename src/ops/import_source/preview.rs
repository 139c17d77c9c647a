//! What the items of a workbook would become in the project, without anything becoming of it.

use crate::domain::ids::DepartmentId;
use crate::domain::item::PowerItem;
use crate::domain::place::Span;
use crate::io::project::Loaded;
use crate::io::sheet::draft::Draft;

use super::state::State;

/// An item as it would be.
#[derive(Debug)]
pub struct Previewed {
    /// The item, its values where the workbook or the project has them.
    pub item: PowerItem,
    /// The place of the item of the project that it would take; `None` for a new one.
    pub replaces: Option<Span>,
}

/// The items of a source as an import would leave them. Where the codes of a unit are used up, items are left out.
pub fn items(loaded: &Loaded, drafts: &[(DepartmentId, Draft)]) -> Vec<Previewed> {
    let mut state = State::new(loaded);
    state.meet(drafts);
    drafts
        .iter()
        .filter_map(|(unit, draft)| state.preview(unit, draft))
        .collect()
}

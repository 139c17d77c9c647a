//! A draft put over an item: what the draft says is taken, what it leaves open stays.

use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::item::{PowerItem, SubItem};
use crate::domain::place::{At, SourceId, Span};
use crate::io::sheet::draft::{Content, Draft};
use crate::render::listing::Column;

use super::unedited::Unedited;

/// The place of what comes from no text of the project: nobody is shown it.
pub const NOWHERE: Span = Span::head(SourceId(0));

pub fn at<T>(value: T) -> At<T> {
    At::new(value, NOWHERE)
}

/// An item with nothing but its name.
pub fn blank(unit: &DepartmentId, category: &str, code: ItemCode, name: &str) -> PowerItem {
    PowerItem {
        span: NOWHERE,
        department: at(unit.clone()),
        category: at(category.to_owned()),
        code: Some(at(code)),
        name: at(name.to_owned()),
        sub_items: Vec::new(),
        legal_basis: Vec::new(),
        exercised_by: None,
        office: None,
        target: None,
        flowchart: None,
        time_limit: None,
        fee: None,
        responsibilities: Vec::new(),
        accountability: Vec::new(),
        integrity_risks: Vec::new(),
        supervision: None,
        prerequisites: Vec::new(),
        intermediary_services: Vec::new(),
        national_code: None,
        adopts: None,
        remarks: None,
    }
}

/// Puts a draft over an item; what nobody edited in a list stays as it is. `None` when there are more sub-items than
/// codes for them.
pub fn overlay(item: &mut PowerItem, draft: &Draft, unedited: &Unedited) -> Option<()> {
    item.span = draft.name.span;
    if unedited.has(Column::Name) {
        item.name.span = draft.name.span;
    } else {
        item.name.clone_from(&draft.name);
    }
    item.category.clone_from(&draft.category);
    if let Some((_, unit)) = &draft.unit {
        item.department.span = unit.span;
    }
    match &draft.content {
        Content::List(list) => super::list::overlay(item, list, unedited),
        Content::Form(form) => super::form::overlay(item, form),
    }
}

/// The code after the highest that the sub-items of an item have. `None` when all are used up.
pub fn next_sub_code(item: &ItemCode, sub_items: &[SubItem]) -> Option<ItemCode> {
    let last = sub_items
        .iter()
        .filter_map(|sub| sub.code.value.parts().sub)
        .max()
        .unwrap_or(0);
    format!("{item}-{:02}", last.checked_add(1)?).parse().ok()
}

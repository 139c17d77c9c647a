//! Family 清单整体 (X).

pub mod adopted_basis_differs;
pub mod adopted_category_differs;
pub mod adopted_item_left;
pub mod adopted_item_unknown;
pub mod adopted_name_differs;
pub mod adopted_twice;
pub mod adoption_does_not_fit;
pub mod basis_in_two_units;
pub mod code_reused;
pub mod delegated_item_not_adopted;
pub mod department_without_items;
pub mod duplicate_code;
pub mod duplicate_credit_code;
pub mod duplicate_department;
pub mod duplicate_file;
pub mod duplicate_name;
pub mod duplicate_national_code;
pub mod item_in_two_units;
pub mod near_duplicate_name;
pub mod no_parent_list;
pub mod other_category_swollen;
pub mod parent_list_outdated;
pub mod parent_list_unusable;
pub mod prerequisite_cycle;
pub mod prerequisite_unit_not_stated;
pub mod same_name_spelled_differently;
pub mod unknown_parent;
pub mod unknown_prerequisite;
pub mod unused_local_law;

use crate::domain::citation::{LawReference, print_cited};
use crate::domain::item::{BasisRole, PowerItem};
use crate::domain::law::Register;
use crate::finding::Finding;

use super::context::find_law;

/// What an item's name must be unique in: unit, category, and the level that exercises it, for published lists name
/// the same power once for each level.
fn group(item: &PowerItem) -> (&str, &str, &str) {
    (
        item.department.value.as_str(),
        item.category.value.as_str(),
        item.exercised_by.as_ref().map_or("", |l| l.value.as_str()),
    )
}

/// Says of a finding about the list which item it is about.
fn about<'f>(finding: &'f mut Finding, item: &PowerItem) -> &'f mut Finding {
    finding.department = Some(item.department.value.to_string());
    finding.item = Some(item.label().to_owned());
    finding
}

/// The provisions that create an item, in one spelling and order; `None` where the item names none.
fn creating_provisions(item: &PowerItem, register: &Register) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for basis in item
        .legal_basis
        .iter()
        .filter(|b| b.role == BasisRole::Creates)
    {
        for citation in &basis.cite.parsed.citations {
            let LawReference::Named(name) = &citation.law else {
                return None;
            };
            let law = find_law(register, name).map_or(name.as_str(), |law| law.id.as_str());
            for at in &citation.provisions {
                all.push(format!("{law}{}", print_cited(&[at.cited])));
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    (!all.is_empty()).then_some(all)
}

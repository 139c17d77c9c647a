//! Family 类别法 (C).

pub mod authority_chooses_applicant_pays;
pub mod basis_only_normative;
pub mod coercion_basis_too_low;
pub mod coercion_kind_beyond_basis;
pub mod disguised_licence;
pub mod enterprise_fee_basis_too_low;
pub mod internal_matter;
pub mod levy_basis_too_low;
pub mod licence_basis_too_low;
pub mod licence_days_not_working_days;
pub mod licence_fee_basis_too_low;
pub mod licence_fee_not_stated;
pub mod licence_limit_not_stated;
pub mod licence_limit_over_twenty_days;
pub mod name_of_other_category;
pub mod only_procedural_law;
pub mod penalty_basis_too_low;
pub mod penalty_kind_beyond_basis;
pub mod penalty_limit_over_ninety_days;

use crate::domain::category::PowerKind;
use crate::domain::item::PowerItem;
use crate::domain::law::LawLevel;
use crate::domain::place::At;

use super::context::ItemContext;
use super::rule::Sink;

/// The highest level among an item's 设定依据; `None` for items of other kinds, and where one of the laws is not in
/// the register: nothing certain can be said then.
fn highest_level(c: &ItemContext<'_>, kind: PowerKind) -> Option<LawLevel> {
    if c.category.is_none_or(|k| k.kind != kind) {
        return None;
    }
    let mut highest = None;
    for cite in c.basis.creating() {
        let level = cite.law?.level;
        highest = Some(highest.map_or(level, |known: LawLevel| known.min(level)));
    }
    highest
}

/// Reports an item of a kind whose 设定依据 are all below the lowest level that may create it.
fn report_low_basis(c: &ItemContext<'_>, sink: &mut Sink<'_>, kind: PowerKind, lowest: LawLevel) {
    if let (Some(highest), Some(category), Some(basis)) = (
        highest_level(c, kind),
        c.category,
        c.item.legal_basis.first(),
    ) && highest > lowest
    {
        let message = format!(
            "{}的设定依据最高只是{}，无权设定",
            category.name,
            highest.chinese()
        );
        sink.field("legal_basis", basis.cite.text.span, message);
    }
}

/// The names of an item and of its sub-items.
pub(super) fn own_names(item: &PowerItem) -> impl Iterator<Item = &At<String>> {
    std::iter::once(&item.name).chain(item.sub_items.iter().map(|sub| &sub.name))
}

//! The lists of a city and its counties side by side: how many units and items, what is adopted, what is not the same.

use std::collections::{BTreeMap, HashSet};

use crate::domain::adoption::{AdoptionKind, DELEGATED, ParentRelease};
use crate::domain::catalog::{BasisField, BasisRow, Catalog, ItemRow};
use crate::domain::ids::Jurisdiction;
use crate::domain::law::Register;
use crate::domain::release::Header;
use crate::rules::adopted::provisions_of_rows;
use crate::rules::text::spelled;

/// The figures of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelFigures {
    /// Its release.
    pub release: String,
    /// Code of the jurisdiction.
    pub jurisdiction: Jurisdiction,
    /// Name of the jurisdiction.
    pub name: String,
    /// Edition.
    pub edition: String,
    /// Units, with those that have no items.
    pub units: usize,
    /// Items.
    pub items: usize,
    /// Items by name of the category.
    pub categories: BTreeMap<String, usize>,
    /// Items that adopt one of the level above, by kind.
    pub adopted: [usize; 3],
    /// Items that adopt none.
    pub own: usize,
    /// Adopted items that differ; `None` where the list of the level above is not at hand.
    pub differences: Option<Differences>,
}

impl LevelFigures {
    /// Items that adopt one of the level above.
    pub fn adopted_items(&self) -> usize {
        self.adopted.iter().sum()
    }
}

/// How many items are not as in the list of the level above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Differences {
    /// Of another name.
    pub name: usize,
    /// Of another category.
    pub category: usize,
    /// On another basis.
    pub basis: usize,
    /// Adopting what the level above does not have, or has cancelled.
    pub gone: usize,
    /// Items in which something differs.
    pub items: usize,
    /// Items that the level above delegated and nobody adopts.
    pub not_adopted: usize,
}

/// The figures of a list; `parents` are those of the lists above it that are at hand.
pub fn figures(
    header: &Header,
    catalog: &Catalog,
    parents: &BTreeMap<Jurisdiction, ParentRelease>,
    register: &Register,
) -> LevelFigures {
    let own_code = header.id.jurisdiction();
    let mut categories = BTreeMap::new();
    let mut adopted = [0; 3];
    for item in &catalog.items {
        let name = catalog.category_label(&item.category).to_owned();
        *categories.entry(name).or_default() += 1;
        if let Some(adopts) = &item.adopts
            && let Some(count) = adopted.get_mut(adopts.kind as usize)
        {
            *count += 1;
        }
    }
    let above: Vec<(&Jurisdiction, &ParentRelease)> = parents
        .iter()
        .filter(|(code, _)| code.is_above(own_code))
        .collect();
    let differences = (!above.is_empty()).then(|| {
        let mut out = Differences::default();
        for item in &catalog.items {
            compare(item, catalog, &above, register, &mut out);
        }
        let adopts = catalog.items.iter().filter_map(|i| i.adopts.as_ref());
        let adopted: HashSet<&str> = adopts.map(|a| a.item.as_str()).collect();
        let left = above.iter().flat_map(|(_, parent)| &parent.left);
        out.not_adopted = left
            .filter(|(code, left)| left.decision == DELEGATED && !adopted.contains(code.as_str()))
            .count();
        out
    });
    LevelFigures {
        release: header.id.to_string(),
        jurisdiction: own_code.clone(),
        name: header.jurisdiction_name.clone(),
        edition: header.edition.clone(),
        units: catalog.departments.len(),
        items: catalog.items.len(),
        categories,
        own: catalog.items.len() - adopted.iter().sum::<usize>(),
        adopted,
        differences,
    }
}

fn compare(
    item: &ItemRow,
    catalog: &Catalog,
    above: &[(&Jurisdiction, &ParentRelease)],
    register: &Register,
    out: &mut Differences,
) {
    let Some(adopts) = &item.adopts else { return };
    let code = adopts.item.as_str();
    let whose = adopts.item.parts().jurisdiction;
    let Some((_, parent)) = above.iter().find(|(code, _)| code.as_str() == whose) else {
        return;
    };
    let Some(its) = parent.items.get(code) else {
        let delegated = parent.delegated(code).is_some();
        if !(delegated && adopts.kind == AdoptionKind::Delegated) {
            (out.gone, out.items) = (out.gone + 1, out.items + 1);
        }
        return;
    };
    let category = catalog.category(&item.category);
    let own_basis: Vec<BasisRow> = item
        .basis
        .iter()
        .filter(|row| row.field == BasisField::LegalBasis)
        .cloned()
        .collect();
    let name = spelled(&item.name) != spelled(&its.name);
    let category = category.is_some_and(|own| own.name != its.category && own.kind != its.kind);
    let basis = match (
        provisions_of_rows(&own_basis, register),
        provisions_of_rows(&its.basis, register),
    ) {
        (Some(own), Some(theirs)) => own != theirs,
        _ => false,
    };
    out.name += usize::from(name);
    out.category += usize::from(category);
    out.basis += usize::from(basis);
    out.items += usize::from(name || category || basis);
}

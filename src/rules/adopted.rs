//! An item beside the item of the level above that it adopts: what the rules on levels of government compare.

use std::collections::BTreeSet;
use std::fmt;

use super::context::{ItemContext, find_law, law_names};
use crate::domain::adoption::{AdoptionKind, ParentItem, ParentList, ParentRelease};
use crate::domain::catalog::BasisRow;
use crate::domain::ids::ItemCode;
use crate::domain::item::PowerItem;
use crate::domain::law::Register;
use crate::domain::place::Span;
use crate::domain::provision::Provision;

/// What an item adopts, with what the list of the level above says of it.
#[derive(Debug, Clone, Copy)]
pub struct Adopted<'a> {
    code: &'a ItemCode,
    /// How.
    pub kind: AdoptionKind,
    /// Where the item says so.
    pub span: Span,
    /// The list of the level above.
    pub parent: &'a ParentRelease,
    /// The item there, where it still is.
    pub its: Option<&'a ParentItem>,
}

impl<'a> Adopted<'a> {
    /// `None` where the item adopts none, or that list is not there.
    pub fn of(c: &ItemContext<'a>) -> Option<Self> {
        let adopts = c.item.adopts.as_ref()?;
        let parent = c
            .shared
            .project
            .parent
            .as_ref()
            .and_then(ParentList::release)?;
        Some(Self {
            code: &adopts.value.item,
            kind: adopts.value.kind,
            span: adopts.span,
            parent,
            its: parent.items.get(adopts.value.item.as_str()),
        })
    }

    /// Code of the item of the level above.
    pub fn code(&self) -> &'a str {
        self.code.as_str()
    }

    /// The name that it has, or had when it was delegated.
    pub fn name(&self) -> Option<&'a str> {
        match self.its {
            Some(its) => Some(&its.name),
            None => self.parent.delegated(self.code())?.name.as_deref(),
        }
    }
}

/// A provision of a law, however it is spelled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LawProvision {
    law: String,
    provision: Option<Provision>,
}

impl fmt::Display for LawProvision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "《{}》", self.law)?;
        self.provision.map_or(Ok(()), |p| write!(f, "{p}"))
    }
}

/// What an item rests on; `None` where some of it was not understood.
pub fn provisions_of_item(item: &PowerItem, register: &Register) -> Option<BTreeSet<LawProvision>> {
    let mut all = BTreeSet::new();
    for basis in &item.legal_basis {
        let citations = &basis.cite.parsed.citations;
        if citations.is_empty() {
            return None;
        }
        for (citation, name) in citations.iter().zip(law_names(citations)) {
            let name = name?;
            let law = find_law(register, name).map_or(name, |law| law.id.as_str());
            let mut add = |provision| {
                all.insert(LawProvision {
                    law: law.to_owned(),
                    provision,
                });
            };
            let cited = citation.provisions.iter();
            let cited: Vec<_> = cited
                .filter_map(|at| at.cited.provisions())
                .flatten()
                .collect();
            match cited.is_empty() {
                true => add(None),
                false => cited.into_iter().for_each(|p| add(Some(p))),
            }
        }
    }
    Some(all)
}

/// What an item of a release rests on; `None` where some of it was not understood.
pub fn provisions_of_rows(
    rows: &[BasisRow],
    register: &Register,
) -> Option<BTreeSet<LawProvision>> {
    rows.iter()
        .map(|row| {
            let named = || {
                let name = row.law_name.as_deref()?;
                Some(find_law(register, name).map_or(name, |law| law.id.as_str()))
            };
            let law = row.law_id.as_deref().or_else(named)?;
            Some(LawProvision {
                law: law.to_owned(),
                provision: row.provision(),
            })
        })
        .collect()
}

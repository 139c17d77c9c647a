//! What became of provisions, for every pair of versions whose texts are at hand.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::compare::law_versions::transition;
use crate::domain::ids::LawId;
use crate::domain::law::{Evidence, Law, Register, Standing, Transition, VersionId};
use crate::domain::quote::{LawTexts, VersionText};
use crate::io::statute::folder::{Folder, FolderError};
use crate::io::statute::texts;

/// The mappings that the texts of the folders give and the register does not have yet from texts.
pub(super) fn transitions(
    register: &Register,
    folders: &[&Folder],
) -> Result<Vec<Transition>, FolderError> {
    let wanted = wanted(register);
    let texts: Vec<LawTexts> = folders
        .iter()
        .map(|folder| texts::load(folder, register, &wanted))
        .collect::<Result<_, _>>()?;
    let mut pairs: Vec<(VersionId, VersionId)> = Vec::new();
    for id in &wanted {
        let Some(law) = register.get(id) else {
            continue;
        };
        let at_hand = at_hand(law, &texts);
        for pair in at_hand.windows(2) {
            if let [a, b] = pair {
                pairs.push((a.clone(), b.clone()));
            }
        }
        if let (Some(last), Some(next)) = (at_hand.last(), successor(law, register, &texts)) {
            pairs.push((last.clone(), next));
        }
    }
    let known: BTreeSet<(&VersionId, &VersionId)> = register
        .transitions()
        .filter(|t| t.evidence == Evidence::Text)
        .map(|t| (&t.from, &t.to))
        .collect();
    pairs.retain(|(from, to)| !known.contains(&(from, to)));
    Ok(pairs
        .into_par_iter()
        .filter_map(|(from, to)| {
            let (old, new) = (text(&from, &texts)?, text(&to, &texts)?);
            Some(transition((from, old), (to, new)))
        })
        .collect())
}

/// Laws that may have two texts, and those that replaced another.
fn wanted(register: &Register) -> BTreeSet<LawId> {
    let mut wanted = BTreeSet::new();
    for law in register.laws() {
        let known = law
            .versions
            .iter()
            .filter(|v| v.structure.is_some())
            .count();
        if known > 1 {
            wanted.insert(law.id.clone());
        }
        if let Some(by) = replaced_by(law, register).filter(|_| known > 0) {
            wanted.insert(law.id.clone());
            wanted.insert(by.id.clone());
        }
    }
    wanted
}

/// The law that took the place of another: it repealed it, or goes on under another name.
fn replaced_by<'r>(law: &Law, register: &'r Register) -> Option<&'r Law> {
    let repealed = law.repeal.as_ref().and_then(|repeal| repeal.by.as_ref());
    let renamed = || {
        register.laws().iter().find(|other| {
            other.id != law.id && other.former_names.iter().any(|n| **n == *law.id.as_str())
        })
    };
    repealed.and_then(|by| register.get(by)).or_else(renamed)
}

fn at_hand(law: &Law, texts: &[LawTexts]) -> Vec<VersionId> {
    let id = |published| VersionId {
        law: law.id.clone(),
        published,
    };
    let versions = law.versions.iter().map(|v| id(v.published));
    versions.filter(|id| text(id, texts).is_some()).collect()
}

fn text<'t>(id: &VersionId, texts: &'t [LawTexts]) -> Option<&'t VersionText> {
    texts.iter().find_map(|t| t.version(&id.law, id.published))
}

/// The version of the replacing law that was in force when the other one ended, else its first one at hand.
fn successor(law: &Law, register: &Register, texts: &[LawTexts]) -> Option<VersionId> {
    let by = replaced_by(law, register)?;
    let versions = at_hand(by, texts);
    let ended = law.repeal.as_ref().and_then(|repeal| repeal.on);
    let then = ended.and_then(|day| match by.standing(day) {
        Standing::InForce(version) => Some(version.published),
        _ => None,
    });
    let in_force = versions.iter().find(|id| Some(id.published) == then);
    in_force.or(versions.first()).cloned()
}

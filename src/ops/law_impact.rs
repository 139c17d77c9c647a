//! The places outside the list itself that rest on laws: opinions of the review.

use crate::compare::impact::{Field, Place};
use crate::domain::catalog::Catalog;
use crate::domain::law::Register;
use crate::workflow::{Campaign, Decision};

use super::review;

/// What the latest opinions of each round cite of some laws; the code of an item stands for its name.
pub fn opinions(
    campaign: &Campaign,
    register: &Register,
    wanted: &impl Fn(&str) -> bool,
) -> Vec<Place> {
    let mut out = Vec::new();
    for (unit, state) in campaign.departments() {
        for round in state.rounds() {
            for (code, item) in &round.items {
                for (body, opinion) in item.opinions() {
                    let ground = match &opinion.decision {
                        Decision::Cancel { ground } => Some(ground),
                        _ => None,
                    };
                    let words = opinion.text.iter().chain(ground);
                    let cited =
                        words.flat_map(|w| review::provisions(w.as_str(), register, wanted));
                    for (law, provision, cite) in cited {
                        out.push(Place {
                            department: unit.to_string(),
                            items: vec![code.to_string()],
                            name: code.to_string(),
                            field: Field::Opinion,
                            entry: opinion.seq,
                            label: format!("第 {} 轮，{}", round.round.number(), body.chinese()),
                            role: String::new(),
                            cite,
                            law,
                            part: false,
                            provision,
                        });
                    }
                }
            }
        }
    }
    out
}

/// Gives places that have only the code of an item its name, where the list has the item.
pub fn name_items(places: &mut [Place], catalog: &Catalog) {
    for place in places {
        if let Some(item) = catalog.item(&place.name) {
            place.name.clone_from(&item.name);
        }
    }
}

//! The places outside the list itself that rest on laws: opinions of the review.

use crate::compare::impact::{Field, Place};
use crate::domain::catalog::Catalog;
use crate::domain::law::Register;
use crate::workflow::{Campaign, Decision};

use super::review;

/// What the latest opinions of each round cite of some laws. Names are those of the list.
pub fn opinions(
    campaign: &Campaign,
    catalog: &Catalog,
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
                        let known = catalog.item(code.as_str());
                        out.push(Place {
                            department: unit.to_string(),
                            items: vec![code.to_string()],
                            name: known.map_or_else(|| code.to_string(), |i| i.name.clone()),
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

//! The commands that bring an adjustment further, and who runs them.

use super::super::super::adjust::{Adjustment, Party, Phase};
use super::super::super::campaign::Campaign;
use super::super::super::refusal::{Staff, run};
use crate::domain::people::Body;

/// 审核组 of the units that an adjustment is about.
pub(super) fn groups(campaign: &Campaign, adjustment: &Adjustment) -> Vec<String> {
    let units = adjustment.action.units();
    let opened = units.map_or(&[][..], |units| &units.opened);
    let own = campaign.department(&adjustment.department);
    let mut out: Vec<String> = own.map(|state| state.group.clone()).into_iter().collect();
    out.extend(opened.iter().map(|unit| unit.group.to_string()));
    out
}

/// The commands that bring an adjustment further.
pub fn next_for_adjustment(
    campaign: &Campaign,
    staff: Staff<'_>,
    adjustment: &Adjustment,
) -> Vec<String> {
    let id = adjustment.id;
    match adjustment.phase {
        Phase::Opened | Phase::Correction => {
            let moves =
                adjustment.action.units().is_some() || !adjustment.action.moves().is_empty();
            let who = match adjustment.action.units() {
                Some(_) => staff.coordinator(),
                None => staff.head(&adjustment.department),
            };
            let apply = moves.then(|| run::apply_adjustment(id));
            apply
                .into_iter()
                .chain([run::submit_adjustment(id, &who)])
                .collect()
        }
        Phase::Review => {
            let mut out: Vec<String> = Vec::new();
            if adjustment.urgency.is_some() && adjustment.release.is_none() {
                out.push(run::publish_urgent(id, &staff.publisher()));
            }
            for party in adjustment.parties() {
                if adjustment.said_by(&party).is_some_and(|said| said.agrees) {
                    continue;
                }
                let who = match &party {
                    Party::Unit(unit) => staff.head(unit),
                    Party::Body(body) => signer_of(campaign, staff, *body, adjustment),
                };
                out.push(run::agree(id, &who));
            }
            if adjustment.action.needs_approval() && adjustment.approval.is_none() {
                out.push(run::approve_adjustment(id, &staff.coordinator()));
            }
            if adjustment.lacks().is_empty() {
                out.push(run::answer_adjustment(id, "同意", &staff.coordinator()));
            }
            out
        }
        Phase::Agreed if adjustment.release.is_none() => vec![run::publish(&staff.publisher())],
        Phase::Refused if adjustment.is_to_be_undone() => {
            let unit = &adjustment.department;
            vec![run::open_adjustment(unit, &staff.clerk(unit))]
        }
        Phase::Agreed | Phase::Refused | Phase::Withdrawn => Vec::new(),
    }
}

fn signer_of(campaign: &Campaign, staff: Staff<'_>, body: Body, adjustment: &Adjustment) -> String {
    let groups = groups(campaign, adjustment);
    let group = groups
        .iter()
        .find(|group| staff.signs(body, group))
        .or(groups.first());
    group.map_or_else(
        || format!("<{}审核人>", body.chinese()),
        |group| staff.reviewer(body, group),
    )
}

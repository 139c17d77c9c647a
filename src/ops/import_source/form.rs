//! A form put over an item: what is blank in a column that the form has is blank in the item.

use crate::domain::form::{FormColumn as C, FormGroup};
use crate::domain::item::{PowerItem, SubItem};
use crate::io::sheet::form::{FormItem, FormSubItem};
use crate::io::sheet::text::key;

use super::item::next_sub_code;

/// Puts a form over an item. `None` when there are more sub-items than codes for them.
pub fn overlay(item: &mut PowerItem, form: &FormItem) -> Option<()> {
    let has = |column: C| form.columns.contains(&column);
    let has_group = |group: FormGroup| form.columns.iter().any(|column| column.group() == group);
    if has_group(FormGroup::SubItems) {
        sub_items(item, &form.sub_items)?;
    }
    if has(C::BasisCite) {
        item.legal_basis.clone_from(&form.legal_basis);
    }
    for (column, field, value) in [
        (C::ExercisedBy, &mut item.exercised_by, &form.exercised_by),
        (C::Office, &mut item.office, &form.office),
        (C::Target, &mut item.target, &form.target),
        (C::Flowchart, &mut item.flowchart, &form.flowchart),
        (
            C::NationalCode,
            &mut item.national_code,
            &form.national_code,
        ),
    ] {
        if has(column) {
            field.clone_from(value);
        }
    }
    if has(C::StatutoryDays) || has(C::PromisedDays) {
        item.time_limit.clone_from(&form.time_limit);
    }
    if has(C::FeeCharged) {
        item.fee.clone_from(&form.fee);
    }
    if has(C::Duty) {
        item.responsibilities.clone_from(&form.responsibilities);
    }
    if has(C::Situation) {
        item.accountability.clone_from(&form.accountability);
    }
    if has(C::Risk) {
        item.integrity_risks.clone_from(&form.integrity_risks);
    }
    if has(C::Phone) || has(C::Email) {
        item.supervision.clone_from(&form.supervision);
    }
    if has(C::Prerequisite) {
        item.prerequisites.clone_from(&form.prerequisites);
    }
    if has(C::Service) {
        item.intermediary_services
            .clone_from(&form.intermediary_services);
    }
    if has(C::Remarks) {
        item.remarks.clone_from(&form.remarks);
    }
    Some(())
}

/// The sub-items of the form: each keeps its code, or that of the one with its name, or gets a new one.
fn sub_items(item: &mut PowerItem, wanted: &[FormSubItem]) -> Option<()> {
    let known = std::mem::take(&mut item.sub_items);
    let code_of = |sub: &FormSubItem| {
        let same = |old: &&SubItem| key(&old.name.value) == key(&sub.name.value);
        let old = known.iter().find(same);
        sub.code.clone().or_else(|| old.map(|old| old.code.clone()))
    };
    // New codes come after all that are there, also those of sub-items that are gone: codes are never used again.
    let mut all = known.clone();
    for sub in wanted {
        let code = match code_of(sub) {
            Some(code) => code,
            None => {
                let next = next_sub_code(&item.code.as_ref()?.value, &all)?;
                crate::domain::place::At::new(next, sub.name.span)
            }
        };
        let sub = SubItem {
            code,
            name: sub.name.clone(),
            legal_basis: sub.legal_basis.clone(),
            flowchart: sub.flowchart.clone(),
        };
        all.push(sub.clone());
        item.sub_items.push(sub);
    }
    Some(())
}

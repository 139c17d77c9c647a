//! A list put over an item: what it says is taken, what it leaves open stays.

use crate::domain::citation::{self, Citations};
use crate::domain::item::{
    Accountability, Basis, CitedText, Fee, PowerItem, Responsibility, SubItem, Supervision,
    TimeLimit,
};
use crate::domain::place::At;
use crate::io::sheet::draft::{DraftBasis, DraftSubItem, ListItem};
use crate::io::sheet::headers::Field;
use crate::io::sheet::text::key;
use crate::render::listing::Column;

use super::item::{NOWHERE, at, next_sub_code};
use super::unedited::{RISKS, Unedited};

/// Puts a list over an item. `None` when there are more sub-items than codes for them.
pub fn overlay(item: &mut PowerItem, list: &ListItem, unedited: &Unedited) -> Option<()> {
    let edited = |column| !unedited.has(column);
    if edited(Column::SubItem) || edited(Column::LegalBasis) {
        for sub in &list.sub_items {
            put_sub_item(item, sub, edited(Column::LegalBasis))?;
        }
    }
    legal_basis(item, list, edited(Column::LegalBasis));
    for (column, field, value) in [
        (Column::Level, &mut item.exercised_by, &list.exercised_by),
        (Column::Office, &mut item.office, &list.office),
        (Column::Target, &mut item.target, &list.target),
    ] {
        if edited(column) {
            set(field, value.as_ref());
        }
    }
    set(&mut item.national_code, list.national_code.as_ref());
    if edited(Column::StatutoryDays) || edited(Column::PromisedDays) {
        time_limit(item, list);
    }
    if let Some(fee) = list.fee.as_ref().filter(|_| edited(Column::Fee)) {
        item.fee = Some(Fee {
            charged: fee.charged,
            on_enterprises: fee.on_enterprises,
            basis: bases(&fee.basis),
            standard: fee.standard.clone(),
        });
    }
    if edited(Column::Responsibilities) {
        responsibilities(item, list);
    }
    if edited(Column::Accountability) {
        accountability(item, list);
    }
    if let Some(phone) = list.phone.as_ref().filter(|_| edited(Column::Phone)) {
        item.supervision
            .get_or_insert_with(Supervision::default)
            .phone = Some(phone.clone());
    }
    remarks(item, list, unedited);
    Some(())
}

fn set(field: &mut Option<At<String>>, value: Option<&At<String>>) {
    if let Some(value) = value {
        *field = Some(value.clone());
    }
}

fn legal_basis(item: &mut PowerItem, list: &ListItem, edited: bool) {
    let from_column = |basis: &&DraftBasis| basis.column == Field::LegalBasis;
    let said: Vec<&DraftBasis> = list
        .legal_basis
        .iter()
        .filter(|basis| edited || !from_column(basis))
        .collect();
    if said.is_empty() {
        return;
    }
    // What other columns cite comes beside what stays.
    if !edited {
        let known: Vec<String> = item
            .legal_basis
            .iter()
            .map(|basis| key(&basis.cite.text.value))
            .collect();
        let new = said
            .into_iter()
            .filter(|basis| !known.contains(&key(&basis.cite.value)))
            .map(basis);
        item.legal_basis.extend(new);
        return;
    }
    item.legal_basis = said.into_iter().map(basis).collect();
}

fn time_limit(item: &mut PowerItem, list: &ListItem) {
    let Some(limit) = &list.time_limit else {
        return;
    };
    let known = item
        .time_limit
        .take()
        .filter(|known| known.unit == limit.unit);
    let (statutory, promised) = known.map_or((None, None), |k| (k.statutory, k.promised));
    item.time_limit = Some(TimeLimit {
        span: limit
            .statutory
            .as_ref()
            .or(limit.promised.as_ref())
            .map_or(NOWHERE, |days| days.span),
        statutory: limit.statutory.or(statutory),
        promised: limit.promised.or(promised),
        unit: limit.unit,
    });
}

fn responsibilities(item: &mut PowerItem, list: &ListItem) {
    if list.responsibilities.is_empty() {
        return;
    }
    let known = std::mem::take(&mut item.responsibilities);
    item.responsibilities = list
        .responsibilities
        .iter()
        .map(|new| Responsibility {
            stage: new.stage.clone(),
            duty: new.duty.clone(),
            basis: new.basis.as_ref().map(cited).or_else(|| {
                let same = |k: &&Responsibility| k.stage == new.stage && k.duty == new.duty;
                known.iter().find(same).and_then(|k| k.basis.clone())
            }),
        })
        .collect();
}

fn accountability(item: &mut PowerItem, list: &ListItem) {
    if list.accountability.is_empty() {
        return;
    }
    let known = std::mem::take(&mut item.accountability);
    item.accountability = list
        .accountability
        .iter()
        .map(|new| Accountability {
            situation: new.situation.clone(),
            basis: new.basis.as_ref().map(cited).or_else(|| {
                let same = |k: &&Accountability| k.situation == new.situation;
                known.iter().find(same).and_then(|k| k.basis.clone())
            }),
        })
        .collect();
}

/// 备注 with what has no field of its own below it.
fn remarks(item: &mut PowerItem, list: &ListItem, unedited: &Unedited) {
    let noted = list
        .noted
        .iter()
        .filter(|noted| noted.title != RISKS || !unedited.has(Column::Risks))
        .map(|noted| noted.line());
    let misfits = list
        .misfits
        .iter()
        .filter(|misfit| !unedited.has_field(misfit.field))
        .map(|misfit| misfit.line.clone());
    let more: Vec<String> = misfits.chain(noted).collect();
    let (mut lines, more) = if unedited.has(Column::Remarks) {
        let there = item.remarks.clone().unwrap_or_default();
        let new = more.into_iter().filter(|line| !there.contains(line));
        let new: Vec<String> = new.collect();
        (item.remarks.clone().into_iter().collect::<Vec<_>>(), new)
    } else {
        (list.remarks.clone().into_iter().collect(), more)
    };
    lines.extend(more);
    if !lines.is_empty() {
        item.remarks = Some(lines.join("\n"));
    }
}

fn cited(text: &At<String>) -> CitedText {
    read_as(text, citation::parse_once(&text.value))
}

fn read_as(text: &At<String>, parsed: Citations) -> CitedText {
    CitedText {
        parsed,
        text: text.clone(),
        verbatim: false,
    }
}

fn basis(draft: &DraftBasis) -> Basis {
    let mut parsed = citation::parse(&draft.cite.value);
    // The canonical form leaves the level out; a wrong one is a fault of the workbook all the same.
    if let [citation] = parsed.citations.as_mut_slice() {
        citation.tag.clone_from(&draft.tag);
    }
    Basis {
        cite: read_as(&draft.cite, parsed.into()),
        role: draft.role,
        quote: draft.quote.clone(),
    }
}

fn bases(drafts: &[DraftBasis]) -> Vec<Basis> {
    drafts.iter().map(basis).collect()
}

fn put_sub_item(item: &mut PowerItem, draft: &DraftSubItem, with_basis: bool) -> Option<()> {
    let legal_basis = bases(&draft.legal_basis);
    let same = |sub: &&mut SubItem| {
        let name = key(&sub.name.value);
        name == key(&draft.written) || name == key(&draft.name.value)
    };
    if let Some(known) = item.sub_items.iter_mut().find(same) {
        // A number that belongs to the name stays in it.
        if key(&known.name.value) != key(&draft.written) {
            known.name.clone_from(&draft.name);
        }
        if with_basis && !legal_basis.is_empty() {
            known.legal_basis = legal_basis;
        }
        return Some(());
    }
    let code = next_sub_code(&item.code.as_ref()?.value, &item.sub_items)?;
    item.sub_items.push(SubItem {
        code: at(code),
        name: draft.name.clone(),
        legal_basis,
        flowchart: None,
    });
    Some(())
}

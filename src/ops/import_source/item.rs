//! A draft put over an item: what the draft says is taken, what it leaves open stays.

use crate::domain::citation;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::item::{
    Accountability, Basis, CitedText, PowerItem, Responsibility, SubItem, Supervision, TimeLimit,
};
use crate::domain::place::{At, SourceId, Span};
use crate::io::sheet::draft::{Content, Draft, DraftBasis, DraftSubItem, ListItem};
use crate::io::sheet::text::key;

/// The place of what comes from no text of the project: nobody is shown it.
const NOWHERE: Span = Span::head(SourceId(0));

fn at<T>(value: T) -> At<T> {
    At::new(value, NOWHERE)
}

/// An item with nothing but its name.
pub fn blank(unit: &DepartmentId, category: &str, code: ItemCode, name: &str) -> PowerItem {
    PowerItem {
        span: NOWHERE,
        department: at(unit.clone()),
        category: at(category.to_owned()),
        code: Some(at(code)),
        name: at(name.to_owned()),
        sub_items: Vec::new(),
        legal_basis: Vec::new(),
        exercised_by: None,
        office: None,
        target: None,
        flowchart: None,
        time_limit: None,
        fee: None,
        responsibilities: Vec::new(),
        accountability: Vec::new(),
        integrity_risks: Vec::new(),
        supervision: None,
        prerequisites: Vec::new(),
        intermediary_services: Vec::new(),
        national_code: None,
        remarks: None,
    }
}

/// Puts a draft over an item. `None` when there are more sub-items than codes for them.
pub fn overlay(item: &mut PowerItem, draft: &Draft) -> Option<()> {
    item.span = draft.name.span;
    item.name.clone_from(&draft.name);
    item.category.clone_from(&draft.category);
    if let Some((_, unit)) = &draft.unit {
        item.department.span = unit.span;
    }
    match &draft.content {
        Content::List(list) => overlay_list(item, list),
        Content::Form(form) => super::form::overlay(item, form),
    }
}

/// What a list says is taken, what it leaves open stays.
fn overlay_list(item: &mut PowerItem, draft: &ListItem) -> Option<()> {
    for sub in &draft.sub_items {
        put_sub_item(item, sub)?;
    }
    if !draft.legal_basis.is_empty() {
        item.legal_basis = bases(&draft.legal_basis);
    }
    set(&mut item.exercised_by, draft.exercised_by.as_ref());
    set(&mut item.office, draft.office.as_ref());
    set(&mut item.target, draft.target.as_ref());
    set(&mut item.national_code, draft.national_code.as_ref());
    if let Some(limit) = &draft.time_limit {
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
            statutory: limit.statutory.clone().or(statutory),
            promised: limit.promised.clone().or(promised),
            unit: limit.unit,
        });
    }
    if !draft.responsibilities.is_empty() {
        let known = std::mem::take(&mut item.responsibilities);
        item.responsibilities = draft
            .responsibilities
            .iter()
            .map(|d| Responsibility {
                stage: d.stage.clone(),
                duty: d.duty.clone(),
                basis: known
                    .iter()
                    .find(|k| k.stage == d.stage && k.duty == d.duty)
                    .and_then(|k| k.basis.clone()),
            })
            .collect();
    }
    if !draft.accountability.is_empty() {
        let known = std::mem::take(&mut item.accountability);
        item.accountability = draft
            .accountability
            .iter()
            .map(|situation| Accountability {
                situation: situation.clone(),
                basis: known
                    .iter()
                    .find(|k| k.situation == *situation)
                    .and_then(|k| k.basis.clone()),
            })
            .collect();
    }
    if let Some(phone) = &draft.phone {
        item.supervision
            .get_or_insert_with(Supervision::default)
            .phone = Some(phone.clone());
    }
    if draft.remarks.is_some() {
        item.remarks.clone_from(&draft.remarks);
    }
    Some(())
}

fn set(field: &mut Option<At<String>>, value: Option<&At<String>>) {
    if let Some(value) = value {
        *field = Some(value.clone());
    }
}

fn bases(drafts: &[DraftBasis]) -> Vec<Basis> {
    drafts
        .iter()
        .map(|draft| {
            let mut parsed = citation::parse(&draft.cite.value);
            // The canonical form leaves the level out; a wrong one is a fault of the workbook all the same.
            if let [citation] = parsed.citations.as_mut_slice() {
                citation.tag.clone_from(&draft.tag);
            }
            Basis {
                cite: CitedText {
                    parsed,
                    text: draft.cite.clone(),
                    verbatim: false,
                },
                role: draft.role,
                quote: draft.quote.clone(),
            }
        })
        .collect()
}

fn put_sub_item(item: &mut PowerItem, draft: &DraftSubItem) -> Option<()> {
    let legal_basis = bases(&draft.legal_basis);
    if let Some(known) = item
        .sub_items
        .iter_mut()
        .find(|s| key(&s.name.value) == key(&draft.name.value))
    {
        known.name.clone_from(&draft.name);
        if !legal_basis.is_empty() {
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

/// The code after the highest that the sub-items of an item have. `None` when all are used up.
pub fn next_sub_code(item: &ItemCode, sub_items: &[SubItem]) -> Option<ItemCode> {
    let last = sub_items
        .iter()
        .filter_map(|sub| sub.code.value.parts().sub)
        .max()
        .unwrap_or(0);
    format!("{item}-{:02}", last.checked_add(1)?).parse().ok()
}

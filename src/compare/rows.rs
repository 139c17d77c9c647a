//! Two versions of one item of a published list, field by field.

use std::collections::HashMap;

use super::items::{ADOPTS, FieldChange, entries, single};
use crate::domain::catalog::{BasisField, BasisRow, Catalog, ChartRow, ItemRow, StepRow};
use crate::domain::form::{FEE, FormColumn, FormGroup, YES_NO};
use crate::domain::item::service_terms;

/// An item with the list that it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// The list.
    pub catalog: &'a Catalog,
    /// Its charts by id.
    pub charts: &'a HashMap<&'a str, &'a ChartRow>,
    /// The item.
    pub item: &'a ItemRow,
}

/// The fields in which two versions of an item differ, in the order of the form. Citations count as they are written:
/// that the register has learnt something of a law is no change of the list.
pub fn fields(old: Listed<'_>, new: Listed<'_>) -> Vec<FieldChange> {
    let value = |column: FormColumn, of: fn(Listed<'_>) -> Option<String>| {
        single(column.title(), of(old), of(new))
    };
    let list = |group: FormGroup, of: fn(&ItemRow) -> Vec<String>| {
        entries(group.title(), &of(old.item), &of(new.item))
    };
    use FormColumn as C;
    [
        value(C::Category, |l| {
            Some(l.catalog.category_label(&l.item.category).to_owned())
        }),
        value(C::Name, |l| Some(l.item.name.clone())),
        value(C::Department, |l| {
            let id = &l.item.department;
            let unit = l.catalog.department(id);
            Some(unit.map_or(id, |unit| &unit.name).clone())
        }),
        value(C::ExercisedBy, |l| l.item.exercised_by.clone()),
        value(C::Office, |l| l.item.office.clone()),
        value(C::Target, |l| l.item.target.clone()),
        value(C::StatutoryDays, |l| limit(l.item, l.item.statutory_days)),
        value(C::PromisedDays, |l| limit(l.item, l.item.promised_days)),
        value(C::FeeCharged, |l| yes_no(l.item.fee_charged)),
        value(C::FeeOnEnterprises, |l| yes_no(l.item.fee_on_enterprises)),
        value(C::FeeStandard, |l| l.item.fee_standard.clone()),
        flowchart(old, new),
        value(C::Phone, |l| l.item.phone.clone()),
        value(C::Email, |l| l.item.email.clone()),
        value(C::NationalCode, |l| l.item.national_code.clone()),
        single(ADOPTS, adopts(old), adopts(new)),
        value(C::Remarks, |l| l.item.remarks.clone()),
        list(FormGroup::SubItems, sub_items),
        list(FormGroup::Basis, bases),
        list(FormGroup::Responsibilities, |i| {
            let all = i.responsibilities.iter();
            all.map(|r| with_basis(format!("{}：{}", r.stage, r.duty), r.cite.as_ref()))
                .collect()
        }),
        list(FormGroup::Accountability, |i| {
            let all = i.accountability.iter();
            all.map(|a| with_basis(a.situation.clone(), a.cite.as_ref()))
                .collect()
        }),
        list(FormGroup::IntegrityRisks, |i| {
            let all = i.integrity_risks.iter();
            all.map(|r| format!("{}：{}（{}）；{}", r.step, r.risk, r.level, r.measure))
                .collect()
        }),
        list(FormGroup::Prerequisites, |i| {
            let all = i.prerequisites.iter();
            all.map(|p| {
                let unit = p.handled_by.as_ref();
                let unit = unit.map_or_else(String::new, |unit| format!("（{unit}）"));
                with_basis(format!("{}{unit}", p.prerequisite), p.cite.as_ref())
            })
            .collect()
        }),
        list(FormGroup::Services, |i| {
            let all = i.intermediary_services.iter();
            all.map(|s| {
                let terms = service_terms(s.chosen_by, s.paid_by.as_deref());
                with_basis(format!("{}{terms}", s.name), s.cite.as_ref())
            })
            .collect()
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What changed in the chart that an item uses; its path only where nothing else did.
fn flowchart(old: Listed<'_>, new: Listed<'_>) -> Option<FieldChange> {
    let label = FormColumn::Flowchart.title();
    let path = |l: Listed<'_>| l.item.flowchart.clone();
    fn of(l: Listed<'_>) -> Option<&ChartRow> {
        l.charts.get(l.item.flowchart.as_deref()?).copied()
    }
    let (before, after) = (of(old), of(new));
    let steps = |chart: Option<&ChartRow>| -> Vec<String> {
        let chart = chart.into_iter();
        chart
            .flat_map(|c| c.steps.iter().map(|s| step(c, s)))
            .collect()
    };
    let title = |chart: Option<&ChartRow>| chart.and_then(|c| c.title.clone());
    let drawn = |chart: Option<&ChartRow>| chart.is_some_and(|c| c.steps.is_empty());
    if before == after && path(old) == path(new) {
        return None;
    }
    let both = before.is_some() && after.is_some();
    if !both || drawn(before) || drawn(after) {
        return single(label, path(old), path(new));
    }
    let changes = [
        single(label, title(before), title(after)),
        entries(label, &steps(before), &steps(after)),
    ];
    let entries: Vec<_> = changes
        .into_iter()
        .flatten()
        .flat_map(|c| c.entries)
        .collect();
    if !entries.is_empty() {
        return Some(FieldChange { label, entries });
    }
    // The chart of another unit lies in another folder: that it moved along is no change of it.
    let moved = old.item.department != new.item.department;
    single(label, path(old), path(new)).filter(|_| !moved)
}

/// A step in one line: 受理（环评科，5 日）→ 符合条件：审查；材料不齐：补正.
fn step(chart: &ChartRow, step: &StepRow) -> String {
    let name_of = |id: &str| {
        let step = chart.steps.iter().find(|s| s.id == id);
        step.map_or_else(|| id.to_owned(), |s| s.name.clone())
    };
    let mut notes: Vec<String> = step.actor.iter().cloned().collect();
    notes.extend(step.days.map(|days| format!("{days} 日")));
    notes.extend((step.kind == "end").then(|| "结束".to_owned()));
    let notes = match notes.is_empty() {
        true => String::new(),
        false => format!("（{}）", notes.join("，")),
    };
    let ways = step.next.iter().map(|way| match &way.label {
        Some(label) => format!("{label}：{}", name_of(&way.to)),
        None => name_of(&way.to),
    });
    let ways: Vec<String> = ways.collect();
    let ways = match ways.is_empty() {
        true => String::new(),
        false => format!("→ {}", ways.join("；")),
    };
    with_basis(format!("{}{notes}{ways}", step.name), step.cite.as_ref())
}

fn adopts(listed: Listed<'_>) -> Option<String> {
    listed.item.adopts.as_ref().map(ToString::to_string)
}

fn limit(item: &ItemRow, days: Option<u32>) -> Option<String> {
    let unit = item.day_unit.as_deref().unwrap_or_default();
    days.map(|days| format!("{days} {unit}"))
}

fn yes_no(value: Option<bool>) -> Option<String> {
    let mut words = YES_NO.into_iter();
    let (word, _) = words.find(|(_, means)| Some(*means) == value)?;
    Some(word.to_owned())
}

fn with_basis(text: String, cite: Option<&String>) -> String {
    match cite {
        Some(cite) => format!("{text}（{cite}）"),
        None => text,
    }
}

/// What the fields of the basis cite: the rows of one entry, one for each provision, are one text again.
fn bases(item: &ItemRow) -> Vec<String> {
    let owner = |row: &BasisRow| match row.field {
        BasisField::LegalBasis => Some(String::new()),
        BasisField::Fee => Some(format!("{FEE}　")),
        BasisField::SubItems => {
            let n = usize::try_from(row.entry).ok()?.checked_sub(1)?;
            Some(format!("{}　", item.sub_items.get(n)?.name))
        }
        _ => None,
    };
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<&BasisRow> = None;
    for row in &item.basis {
        let Some(owner) = owner(row) else { continue };
        let same = |l: &BasisRow| {
            (l.field, l.entry, &l.role, &l.cite) == (row.field, row.entry, &row.role, &row.cite)
        };
        if !last.is_some_and(same) {
            let quote = row.quote.as_ref();
            let quote = quote.map_or_else(String::new, |q| format!("：“{q}”"));
            out.push(format!("{owner}{}　{}{quote}", row.role, row.cite));
        }
        last = Some(row);
    }
    out
}

fn sub_items(item: &ItemRow) -> Vec<String> {
    let all = item.sub_items.iter();
    all.map(|sub| {
        // The item's own part of the code changes with its unit.
        let number = sub.code.strip_prefix(item.code.as_str());
        let number = number.map_or(sub.code.as_str(), |n| n.trim_start_matches('-'));
        let chart = sub.flowchart.as_ref();
        let chart = chart.map_or_else(String::new, |path| format!("（{path}）"));
        format!("{number}　{}{chart}", sub.name)
    })
    .collect()
}

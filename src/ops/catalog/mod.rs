//! Makes the list as plain values from a project and the law of a day.

mod basis;
mod charts;
mod official;
mod survey;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::domain::catalog::{
    AccountabilityRow, Catalog, DepartmentRow, ItemRow, LawRow, PrerequisiteRow, ResponsibilityRow,
    RiskRow, SearchColumns, ServiceRow, SubItemRow, VersionRow,
};
use crate::domain::department::Department;
use crate::domain::gate::Gate;
use crate::domain::item::{CitedText, PowerItem};
use crate::domain::law::{Law, Register, Standing};
use crate::domain::project::{Frame, Project};
use crate::rules::context::Shared;

use self::basis::basis_rows;
pub use self::charts::chart_row;
pub use self::official::{Official, Rank, by_code, sort_officially};
pub use self::survey::{Named, Survey};

/// The list of a project, judged by the law of `as_of`.
///
/// `keep` says which items are on it, `confirmed` which units' lists are settled.
pub fn build(
    project: &Project,
    register: &Register,
    as_of: Date,
    keep: impl Fn(&PowerItem) -> bool + Sync,
    confirmed: impl Fn(&Department) -> bool,
) -> Catalog {
    // The gate decides severities only, and nothing is judged here.
    let shared = Shared::new(project, register, as_of, Gate::Publication);
    let mut kept: Vec<&PowerItem> = project.items.iter().filter(|item| keep(item)).collect();
    sort_officially(project, &mut kept);
    let mut survey = Survey::new(&shared);
    kept.iter().for_each(|item| survey.see(item));
    if survey.asks() {
        kept.iter().for_each(|item| survey.answer(item));
    }
    Catalog {
        items: kept.par_iter().map(|item| survey.row(item)).collect(),
        ..survey.frame(confirmed)
    }
}

fn text(value: &str) -> String {
    value.to_owned()
}

fn optional<T: AsRef<str>>(value: Option<&T>) -> Option<String> {
    value.map(|v| v.as_ref().to_owned())
}

fn department_row(d: &Department, confirmed: bool) -> DepartmentRow {
    DepartmentRow {
        id: d.id.value.to_string(),
        name: d.name.value.clone(),
        short_name: d.short_name.clone(),
        kind: text(d.kind.chinese()),
        review_group: d.review_group.as_ref().map(|g| g.value.clone()),
        parent: d.parent.as_ref().map(|p| p.value.to_string()),
        confirmed,
    }
}

fn law_row(law: &Law, as_of: Date) -> LawRow {
    let standing = law.standing(as_of);
    let [in_force, not_yet_in_force, not_yet_passed, repealed] = LawRow::STANDINGS;
    let (word, current) = match standing {
        Standing::InForce(version) => (in_force, Some(version.published)),
        Standing::NotYetInForce(_) => (not_yet_in_force, None),
        Standing::NotYetPassed(_) => (not_yet_passed, None),
        Standing::Repealed(_) => (repealed, None),
    };
    let versions: BTreeMap<Date, VersionRow> = law
        .versions
        .iter()
        .map(|v| {
            let row = VersionRow {
                published: v.published,
                effective: v.effective,
                enactment: text(v.enactment.chinese()),
                in_force: current == Some(v.published),
            };
            (v.published, row)
        })
        .collect();
    LawRow {
        id: law.id.to_string(),
        full_name: law.full_name.to_string(),
        level: text(law.level.chinese()),
        standing: text(word),
        repealed_on: law.repeal.as_ref().and_then(|r| r.on),
        versions: versions.into_values().collect(),
    }
}

fn cite_text(cite: Option<&CitedText>) -> Option<String> {
    cite.map(|c| c.text.value.clone())
}

fn item_row(shared: &Shared<'_>, survey: &Survey<'_, '_>, item: &PowerItem) -> ItemRow {
    let limit = item.time_limit.as_ref();
    let fee = item.fee.as_ref();
    let supervision = item.supervision.as_ref();
    ItemRow {
        code: item
            .code
            .as_ref()
            .map_or_else(String::new, |c| c.value.to_string()),
        department: item.department.value.to_string(),
        category: category_code(shared.project, item).to_owned(),
        name: item.name.value.clone(),
        exercised_by: optional(item.exercised_by.as_deref()),
        office: optional(item.office.as_deref()),
        target: optional(item.target.as_deref()),
        statutory_days: limit.and_then(|l| l.statutory.as_ref()).map(|d| d.value),
        promised_days: limit.and_then(|l| l.promised.as_ref()).map(|d| d.value),
        day_unit: limit.map(|l| text(l.unit.chinese())),
        fee_charged: fee.map(|f| f.charged.value),
        fee_on_enterprises: fee.and_then(|f| f.on_enterprises),
        fee_standard: fee.and_then(|f| optional(f.standard.as_deref())),
        phone: supervision.and_then(|s| optional(s.phone.as_deref())),
        email: supervision.and_then(|s| optional(s.email.as_deref())),
        national_code: optional(item.national_code.as_deref()),
        flowchart: optional(item.flowchart.as_deref()),
        adopts: item.adopts.as_ref().map(|at| at.value.clone()),
        remarks: item.remarks.clone(),
        sub_items: item
            .sub_items
            .iter()
            .map(|s| SubItemRow {
                code: s.code.value.to_string(),
                name: s.name.value.clone(),
                flowchart: optional(s.flowchart.as_deref()),
            })
            .collect(),
        basis: basis_rows(shared, item),
        responsibilities: item
            .responsibilities
            .iter()
            .map(|r| ResponsibilityRow {
                stage: r.stage.value.clone(),
                duty: r.duty.value.clone(),
                cite: cite_text(r.basis.as_ref()),
            })
            .collect(),
        accountability: item
            .accountability
            .iter()
            .map(|a| AccountabilityRow {
                situation: a.situation.value.clone(),
                cite: cite_text(a.basis.as_ref()),
            })
            .collect(),
        integrity_risks: item
            .integrity_risks
            .iter()
            .map(|r| RiskRow {
                step: r.step.value.clone(),
                risk: r.risk.clone(),
                level: text(r.level.chinese()),
                measure: r.measure.clone(),
            })
            .collect(),
        prerequisites: item
            .prerequisites
            .iter()
            .map(|p| PrerequisiteRow {
                prerequisite: p.item.value.clone(),
                prerequisite_code: survey
                    .find(item.department.value.as_str(), &p.item.value)
                    .map(text),
                handled_by: optional(p.handled_by.as_deref()),
                cite: cite_text(p.basis.as_ref()),
            })
            .collect(),
        intermediary_services: item
            .intermediary_services
            .iter()
            .map(|s| ServiceRow {
                name: s.name.value.clone(),
                cite: cite_text(s.basis.as_ref()),
                chosen_by: s.chosen_by.as_ref().map(|c| c.value),
                paid_by: s.paid_by.clone(),
            })
            .collect(),
    }
}

/// Code of an item's category; its name as written where the set does not have it.
pub fn category_code<'a>(project: &'a Frame, item: &'a PowerItem) -> &'a str {
    let category = project.settings.categories.find(&item.category.value);
    category.map_or(&*item.category.value, |c| &c.code)
}

/// What of an item is searched, as its [row](Survey::row) would have it.
pub fn search_columns(shared: &Shared<'_>, item: &PowerItem) -> SearchColumns {
    let basis = basis_rows(shared, item);
    let subs = item.sub_items.iter().map(|sub| &sub.name);
    let names = std::iter::once(&item.name).chain(subs);
    let duties = item.responsibilities.iter();
    let duties = duties.flat_map(|r| [&r.stage.value, &r.duty.value]);
    let situations = item.accountability.iter().map(|a| &a.situation.value);
    let unit = item.department.value.as_str();
    let unit_names = shared.department(unit);
    SearchColumns::of(
        names.map(|name| name.value.as_str()),
        (&basis, |id| Some(&*shared.register.find(id)?.full_name)),
        duties.chain(situations).map(String::as_str),
        (
            unit,
            unit_names.map(|d| (d.name.value.as_str(), d.short_name.as_str())),
        ),
    )
}

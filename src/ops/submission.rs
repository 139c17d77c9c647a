//! What of a loaded project goes into the working database and up to the reviewers.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::contents::ChartDigests;
use super::review::{Submission, SubmittedItem};
use super::validate::Judged;
use crate::domain::canonical;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::item::PowerItem;
use crate::domain::place::SourceId;
use crate::domain::project::{Frame, Project};
use crate::finding::{Finding, Severity};
use crate::io::store::ImportedItem;
use crate::workflow::Found;
use crate::workflow::event::Seat;

/// The items of the project as the working database takes them; items without a code are left out.
pub fn imported(project: &Project) -> Vec<ImportedItem> {
    let charts = ChartDigests::of(project);
    let items = project.items.par_iter();
    items.filter_map(|i| imported_item(i, &charts)).collect()
}

/// An item as the working database takes it; `None` without a code.
pub fn imported_item(item: &PowerItem, charts: &ChartDigests<'_>) -> Option<ImportedItem> {
    Some(ImportedItem {
        code: item.code.as_ref()?.value.clone(),
        department: item.department.value.clone(),
        category: item.category.value.clone(),
        name: item.name.value.clone(),
        bytes: canonical::item(item, |path| charts.get(path)),
    })
}

/// How many items have no code yet and so cannot be imported or submitted.
pub fn without_code(project: &Project) -> usize {
    project.items.iter().filter(|i| i.code.is_none()).count()
}

/// What one unit sends up: its items and the content of the charts they use.
pub fn of_department(judged: &Judged, department: &DepartmentId) -> Submission {
    let items = judged.loaded.project.items.iter();
    let own = items.filter(|item| item.department.value == *department);
    of_unit(judged, &own.collect::<Vec<_>>(), department)
}

/// As [`of_department`], of a project that need not hold its items, with those of the unit.
pub fn of_unit<P: AsRef<Frame>>(
    judged: &Judged<P>,
    own: &[&PowerItem],
    department: &DepartmentId,
) -> Submission {
    let project = judged.frame();
    let items = own
        .iter()
        .filter_map(|item| {
            Some(SubmittedItem {
                code: item.code.as_ref()?.value.clone(),
                category: item.category.value.clone(),
                name: item.name.value.clone(),
                bytes: canonical::item(item, |path| chart(project, path)),
            })
        })
        .collect();
    let paths: BTreeSet<&str> = own
        .iter()
        .flat_map(|item| item.charts())
        .map(|path| path.value.as_str())
        .collect();
    let files = paths
        .into_iter()
        .filter_map(|path| {
            let source = project.chart_sources.get(path)?;
            let text = &judged.loaded.sources.get(*source).text;
            Some((path.to_owned(), text.as_bytes().to_vec()))
        })
        .collect();
    Submission {
        department: department.clone(),
        items,
        files,
        declares_none: false,
        gate_errors: errors_of(judged, department),
        findings: found(judged, own, concerning(judged, department)),
    }
}

/// How many errors were found in some items, and all that was found in them.
pub fn of_items(judged: &Judged, codes: &BTreeSet<&ItemCode>) -> (usize, Vec<Found>) {
    let is_one = |item: &PowerItem| item.code.as_ref().is_some_and(|c| codes.contains(&c.value));
    let is_about = |code: Option<&str>| {
        let code = code.and_then(|code| code.parse::<ItemCode>().ok());
        code.is_some_and(|code| codes.contains(&code))
    };
    let project = &judged.loaded.project;
    let items: Vec<&PowerItem> = project.items.iter().filter(|item| is_one(item)).collect();
    let charts: BTreeSet<SourceId> = items
        .iter()
        .flat_map(|item| item.charts())
        .filter_map(|path| project.chart_sources.get(&path.value).copied())
        .collect();
    let concerns = |f: &Finding| is_about(f.item.as_deref()) || charts.contains(&f.primary.source);
    let found = found(judged, &items, concerns);
    let mut found: Vec<Found> = found
        .into_iter()
        .filter(|f| f.item.as_ref().is_some_and(|code| codes.contains(code)))
        .collect();
    found.dedup();
    let errors = found.iter().filter(|f| f.severity == Severity::Error);
    (errors.count(), found)
}

/// What was found and concerns some items. A fault of a flowchart is a fault of each item that uses it.
fn found<P: AsRef<Frame>>(
    judged: &Judged<P>,
    items: &[&PowerItem],
    concerns: impl Fn(&Finding) -> bool,
) -> Vec<Found> {
    let project = judged.frame();
    let mut users: BTreeMap<SourceId, Vec<&ItemCode>> = BTreeMap::new();
    for item in items {
        let Some(code) = &item.code else { continue };
        for path in item.charts() {
            let source = project.chart_sources.get(&path.value);
            let codes = source.map(|source| users.entry(*source).or_default());
            if let Some(codes) = codes.filter(|codes| codes.last() != Some(&&code.value)) {
                codes.push(&code.value);
            }
        }
    }
    let findings = judged.report.findings.iter().filter(|f| concerns(f));
    let found = findings.flat_map(|f| {
        let of = |item: Option<ItemCode>| Found {
            code: f.code,
            severity: f.severity,
            item,
            field: f.field.clone(),
            message: f.message.clone(),
            help: f.help.clone(),
        };
        match (&f.item, users.get(&f.primary.source)) {
            (None, Some(codes)) => codes.iter().map(|code| of(Some((*code).clone()))).collect(),
            (item, _) => vec![of(item.as_deref().and_then(|code| code.parse().ok()))],
        }
    });
    found.collect()
}

/// Errors that concern a unit: those of its items, and those in its folders that could not be ascribed to an item.
pub fn errors_of<P: AsRef<Frame>>(judged: &Judged<P>, department: &DepartmentId) -> usize {
    count_errors(judged, department, judged.report.findings.iter())
}

/// Errors that would concern a unit had they not been allowed.
pub fn allowed_errors_of<P: AsRef<Frame>>(judged: &Judged<P>, department: &DepartmentId) -> usize {
    let allowed = judged.report.suppressed.iter().map(|s| &s.finding);
    count_errors(judged, department, allowed)
}

fn count_errors<'f, P: AsRef<Frame>>(
    judged: &Judged<P>,
    department: &DepartmentId,
    findings: impl Iterator<Item = &'f Finding>,
) -> usize {
    let concerns = concerning(judged, department);
    findings
        .filter(|f| f.severity == Severity::Error && concerns(f))
        .count()
}

/// Whether a finding concerns a unit.
fn concerning<'j, P: AsRef<Frame>>(
    judged: &'j Judged<P>,
    department: &'j DepartmentId,
) -> impl Fn(&Finding) -> bool + 'j {
    let id = department.as_str();
    let own_sources: BTreeSet<_> = judged
        .frame()
        .files
        .iter()
        .filter(|f| {
            f.path.split('/').nth(1) == Some(id)
                || f.department.as_ref().is_some_and(|d| d.value == id)
        })
        .map(|f| f.source)
        .collect();
    move |f| match &f.department {
        Some(department) => department == id,
        None => own_sources.contains(&f.primary.source),
    }
}

/// The units that take part in a campaign: those with a review group.
pub fn seats(project: &Project) -> Vec<Seat> {
    project
        .departments
        .iter()
        .filter_map(|d| {
            Some(Seat {
                department: d.id.value.clone(),
                group: d.review_group.as_deref()?.parse().ok()?,
            })
        })
        .collect()
}

/// Digest of the content of the chart that a path leads to.
fn chart(project: &Frame, path: &str) -> Option<Digest> {
    canonical::chart_digest(project.charts.get(path)?)
}

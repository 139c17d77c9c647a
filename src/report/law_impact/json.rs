//! `power-list/impact/v1`.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::ImpactReport;
use crate::compare::impact::{Impact, LawEvent, Summary, what_to_do, words};
use crate::domain::law::Repeal;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    list: &'a str,
    from: String,
    to: Option<String>,
    summary: Numbers,
    impacts: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Numbers {
    places: usize,
    items: usize,
    departments: usize,
    only_moved: usize,
    to_check: usize,
    unseen: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    department: &'a str,
    department_name: &'a str,
    items: &'a [String],
    name: &'a str,
    field: &'static str,
    entry: u64,
    label: &'a str,
    role: Option<&'a str>,
    cite: &'a str,
    law: &'a str,
    provision: Option<String>,
    from: Option<String>,
    to: Option<String>,
    effective: Option<String>,
    repealed: Option<Ended<'a>>,
    fate: &'static str,
    confidence: Option<u8>,
    evidence: Option<&'static str>,
    proposed: Option<&'a str>,
    action: &'static str,
    what: String,
    todo: String,
}

#[derive(Serialize)]
struct Ended<'a> {
    on: Option<String>,
    known_by: Option<String>,
    by: Option<&'a str>,
}

/// What is to be done: the program can, or a person must.
pub const ACTIONS: [&str; 2] = ["renumber", "check"];

/// Writes the impacts as JSON with a line break at the end.
///
/// # Errors
/// When `out` cannot be written.
pub fn json(report: &ImpactReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: "power-list/impact/v1",
        list: report.list,
        from: report.from.to_string(),
        to: text(report.to),
        summary: numbers(report.summary),
        impacts: report.impacts.iter().map(|i| row(report, i)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn numbers(summary: Summary) -> Numbers {
    let Summary {
        places,
        items,
        departments,
        only_moved,
        to_check,
        unseen,
    } = summary;
    Numbers {
        places,
        items,
        departments,
        only_moved,
        to_check,
        unseen,
    }
}

fn row<'a>(report: &ImpactReport<'a>, impact: &'a Impact<'_>) -> Row<'a> {
    let place = &impact.place;
    let (after, repeal) = match impact.change.event {
        LawEvent::Version(version) => (Some(version), None),
        LawEvent::End(repeal) => (None, Some(repeal)),
    };
    let outcome = impact.what.outcome();
    let known = report.catalog.department(&place.department);
    Row {
        department: &place.department,
        department_name: known.map_or(place.department.as_str(), |d| &d.name),
        items: &place.items,
        name: &place.name,
        field: place.field.key(),
        entry: place.entry,
        label: &place.label,
        role: Some(place.role.as_str()).filter(|role| !role.is_empty()),
        cite: &place.cite,
        law: &place.law,
        provision: place.provision.map(|p| p.to_string()),
        from: text(impact.change.before.map(|v| v.published)),
        to: text(after.map(|v| v.published)),
        effective: text(after.map(|v| v.starts())),
        repealed: repeal.map(ended),
        fate: impact.what.key(),
        confidence: outcome.map(|o| o.confidence.value()),
        evidence: outcome.map(|o| o.evidence.key()),
        proposed: impact.proposed.as_deref(),
        action: ACTIONS[usize::from(!impact.only_moved())],
        what: words(impact),
        todo: what_to_do(impact),
    }
}

fn ended(repeal: &Repeal) -> Ended<'_> {
    Ended {
        on: text(repeal.on),
        known_by: text(repeal.known_by),
        by: repeal.by.as_ref().map(|law| law.as_str()),
    }
}

//! The canonical form of an item: what is snapshotted, digested and compared.
//!
//! JSON with a fixed order of keys and absent values left out; places in files do not matter, wording does.
//! The bytes are a contract: changing them makes every stored digest differ.

mod read;

pub use read::read_item;

use serde::Serialize;

use super::adoption::Adoption;
use super::catalog::ChartRow;
use super::flowchart::{ChartFile, Flowchart};
use super::ids::Digest;
use super::item::{
    Accountability, Basis, CitedText, Fee, IntegrityRisk, IntermediaryService, PowerItem,
    Prerequisite, Responsibility, ServiceChoice, SubItem, TimeLimit,
};

#[derive(Serialize)]
struct Item<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    department: &'a str,
    category: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sub_items: Vec<Sub<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legal_basis: Vec<Cite<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exercised_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flowchart: Option<Chart<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_limit: Option<Limit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fee: Option<Charge<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    responsibilities: Vec<Duty<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    accountability: Vec<Situation<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    integrity_risks: Vec<Risk<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prerequisites: Vec<Cited<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    intermediary_services: Vec<Service<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    national_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    adopts: Option<&'a Adoption>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<&'a str>,
}

#[derive(Serialize)]
struct Sub<'a> {
    code: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legal_basis: Vec<Cite<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flowchart: Option<&'a str>,
    /// Content of its chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    chart: Option<Digest>,
}

#[derive(Serialize)]
struct Cite<'a> {
    cite: &'a str,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
}

#[derive(Serialize)]
struct Chart<'a> {
    path: &'a str,
    /// Content of the chart, so that redrawing it counts as a change of the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<Digest>,
}

#[derive(Serialize)]
struct Limit {
    #[serde(skip_serializing_if = "Option::is_none")]
    statutory: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promised: Option<u32>,
    unit: &'static str,
}

#[derive(Serialize)]
struct Charge<'a> {
    charged: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_enterprises: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    basis: Vec<Cite<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    standard: Option<&'a str>,
}

#[derive(Serialize)]
struct Duty<'a> {
    stage: &'a str,
    duty: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'a str>,
}

#[derive(Serialize)]
struct Situation<'a> {
    situation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'a str>,
}

#[derive(Serialize)]
struct Risk<'a> {
    step: &'a str,
    risk: &'a str,
    level: &'static str,
    measure: &'a str,
}

#[derive(Serialize)]
struct Cited<'a> {
    item: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    handled_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'a str>,
}

#[derive(Serialize)]
struct Service<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen_by: Option<ServiceChoice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_by: Option<&'a str>,
}

#[derive(Serialize)]
struct ChartForm<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    steps: Vec<StepForm<'a>>,
}

#[derive(Serialize)]
struct StepForm<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'a str>,
    next: Vec<(Option<&'a str>, &'a str)>,
}

/// The canonical bytes of an item; `charts` gives the [`chart_digest`] of what a path leads to.
pub fn item(item: &PowerItem, charts: impl Fn(&str) -> Option<Digest>) -> Vec<u8> {
    let chart = own_chart(item, &charts);
    bytes_of(item, chart, charts)
}

/// The canonical bytes of an item as they were before the charts of sub-items were part of them: what was confirmed
/// then is still what was confirmed.
pub fn item_of_old(item: &PowerItem, charts: impl Fn(&str) -> Option<Digest>) -> Vec<u8> {
    bytes_of(item, own_chart(item, charts), |_| None)
}

fn own_chart(item: &PowerItem, charts: impl Fn(&str) -> Option<Digest>) -> Option<Digest> {
    item.flowchart.as_ref().and_then(|path| charts(&path.value))
}

fn bytes_of(
    item: &PowerItem,
    chart: Option<Digest>,
    sub_charts: impl Fn(&str) -> Option<Digest>,
) -> Vec<u8> {
    let supervision = item.supervision.as_ref();
    let form = Item {
        code: item.code.as_ref().map(|c| c.value.as_str()),
        department: item.department.value.as_str(),
        category: &item.category.value,
        name: &item.name.value,
        sub_items: item
            .sub_items
            .iter()
            .map(|entry| sub(entry, &sub_charts))
            .collect(),
        legal_basis: item.legal_basis.iter().map(cite).collect(),
        exercised_by: text(item.exercised_by.as_ref()),
        office: text(item.office.as_ref()),
        target: text(item.target.as_ref()),
        flowchart: item.flowchart.as_ref().map(|path| Chart {
            path: &path.value,
            digest: chart,
        }),
        time_limit: item.time_limit.as_ref().map(limit),
        fee: item.fee.as_ref().map(charge),
        responsibilities: item.responsibilities.iter().map(duty).collect(),
        accountability: item.accountability.iter().map(situation).collect(),
        integrity_risks: item.integrity_risks.iter().map(risk).collect(),
        phone: supervision.and_then(|s| text(s.phone.as_ref())),
        email: supervision.and_then(|s| text(s.email.as_ref())),
        prerequisites: item.prerequisites.iter().map(prerequisite).collect(),
        intermediary_services: item.intermediary_services.iter().map(service).collect(),
        national_code: text(item.national_code.as_ref()),
        adopts: item.adopts.as_ref().map(|at| &at.value),
        remarks: item.remarks.as_deref(),
    };
    to_bytes(&form)
}

/// Digest of a chart's content; `None` for one that cannot be used.
pub fn chart_digest(file: &ChartFile) -> Option<Digest> {
    match file {
        ChartFile::Structured(chart) => Some(Digest::of(&chart_bytes(chart))),
        ChartFile::Drawing { digest, .. } => Some(*digest),
        ChartFile::Faulty(_) => None,
    }
}

fn chart_bytes(chart: &Flowchart) -> Vec<u8> {
    let form = ChartForm {
        title: &chart.title.value,
        category: text(chart.category.as_ref()),
        steps: chart
            .steps
            .iter()
            .map(|step| StepForm {
                id: &step.id.value,
                name: &step.name.value,
                kind: step.kind.value.key(),
                actor: step.actor.as_deref(),
                days: step.days.as_ref().map(|d| d.value),
                basis: cited(step.basis.as_ref()),
                stage: step.stage.as_deref(),
                next: step
                    .next
                    .iter()
                    .map(|n| (n.label.as_deref(), n.to.value.as_str()))
                    .collect(),
            })
            .collect(),
    };
    to_bytes(&form)
}

/// Digest of a structured chart's content as a release has it; the same as [`chart_digest`] of the chart it was made of.
pub fn published_chart_digest(chart: &ChartRow) -> Digest {
    let form = ChartForm {
        title: chart.title.as_deref().unwrap_or(""),
        category: chart.category.as_deref(),
        steps: chart
            .steps
            .iter()
            .map(|step| StepForm {
                id: &step.id,
                name: &step.name,
                kind: &step.kind,
                actor: step.actor.as_deref(),
                days: step.days,
                basis: step.cite.as_deref(),
                stage: step.stage.as_deref(),
                next: step
                    .next
                    .iter()
                    .map(|edge| (edge.label.as_deref(), edge.to.as_str()))
                    .collect(),
            })
            .collect(),
    };
    Digest::of(&to_bytes(&form))
}

fn to_bytes(form: &impl Serialize) -> Vec<u8> {
    // Strings, numbers, booleans and lists of them always have a JSON form.
    let mut bytes = Vec::with_capacity(4096);
    match serde_json::to_writer(&mut bytes, form) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

fn text(value: Option<&super::place::At<String>>) -> Option<&str> {
    value.map(|v| v.value.as_str())
}

fn cited(value: Option<&CitedText>) -> Option<&str> {
    value.map(|c| c.text.value.as_str())
}

fn cite(basis: &Basis) -> Cite<'_> {
    Cite {
        cite: &basis.cite.text.value,
        role: basis.role.chinese(),
        quote: text(basis.quote.as_ref()),
    }
}

fn sub(sub: &SubItem, charts: impl Fn(&str) -> Option<Digest>) -> Sub<'_> {
    Sub {
        code: sub.code.value.as_str(),
        name: &sub.name.value,
        legal_basis: sub.legal_basis.iter().map(cite).collect(),
        flowchart: text(sub.flowchart.as_ref()),
        chart: text(sub.flowchart.as_ref()).and_then(charts),
    }
}

fn limit(limit: &TimeLimit) -> Limit {
    Limit {
        statutory: limit.statutory.as_ref().map(|d| d.value),
        promised: limit.promised.as_ref().map(|d| d.value),
        unit: limit.unit.chinese(),
    }
}

fn charge(fee: &Fee) -> Charge<'_> {
    Charge {
        charged: fee.charged.value,
        on_enterprises: fee.on_enterprises,
        basis: fee.basis.iter().map(cite).collect(),
        standard: text(fee.standard.as_ref()),
    }
}

fn duty(entry: &Responsibility) -> Duty<'_> {
    Duty {
        stage: &entry.stage.value,
        duty: &entry.duty.value,
        basis: cited(entry.basis.as_ref()),
    }
}

fn situation(entry: &Accountability) -> Situation<'_> {
    Situation {
        situation: &entry.situation.value,
        basis: cited(entry.basis.as_ref()),
    }
}

fn risk(risk: &IntegrityRisk) -> Risk<'_> {
    Risk {
        step: &risk.step.value,
        risk: &risk.risk,
        level: risk.level.chinese(),
        measure: &risk.measure,
    }
}

fn prerequisite(entry: &Prerequisite) -> Cited<'_> {
    Cited {
        item: &entry.item.value,
        handled_by: entry.handled_by.as_ref().map(|h| h.value.as_str()),
        basis: cited(entry.basis.as_ref()),
    }
}

fn service(service: &IntermediaryService) -> Service<'_> {
    Service {
        name: &service.name.value,
        basis: cited(service.basis.as_ref()),
        chosen_by: service.chosen_by.as_ref().map(|c| c.value),
        paid_by: service.paid_by.as_deref(),
    }
}

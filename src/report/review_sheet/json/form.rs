//! The form of the JSON, key by key in the order in which it is written.

use serde::Serialize;

use crate::domain::adoption::Adoption;
use crate::report::changed::Field;

#[derive(Serialize)]
pub(super) struct Document<'v> {
    pub(super) schema: &'static str,
    pub(super) code: &'v str,
    pub(super) name: &'v str,
    pub(super) category: &'v str,
    pub(super) department: &'v str,
    pub(super) department_name: &'v str,
    pub(super) group: &'v str,
    pub(super) round: u8,
    pub(super) as_of: String,
    pub(super) gone_in: Option<u8>,
    pub(super) exercised_by: Option<&'v str>,
    pub(super) office: Option<&'v str>,
    pub(super) target: Option<&'v str>,
    pub(super) statutory_days: Option<u32>,
    pub(super) promised_days: Option<u32>,
    pub(super) day_unit: Option<&'static str>,
    pub(super) fee_charged: Option<bool>,
    pub(super) fee_on_enterprises: Option<bool>,
    pub(super) fee_standard: Option<&'v str>,
    pub(super) phone: Option<&'v str>,
    pub(super) email: Option<&'v str>,
    pub(super) national_code: Option<&'v str>,
    pub(super) adopts: Option<&'v Adoption>,
    pub(super) remarks: Option<&'v str>,
    pub(super) sub_items: Vec<SubItem<'v>>,
    pub(super) citations: Vec<Citation<'v>>,
    pub(super) responsibilities: Vec<Duty<'v>>,
    pub(super) accountability: Vec<Situation<'v>>,
    pub(super) integrity_risks: Vec<Risk<'v>>,
    pub(super) prerequisites: Vec<Prerequisite<'v>>,
    pub(super) intermediary_services: Vec<Service<'v>>,
    pub(super) flowcharts: Vec<Chart<'v>>,
    pub(super) findings: Option<Vec<Finding<'v>>>,
    pub(super) opinions: Vec<Opinion<'v>>,
    pub(super) ruling: Option<Ruling<'v>>,
    pub(super) disputed: bool,
    pub(super) confirmed: Option<Proposal>,
    pub(super) last: Option<Last<'v>>,
    pub(super) change: Change<'v>,
}

#[derive(Serialize)]
pub(super) struct SubItem<'v> {
    pub(super) code: &'v str,
    pub(super) name: &'v str,
    pub(super) flowchart: Option<&'v str>,
}

#[derive(Serialize)]
pub(super) struct Duty<'v> {
    pub(super) stage: &'v str,
    pub(super) duty: &'v str,
    pub(super) cite: Option<&'v str>,
}

#[derive(Serialize)]
pub(super) struct Situation<'v> {
    pub(super) situation: &'v str,
    pub(super) cite: Option<&'v str>,
}

#[derive(Serialize)]
pub(super) struct Risk<'v> {
    pub(super) step: &'v str,
    pub(super) risk: &'v str,
    pub(super) level: &'static str,
    pub(super) measure: &'v str,
}

#[derive(Serialize)]
pub(super) struct Prerequisite<'v> {
    pub(super) prerequisite: &'v str,
    pub(super) handled_by: Option<&'v str>,
    pub(super) cite: Option<&'v str>,
}

#[derive(Serialize)]
pub(super) struct Service<'v> {
    pub(super) name: &'v str,
    pub(super) cite: Option<&'v str>,
    pub(super) chosen_by: Option<&'static str>,
    pub(super) paid_by: Option<&'v str>,
}

#[derive(Serialize)]
pub(super) struct Citation<'v> {
    pub(super) field: &'static str,
    pub(super) role: &'static str,
    pub(super) text: &'v str,
    pub(super) quote: Option<&'v str>,
    pub(super) verdict: &'static str,
    pub(super) laws: Vec<Law<'v>>,
    pub(super) not_understood: Vec<Gap<'v>>,
}

#[derive(Serialize)]
pub(super) struct Gap<'v> {
    pub(super) text: &'v str,
    pub(super) why: &'v str,
}

#[derive(Serialize)]
pub(super) struct Law<'v> {
    pub(super) cited: &'v str,
    pub(super) full_name: Option<&'v str>,
    pub(super) level: Option<&'static str>,
    pub(super) status: &'static str,
    pub(super) says: &'v str,
    pub(super) version: Option<&'v str>,
    pub(super) notes: &'v [String],
    pub(super) provisions: Vec<Provision<'v>>,
    pub(super) quotes: Vec<Quote<'v>>,
}

#[derive(Serialize)]
pub(super) struct Provision<'v> {
    pub(super) provision: &'v str,
    pub(super) status: &'static str,
    pub(super) says: &'v str,
    pub(super) text: &'v [String],
}

#[derive(Serialize)]
pub(super) struct Quote<'v> {
    pub(super) verdict: &'static str,
    pub(super) says: &'v str,
    pub(super) differences: Vec<Difference<'v>>,
}

#[derive(Serialize)]
pub(super) struct Difference<'v> {
    pub(super) quoted: &'v str,
    pub(super) statute: &'v str,
}

#[derive(Serialize)]
pub(super) struct Chart<'v> {
    pub(super) path: &'v str,
    pub(super) sub_item: Option<&'v str>,
    pub(super) title: Option<&'v str>,
    pub(super) steps: Option<Vec<Step<'v>>>,
}

#[derive(Serialize)]
pub(super) struct Step<'v> {
    pub(super) id: &'v str,
    pub(super) name: &'v str,
    pub(super) kind: &'static str,
    pub(super) actor: Option<&'v str>,
    pub(super) days: Option<u32>,
    pub(super) next: Vec<Next<'v>>,
}

#[derive(Serialize)]
pub(super) struct Next<'v> {
    pub(super) label: Option<&'v str>,
    pub(super) to: &'v str,
}

#[derive(Serialize)]
pub(super) struct Finding<'v> {
    pub(super) code: String,
    pub(super) severity: &'static str,
    pub(super) field: Option<&'v str>,
    pub(super) message: &'v str,
    pub(super) help: Option<&'v str>,
}

#[derive(Serialize)]
pub(super) struct Proposal {
    pub(super) kind: &'static str,
    pub(super) says: String,
}

#[derive(Serialize)]
pub(super) struct Signed<'v> {
    pub(super) seq: u64,
    pub(super) actor: Option<&'v str>,
    pub(super) name: Option<&'v str>,
    pub(super) at: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Cited<'v> {
    pub(super) verdict: &'static str,
    pub(super) says: &'v str,
}

#[derive(Serialize)]
pub(super) struct Opinion<'v> {
    pub(super) body: &'static str,
    pub(super) by: Signed<'v>,
    pub(super) decision: Proposal,
    pub(super) text: Option<&'v str>,
    pub(super) cited: Vec<Cited<'v>>,
    pub(super) asks: bool,
    pub(super) answer: Option<Answer<'v>>,
}

#[derive(Serialize)]
pub(super) struct Answer<'v> {
    pub(super) answer: &'static str,
    pub(super) reason: Option<&'v str>,
}

#[derive(Serialize)]
pub(super) struct Ruling<'v> {
    pub(super) by: Signed<'v>,
    pub(super) decision: Proposal,
    pub(super) reason: &'v str,
    pub(super) cited: Vec<Cited<'v>>,
}

#[derive(Serialize)]
pub(super) struct Last<'v> {
    pub(super) round: u8,
    pub(super) opinions: Vec<Opinion<'v>>,
    pub(super) ruling: Option<Ruling<'v>>,
}

#[derive(Serialize)]
pub(super) struct Change<'v> {
    pub(super) kind: &'static str,
    pub(super) unprompted: bool,
    pub(super) fields: Vec<Field<'v>>,
    pub(super) files: &'v [String],
}

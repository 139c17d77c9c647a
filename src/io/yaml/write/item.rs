//! Item files.

use crate::domain::adoption::{Adoption, AdoptionKind};
use crate::domain::item::{
    Accountability, Basis, BasisRole, CitedText, Fee, IntegrityRisk, IntermediaryService,
    PowerItem, Prerequisite, Responsibility, SubItem, Supervision, TimeLimit,
};
use crate::domain::place::At;

use super::emit::{self, Keys, Value};

/// First line of every item file: editors check and complete by it.
const SCHEMA: &str = "# yaml-language-server: $schema=../../schemas/items.schema.json\n";

/// A whole item file.
pub fn item_file(department: &str, category: &str, items: &[PowerItem]) -> String {
    let mut out = SCHEMA.to_owned();
    let mut keys = Keys::default();
    keys.put("department", Value::Line(department.to_owned()));
    keys.put("category", Value::Line(category.to_owned()));
    keys.put("items", Value::List(items.iter().map(item).collect()));
    if let Value::Map(entries) = keys.done() {
        emit::map(&mut out, &entries, 0);
    }
    out
}

/// One entry of `items:`, its `- ` at the given indentation (2 in canonical files).
pub fn item_entry(entry: &PowerItem, indent: usize) -> String {
    let mut out = String::new();
    emit::list(&mut out, &[item(entry)], indent);
    out
}

fn text(text: &At<String>) -> Value {
    Value::Text(text.value.clone())
}

pub(super) fn cited(cited: &CitedText) -> Value {
    Value::Line(cited.text.value.clone())
}

fn optional(value: Option<&At<String>>) -> Option<Value> {
    value.map(text)
}

fn item(item: &PowerItem) -> Value {
    let mut k = Keys::default();
    k.maybe(
        "code",
        item.code.as_ref().map(|c| Value::Line(c.value.to_string())),
    );
    k.put("name", Value::Line(item.name.value.clone()));
    k.list("sub_items", item.sub_items.iter().map(sub_item).collect());
    k.list("legal_basis", item.legal_basis.iter().map(basis).collect());
    k.maybe("exercised_by", optional(item.exercised_by.as_ref()));
    k.maybe("office", optional(item.office.as_ref()));
    k.maybe("target", optional(item.target.as_ref()));
    k.maybe(
        "flowchart",
        item.flowchart
            .as_ref()
            .map(|f| Value::Line(f.value.clone())),
    );
    k.maybe("time_limit", item.time_limit.as_ref().map(time_limit));
    k.maybe("fee", item.fee.as_ref().map(fee));
    k.list(
        "responsibilities",
        item.responsibilities.iter().map(responsibility).collect(),
    );
    k.list(
        "accountability",
        item.accountability.iter().map(accountability).collect(),
    );
    k.list(
        "integrity_risks",
        item.integrity_risks.iter().map(risk).collect(),
    );
    k.maybe("supervision", item.supervision.as_ref().map(supervision));
    k.list(
        "prerequisites",
        item.prerequisites.iter().map(prerequisite).collect(),
    );
    k.list(
        "intermediary_services",
        item.intermediary_services.iter().map(service).collect(),
    );
    k.maybe("national_code", optional(item.national_code.as_ref()));
    k.maybe("adopts", item.adopts.as_ref().map(adopts));
    k.maybe("remarks", item.remarks.clone().map(Value::Text));
    k.done()
}

fn adopts(adopts: &At<Adoption>) -> Value {
    let Adoption { item, kind } = &adopts.value;
    let item = Value::Line(item.to_string());
    if *kind == AdoptionKind::default() {
        return item;
    }
    let mut k = Keys::default();
    k.put("item", item);
    k.put("as", Value::Line(kind.chinese().to_owned()));
    k.done()
}

fn basis(basis: &Basis) -> Value {
    if basis.role == BasisRole::Creates && basis.quote.is_none() {
        return cited(&basis.cite);
    }
    let mut k = Keys::default();
    k.put("cite", cited(&basis.cite));
    if basis.role != BasisRole::Creates {
        k.put("role", Value::Line(basis.role.chinese().to_owned()));
    }
    k.maybe("quote", optional(basis.quote.as_ref()));
    k.done()
}

fn sub_item(sub: &SubItem) -> Value {
    let mut k = Keys::default();
    k.put("code", Value::Line(sub.code.value.to_string()));
    k.put("name", Value::Line(sub.name.value.clone()));
    k.list("legal_basis", sub.legal_basis.iter().map(basis).collect());
    k.maybe(
        "flowchart",
        sub.flowchart.as_ref().map(|f| Value::Line(f.value.clone())),
    );
    k.done()
}

fn time_limit(limit: &TimeLimit) -> Value {
    let number = |n: &At<u32>| Value::Word(n.value.to_string());
    let mut k = Keys::default();
    k.maybe("statutory", limit.statutory.as_ref().map(number));
    k.maybe("promised", limit.promised.as_ref().map(number));
    k.put("unit", Value::Line(limit.unit.chinese().to_owned()));
    k.done()
}

fn fee(fee: &Fee) -> Value {
    let mut k = Keys::default();
    k.put("charged", Value::Word(fee.charged.value.to_string()));
    k.maybe(
        "on_enterprises",
        fee.on_enterprises.map(|b| Value::Word(b.to_string())),
    );
    k.list("basis", fee.basis.iter().map(basis).collect());
    k.maybe("standard", optional(fee.standard.as_ref()));
    k.done()
}

fn responsibility(r: &Responsibility) -> Value {
    let mut k = Keys::default();
    k.put("stage", text(&r.stage));
    k.put("duty", text(&r.duty));
    k.maybe("basis", r.basis.as_ref().map(cited));
    k.done()
}

fn accountability(a: &Accountability) -> Value {
    let mut k = Keys::default();
    k.put("situation", text(&a.situation));
    k.maybe("basis", a.basis.as_ref().map(cited));
    k.done()
}

fn risk(risk: &IntegrityRisk) -> Value {
    let mut k = Keys::default();
    k.put("step", text(&risk.step));
    k.put("risk", Value::Text(risk.risk.clone()));
    k.put("level", Value::Line(risk.level.chinese().to_owned()));
    k.maybe(
        "measure",
        (!risk.measure.is_empty()).then(|| Value::Text(risk.measure.clone())),
    );
    k.done()
}

fn supervision(supervision: &Supervision) -> Value {
    let mut k = Keys::default();
    k.maybe("phone", optional(supervision.phone.as_ref()));
    k.maybe("email", optional(supervision.email.as_ref()));
    k.done()
}

fn prerequisite(prerequisite: &Prerequisite) -> Value {
    if prerequisite.basis.is_none() && prerequisite.handled_by.is_none() {
        return text(&prerequisite.item);
    }
    let mut k = Keys::default();
    k.put("item", text(&prerequisite.item));
    k.maybe("handled_by", optional(prerequisite.handled_by.as_ref()));
    k.maybe("basis", prerequisite.basis.as_ref().map(cited));
    k.done()
}

fn service(service: &IntermediaryService) -> Value {
    let mut k = Keys::default();
    k.put("name", text(&service.name));
    k.maybe("basis", service.basis.as_ref().map(cited));
    let chosen_by = service.chosen_by.as_ref().map(|c| c.value.chinese());
    k.maybe("chosen_by", chosen_by.map(|c| Value::Line(c.to_owned())));
    k.maybe("paid_by", service.paid_by.clone().map(Value::Text));
    k.done()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

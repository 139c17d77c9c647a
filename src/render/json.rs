//! The list as JSON: `power-list/items/v1`.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter as _, PrettyFormatter};

use super::listing::Heading;
use crate::domain::adoption::Adoption;
use crate::domain::catalog::{
    AccountabilityRow, BasisRow, Catalog, ItemRow, PrerequisiteRow, ResponsibilityRow, RiskRow,
    ServiceRow, SubItemRow,
};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    jurisdiction: &'a str,
    edition: &'a str,
    notice: Option<&'a str>,
    as_of: String,
    total: usize,
    items: [(); 0],
}

/// An item with the names that its ids stand for.
#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    name: &'a str,
    department: &'a str,
    department_name: &'a str,
    category: &'a str,
    category_code: Option<&'a str>,
    sub_items: &'a [SubItemRow],
    exercised_by: Option<&'a str>,
    office: Option<&'a str>,
    target: Option<&'a str>,
    statutory_days: Option<u32>,
    promised_days: Option<u32>,
    day_unit: Option<&'a str>,
    fee_charged: Option<bool>,
    fee_on_enterprises: Option<bool>,
    fee_standard: Option<&'a str>,
    basis: &'a [BasisRow],
    responsibilities: &'a [ResponsibilityRow],
    accountability: &'a [AccountabilityRow],
    integrity_risks: &'a [RiskRow],
    prerequisites: &'a [PrerequisiteRow],
    intermediary_services: &'a [ServiceRow],
    flowchart: Option<&'a str>,
    phone: Option<&'a str>,
    email: Option<&'a str>,
    national_code: Option<&'a str>,
    adopts: Option<&'a Adoption>,
    remarks: Option<&'a str>,
}

/// What stands before the first item, of so many.
pub fn head(catalog: &Catalog, heading: &Heading, total: usize) -> Vec<u8> {
    let document = Document {
        schema: "power-list/items/v1",
        jurisdiction: &heading.jurisdiction,
        edition: &heading.edition,
        notice: heading.notice.as_deref(),
        as_of: catalog.as_of.to_string(),
        total,
        items: [],
    };
    let mut bytes = pretty(&document);
    // What closes the list and the document comes behind the items.
    bytes.truncate(bytes.len().saturating_sub(b"]\n}".len()));
    bytes
}

/// An item, the first one or not.
pub fn item(catalog: &Catalog, row: &ItemRow, first: bool) -> Vec<u8> {
    let begin = if first { "\n    " } else { ",\n    " };
    let mut bytes = begin.as_bytes().to_vec();
    // Within the document and its list of items.
    let mut within = PrettyFormatter::new();
    let opened = within.begin_object(&mut io::sink());
    let opened = opened.and_then(|()| within.begin_array(&mut io::sink()));
    let mut json = Serializer::with_formatter(&mut bytes, within);
    // A sink takes everything; of the item see `pretty`.
    let _ = opened.map(|()| named(catalog, row).serialize(&mut json));
    bytes
}

/// What stands behind the last item.
pub fn tail(has_items: bool) -> &'static [u8] {
    if has_items { b"\n  ]\n}\n" } else { b"]\n}\n" }
}

/// Texts, numbers, truth values and lists of them always have a JSON form.
fn pretty(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec_pretty(value).unwrap_or_default()
}

/// The list with a line break at the end.
pub fn write(catalog: &Catalog, heading: &Heading) -> Vec<u8> {
    let mut bytes = head(catalog, heading, catalog.items.len());
    for (number, row) in catalog.items.iter().enumerate() {
        bytes.extend(item(catalog, row, number == 0));
    }
    bytes.extend_from_slice(tail(!catalog.items.is_empty()));
    bytes
}

fn named<'a>(catalog: &'a Catalog, row: &'a ItemRow) -> Item<'a> {
    Item {
        code: &row.code,
        name: &row.name,
        department: &row.department,
        department_name: catalog.department_label(&row.department),
        category: catalog.category_label(&row.category),
        category_code: catalog.category(&row.category).map(|c| c.code.as_str()),
        sub_items: &row.sub_items,
        exercised_by: row.exercised_by.as_deref(),
        office: row.office.as_deref(),
        target: row.target.as_deref(),
        statutory_days: row.statutory_days,
        promised_days: row.promised_days,
        day_unit: row.day_unit.as_deref(),
        fee_charged: row.fee_charged,
        fee_on_enterprises: row.fee_on_enterprises,
        fee_standard: row.fee_standard.as_deref(),
        basis: &row.basis,
        responsibilities: &row.responsibilities,
        accountability: &row.accountability,
        integrity_risks: &row.integrity_risks,
        prerequisites: &row.prerequisites,
        intermediary_services: &row.intermediary_services,
        flowchart: row.flowchart.as_deref(),
        phone: row.phone.as_deref(),
        email: row.email.as_deref(),
        national_code: row.national_code.as_deref(),
        adopts: row.adopts.as_ref(),
        remarks: row.remarks.as_deref(),
    }
}

//! The list as JSON: `power-list/items/v1`.

use serde::Serialize;

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
    items: [Item<'a>; 0],
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

/// What stands before the items of a list of so many.
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
    // Texts, numbers, truth values and lists of them always have a JSON form.
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.truncate(bytes.len().saturating_sub(EMPTY.len()));
    bytes.push(b'[');
    bytes
}

/// An item of a list that is written in pieces, with what stands before it.
pub fn piece(catalog: &Catalog, row: &ItemRow, is_first: bool) -> Vec<u8> {
    const BEGINS: &[u8] = b"\n    ";
    let item = serde_json::to_vec_pretty(&item(catalog, row)).unwrap_or_default();
    let mut out = Vec::with_capacity(item.len() + item.len() / 4);
    if !is_first {
        out.push(b',');
    }
    // A text in JSON has no line break of its own: those are between members.
    for line in item.split(|byte| *byte == b'\n') {
        out.extend_from_slice(BEGINS);
        out.extend_from_slice(line);
    }
    out
}

/// What stands behind the items.
pub const fn tail(is_empty: bool) -> &'static [u8] {
    match is_empty {
        true => b"]\n}\n",
        false => b"\n  ]\n}\n",
    }
}

/// How a document of no items ends.
const EMPTY: &[u8] = b"[]\n}";

/// The list with a line break at the end.
pub fn write(catalog: &Catalog, heading: &Heading) -> Vec<u8> {
    let mut out = head(catalog, heading, catalog.items.len());
    for (n, item) in catalog.items.iter().enumerate() {
        out.extend_from_slice(&piece(catalog, item, n == 0));
    }
    out.extend_from_slice(tail(catalog.items.is_empty()));
    out
}

fn item<'a>(catalog: &'a Catalog, row: &'a ItemRow) -> Item<'a> {
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

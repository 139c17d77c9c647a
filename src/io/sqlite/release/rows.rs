//! Rows of a release as values.

use std::str::FromStr;

use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::types::FromSql;

use crate::domain::adoption::{Adoption, AdoptionKind};
use crate::domain::catalog::{BasisField, BasisRow, ItemRow};
use crate::domain::ids::Digest;
use crate::domain::release::{AdjustmentRow, Header, ReleaseId};

pub(super) fn known<T>(
    row: &Row<'_>,
    column: &str,
    read: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    read(&text).ok_or_else(|| conversion(format!("{column} 的值“{text}”不对")))
}

/// A word that may be missing, also because files of older versions do not have the column.
pub(super) fn known_option<T>(
    row: &Row<'_>,
    column: &str,
    read: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = since(row, column)?;
    text.map(|_| known(row, column, read)).transpose()
}

pub(super) fn parsed<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    known(row, column, |text| text.parse().ok())
}

pub(super) fn parsed_option<T: FromStr>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| read_as(&text, column)).transpose()
}

fn read_as<T: FromStr>(text: &str, column: &str) -> rusqlite::Result<T> {
    text.parse()
        .map_err(|_| conversion(format!("{column} 的值“{text}”不对")))
}

fn conversion(why: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, why.into())
}

/// A column that files of older versions do not have.
pub(super) fn since<T: FromSql>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    match row.get(column) {
        Err(rusqlite::Error::InvalidColumnName(_)) => Ok(None),
        other => other,
    }
}

pub(super) fn header(r: &Row<'_>) -> rusqlite::Result<(Header, Option<ReleaseId>, Digest)> {
    let header = Header {
        id: parsed(r, "id")?,
        jurisdiction_name: r.get("jurisdiction_name")?,
        edition: r.get("edition")?,
        category_set: r.get("category_set")?,
        notice: r.get("notice")?,
        published_on: parsed::<Date>(r, "published_on")?,
        as_of: parsed::<Date>(r, "as_of")?,
        ledger_head: parsed(r, "ledger_head")?,
        register_digest: since::<String>(r, "register_digest")?
            .map(|text| read_as(&text, "register_digest"))
            .transpose()?,
        parent: since(r, "parent")?,
        tool_version: r.get("tool_version")?,
    };
    Ok((header, parsed_option(r, "previous")?, parsed(r, "digest")?))
}

fn adopts(r: &Row<'_>, item: Option<usize>) -> rusqlite::Result<Option<Adoption>> {
    let text: Option<String> = match item {
        Some(item) => r.get(item)?,
        None => None,
    };
    let Some(item) = text else {
        return Ok(None);
    };
    Ok(Some(Adoption {
        item: read_as(&item, "adopts")?,
        kind: known(r, "adopts_as", AdoptionKind::from_chinese)?,
    }))
}

/// Columns of an item that files of all versions have, as [`item`] reads them.
pub(super) const ITEM: [&str; 18] = [
    "code",
    "department_id",
    "category_code",
    "name",
    "exercised_by",
    "office",
    "target",
    "statutory_days",
    "promised_days",
    "day_unit",
    "fee_charged",
    "fee_on_enterprises",
    "fee_standard",
    "phone",
    "email",
    "national_code",
    "flowchart_id",
    "remarks",
];

/// An item, from the places of [`ITEM`] and of the column `adopts`, which files of before version 3 do not have.
pub(super) fn item(
    r: &Row<'_>,
    at: &[usize; 18],
    adopted: Option<usize>,
) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        code: r.get(at[0])?,
        department: r.get(at[1])?,
        category: r.get(at[2])?,
        name: r.get(at[3])?,
        exercised_by: r.get(at[4])?,
        office: r.get(at[5])?,
        target: r.get(at[6])?,
        statutory_days: r.get(at[7])?,
        promised_days: r.get(at[8])?,
        day_unit: r.get(at[9])?,
        fee_charged: r.get(at[10])?,
        fee_on_enterprises: r.get(at[11])?,
        fee_standard: r.get(at[12])?,
        phone: r.get(at[13])?,
        email: r.get(at[14])?,
        national_code: r.get(at[15])?,
        flowchart: r.get(at[16])?,
        adopts: adopts(r, adopted)?,
        remarks: r.get(at[17])?,
        sub_items: Vec::new(),
        basis: Vec::new(),
        responsibilities: Vec::new(),
        accountability: Vec::new(),
        integrity_risks: Vec::new(),
        prerequisites: Vec::new(),
        intermediary_services: Vec::new(),
    })
}

/// Columns of a cited provision, as [`basis`] reads them.
pub(super) const BASIS: [&str; 12] = [
    "field",
    "entry",
    "role",
    "cite",
    "law_id",
    "law_name",
    "article",
    "article_sub",
    "paragraph",
    "subparagraph",
    "point",
    "quote",
];

/// A cited provision, from the places of [`BASIS`]: of the many rows of a list these are the most.
pub(super) fn basis(r: &Row<'_>, at: &[usize; 12]) -> rusqlite::Result<BasisRow> {
    Ok(BasisRow {
        role: r.get(at[2])?,
        cite: r.get(at[3])?,
        law_name: r.get(at[5])?,
        quote: r.get(at[11])?,
        ..cited(r, at)?
    })
}

/// Which provision it is, and in which field; its texts are left empty.
pub(super) fn cited(r: &Row<'_>, at: &[usize; 12]) -> rusqlite::Result<BasisRow> {
    let field = r.get_ref(at[0])?.as_str()?;
    Ok(BasisRow {
        field: BasisField::from_key(field)
            .ok_or_else(|| conversion(format!("field 的值“{field}”不对")))?,
        entry: r.get(at[1])?,
        role: String::new(),
        cite: String::new(),
        law_id: r.get(at[4])?,
        law_name: None,
        article: r.get(at[6])?,
        article_sub: r.get(at[7])?,
        paragraph: r.get(at[8])?,
        subparagraph: r.get(at[9])?,
        point: r.get(at[10])?,
        quote: None,
    })
}

pub(super) fn adjustment(r: &Row<'_>) -> rusqlite::Result<AdjustmentRow> {
    Ok(AdjustmentRow {
        id: r.get("id")?,
        item_code: r.get("item_code")?,
        becomes: r.get("becomes")?,
        department: r.get("department_id")?,
        kind: r.get("kind")?,
        ground: r.get("ground")?,
        ground_detail: r.get("ground_detail")?,
        reason: r.get("reason")?,
        happened_on: parsed::<Date>(r, "happened_on")?,
        effective_on: parsed::<Date>(r, "effective_on")?,
        approved_by: r.get("approved_by")?,
        urgent: r.get("urgent")?,
    })
}

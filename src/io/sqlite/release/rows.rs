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

fn adopts(r: &Row<'_>) -> rusqlite::Result<Option<Adoption>> {
    let Some(item) = since::<String>(r, "adopts")? else {
        return Ok(None);
    };
    Ok(Some(Adoption {
        item: read_as(&item, "adopts")?,
        kind: known(r, "adopts_as", AdoptionKind::from_chinese)?,
    }))
}

pub(super) fn item(r: &Row<'_>) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        code: r.get("code")?,
        department: r.get("department_id")?,
        category: r.get("category_code")?,
        name: r.get("name")?,
        exercised_by: r.get("exercised_by")?,
        office: r.get("office")?,
        target: r.get("target")?,
        statutory_days: r.get("statutory_days")?,
        promised_days: r.get("promised_days")?,
        day_unit: r.get("day_unit")?,
        fee_charged: r.get("fee_charged")?,
        fee_on_enterprises: r.get("fee_on_enterprises")?,
        fee_standard: r.get("fee_standard")?,
        phone: r.get("phone")?,
        email: r.get("email")?,
        national_code: r.get("national_code")?,
        flowchart: r.get("flowchart_id")?,
        adopts: adopts(r)?,
        remarks: r.get("remarks")?,
        sub_items: Vec::new(),
        basis: Vec::new(),
        responsibilities: Vec::new(),
        accountability: Vec::new(),
        integrity_risks: Vec::new(),
        prerequisites: Vec::new(),
        intermediary_services: Vec::new(),
    })
}

pub(super) fn basis(r: &Row<'_>) -> rusqlite::Result<BasisRow> {
    Ok(BasisRow {
        field: known(r, "field", BasisField::from_key)?,
        entry: r.get("entry")?,
        role: r.get("role")?,
        cite: r.get("cite")?,
        law_id: r.get("law_id")?,
        law_name: r.get("law_name")?,
        article: r.get("article")?,
        article_sub: r.get("article_sub")?,
        paragraph: r.get("paragraph")?,
        subparagraph: r.get("subparagraph")?,
        point: r.get("point")?,
        quote: r.get("quote")?,
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

//! Values of a release as rows.

use rusqlite::{Connection, Statement, ToSql, params};

use crate::domain::bigram::index_text;
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::ids::Digest;
use crate::domain::item::ServiceChoice;
use crate::domain::release::Release;

use super::fill::Fault;

/// A table that rows go into: the statement is made once.
pub(super) struct Table<'c>(Statement<'c>);

impl<'c> Table<'c> {
    /// `table` is `name (columns)`.
    pub(super) fn new(db: &'c Connection, table: &str) -> Result<Self, Fault> {
        let columns = table.matches(',').count() + 1;
        let marks = vec!["?"; columns].join(", ");
        Ok(Self(db.prepare(&format!(
            "INSERT INTO {table} VALUES ({marks})"
        ))?))
    }

    /// Adds a row; a value that a constraint refuses is a contradiction in the content.
    pub(super) fn add(&mut self, values: &[&dyn ToSql]) -> Result<(), Fault> {
        match self.0.execute(values) {
            Ok(_) => Ok(()),
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
            {
                Err(Fault::Inconsistent(error.to_string()))
            }
            Err(error) => Err(error.into()),
        }
    }
}

pub(super) fn insert_release(
    db: &Connection,
    release: &Release,
    digest: Digest,
) -> Result<(), Fault> {
    let h = &release.header;
    Table::new(db, "release (id, jurisdiction, jurisdiction_name, edition, category_set, notice, published_on, as_of, digest, \
         ledger_head, register_digest, partial, previous, parent, tool_version)")?.add(params![
            h.id.to_string(),
            h.id.jurisdiction().as_str(),
            h.jurisdiction_name,
            h.edition,
            h.category_set,
            h.notice,
            h.published_on.to_string(),
            h.as_of.to_string(),
            digest.to_string(),
            h.ledger_head.to_string(),
            h.register_digest.map(|digest| digest.to_string()),
            h.id.partial(),
            release.previous.as_ref().map(ToString::to_string),
            h.parent,
            h.tool_version,
        ])
}

/// All of a list but items and pictures.
pub(super) fn insert_catalog(db: &Connection, catalog: &Catalog) -> Result<(), Fault> {
    let mut departments = Table::new(
        db,
        "department (id, name, short_name, kind, review_group, parent, confirmed, position)",
    )?;
    let mut categories = Table::new(db, "category (code, name, kind, position)")?;
    let mut laws = Table::new(
        db,
        "law (id, full_name, level, standing_on_as_of, repealed_on)",
    )?;
    let mut versions = Table::new(
        db,
        "law_version (law_id, published, effective, enactment, in_force_on_as_of)",
    )?;
    let mut steps = Table::new(
        db,
        "flow_step (flowchart_id, step_id, ordinal, name, kind, actor, days, stage, cite)",
    )?;
    let mut edges = Table::new(
        db,
        "flow_edge (flowchart_id, from_step, ordinal, to_step, label)",
    )?;
    for (position, d) in (1i64..).zip(&catalog.departments) {
        departments.add(params![
            d.id,
            d.name,
            d.short_name,
            d.kind,
            d.review_group,
            d.parent,
            d.confirmed,
            position
        ])?;
    }
    for (position, c) in (1i64..).zip(&catalog.categories) {
        categories.add(params![c.code, c.name, c.kind, position])?;
    }
    for law in &catalog.laws {
        laws.add(params![
            law.id,
            law.full_name,
            law.level,
            law.standing,
            law.repealed_on.map(|d| d.to_string())
        ])?;
        for v in &law.versions {
            versions.add(params![
                law.id,
                v.published.to_string(),
                v.effective.map(|d| d.to_string()),
                v.enactment,
                v.in_force
            ])?;
        }
    }
    for chart in &catalog.charts {
        for (ordinal, s) in (1i64..).zip(&chart.steps) {
            steps.add(params![
                chart.id, s.id, ordinal, s.name, s.kind, s.actor, s.days, s.stage, s.cite
            ])?;
        }
        for step in &chart.steps {
            for (ordinal, edge) in (1i64..).zip(&step.next) {
                edges.add(params![chart.id, step.id, ordinal, edge.to, edge.label])?;
            }
        }
    }
    Ok(())
}

/// What goes into the index for an item: name, laws, duties, unit.
pub(super) type Words = [String; 4];

pub(super) fn words(columns: &[String; 4]) -> Words {
    columns.each_ref().map(|text| index_text(text))
}

/// The tables that every item has rows in.
pub(super) struct ItemTables<'c> {
    items: Table<'c>,
    words: Table<'c>,
    sub_items: Table<'c>,
    basis: Table<'c>,
    responsibilities: Table<'c>,
    accountability: Table<'c>,
    risks: Table<'c>,
    prerequisites: Table<'c>,
    services: Table<'c>,
}

impl<'c> ItemTables<'c> {
    pub(super) fn new(db: &'c Connection) -> Result<Self, Fault> {
        Ok(Self {
            items: Table::new(
                db,
                "item (code, position, department_id, category_code, name, exercised_by, office, target, statutory_days, \
         promised_days, day_unit, fee_charged, fee_on_enterprises, fee_standard, phone, email, national_code, \
         flowchart_id, remarks, adopts, adopts_as)",
            )?,
            words: Table::new(db, "item_fts (rowid, name, basis, duties, department)")?,
            sub_items: Table::new(
                db,
                "sub_item (code, item_code, ordinal, name, flowchart_id)",
            )?,
            basis: Table::new(
                db,
                "item_basis (item_code, ordinal, field, entry, role, cite, law_id, law_name, article, article_sub, \
             paragraph, subparagraph, point, quote)",
            )?,
            responsibilities: Table::new(
                db,
                "responsibility (item_code, ordinal, stage, duty, cite)",
            )?,
            accountability: Table::new(db, "accountability (item_code, ordinal, situation, cite)")?,
            risks: Table::new(
                db,
                "integrity_risk (item_code, ordinal, step, risk, level, measure)",
            )?,
            prerequisites: Table::new(
                db,
                "prerequisite (item_code, ordinal, prerequisite, prerequisite_code, handled_by, cite)",
            )?,
            services: Table::new(
                db,
                "intermediary_service (item_code, ordinal, name, cite, chosen_by, paid_by)",
            )?,
        })
    }

    pub(super) fn add_item(&mut self, position: i64, i: &ItemRow) -> Result<(), Fault> {
        self.items.add(params![
            i.code,
            position,
            i.department,
            i.category,
            i.name,
            i.exercised_by,
            i.office,
            i.target,
            i.statutory_days,
            i.promised_days,
            i.day_unit,
            i.fee_charged,
            i.fee_on_enterprises,
            i.fee_standard,
            i.phone,
            i.email,
            i.national_code,
            i.flowchart,
            i.remarks,
            i.adopts.as_ref().map(|a| a.item.as_str()),
            i.adopts.as_ref().map(|a| a.kind.chinese())
        ])
    }

    pub(super) fn add_words(&mut self, position: i64, words: &Words) -> Result<(), Fault> {
        let [name, basis, duties, department] = words;
        self.words
            .add(params![position, name, basis, duties, department])
    }

    pub(super) fn add_parts(&mut self, item: &ItemRow) -> Result<(), Fault> {
        let code = &item.code;
        for (n, s) in (1i64..).zip(&item.sub_items) {
            self.sub_items
                .add(params![s.code, code, n, s.name, s.flowchart])?;
        }
        for (n, b) in (1i64..).zip(&item.basis) {
            self.basis.add(params![
                code,
                n,
                b.field.key(),
                b.entry,
                b.role,
                b.cite,
                b.law_id,
                b.law_name,
                b.article,
                b.article_sub,
                b.paragraph,
                b.subparagraph,
                b.point,
                b.quote
            ])?;
        }
        for (n, r) in (1i64..).zip(&item.responsibilities) {
            self.responsibilities
                .add(params![code, n, r.stage, r.duty, r.cite])?;
        }
        for (n, a) in (1i64..).zip(&item.accountability) {
            self.accountability
                .add(params![code, n, a.situation, a.cite])?;
        }
        for (n, r) in (1i64..).zip(&item.integrity_risks) {
            self.risks
                .add(params![code, n, r.step, r.risk, r.level, r.measure])?;
        }
        for (n, p) in (1i64..).zip(&item.prerequisites) {
            self.prerequisites.add(params![
                code,
                n,
                p.prerequisite,
                p.prerequisite_code,
                p.handled_by,
                p.cite
            ])?;
        }
        for (n, s) in (1i64..).zip(&item.intermediary_services) {
            let chosen_by = s.chosen_by.map(ServiceChoice::chinese);
            self.services
                .add(params![code, n, s.name, s.cite, chosen_by, s.paid_by])?;
        }
        Ok(())
    }
}

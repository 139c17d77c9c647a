//! Differences of two lists as a release tells them, item by item.

use std::collections::HashMap;

use super::lists::{ItemDiff, Side, diff};
use super::rows::{Listed, fields};
use crate::domain::catalog::{Catalog, ChartRow, ItemRow};
use crate::domain::release::{ChangeKind, ChangeRow, DecisionRow};

/// What changed from `old` to `new` among the units that `in_scope` names, by item code. An item that got another code
/// left under the old one and came under the new one.
pub fn changes(
    old: &Catalog,
    new: &Catalog,
    decisions: &[DecisionRow],
    in_scope: impl Fn(&str) -> bool,
) -> Vec<ChangeRow> {
    let old = Side {
        catalog: old,
        decisions: &[],
    };
    let new = Side {
        catalog: new,
        decisions,
    };
    let changes = diff(old, new, in_scope);
    let mut rows: Vec<ChangeRow> = changes.iter().flat_map(rows).collect();
    rows.sort_by(|a, b| a.item_code.cmp(&b.item_code));
    rows
}

fn rows(change: &ItemDiff) -> Vec<ChangeRow> {
    let row = |code: &str, kind, what: String| ChangeRow {
        item_code: code.to_owned(),
        kind,
        what,
    };
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old.code == new.code => {
            let labels: Vec<&str> = change.fields.iter().map(|f| f.label).collect();
            vec![row(&new.code, ChangeKind::Changed, labels.join("、"))]
        }
        (old, new) => {
            let gone = old.iter();
            let gone = gone.map(|p| row(&p.code, ChangeKind::Removed, p.name.clone()));
            let came = new.iter();
            let came = came.map(|p| row(&p.code, ChangeKind::Created, p.name.clone()));
            gone.chain(came).collect()
        }
    }
}

/// All of a list but its items, to compare items one by one.
#[derive(Debug)]
pub struct Frame<'a> {
    catalog: &'a Catalog,
    charts: HashMap<&'a str, &'a ChartRow>,
}

impl<'a> Frame<'a> {
    /// The frame of a list; its items do not count.
    pub fn of(catalog: &'a Catalog) -> Self {
        let charts = catalog.charts.iter();
        Self {
            catalog,
            charts: charts.map(|chart| (chart.id.as_str(), chart)).collect(),
        }
    }

    /// Whether the list has what it should have of a unit: it knows none of this id, or the unit's list is confirmed.
    pub fn has_settled(&self, unit: &str) -> bool {
        self.catalog.department(unit).is_none_or(|d| d.confirmed)
    }

    fn listed<'i>(&'i self, item: &'i ItemRow) -> Listed<'i> {
        Listed {
            catalog: self.catalog,
            charts: &self.charts,
            item,
        }
    }

    fn chart(&self, item: &ItemRow) -> Option<&ChartRow> {
        self.charts.get(item.flowchart.as_deref()?).copied()
    }

    fn names<'i>(&'i self, item: &'i ItemRow) -> (Option<&'i str>, &'i str) {
        let unit = self.catalog.department(&item.department);
        let category = self.catalog.category_label(&item.category);
        (unit.map(|unit| unit.name.as_str()), category)
    }
}

/// What an item that both lists have under one code has become, as [`changes`] tells it.
pub fn changed(old: (&Frame<'_>, &ItemRow), new: (&Frame<'_>, &ItemRow)) -> Option<ChangeRow> {
    let ((before, was), (after, is)) = (old, new);
    // Most are the same to the last word: that is seen at once.
    let same =
        was == is && before.chart(was) == after.chart(is) && before.names(was) == after.names(is);
    if same {
        return None;
    }
    let fields = fields(before.listed(was), after.listed(is));
    let moved = was.department != is.department || was.name != is.name;
    let labels: Vec<&str> = fields.iter().map(|field| field.label).collect();
    (moved || !fields.is_empty()).then(|| ChangeRow {
        item_code: is.code.clone(),
        kind: ChangeKind::Changed,
        what: labels.join("、"),
    })
}

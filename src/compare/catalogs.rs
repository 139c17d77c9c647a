//! Differences of two lists as a release tells them, item by item.

use std::collections::HashMap;

use super::rows::{Listed, fields};
use crate::domain::catalog::{Catalog, ChartRow, ItemRow};
use crate::domain::release::{ChangeKind, ChangeRow};

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

/// What an item that both lists have under one code has become, as a release tells it.
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

//! The charts that items use, as rows.

use std::collections::BTreeSet;

use crate::domain::catalog::{ChartRow, EdgeRow, StepRow};
use crate::domain::flowchart::{ChartFile, Flowchart};
use crate::domain::item::BasisRole;
use crate::rules::context::Shared;

use super::{cite_text, text};

/// The charts with these ids, in their order; ids of the laws that their steps cite are added to `laws`.
pub(super) fn charts<'a, 'u>(
    shared: &Shared<'a>,
    used: impl Iterator<Item = &'u String>,
    laws: &mut BTreeSet<&'a str>,
) -> Vec<ChartRow> {
    used.filter_map(|id| match shared.project.charts.get(id)? {
        ChartFile::Structured(chart) => {
            for cite in chart.citations() {
                let mut resolved = Vec::new();
                shared.resolve("steps", BasisRole::Implements, cite, &mut resolved);
                laws.extend(resolved.iter().filter_map(|c| Some(c.law?.id.as_str())));
            }
            Some(chart_row(id, chart))
        }
        ChartFile::Drawing { kind, .. } => Some(ChartRow {
            id: id.clone(),
            kind: text(kind.key()),
            title: None,
            category: None,
            steps: Vec::new(),
        }),
        ChartFile::Faulty(_) => None,
    })
    .collect()
}

/// A chart as a row.
pub fn chart_row(id: &str, chart: &Flowchart) -> ChartRow {
    ChartRow {
        id: text(id),
        kind: text("structured"),
        title: Some(chart.title.value.clone()),
        category: chart.category.as_ref().map(|c| c.value.clone()),
        steps: chart
            .steps
            .iter()
            .map(|step| StepRow {
                id: step.id.value.clone(),
                name: step.name.value.clone(),
                kind: text(step.kind.value.key()),
                actor: step.actor.clone(),
                days: step.days.as_ref().map(|d| d.value),
                stage: step.stage.clone(),
                cite: cite_text(step.basis.as_ref()),
                next: step
                    .next
                    .iter()
                    .map(|n| EdgeRow {
                        to: n.to.value.clone(),
                        label: n.label.clone(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

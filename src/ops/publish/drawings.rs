//! The pictures of the charts, drawn while the list passes by: each as soon as all items that use the chart have been heard.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

use super::PublishError;
use crate::domain::catalog::ChartRow;
use crate::domain::flowchart::{ChartFile, DrawingKind};
use crate::domain::ids::Digest;
use crate::domain::item::PowerItem;
use crate::domain::project::Frame;
use crate::domain::release::Drawing;
use crate::io::project;
use crate::render::flow::{self, Hearing};

/// How often each chart is named.
#[derive(Debug, Default)]
pub(super) struct Uses(HashMap<String, usize>);

impl Uses {
    /// An item that will be on the list.
    pub(super) fn see(&mut self, item: &PowerItem) {
        for path in item.charts() {
            match self.0.get_mut(&path.value) {
                Some(uses) => *uses += 1,
                None => {
                    self.0.insert(path.value.clone(), 1);
                }
            }
        }
    }
}

/// Draws structured charts with what the items say of their steps; drawings made elsewhere are taken as they were judged.
pub(super) struct Drawer<'a> {
    frame: &'a Frame,
    /// Folder of the project.
    root: &'a Path,
    /// The charts of the list, by id.
    charts: &'a [ChartRow],
    /// Of each chart, how often it is still to be named.
    left: Vec<usize>,
    /// What has been said of charts that are still to be named.
    said: HashMap<usize, Hearing>,
}

impl<'a> Drawer<'a> {
    /// Nothing has been said yet.
    pub(super) fn new(
        frame: &'a Frame,
        root: &'a Path,
        charts: &'a [ChartRow],
        uses: &Uses,
    ) -> Self {
        let left = charts.iter().map(|chart| uses.0.get(&chart.id));
        Self {
            frame,
            root,
            charts,
            left: left.map(|uses| uses.copied().unwrap_or(0)).collect(),
            said: HashMap::new(),
        }
    }

    /// Whether the drawings made elsewhere are still as they were judged, so that it does not come out after hours that one
    /// is not.
    pub(super) fn check(&self) -> Result<(), PublishError> {
        self.charts
            .par_iter()
            .try_for_each(|chart| match self.frame.charts.get(&chart.id) {
                Some(ChartFile::Drawing { digest, .. }) => self.elsewhere(chart, *digest).map(drop),
                _ => Ok(()),
            })
    }

    /// The bytes of a drawing made elsewhere.
    fn elsewhere(&self, chart: &ChartRow, digest: Digest) -> Result<Vec<u8>, PublishError> {
        let bytes = project::drawing(self.root, &chart.id, digest)?;
        bytes.ok_or_else(|| PublishError::DrawingChanged(chart.id.clone()))
    }

    /// The next items of the list, in official order; gives the charts of which all has been said with them.
    pub(super) fn hear(&mut self, items: &[&PowerItem]) -> Vec<(&'a ChartRow, Hearing)> {
        let mut whole = Vec::new();
        for item in items {
            for path in item.charts() {
                let found = self.charts.binary_search_by(|c| c.id.cmp(&path.value));
                // A chart that cannot be used is not on the list.
                let Ok(at) = found else { continue };
                let said = self.said.entry(at).or_default();
                said.unit(item.time_limit.as_ref().map(|l| l.unit.chinese()));
                for r in &item.integrity_risks {
                    said.risk(&r.step.value, &r.risk, r.level.chinese(), &r.measure);
                }
                if let Some(left) = self.left.get_mut(at) {
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        let said = self.said.remove(&at).unwrap_or_default();
                        whole.extend(self.charts.get(at).map(|chart| (chart, said)));
                    }
                }
            }
        }
        whole
    }

    /// The pictures of charts of which all has been said.
    pub(super) fn draw(
        &self,
        charts: Vec<(&ChartRow, Hearing)>,
    ) -> Result<Vec<Drawing>, PublishError> {
        let drawn = charts.into_par_iter().filter_map(|(chart, said)| {
            let drawing = |kind, bytes| Drawing {
                chart: chart.id.clone(),
                kind,
                bytes,
            };
            match self.frame.charts.get(&chart.id)? {
                ChartFile::Structured(_) => {
                    let svg = flow::svg(chart, &said.notes(chart));
                    Some(Ok(drawing(DrawingKind::Svg, svg.into_bytes())))
                }
                ChartFile::Drawing { kind, digest } => {
                    let bytes = self.elsewhere(chart, *digest);
                    Some(bytes.map(|bytes| drawing(*kind, bytes)))
                }
                ChartFile::Faulty(_) => None,
            }
        });
        drawn.collect()
    }
}

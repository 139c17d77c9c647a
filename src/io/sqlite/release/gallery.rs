//! Pictures of charts, kept until all have come: of a long list they lie beside the release, not in memory. They come as
//! they are drawn and go in by chart, so that the same release has the same bytes however it was made.

use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

use rusqlite::{Connection, params};
use tempfile::SpooledTempFile;

use super::fill::Fault;
use super::insert::Table;
use super::spool::spool;
use crate::domain::catalog::ChartRow;
use crate::domain::flowchart::DrawingKind;
use crate::domain::ids::Digest;
use crate::domain::release::{Drawing, DrawingMark};

/// The pictures that have come so far.
pub(super) struct Gallery<'r> {
    /// By id.
    charts: &'r [ChartRow],
    /// Of each chart.
    hung: Vec<Option<Hung>>,
    file: SpooledTempFile,
    length: u64,
}

/// Where a picture lies.
struct Hung {
    at: u64,
    length: u64,
    kind: DrawingKind,
    sha256: Digest,
}

impl<'r> Gallery<'r> {
    /// Of these charts; what does not fit into memory goes to a nameless file in `folder`.
    pub(super) fn beside(folder: &std::path::Path, charts: &'r [ChartRow]) -> Self {
        Self {
            charts,
            hung: charts.iter().map(|_| None).collect(),
            file: spool(folder),
            length: 0,
        }
    }

    /// Adds some; one of no chart of the list is nothing to it.
    pub(super) fn put(&mut self, drawings: &[Drawing]) -> io::Result<()> {
        for drawing in drawings {
            let found = self
                .charts
                .binary_search_by(|chart| chart.id.as_str().cmp(&drawing.chart));
            let Some(place) = found.ok().and_then(|at| self.hung.get_mut(at)) else {
                continue;
            };
            self.file.write_all(&drawing.bytes)?;
            let length = drawing.bytes.len() as u64;
            *place = Some(Hung {
                at: self.length,
                length,
                kind: drawing.kind,
                sha256: drawing.mark().sha256,
            });
            self.length += length;
        }
        Ok(())
    }

    /// All charts as rows, by id.
    pub(super) fn insert(&mut self, db: &Connection) -> Result<(), Fault> {
        let mut table = Table::new(
            db,
            "flowchart (id, kind, title, category, svg, media_type, drawing)",
        )?;
        for (chart, hung) in self.charts.iter().zip(&self.hung) {
            let mut bytes = Vec::new();
            if let Some(hung) = hung {
                let file = &mut self.file;
                file.seek(SeekFrom::Start(hung.at)).map_err(Fault::Aside)?;
                let picture = &mut file.take(hung.length);
                picture.read_to_end(&mut bytes).map_err(Fault::Aside)?;
            }
            let kind = hung.as_ref().map(|hung| hung.kind);
            let (mut svg, mut drawing) = (None, None);
            if chart.kind != "structured" {
                drawing = kind.map(|_| &bytes);
            } else if kind.is_some() {
                let text = std::str::from_utf8(&bytes).ok();
                svg = text.filter(|_| kind == Some(DrawingKind::Svg));
                if svg.is_none() {
                    let what = format!("流程图“{}”的图不是 SVG", chart.id);
                    return Err(Fault::Inconsistent(what));
                }
            }
            table.add(params![
                chart.id,
                chart.kind,
                chart.title,
                chart.category,
                svg,
                drawing.and(kind).map(DrawingKind::media_type),
                drawing
            ])?;
        }
        Ok(())
    }

    /// What the digest of the release says of them.
    pub(super) fn marks(&self) -> Vec<DrawingMark<'r>> {
        let hung = self.charts.iter().zip(&self.hung);
        hung.filter_map(|(chart, hung)| {
            let hung = hung.as_ref()?;
            Some(DrawingMark {
                chart: &chart.id,
                media_type: hung.kind.media_type(),
                sha256: hung.sha256,
            })
        })
        .collect()
    }
}

//! Reads the pictures of the charts, one at a time: together they may be more than memory holds.

use rusqlite::{Row, Rows, Statement};

use super::rows::{known, since};
use super::{ReleaseError, ReleaseFile};
use crate::domain::catalog::ChartRow;
use crate::domain::flowchart::DrawingKind;
use crate::domain::release::{Drawing, DrawingMark};

/// All pictures on the way, by chart.
pub(super) struct Pictures<'s>(Rows<'s>);

impl<'s> Pictures<'s> {
    /// What [`Pictures::begin`] walks over.
    pub(super) const SQL: &'static str = "SELECT * FROM flowchart ORDER BY id";

    /// At the first picture.
    pub(super) fn begin(statement: &'s mut Statement<'_>) -> rusqlite::Result<Self> {
        Ok(Self(statement.query([])?))
    }

    /// The next one; `None` behind the last.
    pub(super) fn next(&mut self) -> rusqlite::Result<Option<Drawing>> {
        while let Some(row) = self.0.next()? {
            if let Some(drawing) = drawing(row)? {
                return Ok(Some(drawing));
            }
        }
        Ok(None)
    }
}

/// The picture of a chart, which files of version 1 do not have.
fn drawing(r: &Row<'_>) -> rusqlite::Result<Option<Drawing>> {
    let chart: String = r.get("id")?;
    if let Some(svg) = since::<String>(r, "svg")? {
        let (kind, bytes) = (DrawingKind::Svg, svg.into_bytes());
        return Ok(Some(Drawing { chart, kind, bytes }));
    }
    let Some(bytes) = since(r, "drawing")? else {
        return Ok(None);
    };
    let kind = known(r, "media_type", DrawingKind::from_media_type)?;
    Ok(Some(Drawing { chart, kind, bytes }))
}

impl ReleaseFile {
    pub(super) fn each_drawing(&self, mut take: impl FnMut(Drawing)) -> rusqlite::Result<()> {
        let mut statement = self.db.prepare(Pictures::SQL)?;
        let mut pictures = Pictures::begin(&mut statement)?;
        while let Some(drawing) = pictures.next()? {
            take(drawing);
        }
        Ok(())
    }

    /// What the digest of the release says of the pictures of these charts, which are all that it has.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn marks<'c>(&self, charts: &'c [ChartRow]) -> Result<Vec<DrawingMark<'c>>, ReleaseError> {
        let mut marks = Vec::new();
        self.each_drawing(|drawing| {
            let found = charts.binary_search_by(|chart| chart.id.cmp(&drawing.chart));
            let mark = drawing.mark();
            marks.extend(
                found
                    .ok()
                    .and_then(|at| charts.get(at))
                    .map(|chart| DrawingMark {
                        chart: &chart.id,
                        media_type: mark.media_type,
                        sha256: mark.sha256,
                    }),
            );
        })
        .map_err(|e| self.failed(&e))?;
        Ok(marks)
    }
}

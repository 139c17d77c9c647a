//! Floor 3: findings, sheets and figures as text, one format per file.

pub mod cite;
pub mod feedback;
pub mod figures;
pub mod item_sheet;
pub mod json;
pub mod manual;
pub mod plain;
pub mod text;

use crate::domain::place::Span;
use crate::finding::Sources;
use crate::finding::source::Position;

/// Start and end of a span as positions.
fn range(sources: &Sources, span: Span) -> (Position, Position) {
    let source = sources.get(span.source);
    (source.position(span.start), source.position(span.end))
}

//! What stands behind the path of a flowchart.

use std::path::{Component, Path};
use std::sync::Arc;

use super::{MAX_DRAWING, is_yaml};
use crate::domain::flowchart::{ChartFault, ChartFile, DrawingKind, drawing_kind};
use crate::domain::ids::Digest;
use crate::io::files::{self, TextFault};

/// What stands behind a chart's path: a text that is still to be read as a chart, or a file that is settled.
pub(super) enum ChartContent {
    /// The text of a structured chart.
    Text(Arc<str>),
    /// A drawing, or a file that cannot be used.
    Settled(ChartFile),
}

/// The text of a structured chart, or what stands in its place.
pub(super) fn chart_text(root: &Path, canonical_root: &Path, path: &str) -> ChartContent {
    let faulty = |fault| ChartContent::Settled(ChartFile::Faulty(fault));
    let relative = Path::new(path);
    let plain = relative
        .components()
        .all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
    // Backslashes and drive letters are paths elsewhere even where this machine takes them for names.
    if !plain || path.contains(['\\', ':', '\0']) {
        return faulty(ChartFault::OutsideProject);
    }
    let full = root.join(relative);
    match files::is_inside(&full, canonical_root) {
        Ok(true) => {}
        Ok(false) => return faulty(ChartFault::OutsideProject),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return faulty(ChartFault::Missing);
        }
        Err(_) => return faulty(ChartFault::Unreadable),
    }
    let Ok(meta) = std::fs::metadata(&full) else {
        return faulty(ChartFault::Unreadable);
    };
    if !meta.is_file() {
        return faulty(ChartFault::NotAFile);
    }
    if meta.len() == 0 {
        return faulty(ChartFault::Empty);
    }
    if is_yaml(relative) {
        return match files::read_text(&full) {
            Ok(text) if text.trim().is_empty() => faulty(ChartFault::Empty),
            Ok(text) => ChartContent::Text(text),
            Err(TextFault::NotUtf8 { .. }) => faulty(ChartFault::WrongType),
            Err(TextFault::TooLarge(_)) => faulty(ChartFault::TooLarge),
            Err(_) => faulty(ChartFault::Unreadable),
        };
    }
    if meta.len() > MAX_DRAWING {
        return faulty(ChartFault::TooLarge);
    }
    let Ok(bytes) = std::fs::read(&full) else {
        return faulty(ChartFault::Unreadable);
    };
    let head = &bytes[..bytes.len().min(1024)];
    let by_name = match relative.extension().and_then(|e| e.to_str()) {
        Some("svg") => Some("svg"),
        Some("png") => Some("png"),
        Some("pdf") => Some("pdf"),
        _ => None,
    };
    let kind = drawing_kind(head);
    let by_content = kind.map(|k| match k {
        DrawingKind::Svg => "svg",
        DrawingKind::Png => "png",
        DrawingKind::Pdf => "pdf",
    });
    match kind {
        Some(kind) if by_name == by_content => ChartContent::Settled(ChartFile::Drawing {
            kind,
            digest: Digest::of(&bytes),
        }),
        _ => faulty(ChartFault::WrongType),
    }
}

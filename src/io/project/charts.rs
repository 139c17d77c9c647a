//! The flowcharts of a project, and what stands behind the path of each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};
use std::sync::Arc;

use rayon::prelude::*;

use super::{MAX_DRAWING, Reader, is_yaml, relative};
use crate::domain::flowchart::{ChartFault, ChartFile, DrawingKind, drawing_kind};
use crate::domain::gate::Gate;
use crate::domain::ids::Digest;
use crate::domain::item::PowerItem;
use crate::domain::place::SourceId;
use crate::domain::svg::{self, SvgFault};
use crate::io::bounds::Bounds;
use crate::io::files::{self, FileError, TextFault};
use crate::io::yaml;

/// Places of charts by their paths.
pub(super) type ChartSources = BTreeMap<String, SourceId>;

/// Charts by path, where the text of each structured one is, and what stands for the others in `flowcharts/`.
#[derive(Debug, Default)]
pub(super) struct Charts {
    pub(super) charts: BTreeMap<String, ChartFile>,
    pub(super) sources: ChartSources,
    pub(super) drawings: ChartSources,
    /// What each comes to: another file, or another fault, has another digest.
    pub(super) digests: BTreeMap<String, Digest>,
}

/// The charts that items name.
pub(super) fn named(items: &[PowerItem]) -> BTreeSet<String> {
    items
        .iter()
        .flat_map(PowerItem::charts)
        .map(|path| path.value.clone())
        .collect()
}

impl Reader<'_> {
    /// The paths of what lies in `flowcharts/`.
    pub(super) fn lying_charts(&self) -> Result<BTreeSet<String>, FileError> {
        let dir = self.root.join("flowcharts");
        if !dir.is_dir() {
            return Ok(BTreeSet::new());
        }
        let paths = files::walk(&dir)?;
        Ok(paths.iter().map(|path| relative(self.root, path)).collect())
    }

    /// Reads charts by their paths.
    pub(super) fn charts(
        &mut self,
        gate: Gate,
        wanted: BTreeSet<String>,
        lying: &BTreeSet<String>,
    ) -> Charts {
        let bounds = &self.bounds;
        let root = self.root;
        let read: Vec<(String, ChartContent, Digest)> = wanted
            .into_par_iter()
            .map(|path| {
                let content = chart_text(root, bounds, &path);
                let digest = content.digest();
                (path, content, digest)
            })
            .collect();
        let mut all = Charts::default();
        let mut structured = Vec::new();
        for (path, content, digest) in read {
            all.digests.insert(path.clone(), digest);
            match content {
                ChartContent::Settled(file) => {
                    if lying.contains(&path) && has_chart_ending(&path) {
                        let id = self.sources.add(self.name(&path), "".into());
                        all.drawings.insert(path.clone(), id);
                    }
                    all.charts.insert(path, file);
                }
                ChartContent::Text(text) => {
                    let id = self.sources.add(self.name(&path), Arc::clone(&text));
                    self.files.push(id);
                    structured.push((path, id, text));
                }
            }
        }
        let decoded: Vec<_> = structured
            .par_iter()
            .map(|(path, id, text)| {
                yaml::syntax::with_document(text, *id, gate, |d| yaml::flowchart::read(d, path))
            })
            .collect();
        for ((chart, findings), (path, id, text)) in decoded.into_iter().zip(structured) {
            self.findings.extend(findings);
            self.comments(&text, id, gate, path.split('/').nth(1));
            let file = match chart {
                Some(chart) => ChartFile::Structured(chart),
                None => ChartFile::Faulty(ChartFault::Broken),
            };
            all.sources.insert(path.clone(), id);
            all.charts.insert(path, file);
        }
        all
    }
}

/// The bytes of a drawing of the project; `None` where they are no longer those of this digest.
///
/// # Errors
/// When the file cannot be read any more.
pub fn drawing(root: &Path, path: &str, digest: Digest) -> Result<Option<Vec<u8>>, FileError> {
    let bytes = files::read_bytes(&root.join(path))?;
    Ok((Digest::of(&bytes) == digest).then_some(bytes))
}

/// Whether a path ends as charts do; notes and the like may lie beside them.
fn has_chart_ending(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    matches!(ending, Some("yaml" | "yml" | "svg" | "png" | "pdf"))
}

/// What stands behind a chart's path: a text that is still to be read as a chart, or a file that is settled.
enum ChartContent {
    /// The text of a structured chart.
    Text(Arc<str>),
    /// A drawing, or a file that cannot be used.
    Settled(ChartFile),
}

impl ChartContent {
    fn digest(&self) -> Digest {
        match self {
            Self::Text(text) => Digest::of(text.as_bytes()),
            Self::Settled(file) => {
                Digest::of_parts([&b"settled"[..], format!("{file:?}").as_bytes()])
            }
        }
    }
}

/// A chart that the system does not let one read.
fn unreadable(path: &str, error: &std::io::Error) -> ChartContent {
    files::heed(path, error);
    ChartContent::Settled(ChartFile::Faulty(ChartFault::Unreadable))
}

/// The text of a structured chart, or what stands in its place.
fn chart_text(root: &Path, bounds: &Bounds, path: &str) -> ChartContent {
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
    match bounds.hold(&full) {
        Ok(true) => {}
        Ok(false) => return faulty(ChartFault::OutsideProject),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return faulty(ChartFault::Missing);
        }
        Err(error) => return unreadable(path, &error),
    }
    let meta = match std::fs::metadata(&full) {
        Ok(meta) => meta,
        Err(error) => return unreadable(path, &error),
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
            Err(TextFault::Io(error)) => unreadable(path, &error),
            Err(TextFault::NotAFile) => faulty(ChartFault::Unreadable),
        };
    }
    if meta.len() > MAX_DRAWING {
        return faulty(ChartFault::TooLarge);
    }
    let bytes = match std::fs::read(&full) {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(path, &error),
    };
    let head = &bytes[..bytes.len().min(1024)];
    let by_name = match relative.extension().and_then(|e| e.to_str()) {
        Some("svg") => Some("svg"),
        Some("png") => Some("png"),
        Some("pdf") => Some("pdf"),
        _ => None,
    };
    let kind = drawing_kind(head);
    let by_content = kind.map(DrawingKind::key);
    let fault = (kind == Some(DrawingKind::Svg)).then(|| svg::fault(&bytes));
    match (kind, fault.flatten()) {
        (Some(_), Some(SvgFault::Acts(what))) if by_name == by_content => {
            faulty(ChartFault::Acts(what))
        }
        (Some(kind), None) if by_name == by_content => ChartContent::Settled(ChartFile::Drawing {
            kind,
            digest: Digest::of(&bytes),
        }),
        _ => faulty(ChartFault::WrongType),
    }
}

//! A project whose items are read file by file, and not held.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{
    Begun, DEPARTMENTS, Fault, Loaded, ProjectError, Reader, SETTINGS, item_file, read_raw,
    relative, text_fault,
};
use crate::domain::gate::Gate;
use crate::domain::ids::Digest;
use crate::domain::place::SourceId;
use crate::domain::project::Frame;
use crate::io::bounds::Bounds;
use crate::io::files;
use crate::io::yaml::item_file::Taker;

pub use item_file::ReadFile;

/// What a project has beside its items, and where these are.
#[derive(Debug)]
pub struct Outline {
    /// What is read already; the headers of the item files are added as these are read.
    pub loaded: Loaded<Frame>,
    /// The item files.
    pub item_files: ItemFiles,
    /// What each chart comes to: another file has another digest.
    pub chart_digests: BTreeMap<String, Digest>,
    root: PathBuf,
    lying: BTreeSet<String>,
}

/// The item files of a project, in the order of their paths: what it takes to read them, as often as they are wanted.
#[derive(Debug)]
pub struct ItemFiles {
    paths: Vec<ItemPath>,
    bounds: Arc<Bounds>,
    gate: Gate,
}

/// An item file that is not any more what it was when it was read before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("事项文件“{0}”在读取以后被改动；再运行一次")]
pub struct Changed(pub String);

impl std::ops::Deref for ItemFiles {
    type Target = [ItemPath];
    fn deref(&self) -> &[ItemPath] {
        &self.paths
    }
}

/// An item file that is to be read.
#[derive(Debug, Clone)]
pub struct ItemPath {
    /// Path in the project, with forward slashes.
    pub path: String,
    /// Its number among the texts.
    pub source: SourceId,
    /// Its size when the folder was looked through, in bytes.
    pub size: u64,
    full: PathBuf,
}

/// Reads everything but the items of the project in `root`, as [`super::load`] does.
///
/// # Errors
/// When the folder is no project, or its settings or units cannot be understood.
pub fn outline(root: &Path, gate: Option<Gate>, prefix: &str) -> Result<Outline, ProjectError> {
    let mut reader = Reader::open(root, prefix)?;
    let begun = reader.begin(gate)?;
    of(reader, begun)
}

/// As [`outline`], without other lists: that of the level above, those that were published.
///
/// # Errors
/// As [`outline`].
pub fn alone(root: &Path, gate: Option<Gate>, prefix: &str) -> Result<Outline, ProjectError> {
    let mut reader = Reader::open(root, prefix)?;
    let begun = reader.begin_alone(gate)?;
    of(reader, begun)
}

fn of(mut reader: Reader<'_>, begun: Begun) -> Result<Outline, ProjectError> {
    let gate = begun.gate;
    let mut paths = Vec::new();
    for (full, path) in reader.item_files(gate)? {
        let source = reader.sources.add_excerpt(reader.name(&path));
        reader.files.push(source);
        let size = std::fs::metadata(&full).map_or(0, |meta| meta.len());
        paths.push(ItemPath {
            path,
            source,
            size,
            full,
        });
    }
    let lying = reader.lying_charts()?;
    let mut charts = reader.charts(gate, lying.clone(), &lying);
    let chart_digests = std::mem::take(&mut charts.digests);
    let bounds = Arc::clone(&reader.bounds);
    let root = reader.root.to_path_buf();
    Ok(Outline {
        loaded: reader.end(begun, Vec::new(), charts),
        item_files: ItemFiles {
            paths,
            bounds,
            gate,
        },
        chart_digests,
        root,
        lying,
    })
}

/// The bytes of an item file, or the fault that stands in their place.
pub struct ItemBytes(Result<Vec<u8>, Fault>);

impl ItemBytes {
    /// What the file comes to: the digest of its bytes, or of its fault.
    pub fn digest(&self) -> Digest {
        match &self.0 {
            Ok(bytes) => Digest::of(bytes),
            Err((rule, message, help)) => {
                let code = rule.code.to_string();
                Digest::of_parts([
                    &b"fault"[..],
                    code.as_bytes(),
                    message.as_bytes(),
                    help.as_bytes(),
                ])
            }
        }
    }

    /// The text, or why there is none.
    pub fn text(&self, file: &ItemPath) -> ItemText<'_> {
        let bytes = self.0.as_ref().map_err(Clone::clone);
        ItemText(bytes.and_then(|bytes| {
            files::as_text(bytes).map_err(|fault| text_fault(&fault, &file.path))
        }))
    }
}

/// The text of an item file, or the fault that stands in its place.
pub struct ItemText<'t>(Result<&'t str, Fault>);

impl<'t> ItemText<'t> {
    /// The text; empty where it could not be had.
    pub fn as_str(&self) -> &'t str {
        self.0.as_ref().map_or("", |text| text)
    }
}

impl ItemFiles {
    /// Reads the bytes of an item file.
    pub fn bytes(&self, file: &ItemPath) -> ItemBytes {
        ItemBytes(read_raw(&file.full, &self.bounds, &file.path))
    }

    /// Reads an item file, handing its items over one by one.
    pub fn read(&self, file: &ItemPath, text: &ItemText<'_>, taker: &mut dyn Taker) -> ReadFile {
        match &text.0 {
            Ok(text) => item_file::read_text(text, file.source, self.gate, &file.path, taker),
            Err((rule, message, help)) => {
                let fault =
                    item_file::fault(rule, file.source, self.gate, message.clone(), help.clone());
                item_file::unread(file.source, &file.path, fault)
            }
        }
    }
}

impl Outline {
    /// Reads charts that lie elsewhere than in `flowcharts/`, because items name them.
    pub fn add_charts(&mut self, named: BTreeSet<String>) {
        let loaded = &mut self.loaded;
        let mut reader = Reader {
            root: &self.root,
            bounds: Arc::clone(&self.item_files.bounds),
            prefix: &loaded.prefix,
            sources: std::mem::take(&mut loaded.sources),
            findings: std::mem::take(&mut loaded.findings),
            files: std::mem::take(&mut loaded.files),
            comments: std::mem::take(&mut loaded.project.comments),
        };
        let mut read = reader.charts(self.item_files.gate, named, &self.lying);
        loaded.sources = reader.sources;
        loaded.findings = reader.findings;
        loaded.files = reader.files;
        let frame = &mut loaded.project;
        frame.comments = reader.comments;
        frame.charts.append(&mut read.charts);
        frame.chart_sources.append(&mut read.sources);
        frame.drawing_sources.append(&mut read.drawings);
        self.chart_digests.append(&mut read.digests);
    }

    /// The text with this path in the project.
    pub fn source_of(&self, path: &str) -> Option<SourceId> {
        let frame = &self.loaded.project;
        let chart = frame.chart_sources.get(path);
        let at = || {
            let sources = &self.loaded.sources;
            sources.ids().find(|id| self.loaded.path_of(*id) == path)
        };
        chart.copied().or_else(at)
    }

    /// The folder of the project, with links resolved.
    pub fn canonical(&self) -> &Path {
        self.item_files.bounds.root()
    }

    /// The files beside items and charts that decide how an item is judged, each with its bytes: settings, units, laws.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn frame_bytes(&self) -> Result<Vec<(String, Vec<u8>)>, files::FileError> {
        let mut paths = vec![self.root.join(SETTINGS), self.root.join(DEPARTMENTS)];
        let laws = self.root.join("laws");
        if laws.is_dir() {
            paths.extend(files::walk(&laws)?);
        }
        paths
            .into_iter()
            .map(|path| Ok((relative(&self.root, &path), files::read_bytes(&path)?)))
            .collect()
    }
}

/// Lets somebody look at the text of a source of the project as it is on disk now; it is empty where it cannot be had.
pub fn look_again<R>(root: &Path, path: &str, look: impl FnOnce(&str) -> R) -> R {
    let bytes = files::read_raw(&root.join(path)).unwrap_or_default();
    look(files::as_text(&bytes).unwrap_or_default())
}

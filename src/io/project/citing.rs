//! The part of a project that may cite some laws. Other files are looked at as bytes, and not read as YAML.
//!
//! Where the text of a scalar does not stand in the file as it is (an escape), it is read whatever it says. A chart is
//! found by its own text, its users by the path under which they name it: an item that names a chart in any other
//! way than the usual one is read, and so is one whose chart does not lie in `flowcharts/`.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use memchr::{memchr, memchr_iter, memmem, memrchr};
use rayon::prelude::*;

use super::{Loaded, ProjectError, Reader, charts, is_yaml, item_file, read_raw_into, text_fault};
use crate::domain::citation::Mentions;
use crate::domain::gate::Gate;
use crate::domain::item::PowerItem;
use crate::domain::place::SourceId;
use crate::domain::project::{Project, QuoteLines, Settings};
use crate::finding::Finding;
use crate::io::files;
use crate::io::yaml;
use crate::rules::shape;

/// Reads the settings of the project in `root`. Paths in findings have `prefix` before them.
///
/// # Errors
/// When the folder is no project, or its settings or units cannot be understood.
pub fn settings(root: &Path, prefix: &str) -> Result<Settings, ProjectError> {
    let mut reader = Reader::open(root, prefix)?;
    Ok(reader.header()?.0.settings)
}

/// Reads of the project in `root` the items and charts in which one of the names may stand, and the users of such
/// charts; perhaps others. Neither the list of the level above nor what was published is read. What is wrong is found
/// in what is read, and where a file could not be had.
///
/// # Errors
/// When the folder is no project, or its settings or units cannot be understood.
pub fn load(root: &Path, prefix: &str, names: &Mentions) -> Result<Loaded, ProjectError> {
    let mut reader = Reader::open(root, prefix)?;
    let begun = reader.begin_alone(None)?;
    let gate = begun.gate;
    let lying = reader.lying_charts()?;
    let telling = reader.telling_charts(&lying, names);
    let silent: HashSet<&str> = lying
        .iter()
        .filter(|path| !telling.contains(*path))
        .map(String::as_str)
        .collect();
    let items = reader.items_naming(gate, names, &silent)?;
    let elsewhere = charts::named(&items).into_iter();
    let mut wanted: BTreeSet<String> = elsewhere.filter(|path| !lying.contains(path)).collect();
    wanted.extend(telling);
    let charts = reader.charts(gate, wanted, &lying);
    let Loaded {
        project: frame,
        sources,
        findings,
        files,
        prefix,
        headers,
    } = reader.end(begun, Vec::new(), charts);
    Ok(Loaded {
        project: Project {
            frame,
            items,
            quote_lines: QuoteLines::new(),
        },
        sources,
        findings,
        files,
        prefix,
        headers,
    })
}

impl Reader<'_> {
    /// The charts in `flowcharts/` in which one of the names may stand. A chart that cannot be read cites nothing.
    fn telling_charts(&self, lying: &BTreeSet<String>, names: &Mentions) -> BTreeSet<String> {
        lying
            .par_iter()
            .filter(|path| is_yaml(Path::new(path)))
            .map_init(Vec::new, |bytes, path| {
                let full = self.root.join(path);
                let is_ours = self.bounds.hold(&full).is_ok_and(|inside| inside);
                is_ours.then(|| files::read_raw_into(&full, bytes).ok())??;
                let text = files::as_text(bytes).ok()?;
                let is_telling = memchr(b'\\', text.as_bytes()).is_some() || names.are_in(text);
                is_telling.then(|| path.clone())
            })
            .flatten()
            .collect()
    }

    /// The items in which one of the names may stand, or which may use another chart than these.
    fn items_naming(
        &mut self,
        gate: Gate,
        names: &Mentions,
        silent: &HashSet<&str>,
    ) -> Result<Vec<PowerItem>, ProjectError> {
        let mut found = Vec::new();
        for (full, path) in self.item_files(gate)? {
            let source = self.sources.add_excerpt(self.name(&path));
            self.files.push(source);
            found.push((full, path, source));
        }
        let bounds = &self.bounds;
        let read: Vec<(Vec<PowerItem>, Vec<Finding>)> = found
            .par_iter()
            .map_init(Vec::new, |bytes, (full, path, source)| {
                let text = read_raw_into(full, bounds, path, bytes)
                    .and_then(|()| files::as_text(bytes).map_err(|fault| text_fault(&fault, path)));
                match text {
                    Ok(text) => items_in(text, *source, gate, path, names, silent),
                    Err((rule, message, help)) => {
                        let fault = item_file::fault(rule, *source, gate, message, help);
                        (Vec::new(), fault.into_iter().collect())
                    }
                }
            })
            .collect();
        let mut all = Vec::new();
        for (items, findings) in read {
            all.extend(items);
            self.findings.extend(findings);
        }
        Ok(all)
    }
}

fn items_in(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    names: &Mentions,
    silent: &HashSet<&str>,
) -> (Vec<PowerItem>, Vec<Finding>) {
    let mut places: Vec<usize> = names.places(text).collect();
    places.extend(memchr_iter(b'\\', text.as_bytes()));
    places.extend(charts_but(text, silent));
    places.sort_unstable();
    let mut items = Vec::new();
    if places.is_empty() {
        // The shortest files have nothing in them.
        let is_empty = text.trim_start().is_empty();
        let rule = &shape::empty_file::RULE;
        let fault = || {
            let message = format!("“{path}”是空的");
            item_file::fault(rule, source, gate, message, rule.remedy.to_owned())
        };
        return (items, is_empty.then(fault).flatten().into_iter().collect());
    }
    let findings = yaml::item_file::at_places(text, source, gate, path, &places, &mut items);
    (items, findings)
}

/// Where a text may name a chart that is none of these.
fn charts_but<'t>(text: &'t str, silent: &'t HashSet<&str>) -> impl Iterator<Item = usize> + 't {
    const KEY: &[u8] = b"flowchart";
    let bytes = text.as_bytes();
    let (mut known, mut behind) = (&b""[..], 0);
    memmem::find_iter(bytes, KEY).filter(move |&at| {
        if at < behind {
            return false;
        }
        let end = at + KEY.len();
        let line_end = memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |length| end + length);
        let Some(path) = bytes[end..line_end].strip_prefix(b": ") else {
            return true;
        };
        let path = path.strip_suffix(b"\r").unwrap_or(path);
        let is_known = (path == known
            || std::str::from_utf8(path).is_ok_and(|path| silent.contains(path)))
            && !goes_on(bytes, at, line_end);
        if is_known {
            (known, behind) = (path, line_end);
        }
        !is_known
    })
}

/// Whether the value of the key at `at`, up to the end of its line, may go on behind that.
fn goes_on(bytes: &[u8], at: usize, line_end: usize) -> bool {
    let line = memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let next = bytes.get(line_end + 1..).unwrap_or_default();
    let indent = next.iter().take_while(|b| **b == b' ').count();
    let is_blank = matches!(next.get(indent), Some(b'\n' | b'\r' | b'\t'));
    is_blank || indent > at - line
}

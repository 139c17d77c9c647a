//! The baseline file of a project on disk.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Component, Path};
use std::sync::Arc;

use serde::Serialize;

use super::files::{self, FileError};
use super::project::ProjectError;
use super::yaml;
use crate::domain::gate::Gate;
use crate::domain::place::Span;
use crate::finding::{Finding, Severity, Sources};
use crate::rules::baseline::{Baseline, Key};
use crate::rules::shape;

/// Where the baseline is unless the settings say otherwise.
pub const DEFAULT: &str = "power-list.baseline.json";

/// A baseline that was read.
#[derive(Debug)]
pub struct BaselineFile {
    /// What it holds.
    pub baseline: Baseline,
    /// Where each entry stands.
    pub places: BTreeMap<Key, Span>,
}

/// Why a path cannot be that of a baseline.
#[derive(Debug, thiserror::Error)]
#[error("基线文件要放在工程里，“{0}”不行")]
pub struct BadPath(String);

/// Checks that a path leads to a file in the project.
///
/// # Errors
/// When it leads elsewhere.
pub fn check_path(path: &str) -> Result<&str, BadPath> {
    let plain = Path::new(path)
        .components()
        .all(|c| matches!(c, Component::Normal(_)));
    if plain && !path.is_empty() && !path.contains(['\\', ':', '\0']) {
        Ok(path)
    } else {
        Err(BadPath(path.to_owned()))
    }
}

/// Reads the baseline at `path` in the project in `root`; its text joins `sources`, with `prefix` before its name.
/// `None` where there is no file.
///
/// # Errors
/// When the file cannot be read or understood; `sources` is then part of the error.
pub fn read(
    root: &Path,
    path: &str,
    prefix: &str,
    sources: &mut Sources,
) -> Result<Option<BaselineFile>, ProjectError> {
    let bytes = match files::read_bytes(&root.join(path)) {
        Ok(bytes) => bytes,
        Err(error) if error.source.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let decoded = files::decode(bytes);
    let (text, fault) = match decoded {
        Ok(text) => (text, None),
        Err(_) => (Arc::from(""), Some(&shape::not_utf8::RULE)),
    };
    let source = sources.add(format!("{prefix}{path}"), Arc::clone(&text));
    let ((baseline, places), mut findings) =
        yaml::syntax::with_document(&text, source, Gate::Publication, yaml::baseline::read);
    if let Some(rule) = fault {
        let span = Span::head(source);
        let message = "基线文件不是 UTF-8 编码";
        let finding = Finding::new(rule.code, rule.name, Severity::Error, span, message);
        findings = vec![finding.with_help("从版本控制取回原文件，或者重新建立基线")];
    }
    if findings.is_empty() {
        Ok(Some(BaselineFile { baseline, places }))
    } else {
        Err(ProjectError::Settings {
            findings,
            sources: std::mem::take(sources),
        })
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    entries: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'a str>,
    count: usize,
    since: String,
    messages: &'a [String],
}

/// A baseline as the bytes of its file: in order, the same content the same bytes.
///
/// # Errors
/// Never in practice: what is written are texts and numbers.
pub fn to_json(baseline: &Baseline) -> Result<Vec<u8>, serde_json::Error> {
    let entries = baseline
        .entries
        .iter()
        .map(|(key, entry)| Row {
            file: &key.file,
            rule: key.rule.to_string(),
            item: key.item.as_deref(),
            count: entry.count,
            since: entry.since.to_string(),
            messages: &entry.messages,
        })
        .collect();
    let document = Document {
        schema: yaml::baseline::SCHEMA,
        entries,
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes a baseline, whole or not at all.
///
/// # Errors
/// When the file cannot be written.
pub fn write(root: &Path, path: &str, bytes: &[u8]) -> Result<(), FileError> {
    files::write_atomic(&root.join(path), bytes)
}

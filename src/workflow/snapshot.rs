//! The manifest of a submission: what was sent up, item by item, by the digest of its content.

use super::words::Words;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};

/// One item of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestItem {
    /// Its code.
    pub code: ItemCode,
    /// Name of its category.
    pub category: String,
    /// Its name.
    pub name: String,
    /// Digest of its content.
    pub digest: Digest,
}

/// A file that belongs to the submission beside the items, e.g. a flowchart.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Path within the project, with forward slashes.
    pub path: String,
    /// Digest of its bytes.
    pub digest: Digest,
}

/// What a unit sent up. Carries no date and no round: the same list has the same digest.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `power-list/snapshot/v1`.
    pub schema: String,
    /// The unit.
    pub department: DepartmentId,
    /// Its items in order of code.
    pub items: Vec<ManifestItem>,
    /// Files beside the items, in order of path.
    pub files: Vec<ManifestFile>,
}

impl Manifest {
    /// Name and version of the format.
    pub const SCHEMA: &'static str = "power-list/snapshot/v1";

    /// A manifest of these items and files, put in order.
    pub fn new(
        department: DepartmentId,
        mut items: Vec<ManifestItem>,
        mut files: Vec<ManifestFile>,
    ) -> Self {
        items.sort_by(|a, b| a.code.cmp(&b.code));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self {
            schema: Self::SCHEMA.to_owned(),
            department,
            items,
            files,
        }
    }

    /// Its bytes: JSON with fixed field order.
    pub fn bytes(&self) -> Vec<u8> {
        // Only texts, lists and objects: JSON takes them all.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// A Chinese sentence when the bytes are not one.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|e| format!("快照目录读不懂：{e}"))?;
        if manifest.schema == Self::SCHEMA {
            Ok(manifest)
        } else {
            Err(format!(
                "快照格式是 {}，本程序只认 {}",
                manifest.schema,
                Self::SCHEMA
            ))
        }
    }

    /// The item with this code.
    pub fn item(&self, code: &ItemCode) -> Option<&ManifestItem> {
        self.items
            .binary_search_by(|i| i.code.cmp(code))
            .ok()
            .and_then(|at| self.items.get(at))
    }
}

/// Text or nothing: what an optional field of a form gives.
///
/// # Errors
/// When the text has control characters.
pub fn optional_words(text: Option<&str>) -> Result<Option<Words>, super::words::WordsError> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some),
    }
}

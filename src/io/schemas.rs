//! The JSON Schemas that travel in the program.

use include_dir::{Dir, include_dir};
use serde::Deserialize;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// What stands behind the name of a schema in its file's name.
const SUFFIX: &str = ".schema.json";

/// The comment that tells an editor which schema a YAML file follows, up to the schema's place.
pub const MODELINE: &str = "# yaml-language-server: $schema=";

/// One schema.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Its name, e.g. `items`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// What a schema says of itself.
#[derive(Debug, Default, Deserialize)]
pub struct About {
    /// Title in Chinese.
    #[serde(default)]
    pub title: String,
    /// What it describes.
    #[serde(default)]
    pub description: String,
}

/// All schemas, in the order of their names.
pub fn all() -> Vec<Schema> {
    let mut out: Vec<Schema> = FILES
        .files()
        .filter_map(|file| {
            let name = file.path().to_str()?.strip_suffix(SUFFIX)?;
            let text = file.contents_utf8()?;
            Some(Schema { name, text })
        })
        .collect();
    out.sort_by_key(|s| s.name);
    out
}

/// The schema with this name.
pub fn find(name: &str) -> Option<Schema> {
    all().into_iter().find(|s| s.name == name)
}

impl Schema {
    /// Name of its file.
    pub fn file_name(&self) -> String {
        format!("{}{SUFFIX}", self.name)
    }

    /// What it says of itself.
    pub fn about(&self) -> About {
        // The schemas are tested to be JSON with both.
        serde_json::from_str(self.text).unwrap_or_default()
    }

    /// The first line of a file of a project that follows it, where the project has its schemas in `schemas/`; `None`
    /// for what is no YAML file of a project.
    pub fn modeline(&self) -> Option<String> {
        let up = match self.name {
            "items" | "flowchart" => "../../",
            "departments" | "power-list" | "headers" | "baseline" => "",
            _ => return None,
        };
        Some(format!("{MODELINE}{up}schemas/{}", self.file_name()))
    }
}

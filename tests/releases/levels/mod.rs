//! What comes after the first day of a list, through the real binary: editions and supplements, the history of an item,
//! notices of what changed, and the lists of counties below that of their city.

mod counties;
mod editions;
mod history;
mod notices;

use std::fs;
use std::path::Path;

use jiff::civil::date;
use power_list::domain::ids::Digest;
use power_list::domain::release::AdjustmentRow;
use power_list::io::{project, register};
use power_list::ops::publish::{self, PublishError, PublishInput, Published, Removal};
use serde_json::Value;
use tempfile::TempDir;

use crate::sample;
use crate::sample::program::{parts, program};

/// A project in a folder that is published again and again, without reviews.
struct Project(TempDir);

impl Project {
    /// The sample town.
    fn town() -> Self {
        let dir = tempfile::tempdir().unwrap();
        sample::town::write_town(dir.path());
        Self(dir)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Replaces a piece of text in a file, which has to be there.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{}里没有“{from}”", path.display());
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Publishes the project as it stands on the first day of a month, without what left it.
    fn publish(&self, year: i16, month: i8, removals: &[(&str, &str, &str)]) -> Published {
        self.try_publish(year, month, removals, &[]).unwrap()
    }

    fn try_publish(
        &self,
        year: i16,
        month: i8,
        removals: &[(&str, &str, &str)],
        unconfirmed: &[&str],
    ) -> Result<Published, PublishError> {
        self.publish_with((year, month), removals, unconfirmed, Vec::new())
    }

    fn publish_with(
        &self,
        (year, month): (i16, i8),
        removals: &[(&str, &str, &str)],
        unconfirmed: &[&str],
        adjustments: Vec<AdjustmentRow>,
    ) -> Result<Published, PublishError> {
        let project = project::load(self.path(), None, "", None).unwrap().project;
        let units = project.departments.iter().map(|d| d.id.value.clone());
        let input = PublishInput {
            project: &project,
            root: self.path(),
            register: register::builtin(),
            date: date(year, month, 1),
            partial: !unconfirmed.is_empty(),
            number: 1,
            confirmed: units
                .filter(|u| !unconfirmed.contains(&u.as_str()))
                .collect(),
            removals: removals.iter().map(removal).collect(),
            adjustments,
            ledger_head: Digest::ZERO,
            gate_errors: 0,
        };
        publish::publish(&input, &self.path().join("releases"))
    }

    /// Runs a command line that has to end with this exit code; gives all that it prints.
    fn exits(&self, code: i32, line: &str) -> String {
        exits(self.path(), code, line)
    }

    fn json(&self, line: &str) -> Value {
        json(self.path(), line)
    }
}

fn removal((code, decision, reason): &(&str, &str, &str)) -> Removal {
    Removal {
        item_code: (*code).to_owned(),
        decision: (*decision).to_owned(),
        reason: (*reason).to_owned(),
    }
}

fn exits(dir: &Path, code: i32, line: &str) -> String {
    let output = program(dir).args(line.split_whitespace()).output().unwrap();
    let (found, out, err) = parts(&output);
    assert_eq!(found, code, "{line}\n{out}{err}");
    format!("{out}{err}")
}

fn json(dir: &Path, line: &str) -> Value {
    let line = format!("{line} --format json");
    let output = program(dir).args(line.split_whitespace()).output().unwrap();
    let (code, out, err) = parts(&output);
    assert_eq!(code, 0, "{line}\n{err}");
    serde_json::from_str(&out).unwrap()
}

/// The texts under a key in a list of objects.
fn column(rows: &Value, key: &str) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| match &row[key] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
    .collect()
}

/// Holds a document against the schema of its kind.
fn fits(schema: &str, document: &Value) {
    let path = format!(
        "{}/schemas/{schema}.schema.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(document)
        .map(|e| format!("{}：{e}", e.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

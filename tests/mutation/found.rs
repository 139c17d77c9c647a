//! What the program finds, and how it is held against what was planted.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::city::City;
use crate::sample::program::{parts, program};
use crate::sample::put;

/// One finding of the program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub code: String,
    pub severity: String,
    pub file: String,
    pub message: String,
    pub item: Option<String>,
    pub field: Option<String>,
    pub line: usize,
    /// The text it points at.
    pub slice: String,
}

impl Found {
    /// What stays the same of a finding when lines are put in before it.
    fn key(&self) -> (&str, &str, &str, &str) {
        (&self.code, &self.severity, &self.file, &self.message)
    }

    fn show(&self) -> String {
        let Self {
            code,
            file,
            line,
            slice,
            message,
            ..
        } = self;
        format!("{code} {file}:{line} “{slice}” {message}")
    }
}

/// Lets the program validate a folder.
pub fn validate(root: &Path, arguments: &[&str]) -> Vec<Found> {
    let output = program(root)
        .args(["validate", "--format", "json"])
        .args(arguments)
        .output();
    let (_, out, err) = parts(&output.unwrap());
    let page: Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}\n{out}\n{err}"));
    let rows = page["findings"].as_array().unwrap();
    rows.iter().map(|row| found(root, row)).collect()
}

fn found(root: &Path, row: &Value) -> Found {
    let text = |key: &str| row[key].as_str().map(str::to_owned);
    let number = |key: &str| usize::try_from(row[key].as_u64().unwrap()).unwrap();
    let file = text("file").unwrap();
    let place = ["line", "column", "end_line", "end_column"].map(number);
    Found {
        code: text("code").unwrap(),
        severity: text("severity").unwrap(),
        message: text("message").unwrap(),
        item: text("item"),
        field: text("field"),
        line: place[0],
        // Of a table the cell is pointed at.
        slice: text("cell")
            .unwrap_or_else(|| slice(&fs::read(root.join(&file)).unwrap_or_default(), place)),
        file,
    }
}

/// The text between two places of a file; lines and columns count characters from 1, the end is not in it.
fn slice(bytes: &[u8], [line, column, end_line, end_column]: [usize; 4]) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return String::new();
    };
    let mut out = String::new();
    for (number, content) in (1..).zip(text.split_inclusive('\n')) {
        let from = if number == line { column } else { 1 };
        let to = if number == end_line {
            end_column
        } else {
            usize::MAX
        };
        if (line..=end_line).contains(&number) {
            let within = (1..)
                .zip(content.chars())
                .filter(|(at, _)| (from..to).contains(at));
            out.extend(within.map(|(_, c)| c));
        }
    }
    out
}

/// Writes a city to a folder.
pub fn lay_out(city: &City, root: &Path) {
    for (path, text) in &city.texts {
        put(root, path, text.to_string());
    }
    for (path, content) in &city.raw {
        match content {
            Some(bytes) => put(root, path, bytes),
            None => fs::create_dir_all(root.join(path)).unwrap(),
        }
    }
}

/// What is wrong with what was found: planted and not found, found and not planted, noted before and gone.
pub fn difference(
    city: &City,
    mut found: Vec<Found>,
    severity: impl Fn(&str) -> String,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for due in &city.expected {
        let (first, last) = city
            .texts
            .get(&due.place.path)
            .map_or((1, 1), |t| t.range(due.place.block));
        let (first, last) = due
            .line
            .map_or((first, last), |line| (first + line, first + line));
        let here = |f: &Found| {
            f.code == due.code && f.file == due.place.path && (first..=last).contains(&f.line)
        };
        if let Some(at) = found.iter().position(|f| here(f) && f.slice == due.slice) {
            let found = found.swap_remove(at);
            if found.severity != severity(&due.code) {
                wrong.push(format!("程度不对（{}）：{}", found.severity, found.show()));
            }
            continue;
        }
        let place = format!("{}:{first}-{last}", due.place.path);
        wrong.push(format!("漏了：{} {place} “{}”", due.code, due.slice));
    }
    let mut left = city.remaining();
    for extra in found {
        match left.iter().position(|f| f.key() == extra.key()) {
            Some(at) => drop(left.swap_remove(at)),
            None => wrong.push(format!("多了：{}", extra.show())),
        }
    }
    wrong.extend(left.iter().map(|f| format!("不见了：{}", f.show())));
    wrong.sort();
    wrong
}

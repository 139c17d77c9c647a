//! Workbooks of every kind, and files that are meant to do harm, through the binary and through the reader.

mod formats;
mod harm;
mod make;
mod oracle;
mod values;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use power_list::io::sheet::grid::{CellRef, Sheet};
use power_list::io::sheet::workbook::{self, Book};
use serde_json::Value;
use tempfile::TempDir;

const SETTINGS: &str = "jurisdiction:\n  code: \"341100\"\n  name: 滁州市\nedition: 测试版\ncategories: national-2015\nas_of: 2025-06-01\n";
const DEPARTMENTS: &str = "departments:\n  - id: tjj\n    name: 滁州市统计局\n    short_name: 统计局\n    kind: 市政府工作部门\n";

/// A project, and a folder beside it for what is handed in.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        fs::create_dir_all(dir.path().join("list/items/tjj")).unwrap();
        fs::write(dir.path().join("list/power-list.yaml"), SETTINGS).unwrap();
        fs::write(dir.path().join("list/departments.yaml"), DEPARTMENTS).unwrap();
        Self(dir)
    }

    fn hand_in(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn command(&self, source: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_power-list"));
        command
            .args(["import", "--project"])
            .arg(self.0.path().join("list"))
            .arg(source);
        command
    }

    fn import(&self, source: &Path, more: &[&str]) -> Output {
        self.command(source).args(more).output().unwrap()
    }

    fn json(&self, source: &Path) -> Value {
        let output = self.import(source, &["--format", "json"]);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}\n{}", text(&output)))
    }

    /// Imports what comes through a pipe.
    fn pipe(&self, bytes: &[u8], more: &[&str]) -> Output {
        use std::io::Write as _;
        let mut child = self
            .command(Path::new("-"))
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        child.wait_with_output().unwrap()
    }

    /// All files of the project with their bytes.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut out = Vec::new();
        let mut open = vec![self.0.path().join("list")];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    out.push((path.clone(), fs::read(&path).unwrap()));
                }
            }
        }
        out.sort();
        out
    }

    fn items(&self) -> String {
        fs::read_to_string(self.0.path().join("list/items/tjj/行政检查.yaml")).unwrap_or_default()
    }

    /// A file that is refused: exit code, a message that names it and has these words, nothing touched.
    fn refuses(&self, name: &str, bytes: &[u8], words: &[&str]) {
        let source = self.hand_in(name, bytes);
        let before = self.files();
        let output = self.import(&source, &[]);
        let shown = text(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {shown}");
        assert!(output.stdout.is_empty(), "{shown}");
        assert!(shown.contains(name), "{name}: {shown}");
        assert!(!shown.contains("panicked"), "{shown}");
        for word in words {
            assert!(shown.contains(word), "{name}, {word}: {shown}");
        }
        assert_eq!(self.files(), before, "{name}");
    }
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn book(bytes: &[u8]) -> Book {
    workbook::from_bytes("表", bytes).unwrap_or_else(|e| panic!("{e}"))
}

fn fault(bytes: &[u8]) -> String {
    workbook::from_bytes("表", bytes).unwrap_err().to_string()
}

/// The cells of a sheet, `A1=甲`.
fn cells(sheet: &Sheet) -> Vec<String> {
    sheet
        .rows()
        .flat_map(|row| sheet.cells(row))
        .map(|(cell, text)| format!("{cell}={text}"))
        .collect()
}

fn at(row: u32, column: u32) -> CellRef {
    CellRef::new(row, column)
}

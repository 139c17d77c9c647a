//! What an office would use instead, where it is installed: each as a whole command on the same item files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::figure::process;
use super::{Row, SOURCEMETA};
use crate::collect;
use crate::generate::Written;

/// Items that check-jsonschema is given at most: it takes about five milliseconds for one.
const FEW: usize = 1_000;

/// The peers that are here; what is not, is said.
pub fn rows<'a>(root: &'a Path, written: &Written, scratch: &Path) -> Vec<Row<'a>> {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/items.schema.json");
    let mut rows = Vec::new();
    let mut missing = Vec::new();
    // Python has a `jsonschema` of its own.
    if says("jsonschema", "help", "--fast") {
        rows.push(Row::new(SOURCEMETA, move || {
            let mut command = Command::new("jsonschema");
            command.args([
                "validate",
                "--fast",
                schema,
                "items",
                "--extension",
                ".yaml",
            ]);
            process(command.current_dir(root), &[0])
        }));
    } else {
        missing.push("sourcemeta jsonschema");
    }
    if says("ryl", "--help", "YAML") {
        rows.push(Row::new("ryl check，默认的规则", move || {
            let mut command = Command::new("ryl");
            let rules =
                "{extends: default, rules: {line-length: disable, document-start: disable}}";
            command.args(["check", "--no-cache", "-d", rules, "items"]);
            // It finds fault with the style of what is in order.
            process(command.current_dir(root), &[0, 1])
        }));
    } else {
        missing.push("ryl");
    }
    if !says("check-jsonschema", "--help", "schemafile") {
        missing.push("check-jsonschema");
    } else if written.items <= FEW {
        let mut files = Vec::new();
        collect(&root.join("items"), &mut files);
        rows.push(
            Row::new("check-jsonschema", move || {
                let mut command = Command::new("check-jsonschema");
                command.args(["--schemafile", schema]).args(&files);
                process(command.current_dir(root), &[0])
            })
            .once(),
        );
    }
    if says("sqlite-utils", "--help", "insert") {
        let (list, database) = (exported(root, scratch), scratch.join("peer.db"));
        rows.push(
            Row::new("sqlite-utils insert，同样的事项", move || {
                let _ = fs::remove_file(&database);
                let mut command = Command::new("sqlite-utils");
                command.arg("insert").arg(&database).arg("item").arg(&list);
                process(command.args(["--nl", "--pk", "code"]), &[0])
            })
            .once(),
        );
    } else {
        missing.push("sqlite-utils");
    }
    if !missing.is_empty() {
        println!("没有装、没有比的：{}\n", missing.join("、"));
    }
    rows
}

/// Whether a program is here and is the one that is meant.
fn says(program: &str, argument: &str, word: &str) -> bool {
    let output = Command::new(program).arg(argument).output();
    output.is_ok_and(|output| {
        let said = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&said).contains(word)
    })
}

/// The items as lines of JSON, what sqlite-utils reads.
fn exported(root: &Path, scratch: &Path) -> PathBuf {
    let output = super::program(root, &["export", "--format", "json", "-o", "-"])
        .output()
        .unwrap();
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let items = list["items"].as_array().unwrap();
    let lines: Vec<String> = items.iter().map(ToString::to_string).collect();
    let path = scratch.join("items.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    path
}

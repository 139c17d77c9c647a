//! `schema` hands out the schemas, and the files that the program writes lead an editor to them.

use std::fs;
use std::path::Path;

use crate::sample;
use crate::sample::program::{content, parts, run};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn all_are_listed_shown_and_written() {
    let dir = tempfile::tempdir().unwrap();
    let (code, out, err) = parts(&run(dir.path(), &["schema"]));
    assert_eq!((code, err.as_str()), (0, ""));
    let there = content(&repository().join("schemas"));
    for (path, bytes) in &there {
        let name = path.to_str().unwrap().strip_suffix(".schema.json").unwrap();
        assert!(out.contains(&format!("| {name} ")), "{name}\n{out}");
        let shown = run(dir.path(), &["schema", name]);
        assert_eq!(&shown.stdout, bytes, "{name}");
    }
    let (code, out, _) = parts(&run(dir.path(), &["schema", "--out", "s"]));
    assert_eq!(code, 0);
    assert_eq!(out, format!("写入“s”：{} 个文件\n", there.len()));
    assert!(content(&dir.path().join("s")) == there);
    let (_, out, _) = parts(&run(dir.path(), &["schema", "--out", "s"]));
    assert!(out.contains("都是最新的"), "{out}");
    let (code, _, err) = parts(&run(dir.path(), &["schema", "item"]));
    assert_eq!(code, 2);
    assert!(
        err.contains("没有名为“item”") && err.contains("items"),
        "{err}"
    );
    let (code, _, err) = parts(&run(dir.path(), &["schema", "--modeline", "findings"]));
    assert_eq!(code, 2, "{err}");
}

/// Every YAML file below a folder names a schema that is there.
fn lead_to_schemas(root: &Path) -> usize {
    let mut count = 0;
    for (path, bytes) in content(root) {
        if path.extension().is_none_or(|e| e != "yaml") || path.starts_with("feedback") {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let schema = text
            .lines()
            .find_map(|l| l.strip_prefix("# yaml-language-server: $schema="))
            .unwrap_or_else(|| panic!("{}：{text}", path.display()));
        let file = root.join(&path);
        assert!(
            file.parent().unwrap().join(schema).is_file(),
            "{}：{schema}",
            path.display()
        );
        count += 1;
    }
    count
}

#[test]
fn files_of_the_demo_lead_to_schemas() {
    let dir = tempfile::tempdir().unwrap();
    let (code, _, err) = parts(&run(dir.path(), &["demo", "d", "--quiet"]));
    assert_eq!(code, 0, "{err}");
    assert!(lead_to_schemas(&dir.path().join("d")) > 200);
}

#[test]
fn imported_files_lead_to_schemas() {
    let from = sample::project();
    let dir = tempfile::tempdir().unwrap();
    sample::put(dir.path(), "power-list.yaml", sample::SETTINGS);
    sample::put(dir.path(), "departments.yaml", sample::DEPARTMENTS);
    let source = from.path().join(sample::ITEMS_PATH);
    let (code, out, err) = parts(&run(dir.path(), &["import", source.to_str().unwrap()]));
    assert_eq!(code, 0, "{out}{err}");
    run(dir.path(), &["schema", "--out", "schemas"]);
    let (_, line, _) = parts(&run(dir.path(), &["schema", "--modeline", "items"]));
    let text = fs::read_to_string(dir.path().join(sample::ITEMS_PATH)).unwrap();
    assert!(text.starts_with(&line), "{text}");
    let schema = dir
        .path()
        .join("items/hbj")
        .join(line.trim().split_once('=').unwrap().1);
    assert!(schema.is_file());
}

//! Keeps the house in order: floors, rule codes, files and docs that must agree.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used
)]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use power_list::rules::{RULES, Sample};

/// The floors of DESIGN §8. Neighbours on one floor do not know each other.
const FLOORS: &[(&str, u8)] = &[
    ("domain", 0),
    ("finding", 1),
    ("schema", 1),
    ("rules", 2),
    ("workflow", 2),
    ("compare", 2),
    ("report", 3),
    ("render", 3),
    ("io", 3),
    ("ops", 4),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root().join("src")).unwrap();
            let name = name.to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Every `crate::name` of a file, comments left out.
fn crate_paths(text: &str) -> HashSet<String> {
    let code: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n");
    let mut out = HashSet::new();
    for piece in code.split("crate::").skip(1) {
        if let Some(list) = piece.strip_prefix('{') {
            // `use crate::{a, b::c}`
            let list = list.split('}').next().unwrap_or("");
            for name in list.split(',') {
                out.insert(head(name.trim()));
            }
        } else {
            out.insert(head(piece));
        }
    }
    out
}

fn head(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn floors_use_only_floors_below() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut seen = HashSet::new();
    for (name, text) in sources() {
        let module = name.split(['/', '.']).next().unwrap_or("");
        let Some(&floor) = floors.get(module) else {
            assert!(
                ["cli", "main", "lib"].contains(&module),
                "src/{name}：这个模块不在楼层表里"
            );
            continue;
        };
        seen.insert(module.to_owned());
        for used in crate_paths(&text) {
            match floors.get(used.as_str()) {
                _ if used == module => {}
                Some(&other) if other < floor => {}
                Some(_) => wrong.push(format!("src/{name} 用了同层或上层的 {used}")),
                None => wrong.push(format!("src/{name} 用了不在楼层表里的 crate::{used}")),
            }
        }
        if text.contains("anyhow") {
            wrong.push(format!("src/{name}：anyhow 只用于 cli"));
        }
    }
    assert!(seen.contains("domain") && seen.contains("io"), "{seen:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn storage_types_stay_in_io() {
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|(name, _)| !name.starts_with("io/"))
        .flat_map(|(name, text)| {
            [
                "rusqlite",
                "postgres",
                "calamine",
                "granit_parser",
                "serde_yaml",
            ]
            .into_iter()
            .filter(move |krate| text.contains(&format!("{krate}::")))
            .map(move |krate| format!("src/{name} 用了 {krate}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_store_has_no_way_to_change_what_is_recorded() {
    let text = fs::read_to_string(root().join("src/io/store.rs")).unwrap();
    let (_, begun) = text.split_once("pub trait Store").unwrap();
    let (body, _) = begun.split_once("\n}").unwrap();
    let methods = body.split("    fn ").skip(1);
    let changing: Vec<&str> = methods
        .filter(|method| {
            let head = method.split("->").next().unwrap_or("");
            head.contains("&mut self")
        })
        .map(|method| method.split('(').next().unwrap_or(""))
        .collect();
    // Events, signatures and content are only ever added; drafts and the checkpoint are no record.
    assert_eq!(
        changing,
        [
            "append", "hold", "release", "note", "discard", "put", "remember"
        ]
    );
    for (name, text) in sources() {
        for table in ["event", "signature", "blob"] {
            for start in ["UPDATE", "DELETE FROM", "REPLACE INTO", "DROP TABLE"] {
                let begins = format!("{start} {table}");
                // A test puts in what must be refused.
                let is_test = name.ends_with("tests.rs");
                assert!(is_test || !text.contains(&begins), "src/{name}：{begins}");
            }
        }
    }
}

#[test]
fn only_io_and_cli_lift_the_ban_on_effects() {
    for (name, text) in sources() {
        let lifted = text.contains("allow(clippy::disallowed");
        let allowed = ["io/mod.rs", "cli/mod.rs"].contains(&name.as_str());
        assert!(!lifted || allowed, "src/{name}");
    }
}

#[test]
fn rules_agree_with_their_files() {
    let files: HashSet<String> = sources()
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.starts_with("rules/") && name.matches('/').count() == 2)
        .filter(|name| !name.ends_with("mod.rs"))
        .collect();
    let mut names = HashSet::new();
    let mut codes = HashSet::new();
    for rule in RULES {
        assert!(codes.insert(rule.code), "{} 重复", rule.code);
        assert!(names.insert(rule.name), "{} 重复", rule.name);
        let stem = format!("/{}.rs", rule.name.replace('-', "_"));
        assert!(
            files.iter().any(|f| f.ends_with(&stem)),
            "{} {} 没有自己的文件",
            rule.code,
            rule.name
        );
        assert!(!matches!(rule.bad, Sample::Base), "{} 没有反例", rule.code);
        for text in [rule.title, rule.why, rule.remedy] {
            assert!(!text.trim().is_empty(), "{} 有空白的说明", rule.code);
        }
    }
    assert_eq!(files.len(), RULES.len(), "有规则文件没有登记在 RULES 里");
}

#[test]
fn the_rule_manual_is_up_to_date() {
    let path = root().join("docs/rules.md");
    let wanted = power_list::report::manual::rules();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "docs/rules.md 过时了：UPDATE_DOCS=1 cargo test --test guards"
    );
}

#[test]
fn no_tracked_file_names_a_machine() {
    let listed = std::process::Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    let Ok(listed) = listed else {
        aloud("跳过：没有 git，无法列出受版本控制的文件");
        return;
    };
    let here = root().parent().map(|p| format!("{}/", p.display()));
    for name in String::from_utf8_lossy(&listed.stdout).split('\0') {
        let Ok(text) = fs::read_to_string(root().join(name)) else {
            continue;
        };
        for path in here.iter().filter(|p| p.len() > 3) {
            assert!(!text.contains(path.as_str()), "{name} 里有本机路径 {path}");
        }
    }
}

/// Says so past the test harness, which keeps what a passing test prints to itself.
fn aloud(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

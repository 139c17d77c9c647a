//! Files that are vast in every way there is: a finding, in memory that does not grow with what is wrong in them.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::sample::{ITEMS_PATH, project, put};

/// How large each file is, in bytes; `POWER_LIST_VAST=100000000` tries the size that docs/trust.md speaks of.
fn size() -> usize {
    let size = std::env::var("POWER_LIST_VAST");
    size.ok().and_then(|n| n.parse().ok()).unwrap_or(6_000_000)
}

/// How an item file begins.
const HEAD: &str = "department: hbj\ncategory: 行政审批\nitems:\n";

fn filled(head: &str, unit: &str, tail: &str) -> String {
    let count = (size() - head.len()) / unit.len();
    format!("{head}{}{tail}", unit.repeat(count))
}

fn cases() -> Vec<(&'static str, String)> {
    let item = format!("{HEAD}  - code: 341100-hbj-01-0001\n    name: 审批\n");
    let numbered: String = (0..size() / 14).map(|n| format!("    k{n}: 1\n")).collect();
    vec![
        ("一个键写上百万遍", filled("", "a: 1\n", "")),
        ("上百万个没有内容的事项", filled(HEAD, "  -\n", "")),
        ("上百万个空的事项", filled(HEAD, "  - {}\n", "")),
        ("上百万个锚点", filled(HEAD, "  - &a b\n", "")),
        ("一行上百万个数", filled("items: [", "1,", "1]\n")),
        ("一行上百万个事项", filled("items: [", "{},", "{}]\n")),
        ("不认识的键上百万个", format!("{item}{numbered}")),
        (
            "编码相同的事项",
            filled(HEAD, "  - code: 341100-hbj-01-0001\n    name: x\n", ""),
        ),
        (
            "一项的依据上百万处",
            filled(
                &format!("{item}    legal_basis:\n"),
                "      - 《水法》第三条\n",
                "",
            ),
        ),
        (
            "允许的注释上百万处",
            filled(HEAD, "# power-list: allow I001 历史原因\n", ""),
        ),
        (
            "写错的注释上百万处",
            filled(HEAD, "# power-list: allow\n", ""),
        ),
        (
            "一个名称几兆字",
            filled(&format!("{HEAD}  - name: "), "长", "\n"),
        ),
        (
            "一个部门名几兆字",
            filled("department: ", "长", "\nitems:\n  - a\n  - b\n"),
        ),
        ("引号不收尾的事项", filled(HEAD, "  - \"\n", "")),
    ]
}

/// Validates; the findings, and the most memory it took in bytes, where the system tells.
fn validate(root: &Path) -> (Value, u64) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(["validate", "--no-cache", "-q", "--format", "json"])
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(root.join("out.json")).unwrap())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|kb| kb.trim().strip_suffix(" kB")?.trim().parse().ok());
        most = most.max(peak.unwrap_or(0) * 1024);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let out = std::fs::read(root.join("out.json")).unwrap();
    (serde_json::from_slice(&out).unwrap(), most)
}

#[test]
fn memory_has_a_bound_whatever_is_in_a_file() {
    for (name, text) in cases() {
        let dir = project();
        put(dir.path(), ITEMS_PATH, &text);
        let (report, most) = validate(dir.path());
        let findings = report["findings"].as_array().unwrap();
        let of_file = |f: &&Value| f["file"].as_str().is_none_or(|path| path == ITEMS_PATH);
        let told = findings.iter().filter(of_file).count();
        assert!(told > 0, "{name}");
        // Besides those of the file, what rules across the list say of no more than 100,000 items.
        assert!(told <= 400_000, "{name}：{told}");
        if told > 100_000 {
            let rest = |f: &&Value| f["code"] == "S010";
            assert!(findings.iter().any(|f| rest(&f)), "{name}");
        }
        // As docs/trust.md has it: 30 times the file, and 500 MB.
        let bound = 30 * text.len() as u64 + 500_000_000;
        eprintln!(
            "{name}：{} MB 的文件，{} MB",
            text.len() / 1_000_000,
            most / 1_000_000
        );
        assert!(most < bound, "{name}：{most}");
    }
}

//! `flow render` and `flow check` through the binary.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn flow(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou");
    let mut command = Command::new(env!("CARGO_BIN_EXE_power-list"));
    command
        .arg("--project")
        .arg(root)
        .arg("flow")
        .args(arguments);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_chart_goes_to_standard_output_in_each_form_of_text() {
    let chart = "jkq/drain-alter";
    for (format, begin, holds) in [
        ("svg", "<svg ", "role=\"img\""),
        ("mermaid", "---\ntitle: ", "s2 -->|\"补正\"| s3"),
        (
            "bpmn",
            "<?xml ",
            "<bpmn:exclusiveGateway id=\"step2\" name=\"受理\">",
        ),
    ] {
        let out = flow(&["render", chart, "--format", format, "-o", "-"]);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        let said = text(&out.stdout);
        assert!(said.starts_with(begin), "{said}");
        assert!(said.contains(holds), "{said}");
        assert_eq!(
            out.stdout,
            flow(&["render", chart, "--format", format, "-o", "-"]).stdout
        );
    }
}

#[test]
fn bpmn_refers_only_to_what_is_there() {
    let out = flow(&["render", "jkq/drain-alter", "--format", "bpmn", "-o", "-"]);
    let said = text(&out.stdout);
    let values = |name: &str| -> Vec<String> {
        let begin = format!(" {name}=\"");
        let parts = said.split(&begin).skip(1);
        parts
            .filter_map(|p| p.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let ids = values("id");
    for name in ["bpmnElement", "sourceRef", "targetRef", "processRef"] {
        let used = values(name);
        assert!(!used.is_empty(), "{name}");
        for id in used {
            assert!(ids.contains(&id), "{name} {id}");
        }
    }
    let drawn = values("bpmnElement");
    for id in ids
        .iter()
        .filter(|id| id.starts_with("step") && !id.ends_with("_di"))
    {
        assert!(drawn.contains(id), "{id}");
    }
}

#[test]
fn an_item_shows_its_own_risks_and_a_file_is_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("图.svg");
    let name = file.to_str().unwrap();
    let out = flow(&["render", "341100-hbj-01-0001", "-o", name]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("廉政风险点和防控措施")
    );
    fs::write(&file, "别的").unwrap();
    let out = flow(&["render", "341100-hbj-01-0001", "-o", name]);
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&file).unwrap(), "别的");
    assert_eq!(
        flow(&["render", "341100-hbj-01-0001", "-o", name, "--force"])
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn several_charts_go_into_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("图");
    let out = flow(&[
        "render",
        "hbj/award",
        "jkq/drain-alter",
        "-o",
        folder.to_str().unwrap(),
    ]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["hbj-award.svg", "jkq-drain-alter.svg"]);
}

#[test]
fn what_is_not_there_is_said_with_what_was_perhaps_meant() {
    let out = flow(&["render", "hbj/awrd", "-o", "-"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(
        text(&out.stderr).contains("hbj/award"),
        "{}",
        text(&out.stderr)
    );
    let no_font = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let out = flow(&[
        "render",
        "hbj/award",
        "--format",
        "png",
        "-o",
        "-",
        "--font",
        no_font,
    ]);
    assert_eq!(out.status.code(), Some(2));
    assert!(
        text(&out.stderr).contains("不是能用的字体"),
        "{}",
        text(&out.stderr)
    );
}

#[test]
fn pictures_are_drawn_with_a_font_of_the_machine() {
    for (format, begin) in [("png", &b"\x89PNG"[..]), ("pdf", b"%PDF-")] {
        let out = flow(&["render", "jkq/drain-alter", "--format", format, "-o", "-"]);
        if text(&out.stderr).contains("没有找到中文字体") {
            eprintln!(
                "跳过：这台机器上没有中文字体，没有试 {format}（装 fonts-noto-cjk 或 fonts-wqy-zenhei）"
            );
            assert_eq!(out.status.code(), Some(2));
            continue;
        }
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        assert!(out.stdout.starts_with(begin));
        assert!(out.stdout.len() > 10_000, "{}", out.stdout.len());
    }
}

#[test]
fn check_finds_what_the_rules_of_charts_find() {
    let out = flow(&["check", "hbj/award"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert!(
        text(&out.stderr).contains("程序能画的 1 张"),
        "{}",
        text(&out.stderr)
    );
    let out = flow(&["check", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let findings = said["findings"].as_array().unwrap();
    assert!(!findings.is_empty());
    for finding in findings {
        assert!(
            finding["code"].as_str().unwrap().starts_with('F'),
            "{finding}"
        );
    }
    assert_eq!(flow(&["check", "没有这张"]).status.code(), Some(2));
}

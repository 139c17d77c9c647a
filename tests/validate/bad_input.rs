//! Bad input through the binary: a clear Chinese message with file and position, the right exit code, nothing lost.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::sample::{ITEMS_PATH, items_with, project, put};

fn run(root: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(args)
        .current_dir(root)
        .stdin(Stdio::null())
        .env_remove("POWER_LIST_ACTOR")
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Validates and checks the exit code and that each piece of text is there.
fn expect(root: &Path, args: &[&str], code: i32, pieces: &[&str]) -> String {
    let output = run(root, args);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    for piece in pieces {
        assert!(text.contains(piece), "没有“{piece}”：\n{text}");
    }
    text
}

fn spoilt(contents: impl AsRef<[u8]>) -> tempfile::TempDir {
    let dir = project();
    put(dir.path(), ITEMS_PATH, contents);
    dir
}

#[test]
fn a_sound_project_passes() {
    let dir = project();
    expect(dir.path(), &["validate"], 0, &["0 个错误"]);
}

#[test]
fn a_syntax_error_is_shown_where_it_stands() {
    let dir = spoilt("department: hbj\ncategory: 行政审批\nitems:\n  - name: \"水土保持\n");
    expect(
        dir.path(),
        &["validate"],
        1,
        &["S001", "items/hbj/行政审批.yaml:4:11", "引号没有收尾"],
    );
}

#[test]
fn full_width_colon_space_and_tab_are_named() {
    let sound = items_with("", "");
    for (from, to, message, position) in [
        (
            "    office: ",
            "    office：",
            "键“office”后面用了全角冒号",
            "9:11",
        ),
        (
            "    office: ",
            "\toffice: ",
            "缩进里用了制表符（Tab）",
            "9:1",
        ),
        ("    office: ", "    \u{3000}office: ", "全角空格", "9:5"),
        ("unit: 工作日", "unit：工作日", "全角冒号", "12:48"),
    ] {
        let dir = spoilt(sound.replace(from, to));
        let text = expect(dir.path(), &["validate"], 1, &[message, position]);
        // The chart of an item that could not be read is not called an orphan.
        assert!(!text.contains("F014"), "{text}");
    }
}

#[test]
fn all_faults_of_a_file_are_reported() {
    let sound = items_with("", "");
    let spoiled = sound
        .replace("    office: ", "    ofice: ")
        .replace("statutory: 20", "statutory: 二十")
        .replace("level: 高", "level: 特高");
    let two = format!("{spoiled}  - name: [没有收尾\n");
    let dir = spoilt(two);
    expect(
        dir.path(),
        &["validate"],
        1,
        &[
            "没有“ofice”这个键",
            "是不是想写“office”",
            "应当是非负整数",
            "不能是“特高”",
            "括号没有收尾",
        ],
    );
}

#[test]
fn gb18030_is_recognised_and_the_conversion_named() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("department: hbj\ncategory: 行政审批\n");
    let dir = spoilt(bytes);
    expect(
        dir.path(),
        &["validate"],
        1,
        &["S002", "GB 18030", "iconv -f GB18030 -t UTF-8"],
    );
}

#[test]
fn byte_order_mark_and_crlf_are_no_faults() {
    let text = format!("\u{feff}{}", items_with("", "").replace('\n', "\r\n"));
    let dir = spoilt(text);
    expect(dir.path(), &["validate"], 0, &["0 个错误"]);
}

#[test]
fn positions_are_right_after_crlf_and_chinese() {
    let text = items_with("office", "    office: 不存在的科").replace('\n', "\r\n");
    let dir = spoilt(text);
    expect(
        dir.path(),
        &["validate", "--fail-on", "warning"],
        1,
        &["items/hbj/行政审批.yaml:9:13", "不在市环保局的内设机构里"],
    );
}

#[test]
fn empty_files_are_named() {
    expect(
        spoilt("").path(),
        &["validate"],
        1,
        &["S012", "items/hbj/行政审批.yaml", "是空的"],
    );
    let dir = project();
    put(dir.path(), "flowcharts/hbj/approve.yaml", "");
    expect(dir.path(), &["validate"], 1, &["F004", "是空文件"]);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_named() {
    let dir = project();
    std::fs::create_dir_all(dir.path().join("items/hbj/行政处罚.yaml")).unwrap();
    expect(
        dir.path(),
        &["validate"],
        1,
        &["S010", "是文件夹，不是文件"],
    );
    let dir = project();
    std::fs::remove_file(dir.path().join("departments.yaml")).unwrap();
    std::fs::create_dir(dir.path().join("departments.yaml")).unwrap();
    expect(dir.path(), &["validate"], 2, &["是文件夹，不是文件"]);
}

#[test]
fn fifty_megabytes_on_one_line_are_read() {
    let long = "长".repeat(17 << 20);
    let dir = spoilt(items_with(
        "target",
        &format!("    target: {long}\n    ofice: x"),
    ));
    expect(
        dir.path(),
        &["validate"],
        1,
        &["没有“ofice”这个键", "行政审批.yaml:11:5"],
    );
    let dir = spoilt(format!("department: hbj {}", "x".repeat(50 << 20)));
    let text = expect(dir.path(), &["validate"], 1, &["缺少“category”"]);
    assert!(text.len() < 20_000, "{}", text.len());
}

#[test]
fn an_alias_bomb_is_refused_before_it_expands() {
    let mut bomb =
        String::from("department: hbj\ncategory: 行政审批\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for i in 0..30 {
        let from = if i == 0 {
            "a".to_owned()
        } else {
            format!("a{}", i - 1)
        };
        let refs = vec![format!("*{from}"); 9].join(", ");
        bomb.push_str(&format!("a{i}: &a{i} [{refs}]\n"));
    }
    bomb.push_str("items: *a29\n");
    expect(spoilt(bomb).path(), &["validate"], 1, &["S007", "别名"]);
}

#[test]
fn the_laws_of_a_project_are_no_way_in_either() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 0..30 {
        let from = if i == 0 {
            "a".to_owned()
        } else {
            format!("a{}", i - 1)
        };
        bomb.push_str(&format!(
            "a{i}: &a{i} [{}]\n",
            vec![format!("*{from}"); 9].join(", ")
        ));
    }
    for (name, text, said) in [
        ("bomb", bomb, "laws/bomb.yaml：不是有效的 YAML"),
        (
            "deep",
            format!("\nname: {}", "[".repeat(200_000)),
            "嵌套太深",
        ),
        ("blocks", "- ".repeat(100_000), "嵌套太深"),
        (
            "vast",
            format!("name: {}\n", "a".repeat(17 << 20)),
            "最多 16777216 字节",
        ),
    ] {
        let dir = project();
        put(dir.path(), &format!("laws/{name}.yaml"), text);
        expect(
            dir.path(),
            &["validate"],
            2,
            &[&format!("laws/{name}.yaml"), said],
        );
    }
}

#[test]
fn deep_nesting_ends_in_a_finding() {
    let text = format!(
        "department: hbj\ncategory: 行政审批\nitems: {}",
        "[".repeat(200_000)
    );
    expect(spoilt(text).path(), &["validate"], 1, &["S001"]);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_project_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    put(outside.path(), "x.yaml", items_with("", ""));
    put(
        outside.path(),
        "x.svg",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
    );
    let dir = project();
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(outside.path().join(from), dir.path().join(to)).unwrap();
    };
    link("x.yaml", "items/hbj/行政处罚.yaml");
    link("x.svg", "flowcharts/hbj/link.svg");
    put(
        dir.path(),
        ITEMS_PATH,
        items_with("flowchart", "    flowchart: flowcharts/hbj/link.svg"),
    );
    expect(
        dir.path(),
        &["validate"],
        1,
        &["指向工程之外的链接，没有读取", "F003"],
    );
}

#[test]
fn charts_outside_the_project_are_refused() {
    for path in [
        "../x.svg",
        "/etc/hostname",
        "C:\\\\x.png",
        "flowcharts/../../x.svg",
    ] {
        let dir = spoilt(items_with(
            "flowchart",
            &format!("    flowchart: \"{path}\""),
        ));
        expect(dir.path(), &["validate"], 1, &["F003", "在工程之外"]);
    }
}

#[test]
fn a_drawing_is_judged_by_its_content() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
    let dir = spoilt(items_with(
        "flowchart",
        "    flowchart: flowcharts/hbj/a.svg",
    ));
    put(dir.path(), "flowcharts/hbj/a.svg", svg);
    let text = text(&run(dir.path(), &["validate"]));
    assert!(!text.contains("F004"), "{text}");
    put(dir.path(), "flowcharts/hbj/a.svg", "%PDF-1.4");
    expect(dir.path(), &["validate"], 1, &["F004", "与文件名不符"]);
    for (inside, what) in [
        ("<script>alert(1)</script>", "脚本"),
        ("<a href='javascript:alert(1)'/>", "脚本"),
        ("<rect onload='alert(1)'/>", "事件属性"),
        ("<foreignObject/>", "网页"),
        (
            "<image href='https://example.invalid/a.png'/>",
            "图以外的链接",
        ),
    ] {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
        put(dir.path(), "flowcharts/hbj/a.svg", svg);
        expect(dir.path(), &["validate"], 1, &["F004", what]);
    }
}

#[test]
fn what_is_not_seen_in_a_citation_is_shown() {
    let cite = "《水土保持法》第二十五条";
    for (written, code) in [
        (format!("\"{cite}\\u202e\""), "U+202E"),
        (format!("\"{cite}\\u200b\""), "U+200B"),
        (cite.replace('》', "\u{200b}》"), "U+200B"),
        (cite.replace('水', "\u{2f54}"), "U+2F54"),
    ] {
        let basis = format!("    legal_basis:\n      - {written}");
        let dir = spoilt(items_with("legal_basis", &basis));
        expect(dir.path(), &["validate"], 1, &["I028", code]);
    }
}

#[test]
fn two_files_for_one_department_and_category_are_named() {
    let dir = project();
    put(dir.path(), "items/hbj/审批.yaml", items_with("", ""));
    expect(
        dir.path(),
        &["validate"],
        1,
        &["X003", "X001", "先读到的文件"],
    );
}

#[test]
fn nothing_to_check_is_never_a_pass() {
    let dir = project();
    std::fs::remove_dir_all(dir.path().join("items")).unwrap();
    expect(dir.path(), &["validate"], 2, &["没有可校验的事项文件"]);
    let dir = project();
    expect(
        dir.path(),
        &["validate", "items/*/没有.yaml"],
        2,
        &["没有可校验的文件"],
    );
    expect(dir.path(), &["validate", "nowhere"], 2, &["没有“nowhere”"]);
    expect(
        dir.path(),
        &["validate", "--department", "xyz"],
        2,
        &["没有部门“xyz”"],
    );
    let empty = tempfile::tempdir().unwrap();
    expect(empty.path(), &["validate"], 2, &["没有 power-list.yaml"]);
}

#[test]
fn broken_settings_are_a_matter_of_configuration() {
    let dir = project();
    put(
        dir.path(),
        "power-list.yaml",
        "jurisdiction: 341100\neditoin: x\n",
    );
    expect(
        dir.path(),
        &["validate"],
        2,
        &["power-list.yaml:1:15", "没有“editoin”这个键", "缺少“as_of”"],
    );
}

#[test]
fn a_pattern_a_file_and_standard_input_select() {
    let dir = project();
    put(
        dir.path(),
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - { code: 341100-hbj-02-0001, name: 对某行为的处罚 }\n",
    );
    expect(
        dir.path(),
        &["validate", "items/hbj/行政审批.yaml"],
        0,
        &["1 项事项"],
    );
    expect(
        dir.path(),
        &["validate", "items/*/行政处罚.yaml"],
        1,
        &["I005"],
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(["validate", "-", "--format", "json"])
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(
        &mut child.stdin.take().unwrap(),
        "department: hbj\ncategory: 行政奖励\nitems:\n  - { nam: x }\n".as_bytes(),
    )
    .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["schema"], "power-list/findings/v1");
    let finding = &json["findings"][0];
    assert_eq!(finding["file"], "<stdin>");
    assert_eq!(finding["line"], 4);
}

#[test]
fn gates_change_severities() {
    let dir = spoilt(items_with("flowchart", ""));
    std::fs::remove_dir_all(dir.path().join("flowcharts")).unwrap();
    expect(dir.path(), &["validate", "--gate", "1"], 0, &["提示[F001]"]);
    expect(dir.path(), &["validate", "--gate", "2"], 1, &["错误[F001]"]);
    expect(
        dir.path(),
        &["validate", "--gate", "5"],
        2,
        &["要写 1 至 4"],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_output_is_a_failure_and_a_closed_pipe_is_none() {
    let dir = project();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(["validate", "--format", "json"])
        .current_dir(dir.path())
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(["validate", "--format", "json"])
        .current_dir(dir.path())
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_a_pipe_that_is_named_like_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    crate::sample::base(root);
    for path in ["items/hbj/行政处罚.yaml", "flowcharts/hbj/管道.yaml"] {
        let made = Command::new("mkfifo").arg(root.join(path)).status();
        assert!(made.unwrap().success());
    }
    for line in [
        &["validate", "--no-cache"][..],
        &["law", "impact", "水土保持法"],
    ] {
        let mut child = crate::sample::program::program(root)
            .args(line)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut ended = None;
        for _ in 0..600 {
            ended = child.try_wait().unwrap();
            if ended.is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        let _ = child.kill();
        assert!(ended.and_then(|status| status.code()).is_some(), "{line:?}");
    }
}

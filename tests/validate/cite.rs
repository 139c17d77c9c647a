//! `power-list cite` through the real binary.

use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use insta::assert_snapshot;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::sample;
use crate::sample::program::{parts, program, run};
use crate::schema_support;

/// A day on which the laws of these tests stood as they say.
const DAY: &str = "2025-01-01";

fn nowhere() -> TempDir {
    TempDir::new().unwrap()
}

/// Explains a text by the law of [`DAY`], outside any project.
fn cite(text: &str, more: &[&str]) -> (i32, String, String) {
    let dir = nowhere();
    let mut arguments = vec!["cite", text, "--as-of", DAY];
    arguments.extend(more);
    parts(&run(dir.path(), &arguments))
}

fn with_input(dir: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = program(dir)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// What `--jsonl` answers to cells, by the law of [`DAY`].
fn jsonl(cells: &[&str]) -> (i32, Vec<Value>) {
    let input: String = cells.iter().map(|c| format!("{}\n", json!(c))).collect();
    let dir = nowhere();
    let output = with_input(
        dir.path(),
        &["cite", "--jsonl", "--as-of", DAY],
        input.as_bytes(),
    );
    let (code, out, err) = parts(&output);
    assert_eq!(err, "");
    (
        code,
        out.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect(),
    )
}

#[test]
fn what_exists_is_explained() {
    let (code, out, err) = cite(
        "设定依据：《水法》（2016年修正）第四十八条第一款：“直接从江河取水的，应当申领许可证。”",
        &[],
    );
    assert_eq!((code, err.as_str()), (0, ""));
    assert_snapshot!(out);
}

#[test]
fn what_does_not_exist_is_marked() {
    let (code, out, _) = cite(
        "《水法》第九十条、第三条第二款和第六十九条第（五）项，第二章；《城市规划法》第三条；\n依照《水土保护法》第五条，水法第七条",
        &[],
    );
    assert_eq!(code, 1);
    assert_snapshot!(out);
}

#[test]
fn a_law_is_judged_by_the_version_of_the_day() {
    let text = "《行政许可法》第八十条";
    let day = |day| {
        let dir = nowhere();
        parts(&run(dir.path(), &["cite", text, "--as-of", day]))
    };
    let (code, out, _) = day("2018-06-01");
    assert_eq!(code, 0);
    assert!(out.contains("2003年8月27日公布"), "{out}");
    let (code, out, _) = day("2020-06-01");
    assert_eq!(code, 0);
    assert!(out.contains("2019年4月23日修正"), "{out}");
    let (code, out, _) = day("2004-06-30");
    assert_eq!(code, 1);
    assert!(
        out.contains("《行政许可法》自2004年7月1日起施行，2004年6月30日还没有生效"),
        "{out}"
    );
    let (code, _, err) = day("去年");
    assert_eq!(code, 2);
    assert!(err.contains("2015-03-01"), "{err}");
}

#[test]
fn json_tells_the_same() {
    let (code, out, _) = cite(
        "【法律】《水法》第四十八条、第九十条",
        &["--format", "json"],
    );
    assert_eq!(code, 1);
    assert_snapshot!(out);
}

#[test]
fn each_line_is_answered_by_a_line() {
    let (code, lines) = jsonl(&[
        "《水法》第四十八条第一款",
        "",
        "按《刑法》第一百三十三条之一第一款第（四）项、第（一）项",
        "《甲省节水条例》第三条至第五条：“节约用水。”",
        "收费依据：《水法》\n实施依据：水法第七条",
    ]);
    assert_eq!(code, 1);
    assert_eq!(lines.len(), 5);
    assert_eq!(
        lines[0],
        json!({
            "citations": [{
                "law": "中华人民共和国水法", "law_id": "水法", "article": 48, "article_sub": null, "paragraph": 1,
                "subparagraph": null, "point": null, "role": null, "quote": null, "start": 4, "end": 12,
                "status": "in_force"
            }],
            "not_understood": []
        })
    );
    assert_eq!(lines[1], json!({ "citations": [], "not_understood": [] }));
    let second = &lines[2]["citations"][1];
    assert_eq!(
        [
            &second["article"],
            &second["article_sub"],
            &second["paragraph"],
            &second["subparagraph"]
        ],
        [&json!(133), &json!(1), &json!(1), &json!(1)]
    );
    let range = lines[3]["citations"].as_array().unwrap();
    assert_eq!(
        range.iter().map(|c| &c["article"]).collect::<Vec<_>>(),
        [&json!(3), &json!(4), &json!(5)]
    );
    for one in range {
        assert_eq!(one["law"], "甲省节水条例");
        assert_eq!(one["law_id"], Value::Null);
        assert_eq!(one["status"], "unknown_law");
        assert_eq!(one["quote"], "节约用水。");
        assert_eq!((&one["start"], &one["end"]), (&json!(8), &json!(15)));
    }
    let whole = &lines[4]["citations"][0];
    assert_eq!(whole["article"], Value::Null);
    assert_eq!(whole["role"], "收费依据");
    let gap = &lines[4]["not_understood"][0];
    assert_eq!(gap["text"], "水法第七条");
    assert_eq!((&gap["start"], &gap["end"]), (&json!(15), &json!(20)));
}

/// What lies between `start` and `end` of every answer is what the cell says there.
#[test]
fn offsets_count_characters() {
    let cell = "《水法》（𠀀）\n 第七条、第 四十八 条：取水。\n《防洪法》第八条 处罚";
    let (_, lines) = jsonl(&[cell]);
    let letters: Vec<char> = cell.chars().collect();
    let at = |node: &Value| -> String {
        let place = |key: &str| usize::try_from(node[key].as_u64().unwrap()).unwrap();
        letters[place("start")..place("end")].iter().collect()
    };
    let citations = lines[0]["citations"].as_array().unwrap();
    let marks: Vec<String> = citations.iter().map(at).collect();
    assert!(marks.contains(&"第 四十八 条".to_owned()), "{lines:?}");
    for gap in lines[0]["not_understood"].as_array().unwrap() {
        assert_eq!(at(gap), gap["text"].as_str().unwrap());
    }
}

#[test]
fn every_status_is_told() {
    let (_, lines) = jsonl(&[
        "《水法》第七条、第二章、附表",
        "《水法》第九十条、第三条第二款、第七条第（一）项",
        "《城市规划法》第三条",
        "《无此法》",
    ]);
    let told: Vec<Vec<&str>> = lines
        .iter()
        .map(|line| {
            let citations = line["citations"].as_array().unwrap();
            citations
                .iter()
                .map(|c| c["status"].as_str().unwrap())
                .collect()
        })
        .collect();
    assert_eq!(
        told,
        [
            vec!["in_force", "structure_unknown", "structure_unknown"],
            vec![
                "article_not_found",
                "paragraph_not_found",
                "subparagraph_not_found"
            ],
            vec!["repealed"],
            vec!["unknown_law"],
        ]
    );
    let dir = nowhere();
    let (code, out, _) = parts(&run(
        dir.path(),
        &[
            "cite",
            "《监察法》第三条",
            "--as-of",
            "2015-03-01",
            "--format",
            "json",
        ],
    ));
    assert_eq!(code, 1);
    assert!(out.contains("\"status\": \"not_yet_in_force\""), "{out}");
}

#[test]
fn a_clean_text_ends_with_0() {
    assert_eq!(jsonl(&["《水法》第七条", "《水法》第四十八条"]).0, 0);
    assert_eq!(cite("《水法》第二章", &[]).0, 0);
    let (code, out, _) = cite("、。", &[]);
    assert_eq!((code, out.as_str()), (0, "这里没有引用任何法律条款\n"));
}

#[test]
fn text_may_come_from_standard_input() {
    let dir = nowhere();
    let from = |input: &[u8]| {
        parts(&with_input(
            dir.path(),
            &["cite", "-", "--as-of", DAY],
            input,
        ))
    };
    let (code, out, _) = from("《水法》第七条\n".as_bytes());
    assert_eq!(code, 0);
    assert_eq!(out, cite("《水法》第七条", &[]).1);
    let (code, _, err) = from(b"\xcb\xae\xb7\xa8");
    assert_eq!(code, 2);
    assert!(err.contains("不是 UTF-8") && err.contains("iconv"), "{err}");
    let (code, _, err) = parts(&run(dir.path(), &["cite"]));
    assert_eq!(code, 2);
    assert!(err.contains("power-list cite 《水法》"), "{err}");
}

#[test]
fn a_line_that_is_no_string_is_named() {
    let dir = nowhere();
    let bad = |input: &[u8]| {
        let (code, out, err) = parts(&with_input(dir.path(), &["cite", "--jsonl"], input));
        assert_eq!(code, 2, "{err}");
        (out.lines().count(), err)
    };
    let (answered, err) = bad("\"《水法》第七条\"\n{\"cell\": 1}\n\"《水法》\"\n".as_bytes());
    assert_eq!(answered, 1);
    assert!(
        err.contains("第 2 行第 1 列：应是一个 JSON 字符串"),
        "{err}"
    );
    assert!(err.contains("提示：每行写一个 JSON 字符串"), "{err}");
    let (_, err) = bad("\"水法\n".as_bytes());
    assert!(err.contains("第 1 行第 4 列：JSON 字符串没有写完"), "{err}");
    let (_, err) = bad("\"水法\" 第七条\n".as_bytes());
    assert!(err.contains("第 1 行第 6 列：不是 JSON 字符串"), "{err}");
    let (answered, err) = bad("\"水法\"\n\n".as_bytes());
    assert_eq!(answered, 1);
    assert!(
        err.contains("第 2 行第 1 列") && err.contains("空的"),
        "{err}"
    );
    let (_, err) = bad(b"\"\xe6\xb0\xb4\xff\"\n");
    assert!(err.contains("第 1 行第 3 列不是 UTF-8"), "{err}");
}

#[test]
fn a_file_of_cells_is_read_by_name() {
    let dir = nowhere();
    let path = dir.path().join("依据.jsonl");
    // A byte order mark and line ends of Windows, as editors there leave them; no line end at the last line.
    std::fs::write(&path, "\u{feff}\"《水法》第七条\"\r\n\"《水法》第八条\"").unwrap();
    let (code, out, _) = parts(&run(dir.path(), &["cite", "--jsonl", "依据.jsonl"]));
    assert_eq!((code, out.lines().count()), (0, 2));
    let (code, _, err) = parts(&run(dir.path(), &["cite", "--jsonl", "没有.jsonl"]));
    assert_eq!(code, 3);
    assert!(
        err.contains("读取“没有.jsonl”时出错：没有这个文件"),
        "{err}"
    );
}

#[test]
fn failures_are_listed_with_their_share() {
    let dir = nowhere();
    let input = "\"《水法》第七条\"\n\"【法律】《水法》第四十八条\\n第二十七第二款：应当批准\"\n\"\"\n\"水法第七条，《水法\"\n";
    let (code, out, _) = parts(&with_input(
        dir.path(),
        &["cite", "--jsonl", "--explain-failures"],
        input.as_bytes(),
    ));
    assert_eq!(code, 1);
    assert_snapshot!(out);
    // The law does not matter here, only whether it is read.
    let (code, out, _) = parts(&with_input(
        dir.path(),
        &["cite", "-", "--explain-failures"],
        "《水法》第九十条\n\n《无此法》第一条\n".as_bytes(),
    ));
    assert_eq!((code, out.as_str()), (0, "2 条引文，2 条读懂（100.00%）\n"));
}

#[test]
fn inside_a_project_its_day_and_its_laws_count() {
    let dir = sample::project();
    let text = "《滁州市节约用水办法》第二条、第四条，《监察法》第一条";
    sample::put(
        dir.path(),
        "laws/local.yaml",
        "name: 滁州市节约用水办法\nlevel: 规范性文件\nissuer: 滁州市人民政府\nversions:\n  - published: 2010-05-01\n    effective: 2010-06-01\n    articles: 3\n",
    );
    let (code, out, err) = parts(&run(dir.path(), &["cite", text]));
    assert_eq!(code, 1, "{err}");
    assert_snapshot!(out);
    // Elsewhere nobody knows the local document.
    let (_, out, _) = cite(text, &[]);
    assert!(out.contains("法规库里没有《滁州市节约用水办法》"), "{out}");
    let project = dir.path().to_string_lossy().into_owned();
    let (code, out, _) = cite("《滁州市节约用水办法》第二条", &["--project", &project]);
    assert_eq!(code, 0, "{out}");
    let (code, _, err) = cite("《水法》", &["--project", "没有的文件夹"]);
    assert_eq!(code, 2);
    assert!(err.contains("不是清单工程"), "{err}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let dir = nowhere();
    let mut child = program(dir.path())
        .args(["cite", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let line = "\"《水法》第七条\"\n";
    // Writing may fail once the program has gone.
    let _ = child
        .stdin
        .take()
        .unwrap()
        .write_all(line.repeat(20_000).as_bytes());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_is_printed_is_valid_by_its_schema() {
    let validator = schema_support::validator("cite");
    let cells = [
        "收费依据：《水法》第四十八条第一款第（二）项第1目：“取水。”",
        "《城市规划法》第三条；本法第二条，水法第七条",
        "《民法典》第三编第十章、附件2第3项，《无此法》",
        "",
    ];
    let (_, lines) = jsonl(&cells);
    let documents = cells.map(|cell| {
        let (_, out, _) = cite(cell, &["--format", "json"]);
        serde_json::from_str::<Value>(&out).unwrap()
    });
    for answer in lines.iter().chain(&documents) {
        let errors = schema_support::objections(&validator, answer);
        assert!(errors.is_empty(), "{errors:?}\n{answer}");
    }
    for (at, value) in [
        ("/citations/0/article", json!("48")),
        ("/citations/0/article", json!(0)),
        ("/citations/0/status", json!("ok")),
        ("/citations/0/role", json!("依据")),
        ("/citations/0/start", json!(-1)),
        ("/not_understood", Value::Null),
    ] {
        let mut answer = lines[0].clone();
        *answer.pointer_mut(at).unwrap() = value;
        assert!(!validator.is_valid(&answer), "{at}");
    }
    let mut answer = lines[0].clone();
    answer["citations"][0]["text"] = json!("");
    assert!(!validator.is_valid(&answer), "多出来的键");
}

#[test]
fn what_is_said_around_the_name_is_doubted_but_no_fault() {
    let (code, out, _) = cite("【规章】《水法》（2009年修正）第四十八条第一款", &[]);
    assert_eq!(code, 0);
    assert!(
        out.contains("警告：《水法》是法律，标成了【规章】"),
        "{out}"
    );
    assert!(
        out.contains("警告：《水法》注明到2009年，基准日有效的是2016年7月2日修正的版本"),
        "{out}"
    );
    let (_, out, _) = cite("【法律】《水法》（2016年修正）第四十八条第一款", &[]);
    assert!(!out.contains("警告"), "{out}");
}

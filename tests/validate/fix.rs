//! `fix` puts right what it says, keeps every other byte, and has nothing left to do afterwards.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use proptest::prelude::*;

use crate::sample;
use crate::sample::program::{content, lay_out, parts, program, run};

const UGLY: &str = "\
# 环保局
department: hbj
category: 行政审批
items:
  # 第二项
  - code: 341100-hbj-01-0002   # 编码
    name: 排污许可证核发(含变更)
    legal_basis:
      - 《水土保持法》 第25条第1款   # 依据
      - cite: \"【法律】《水土保持法》第25条第(一)、(二)项\"
        role: 实施依据
        quote: 第25条的原文
    supervision: { phone: ０５５０－３０２００００, email: ｈｂｊ@example.invalid }

  # 第一项
  - code: ３４１１００-hbj-01-0001
    name: ＩＣ卡核发
    time_limit: { statutory: ２０, promised: 15, unit: 工作日 }
    legal_basis: [ '《安徽省实施<水法>办法》第7条', 《水土保持法》第25条 ]
  # 没有编码
  - name: '新的: 一项'
    sub_items:
      - name: 甲
";

const NEAT: &str = "\
# 环保局
department: hbj
category: 行政审批
items:
  # 第一项
  - code: 341100-hbj-01-0001
    name: IC卡核发
    time_limit: { statutory: 20, promised: 15, unit: 工作日 }
    legal_basis: [ '《安徽省实施〈水法〉办法》第七条', 《水土保持法》第二十五条 ]

  # 第二项
  - code: 341100-hbj-01-0002   # 编码
    name: 排污许可证核发（含变更）
    legal_basis:
      - 《水土保持法》第二十五条第一款   # 依据
      - cite: \"【法律】《水土保持法》第二十五条第（一）项、第（二）项\"
        role: 实施依据
        quote: 第25条的原文
    supervision: { phone: 0550-3020000, email: hbj@example.invalid }
  # 没有编码
  - code: 341100-hbj-01-0003
    name: '新的: 一项'
    sub_items:
      - code: 341100-hbj-01-0003-01
        name: 甲
";

fn ugly() -> tempfile::TempDir {
    let dir = sample::project();
    sample::put(dir.path(), sample::ITEMS_PATH, UGLY);
    dir
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

#[test]
fn what_is_put_right_and_nothing_else() {
    let dir = ugly();
    let (code, out, err) = parts(&run(dir.path(), &["fix"]));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(text(dir.path(), sample::ITEMS_PATH), NEAT);
    insta::assert_snapshot!(out, @r"
    items/hbj/行政审批.yaml
        7  I013  “排污许可证核发(含变更)”改为“排污许可证核发（含变更）”
        9  L016  删去书名号和条款之间的空格
        9  L016  “第25条第1款”改为“第二十五条第一款”
       10  L016  “第25条第(一)、(二)项”改为“第二十五条第（一）项、第（二）项”
       13  I013  “０５５０－３０２００００”改为“0550-3020000”
       13  I013  “ｈｂｊ@example.invalid”改为“hbj@example.invalid”
       16  I013  “３４１１００-hbj-01-0001”改为“341100-hbj-01-0001”
       17  I013  “ＩＣ卡核发”改为“IC卡核发”
       18  I013  “２０”改为“20”
       19  L016  “《安徽省实施<水法>办法》”改为“《安徽省实施〈水法〉办法》”
       19  L016  “第7条”改为“第七条”
       19  L016  “第25条”改为“第二十五条”
       21  I003  “新的: 一项”编码为 341100-hbj-01-0003
       23  I003  “甲”编码为 341100-hbj-01-0003-01
        1  S020  事项按编码重新排列
    改正了 1 个文件的 15 处
    ");
    let (code, out, _) = parts(&run(dir.path(), &["fix", "--exit-code"]));
    assert_eq!((code, out.as_str()), (0, "没有要改正的\n"));
}

#[test]
fn a_dry_run_and_a_diff_write_nothing() {
    let dir = ugly();
    let before = content(dir.path());
    let (code, dry, _) = parts(&run(dir.path(), &["fix", "--dry-run"]));
    assert_eq!(code, 0);
    assert!(dry.contains("试运行，没有写任何文件"), "{dry}");
    let (code, diff, _) = parts(&run(dir.path(), &["fix", "--diff", "--exit-code"]));
    assert_eq!(code, 1);
    assert!(
        diff.contains("+      - 《水土保持法》第二十五条第一款   # 依据"),
        "{diff}"
    );
    assert_eq!(content(dir.path()), before);
}

#[test]
fn rules_can_be_chosen() {
    let dir = ugly();
    let (code, out, _) = parts(&run(
        dir.path(),
        &[
            "fix",
            "--select",
            "L016,wrong-width-characters",
            "--dry-run",
        ],
    ));
    assert_eq!(code, 0);
    assert!(out.contains("L016") && out.contains("I013"), "{out}");
    assert!(!out.contains("I003") && !out.contains("S020"), "{out}");
    let (code, _, err) = parts(&run(dir.path(), &["fix", "--select", "L002"]));
    assert_eq!(code, 2);
    assert!(err.contains("S020、I003、I013、L016"), "{err}");
}

#[test]
fn validate_says_what_fix_would_do() {
    let dir = ugly();
    run(dir.path(), &["fix", "--select", "I003,I013"]);
    let codes = |root: &Path| {
        let (_, out, _) = parts(&run(root, &["validate", "--format", "json"]));
        let report: serde_json::Value = serde_json::from_str(&out).unwrap();
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["help"].as_str().unwrap_or("").contains("power-list fix"))
            .map(|f| f["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let found = codes(dir.path());
    assert!(
        found.contains(&"L016".to_owned()) && found.contains(&"S020".to_owned()),
        "{found:?}"
    );
    run(dir.path(), &["fix"]);
    assert!(codes(dir.path()).is_empty());
}

#[test]
fn a_broken_file_is_left_and_said_so() {
    let dir = ugly();
    let broken = "department: hbj\ncategory: 行政处罚\nitems:\n  - name: [\n";
    sample::put(dir.path(), "items/hbj/行政处罚.yaml", broken);
    let (code, out, err) = parts(&run(dir.path(), &["fix"]));
    assert_eq!(code, 1, "{out}{err}");
    assert!(
        err.contains("没有改：items/hbj/行政处罚.yaml：文件有语法错误"),
        "{err}"
    );
    assert_eq!(text(dir.path(), sample::ITEMS_PATH), NEAT);
    assert_eq!(text(dir.path(), "items/hbj/行政处罚.yaml"), broken);
}

#[test]
fn one_file_of_the_project() {
    let dir = ugly();
    sample::put(
        dir.path(),
        sample::CHART_PATH,
        sample::CHART.replace("days: 8", "days: ８, basis: 《水土保持法》第25条"),
    );
    let (code, out, err) = parts(&run(dir.path(), &["fix", "flowcharts"]));
    assert_eq!(code, 0, "{out}{err}");
    assert!(
        text(dir.path(), sample::CHART_PATH).contains("days: 8, basis: 《水土保持法》第二十五条")
    );
    assert_eq!(text(dir.path(), sample::ITEMS_PATH), UGLY);
    let (code, _, err) = parts(&run(dir.path(), &["fix", "没有"]));
    assert_eq!(code, 2, "{err}");
    let (code, _, err) = parts(&run(dir.path(), &["fix", "power-list.yaml"]));
    assert_eq!(code, 2, "{err}");
}

#[test]
fn standard_input_to_standard_output() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = program(dir.path())
        .args(["fix", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let coded = UGLY.split("  # 没有编码").next().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(coded.as_bytes())
        .unwrap();
    let (code, out, err) = parts(&child.wait_with_output().unwrap());
    assert_eq!(code, 0, "{err}");
    assert_eq!(out, NEAT.split("  # 没有编码").next().unwrap());
    assert!(err.contains("L016"), "{err}");
}

#[test]
fn a_byte_order_mark_and_a_link_stay() {
    let dir = ugly();
    let path = dir.path().join(sample::ITEMS_PATH);
    fs::write(&path, format!("\u{feff}{UGLY}")).unwrap();
    assert_eq!(run(dir.path(), &["fix"]).status.code(), Some(0));
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        format!("\u{feff}{NEAT}")
    );
}

/// A hand that writes an item file untidily: what it says is given by the first element.
fn untidy() -> impl Strategy<Value = String> {
    let blank = prop::sample::select(vec!["", " ", "  ", "\u{3000}"]);
    let number = |n: u32| {
        let wide: String = n
            .to_string()
            .chars()
            .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
            .collect();
        prop::sample::select(vec![n.to_string(), wide])
    };
    let mark = (1..60_u32, 1..9_u32, blank).prop_flat_map(move |(article, item, blank)| {
        (number(article), number(item), prop::bool::ANY).prop_map(move |(a, i, brackets)| {
            let item = if brackets { format!("({i})") } else { i };
            format!("第{blank}{a}{blank}条第{item}项")
        })
    });
    let cite = (
        prop::sample::select(vec![
            "《水土保持法》",
            "<水土保持法>",
            "《安徽省实施<水法>办法》",
            "【法律】《水土保持法》(2010年)",
        ]),
        prop::collection::vec(mark, 1..3),
        prop::sample::select(vec!["、", "，", "和"]),
        prop::sample::select(vec!["", "：“第3条的(一)”"]),
    )
        .prop_map(|(title, marks, join, quote)| format!("{title}{}{quote}", marks.join(join)));
    let style = prop::sample::select(vec!["", "'", "\""]);
    let item = (
        prop::option::weighted(0.7, 1..30_u32),
        prop::sample::select(vec![
            "核发(含变更)",
            "ＩＣ卡 #1",
            "甲,乙",
            "it's: x",
            "a（b)",
        ]),
        prop::collection::vec((cite, style), 0..3),
        prop::sample::select(vec![
            "",
            "    # 尾\n",
            "\n",
            "    remarks: |\n      一\n\n      二\n",
        ]),
        prop::sample::select(vec!["", "  # 头\n", "\n\n  # 头\n"]),
    )
        .prop_map(|(code, name, cites, tail, head)| {
            let mut out = head.to_owned();
            let mut first = true;
            let mut key = |line: String| {
                let lead = if std::mem::take(&mut first) {
                    "  - "
                } else {
                    "    "
                };
                format!("{lead}{line}\n")
            };
            if let Some(code) = code {
                out += &key(format!("code: 341100-hbj-01-{code:04} # c"));
            }
            out += &key(format!("name: '{}'", name.replace('\'', "''")));
            if !cites.is_empty() {
                out += &key("legal_basis:".to_owned());
                for (cite, style) in cites {
                    out += &format!("      - {style}{cite}{style}\n");
                }
            }
            out + tail
        });
    prop::collection::vec(item, 1..5).prop_map(|items| {
        format!(
            "department: hbj\ncategory: 行政审批\nitems:\n{}# 完\n",
            items.concat()
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn twice_is_once_and_comments_stay(file in untidy()) {
        let dir = sample::project();
        sample::put(dir.path(), sample::ITEMS_PATH, &file);
        let (code, out, err) = parts(&run(dir.path(), &["fix"]));
        prop_assert!(code == 0, "{}{}\n{}", out, err, file);
        let once = text(dir.path(), sample::ITEMS_PATH);
        let (code, out, err) = parts(&run(dir.path(), &["fix", "--exit-code"]));
        prop_assert!(code == 0, "{}{}\n{}", out, err, once);
        prop_assert_eq!(&text(dir.path(), sample::ITEMS_PATH), &once);
        let marks = |text: &str| {
            let mut all: Vec<String> = text.lines().filter_map(|l| l.split_once("# ")).map(|(_, c)| c.to_owned()).collect();
            all.sort();
            all
        };
        prop_assert_eq!(marks(&once), marks(&file));
        // Every item has a code, and the names say the same but for their width.
        let header = power_list::io::yaml::edit::entries(&once).unwrap();
        prop_assert!(header.items.iter().all(|i| i.code.is_some()));
        let names = |text: &str| {
            let header = power_list::io::yaml::edit::entries(text).unwrap();
            let mut all: Vec<String> = header.items.iter().map(|i| power_list::domain::width::name(i.name.as_deref().unwrap())).collect();
            all.sort();
            all
        };
        prop_assert_eq!(names(&once), names(&file));
    }
}

/// The citations of the grammar's tests, as people write them.
#[test]
fn tidying_a_citation_keeps_its_meaning() {
    use power_list::domain::citation::{parse, rewrite, tidy};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/citations");
    let (mut seen, mut tidied) = (0, 0);
    for file in ["one_line.txt", "cells.txt", "typesetting.txt", "broken.txt"] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        for case in text.split("\n== ") {
            let cell = case.split_once('\n').unwrap().1;
            let cell = cell.split_once("\n--\n").unwrap().0;
            let read = parse(cell);
            let rewrites = tidy(cell, &read);
            seen += 1;
            tidied += usize::from(!rewrites.is_empty());
            let new = rewrite(cell, &rewrites).unwrap();
            let again = parse(&new);
            assert!(tidy(&new, &again).is_empty(), "{cell}\n{new}");
            let says = |text: &str, read: &power_list::domain::citation::ParsedCitations| {
                read.citations
                    .iter()
                    .map(|c| {
                        let cited: Vec<_> = c
                            .provisions
                            .iter()
                            .map(|p| (p.cited, p.quote.clone().map(|q| text[q].to_owned())))
                            .collect();
                        (c.tag.clone(), c.law.clone(), c.remarks.clone(), cited)
                    })
                    .collect::<Vec<_>>()
            };
            assert_eq!(says(&new, &again), says(cell, &read), "{cell}\n{new}");
            assert_eq!(read.gaps.len(), again.gaps.len(), "{cell}\n{new}");
        }
    }
    assert!(seen > 50 && tidied > 10, "{seen} {tidied}");
}

#[test]
fn the_example_city_is_put_right_again() {
    let city = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou");
    let clean = content(&city);
    let dir = tempfile::tempdir().unwrap();
    lay_out(dir.path(), &clean);
    let (code, out, err) = parts(&run(dir.path(), &["fix", "--exit-code"]));
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (0, "没有要改正的\n", "")
    );
    // Plant what people write.
    let mut planted = 0;
    for (path, bytes) in &clean {
        if !path.starts_with("items") {
            continue;
        }
        let text = String::from_utf8(bytes.clone()).unwrap();
        let ugly = text
            .replace("法》第二十条", "法》 第20条")
            .replace("法》第十条第（一）项", "法》第１０条第(一)项")
            .replace("phone: 0550-", "phone: ０５５０－");
        planted += usize::from(ugly != text);
        fs::write(dir.path().join(path), ugly).unwrap();
    }
    assert!(planted > 50, "{planted}");
    let (code, out, err) = parts(&run(dir.path(), &["fix"]));
    assert_eq!(code, 0, "{out}{err}");
    assert!(content(dir.path()) == clean, "有的文件没有回到原样");
}

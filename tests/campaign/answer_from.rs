//! `review answer --from`: the papers come back with answers, through whatever program, and are taken whole or not at all.

use std::io::Write as _;
use std::process::Stdio;

use crate::papers_support::*;
use crate::sample::program::{content, parts, program};
use crate::sample::town::{PENALTIES, PENALTIES_PATH, PERMIT, Town, penalties};

/// Answers to all four opinions, in the cells of the workbook.
const ANSWERED: [(&str, &str); 6] = [
    ("I3", "不采纳"),
    ("J3", "县级无力承接"),
    ("I4", "部分采纳"),
    ("J4", "=缩短到10日；\n其余仍按<条例>"),
    ("I5", "采纳"),
    ("I6", " 采纳 "),
];

fn answered(town: &Town) -> Vec<u8> {
    fill(&bytes(town, TABLE), &ANSWERED)
}

/// The same answers by hand.
fn by_options() -> Vec<serde_json::Value> {
    let town = returned();
    for (seq, answer, reason) in [
        ("3", "不采纳", Some("县级无力承接")),
        ("4", "部分采纳", Some("=缩短到10日；\n其余仍按<条例>")),
        ("5", "采纳", None),
        ("6", "采纳", None),
    ] {
        let mut command = program(town.path());
        command.args(["review", "answer", "hbj", "--as", "hbj", "--opinion", seq]);
        command.args(["--answer", answer]);
        if let Some(reason) = reason {
            // As an option with a sign at its head.
            command.arg(format!("--reason={reason}"));
        }
        assert!(command.output().unwrap().status.success());
    }
    answers(&town)
}

/// The text with an answer, and where wanted a reason, to each opinion.
fn text_with(town: &Town, given: [(&str, &str); 4]) -> String {
    let mut text = String::from_utf8(bytes(town, TEXT)).unwrap();
    for (answer, reason) in given {
        text = text.replacen("answer: ''", &format!("answer: {answer}"), 1);
        let reason = match reason {
            "" => "reason: \"\"".to_owned(),
            other => format!("reason: {}", serde_json::to_string(other).unwrap()),
        };
        text = text.replacen("reason: ''", &reason, 1);
    }
    text
}

/// A file that is refused, recording nothing; gives what was said.
fn refused(code: i32, name: &str, content: impl AsRef<[u8]>) -> String {
    let town = returned();
    put(&town, name, content);
    let before = town.record();
    let said = town.exits(code, &format!("review answer hbj --from {name} --as hbj"));
    assert_eq!(town.record(), before, "{said}");
    assert!(said.contains("没有记录任何答复"), "{said}");
    said
}

#[test]
fn a_workbook_gives_the_same_events_as_answers_one_by_one() {
    let town = returned();
    put(&town, "填好.xlsx", answered(&town));
    let dry = town.ok("review answer hbj --from 填好.xlsx --dry-run --as hbj");
    assert!(
        dry.contains("会答复 4 条意见：采纳 2、部分采纳 1、不采纳 1"),
        "{dry}"
    );
    assert!(
        dry.contains(&format!("第 3 号（{PERMIT}）：不采纳（县级无力承接）")),
        "{dry}"
    );
    assert_eq!(answers(&town).len(), 0);
    let said = town.ok("review answer hbj --from 填好.xlsx --as hbj");
    assert!(
        said.contains("答复 4 条意见：采纳 2、部分采纳 1、不采纳 1"),
        "{said}"
    );
    assert_eq!(answers(&town), by_options());
    // Once more is no fault, and nothing new.
    let said = town.ok("review answer hbj --from 填好.xlsx --as hbj");
    assert!(
        said.contains("没有新的答复") && said.contains("4 条与已有的答复相同"),
        "{said}"
    );
    assert_eq!(answers(&town).len(), 4);
    town.ok("review submit hbj --as hbj");
}

#[test]
fn a_text_gives_the_same_events_and_may_come_through_a_pipe() {
    let town = returned();
    let text = text_with(
        &town,
        [
            ("不采纳", "县级无力承接"),
            ("部分采纳", "=缩短到10日；\n其余仍按<条例>"),
            ("采纳", ""),
            ("采纳", ""),
        ],
    );
    let mut child = town
        .command("review answer hbj --from - --as hbj")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let (code, _, err) = parts(&child.wait_with_output().unwrap());
    assert_eq!(code, 0, "{err}");
    assert_eq!(answers(&town), by_options());
}

#[test]
fn what_other_programs_save_is_accepted() {
    let town = returned();
    put(&town, "填好.xlsx", answered(&town));
    for kind in ["xlsx", "xls", "ods"] {
        if saved_by_office(town.path(), "填好.xlsx", kind).is_none() {
            return;
        }
        let again = returned();
        let saved = bytes(&town, &format!("saved/填好.{kind}"));
        put(&again, "另存.bin", saved);
        let said = again.ok("review answer hbj --from 另存.bin --as hbj");
        assert_eq!(answers(&again), by_options(), "{kind}\n{said}");
    }
}

#[test]
fn a_program_that_keeps_only_texts_loses_nothing() {
    let town = returned();
    let table = grid(&answered(&town), "审核意见");
    let csv: String = table
        .iter()
        .map(|row| {
            let quoted: Vec<String> = row
                .iter()
                .map(|text| format!("\"{}\"", text.replace('"', "\"\"")))
                .collect();
            format!("{}\r\n", quoted.join(","))
        })
        .collect();
    let gb = encoding_rs::GB18030.encode(&csv).0.into_owned();
    for (name, content) in [
        ("文字.xlsx", plain(&table)),
        ("文字.csv", csv.clone().into_bytes()),
        ("国标.csv", gb),
    ] {
        let again = returned();
        put(&again, name, content);
        again.ok(&format!("review answer hbj --from {name} --as hbj"));
        assert_eq!(answers(&again), by_options(), "{name}");
    }
}

#[test]
fn who_may_not_answer_is_told_so_first() {
    let town = returned();
    for who in ["jyj", "bb-1", "zh", "gb"] {
        let said = town.refused(&format!("review answer hbj --from 没有.xlsx --as {who}"));
        assert!(
            said.contains("不能") && !said.contains("没有.xlsx”"),
            "{said}"
        );
    }
    let said = town.exits(2, "review answer hbj --from 没有.xlsx --as hbj");
    assert!(said.contains("没有“没有.xlsx”"), "{said}");
    let fresh = Town::new();
    fresh.ok("review start --as zh");
    let said = fresh.refused("review answer hbj --from 没有.xlsx --as hbj");
    assert!(said.contains("自查"), "{said}");
    fresh.refused("review answer nosuch --from 没有.xlsx --as hbj");
}

#[test]
fn a_paper_of_another_unit_or_round_or_feedback_is_refused() {
    let town = returned();
    let change = |from: &str, to: &str| {
        edit(&answered(&town), "xl/sharedStrings.xml", |strings| {
            assert!(strings.contains(from), "{strings}");
            strings.replacen(from, to, 1)
        })
    };
    let mark = grid(&bytes(&town, TABLE), "审核意见")[6][0].clone();
    let text = text_with(&town, [("采纳", ""); 4]);
    let cases: [(&str, Vec<u8>, &[&str]); 7] = [
        (
            "表.xlsx",
            change("反馈编号：hbj-1", "反馈编号：jyj-1"),
            &[
                "表.xlsx 审核意见!A7：这是给 jyj 的反馈",
                "下一步：power-list review answer jyj --from 表.xlsx --as jyj",
            ],
        ),
        (
            "表.xlsx",
            change("反馈编号：hbj-1", "反馈编号：hbj-2"),
            &["!A7：这是第 2 轮的反馈", "第 1 轮（一下）"],
        ),
        (
            "表.xlsx",
            change(&mark, &mark.replace("测试版", "2013年版")),
            &["!A7：这是“2013年版”的反馈", "“测试版”"],
        ),
        (
            "表.xlsx",
            change("反馈编号：hbj-1-", "反馈编号：hbj-1-0"),
            &["!A7：这不是一下发出的那一份反馈", "应当是"],
        ),
        (
            "文.yaml",
            text.replace("department: hbj", "department: jyj")
                .into_bytes(),
            &["文.yaml:3:13：这是给 jyj 的反馈"],
        ),
        (
            "文.yaml",
            text.replace("round: 1", "round: 2").into_bytes(),
            &["文.yaml:7:8：这是第 2 轮的反馈"],
        ),
        (
            "文.yaml",
            text.replace("edition: 测试版", "edition: 2013")
                .into_bytes(),
            &["文.yaml:5:10：这是“2013”的反馈"],
        ),
    ];
    for (name, content, wanted) in cases {
        let said = refused(4, name, content);
        for wanted in wanted {
            assert!(said.contains(wanted), "{wanted}\n{said}");
        }
    }
}

#[test]
fn silence_is_no_answer() {
    let town = returned();
    let half = fill(&bytes(&town, TABLE), &ANSWERED[..2]);
    let said = refused(4, "半.xlsx", &half);
    for wanted in [
        "还有 3 条意见没有答复",
        &format!(
            "第 4 号意见（法制办，{PERMIT} 生产建设项目水土保持方案审批）：半.xlsx 审核意见!I4 是空的"
        ),
        &format!("第 5 号意见（法制办，{}", PENALTIES[0]),
        &format!("第 6 号意见（政务服务中心，{}", PENALTIES[1]),
        "--partial",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
    put(&town, "半.xlsx", &half);
    let said = town.ok("review answer hbj --from 半.xlsx --partial --as hbj");
    assert!(
        said.contains("答复 1 条意见：不采纳 1") && said.contains("还没有答复：第 5 号"),
        "{said}"
    );
    // The rest may come in another file; what has an answer need not be repeated, and may be changed.
    let rest = [
        ("I3", "采纳"),
        ("I4", "采纳"),
        ("I5", "采纳"),
        ("I6", "采纳"),
    ];
    put(&town, "全.xlsx", fill(&bytes(&town, TABLE), &rest));
    let said = town.ok("review answer hbj --from 全.xlsx --as hbj");
    assert!(
        said.contains("第 3 号意见改了答复：原来是不采纳（县级无力承接），现在是采纳"),
        "{said}"
    );
    assert_eq!(answers(&town).len(), 5);
    put(&town, "空.xlsx", bytes(&town, TABLE));
    let said = town.ok("review answer hbj --from 空.xlsx --as hbj");
    assert!(said.contains("没有新的答复"), "{said}");
    // Nothing at all is nothing, in part or in whole.
    let empty = returned();
    empty.refused(&format!(
        "review answer hbj --from {TABLE} --partial --as hbj"
    ));
    // A row that was deleted is silence too.
    let mut table = grid(&answered(&town), "审核意见");
    table.remove(3);
    let said = refused(4, "删行.xlsx", plain(&table));
    assert!(
        said.contains("第 4 号意见") && said.contains("文件里没有这一行"),
        "{said}"
    );
}

#[test]
fn an_edited_workbook_is_refused_cell_by_cell() {
    let town = returned();
    let sound = grid(&answered(&town), "审核意见");
    let mut table = sound.clone();
    table[2][1] = "341100-hbj-01-0009".to_owned();
    table[2][3] = "改了的名称".to_owned();
    table[2][4] = "政务服务中心".to_owned();
    table[3][5] = "保留".to_owned();
    table[3][6] = String::new();
    table[4][7] = "保留；说好了".to_owned();
    table[5][2] = String::new();
    let said = refused(2, "改.xlsx", plain(&table));
    for wanted in [
        "“改.xlsx”里有 7 处不对",
        &format!(
            "改.xlsx 审核意见!B3：“事项编码”与发出的不同：发出的是“{PERMIT}”，这里是“341100-hbj-01-0009”"
        ),
        "!D3：“事项名称”",
        "!E3：“审核单位”与发出的不同：发出的是“编办”",
        "!F4：“处理意见”与发出的不同：发出的是“优化”，这里是“保留”",
        "!G4：“意见说明”",
        "这里是空白",
        "!H5：“综合组裁定”与发出的不同：发出的是空白",
        "!C6：“类别”",
        "照原件改回",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }

    // A row twice, an opinion that there is not, a number that is none.
    let mut table = sound.clone();
    let mut twice = table[2].clone();
    twice[8] = "采纳".to_owned();
    table.insert(6, twice);
    table[3][0] = "四".to_owned();
    table[4][0] = "99".to_owned();
    let said = refused(2, "行.xlsx", plain(&table));
    for wanted in [
        "行.xlsx 审核意见!A7：第 3 号意见在 行.xlsx 审核意见!A3 已经有一行",
        "!A4：编号应当是数字，这里是“四”",
        &format!(
            "!A5：一下没有第 99 号意见；法制办对 {} 的有效意见是第 5 号",
            PENALTIES[0]
        ),
        "另有 2 条意见没有答复",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }

    // Columns, the mark, and cells outside of the table.
    let mut table = sound.clone();
    table[1][6] = "意见".to_owned();
    table[3].push("旁边的话".to_owned());
    let said = refused(2, "列.xlsx", plain(&table));
    assert!(said.contains("!A2：列标题里缺少“意见说明”"), "{said}");
    assert!(said.contains("!K4：“旁边的话”不在表的列里"), "{said}");
    let mut table = sound.clone();
    table.pop();
    let said = refused(2, "号.xlsx", plain(&table));
    assert!(said.contains("找不到“反馈编号"), "{said}");
    let mut table = sound.clone();
    table.remove(1);
    let said = refused(2, "头.xlsx", plain(&table));
    assert!(said.contains("没有一张工作表有“编号”“部门答复”"), "{said}");
    refused(2, "垃圾.xlsx", b"PK\x03\x04 nothing");
    refused(2, "别的.yaml", "items:\n  - name: 甲\n");
}

#[test]
fn answers_that_are_none_are_refused_with_what_was_meant() {
    let town = returned();
    let said = refused(
        2,
        "词.xlsx",
        fill(
            &bytes(&town, TABLE),
            &[
                ("I3", "不采用"),
                ("J3", "不合适"),
                ("I4", "部分采纳"),
                ("I5", "同意"),
                ("J6", "只写了理由"),
            ],
        ),
    );
    for wanted in [
        "有 4 处不对",
        "词.xlsx 审核意见!I3：第 3 号意见的答复不能是“不采用”，是不是“不采纳”：只能写采纳、部分采纳或不采纳",
        "!J4：第 4 号意见答复“部分采纳”，要写明理由",
        "!I5：第 5 号意见的答复不能是“同意”：只能写",
        "!I6：第 6 号意见写了理由（词.xlsx 审核意见!J6），没有写答复",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
    let text = text_with(
        &town,
        [
            ("不采纳", ""),
            ("采纳", "a\u{1b}[2J"),
            ("未采纳", "为什么"),
            ("[采纳]", ""),
        ],
    );
    let said = refused(2, "词.yaml", text);
    for wanted in [
        "要写明理由",
        "控制字符（U+001B）",
        "不能是“未采纳”：",
        "应当是一段文字，这里是列表",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
}

#[test]
fn an_edited_text_is_refused_line_by_line() {
    let town = returned();
    let text = text_with(&town, [("采纳", ""); 4])
        .replace("decision: 优化", "decision: 保留")
        .replace("opinion: 6", "opinion: 5")
        .replacen("body: 编办", "bodi: 编办", 1);
    let said = refused(2, "文.yaml", &text);
    for wanted in [
        "没有“bodi”这个键",
        "“处理意见”与发出的不同：发出的是“优化”，这里是“保留”",
        "第 5 号意见在 文.yaml:",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
    let line = 1 + text
        .lines()
        .position(|l| l.contains("decision: 保留"))
        .unwrap();
    assert!(said.contains(&format!("文.yaml:{line}:")), "{said}");

    // A 保留 without a word asks for nothing; a number from elsewhere is unknown. Both are for the workflow to refuse.
    let text = text_with(&town, [("采纳", ""); 4]);
    let quiet = text.replacen(
        "body: 政务服务中心\n    decision: 保留\n",
        "body: 政务服务中心\n    decision: 保留\n    answer: 采纳\n",
        1,
    );
    assert_ne!(quiet, text);
    let said = refused(4, "文.yaml", quiet);
    assert!(said.contains("号意见是保留，没有要答复的内容"), "{said}");
    let said = refused(4, "文.yaml", text.replace("opinion: 3\n", "opinion: 333\n"));
    assert!(said.contains("一下没有第 333 号意见；编办对"), "{said}");
    let end = text.find(&format!("- code: {}", PENALTIES[1])).unwrap();
    let gone = "- code: 341100-hbj-02-0077\n  opinions:\n  - opinion: 66\n    answer: 采纳\n";
    let said = refused(4, "文.yaml", format!("{}{gone}", &text[..end]));
    assert!(
        said.contains("hbj 这一轮也没有事项“341100-hbj-02-0077”"),
        "{said}"
    );
    let broken = text.replacen("answer: 采纳", "answer: \"采纳", 1);
    refused(2, "文.yaml", broken);
}

#[test]
fn changes_nobody_asked_for_are_told_before_the_next_way_up() {
    let town = returned();
    put(&town, "填好.xlsx", answered(&town));
    let said = town.ok("review answer hbj --from 填好.xlsx --as hbj");
    assert!(!said.contains("没有意见要求的改动"), "{said}");
    let untouched = format!(
        "采纳了意见、还没有改动的事项，2 项：{}（第 5 号）、{}（第 6 号）",
        PENALTIES[0], PENALTIES[1]
    );
    assert!(said.contains(&untouched), "{said}");

    // One of the two is changed, and one is added that nobody asked for.
    let added = "341100-hbj-02-0003";
    penalties(
        town.path(),
        &[
            (PENALTIES[0], "对未编制水土保持方案擅自开工的处罚"),
            (PENALTIES[1], "对水土保持设施未经验收的处罚"),
            (added, "对拒不补办水土保持方案的处罚"),
        ],
    );
    let said = town.ok("review answer hbj --opinion 5 --answer 采纳 --reason 已补 --as hbj");
    assert!(
        said.contains(&format!(
            "没有意见要求的改动（上报时会列出），1 项：{added}（新增）"
        )),
        "{said}"
    );
    assert!(
        said.contains(&format!(
            "还没有改动的事项，1 项：{}（第 6 号）",
            PENALTIES[1]
        )),
        "{said}"
    );
    let json =
        town.json("review answer hbj --opinion 5 --answer 采纳 --dry-run --format json --as hbj");
    assert_eq!(json["schema"], "power-list/answered/v1");
    assert_eq!(json["answered"][0]["item"], PENALTIES[0]);
    assert_eq!(json["unprompted"][0]["change"], "added");
    assert_eq!(json["untouched"][0]["opinions"][0], 6);

    // A file that lies elsewhere counts as well.
    let from = town.path().join(PENALTIES_PATH);
    let elsewhere = town.path().join("items/elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::rename(&from, elsewhere.join("处罚.yaml")).unwrap();
    let again =
        town.json("review answer hbj --opinion 5 --answer 采纳 --dry-run --format json --as hbj");
    assert_eq!(again["unprompted"], json["unprompted"]);
    std::fs::rename(elsewhere.join("处罚.yaml"), &from).unwrap();
    std::fs::remove_dir(&elsewhere).unwrap();

    let again = Town::again(&content(town.path()));
    let json = again.json("review submit hbj --format json --as hbj");
    assert_eq!(json["schema"], "power-list/submitted/v1");
    assert_eq!(json["unprompted"][0]["item"], added);
    assert_eq!(json["untouched"][0]["item"], PENALTIES[1]);
    let said = town.ok("review submit hbj --as hbj");
    assert!(
        said.contains(&format!("1 项改动没有意见要求：{added}")),
        "{said}"
    );
    assert!(
        said.contains(&format!(
            "采纳了意见、却没有改动的事项，1 项：{}（第 6 号）",
            PENALTIES[1]
        )),
        "{said}"
    );
}

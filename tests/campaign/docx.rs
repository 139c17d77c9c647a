//! The list and the letter as Word documents, through the real binary: read back part by part.

use std::fs;

use insta::assert_snapshot;
use power_list::domain::catalog::Catalog;
use power_list::render::docx::{LetterHead, letter, list};
use power_list::render::listing::Heading;
use power_list::workflow::Round;
use power_list::workflow::feedback::Feedback;

use crate::docx_support::{self, Docx};
use crate::sample::program::{parts, program, run};
use crate::sample::town::{PENALTIES, PERMIT, Town};
use crate::sample::{ITEMS_PATH, items_with, put};

/// A town in which 环保局 was given back its first round, with three opinions to answer.
fn returned() -> Town {
    let town = Town::new();
    let settings = fs::read_to_string(town.path().join("power-list.yaml")).unwrap();
    put(
        town.path(),
        "power-list.yaml",
        settings.replace("start: 2014-06-17", "start: 2014-06-17, 二上: 2099-10-31"),
    );
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 下放 --level 县级 --date 2014-09-01 --as bb-1"
    ));
    town.ok("review opine hbj --category 行政处罚 --decision 保留 --text 补充裁量基准 --as fz-1");
    town.ok(&format!(
        "review opine hbj --item {} --decision 取消 --ground 无依据 --as bb-1",
        PENALTIES[0]
    ));
    town.review("hbj", 1);
    town.ok("review return hbj --as zh");
    town
}

fn read(town: &Town, path: &str) -> Vec<u8> {
    fs::read(town.path().join(path)).unwrap()
}

#[test]
fn the_letter_says_what_was_found_and_what_is_asked() {
    let town = returned();
    let said = town.ok(
        "export --letter hbj --sender 滁州市机构编制委员会办公室 --number 滁编办函〔2014〕12号 \
         --date 2014-09-30 --contact 王某，0550-0000000 -o 函.docx",
    );
    assert!(said.contains("4 条意见要答复"), "{said}");
    assert!(!said.contains("标黄"), "{said}");
    let docx = Docx::open(&read(&town, "函.docx"));
    assert!(docx.main().all("w:highlight").is_empty());
    assert_snapshot!(docx.words());
}

#[test]
fn returning_a_leg_leaves_the_letter_beside_the_other_files() {
    let town = returned();
    let bytes = read(&town, "feedback/hbj-1.docx");
    let words = Docx::open(&bytes).words();
    // The day is that of the event, which the record has.
    let events = town.json("review log --format json --kind returned");
    let at: jiff::Timestamp = events["events"][0]["at"].as_str().unwrap().parse().unwrap();
    let day = jiff::tz::Offset::constant(8).to_datetime(at).date();
    let day = format!("\n{}年{}月{}日\n", day.year(), day.month(), day.day());
    assert!(words.contains(&day), "{words}");
    for blank in ["（发文机关名称）", "（发文字号）", "（发文机关署名）"] {
        assert!(words.contains(blank), "{blank}");
    }
    let said = town.ok("export --letter hbj -o 函.docx");
    assert!(said.contains("标黄的空白要填写：发文机关（--sender）、发文字号"));
    assert_eq!(read(&town, "函.docx"), bytes);
    assert_eq!(
        program(town.path())
            .args(["export", "--letter", "hbj", "--round", "1", "-o", "-"])
            .output()
            .unwrap()
            .stdout,
        bytes
    );
    town.ok("export --letter hbj --format markdown -o 函.md");
    assert_eq!(read(&town, "函.md"), read(&town, "feedback/hbj-1.md"));

    // Somebody has filled in the blanks: that is not written over.
    put(town.path(), "feedback/hbj-1.docx", "填好的");
    town.exits(2, "review return hbj --files-only --as zh");
    assert_eq!(read(&town, "feedback/hbj-1.docx"), "填好的".as_bytes());
    town.ok("review return hbj --files-only --force --as zh");
    assert_eq!(read(&town, "feedback/hbj-1.docx"), bytes);
}

#[test]
fn a_letter_that_cannot_be_written_says_why() {
    let town = Town::new();
    let said = town.exits(4, "export --letter hbj -o 函.docx");
    assert!(said.contains("还没有启动"), "{said}");
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    for (line, why) in [
        ("--letter hbj", "hbj 还没有反馈过"),
        ("--letter hbj --round 2", "第 2 轮还没有反馈"),
        ("--letter abc", "没有 abc 这个部门"),
        ("--letter hbj --round 3", "3"),
        ("--number 1号", "--letter"),
    ] {
        let said = town.exits(2, &format!("export {line} -o 函.docx"));
        assert!(said.contains(why), "{line}\n{said}");
    }
    assert!(!town.path().join("函.docx").exists());
    let town = returned();
    let said = town.exits(2, "export --letter hbj --format csv -o 函.csv");
    assert!(said.contains("只有 docx 和 markdown"), "{said}");
    put(town.path(), "函.docx", "别人的");
    let said = town.exits(2, "export --letter hbj -o 函.docx");
    assert!(said.contains("--force"), "{said}");
    assert_eq!(read(&town, "函.docx"), "别人的".as_bytes());
}

#[test]
fn the_list_has_every_unit_category_and_item() {
    let town = Town::new();
    let said = town.ok("export -o 清单.docx");
    assert!(said.contains("2 个部门，4 项"), "{said}");
    let bytes = read(&town, "清单.docx");
    let docx = Docx::open(&bytes);
    let words = docx.words();
    for text in [
        "滁州市权力清单",
        "（测试版）",
        "2 个单位，4 项",
        "依据的法律以 2015年3月1日 为准",
        "编制中，尚未公布",
        "滁州市环境保护局（3 项）",
        "一、行政审批（1 项）",
        "二、行政处罚（2 项）",
        "生产建设项目水土保持方案审批 / 341100-hbj-01-0001 | 《水土保持法》第二十五条第一款 | 环境影响评价科 | \
         法定 / 20个工作日 / 承诺 / 15个工作日",
        "1.受理责任：一次告知需要补正的材料",
        "不依法作出许可决定的（依据：《水土保持法》第四十七条）",
        "对水土保持设施未经验收的处罚",
        "民办学校设立审批",
    ] {
        assert!(words.contains(text), "{text}\n{words}");
    }
    assert_eq!(docx.main().all("w:tbl").len(), 3);
    town.ok("export --format docx -o 又一份.docx");
    assert_eq!(read(&town, "又一份.docx"), bytes);
    // What the contents refer to is there.
    let marks: Vec<&str> = docx
        .main()
        .all("w:bookmarkStart")
        .iter()
        .map(|b| b.attributes["w:name"].as_str())
        .collect();
    for number in ["unit_1", "unit_2"] {
        assert!(marks.contains(&number));
        let refers = |i: &&docx_support::Element| i.text.contains(&format!("PAGEREF {number} "));
        assert_eq!(
            docx.main()
                .all("w:instrText")
                .into_iter()
                .filter(refers)
                .count(),
            1
        );
    }
}

#[test]
fn the_list_of_one_unit_or_of_a_release_says_so() {
    let town = Town::confirmed();
    town.ok("export --department hbj -o 清单.docx");
    let docx = Docx::open(&read(&town, "清单.docx"));
    let words = docx.words();
    assert!(words.starts_with("滁州市环境保护局权力清单\n（测试版）\n共 3 项\n"));
    assert!(!words.contains("教育局") && !words.contains("目　　录"));
    town.ok("publish --date 2015-03-01 --as gb");
    town.ok("export --release 341100-20150301 --category 行政处罚 -o 处罚.docx");
    let words = Docx::open(&read(&town, "处罚.docx")).words();
    assert!(words.contains("发布编号 341100-20150301\n2015年3月1日 公布\n"));
    assert!(!words.contains("教育局") && !words.contains("行政审批"));
}

#[test]
fn pages_are_as_the_standard_has_them() {
    let town = returned();
    town.ok("export -o 清单.docx");
    for path in ["清单.docx", "feedback/hbj-1.docx"] {
        let docx = Docx::open(&read(&town, path));
        let sections = docx.main().all("w:sectPr");
        let [portrait, landscape] = sections.as_slice() else {
            panic!("{}", sections.len());
        };
        let margins = |section: &docx_support::Element| {
            let margin = &section.all("w:pgMar")[0].attributes;
            // Tenths of a millimetre, rounded.
            ["w:top", "w:right", "w:bottom", "w:left"]
                .map(|side| (margin[side].parse::<f64>().unwrap() * 254.0 / 1440.0).round())
        };
        assert_eq!(margins(portrait), [370.0, 260.0, 350.0, 280.0]);
        assert_eq!(margins(landscape), [280.0, 370.0, 260.0, 350.0]);
        let size = &landscape.all("w:pgSz")[0].attributes;
        assert_eq!(size["w:orient"], "landscape");
        for kind in ["default", "even"] {
            // The number of a page that lies on its side is not at its foot.
            let number = landscape
                .of("w:headerReference")
                .find(|f| f.attributes["w:type"] == kind);
            assert!(number.is_some(), "{path} {kind}");
        }
        let edges = docx.0.iter().filter(|(name, _)| name.contains("er"));
        let numbers: Vec<_> = edges
            .filter(|(_, part)| part.words().contains("— 1 —"))
            .map(|(_, part)| part.all("w:textDirection").len())
            .collect();
        assert_eq!(numbers, [0, 0, 1, 1]);
        let fonts = &docx.0["word/fontTable.xml"];
        let body = fonts
            .of("w:font")
            .find(|f| f.attributes["w:name"] == "仿宋_GB2312")
            .unwrap();
        let others = &body.all("w:altName")[0].attributes["w:val"];
        assert_eq!(others, "仿宋,FangSong,华文仿宋,STFangsong");
    }
}

/// A text with everything that has a meaning in XML, in Word or to a terminal.
const ODD: &str = "审批<w:t>&amp;\"'</w:p>]]>😀\u{202e}倒\u{202c}  两 格_x000D_";

#[test]
fn odd_text_comes_back_as_it_was() {
    let town = Town::new();
    let name = format!("    name: '{}'", ODD.replace('\'', "''"));
    put(town.path(), ITEMS_PATH, items_with("name", &name));
    let out = run(town.path(), &["export", "-o", "清单.docx"]);
    let (code, _, err) = parts(&out);
    assert_eq!(code, 0, "{err}");
    let docx = Docx::open(&read(&town, "清单.docx"));
    assert!(docx.main().words().contains(ODD));

    town.ok("review start --as zh");
    put(town.path(), ITEMS_PATH, items_with("", ""));
    town.ok("review submit hbj --as hbj");
    let opinion = format!("第一行\n第二行\t列{ODD}");
    let act = [
        "review",
        "opine",
        "hbj",
        "--item",
        PERMIT,
        "--decision",
        "调整",
        "--text",
        &opinion,
        "--as",
        "bb-1",
    ];
    assert!(run(town.path(), &act).status.success());
    town.review("hbj", 1);
    town.ok("review return hbj --as zh");
    let long = "某".repeat(300);
    for sender in [ODD, &long, "\u{1}\u{7f}\u{fffe}"] {
        let line = [
            "export",
            "--letter",
            "hbj",
            "--sender",
            sender,
            "--number",
            ODD,
            "--contact",
            ODD,
            "--force",
            "-o",
            "函.docx",
        ];
        let (code, _, err) = parts(&run(town.path(), &line));
        assert_eq!(code, 0, "{err}");
        let docx = Docx::open(&read(&town, "函.docx"));
        let words = docx.words();
        // As sender above and below; the odd one as number, as contact and in both annexes besides.
        let shown = sender.replace("\u{1}\u{7f}\u{fffe}", "␁␡\u{fffd}");
        assert_eq!(
            words.matches(&shown).count(),
            2 + 4 * usize::from(sender == ODD)
        );
        // In the table of what is to be answered, and in that of all.
        let cell = opinion.replace('\n', " / ");
        assert_eq!(words.matches(&cell).count(), 2, "{words}");
    }
}

#[test]
fn nothing_is_a_document_too() {
    let heading = Heading {
        jurisdiction: "滁州市".to_owned(),
        edition: "测试版".to_owned(),
        notice: None,
    };
    let catalog = Catalog {
        as_of: "2015-03-01".parse().unwrap(),
        departments: Vec::new(),
        categories: Vec::new(),
        laws: Vec::new(),
        charts: Vec::new(),
        items: Vec::new(),
    };
    let words = Docx::open(&list(&catalog, &heading, None).unwrap()).words();
    assert!(words.ends_with("没有列入清单的行政权力事项。\n"), "{words}");

    let feedback = Feedback {
        department: "hbj".parse().unwrap(),
        name: "市环保局".to_owned(),
        edition: "测试版".to_owned(),
        round: Round::Second,
        returned_at: None,
        group: "审核一组".to_owned(),
        legality: None,
        items: Vec::new(),
    };
    let docx = Docx::open(&letter(&feedback, &LetterHead::default()).unwrap());
    let words = docx.words();
    assert!(words.contains("本轮报送说明没有行政权力事项"), "{words}");
    assert!(words.contains("经单位负责人签署后报送（三上）"), "{words}");
    assert!(!words.contains("附件"), "{words}");
    assert_eq!(docx.main().all("w:sectPr").len(), 1);
}

//! The papers of a leg down: four files that say the same, one of them a workbook to answer in.

use crate::papers_support::*;
use crate::sample::program::content;
use crate::sample::town::{PENALTIES, PERMIT, Town};

#[test]
fn the_workbook_has_the_opinions_beside_the_items() {
    let town = returned();
    let table = bytes(&town, TABLE);
    let opinions = grid(&table, "审核意见");
    assert_eq!(opinions[0][0], "市环保局权力清单一下审核意见（测试版）");
    assert_eq!(
        opinions[1],
        [
            "编号",
            "事项编码",
            "类别",
            "事项名称",
            "审核单位",
            "处理意见",
            "意见说明",
            "综合组裁定",
            "部门答复",
            "答复理由"
        ]
    );
    assert_eq!(
        opinions[2][..7],
        [
            "3",
            PERMIT,
            "行政审批",
            "生产建设项目水土保持方案审批",
            "编办",
            "下放（县级，自 2014-09-01 起）",
            ""
        ]
    );
    // The item stands once beside both opinions on it.
    assert_eq!(
        opinions[3],
        [
            "4",
            "",
            "",
            "",
            "法制办",
            "优化",
            "=缩短承诺期限，补上听证环节",
            "",
            "",
            ""
        ]
    );
    let numbers: Vec<&str> = opinions[2..6].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(numbers, OPINIONS);
    let mark = &opinions.last().unwrap()[0];
    assert!(
        mark.starts_with("反馈编号：hbj-1-") && mark.ends_with("（测试版）"),
        "{mark}"
    );

    let items = grid(&table, "全部事项");
    assert_eq!(
        items[1],
        [
            "序号",
            "事项编码",
            "类别",
            "事项名称",
            "编办",
            "法制办",
            "政务服务中心",
            "综合组裁定"
        ]
    );
    assert_eq!(items.len(), 2 + 3);
    assert_eq!(items[2][7], "意见不一致，待裁定");
    assert_eq!(items[3][5], "保留\n补充裁量基准");
    assert!(grid(&table, "填写说明").len() > 5);
}

#[test]
fn only_the_answers_can_be_written_in() {
    let town = returned();
    let table = bytes(&town, TABLE);
    let mut seen = std::cell::RefCell::new(Vec::new());
    for part in 1..=3 {
        edit(&table, &format!("xl/worksheets/sheet{part}.xml"), |sheet| {
            seen.borrow_mut().push(sheet.to_owned());
            sheet.to_owned()
        });
    }
    edit(&table, "xl/workbook.xml", |book| {
        assert!(book.contains("<workbookProtection lockStructure=\"1\"/>"));
        assert!(book.contains("审核意见!$1:$2"), "{book}");
        book.to_owned()
    });
    let sheets = seen.get_mut();
    for sheet in sheets.iter() {
        let protection = &sheet[sheet.find("<sheetProtection").unwrap()..];
        let protection = &protection[..protection.find("/>").unwrap()];
        assert!(!protection.contains("insertRows=\"0\""), "{protection}");
        assert!(sheet.contains("orientation=\"landscape\"") && sheet.contains("paperSize=\"9\""));
        assert!(sheet.contains("state=\"frozen\""));
    }
    let validation = &sheets[0][sheets[0].find("<dataValidation ").unwrap()..];
    assert!(validation.contains("sqref=\"I3:I6\""), "{validation}");
    assert!(validation.contains("采纳,部分采纳,不采纳"), "{validation}");
    // The styles of the two columns, and of no other, are unlocked.
    edit(&table, "xl/styles.xml", |styles| {
        let formats = &styles[styles.find("<cellXfs").unwrap()..];
        let formats: Vec<&str> = formats.split("<xf ").skip(1).collect();
        let unlocked = |cell: &str| {
            let sheet = &sheets[0];
            let at = sheet.find(&format!("<c r=\"{cell}\" s=\"")).expect(cell);
            let style = &sheet[at..][format!("<c r=\"{cell}\" s=\"").len()..];
            let style: usize = style[..style.find('"').unwrap()].parse().unwrap();
            formats[style].contains("locked=\"0\"")
        };
        for row in 2..=6 {
            for (n, column) in ('A'..='J').enumerate() {
                let wanted = row > 2 && n >= 8;
                assert_eq!(unlocked(&format!("{column}{row}")), wanted, "{column}{row}");
            }
        }
        styles.to_owned()
    });
}

#[test]
fn the_same_feedback_gives_the_same_files() {
    let town = returned();
    let folder = town.path().join("feedback");
    let before = content(&folder);
    assert_eq!(before.len(), 4);
    let same = town.ok("review return hbj --as zh --files-only");
    assert_eq!(same.matches("写出：").count(), 4, "{same}");
    assert_eq!(content(&folder), before);
    std::fs::remove_dir_all(&folder).unwrap();
    town.ok("review return hbj --as zh --files-only");
    assert_eq!(content(&folder), before);
    // The answers belong to the unit: they change nothing of what it was given.
    town.ok("review answer hbj --all --answer 采纳 --as hbj");
    std::fs::remove_dir_all(&folder).unwrap();
    town.ok("review return hbj --as zh --files-only");
    assert_eq!(content(&folder), before);
}

#[test]
fn a_workbook_that_somebody_is_filling_in_is_not_overwritten() {
    let town = returned();
    let filled = fill(&bytes(&town, TABLE), &[("I3", "采纳")]);
    put(&town, TABLE, &filled);
    let said = town.exits(2, "review return hbj --as zh --files-only");
    assert!(
        said.contains("hbj-1.xlsx") && said.contains("--force"),
        "{said}"
    );
    assert_eq!(bytes(&town, TABLE), filled);
    town.ok("review return hbj --as zh --files-only --force");
    assert_ne!(bytes(&town, TABLE), filled);

    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town.review("hbj", 1);
    std::fs::create_dir(town.path().join("feedback")).unwrap();
    put(&town, TABLE, "别人的文件");
    let before = town.record();
    town.exits(2, "review return hbj --as zh");
    assert_eq!(town.record(), before);
}

#[test]
fn the_second_round_tells_what_came_of_the_first() {
    let town = returned();
    town.ok("review answer hbj --opinion 3 --answer 不采纳 --reason 县级无力承接 --as hbj");
    town.ok("review answer hbj --all --answer 采纳 --as hbj");
    town.ok("review submit hbj --as hbj");
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 优化 --text 再缩短，《水土保持法》第九十九条已有规定 --as bb-1"
    ));
    town.review("hbj", 2);
    town.ok(&format!(
        "review rule hbj --item {PERMIT} --decision 保留 --reason 期限已经合理 --as zh"
    ));
    town.ok("review return hbj --as zh");

    let table = bytes(&town, "feedback/hbj-2.xlsx");
    let opinions = grid(&table, "审核意见");
    let ruling = column(&opinions, "综合组裁定");
    assert_eq!(opinions[2][ruling], "保留；期限已经合理");
    // What is cited is checked on the papers for people, and is no part of what is recorded.
    let cited = column(&opinions, "引用条款核对");
    let told = &opinions[2][cited];
    assert!(told.contains("没有第九十九条"), "{told}");
    let items = grid(&table, "全部事项");
    let earlier = "编办：下放（县级，自 2014-09-01 起）——不采纳（县级无力承接）\n\
                   法制办：优化；=缩短承诺期限，补上听证环节——采纳";
    assert_eq!(items[2][8], earlier);
    assert!(
        items.last().unwrap()[0].starts_with("合法性审查：合法"),
        "{items:?}"
    );

    let yaml = String::from_utf8(bytes(&town, "feedback/hbj-2.yaml")).unwrap();
    let value: serde_json::Value = serde_yaml::from_str(&yaml).unwrap();
    let item = &value["items"][0];
    assert_eq!(item["code"], PERMIT);
    assert_eq!(item["ruling"]["reason"], "期限已经合理");
    assert_eq!(item["last_round"][0]["answer"], "不采纳");
    assert_eq!(item["last_round"][0]["reason"], "县级无力承接");
    assert!(
        value["items"][1].get("last_round").is_some(),
        "{}",
        PENALTIES[0]
    );
    let paper = String::from_utf8(bytes(&town, "feedback/hbj-2.md")).unwrap();
    assert!(paper.contains("不采纳（县级无力承接）"), "{paper}");
    assert!(paper.contains("保留；期限已经合理"), "{paper}");
    assert!(paper.contains(&format!("（引用核对）{told}")), "{paper}");
    assert!(!yaml.contains(told), "{yaml}");
    town.ok("export --letter hbj -o 函.md --format markdown");
    assert_eq!(bytes(&town, "函.md"), paper.into_bytes());
}

#[test]
fn files_follow_their_schema() {
    let town = returned();
    let schema = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/feedback.schema.json"),
    )
    .unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let yaml = String::from_utf8(bytes(&town, TEXT)).unwrap();
    for text in [yaml.clone(), yaml.replace("answer: ''", "answer: 采纳")] {
        let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let wrong: serde_json::Value =
        serde_yaml::from_str(&yaml.replace("answer: ''", "answer: 同意")).unwrap();
    assert!(!validator.is_valid(&wrong));
}

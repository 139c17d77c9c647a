//! What differs between two releases, and how an office announces it.

use std::fs;

use calamine::{Data, Reader as _, Xlsx};

use super::{Project, column};

use crate::docx_support::Docx;
use crate::sample;
use crate::sample::town::{PENALTIES, PENALTIES_PATH, PERMIT, SCHOOL};

/// Two releases with a cancelled, a delegated, a renamed, a changed and a new item between them.
fn town() -> Project {
    let town = Project::town();
    town.publish(2015, 3, &[]);
    town.edit(
        PENALTIES_PATH,
        "对未编制水土保持方案的处罚",
        "对没有编制水土保持方案的处罚",
    );
    town.edit(sample::ITEMS_PATH, "promised: 15", "promised: 12");
    let more = fs::read_to_string(town.path().join("items/jyj/行政审批.yaml")).unwrap();
    let (_, item) = more.split_once("  - ").unwrap();
    let item = item
        .replace("01-0001", "01-0002")
        .replace("民办学校设立审批", "民办学校变更审批");
    sample::put(
        town.path(),
        "items/jyj/行政审批.yaml",
        format!("{more}  - {item}"),
    );
    town.publish(
        2015,
        9,
        &[
            (PENALTIES[1], "取消", "国发〔2015〕11号"),
            (SCHOOL, "下放", "下放县级，自2015-09-01起"),
        ],
    );
    town
}

#[test]
fn the_two_newest_releases_are_compared() {
    let town = town();
    let newest = town.json("release diff");
    assert_eq!(newest, town.json("release diff 341100-20150301"));
    assert_eq!(newest, town.json("diff 341100-20150301 341100-20150901"));
    assert_eq!(
        column(&newest["changes"], "kind"),
        ["changed", "renamed", "removed", "removed", "added"]
    );
    town.exits(1, "release diff --exit-code");
    let alone = Project::town();
    let said = alone.exits(2, "release diff");
    assert!(said.contains("还没有公布过"), "{said}");
    alone.publish(2015, 3, &[]);
    let said = alone.exits(2, "release diff");
    assert!(said.contains("只公布过一次（341100-20150301）"), "{said}");
}

#[test]
fn a_notice_is_written_three_ways_and_says_the_same() {
    let town = town();
    let line = "report changes --ground 市政府第40次常务会议纪要 --sender 滁州市人民政府";
    let markdown = town.exits(0, &format!("{line} --format markdown -o -"));
    insta::assert_snapshot!("change_notice", markdown);
    town.exits(0, &format!("{line} -o 公告.xlsx"));
    let bytes = fs::read(town.path().join("公告.xlsx")).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let names = book.sheet_names().clone();
    let sheet = names
        .iter()
        .find(|name| name.contains("调整事项表"))
        .unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let rows: Vec<Vec<String>> = range
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect();
    let of = |code: &str| {
        let row = rows.iter().find(|row| row.iter().any(|cell| cell == code));
        row.unwrap_or_else(|| panic!("{code}\n{rows:?}")).join("|")
    };
    assert!(of(PENALTIES[1]).contains("取消") && of(PENALTIES[1]).contains("国发〔2015〕11号"));
    assert!(of(SCHOOL).contains("下放县级，自2015-09-01起"));
    assert!(of("341100-jyj-01-0002").contains("新增"));
    assert!(of(PENALTIES[0]).contains("原名称“对未编制水土保持方案的处罚”"));
    assert!(of(PERMIT).contains("承诺期限由“15 工作日”改为“12 工作日”"));
    let said = town.exits(0, line);
    assert!(
        said.contains("关于调整滁州市政府权力清单的公告.docx"),
        "{said}"
    );
    let paper = town.path().join("关于调整滁州市政府权力清单的公告.docx");
    let docx = Docx::open(&fs::read(paper).unwrap());
    let text = docx.words();
    for word in ["特此公告", "共调整5项", "第40次常务会议纪要", PENALTIES[1]] {
        assert!(text.contains(word), "{word}\n{text}");
    }
    let said = town.exits(2, "report changes --sender 滁州市人民政府");
    assert!(said.contains("没有覆盖"), "{said}");
}

#[test]
fn where_nothing_changed_nothing_is_announced() {
    let town = Project::town();
    town.publish(2015, 3, &[]);
    town.publish(2015, 9, &[]);
    let said = town.exits(0, "report changes");
    assert!(said.contains("没有不同，没有写公告"), "{said}");
    assert!(!fs::read_dir(town.path()).unwrap().any(|entry| {
        entry
            .unwrap()
            .path()
            .extension()
            .is_some_and(|e| e == "docx")
    }));
}

//! `validate FILE.xlsx` through the binary: findings at cells, in every format, and in the unit's own workbook.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;

use crate::sample;
use crate::sample::program::{content, parts, run};

const TITLES: [&str; 7] = [
    "序号",
    "事项名称",
    "权力类型",
    "实施依据",
    "行使主体",
    "承办机构",
    "责任事项",
];

/// A list with a title over it: the project's own item with another office, a new one with faults.
fn workbook(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("清单").unwrap();
    sheet
        .merge_range(0, 0, 0, 6, "市环保局权力清单", &Format::new().set_bold())
        .unwrap();
    sheet.set_column_width(3, 40).unwrap();
    for (column, title) in TITLES.iter().enumerate() {
        sheet.write(1, column as u16, *title).unwrap();
    }
    for (row, cells) in [
        [
            "1",
            "生产建设项目水土保持方案审批",
            "行政审批",
            "【规章】《水土保持法》第二十五条第一款",
            "市环保局",
            "不存在的科",
            "1.受理责任：一次告知需要补正的材料；2.审查责任：组织技术审查；3.决定责任：作出书面决定；4.送达责任：送达决定。",
        ],
        [
            "2",
            "对水土流失的什么",
            "行政处罚",
            "【法律】《中华人民共和国水土保持法》第四十八条：违法的，处罚款。\n第九十九条：没有这一条。",
            "市环保局",
            "污染防治科",
            "1.立案责任：立案。",
        ],
        ["3", "对鸟的什么", "行政什么", "《水法》第七条", "市环保局", "", ""],
        ["4", "对鱼的处罚", "行政处罚", "《水法》第七条", "省水利厅", "", ""],
    ]
    .into_iter()
    .enumerate()
    {
        for (column, text) in cells.into_iter().enumerate() {
            sheet.write(row as u32 + 2, column as u16, text).unwrap();
        }
    }
    book.save(path).unwrap();
}

fn project() -> tempfile::TempDir {
    let dir = sample::project();
    workbook(&dir.path().join("报送表.xlsx"));
    dir
}

fn json(dir: &Path, arguments: &[&str]) -> (i32, Value) {
    let (code, out, err) = parts(&run(
        dir,
        &[&["validate", "--format", "json"], arguments].concat(),
    ));
    let page = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}\n{out}\n{err}"));
    (code, page)
}

/// `L017 清单!D3` for each finding, in order.
fn places(page: &Value) -> Vec<String> {
    let rows = page["findings"].as_array().unwrap();
    rows.iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap_or("-");
            format!("{} {}!{}", text("code"), text("sheet"), text("cell"))
        })
        .collect()
}

#[test]
fn findings_carry_sheet_and_cell() {
    let dir = project();
    let (code, page) = json(dir.path(), &["报送表.xlsx"]);
    assert_eq!(code, 1);
    assert_eq!(page["summary"]["files"], 2, "the workbook and the chart");
    assert_eq!(page["summary"]["items"], 2);
    let found = places(&page);
    for wanted in [
        // The office of an item that the project has already.
        "I007 清单!F3",
        // The level that the workbook ascribes to a law.
        "L017 清单!D3",
        // An article that there is not, in a cell of several.
        "L002 清单!D4",
        // A category of no set, a unit that nobody knows.
        "I002 清单!C5",
        "I001 清单!E6",
        // What an item lacks is said at its name.
        "F001 清单!B4",
    ] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:#?}");
    }
    let article = page["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["code"] == "L002")
        .unwrap();
    assert_eq!(
        (&article["line"], &article["column"]),
        (&4.into(), &4.into())
    );
    assert_eq!(article["file"], "报送表.xlsx");
    // The project's own item has its chart, and what was not handed in is not spoken of.
    assert!(!found.contains(&"F001 清单!B3".to_owned()));
    assert!(
        found.iter().all(|place| place.contains("清单!")),
        "{found:#?}"
    );
}

#[test]
fn nothing_of_the_project_changes() {
    let dir = project();
    let before = content(dir.path());
    run(dir.path(), &["validate", "报送表.xlsx"]);
    assert_eq!(content(dir.path()), before);
}

#[test]
fn a_terminal_shows_the_text_of_the_cell() {
    let dir = project();
    let (_, out, _) = parts(&run(
        dir.path(),
        &["validate", "报送表.xlsx", "--select", "L002,L017,I002"],
    ));
    insta::assert_snapshot!(out);
}

#[test]
fn every_format_names_the_cell() {
    let dir = project();
    for format in ["sarif", "github", "gitlab", "junit", "markdown"] {
        let (code, out, err) = parts(&run(
            dir.path(),
            &["validate", "报送表.xlsx", "--format", format],
        ));
        assert_eq!(code, 1, "{format}: {err}");
        assert!(out.contains("清单!D4"), "{format}: {out}");
    }
    let (_, github, _) = parts(&run(
        dir.path(),
        &["validate", "报送表.xlsx", "--format", "github"],
    ));
    assert!(!github.contains("line="), "{github}");
}

#[test]
fn the_whole_project_is_judged_with_the_workbook_when_both_are_named() {
    let dir = project();
    let (_, alone) = json(dir.path(), &["报送表.xlsx"]);
    let (_, both) = json(dir.path(), &[".", "报送表.xlsx"]);
    let text = |page: &Value| page["findings"].as_array().unwrap().len();
    assert!(text(&both) >= text(&alone));
    assert!(both["summary"]["files"].as_u64() > alone["summary"]["files"].as_u64());
}

#[test]
fn a_unit_may_be_given() {
    let dir = project();
    let (_, page) = json(dir.path(), &["报送表.xlsx", "--department", "hbj"]);
    assert!(!places(&page).iter().any(|p| p.starts_with("I001")));
    assert_eq!(page["summary"]["items"], 3);
    let (code, _, err) = parts(&run(
        dir.path(),
        &[
            "validate",
            "报送表.xlsx",
            "--department",
            "hbj",
            "--department",
            "sjj",
        ],
    ));
    assert_eq!(code, 2, "{err}");
}

fn cell(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, row: u32, column: u32) -> String {
    let range = book.worksheet_range(sheet).unwrap();
    range
        .get_value((row, column))
        .unwrap_or(&Data::Empty)
        .to_string()
}

#[test]
fn the_workbook_goes_back_with_its_findings() {
    let dir = project();
    let (code, out, err) = parts(&run(
        dir.path(),
        &[
            "validate",
            "报送表.xlsx",
            "--feedback",
            "反馈.xlsx",
            "--quiet",
        ],
    ));
    assert_eq!(code, 1, "{out}{err}");
    let bytes = std::fs::read(dir.path().join("反馈.xlsx")).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["清单", "检查结果"]);
    assert_eq!(cell(&mut book, "清单", 2, 5), "不存在的科");
    let range = book.worksheet_range("检查结果").unwrap();
    let all: String = range
        .rows()
        .flatten()
        .map(|value| format!("{value}\n"))
        .collect();
    for piece in ["L002", "I007", "不存在的科"] {
        assert!(all.contains(piece), "{piece}: {all}");
    }
}

#[test]
fn feedback_that_comes_back_is_read_like_what_was_sent() {
    let dir = project();
    run(
        dir.path(),
        &[
            "validate",
            "报送表.xlsx",
            "--feedback",
            "反馈.xlsx",
            "--quiet",
        ],
    );
    let (_, sent) = json(dir.path(), &["报送表.xlsx"]);
    let (_, back) = json(dir.path(), &["反馈.xlsx"]);
    assert_eq!(places(&back), places(&sent));
}

#[test]
fn feedback_overwrites_nothing_by_surprise() {
    let dir = project();
    let feedback = |arguments: &[&str]| {
        let all = [&["validate", "报送表.xlsx", "--feedback"], arguments].concat();
        parts(&run(dir.path(), &all))
    };
    let before = std::fs::read(dir.path().join("报送表.xlsx")).unwrap();
    let (code, _, err) = feedback(&["报送表.xlsx"]);
    assert_eq!((code, err.contains("不能写回")), (2, true), "{err}");
    assert_eq!(
        std::fs::read(dir.path().join("报送表.xlsx")).unwrap(),
        before
    );
    sample::put(dir.path(), "反馈.xlsx", "别人的文件");
    let (code, _, err) = feedback(&["反馈.xlsx"]);
    assert_eq!((code, err.contains("--force")), (2, true), "{err}");
    let (code, _, _) = feedback(&["反馈.xlsx", "--force"]);
    assert_eq!(code, 1);
    let (code, _, err) = feedback(&["反馈.txt"]);
    assert_eq!((code, err.contains(".xlsx")), (2, true), "{err}");
    let (code, _, err) = parts(&run(dir.path(), &["validate", "--feedback", "反馈.xlsx"]));
    assert_eq!((code, err.contains("一个工作簿")), (2, true), "{err}");
}

#[test]
fn a_workbook_without_a_project_says_what_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    workbook(&dir.path().join("报送表.xlsx"));
    let (code, _, err) = parts(&run(dir.path(), &["validate", "报送表.xlsx"]));
    assert_eq!(code, 2);
    assert!(err.contains("--project"), "{err}");
    sample::put(dir.path(), "坏.xlsx", "不是工作簿");
    let project = sample::project();
    let root = project.path().to_str().unwrap();
    let (code, _, err) = parts(&run(
        dir.path(),
        &["validate", "坏.xlsx", "--project", root],
    ));
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("坏.xlsx"), "{err}");
}

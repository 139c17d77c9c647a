//! The papers that an office owes, through the real binary: monthly bulletin, rectification notice, minutes of a group's
//! day, statistics of the clean-up, each as Word document, workbook and Markdown.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use calamine::{Data, Reader as _, Xlsx};
use tempfile::TempDir;

use crate::docx_support::Docx;
use crate::sample::program::{Content, content, lay_out, parts, program, run};
use crate::sample::town::{PENALTIES, PERMIT, Town};

/// The example city, its campaign walked through on the days of 2014 and 2015.
struct City(TempDir);

impl City {
    fn new() -> Self {
        static MADE: OnceLock<Content> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let (code, out, err) = parts(&run(dir.path(), &["demo", "演示"]));
            assert_eq!(code, 0, "{out}{err}");
            content(&dir.path().join("演示"))
        });
        let dir = tempfile::tempdir().unwrap();
        lay_out(dir.path(), made);
        Self(dir)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn ok(&self, line: &str) -> String {
        exits(self.path(), 0, line)
    }
}

fn exits(dir: &Path, wanted: i32, line: &str) -> String {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    let (code, out, err) = parts(&program(dir).args(arguments).output().unwrap());
    assert_eq!(code, wanted, "{line}\n{out}{err}");
    format!("{out}{err}")
}

/// The sheets of a workbook with the texts of their cells.
fn sheets(path: PathBuf) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book = Xlsx::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let names = book.sheet_names().clone();
    names
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            let text = |cell: &Data| cell.to_string();
            let rows = range.rows().map(|row| row.iter().map(text).collect());
            (name, rows.collect())
        })
        .collect()
}

#[test]
fn a_month_is_told_with_the_month_before() {
    let city = City::new();
    insta::assert_snapshot!(
        "monthly",
        city.ok("report monthly 2014-09 --number 第3期 --format markdown -o -")
    );
}

#[test]
fn a_group_s_day_is_told_from_the_record() {
    let city = City::new();
    insta::assert_snapshot!(
        "minutes",
        city.ok("report minutes 审核一组 --date 2014-08-20 --place 市编办会议室 --chair 张三 --with 李四 --format markdown -o -")
    );
}

#[test]
fn what_the_clean_up_came_to_is_told_by_category_and_unit() {
    let city = City::new();
    insta::assert_snapshot!(
        "cleanup",
        city.ok("report cleanup --date 2015-03-01 --format markdown -o -")
    );
}

#[test]
fn the_three_formats_say_the_same() {
    let city = City::new();
    for (command, tables) in [
        ("report monthly 2014-09", 3),
        ("report minutes 审核一组 --date 2014-08-20", 2),
        ("report cleanup --date 2015-03-01", 2),
    ] {
        for ending in ["md", "docx", "xlsx"] {
            city.ok(&format!(
                "{command} --sender 滁州市编办 -o 文件.{ending} --force"
            ));
        }
        let text = fs::read_to_string(city.path().join("文件.md")).unwrap();
        let word = Docx::open(&fs::read(city.path().join("文件.docx")).unwrap());
        let book = sheets(city.path().join("文件.xlsx"));
        let title = text.lines().next().unwrap().trim_start_matches("# ");
        assert_eq!(book[0].0, "正文");
        assert_eq!(book[0].1[0][0], title);
        assert_eq!(word.main().all("w:tbl").len(), tables, "{command}");
        assert_eq!(book.len(), tables + 1, "{command}");
        let words = word.words();
        assert!(words.replace('\n', "").contains(title), "{title}\n{words}");
        // Every figure of every table stands in all three.
        for (name, rows) in &book[1..] {
            for row in &rows[1..] {
                for cell in row.iter().filter(|cell| !cell.is_empty()) {
                    assert!(words.contains(cell.as_str()), "{name}: {cell}");
                }
            }
        }
        let lines: Vec<&str> = text.lines().filter(|l| l.starts_with('|')).collect();
        // In a workbook a title stands above the head of each table; in Markdown a rule below it.
        let rows: usize = book[1..].iter().map(|(_, rows)| rows.len()).sum();
        assert_eq!(lines.len(), rows, "{command}");
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let city = City::new();
    for ending in ["docx", "xlsx", "md"] {
        let line = format!("report cleanup --date 2015-03-01 -o 统计.{ending}");
        assert!(city.ok(&line).contains("写出"));
        let again = city.ok(&line);
        assert!(again.contains("没有变化"), "{again}");
        let differs = exits(
            city.path(),
            2,
            &format!("report cleanup --date 2015-03-02 -o 统计.{ending}"),
        );
        assert!(differs.contains("没有覆盖"), "{differs}");
    }
}

#[test]
fn a_month_a_group_and_a_unit_that_are_not_there_are_named() {
    let city = City::new();
    for (line, said) in [
        ("report monthly 2014-13", "“2014-13”不是月份"),
        ("report monthly 2013-01", "2013年1月还没有审核记录"),
        ("report monthly 9999-01", "还没有到"),
        (
            "report minutes 审核一祖 --date 2014-08-20",
            "是不是想写：审核一组",
        ),
        (
            "report cleanup -o 统计.pdf",
            "文件名以 .docx、.xlsx、.md 结尾",
        ),
        ("report notice -o -", "写进一个文件夹"),
    ] {
        let text = exits(city.path(), 2, line);
        assert!(text.contains(said), "{line}\n{text}");
    }
    let text = exits(city.path(), 4, "report notice abc");
    assert!(text.contains("不在这次三上三下之列"), "{text}");
    let town = Town::new();
    let text = town.exits(4, "report cleanup");
    assert!(text.contains("review start"), "{text}");
}

/// A town with a first round behind its unit: an opinion without an answer, a fault in its list, a leg that is late.
fn troubled() -> Town {
    let town = Town::new();
    let settings = town.path().join("power-list.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    let planned = "timetable: { start: 2014-06-17, 一上: 2014-08-15, 二上: 2014-10-31, publication: 2015-03-01 }";
    fs::write(
        &settings,
        text.replace(
            "timetable: { start: 2014-06-17, publication: 2015-03-01 }",
            planned,
        ),
    )
    .unwrap();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town.ok(&format!(
        "review opine hbj --item {} --decision 优化 --text 补充裁量基准 --as fz-1",
        PENALTIES[0]
    ));
    town.review("hbj", 1);
    town.ok("review return hbj --as zh");
    let penalties = town.path().join("items/hbj/行政处罚.yaml");
    let text = fs::read_to_string(&penalties).unwrap();
    fs::write(
        &penalties,
        text.replacen("《水土保持法》第五十三条", "《水土保持法》第九十九条", 1),
    )
    .unwrap();
    town
}

#[test]
fn a_notice_names_what_is_late_wrong_and_unanswered() {
    let town = troubled();
    let text = town.ok("report notice hbj --date 2014-11-05 --within 5 --format markdown -o -");
    insta::assert_snapshot!("notice", text);
    // 31 October 2014 was a Friday: three working days have passed, five more end on the next Wednesday.
    assert!(text.contains("二上应当于2014年10月31日前完成，至2014年11月5日已逾期3个工作日。"));
    assert!(text.contains("请于2014年11月12日前（5个工作日内）完成整改"));
}

#[test]
fn notices_go_to_the_units_that_need_one() {
    let town = troubled();
    let told = town.ok("report notice --date 2014-11-05 --sender 滁州市编办");
    assert!(told.contains("整改通知/整改通知-hbj.docx"), "{told}");
    assert!(
        told.contains("二上逾期 3 个工作日，1 处错误，1 条意见没有答复"),
        "{told}"
    );
    assert!(
        told.contains("一上逾期"),
        "the school board has not reported: {told}"
    );
    assert!(told.contains("发文字号（--number）") && !told.contains("发文机关（--sender）"));
    let word = Docx::open(&fs::read(town.path().join("整改通知/整改通知-hbj.docx")).unwrap());
    let words = word.words();
    for said in [
        "关于限期整改权力清单编制问题的通知",
        "滁州市环境保护局：",
        "第九十九条",
        "补充裁量基准",
        PENALTIES[0],
    ] {
        assert!(words.contains(said), "{said}\n{words}");
    }
    assert!(!words.contains(PERMIT), "nothing is wrong with the permit");
    // Before anything is late and with all in order there is nothing to write.
    let quiet = Town::new();
    quiet.ok("review start --as zh");
    assert!(
        quiet
            .ok("report notice --date 2014-06-18")
            .contains("没有要整改的部门")
    );
    assert!(!quiet.path().join("整改通知").exists());
}

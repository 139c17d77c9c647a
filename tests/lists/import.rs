//! `import SOURCE…` through the binary: workbooks and item files into a project.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::Value;
use tempfile::TempDir;

const SETTINGS: &str = "jurisdiction:\n  code: \"341100\"\n  name: 滁州市\nedition: 测试版\ncategories: national-2015\nas_of: 2025-06-01\n";
const DEPARTMENTS: &str = "departments:\n  - id: tjj\n    name: 滁州市统计局\n    short_name: 统计局\n    kind: 市政府工作部门\n  - id: sjj\n    name: 滁州市审计局\n    short_name: 审计局\n    kind: 市政府工作部门\n";

struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("power-list.yaml"), SETTINGS).unwrap();
        fs::write(dir.path().join("departments.yaml"), DEPARTMENTS).unwrap();
        Self(dir)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) -> PathBuf {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    fn import(&self, source: &Path, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_power-list"))
            .args(["import", "--project"])
            .arg(self.0.path())
            .arg(source)
            .args(more)
            .output()
            .unwrap()
    }

    fn json(&self, source: &Path, more: &[&str]) -> Value {
        let output = self.import(source, &[more, &["--format", "json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}\n{}", text(&output)))
    }

    /// All files below items/ with their bytes.
    fn items(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut out = Vec::new();
        let mut open = vec![self.path("items")];
        while let Some(dir) = open.pop() {
            let Ok(entries) = fs::read_dir(dir) else {
                continue;
            };
            for entry in entries {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    out.push((path.clone(), fs::read(&path).unwrap()));
                }
            }
        }
        out.sort();
        out
    }
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn merge(sheet: &mut Worksheet, area: (u32, u16, u32, u16), text: &str) {
    sheet
        .merge_range(area.0, area.1, area.2, area.3, text, &Format::new())
        .unwrap();
}

/// A list as offices make them: a title above, a title over two columns, items over merged and page-broken rows,
/// line breaks inside names, a repeated header, a note below.
fn odd_workbook(dir: &Path) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("清单").unwrap();
    merge(sheet, (0, 0, 0, 9), "滁州市统计局权责清单");
    let titles = [
        "序号",
        "事项\n名称",
        "子项\n名称",
        "权力\n类型",
        "行使\n主体",
        "承办\n机构",
        "",
        "",
        "责任事项内容",
        "追责情形",
    ];
    for (column, title) in titles.iter().enumerate() {
        sheet.write(2, column as u16, *title).unwrap();
    }
    merge(sheet, (2, 6, 2, 7), "实施层级及\n权限");
    // Rows 4 and 5: everything merged downwards.
    for (column, value) in [
        (0, "1"),
        (1, "对拒绝\n配合调\n查、普\n查的处罚"),
        (2, "无"),
        (3, "行政\n处罚"),
        (4, "市统\n计局"),
        (5, "法规科\n、综合\n科"),
        (6, "市级"),
        (7, "负责\n市本级"),
        (
            8,
            "直接实施责\n任：\n1.依法甲\n。\n指导监督责\n任：\n2.加强乙；",
        ),
        (9, "有下列情形的\n，承担责任：\n1.丙的；\n2.其他\n行为。"),
    ] {
        merge(sheet, (3, column, 4, column), value);
    }
    // Rows 6 to 8: a page break inside the item, the header again in between.
    for (column, value) in [
        (0, "2"),
        (1, "对迟报\n资料"),
        (3, "行政处罚"),
        (4, "市统计局"),
        (8, "直接实施责任：1.依法丁；"),
    ] {
        sheet.write(5, column, value).unwrap();
    }
    for (column, title) in titles.iter().enumerate() {
        sheet.write(6, column as u16, *title).unwrap();
    }
    for (column, value) in [(1, "的处罚"), (8, "2.依法戊。")] {
        sheet.write(7, column, value).unwrap();
    }
    sheet.write(8, 0, 3).unwrap();
    for (column, value) in [(1, "对数据的检查"), (3, "行政检查"), (4, "市统计局")] {
        sheet.write(8, column, value).unwrap();
    }
    for (column, value) in [
        (0, "4"),
        (1, "对人的什么"),
        (3, "行政什么"),
        (4, "市统计局"),
    ] {
        sheet.write(9, column, value).unwrap();
    }
    merge(sheet, (10, 0, 10, 9), "注：本表由市统计局负责解释。");
    let path = dir.join("统计局（报送）.xlsx");
    book.save(&path).unwrap();
    path
}

#[test]
fn an_odd_workbook_becomes_item_files() {
    let project = Project::new();
    let source = odd_workbook(project.0.path());
    let json = project.json(&source, &[]);
    assert_eq!(json["schema"], "power-list/import/v1");
    assert_eq!(
        (&json["items"], &json["created"], &json["failed"]),
        (&3.into(), &3.into(), &1.into())
    );
    let places: Vec<_> = json["not_understood"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["sheet"].as_str().unwrap(), p["cell"].as_str().unwrap()))
        .collect();
    assert_eq!(places, [("清单", "D10")]);
    assert!(
        json["not_understood"][0]["file"]
            .as_str()
            .unwrap()
            .ends_with("统计局（报送）.xlsx")
    );
    let notes = json["notes"].to_string();
    for said in ["A1", "A7", "A11", "重复的表头", "有下列情形的，承担责任"] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
    assert_eq!(
        project.read("items/tjj/行政处罚.yaml"),
        "# yaml-language-server: $schema=../../schemas/items.schema.json
department: tjj
category: 行政处罚
items:
  - code: 341100-tjj-02-0001
    name: 对拒绝配合调查、普查的处罚
    exercised_by: 市级
    office: 法规科、综合科
    responsibilities:
      - stage: 直接实施
        duty: 依法甲。
      - stage: 指导监督
        duty: 加强乙
    accountability:
      - situation: 丙的
      - situation: 其他行为。
    remarks: 实施层级及权限：负责市本级
  - code: 341100-tjj-02-0002
    name: 对迟报资料的处罚
    responsibilities:
      - stage: 直接实施
        duty: 依法丁
      - stage: 直接实施
        duty: 依法戊。
"
    );
    assert!(
        project
            .read("items/tjj/行政检查.yaml")
            .contains("341100-tjj-06-0001")
    );
}

#[test]
fn importing_twice_changes_nothing_and_says_so() {
    let project = Project::new();
    let source = odd_workbook(project.0.path());
    project.import(&source, &[]);
    let before = project.items();
    let again = project.import(&source, &[]);
    assert!(
        text(&again).contains("新增 0，更新 0，未变 3，没有改动"),
        "{}",
        text(&again)
    );
    assert_eq!(project.items(), before);
    let json = project.json(&source, &["--diff"]);
    assert_eq!((&json["unchanged"], &json["diff"]), (&3.into(), &"".into()));
    assert_eq!(json["files"], Value::Array(Vec::new()));
}

#[test]
fn a_dry_run_shows_and_does_not_write() {
    let project = Project::new();
    let source = odd_workbook(project.0.path());
    let output = project.import(&source, &["--dry-run", "--diff"]);
    let shown = text(&output);
    assert!(shown.contains("+    name: 对迟报资料的处罚"), "{shown}");
    assert!(
        shown.contains("--- /dev/null\n+++ b/items/tjj/行政处罚.yaml"),
        "{shown}"
    );
    assert!(shown.contains("没有写任何文件"), "{shown}");
    assert!(project.items().is_empty());
}

#[test]
fn what_the_project_has_is_updated_and_never_lost() {
    let project = Project::new();
    let old = "# 手写的说明\ndepartment: tjj\ncategory: 行政处罚\nitems:\n  - code: 341100-tjj-02-0007   # 老编码\n    name: 对迟报资料的处罚\n    flowchart: flowcharts/tjj/a.yaml\n    responsibilities:\n      - { stage: 直接实施, duty: 依法丁, basis: 《统计法》第五条 }\n      - { stage: 直接实施, duty: 旧的 }\n\n  # 别动这一项\n  - code: 341100-tjj-02-0003\n    name: 另一项\n";
    project.put("items/tjj/行政处罚.yaml", old);
    let source = odd_workbook(project.0.path());
    let output = project.import(&source, &["--diff"]);
    let shown = text(&output);
    assert!(
        shown.contains("更新  341100-tjj-02-0007  对迟报资料的处罚"),
        "{shown}"
    );
    assert!(
        shown.contains("-      - { stage: 直接实施, duty: 旧的 }\n"),
        "{shown}"
    );
    let new = project.read("items/tjj/行政处罚.yaml");
    let (head, rest) = old.split_at(old.find("  - code").unwrap());
    let kept = &rest[rest.find("\n  # 别动").unwrap()..];
    assert!(new.starts_with(head), "{new}");
    assert!(new.contains(kept), "{new}");
    assert!(
        new.contains("    flowchart: flowcharts/tjj/a.yaml\n"),
        "{new}"
    );
    assert!(
        new.contains("        duty: 依法丁\n        basis: 《统计法》第五条\n"),
        "{new}"
    );
    assert!(
        new.contains("code: 341100-tjj-02-0008\n    name: 对拒绝配合调查"),
        "{new}"
    );
    let before = project.items();
    assert!(text(&project.import(&source, &[])).contains("没有改动"));
    assert_eq!(project.items(), before);
}

#[test]
fn item_files_and_folders_are_sources_too() {
    let project = Project::new();
    let folder = project.path("报送");
    project.put("报送/甲.yaml", "department: sjj\ncategory: 行政检查\nitems:\n  - name: 对账目的检查\n    legal_basis: [《审计法》第二条]\n");
    project.put(
        "报送/乙.yaml",
        "department: sjj\ncategory: 行政检查\nitems:\n  - name: 坏\n    nmae: 错\n",
    );
    project.put("报送/说明.txt", "随便");
    project.put("报送/流程图.yaml", "title: 图\nsteps: []\n");
    let output = project.import(&folder, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let shown = text(&output);
    assert!(shown.contains("乙.yaml:5:5"), "{shown}");
    assert!(shown.contains("nmae"), "{shown}");
    assert!(shown.contains("说明.txt"), "{shown}");
    assert_eq!(
        project.read("items/sjj/行政检查.yaml"),
        "# yaml-language-server: $schema=../../schemas/items.schema.json
department: sjj
category: 行政检查
items:
  - code: 341100-sjj-06-0001
    name: 对账目的检查
    legal_basis:
      - 《审计法》第二条
"
    );
    let json = project.json(&project.path("报送/甲.yaml"), &[]);
    assert_eq!(json["unchanged"], 1);
}

#[test]
fn the_same_remark_on_many_cells_is_one_line() {
    let project = Project::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in ["事项名称", "权力类型", "行使主体"].iter().enumerate() {
        sheet.write(0, column as u16, *title).unwrap();
    }
    for row in 1..=30 {
        sheet.write(row, 0, format!("第{row}种检查")).unwrap();
        sheet.write(row, 1, "行政检查").unwrap();
        sheet.write(row, 2, "区统计局").unwrap();
    }
    let path = project.path("区.xlsx");
    book.save(&path).unwrap();
    let shown = text(&project.import(&path, &["--department", "tjj"]));
    assert!(shown.contains("同样的共 30 处"), "{shown}");
    assert_eq!(shown.matches("区统计局").count(), 1, "{shown}");
    assert!(
        project
            .read("items/tjj/行政检查.yaml")
            .contains("341100-tjj-06-0030")
    );
}

#[test]
fn a_new_file_is_in_the_order_of_its_codes() {
    let project = Project::new();
    let source = project.put(
        "乱序.csv",
        "事项编码,事项名称,权力类型,行使主体\n341100-tjj-02-0003,丙的处罚,行政处罚,统计局\n341100-tjj-02-0001,甲的处罚,行政处罚,统计局\n",
    );
    project.json(&source, &[]);
    let file = project.read("items/tjj/行政处罚.yaml");
    let codes: Vec<&str> = file.lines().filter(|line| line.contains("code:")).collect();
    assert_eq!(
        codes,
        [
            "  - code: 341100-tjj-02-0001",
            "  - code: 341100-tjj-02-0003"
        ]
    );
}

#[test]
fn a_code_is_never_given_twice() {
    let project = Project::new();
    project.put(
        "items/tjj/行政检查.yaml",
        "department: tjj\ncategory: 行政检查\nitems:\n  - code: 341100-tjj-06-0001\n    name: 甲\n",
    );
    let twice = project.put("来.yaml", "department: tjj\ncategory: 行政检查\nitems:\n  - code: 341100-tjj-06-0001\n    name: 乙\n  - code: 341100-tjj-06-0001\n    name: 丙\n");
    let output = project.import(&twice, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output).contains("来.yaml:6:5：事项编码 341100-tjj-06-0001 在来源里出现了两次"),
        "{}",
        text(&output)
    );
    let other = project.put(
        "别.yaml",
        "department: tjj\ncategory: 行政处罚\nitems:\n  - code: 341100-tjj-06-0001\n    name: 丁\n",
    );
    let output = project.import(&other, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output).contains("已用在“items/tjj/行政检查.yaml”里"),
        "{}",
        text(&output)
    );
    assert!(project.read("items/tjj/行政检查.yaml").contains("name: 乙"));
}

#[test]
fn the_unit_is_told_by_the_sheet_or_by_the_option() {
    let project = Project::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in ["事项名称", "权力类型", "行使主体"].iter().enumerate() {
        sheet.write(0, column as u16, *title).unwrap();
    }
    for (column, value) in ["对甲的检查", "行政检查", "市财政局"].iter().enumerate() {
        sheet.write(1, column as u16, *value).unwrap();
    }
    let path = project.path("财政.xlsx");
    book.save(&path).unwrap();
    let output = project.import(&path, &[]);
    assert_eq!(output.status.code(), Some(2));
    let shown = text(&output);
    assert!(
        shown.contains("Sheet1!C2") && shown.contains("市财政局") && shown.contains("--department"),
        "{shown}"
    );
    let output = project.import(&path, &["--department", "xyz"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output).contains("没有“xyz”这个部门"),
        "{}",
        text(&output)
    );
    assert!(project.items().is_empty());
    let json = project.json(&path, &["--department", "sjj"]);
    assert_eq!(json["created"], 1);
    assert!(json["notes"].to_string().contains("市财政局"));
    assert!(
        project
            .read("items/sjj/行政检查.yaml")
            .contains("对甲的检查")
    );
}

#[test]
fn wrong_sources_are_named_and_change_nothing() {
    let project = Project::new();
    let text_file = project.put("改名.xlsx", "部门和事项\n统计局的检查\n");
    let empty = project.put("空.xlsx", "");
    let empty_yaml = project.put("空.yaml", " \n");
    let cut = project.put("断.xlsx", "PK\u{3}\u{4}xl/workbook.xml");
    fs::create_dir(project.path("空夹")).unwrap();
    let gbk = project.path("国标.yaml");
    fs::write(
        &gbk,
        b"department: tjj\nitems:\n  - name: \xc5\xc5\xce\xdb\n",
    )
    .unwrap();
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "随便写的").unwrap();
    let stray = project.path("无表头.xlsx");
    book.save(&stray).unwrap();
    for (source, sentence) in [
        (&text_file, "纯文本"),
        (&empty, "空文件"),
        (&empty_yaml, "空文件"),
        (&cut, "已损坏"),
        (&project.path("空夹"), "没有可以导入的事项"),
        (&project.path("没有.xlsx"), "没有“"),
        (&gbk, "iconv -f GB18030"),
        (&stray, "Sheet1!A1：没有找到表头"),
    ] {
        let output = project.import(source, &[]);
        let shown = text(&output);
        assert_eq!(output.status.code(), Some(2), "{shown}");
        assert!(shown.contains(sentence), "{sentence}: {shown}");
        assert!(output.stdout.is_empty(), "{shown}");
    }
    assert!(project.items().is_empty());
}

#[test]
fn a_broken_file_of_the_project_is_not_rewritten() {
    let project = Project::new();
    let broken = "department: tjj\ncategory: 行政处罚\nitems:\n  - name: \"甲\n  - name: 乙\n";
    project.put("items/tjj/行政处罚.yaml", broken);
    let source = odd_workbook(project.0.path());
    let output = project.import(&source, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output).contains("items/tjj/行政处罚.yaml"),
        "{}",
        text(&output)
    );
    assert_eq!(project.read("items/tjj/行政处罚.yaml"), broken);
    assert!(!project.path("items/tjj/行政检查.yaml").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_out_of_the_project() {
    let project = Project::new();
    let outside = TempDir::new().unwrap();
    fs::create_dir(project.path("items")).unwrap();
    std::os::unix::fs::symlink(outside.path(), project.path("items/tjj")).unwrap();
    let source = odd_workbook(project.0.path());
    let output = project.import(&source, &[]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("工程之外"), "{}", text(&output));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn the_statistics_bureau_is_read_as_published() {
    let shared = std::env::var("POWER_LIST_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    let source = Path::new(&shared).join("real-lists/2025年克拉玛依市统计局权责清单.xlsx");
    if !source.exists() {
        aloud(&format!(
            "跳过：找不到 {}（设置 POWER_LIST_SHARED 指向 shared 目录）",
            source.display()
        ));
        return;
    }
    let project = Project::new();
    let json = project.json(&source, &[]);
    assert_eq!(
        (&json["items"], &json["created"], &json["failed"]),
        (&3.into(), &3.into(), &0.into())
    );
    let penalties = project.read("items/tjj/行政处罚.yaml");
    let inspections = project.read("items/tjj/行政检查.yaml");
    let names = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|l| l.strip_prefix("    name: "))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        names(&penalties),
        [
            "对拒绝配合统计调查、农业普查、经济普查、人口普查和统计检查的单位和个体工商户的处罚",
            "对单位和个体工商户迟报统计资料、未按照规定设置原始记录、统计台账的处罚",
        ]
    );
    assert_eq!(
        names(&inspections),
        ["对统计违法行为或者核查统计数据方面的检查"]
    );
    // Every cell is in an item or in the report, letter for letter but for layout and list numbers.
    let all = bare(&format!("{penalties}{inspections}{json}"));
    for (cell, column, text) in cells(&source) {
        for piece in bare(&text).split([
            '《', '》', '【', '】', '；', '：', ':', '（', '）', '(', ')', '，', '。', '、',
        ]) {
            let piece = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let piece = piece.strip_prefix("中华人民共和国").unwrap_or(piece);
            // Marks of provisions are printed in canonical form; tags like 【法律】 and headings' 责任 are not kept.
            let shape = piece.starts_with('第') || ["法律", "法规", "规章"].contains(&piece);
            if piece.chars().count() < 2 || column == 0 || shape || piece.ends_with("责任") {
                continue;
            }
            assert!(all.contains(piece), "{cell}: {piece}");
        }
    }
    let before = project.items();
    assert!(text(&project.import(&source, &[])).contains("没有改动"));
    assert_eq!(project.items(), before);
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Cells below the header, read independently of the program.
fn cells(path: &Path) -> Vec<(String, u32, String)> {
    use calamine::{Data, Reader as _, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let mut out = Vec::new();
    for (name, range) in book.worksheets() {
        let (top, left) = range.start().unwrap();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (row as u32 + top, column as u32 + left);
            if row > 1 && !matches!(value, Data::Empty) {
                out.push((
                    format!("{name} R{}C{}", row + 1, column + 1),
                    column,
                    value.to_string(),
                ));
            }
        }
    }
    assert!(out.len() > 30);
    out
}

/// Says so past the test harness, which keeps what a passing test prints to itself.
fn aloud(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

//! `export` and `template` through the binary: what is written, and that it comes back.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use calamine::{Reader as _, Xlsx};
use tempfile::TempDir;

use crate::sample::program::{parts, run};
use crate::sample::town::Town;
use crate::sample::{self, base, items_with, put};

const NAME: &str = "滁州市权力清单（测试版）.xlsx";

/// The parts of a workbook that are XML, by path.
fn xml(book: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

type Cells = BTreeMap<(u32, u32), String>;

/// The texts of a sheet by row and column, from 0.
fn cells(book: &[u8], sheet: &str) -> Cells {
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let (row, column) = range.start().unwrap();
    range
        .used_cells()
        .map(|(r, c, value)| ((row + r as u32, column + c as u32), value.to_string()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

fn sheets(book: &[u8]) -> Vec<String> {
    Xlsx::new(Cursor::new(book)).unwrap().sheet_names()
}

fn merged(book: &[u8], sheet: &str) -> Vec<((u32, u32), (u32, u32))> {
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let areas = book.merge_cells_by_sheet_name(sheet).unwrap();
    areas.into_iter().map(|d| (d.start, d.end)).collect()
}

/// Runs the program, which has to end well.
fn ok(dir: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = parts(&run(dir, arguments));
    assert_eq!(code, 0, "{arguments:?}\n{out}{err}");
    out
}

/// Runs the program, which has to end with this code; gives what it says.
fn fails(dir: &Path, code: i32, arguments: &[&str]) -> String {
    let (found, out, err) = parts(&run(dir, arguments));
    assert_eq!(found, code, "{arguments:?}\n{out}{err}");
    assert!(err.contains("提示："), "{err}");
    err
}

/// A project whose one item has the given keys instead of its own.
fn project(keys: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    base(dir.path());
    let mut items = items_with("", "");
    for (key, text) in keys {
        let old = sample::ITEM.iter().find(|(k, _)| k == key).unwrap().1;
        items = if old.is_empty() {
            format!("{}\n{text}\n", items.trim_end())
        } else {
            items.replace(old.trim_start(), text.trim_start())
        };
    }
    put(dir.path(), sample::ITEMS_PATH, items);
    dir
}

const SUB_ITEMS: &str = "    sub_items:
      - { code: 341100-hbj-01-0001-01, name: 新建项目 }
      - { code: 341100-hbj-01-0001-02, name: 改建项目 }";

#[test]
fn the_list_is_a_sheet_for_each_unit_that_prints_well() {
    let town = Town::new();
    let out = town.ok("export");
    assert!(
        out.contains(NAME) && out.contains("2 个部门，4 项"),
        "{out}"
    );
    let book = fs::read(town.path().join(NAME)).unwrap();
    assert_eq!(sheets(&book), ["市环保局", "市教育局"]);
    let texts = cells(&book, "市环保局");
    assert_eq!(texts[&(0, 0)], "滁州市环境保护局权力清单（测试版）");
    let header: Vec<&str> = (0..18).map(|c| texts[&(1, c)].as_str()).collect();
    assert_eq!(
        header[..6],
        [
            "序号",
            "权力类型",
            "事项编码",
            "事项名称",
            "子项名称",
            "实施依据"
        ]
    );
    assert_eq!(texts[&(2, 2)], "341100-hbj-01-0001");
    assert_eq!(texts[&(2, 10)], "20个工作日");
    assert_eq!(texts[&(2, 12)], "不收费");
    assert!(texts[&(2, 13)].starts_with("1.受理责任：一次告知需要补正的材料\n2.审查责任："));
    assert_eq!(
        texts[&(2, 14)],
        "不依法作出许可决定的（依据：《水土保持法》第四十七条）"
    );
    // The risk's step by the name that it has on the chart.
    assert!(texts[&(2, 15)].starts_with("审查环节：审查走过场（风险等级：高"));
    assert_eq!(texts[&(2, 16)], "0550-0000001");
    assert_eq!(texts[&(4, 0)], "3");
    assert!(merged(&book, "市环保局").contains(&((0, 0), (0, 17))));

    let parts = xml(&book);
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains(r#"ySplit="2""#) && sheet.contains(r#"state="frozen""#));
    assert!(sheet.contains(r#"orientation="landscape""#) && sheet.contains(r#"paperSize="9""#));
    assert!(sheet.contains(r#"fitToHeight="0""#) && sheet.contains("fitToPage"));
    assert!(sheet.contains("第 &amp;P 页"), "page numbers");
    let names = &parts["xl/workbook.xml"];
    assert!(
        names.contains("'市环保局'!$1:$2") || names.contains("市环保局!$1:$2"),
        "{names}"
    );
    assert!(names.contains("_xlnm.Print_Area"), "{names}");
}

#[test]
fn sub_items_are_rows_below_cells_that_are_merged() {
    let dir = project(&[("sub_items", SUB_ITEMS)]);
    ok(dir.path(), &["export"]);
    let book = fs::read(dir.path().join(NAME)).unwrap();
    let texts = cells(&book, "市环保局");
    assert_eq!(texts[&(2, 4)], "新建项目");
    assert_eq!(texts[&(3, 4)], "改建项目");
    assert!(!texts.contains_key(&(3, 3)));
    let areas = merged(&book, "市环保局");
    for column in (0..18).filter(|c| *c != 4) {
        assert!(
            areas.contains(&((2, column), (3, column))),
            "{column}: {areas:?}"
        );
    }
}

#[test]
fn a_sub_item_with_a_basis_of_its_own_stands_below_the_basis_of_the_item() {
    let own = SUB_ITEMS.replace(
        "name: 改建项目 }",
        "name: 改建项目, legal_basis: [《水土保持法》第二十六条] }",
    );
    let dir = project(&[("sub_items", &own)]);
    ok(dir.path(), &["export"]);
    let book = fs::read(dir.path().join(NAME)).unwrap();
    let texts = cells(&book, "市环保局");
    assert_eq!(texts[&(2, 5)], "《水土保持法》第二十五条第一款");
    assert!(!texts.contains_key(&(2, 4)));
    assert_eq!(texts[&(3, 4)], "新建项目");
    assert_eq!(
        (texts[&(4, 4)].as_str(), texts[&(4, 5)].as_str()),
        ("改建项目", "《水土保持法》第二十六条")
    );
}

#[test]
fn nothing_runs_and_no_zero_is_lost() {
    let dir = project(&[
        ("name", "    name: '=HYPERLINK(\"http://example.invalid\")'"),
        ("office", "    office: '@SUM(A1)'"),
        ("target", "    target: '-1+1'"),
        ("supervision", "    supervision: { phone: '005500001' }"),
    ]);
    ok(dir.path(), &["export"]);
    ok(dir.path(), &["export", "--layout", "form"]);
    for file in [NAME, "滁州市权力清单（测试版）填报表.xlsx"] {
        let book = fs::read(dir.path().join(file)).unwrap();
        let texts = cells(&book, "市环保局");
        let has = |text: &str| texts.values().any(|t| t == text);
        assert!(has("=HYPERLINK(\"http://example.invalid\")") && has("@SUM(A1)") && has("-1+1"));
        assert!(has("005500001"));
        let parts = xml(&book);
        let sheet = &parts["xl/worksheets/sheet1.xml"];
        assert!(
            !sheet.contains("<f>") && !sheet.contains("<v>5500001</v>"),
            "{sheet}"
        );
        let guarded = parts["xl/styles.xml"].matches("quotePrefix=\"1\"").count();
        assert!(guarded >= 2, "{}", parts["xl/styles.xml"]);
    }
    ok(dir.path(), &["export", "-o", "清单.csv"]);
    let text = fs::read_to_string(dir.path().join("清单.csv")).unwrap();
    assert!(
        text.contains("\"'=HYPERLINK(\"\"http://example.invalid\"\")\""),
        "{text}"
    );
    assert!(
        text.contains("\"'@SUM(A1)\"") && text.contains("\"'-1+1\""),
        "{text}"
    );
    assert!(text.contains(",005500001,"), "{text}");
}

#[test]
fn long_texts_go_on_in_further_rows_and_come_back_as_one() {
    use std::fmt::Write as _;
    let mut duties = String::from("    responsibilities:\n");
    for i in 0..300 {
        writeln!(
            duties,
            "      - {{ stage: 审查, duty: 第{i}条要求{}。 }}",
            "应当逐项核对材料".repeat(4)
        )
        .unwrap();
    }
    let remarks = format!("    remarks: {}", "备注很长".repeat(9000));
    let dir = project(&[
        ("responsibilities", duties.trim_end()),
        ("sub_items", SUB_ITEMS),
        ("fee", &format!("    fee: {{ charged: false }}\n{remarks}")),
    ]);
    ok(dir.path(), &["export"]);
    let book = fs::read(dir.path().join(NAME)).unwrap();
    let texts = cells(&book, "市环保局");
    let joined = |column: u32| -> String {
        let pieces = texts.iter().filter(|((r, c), _)| *c == column && *r > 1);
        pieces.map(|(_, text)| text.as_str()).collect()
    };
    for i in 0..300 {
        assert!(joined(13).contains(&format!("第{i}条要求")), "{i}");
    }
    assert_eq!(joined(17).chars().count(), 36_000);
    assert!(texts.values().all(|t| t.encode_utf16().count() <= 32_767));
    let sheet = &xml(&book)["xl/worksheets/sheet1.xml"];
    for piece in sheet.split(" ht=\"").skip(1) {
        let height: f64 = piece.split('"').next().unwrap().parse().unwrap();
        assert!(height <= 409.0, "{height}");
    }
    // Read back, it is one item with two sub-items and as many duties.
    let before = fs::read_to_string(dir.path().join(sample::ITEMS_PATH)).unwrap();
    ok(dir.path(), &["import", NAME]);
    let after = fs::read_to_string(dir.path().join(sample::ITEMS_PATH)).unwrap();
    for key in ["- stage:", "name:", "341100-hbj-01-0001-"] {
        let (a, b) = (after.matches(key).count(), before.matches(key).count());
        assert!(a == b || key == "- stage:" && a == 300, "{key}: {a} {b}");
    }
    assert_eq!(after.matches("备注很长").count(), 9000);
}

#[test]
fn the_same_list_is_the_same_file() {
    let town = Town::new();
    for arguments in [
        "export",
        "export --by category",
        "export --layout form",
        "template",
    ] {
        for file in ["a.xlsx", "b.xlsx"] {
            town.ok(&format!("{arguments} -o {file}"));
        }
        let [a, b] = ["a.xlsx", "b.xlsx"].map(|f| fs::read(town.path().join(f)).unwrap());
        assert!(a == b, "{arguments}");
        for file in ["a.xlsx", "b.xlsx"] {
            fs::remove_file(town.path().join(file)).unwrap();
        }
    }
}

#[test]
fn a_file_is_overwritten_only_by_force() {
    let dir = project(&[]);
    put(dir.path(), "清单.xlsx", "别人的文件");
    let text = fails(dir.path(), 2, &["export", "-o", "清单.xlsx"]);
    assert!(
        text.contains("已经存在") && text.contains("--force"),
        "{text}"
    );
    assert_eq!(
        fs::read(dir.path().join("清单.xlsx")).unwrap(),
        "别人的文件".as_bytes()
    );
    let text = fails(dir.path(), 2, &["template", "-o", "清单.xlsx"]);
    assert!(text.contains("已经存在"), "{text}");
    ok(dir.path(), &["export", "-o", "清单.xlsx", "--force"]);
    assert!(ok(dir.path(), &["export", "-o", "清单.xlsx"]).contains("没有变化"));
    fs::create_dir(dir.path().join("夹")).unwrap();
    let text = fails(dir.path(), 2, &["export", "--format", "xlsx", "-o", "夹"]);
    assert!(text.contains("是文件夹"), "{text}");
}

#[test]
fn a_hyphen_is_standard_output_and_nothing_else_goes_there() {
    let dir = project(&[]);
    ok(dir.path(), &["export"]);
    let output = run(dir.path(), &["export", "-o", "-"]);
    assert_eq!(output.stdout, fs::read(dir.path().join(NAME)).unwrap());
    let output = run(dir.path(), &["template", "-o", "-"]);
    assert_eq!(sheets(&output.stdout)[0], "市环保局");
}

#[test]
fn csv_is_flat_with_a_byte_order_mark() {
    let dir = project(&[("sub_items", SUB_ITEMS)]);
    let text = ok(dir.path(), &["export", "--format", "csv", "-o", "-"]);
    let rows = text.strip_prefix('\u{feff}').unwrap();
    assert!(rows.starts_with("序号,权力类型,事项编码,事项名称,子项名称,实施依据,"));
    assert!(rows.ends_with("\r\n"));
    let rows: Vec<&str> = rows.split("\r\n").collect();
    assert_eq!(rows.len(), 4);
    assert!(
        rows[1].starts_with("1,行政审批,341100-hbj-01-0001,生产建设项目水土保持方案审批,新建项目,")
    );
    assert!(rows[2].starts_with(
        "1,行政审批,341100-hbj-01-0001,生产建设项目水土保持方案审批,改建项目,,滁州市环境保护局,,"
    ));
}

#[test]
fn json_and_markdown_have_every_item() {
    let town = Town::new();
    let json = town.json("export --format json -o -");
    assert_eq!(json["schema"], "power-list/items/v1");
    assert_eq!(json["total"], 4);
    let item = &json["items"][0];
    assert_eq!(item["code"], "341100-hbj-01-0001");
    assert_eq!(
        (&item["department_name"], &item["category"]),
        (&"市环保局".into(), &"行政审批".into())
    );
    assert_eq!(item["basis"][0]["cite"], "《水土保持法》第二十五条第一款");
    assert_eq!(item["responsibilities"][0]["stage"], "受理");

    let text = town.ok("export --format markdown -o -");
    for line in [
        "# 滁州市权力清单（测试版）",
        "## 滁州市环境保护局（3 项）",
        "### 行政处罚（2 项）",
        "#### 1. 生产建设项目水土保持方案审批",
        "- **事项编码**：341100-hbj-01-0001",
        "  1\\.受理责任：一次告知需要补正的材料\\",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\n{text}");
    }
    let text = town.ok("export -o - --format md --by category");
    assert!(
        text.contains("## 行政审批（2 项）") && text.contains("### 滁州市教育局（1 项）"),
        "{text}"
    );
}

#[test]
fn parts_of_the_list() {
    let town = Town::new();
    let out = town.ok("export --department jyj");
    assert!(
        out.contains("滁州市教育局权力清单（测试版）.xlsx") && out.contains("1 个部门，1 项"),
        "{out}"
    );
    town.ok("export --by category -o 类别.xlsx");
    let book = fs::read(town.path().join("类别.xlsx")).unwrap();
    assert_eq!(sheets(&book), ["行政审批", "行政处罚"]);
    assert_eq!(
        cells(&book, "行政处罚")[&(0, 0)],
        "滁州市行政处罚事项清单（测试版）"
    );
    town.ok("export --category 行政处罚 --department hbj -o 处罚.csv");
    let text = fs::read_to_string(town.path().join("处罚.csv")).unwrap();
    assert_eq!(text.matches("\r\n").count(), 3);

    let text = fails(town.path(), 2, &["export", "--department", "市教育局"]);
    assert!(text.contains("jyj"), "{text}");
    let text = fails(town.path(), 2, &["export", "--category", "行政许可"]);
    assert!(text.contains("行政审批"), "{text}");
    let text = fails(town.path(), 2, &["export", "--category", "行政给付"]);
    assert!(text.contains("没有事项可以导出"), "{text}");
    let text = fails(town.path(), 2, &["export", "-o", "清单.doc"]);
    assert!(
        text.contains(".xlsx") && text.contains("--format"),
        "{text}"
    );
    let text = fails(
        town.path(),
        2,
        &["export", "-o", "表.csv", "--layout", "form"],
    );
    assert!(text.contains(".xlsx"), "{text}");
}

#[test]
fn a_release_is_exported_as_it_was_published() {
    let town = Town::confirmed();
    town.ok("publish --as gb --date 2015-03-01");
    town.ok("export --release 341100-20150301 -o 公布.xlsx");
    town.ok("export -o 现状.xlsx");
    let [published, now] =
        ["公布.xlsx", "现状.xlsx"].map(|f| fs::read(town.path().join(f)).unwrap());
    assert_eq!(cells(&published, "市环保局"), cells(&now, "市环保局"));
    let text = fails(
        town.path(),
        2,
        &["export", "--release", "341100-20150301", "--layout", "form"],
    );
    assert!(text.contains("--release"), "{text}");
    fails(town.path(), 2, &["export", "--release", "341100-20160301"]);
}

#[test]
fn what_a_unit_sent_up_is_exported_as_it_was_sent() {
    let town = Town::new();
    town.ok("review start --as zh");
    town.ok("review submit hbj --as hbj");
    town.ok("export --department hbj --layout form -o 报送时.xlsx");
    let path = town.path().join(sample::ITEMS_PATH);
    let later = fs::read_to_string(&path).unwrap().replace("市级", "县级");
    fs::write(&path, later).unwrap();
    let out = town.ok("export --department hbj --round 1 -o 一上.xlsx");
    assert!(out.contains("1 个部门，3 项"), "{out}");
    let book = fs::read(town.path().join("一上.xlsx")).unwrap();
    let texts = cells(&book, "市环保局");
    assert_eq!(
        texts[&(0, 0)],
        "滁州市环境保护局权力清单（测试版，一上报送）"
    );
    assert_eq!(texts[&(2, 8)], "市级");
    // The form of what was sent up is the form of that day.
    town.ok("export --department hbj --round 1 --layout form -o 一上填报表.xlsx");
    let [then, now] = ["报送时.xlsx", "一上填报表.xlsx"].map(|f| {
        let mut texts = cells(&fs::read(town.path().join(f)).unwrap(), "市环保局");
        texts.remove(&(0, 0));
        texts
    });
    assert_eq!(then, now);
    let snapshot = town
        .record()
        .into_iter()
        .find_map(|event| Some(event["payload"]["snapshot"].as_str()?.to_owned()));
    let snapshot = snapshot.unwrap();
    for digest in [&snapshot, &snapshot[..8]] {
        town.ok(&format!("export --snapshot {digest} -o 快照.xlsx --force"));
        let again = fs::read(town.path().join("快照.xlsx")).unwrap();
        assert_eq!(cells(&again, "市环保局"), texts);
    }
    let text = fails(
        town.path(),
        2,
        &["export", "--department", "hbj", "--round", "2"],
    );
    assert!(text.contains("二上"), "{text}");
    let text = fails(town.path(), 2, &["export", "--snapshot", "ffff0000"]);
    assert!(text.contains("review log"), "{text}");
}

#[test]
fn a_project_that_cannot_be_read_whole_is_not_exported() {
    let dir = project(&[]);
    put(
        dir.path(),
        "items/hbj/行政处罚.yaml",
        "department: hbj\nitems: [\n",
    );
    for command in ["export", "template"] {
        let text = fails(dir.path(), 1, &[command]);
        assert!(
            text.contains("items/hbj/行政处罚.yaml") && text.contains("validate"),
            "{text}"
        );
    }
    assert!(!dir.path().join(NAME).exists());
}

/// Everything that an item file can say, with texts that are easily spoilt.
const EVERYTHING: &str = "\
department: hbj
category: 行政审批
items:
  - code: 341100-hbj-01-0001
    name: \"=生产建设项目水土保持方案审批\"
    sub_items:
      - { code: 341100-hbj-01-0001-01, name: 新建, legal_basis: [{ cite: 《水土保持法》第二十六条, role: 实施依据, quote: \" 两边有空格 \" }] }
      - { code: 341100-hbj-01-0001-02, name: 改建, flowchart: flowcharts/hbj/approve.yaml }
    legal_basis:
      - 《水土保持法》第二十五条第一款
      - cite: 《水土保持法实施条例》第五条
        role: 实施依据
        quote: |
          第一行
            第二行缩进

          第四行
    exercised_by: 市级
    office: 环境影响评价科
    target: \"'引号开头\"
    flowchart: flowcharts/hbj/approve.yaml
    time_limit: { statutory: 20, promised: 0, unit: 日 }
    fee: { charged: true, on_enterprises: false, basis: [《水土保持法》第三十二条], standard: \"0012\" }
    responsibilities:
      - { stage: 受理, duty: \"_x0041_ 与 <标签> & 符号\" }
      - { stage: 审查, duty: \"1.甲；2.乙\", basis: 《行政许可法》第三十四条 }
    accountability:
      - { situation: 不依法作出许可决定的, basis: 《水土保持法》第四十七条 }
      - { situation: \"+乙\" }
      - { situation: 丙 }
    integrity_risks:
      - { step: b, risk: 审查走过场, level: 高, measure: 双人会审 }
    supervision: { phone: \"05500000001\", email: hbj@example.invalid }
    prerequisites:
      - { item: 用地预审, basis: 《土地管理法》第五十二条 }
      - 341100-hbj-02-0001
    intermediary_services:
      - { name: 方案编制, basis: 《水土保持法》第二十五条第二款, paid_by: 申请人 }
    national_code: \"000119001000\"
    remarks: \"行一\\n行二\\n\"
";

#[test]
fn the_form_says_all_and_comes_back_unchanged() {
    let dir = project(&[]);
    put(dir.path(), sample::ITEMS_PATH, EVERYTHING);
    for arguments in [
        &["export", "--layout", "form", "-o", "表.xlsx", "--force"][..],
        &[
            "export", "--layout", "form", "--by", "category", "-o", "表.xlsx", "--force",
        ],
        &[
            "template",
            "--department",
            "hbj",
            "-o",
            "表.xlsx",
            "--force",
        ],
    ] {
        ok(dir.path(), arguments);
        let out = ok(dir.path(), &["import", "表.xlsx"]);
        assert!(out.contains("未变 1，没有改动"), "{arguments:?}\n{out}");
        assert_eq!(
            fs::read_to_string(dir.path().join(sample::ITEMS_PATH)).unwrap(),
            EVERYTHING
        );
    }
    // Into a project without items it brings them all.
    let other = project(&[]);
    put(
        other.path(),
        sample::ITEMS_PATH,
        "department: hbj\ncategory: 行政审批\nitems: []\n",
    );
    let form = dir.path().join("表.xlsx");
    ok(other.path(), &["import", form.to_str().unwrap()]);
    let json = |root: &Path| ok(root, &["export", "--format", "json", "-o", "-"]);
    assert_eq!(json(other.path()), json(dir.path()));
}

#[test]
fn what_no_cell_can_hold_is_refused_with_its_place() {
    let dir = project(&[("target", "    target: \"企业\\e、事业单位\"")]);
    let text = fails(dir.path(), 1, &["export", "--layout", "form"]);
    assert!(
        text.contains("341100-hbj-01-0001")
            && text.contains("行政相对人")
            && text.contains("第 3 个字"),
        "{text}"
    );
    let dir = project(&[("target", &format!("    target: {}", "长".repeat(32_768)))]);
    let text = fails(dir.path(), 1, &["template"]);
    assert!(
        text.contains("行政相对人") && text.contains("32768"),
        "{text}"
    );
}

#[test]
fn a_template_is_a_workbook_by_its_name_too() {
    let dir = project(&[]);
    let said = fails(dir.path(), 2, &["template", "-o", "填报表.txt"]);
    assert!(said.contains(".xlsx"), "{said}");
    assert!(!dir.path().join("填报表.txt").exists());
}

#[test]
fn the_template_helps_to_fill_it_in() {
    let town = Town::new();
    let out = town.ok("template --department hbj");
    assert!(
        out.contains("滁州市环境保护局权力清单填报表（测试版）.xlsx") && out.contains("已填 3 项"),
        "{out}"
    );
    let book = fs::read(
        town.path()
            .join("滁州市环境保护局权力清单填报表（测试版）.xlsx"),
    )
    .unwrap();
    assert_eq!(sheets(&book), ["市环保局", "填写说明", "填写示例"]);
    let texts = cells(&book, "市环保局");
    assert_eq!(
        (texts[&(1, 0)].as_str(), texts[&(2, 0)].as_str()),
        ("基本信息", "权力类型")
    );
    assert_eq!(texts[&(2, 40)], "中介服务付费方");
    let parts = xml(&book);
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    let lists: Vec<&str> = sheet
        .split("<formula1>")
        .skip(1)
        .map(|p| p.split("</").next().unwrap())
        .collect();
    for list in [
        "\"环境影响评价科,污染防治科\"",
        "\"滁州市环境保护局,滁州市教育局\"",
        "\"工作日,日\"",
        "\"是,否\"",
        "\"设定依据,实施依据,收费依据,追责依据\"",
        "\"高,中,低\"",
        "\"申请人,行政机关,法定机构\"",
    ] {
        assert!(lists.contains(&list), "{list}: {lists:?}");
    }
    assert!(
        lists.iter().any(|l| l.starts_with("\"行政审批,行政处罚,")),
        "{lists:?}"
    );
    assert!(
        lists
            .iter()
            .any(|l| l.starts_with("\"受理,审查,决定,送达,")),
        "{lists:?}"
    );
    // 500 rows below what is filled in.
    let last = texts.keys().map(|(row, _)| row + 1).max().unwrap();
    assert!(
        sheet.contains(&format!("sqref=\"J4:J{}\"", last + 500)),
        "{last}: {sheet}"
    );
    assert!(sheet.contains("<sheetProtection sheet=\"1\""), "{sheet}");
    assert!(
        sheet.contains("insertRows=\"0\"")
            && sheet.contains("deleteRows=\"0\"")
            && !sheet.contains("password")
    );
    assert!(parts["xl/styles.xml"].contains("<protection locked=\"0\"/>"));
    // The sheets keep their names and their order.
    let sheets = &parts["xl/workbook.xml"];
    let lock = "<workbookProtection lockStructure=\"1\"/><bookViews>";
    assert!(sheets.contains(lock), "{sheets}");
    // Every title has its comment.
    let comments = &parts["xl/comments1.xml"];
    assert_eq!(comments.matches("<comment ").count(), 41, "{comments}");
    // Each column of the example is filled in once.
    let example = cells(&book, "填写示例");
    for column in 0..41 {
        assert!(
            example.iter().any(|((r, c), _)| *r > 2 && *c == column),
            "{column}"
        );
    }

    let out = town.ok("template --department jyj --empty");
    assert!(out.contains("已填 0 项"), "{out}");
    let text = fails(town.path(), 2, &["template", "--department", "jy"]);
    assert!(text.contains("jyj"), "{text}");
}

#[test]
fn long_lists_of_words_stand_on_a_hidden_sheet() {
    use std::fmt::Write as _;
    let dir = project(&[]);
    let mut units = sample::DEPARTMENTS.trim_end().to_owned();
    for i in 0..30 {
        let id: String = [
            "x",
            ["a", "b", "c", "d", "e", "f"][i / 6],
            ["a", "b", "c", "d", "e", "f"][i % 6],
        ]
        .concat();
        write!(units, "\n  - {{ id: {id}, name: 滁州市第{i}个很长名称的单位, short_name: 单位{i}, kind: 市政府工作部门, group: 审核一组 }}").unwrap();
    }
    put(dir.path(), "departments.yaml", units + "\n");
    ok(
        dir.path(),
        &["template", "--department", "hbj", "-o", "表.xlsx"],
    );
    let book = fs::read(dir.path().join("表.xlsx")).unwrap();
    assert_eq!(sheets(&book).last().unwrap(), "选项");
    assert_eq!(cells(&book, "选项").len(), 31);
    let parts = xml(&book);
    assert!(parts["xl/worksheets/sheet1.xml"].contains("<formula1>选项_1</formula1>"));
    let workbook = &parts["xl/workbook.xml"];
    assert!(
        workbook.contains("选项!$A$1:$A$31") && workbook.contains("state=\"hidden\""),
        "{workbook}"
    );
    assert!(ok(dir.path(), &["import", "表.xlsx"]).contains("没有改动"));
}

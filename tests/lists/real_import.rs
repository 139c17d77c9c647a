//! The twelve workbooks that real departments published, imported: the items are as many as a person counts, and no
//! word of a cell is lost.
//!
//! Skipped, loudly, where `real-lists` is not at hand (`POWER_LIST_SHARED`, or `../shared`).

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use serde_json::Value;
use tempfile::TempDir;

use crate::sample::program::{content, parts, program};

/// A sheet as counted by hand: its name, items, sub-items.
type Counted = (&'static str, usize, usize);

/// What the workbooks hold: part of the file's name, id of its unit below, its sheets.
///
/// Counted without the importer: cells, merged areas and hidden rows were dumped with xlrd and openpyxl, then every row
/// that has no serial number of its own, no name of its own, a sub-item, or a name that was there before was looked at.
/// An item is one entry under 事项名称 (项目 in the fire brigade's sheet): a serial number with a name. What is odd:
///
/// - 农业农村局, 行政许可: the sheet's name says 11; there are 10 entries. One bears the number “2,3” and says that it is
///   two powers under one name; it is one entry, and whoever wants two of it has to name them.
/// - 农业农村局, 行政征收: three rows of one name, all numbered 1, for the region (hidden row), the districts (hidden row)
///   and the city (visible). The sheet's name says 1: one item that three levels exercise.
/// - 农业农村局, 行政裁决: its only entry is numbered 379; one item all the same. Four rows elsewhere leave 权力类型 blank.
/// - 人社局: four items have sub-items, 1 + 1 + 5 + 5; the last sub-item stands outside the merged cell of its item's
///   name, with no name beside it.
/// - 住建局: the name is written again beside each sub-item instead of being merged: four items, 3 + 1 + 2 + 2. Two rows
///   with one name but two numbers are two items (an overlap that is for the rules to find).
/// - 林草: city and districts on two sheets, 149 + 161; one name on both is an item of each level, exercised by another
///   body, and each sheet numbers it for itself.
/// - 生态环境局: two rows with one name and two numbers are two items.
/// - 科技局: two cells are hidden below merged ones; no row of their own.
/// - 财政局: row 23 is a note. Column N, without a title, holds the words of a drop-down.
/// - 交通运输局: 360 entries over 775 rows broken by pages, joined by 5,099 merged areas; one has a sub-item.
const BY_HAND: [(&str, &str, &[Counted]); 12] = [
    (
        "农业农村局",
        "nync",
        &[
            ("行政许可（11项）", 10, 0),
            ("行政强制（21项）", 21, 0),
            ("行政处罚（254项）", 254, 0),
            ("行政征收（ 1 项）", 1, 0),
            ("行政确认（1项）", 1, 0),
            ("行政奖励（2项）", 2, 0),
            ("行政检查（ 17项）", 17, 0),
            ("行政裁决（1项）", 1, 0),
            ("其他行政权力（3项）", 3, 0),
        ],
    ),
    ("统计局", "tjj", &[("Sheet1", 3, 0)]),
    ("消防", "xfjy", &[("Sheet1", 75, 0)]),
    ("人力资源", "rsj", &[("附表1", 100, 12)]),
    ("住房和城乡", "zjj", &[("准确版", 323, 8)]),
    (
        "林业和草原",
        "lcj",
        &[("地州级", 149, 0), ("区县级", 161, 0)],
    ),
    ("档案局", "daj", &[("Sheet1", 12, 0)]),
    ("生态环境局", "sthj", &[("市生态环境局（217项）", 217, 0)]),
    ("科学技术局", "kjj", &[("市科技局", 4, 0)]),
    (
        "国动办",
        "gdb",
        &[
            ("行政检查（3项）", 3, 0),
            ("行政许可（3项）", 3, 2),
            ("行政征收（1项）", 1, 0),
            ("行政处罚（5项）", 5, 0),
            ("其他行政权力（5项）", 5, 0),
        ],
    ),
    ("交通运输局", "jtj", &[("打印版", 360, 1)]),
    ("财政局", "czj", &[("Sheet1", 19, 0)]),
];

const SETTINGS: &str = "\
jurisdiction: { code: \"650200\", name: 克拉玛依市 }
edition: 2025年版
categories: national-2015
as_of: 2025-06-01
";

/// The units by the names that the workbooks have for them, in full or in short.
const UNITS: [(&str, &str, &str); 12] = [
    ("nync", "克拉玛依市农业农村局", "市农业农村局"),
    ("tjj", "克拉玛依市统计局", "市统计局"),
    ("xfjy", "克拉玛依市消防救援支队", "市消防支队"),
    ("rsj", "克拉玛依市人力资源和社会保障局", "市人社局"),
    ("zjj", "克拉玛依市住房和城乡建设局", "市住建局"),
    ("lcj", "克拉玛依市林业和草原局", "市林草局"),
    ("daj", "克拉玛依市档案局", "市档案局"),
    ("sthj", "克拉玛依市生态环境局", "市生态环境局"),
    ("kjj", "克拉玛依市科学技术局", "市科技局"),
    ("gdb", "克拉玛依市国防动员办公室", "市国动办"),
    ("jtj", "克拉玛依市交通运输局", "市交通局"),
    ("czj", "克拉玛依市财政局", "市财政局"),
];

fn lists() -> Option<PathBuf> {
    let shared = std::env::var_os("POWER_LIST_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let folder = shared.join("real-lists");
    if !folder.is_dir() {
        // Past the harness, which keeps what a passing test prints to itself.
        let _ = writeln!(
            std::io::stderr(),
            "跳过：找不到 real-lists 文件夹，没有用真实清单核对导入"
        );
        return None;
    }
    Some(folder)
}

fn workbook(folder: &Path, name: &str) -> PathBuf {
    let mut found = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.to_string_lossy().contains(name));
    let first = found.next().unwrap();
    assert!(found.next().is_none(), "{name}");
    first
}

fn project() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("power-list.yaml"), SETTINGS).unwrap();
    let units = UNITS.map(|(id, name, short)| {
        format!("  - {{ id: {id}, name: {name}, short_name: {short}, kind: 市政府工作部门 }}\n")
    });
    let units = format!("departments:\n{}", units.concat());
    fs::write(dir.path().join("departments.yaml"), units).unwrap();
    dir
}

/// Imports with exit code 0 and gives what was reported.
fn import(project: &Path, source: &Path) -> Value {
    let output = program(project)
        .args(["import", "--format", "json"])
        .arg(source)
        .output()
        .unwrap();
    let (code, out, err) = parts(&output);
    assert_eq!(code, 0, "{}\n{err}", source.display());
    serde_json::from_str(&out).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn counts(book: &Value) -> Vec<(String, usize, usize)> {
    let number = |sheet: &Value, key: &str| sheet[key].as_u64().unwrap() as usize;
    list(book, "sheets")
        .iter()
        .map(|s| {
            (
                text(s, "sheet").to_owned(),
                number(s, "items"),
                number(s, "sub_items"),
            )
        })
        .collect()
}

fn by_hand(sheets: &[Counted]) -> Vec<(String, usize, usize)> {
    sheets
        .iter()
        .map(|&(name, items, subs)| (name.to_owned(), items, subs))
        .collect()
}

#[test]
fn all_twelve_import_in_one_run_and_hold_what_was_counted() {
    let Some(folder) = lists() else { return };
    let dir = project();
    let report = import(dir.path(), &folder);
    assert_eq!(report["failed"], 0, "{:#}", report["not_understood"]);
    let all: usize = BY_HAND.iter().flat_map(|(.., s)| *s).map(|s| s.1).sum();
    assert_eq!(report["items"].as_u64().unwrap() as usize, all);
    for (name, id, sheets) in BY_HAND {
        let book = list(&report, "workbooks")
            .iter()
            .find(|b| text(b, "file").contains(name))
            .unwrap();
        assert_eq!(counts(book), by_hand(sheets), "{name}");
        let items: usize = sheets.iter().map(|s| s.1).sum();
        let own = list(&report, "changes")
            .iter()
            .filter(|c| text(c, "department") == id);
        assert_eq!(own.count(), items, "{name}");
    }
    let before = content(&dir.path().join("items"));
    let again = import(dir.path(), &folder);
    assert_eq!(again["unchanged"].as_u64().unwrap() as usize, all);
    assert!(list(&again, "changes").is_empty() && list(&again, "files").is_empty());
    assert!(content(&dir.path().join("items")) == before, "字节不同");
}

/// The cells of a sheet, read without the importer: row, column, text.
type Cells = BTreeMap<(u32, u32), String>;

fn cells(path: &Path) -> Vec<(String, Cells)> {
    let bytes = fs::read(path).unwrap();
    // By content: what ends in .xlsx may be an old workbook.
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let mut out = Vec::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let used = range.used_cells().filter_map(|(row, column, value)| {
            let text = match value {
                Data::Empty => return None,
                other => other.to_string(),
            };
            let place = (top + row as u32, left + column as u32);
            (!text.trim().is_empty()).then_some((place, text))
        });
        let used: Cells = used.collect();
        if !used.is_empty() {
            out.push((sheet, used));
        }
    }
    out
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where items begin in a sheet: the row of the titles, and the rows of each item.
struct Layout {
    header: u32,
    serial: u32,
    items: Vec<std::ops::RangeInclusive<u32>>,
}

fn layout(cells: &Cells) -> Layout {
    let title = |row: u32, wanted: &[&str]| {
        cells
            .range((row, 0)..=(row, u32::MAX))
            .find(|(_, text)| wanted.contains(&bare(text).as_str()))
            .map(|((_, column), _)| *column)
    };
    let (header, serial, name) = (0..10)
        .find_map(|row| {
            let serial = title(row, &["序号"])?;
            Some((row, serial, title(row, &["事项名称", "项目"])?))
        })
        .unwrap();
    let last = cells.keys().map(|(row, _)| *row).max().unwrap();
    let mut starts: Vec<u32> = Vec::new();
    let mut current: Option<(String, Option<String>)> = None;
    for row in header + 1..=last {
        let Some(found) = cells.get(&(row, name)) else {
            continue;
        };
        let number = cells.get(&(row, serial)).map(|s| bare(s));
        let same = current.as_ref().is_some_and(|(known, known_number)| {
            *known == bare(found) && (number.is_none() || number == *known_number)
        });
        if !same {
            starts.push(row);
            current = Some((bare(found), number));
        }
    }
    let ends = starts.iter().skip(1).map(|row| row - 1).chain([last]);
    Layout {
        header,
        serial,
        items: starts.iter().zip(ends).map(|(&a, b)| a..=b).collect(),
    }
}

/// Words of a text as they are compared. What is normal form and may differ is taken out: list numbers, 【tags】,
/// 中华人民共和国 before the name of a law, numerals of provisions in another writing.
fn words(text: &str) -> Vec<String> {
    let text: Vec<char> = chinese_numerals(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut out = String::new();
    let mut i = 0;
    while i < text.len() {
        let rest = &text[i..];
        let run = |from: usize, of: &dyn Fn(char) -> bool| {
            rest[from..].iter().take_while(|c| of(**c)).count()
        };
        let after_word = i > 0 && text[i - 1].is_ascii_digit();
        let digits = run(0, &|c| c.is_ascii_digit());
        let next = rest.get(digits).copied().unwrap_or(' ');
        let fraction = rest.get(digits + 1).is_some_and(char::is_ascii_digit);
        if rest[0] == '【' && rest.iter().take(14).any(|c| *c == '】') {
            i += rest.iter().position(|c| *c == '】').unwrap() + 1;
        } else if (1..=2).contains(&digits) && !after_word && ".．、".contains(next) && !fraction
        {
            i += digits + 1;
        } else if rest[0] == '第' && run(1, &is_numeral) > 0 {
            // A provision counts as a word of its own, without its unit: 第三十九至第五十条 is printed otherwise.
            let end = 1 + run(1, &is_numeral);
            out.push(' ');
            out.extend(&rest[..end]);
            i += end;
            i += usize::from(text.get(i).is_some_and(|c| "章节条款项目".contains(*c)));
        } else if matches!(rest[0], '（' | '(')
            && (1..=3).contains(&run(1, &is_numeral))
            && matches!(rest.get(1 + run(1, &is_numeral)), Some('）' | ')'))
        {
            i += run(1, &is_numeral) + 2;
            i += usize::from(text.get(i).is_some_and(|c| "款项目".contains(*c)));
        } else {
            out.push(rest[0]);
            i += 1;
            continue;
        }
        out.push(' ');
    }
    out.split(|c: char| !c.is_alphanumeric())
        .map(|w| w.replace("中华人民共和国", ""))
        .filter(|w| !w.is_empty())
        .collect()
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百千两".contains(c)
}

/// Numerals of provisions in one writing: 第12条 as 第十二条.
fn chinese_numerals(text: &str) -> String {
    let digit = |n: usize| ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"][n];
    let mut pieces = text.split('第');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push('第');
        let trimmed = piece.trim_start();
        let rest = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
        match trimmed[..trimmed.len() - rest.len()].parse::<usize>() {
            Ok(n) if (1..100).contains(&n) => {
                if n >= 20 {
                    out.push_str(digit(n / 10));
                }
                if n >= 10 {
                    out.push('十');
                }
                out.push_str(digit(n % 10));
                out.push_str(rest);
            }
            _ => out.push_str(piece),
        }
    }
    out
}

fn joined(text: &str) -> String {
    let kept: String = chinese_numerals(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    kept.replace("中华人民共和国", "")
}

/// Whether a word stands in a text, or is said there in the form of the house.
fn is_kept(word: &str, kept: &[&str]) -> bool {
    let has = |w: &str| kept.iter().any(|text| text.contains(w));
    // The heading 受理阶段责任 is the stage 受理.
    let stage = word
        .strip_suffix("责任")
        .map(|w| w.trim_end_matches("阶段"));
    // 60日 is a number and a unit.
    let days = word.trim_end_matches(['日', '天', '工', '作', '个']);
    let is_days = days.len() < word.len() && days.chars().all(|c| c.is_ascii_digit());
    word == "无" || has(word) || stage.is_some_and(has) || (is_days && has(days))
}

/// The items of a project as texts, by code; each with its category.
fn items(root: &Path, changes: &[Value]) -> HashMap<String, String> {
    let mut out = HashMap::new();
    for (path, bytes) in content(&root.join("items")) {
        let text = String::from_utf8(bytes).unwrap();
        for entry in text.split("\n  - code: ").skip(1) {
            let code = entry.lines().next().unwrap().trim_matches('"').to_owned();
            let category = path.file_stem().unwrap().to_string_lossy().into_owned();
            out.insert(code, joined(&(category + entry)));
        }
    }
    assert_eq!(out.len(), changes.len());
    out
}

#[test]
fn no_word_of_a_cell_is_lost() {
    let Some(folder) = lists() else { return };
    let mut lost = Vec::new();
    let mut compared = 0;
    for (name, id, _) in BY_HAND {
        let path = workbook(&folder, name);
        let dir = project();
        let report = import(dir.path(), &path);
        let changes = list(&report, "changes");
        let items = items(dir.path(), changes);
        let unit = UNITS.iter().find(|(unit, ..)| *unit == id).unwrap();
        let unit = joined(&format!("{} {}", unit.1, unit.2));
        // What the report says, by sheet and row.
        let mut told: BTreeMap<(String, u32), String> = BTreeMap::new();
        for place in ["not_understood", "notes"]
            .iter()
            .flat_map(|key| list(&report, key))
        {
            let cell = text(place, "cell");
            let row = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let row: u32 = row.parse().unwrap();
            let line = told
                .entry((text(place, "sheet").to_owned(), row - 1))
                .or_default();
            line.push_str(&joined(text(place, "why")));
            line.push_str(&joined(text(place, "text")));
        }
        let mut number = 0;
        for (sheet, cells) in cells(&path) {
            let layout = layout(&cells);
            let rows_of = |row: u32| layout.items.iter().position(|rows| rows.contains(&row));
            for (&(row, column), cell) in &cells {
                let is_title = row == layout.header;
                let is_serial = column == layout.serial && row > layout.header;
                let item = rows_of(row);
                // A serial number is the place of its row; anything else in its column is text.
                let only_number = cell.chars().all(|c| !c.is_alphabetic());
                if is_title || (is_serial && only_number) {
                    continue;
                }
                let item_text = item.map_or("", |i| {
                    let code = text(&changes[number + i], "code");
                    items[code].as_str()
                });
                let rows = item.map_or(row..=row, |i| layout.items[i].clone());
                let lines: Vec<&str> = told
                    .range((sheet.clone(), *rows.start())..=(sheet.clone(), *rows.end()))
                    .map(|(_, line)| line.as_str())
                    .collect();
                let kept: Vec<&str> = [item_text, &unit].into_iter().chain(lines).collect();
                for word in words(cell) {
                    compared += 1;
                    // Where there is a gap in the cell, a word may end too.
                    let gaps = || cell.split_whitespace().flat_map(words);
                    if !is_kept(&word, &kept) && !gaps().all(|w| is_kept(&w, &kept)) {
                        let letter = char::from_u32('A' as u32 + column).unwrap();
                        lost.push(format!("{name} {sheet}!{letter}{}：{word}", row + 1));
                    }
                }
            }
            number += layout.items.len();
        }
        assert_eq!(number, changes.len(), "{name}");
    }
    assert!(compared > 100_000, "{compared}");
    assert!(lost.is_empty(), "{} 处：\n{}", lost.len(), lost.join("\n"));
}

//! Workbooks that go back with their findings: nothing of the department's own is lost, whatever kind of file it was.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;

use calamine::{Data, Reader as _, Sheets, Xlsx, open_workbook_auto_from_rs};
use power_list::domain::cell::CellRef;
use power_list::finding::Severity;
use power_list::io::sheet::annotate::{CellNote, annotate, is_findings};
use power_list::io::sheet::workbook;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, FormatBorder, Image, Note, Table, Workbook};

const SHEET: &str = "检查结果";

fn note(sheet: &str, (row, column): (u32, u32), severity: Severity, message: &str) -> CellNote {
    CellNote {
        sheet: Some(sheet.to_owned()),
        cell: Some(CellRef::new(row, column)),
        severity,
        code: "L002".into(),
        name: "unknown-law".into(),
        item: Some("河道采沙许可".into()),
        message: message.into(),
        help: Some("改正引用".into()),
    }
}

/// Sheets by name with their cells that hold something.
type Values = BTreeMap<String, BTreeMap<(u32, u32), Data>>;

fn values(bytes: &[u8]) -> Values {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let mut out = Values::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let cells = range
            .used_cells()
            .map(|(r, c, data)| ((top + r as u32, left + c as u32), data.clone()))
            .collect();
        out.insert(name, cells);
    }
    out
}

/// First and last cell of an area.
type Area = ((u32, u32), (u32, u32));

fn merged(bytes: &[u8]) -> BTreeMap<String, BTreeSet<Area>> {
    let book = open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let mut out = BTreeMap::new();
    match book {
        Sheets::Xlsx(mut book) => {
            for name in book.sheet_names() {
                let areas = book.merge_cells_by_sheet_name(&name).unwrap();
                out.insert(name, areas.iter().map(|d| (d.start, d.end)).collect());
            }
        }
        Sheets::Xls(book) => {
            for name in book.sheet_names() {
                let areas = book.merge_cells_by_sheet_name(&name).unwrap();
                out.insert(name, areas.iter().map(|d| (d.start, d.end)).collect());
            }
        }
        _ => unreachable!("neither .xlsx nor .xls"),
    }
    out
}

/// The parts of a package.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut file = zip.by_index(i).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).unwrap()
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The words of all comments in a package.
fn comments(parts: &BTreeMap<String, Vec<u8>>) -> String {
    let of_comments = parts.iter().filter(|(name, _)| name.contains("comments"));
    of_comments
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap())
        .collect()
}

/// What the findings sheet says, row by row.
fn findings(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(SHEET).unwrap();
    range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

#[test]
fn a_workbook_keeps_what_is_in_it() {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold().set_border(FormatBorder::Thin);
    let sheet = book.add_worksheet().set_name("甲").unwrap();
    sheet.merge_range(0, 0, 1, 2, "清单", &bold).unwrap();
    sheet.write(3, 0, "001").unwrap();
    sheet.write_formula(3, 1, "=1+1").unwrap();
    sheet
        .insert_note(3, 0, &Note::new("请核对").set_author("张三"))
        .unwrap();
    sheet.add_table(5, 0, 8, 2, &Table::new()).unwrap();
    let dot = Image::new_from_buffer(include_bytes!("../sample/dot.png")).unwrap();
    sheet.insert_image(10, 0, &dot).unwrap();
    sheet.set_column_width(1, 33).unwrap();
    let other = book.add_worksheet().set_name("乙").unwrap();
    other.write(0, 0, "没有问题").unwrap();
    let before = book.save_to_buffer().unwrap();

    let notes = [
        note("甲", (3, 0), Severity::Note, "编码不对"),
        note("甲", (1, 1), Severity::Error, "标题不对"),
        note("甲", (20, 9), Severity::Warning, "这里漏填"),
        note("甲", (3, 0), Severity::Error, "<第二个> & 最重"),
    ];
    let after = annotate("表.xlsx", &before, &notes).unwrap();

    let (old, new) = (parts(&before), parts(&after));
    let changed: BTreeSet<&str> = old
        .iter()
        .filter(|(name, bytes)| new[*name] != **bytes)
        .map(|(name, _)| name.as_str())
        .collect();
    let sheet_part = "xl/worksheets/sheet1.xml";
    assert_eq!(
        changed,
        BTreeSet::from([
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/styles.xml",
            "xl/workbook.xml",
            sheet_part,
        ])
    );
    let mut read = values(&after);
    assert_eq!(read.remove(SHEET).unwrap().len(), 2 + 8 + 4 * 8);
    assert_eq!(read, values(&before));
    let mut areas = merged(&after);
    areas.remove(SHEET);
    assert_eq!(areas, merged(&before));

    let sheet = text(&new, sheet_part);
    assert_eq!(sheet.matches("<legacyDrawing ").count(), 1, "{sheet}");
    assert!(sheet.contains("<row r=\"21\"><c r=\"J21\" s=\""), "{sheet}");
    let words = comments(&new);
    for kept in [
        "请核对",
        "&lt;第二个&gt; &amp; 最重",
        "编码不对",
        "标题不对",
        "这里漏填",
    ] {
        assert!(words.contains(kept), "{kept}: {words}");
    }
    assert_eq!(words.matches("<comment ").count(), 3, "one for each cell");
    let read = workbook::from_bytes("表.xlsx", &after).unwrap();
    let ours: Vec<bool> = read.sheets.iter().map(is_findings).collect();
    assert_eq!(ours, [false, false, true], "no list to be read");
    let table = findings(&after);
    assert!(table[1][0].starts_with("共 4 个问题：错误 2 个，警告 1 个，提示 1 个"));
    let rows: Vec<&str> = table[3..].iter().map(|row| row[3].as_str()).collect();
    assert_eq!(rows, ["B2", "A4", "A4", "J21"]);
    assert_eq!(table[4][1], "错误", "the gravest comes first");
}

#[test]
fn a_second_run_replaces_the_first() {
    let mut book = Workbook::new();
    let yellow = Format::new().set_background_color("FFFF00");
    let sheet = book.add_worksheet().set_name("甲").unwrap();
    sheet.write_with_format(0, 0, "一", &yellow).unwrap();
    sheet.write(1, 0, "二").unwrap();
    sheet.insert_note(0, 0, &Note::new("别人的话")).unwrap();
    let taken = book.add_worksheet().set_name(SHEET).unwrap();
    taken.write(0, 0, "本局自己的检查结果").unwrap();
    let before = book.save_to_buffer().unwrap();
    let first = annotate(
        "表.xlsx",
        &before,
        &[
            note("甲", (0, 0), Severity::Error, "第一次"),
            note("甲", (1, 0), Severity::Error, "第一次"),
        ],
    )
    .unwrap();
    let second = annotate(
        "表.xlsx",
        &first,
        &[note("甲", (1, 0), Severity::Note, "第二次")],
    )
    .unwrap();
    let third = annotate("表.xlsx", &second, &[]).unwrap();

    let names = |bytes: &[u8]| values(bytes).into_keys().collect::<Vec<_>>();
    for bytes in [&first, &second, &third] {
        assert_eq!(names(bytes), [SHEET, "检查结果2", "甲"]);
        assert_eq!(values(bytes)[SHEET], values(&before)[SHEET]);
        assert!(comments(&parts(bytes)).contains("别人的话"));
    }
    let words = comments(&parts(&second));
    assert!(
        words.contains("第二次") && !words.contains("第一次"),
        "{words}"
    );
    assert!(!comments(&parts(&third)).contains("第二次"));
    let styles = text(&parts(&third), "xl/styles.xml");
    // The cells themselves are as they were: their formats have their own fills again.
    let fills: Vec<&str> = styles.split("<fill>").skip(1).collect();
    let formats = styles.split("<cellXfs").nth(1).unwrap();
    let sheet = text(&parts(&third), "xl/worksheets/sheet1.xml");
    let fill_of = |cell: &str| {
        let tag = sheet.split(&format!("r=\"{cell}\"")).nth(1).unwrap();
        let format: usize = tag
            .split("s=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let xf = formats.split("<xf ").nth(format + 1).unwrap();
        let fill: usize = xf
            .split("fillId=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        fills[fill]
    };
    assert!(fill_of("A1").contains("FFFFFF00"), "{}", fill_of("A1"));
    assert!(fill_of("A2").contains("none"), "{}", fill_of("A2"));
}

#[test]
fn packages_of_other_programs_are_changed_in_their_own_manner() {
    let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let main = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let sheet = format!(
        "<?xml version=\"1.0\"?><x:worksheet xmlns:x=\"{main}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData><x:sheetProtection sheet=\"1\"/><mc:AlternateContent><mc:Choice Requires=\"x14\"><x:controls/></mc:Choice></mc:AlternateContent><x:extLst/></x:worksheet>"
    );
    let before = packed(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/book/main.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{strict}/officeDocument\" Target=\"/book/main.xml\"/></Relationships>"
            ),
        ),
        (
            "book/main.xml",
            &format!(
                "<x:workbook xmlns:x=\"{main}\" xmlns:k=\"{strict}\"><x:sheets><x:sheet name=\"表\" sheetId=\"7\" k:id=\"R1\"/></x:sheets><x:calcPr/></x:workbook>"
            ),
        ),
        (
            "book/_rels/main.xml.rels",
            &format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"R1\" Type=\"{strict}/worksheet\" Target=\"/book/one.xml\"/></Relationships>"
            ),
        ),
        ("book/one.xml", &sheet),
    ]);
    let after = annotate(
        "表.xlsx",
        &before,
        &[note("表", (0, 0), Severity::Error, "错")],
    )
    .unwrap();
    let new = parts(&after);
    let sheet = text(&new, "book/one.xml");
    assert!(
        sheet.contains(&format!("<x:sheetProtection sheet=\"1\"/><x:legacyDrawing xmlns:r=\"{strict}\" r:id=\"rId2\"/><mc:AlternateContent>")),
        "{sheet}"
    );
    assert!(sheet.contains("<x:c t=\"inlineStr\" s=\"1\">"), "{sheet}");
    let book = text(&new, "book/main.xml");
    assert!(
        book.contains(
            "<x:sheet name=\"检查结果\" sheetId=\"8\" k:id=\"rId2\"/></x:sheets><x:definedNames>"
        ),
        "{book}"
    );
    assert!(text(&new, "book/_rels/one.xml.rels").contains(&format!("{strict}/comments")));
    assert!(text(&new, "book/styles.xml").contains(main));
}

#[test]
fn threaded_comments_stay_as_they_are() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("甲").unwrap();
    sheet.write(0, 0, "一").unwrap();
    sheet
        .insert_note(
            0,
            0,
            &Note::new("[会话批注]")
                .set_author("tc={ABC}")
                .add_author_prefix(false),
        )
        .unwrap();
    let before = book.save_to_buffer().unwrap();
    let after = annotate(
        "表.xlsx",
        &before,
        &[note("甲", (0, 0), Severity::Error, "错")],
    )
    .unwrap();
    assert_eq!(
        parts(&after)["xl/comments1.xml"],
        parts(&before)["xl/comments1.xml"]
    );
    assert!(findings(&after)[2][0].contains("A1 已有会话式批注"));
}

#[test]
fn an_old_workbook_is_built_anew() {
    let before = include_bytes!("../sample/old.xls");
    let after = annotate(
        "表.xls",
        before,
        &[note("某局清单", (6, 0), Severity::Error, "错")],
    )
    .unwrap();
    let (old, mut new) = (values(before), values(&after));
    new.remove(SHEET).unwrap();
    assert_eq!(
        old.keys().collect::<Vec<_>>(),
        new.keys().collect::<Vec<_>>()
    );
    for (name, cells) in &old {
        for (place, value) in cells {
            let same = match (value, &new[name][place]) {
                (Data::DateTime(a), Data::DateTime(b)) => a.as_f64() == b.as_f64(),
                (Data::String(a), Data::String(b)) => a == b,
                (a, b) => a.to_string() == b.to_string(),
            };
            assert!(same, "{name} {place:?}: {value:?} {:?}", new[name][place]);
        }
    }
    let mut areas = merged(&after);
    areas.remove(SHEET);
    assert_eq!(areas, merged(before));
    let parts = parts(&after);
    let sheet = text(&parts, "xl/worksheets/sheet1.xml");
    for looks in [
        "fitToPage=\"1\"",
        "ht=\"50.25\" customHeight=\"1\"",
        "hidden=\"1\"",
        "orientation=\"landscape\"",
        "<autoFilter ref=\"A2:E5\"/>",
        "第 &amp;P 页",
    ] {
        assert!(sheet.contains(looks), "{looks}: {sheet}");
    }
    for cell in ["A7", "A8", "A9"] {
        assert!(sheet.contains(&format!("<c r=\"{cell}\" s=\"")), "{cell}");
    }
    assert!(text(&parts, "xl/worksheets/sheet2.xml").contains("<sheetProtection "));
    let book = text(&parts, "xl/workbook.xml");
    assert!(
        book.contains("state=\"hidden\"") && book.contains("!$1:$2</definedName>"),
        "{book}"
    );
    assert!(comments(&parts).contains("请业务科室核对"));
    let styles = text(&parts, "xl/styles.xml");
    assert!(
        styles.contains("<i/><strike/><sz val=\"12\"/><color indexed=\"10\"/>"),
        "{styles}"
    );
    let remark = &findings(&after)[2][0];
    for lost in ["公式（保留了计算结果）（2 个）", "数据有效性", "超链接"] {
        assert!(remark.contains(lost), "{remark}");
    }
}

#[test]
fn a_text_becomes_a_workbook_and_runs_nothing() {
    let text = "编码,名称\n001,=1+1\n\n002,@甲\n";
    let after = annotate(
        "某局[1].csv",
        text.as_bytes(),
        &[note("某局[1]", (3, 1), Severity::Error, "错")],
    )
    .unwrap();
    let read = values(&after);
    assert_eq!(read["某局1"][&(1, 1)], Data::String("=1+1".into()));
    assert_eq!(read["某局1"][&(1, 0)], Data::String("001".into()));
    assert_eq!(read["某局1"][&(3, 1)], Data::String("@甲".into()));
    assert!(comments(&parts(&after)).contains("ref=\"B4\""));
    assert!(findings(&after)[2][0].contains("原表不是 .xlsx"));
}

#[test]
fn what_is_no_workbook_is_refused() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "甲").unwrap();
    let whole = book.save_to_buffer().unwrap();
    let old = include_bytes!("../sample/old.xls");
    let notes = [note("Sheet1", (0, 0), Severity::Error, "错")];
    for cut in [2000, whole.len() / 2, whole.len() - 1] {
        let refusal = annotate("表.xlsx", &whole[..cut], &notes)
            .unwrap_err()
            .to_string();
        assert!(
            refusal.contains("表.xlsx") && refusal.contains("另存"),
            "{refusal}"
        );
    }
    for cut in [600, old.len() / 2, old.len() - 1000] {
        let refusal = annotate("表.xls", &old[..cut], &notes)
            .unwrap_err()
            .to_string();
        assert!(refusal.contains("表.xls"), "{refusal}");
    }
    for other in [&b""[..], b"%PDF-1.7", b"PK\x03\x04", b"<xml/>"] {
        annotate("别的", other, &notes).unwrap_err();
    }
}

#[test]
fn a_zip_bomb_is_refused() {
    let blank = " ".repeat(300 << 20);
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{blank}<sheetData/></worksheet>"
    );
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let bomb = packed(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" Type=\"{links}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{links}\"><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" Type=\"{links}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    assert!(bomb.len() < 1 << 20);
    let refusal = annotate(
        "表.xlsx",
        &bomb,
        &[note("甲", (0, 0), Severity::Error, "错")],
    )
    .unwrap_err();
    assert!(refusal.to_string().contains("表.xlsx"), "{refusal}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_workbook_stays_readable_and_keeps_its_values(
        cells in prop::collection::btree_map((0_u32..40, 0_u16..12), "\\PC{0,12}", 0..60),
        notes in prop::collection::vec((0_u32..60, 0_u32..20, 0_usize..3, "\\PC{0,20}"), 0..30),
        merge in prop::option::of((45_u32..50, 0_u16..5)),
    ) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("甲").unwrap();
        for ((row, column), words) in &cells {
            sheet.write(*row, *column, words.as_str()).unwrap();
        }
        if let Some((row, column)) = merge {
            sheet.merge_range(row, column, row + 3, column + 2, "合并", &Format::new()).unwrap();
        }
        let before = book.save_to_buffer().unwrap();
        let notes: Vec<CellNote> = notes
            .iter()
            .map(|(row, column, severity, words)| note("甲", (*row, *column), Severity::ALL[*severity], words))
            .collect();
        let first = annotate("表.xlsx", &before, &notes).unwrap();
        let second = annotate("表.xlsx", &first, &notes).unwrap();
        for after in [&first, &second] {
            let mut read = values(after);
            read.remove(SHEET);
            prop_assert_eq!(&read, &values(&before));
            prop_assert_eq!(findings(after).len(), 3 + notes.len());
            let places: BTreeSet<CellRef> = notes.iter().filter_map(|n| n.cell).collect();
            let most = comments(&parts(after)).matches("<comment ").count();
            prop_assert!(most <= places.len() && (most > 0 || places.is_empty()));
        }
    }

    #[test]
    fn damaged_workbooks_never_panic(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), old in any::<bool>()) {
        let mut bytes = if old {
            include_bytes!("../sample/old.xls").to_vec()
        } else {
            let mut book = Workbook::new();
            book.add_worksheet().write(0, 0, "甲").unwrap();
            book.save_to_buffer().unwrap()
        };
        for (place, byte) in at {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        // Either is right; a panic is not.
        let _ = annotate("表", &bytes, &[note("Sheet1", (0, 0), Severity::Error, "错")]);
    }
}

fn lists() -> Option<Vec<PathBuf>> {
    let shared = std::env::var_os("POWER_LIST_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let Ok(entries) = std::fs::read_dir(shared.join("real-lists")) else {
        // Past the harness, which keeps what a passing test prints to itself.
        let _ = writeln!(
            std::io::stderr(),
            "跳过：找不到 real-lists 文件夹，没有在真实清单上批注"
        );
        return None;
    };
    let files = entries.map(|e| e.unwrap().path());
    Some(
        files
            .filter(|p| p.extension().is_some_and(|e| e != "md"))
            .collect(),
    )
}

#[test]
fn real_lists_keep_every_cell() {
    let Some(files) = lists() else { return };
    assert_eq!(files.len(), 12, "{files:?}");
    for file in files {
        let before = std::fs::read(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let old = values(&before);
        let all: Vec<(&String, (u32, u32))> = old
            .iter()
            .flat_map(|(sheet, cells)| cells.keys().map(move |place| (sheet, *place)))
            .collect();
        let notes: Vec<CellNote> = all
            .iter()
            .step_by(all.len() / 12)
            .enumerate()
            .map(|(i, (sheet, place))| note(sheet, *place, Severity::ALL[i % 3], "虚构的问题"))
            .collect();
        let after = annotate(&name, &before, &notes).unwrap();
        let mut new = values(&after);
        assert_eq!(
            new.remove(SHEET).map(|t| t.len() > notes.len() * 7),
            Some(true),
            "{name}"
        );
        assert_eq!(
            old.keys().collect::<Vec<_>>(),
            new.keys().collect::<Vec<_>>(),
            "{name}"
        );
        for (sheet, cells) in &old {
            for (place, value) in cells {
                let kept = &new[sheet][place];
                assert_eq!(
                    value.to_string(),
                    kept.to_string(),
                    "{name} {sheet} {place:?}"
                );
            }
            assert_eq!(cells.len(), new[sheet].len(), "{name} {sheet}");
        }
        let mut areas = merged(&after);
        areas.remove(SHEET);
        assert_eq!(areas, merged(&before), "{name}");
        let words = comments(&parts(&after));
        assert!(words.matches("<comment ").count() >= 10, "{name}");
    }
}

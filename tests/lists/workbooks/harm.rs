//! Files that are broken, locked, or made to exhaust the machine: refused with a sentence, the project untouched.

use std::fmt::Write as _;

use super::*;

/// Address space that the program gets for one import, in KB; what it really uses is far less.
const MEMORY_KB: u32 = 900_000;

impl Project {
    /// Imports with little memory to spend.
    fn import_within_memory(&self, source: &Path) -> Output {
        let script = format!("ulimit -v {MEMORY_KB}; exec \"$@\"");
        Command::new("sh")
            .args([
                "-c",
                &script,
                "sh",
                env!("CARGO_BIN_EXE_power-list"),
                "import",
                "--project",
            ])
            .arg(self.0.path().join("list"))
            .arg(source)
            .output()
            .unwrap()
    }

    fn refuses_within_memory(&self, name: &str, bytes: &[u8], words: &[&str]) {
        let source = self.hand_in(name, bytes);
        let before = self.files();
        let output = self.import_within_memory(&source);
        let shown = text(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {shown}");
        for word in words {
            assert!(shown.contains(word), "{name}, {word}: {shown}");
        }
        assert_eq!(self.files(), before, "{name}");
    }

    fn takes_within_memory(&self, name: &str, bytes: &[u8]) {
        let output = self.import_within_memory(&self.hand_in(name, bytes));
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output));
        assert!(self.items().contains("对统计资料的检查"), "{name}");
    }
}

#[test]
fn locked_workbooks_are_named() {
    let project = Project::new();
    let advice = ["加了打开密码", "去掉密码"];
    let pass = make::record(0x002f, &make::words(&[1, 1, 1, 0, 0]));
    let old = make::stream(&pass, &[("一", false, make::labels())]);
    project.refuses(
        "锁.xlsx",
        &make::compound("EncryptedPackage", &[0; 9000]),
        &advice,
    );
    project.refuses("锁.xls", &make::compound("Workbook", &old), &advice);
    let open = make::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &[0x9a; 300]),
        ("META-INF/manifest.xml", b"<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"),
    ]);
    project.refuses("锁.ods", &open, &advice);
}

#[test]
fn what_is_no_table_is_named() {
    let project = Project::new();
    for (name, bytes, words) in [
        (
            "文.xlsx",
            make::zip(&[("word/document.xml", b"<w/>")]),
            ["Word 文档", "填进表格"],
        ),
        (
            "压.xlsx",
            make::zip(&[("一.xls", b"x")]),
            ["压缩包（.zip）", "解开后"],
        ),
        (
            "二.xlsx",
            make::zip(&[("xl/workbook.bin", b"x")]),
            ["二进制工作簿（.xlsb）", "另存为 .xlsx"],
        ),
        (
            "文.xls",
            make::compound("WordDocument", &[0; 5000]),
            ["旧版 Word", "填进表格"],
        ),
        ("影.xlsx", b"%PDF-1.4".to_vec(), ["PDF", "填进表格"]),
        ("压.xls", b"Rar!\x1a\x07".to_vec(), [".rar", "解开后"]),
        (
            "话.csv",
            "一段话，没有表。\n另一段。".into(),
            ["纯文本", "items:"],
        ),
        ("乱.xlsx", vec![0, 1, 2, 0xff], ["认不出的格式", "另存为"]),
    ] {
        project.refuses(name, &bytes, &words);
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let project = Project::new();
    let records = make::labels();
    let whole = [
        ("断.xlsx", make::xlsx(&make::sheet_data(), &[])),
        ("断.xls", make::xls(&records)),
        ("断.ods", make::ods(&make::ods_rows())),
        ("裸.xls", make::stream(&[], &[("一", false, records)])),
    ];
    for (name, bytes) in &whole {
        for length in 1..bytes.len() {
            // Whatever is read of it, it ends, and without a panic.
            let read = workbook::from_bytes(name, &bytes[..length]);
            if bytes.len() - length > 4096 || !name.ends_with(".xls") {
                assert!(read.is_err(), "{name} {length}");
            }
        }
        for length in [bytes.len() / 3, bytes.len() / 2] {
            project.refuses(name, &bytes[..length], &["损坏", "重新要一份"]);
        }
    }
    project.refuses(
        "断.csv",
        "事项名称,权力类型,备注\n甲,行政检查,\"没有".as_bytes(),
        &["第 2 行", "引号"],
    );
}

#[test]
fn changed_bytes_never_cause_a_panic() {
    let mut random = fastrand::Rng::with_seed(4);
    let old = make::xls(
        &[
            make::labels(),
            make::record(0x00e5, &make::words(&[1, 1, 2, 0, 0])),
        ]
        .concat(),
    );
    let open = make::ods_rows();
    let new = make::sheet_data() + "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>";
    for _ in 0..3000 {
        let mut bytes = old.clone();
        for _ in 0..random.usize(1..6) {
            let at = random.usize(..bytes.len());
            bytes[at] = random.u8(..);
        }
        let _ = workbook::from_bytes("旧", &bytes);
    }
    for _ in 0..400 {
        for (text, wrap) in [
            (&open, make::ods as fn(&str) -> Vec<u8>),
            (&new, |t| make::xlsx(t, &[])),
        ] {
            let mut chars: Vec<char> = text.chars().collect();
            for _ in 0..random.usize(1..4) {
                let at = random.usize(..chars.len());
                chars[at] = *random
                    .choice(&['0', '9', 'A', 'Z', '<', '>', '"', '/', ' ', '&'])
                    .unwrap();
            }
            let _ = workbook::from_bytes("新", &wrap(&chars.into_iter().collect::<String>()));
        }
    }
}

#[test]
fn places_that_no_sheet_has_are_refused() {
    for (cell, merged) in [
        ("A99999999999", "A1:B2"),
        ("ZZZZZZZ1", "A1:B2"),
        ("A1", "B2:A1"),
        ("A1", "A0"),
    ] {
        let data = format!(
            "<sheetData><row><c r=\"{cell}\"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"{merged}\"/></mergeCells>"
        );
        let why = fault(&make::xlsx(&data, &[]));
        assert!(why.contains("单元格的位置"), "{why}");
    }
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let project = Project::new();
    let refuses = |name: &str, bytes: &[u8], word: &str| {
        project.refuses_within_memory(name, bytes, &[word]);
    };
    // A part that says itself that it is too large; the archive says so in two places.
    let mut declared = make::xlsx(&make::sheet_data(), &[]);
    patch_sizes(&mut declared, "xl/worksheets/sheet1.xml", 0x7fff_ffff);
    refuses("报大.xlsx", &declared, "解开后有 2047 MB");
    // One that says it is small and is not.
    let large = make::sheet_data() + &" ".repeat(40 << 20);
    let mut undeclared = make::xlsx(&large, &[]);
    patch_sizes(&mut undeclared, "xl/worksheets/sheet1.xml", 1000);
    refuses("报小.xlsx", &undeclared, "不完整");
    let text = make::xlsx(&format!("<sheetData/>{}", "a".repeat(40 << 20)), &[]);
    refuses("长.xlsx", &text, "超过 16 MB");
    let deep = make::xlsx(&format!("<sheetData/>{}", "<a>".repeat(2_000_000)), &[]);
    refuses("深.xlsx", &deep, "1000 层");
    refuses("深.ods", &make::ods(&"<a>".repeat(2_000_000)), "1000 层");
    let strings = |text: &str| make::xlsx(&make::sheet_data(), &[("xl/sharedStrings.xml", text)]);
    refuses(
        "多.xlsx",
        &strings(&format!("<sst>{}</sst>", "<si/>".repeat(1_000_001))),
        "太多的 si",
    );
    refuses(
        "谎.xlsx",
        &strings("<sst uniqueCount=\"99999999999999\"/>"),
        "太多的 si",
    );
    // A text that is long, used in a great many cells.
    let long = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(30_000));
    let mut cells = String::from("<sheetData>");
    for row in 1..=2000 {
        let _ = write!(cells, "<row r=\"{row}\"><c t=\"s\"><v>0</v></c></row>");
    }
    let many = make::xlsx(
        &(cells + "</sheetData>"),
        &[("xl/sharedStrings.xml", &long)],
    );
    refuses("反复.xlsx", &many, "64 MB 文字");
    let entity = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    refuses("实体.xlsx", &strings(entity), "XML 不对");
    let entity = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>&b;</text:p></table:table-cell></table:table-row>";
    refuses("实体.ods", &make::ods(entity), "自己定义的实体");
    let styles = format!(
        "<styleSheet><numFmts><numFmt numFmtId=\"1\" formatCode=\"{}\"/></numFmts><cellXfs>{}</cellXfs></styleSheet>",
        "0".repeat(100_000),
        "<xf numFmtId=\"1\"/>".repeat(10_000)
    );
    refuses(
        "式样.xlsx",
        &make::xlsx(&make::sheet_data(), &[("xl/styles.xml", &styles)]),
        "太多的 xf",
    );
    let repeated = make::ods_rows().replacen(
        "<table:table-row>",
        "<table:table-row table:number-rows-repeated=\"1048576\">",
        1,
    );
    refuses("重.ods", &make::ods(&repeated), "50 万个单元格");
    let wide = format!("事项名称,权力类型,备注\n{}\n", ",".repeat(5 << 20));
    refuses("宽.csv", wide.as_bytes(), "超过 16384 列");
    let names: Vec<String> = (0..10_001).map(|i| i.to_string()).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    refuses("碎.xlsx", &make::zip(&entries), "个文件，不像工作簿");
}

/// Writes another size into the two places where an archive tells that of an entry.
fn patch_sizes(archive: &mut [u8], name: &str, size: u32) {
    let name = name.as_bytes();
    let places: Vec<usize> = (0..archive.len() - name.len())
        .filter(|&i| &archive[i..i + name.len()] == name)
        .collect();
    for at in places {
        let field = if archive[at - 30..].starts_with(b"PK\x03\x04") {
            at - 8
        } else if archive[at - 46..].starts_with(b"PK\x01\x02") {
            at - 22
        } else {
            continue;
        };
        archive[field..field + 4].copy_from_slice(&size.to_le_bytes());
    }
}

#[test]
fn emptiness_costs_nothing() {
    let project = Project::new();
    let mut rows = String::from("<dimension ref=\"A1:XFD1048576\"/>");
    rows += make::sheet_data().trim_end_matches("</sheetData>");
    for row in 3..=1_048_576 {
        let _ = write!(rows, "<row r=\"{row}\" s=\"1\"/>");
    }
    rows += "</sheetData><mergeCells><mergeCell ref=\"A3:XFD1048576\"/></mergeCells>";
    project.takes_within_memory("空行.xlsx", &make::xlsx(&rows, &[]));
    let dimension = [
        0_u32.to_le_bytes(),
        u32::MAX.to_le_bytes(),
        (u32::from(u16::MAX) << 16).to_le_bytes(),
        [0; 4],
    ]
    .concat();
    let records = [
        make::record(0x0200, &dimension[..14]),
        make::labels(),
        make::label(65_535, 255, "远"),
    ]
    .concat();
    project.takes_within_memory("远.xls", &make::xls(&records));
    let empty = "<table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell table:number-columns-repeated=\"16384\" table:style-name=\"ce1\"/></table:table-row>";
    project.takes_within_memory("空行.ods", &make::ods(&(make::ods_rows() + empty)));
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>远</t></is></c></row></sheetData>";
    let data = make::sheet_data().replace("</sheetData>", far);
    project.takes_within_memory("远.xlsx", &make::xlsx(&data, &[]));
}

#[test]
fn chains_that_bite_their_tail_end() {
    let mut bytes = make::xls(&make::labels());
    // The table of sectors is the first one; every sector now follows itself.
    for i in 0..128_u32 {
        let at = 512 + 4 * i as usize;
        bytes[at..at + 4].copy_from_slice(&i.to_le_bytes());
    }
    assert!(fault(&bytes).contains("损坏"), "{}", fault(&bytes));
}

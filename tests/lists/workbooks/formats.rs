//! The same table in every format, under whatever name.

use rust_xlsxwriter::{Image, Workbook};

use super::make::{self, ROWS};
use super::*;

fn with_delimiter(delimiter: &str) -> String {
    ROWS.map(|row| row.join(delimiter)).join("\r\n")
}

fn html() -> String {
    let rows: String = ROWS
        .iter()
        .map(|row| {
            format!(
                "<TR><td class=a>{}</td></TR>\n",
                row.join("</td><td nowrap>")
            )
        })
        .collect();
    format!(
        "<html><head><meta charset=gb2312><style>td {{ a: b }}</style></head><body><table border=1>{rows}</table>&nbsp;<br></body></html>"
    )
}

fn xml_2003() -> String {
    let cell = |text: &&str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let rows: String = ROWS
        .iter()
        .map(|row| format!("<Row>{}</Row>", row.iter().map(cell).collect::<String>()))
        .collect();
    format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"表一\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
}

fn every_format() -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |text: &str| {
        let units: Vec<u16> = format!("\u{feff}{text}").encode_utf16().collect();
        make::words(&units)
    };
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let sheets = [("表一", false, make::labels())];
    vec![
        ("旧.xls", make::xls(&make::labels())),
        ("旧.et", make::xls(&make::labels())),
        ("其实是旧的.xlsx", make::xls(&make::labels())),
        ("没有外壳.xls", make::stream(&[], &sheets)),
        ("其实是新的.xls", make::xlsx(&make::sheet_data(), &[])),
        ("模板.xltx", make::xlsx(&make::sheet_data(), &[])),
        ("开放.ods", make::ods(&make::ods_rows())),
        ("逗号.csv", with_delimiter(",").into_bytes()),
        (
            "带标记.csv",
            format!("\u{feff}{}", with_delimiter(",")).into_bytes(),
        ),
        ("国标.csv", gb(&with_delimiter(","))),
        ("宽.csv", utf16(&with_delimiter("\t"))),
        ("分号.csv", with_delimiter(";").into_bytes()),
        ("制表.txt", with_delimiter("\t").into_bytes()),
        ("名叫.yaml", with_delimiter(",").into_bytes()),
        ("网页.xls", gb(&html())),
        ("老标记.xls", xml_2003().into_bytes()),
    ]
}

#[test]
fn a_file_is_read_by_its_content() {
    let first = Project::new();
    first.import(
        &first.hand_in("新.xlsx", make::xlsx(&make::sheet_data(), &[])),
        &[],
    );
    assert!(
        first.items().contains("对统计资料的检查"),
        "{}",
        first.items()
    );
    for (name, bytes) in every_format() {
        let project = Project::new();
        let output = project.import(&project.hand_in(name, &bytes), &[]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output));
        assert_eq!(project.items(), first.items(), "{name}");
    }
}

#[test]
fn a_folder_holds_every_kind() {
    let project = Project::new();
    for (name, bytes) in every_format() {
        project.hand_in(&format!("报送/{name}"), bytes);
    }
    project.hand_in("报送/照片.png", b"\x89PNG\r\n\x1a\n");
    let json = project.json(&project.0.path().join("报送"));
    assert_eq!(json["items"], every_format().len());
    assert_eq!((&json["created"], &json["failed"]), (&1.into(), &1.into()));
    let why = json["not_understood"][0]["why"].as_str().unwrap();
    assert!(why.contains("照片.png") && why.contains("图片"), "{why}");
}

#[test]
fn a_pipe_is_a_source() {
    for bytes in [
        make::xlsx(&make::sheet_data(), &[]),
        with_delimiter(",").into_bytes(),
        "department: tjj\ncategory: 行政检查\nitems:\n  - name: 对统计资料的检查\n".into(),
    ] {
        let project = Project::new();
        let output = project.pipe(&bytes, &[]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        assert!(project.items().contains("对统计资料的检查"));
    }
    let project = Project::new();
    let output = project.pipe(b"%PDF-1.7", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output).contains("“<stdin>”的内容是PDF"),
        "{}",
        text(&output)
    );
}

#[test]
fn merged_cells_are_known_in_every_format() {
    let old = make::record(0x00e5, &make::words(&[1, 1, 2, 0, 0]));
    let old = make::xls(&[make::labels(), make::label(2, 1, "乙"), old].concat());
    let cell = |text: &str, more: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"{more}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let open = make::ods(&format!(
        "<table:table-row>{}</table:table-row><table:table-row>{}{}</table:table-row><table:table-row><table:covered-table-cell/>{}</table:table-row>",
        cell("名", ""),
        cell(
            "甲",
            " table:number-rows-spanned=\"2\" table:number-columns-spanned=\"1\""
        ),
        cell("丙", ""),
        cell("乙", ""),
    ));
    let page = b"<table><tr><td>n</td></tr><tr><td rowspan=2>a</td><td>c</td></tr><tr><td>b</td></tr></table>";
    let xml = "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table><Row><Cell><Data>n</Data></Cell></Row><Row><Cell ss:MergeDown=\"1\"><Data>a</Data></Cell></Row><Row><Cell ss:Index=\"2\"><Data>b</Data></Cell></Row></Table></Worksheet></Workbook>";
    for bytes in [&old[..], &open, page, xml.as_bytes()] {
        let book = book(bytes);
        let sheet = &book.sheets[0];
        let area = sheet.area(at(2, 0));
        assert_eq!(
            (area.first, area.last),
            (at(1, 0), at(2, 0)),
            "{}",
            book.kind
        );
        assert!(sheet.text(at(2, 1)).is_some(), "{:?}", cells(sheet));
    }
}

#[test]
fn what_does_not_show_is_read_and_told() {
    let mut hidden_row = make::words(&[1, 0, 3, 300, 0, 0, 0x20]);
    hidden_row.extend([0, 0]);
    let records = [
        make::record(0x0208, &hidden_row),
        make::record(0x007d, &make::words(&[2, 2, 0, 0, 1, 0])),
        make::labels(),
    ]
    .concat();
    let macros = make::record(0x00d3, &[]);
    let old = make::compound("Workbook", &make::stream(&macros, &[("藏", true, records)]));
    let data = make::sheet_data().replace("<row r=\"2\">", "<row r=\"2\" hidden=\"1\">");
    let new = format!("<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols>{data}");
    let list = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"藏\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/></sheets></workbook>";
    let new = make::xlsx(
        &new,
        &[("xl/workbook.xml", list), ("xl/vbaProject.bin", "x")],
    );
    let open = make::ods(&format!(
        "<table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/>{}",
        make::ods_rows().replacen(
            "</table:table-row><table:table-row>",
            "</table:table-row><table:table-row table:visibility=\"filter\">",
            1
        )
    ));
    for (bytes, whole) in [(old, true), (new, true), (open, false)] {
        let project = Project::new();
        let json = project.json(&project.hand_in("藏.xlsm", bytes));
        assert_eq!(json["created"], 1, "{json}");
        let notes = json["notes"].to_string();
        for word in ["从这一行起有 1 行是隐藏的", "从这一列起有 1 列是隐藏的"]
        {
            assert!(notes.contains(word), "{word}: {notes}");
        }
        assert!(
            notes.contains("\"A2\"") && notes.contains("\"C1\""),
            "{notes}"
        );
        if whole {
            assert!(
                notes.contains("这张工作表是隐藏的") && notes.contains("宏没有运行"),
                "{notes}"
            );
        }
    }
}

#[test]
fn a_sheet_of_pictures_is_named() {
    const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";
    let mut book = Workbook::new();
    let image = Image::new_from_buffer(DOT).unwrap();
    book.add_worksheet().insert_image(0, 0, &image).unwrap();
    let new = book.save_to_buffer().unwrap();
    let old = make::xls(&make::record(0x005d, &make::words(&[0x15, 0x12, 8, 1, 0])));
    let open = make::ods(
        "<table:table-row><table:table-cell><draw:frame><draw:image/></draw:frame></table:table-cell></table:table-row>",
    );
    for bytes in [new, old, open] {
        Project::new().refuses("图.xlsx", &bytes, &["只有图片，没有文字"]);
    }
}

//! What stands in a cell, and what a person reads there.

use super::*;

/// Sheet and faults of an `.xlsx` whose row holds these `c` elements.
fn read(cells: &str, more: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let data = format!("<sheetData><row r=\"1\">{cells}</row></sheetData>");
    let book = book(&make::xlsx(&data, more));
    let sheet = &book.sheets[0];
    let faults = sheet
        .faults
        .iter()
        .map(|fault| format!("{} {}", fault.cell, fault.why));
    (super::cells(sheet), faults.collect())
}

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>";

#[test]
fn numbers_and_days() {
    let (cells, faults) = read(
        "<c r=\"A1\"><v>3</v></c><c r=\"B1\" s=\"1\"><v>42064</v></c><c r=\"C1\" s=\"2\"><v>42064</v></c><c r=\"D1\" s=\"3\"><v>42064.354166666664</v></c><c r=\"E1\"><v>0.30000000000000004</v></c><c r=\"F1\" t=\"b\"><v>1</v></c><c r=\"G1\"><v>330112001000</v></c>",
        &[("xl/styles.xml", STYLES)],
    );
    assert_eq!(
        cells,
        [
            "A1=3",
            "B1=2015-03-01",
            "C1=2015-03-01",
            "D1=2015-03-01 08:30",
            "E1=0.3",
            "F1=是",
            "G1=330112001000"
        ]
    );
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn what_is_lost_is_told() {
    let (cells, faults) = read(
        "<c r=\"A1\"><v>123457000000000000</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>1.23457E+17</t></is></c><c r=\"C1\" t=\"e\"><v>#N/A</v></c><c r=\"D1\" t=\"e\"><v>#REF!</v></c><c r=\"E1\"><f>A1</f></c><c r=\"F1\" t=\"str\"><f>IF(A1=0,1,\"\")</f><v></v></c><c r=\"G1\" t=\"str\"><f>B1</f><v>甲</v></c>",
        &[],
    );
    assert_eq!(cells, ["G1=甲"]);
    let told = [
        "A1 “123457000000000000”存成了数字",
        "B1 “1.23457E+17”是",
        "C1 单元格是错误值 #N/A",
        "D1 单元格是错误值 #REF!",
        "E1 公式没有保存计算结果",
    ];
    assert_eq!(faults.len(), told.len(), "{faults:?}");
    for (fault, start) in faults.iter().zip(told) {
        assert!(fault.starts_with(start), "{fault}");
    }
}

#[test]
fn texts_are_plain() {
    let strings = "<sst uniqueCount=\"3\"><si><r><t>甲</t></r><r><t xml:space=\"preserve\"> 乙</t></r></si><si><t>漢字</t><rPh sb=\"0\" eb=\"2\"><t>かんじ</t></rPh></si><si><t>一_x000D_\n二</t></si></sst>";
    let (cells, _) = read(
        "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>",
        &[("xl/sharedStrings.xml", strings)],
    );
    assert_eq!(cells, ["A1=甲 乙", "B1=漢字", "C1=一\n二"]);
}

#[test]
fn old_cells_of_every_kind() {
    let number = |kind, column, look, rest: &[u8]| {
        make::record(
            kind,
            &[make::words(&[0, column, look]), rest.to_vec()].concat(),
        )
    };
    let formula =
        |column, result: [u8; 8]| number(0x0006, column, 0, &[&result[..], &[0; 8]].concat());
    let text = |kind: u8, value: u8| [kind, 0, value, 0, 0, 0, 0xff, 0xff];
    let records = [
        number(0x0203, 0, 0, &1.5_f64.to_le_bytes()),
        number(0x0203, 1, 1, &42064_f64.to_le_bytes()),
        number(0x027e, 2, 0, &(7_u32 << 2 | 2).to_le_bytes()),
        make::record(
            0x00bd,
            &[
                make::words(&[0, 3, 0]),
                (150_u32 << 2 | 3).to_le_bytes().to_vec(),
                make::words(&[2]),
                (42064_u32 << 2 | 2).to_le_bytes().to_vec(),
                make::words(&[4]),
            ]
            .concat(),
        ),
        number(0x0205, 5, 0, &[0x2a, 1]),
        number(0x0205, 6, 0, &[1, 0]),
        formula(7, text(0, 0)),
        make::record(0x0207, &make::long_text("结果")),
        formula(8, text(2, 0x17)),
        formula(9, 2_f64.to_le_bytes()),
        formula(10, text(3, 0)),
        formula(11, text(0, 0)),
        number(0x00fd, 12, 0, &0_u32.to_le_bytes()),
        number(0x00fd, 13, 0, &9_u32.to_le_bytes()),
    ]
    .concat();
    let look =
        |format: u16| make::record(0x00e0, &make::words(&[0, format, 0, 0, 0, 0, 0, 0, 0, 0]));
    let globals = [
        make::record(
            0x041e,
            &[make::words(&[176]), make::long_text("yyyy\"年\"m\"月\"")].concat(),
        ),
        look(0),
        look(14),
        look(176),
        make::record(0x00fc, &[vec![0; 8], make::long_text("共用")].concat()),
    ]
    .concat();
    let book = book(&make::compound(
        "Workbook",
        &make::stream(&globals, &[("一", false, records)]),
    ));
    let sheet = &book.sheets[0];
    assert_eq!(
        cells(sheet),
        [
            "A1=1.5",
            "B1=2015-03-01",
            "C1=7",
            "D1=1.5",
            "E1=2015-03-01",
            "G1=是",
            "H1=结果",
            "J1=2",
            "M1=共用"
        ]
    );
    let mut faults: Vec<String> = sheet
        .faults
        .iter()
        .map(|fault| format!("{} {}", fault.cell, fault.why))
        .collect();
    faults.sort();
    for (fault, start) in faults.iter().zip([
        "F1 单元格是错误值 #N/A",
        "I1 单元格是错误值 #REF!",
        "L1 公式没有保存",
        "N1 单元格的文字不在文件里",
    ]) {
        assert!(fault.starts_with(start), "{faults:?}");
    }
    assert_eq!(faults.len(), 4, "{faults:?}");
}

#[test]
fn open_cells_of_every_kind() {
    let book = book(&make::ods(
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"float\" office:value=\"3\"><text:p>3.00</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2015-03-01T08:30:00\"/><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"string\"><office:annotation><text:p>批注</text:p></office:annotation><text:p>一<text:s text:c=\"2\"/>二 &amp; &#19977;<text:line-break/>四</text:p><text:p>五<text:ruby><text:ruby-base>六</text:ruby-base><text:ruby-text>liu</text:ruby-text></text:ruby></text:p></table:table-cell><table:table-cell table:formula=\"of:=[.A1]\"/><table:table-cell office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#REF!</text:p></table:table-cell></table:table-row>",
    ));
    let sheet = &book.sheets[0];
    let row = [
        "A1=3",
        "B1=2015-03-01 08:30",
        "E1=一  二 & 三\n四\n五六",
        "F1=一  二 & 三\n四\n五六",
    ];
    let below = row.map(|cell| cell.replacen('1', "2", 1));
    let all: Vec<String> = row.iter().map(|c| (*c).to_owned()).chain(below).collect();
    assert_eq!(cells(sheet), all);
    let faults: Vec<String> = sheet
        .faults
        .iter()
        .map(|fault| fault.cell.to_string())
        .collect();
    assert_eq!(faults, ["G1", "H1", "G2", "H2"]);
}

#[test]
fn a_guard_of_the_export_is_no_content() {
    let text = "事项名称,权力类型,备注\n甲,行政检查,'=1+1\n乙,行政检查,'-3\n丙,行政检查,'引\n";
    let book = book(text.as_bytes());
    let remark = |row| book.sheets[0].text(at(row, 2));
    assert_eq!(
        [remark(1), remark(2), remark(3)],
        [Some("=1+1"), Some("-3"), Some("'引")]
    );
}

#[test]
fn cells_that_lost_digits_reach_the_report() {
    let project = Project::new();
    let text = "事项编码,事项名称,权力类型,行使主体\n3.30112E+30,对甲的检查,行政检查,市统计局\n";
    let json = project.json(&project.hand_in("码.csv", text));
    assert_eq!(json["created"], 1);
    let place = &json["not_understood"][0];
    assert_eq!(
        (&place["sheet"], &place["cell"]),
        (&"码".into(), &"A2".into())
    );
    assert!(
        place["why"].as_str().unwrap().contains("3.30112E+30"),
        "{place}"
    );
}

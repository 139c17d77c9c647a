//! Makes workbooks byte by byte, as no honest program would.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The table that most tests hand in.
pub const ROWS: [[&str; 3]; 2] = [
    ["事项名称", "权力类型", "行使主体"],
    ["对统计资料的检查", "行政检查", "市统计局"],
];

/// An archive of these files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // OpenDocument wants its first file to be legible from outside.
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// An `.xlsx` of one sheet, given as what stands in its `worksheet` element; more parts replace or add.
pub fn xlsx(worksheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let sheet = format!("<worksheet xmlns=\"{MAIN}\">{worksheet}</worksheet>");
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let root = format!(
        "<Relationships><Relationship Id=\"r\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let relations = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let mut files: Vec<(&str, &str)> = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    files.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    files.extend(more);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, t)| (*n, t.as_bytes())).collect();
    zip(&files)
}

/// The rows as `sheetData` of an `.xlsx`.
pub fn sheet_data() -> String {
    let rows: String = ROWS
        .iter()
        .enumerate()
        .map(|(r, row)| {
            let cells: String = row
                .iter()
                .enumerate()
                .map(|(c, text)| {
                    let column = ["A", "B", "C"][c];
                    format!(
                        "<c r=\"{column}{}\" t=\"inlineStr\"><is><t>{text}</t></is></c>",
                        r + 1
                    )
                })
                .collect();
            format!("<row r=\"{}\">{cells}</row>", r + 1)
        })
        .collect();
    format!("<sheetData>{rows}</sheetData>")
}

/// An `.ods` of one table, given as what stands in its `table:table` element.
pub fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"表一\" table:style-name=\"ta1\">{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ])
}

/// The rows as those of an `.ods`.
pub fn ods_rows() -> String {
    let cell = |text: &&str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |row: &[&str; 3]| {
        let cells: String = row.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    ROWS.iter().map(row).collect()
}

/// A record of an `.xls`.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [
        &kind.to_le_bytes(),
        &(data.len() as u16).to_le_bytes(),
        data,
    ]
    .concat()
}

/// Numbers as bytes.
pub fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A text with its length in two bytes.
pub fn long_text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [words(&[units.len() as u16]), vec![1], words(&units)].concat()
}

/// A cell with a text of its own.
pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    record(
        0x0204,
        &[words(&[row, column, 0]), long_text(text)].concat(),
    )
}

/// The rows as records.
pub fn labels() -> Vec<u8> {
    let cells = ROWS.iter().enumerate().flat_map(|(r, row)| {
        row.iter()
            .enumerate()
            .map(move |(c, text)| label(r as u16, c as u16, text))
    });
    cells.collect::<Vec<_>>().concat()
}

/// The stream of an `.xls`: records that hold for all sheets, and the sheets, each with its name, whether it is hidden,
/// and its records.
pub fn stream(globals: &[u8], sheets: &[(&str, bool, Vec<u8>)]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let end = record(0x000a, &[]);
    let entry = |at: usize, name: &str, hidden: bool| {
        let units: Vec<u16> = name.encode_utf16().collect();
        let head = [
            (at as u32).to_le_bytes().as_slice(),
            &[u8::from(hidden), 0, units.len() as u8, 1],
        ]
        .concat();
        record(0x0085, &[head, words(&units)].concat())
    };
    let head = [begin(0x0005), globals.to_vec()].concat();
    let entries: usize = sheets
        .iter()
        .map(|(name, ..)| entry(0, name, false).len())
        .sum();
    let mut at = head.len() + entries + end.len();
    let (mut list, mut bodies) = (Vec::new(), Vec::new());
    for (name, hidden, records) in sheets {
        list.extend(entry(at, name, *hidden));
        let body = [begin(0x0010), records.clone(), end.clone()].concat();
        at += body.len();
        bodies.extend(body);
    }
    [head, list, end, bodies].concat()
}

/// A compound file of one stream.
pub fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    // Long enough not to be a small stream.
    let size = stream.len().max(4096);
    let sectors = size.div_ceil(SECTOR);
    let tables = (sectors + 1).div_ceil(SECTOR / 4 - 1);
    let mut header = vec![0_u8; SECTOR];
    header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    header[24..34].copy_from_slice(&words(&[0x3e, 3, 0xfffe, 9, 6]));
    let number = |n: usize| (n as u32).to_le_bytes();
    header[44..48].copy_from_slice(&number(tables));
    header[48..52].copy_from_slice(&number(tables));
    for at in [60, 68] {
        header[at..at + 4].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    }
    for i in 0..109 {
        let id = if i < tables { i as u32 } else { 0xffff_ffff };
        header[76 + 4 * i..80 + 4 * i].copy_from_slice(&id.to_le_bytes());
    }
    let mut table: Vec<u32> = vec![0xffff_fffd; tables];
    table.push(0xffff_fffe);
    let first = table.len() as u32;
    table.extend((1..sectors as u32).map(|i| first + i));
    table.push(0xffff_fffe);
    table.resize(tables * SECTOR / 4, 0xffff_ffff);
    let entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut raw = vec![0_u8; 128];
        let units = words(&name.encode_utf16().collect::<Vec<_>>());
        raw[..units.len()].copy_from_slice(&units);
        raw[64..66].copy_from_slice(&((units.len() + 2) as u16).to_le_bytes());
        raw[66] = kind;
        raw[116..120].copy_from_slice(&start.to_le_bytes());
        raw[120..124].copy_from_slice(&number(size));
        raw
    };
    let mut directory = [
        entry("Root Entry", 5, 0xffff_fffe, 0),
        entry(name, 2, first, size),
    ]
    .concat();
    directory.resize(SECTOR, 0);
    let mut content = stream.to_vec();
    content.resize(sectors * SECTOR, 0);
    let table: Vec<u8> = table.iter().flat_map(|n| n.to_le_bytes()).collect();
    [header, table, directory, content].concat()
}

/// An `.xls` of one sheet with these records.
pub fn xls(records: &[u8]) -> Vec<u8> {
    compound(
        "Workbook",
        &stream(&[], &[("表一", false, records.to_vec())]),
    )
}

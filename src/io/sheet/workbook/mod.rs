//! Opens a workbook by its content, not by its ending.

mod whole;

use std::io::{Cursor, Read as _};
use std::path::Path;

use calamine::{Data, DataRef, Dimensions, Reader as _, SheetType, Xlsx, XlsxError};

use super::grid::{Area, CellRef, Sheet};
use crate::io::files::{self, FileError};

/// Largest workbook that is read, in bytes.
pub const MAX_WORKBOOK: u64 = 64 << 20;

/// Most text that is taken from one sheet, in bytes: far above any list, far below memory.
const MAX_SHEET_TEXT: usize = 256 << 20;

/// Most cells that are looked at in one sheet, empty ones included.
const MAX_CELLS: usize = 20_000_000;

/// Why a file is no workbook we read. Every sentence ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// Nothing in it.
    #[error("“{0}”是空文件（0 字节）：请向填报单位重新要一份")]
    Empty(String),
    /// A folder or device.
    #[error("“{0}”不是文件")]
    NotAFile(String),
    /// Too large.
    #[error("“{path}”有 {size} MB，超过了 64 MB 的上限：删去其中的图片，或者按部门拆开")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size in MB.
        size: u64,
    },
    /// Encrypted.
    #[error("“{0}”加了打开密码：用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx")]
    Password(String),
    /// Known, but not read.
    #[error(
        "“{path}”的内容是{found}，不管文件名叫什么：现在能读的表格只有 .xlsx，用 Excel 或 WPS 打开后另存为 .xlsx"
    )]
    WrongKind {
        /// The file.
        path: String,
        /// What it is.
        found: &'static str,
    },
    /// An xlsx that is broken.
    #[error(
        "“{path}”是 .xlsx，但已损坏或不完整（{why}）：用 Excel 或 WPS 打开修复后另存，或者重新要一份"
    )]
    Broken {
        /// The file.
        path: String,
        /// The reader's reason.
        why: String,
    },
    /// The system said no.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Whether the first bytes of a file are those of some workbook, readable here or not.
pub fn looks_like_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xd0\xcf\x11\xe0")
}

/// All sheets of a workbook that hold something, in their order.
///
/// # Errors
/// When the file is no workbook of a kind that is read, or broken.
pub fn read(path: &Path) -> Result<Vec<Sheet>, SheetError> {
    let shown = files::shown(path);
    let wrap = |e| SheetError::File(FileError::new("读取", path, e));
    let file = std::fs::File::open(path).map_err(wrap)?;
    let meta = file.metadata().map_err(wrap)?;
    if !meta.is_file() {
        return Err(SheetError::NotAFile(shown));
    }
    if meta.len() > MAX_WORKBOOK {
        return Err(SheetError::TooLarge {
            path: shown,
            size: meta.len() >> 20,
        });
    }
    let mut bytes = Vec::new();
    file.take(MAX_WORKBOOK + 1)
        .read_to_end(&mut bytes)
        .map_err(wrap)?;
    from_bytes(&shown, bytes)
}

/// All sheets of a workbook that hold something, in their order; `path` is its name in messages.
///
/// # Errors
/// When the bytes are no workbook of a kind that is read, or broken.
pub fn from_bytes(path: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty(path.to_owned()));
    }
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    if bytes.starts_with(b"PK\x03\x04")
        && contains(b"application/vnd.oasis.opendocument.spreadsheet")
    {
        return whole::ods(path, bytes);
    }
    let workbook: Vec<u8> = "Workbook\0"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let book: Vec<u8> = "Book\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") && (contains(&workbook) || contains(&book)) {
        return whole::xls(path, bytes);
    }
    if let Some(fault) = foreign(path, &bytes) {
        return Err(fault);
    }
    let broken = |error: &XlsxError| match error {
        XlsxError::Password => SheetError::Password(path.to_owned()),
        other => SheetError::Broken {
            path: path.to_owned(),
            why: reason(other),
        },
    };
    let mut book: Xlsx<Cursor<Vec<u8>>> = Xlsx::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::with_capacity(names.len());
    for name in names {
        let merged = book
            .merge_cells_by_sheet_name(&name)
            .map_err(|e| broken(&e))?;
        let (cells, faults) = cells(&mut book, &name, path, &broken)?;
        let sheet = Sheet::new(name, cells, areas(merged), faults);
        if !sheet.is_empty() || !sheet.faults.is_empty() {
            sheets.push(sheet);
        }
    }
    Ok(sheets)
}

fn areas(merged: Vec<Dimensions>) -> Vec<Area> {
    merged
        .into_iter()
        .filter(|d| d.start.0 <= d.end.0 && d.start.1 <= d.end.1)
        .map(|d| Area {
            first: CellRef::new(d.start.0, d.start.1),
            last: CellRef::new(d.end.0, d.end.1),
        })
        .collect()
}

type Cells = (Vec<(CellRef, String)>, Vec<(CellRef, String)>);

fn cells(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    path: &str,
    broken: &impl Fn(&XlsxError) -> SheetError,
) -> Result<Cells, SheetError> {
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    // Cell by cell: a sheet whose last corner is XFD1048576 must not become a table of that size.
    let mut reader = book.worksheet_cells_reader(name).map_err(|e| broken(&e))?;
    let (mut size, mut count) = (0, 0);
    while let Some(next) = reader.next_cell_with_formula().map_err(|e| broken(&e))? {
        let cell = CellRef::new(next.pos.0, next.pos.1);
        count += 1;
        let has_formula = next.formula.is_some();
        match text(next.value) {
            Ok(text) if text.is_empty() && has_formula => {
                faults.push((
                    cell,
                    "公式没有保存计算结果：在 Excel 或 WPS 里打开并重新保存".to_owned(),
                ));
            }
            Ok(text) => {
                size += text.len();
                if !text.is_empty() {
                    cells.push((cell, text));
                }
            }
            Err(why) => faults.push((cell, why)),
        }
        if size > MAX_SHEET_TEXT || count > MAX_CELLS {
            return Err(SheetError::Broken {
                path: path.to_owned(),
                why: format!("工作表“{name}”大得不像清单"),
            });
        }
    }
    Ok((cells, faults))
}

/// A cell's content as the text that a person sees.
fn text(value: DataRef<'_>) -> Result<String, String> {
    match value {
        DataRef::Empty => Ok(String::new()),
        DataRef::String(text) => Ok(normalise(&text)),
        DataRef::SharedString(text) => Ok(normalise(text)),
        DataRef::Int(n) => Ok(n.to_string()),
        DataRef::Float(x) => Ok(Data::Float(x).to_string()),
        DataRef::Bool(b) => Ok(if b { "是" } else { "否" }.to_owned()),
        DataRef::DateTime(date) if date.is_duration() => Ok(date.as_f64().to_string()),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            Ok(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Ok(text),
        DataRef::Error(error) => Err(format!("单元格是错误值 {error}")),
    }
}

/// One kind of line break, and none of the marks that spreadsheets hide in texts.
fn normalise(text: &str) -> String {
    text.replace("_x000D_", "")
        .replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{2028}'], "\n")
        .replace(['\u{feff}', '\u{200b}'], "")
}

/// What a file is when it is no xlsx.
fn foreign(path: &str, bytes: &[u8]) -> Option<SheetError> {
    let wrong = |found| {
        Some(SheetError::WrongKind {
            path: path.to_owned(),
            found,
        })
    };
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    if bytes.starts_with(b"PK\x03\x04") {
        if contains(b"application/vnd.oasis.opendocument") {
            return wrong("OpenDocument 文档（.ods）");
        }
        if contains(b"xl/workbook.bin") {
            return wrong("二进制工作簿（.xlsb）");
        }
        if contains(b"word/document.xml") {
            return wrong("Word 文档（.docx）");
        }
        return (!contains(b"xl/")).then(|| SheetError::WrongKind {
            path: path.to_owned(),
            found: "压缩包（.zip）",
        });
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        // The directory of an OLE file names its streams in UTF-16.
        let package: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        return if contains(&package) {
            Some(SheetError::Password(path.to_owned()))
        } else {
            wrong("旧版 Office 文件（.xls、.et 或 .doc）")
        };
    }
    if bytes.starts_with(b"%PDF") {
        return wrong("PDF");
    }
    let head = &bytes[..bytes.len().min(1024)];
    let head = String::from_utf8_lossy(head).to_lowercase();
    if head.contains("<html") || head.contains("<table") {
        return wrong("网页（HTML）");
    }
    if head.trim_start().starts_with("<?xml") {
        return wrong("XML");
    }
    if files::decode(bytes.to_vec()).is_ok() {
        return wrong("纯文本（也许是 .csv）");
    }
    wrong("认不出的格式")
}

fn reason(error: &XlsxError) -> String {
    match error {
        XlsxError::Zip(_) => "压缩包结构不对".to_owned(),
        XlsxError::FileNotFound(name) => format!("里面缺少 {name}"),
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) => {
            "里面的 XML 不对".to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_xlsx_is_named() {
        let name = |bytes: &[u8]| {
            from_bytes("表.xlsx", bytes.to_vec())
                .unwrap_err()
                .to_string()
        };
        assert!(name(b"").contains("空文件"));
        assert!(name("部门,名称\n".as_bytes()).contains("纯文本"));
        assert!(name(b"<html><table>").contains("网页"));
        assert!(name(b"%PDF-1.7").contains("PDF"));
        assert!(name(b"\xd0\xcf\x11\xe0 old").contains("旧版 Office"));
        assert!(name(b"PK\x03\x04 some archive").contains("压缩包"));
        assert!(name(b"PK\x03\x04 xl/workbook.xml cut off").contains("损坏"));
        let mut locked = b"\xd0\xcf\x11\xe0".to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(name(&locked).contains("密码"));
    }
}

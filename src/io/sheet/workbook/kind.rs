//! What a file is, told by its content.

use std::fmt;
use std::io::Read as _;

use super::ole::{self, Compound};
use super::package::Package;
use super::{Fault, SheetError, csv, markup, xls};

/// The kinds of workbook that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Excel since 2007, with or without macros; templates too.
    Xlsx,
    /// Excel before.
    Xls,
    /// The same without the compound file around it.
    BareXls,
    /// OpenDocument.
    Ods,
    /// Text with delimiters.
    Csv,
    /// A web page that was given the ending of a workbook.
    Html,
    /// XML of Excel 2003.
    Xml2003,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Xlsx => ".xlsx",
            Self::Xls | Self::BareXls => ".xls",
            Self::Ods => ".ods",
            Self::Csv => ".csv",
            Self::Html => "网页（HTML）表格",
            Self::Xml2003 => "XML 表格（Excel 2003）",
        })
    }
}

/// What to do with most things that are no workbook.
const SAVE_AS: &str = "用 Excel 或 WPS 打开后另存为 .xlsx";

/// What to do with documents and pictures of tables.
const NO_TABLE: &str = "请填报单位把清单填进表格再报送";

/// The kind of a workbook.
///
/// # Errors
/// What it is instead.
pub fn of(path: &str, bytes: &[u8]) -> Result<Kind, SheetError> {
    let wrong = |found, advice| SheetError::WrongKind {
        path: path.to_owned(),
        found,
        advice,
    };
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(path, bytes);
    }
    if bytes.starts_with(&ole::MAGIC[..4]) {
        return compound(path, bytes);
    }
    if bytes.starts_with(xls::BARE) {
        return Ok(Kind::BareXls);
    }
    for (magic, found, advice) in [
        (&b"%PDF"[..], "PDF", NO_TABLE),
        (b"{\\rtf", "RTF 文档", NO_TABLE),
        (b"\x89PNG", "图片（PNG）", NO_TABLE),
        (b"\xff\xd8\xff", "图片（JPEG）", NO_TABLE),
        (b"Rar!", "压缩包（.rar）", "解开后导入里面的文件"),
        (b"7z\xbc\xaf", "压缩包（.7z）", "解开后导入里面的文件"),
        (b"\x09\x00\x04\x00", "Excel 4.0 以前的表格", SAVE_AS),
        (b"\x09\x02\x06\x00", "Excel 4.0 以前的表格", SAVE_AS),
        (b"\x09\x04\x06\x00", "Excel 4.0 以前的表格", SAVE_AS),
    ] {
        if bytes.starts_with(magic) {
            return Err(wrong(found, advice));
        }
    }
    if let Some(kind) = markup::kind(bytes) {
        return kind.ok_or_else(|| wrong("XML", SAVE_AS));
    }
    match csv::text(bytes) {
        Some(text) if csv::looks_like_table(&text) => Ok(Kind::Csv),
        Some(_) => Err(wrong(
            "纯文本",
            "把清单填进表格，或者写成有 items: 的 YAML 文件",
        )),
        None => Err(wrong("认不出的格式", SAVE_AS)),
    }
}

fn zipped(path: &str, bytes: &[u8]) -> Result<Kind, SheetError> {
    let wrong = |found, advice| SheetError::WrongKind {
        path: path.to_owned(),
        found,
        advice,
    };
    let mut package = match Package::open(bytes) {
        Ok(package) => package,
        Err(Fault::Huge(why)) => {
            return Err(SheetError::Huge {
                path: path.to_owned(),
                why,
            });
        }
        // The list of entries stands at the end; a file cut off still shows at its beginning what it was.
        Err(_) => {
            let head = &bytes[..bytes.len().min(4096)];
            let has = |needle: &[u8]| head.windows(needle.len()).any(|w| w == needle);
            return if has(b"opendocument.spreadsheet") {
                Ok(Kind::Ods)
            } else if has(b"[Content_Types].xml") || has(b"xl/") {
                Ok(Kind::Xlsx)
            } else {
                Err(wrong("压缩包（.zip）", "解开后导入里面的文件"))
            };
        }
    };
    if package.has("content.xml") {
        let mut kind = String::new();
        if let Ok(Some(part)) = package.part("mimetype") {
            // What cannot be read is no mimetype.
            let _ = part.take(256).read_to_string(&mut kind);
        }
        return if kind.is_empty() || kind.contains("opendocument.spreadsheet") {
            Ok(Kind::Ods)
        } else {
            Err(wrong("OpenDocument 文字或演示文档", NO_TABLE))
        };
    }
    let names: Vec<String> = package.names().collect();
    let any = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    if any(&|name| name.ends_with("workbook.xml")) {
        Ok(Kind::Xlsx)
    } else if any(&|name| name.ends_with("workbook.bin")) {
        Err(wrong("二进制工作簿（.xlsb）", SAVE_AS))
    } else if any(&|name| name.starts_with("word/")) {
        Err(wrong("Word 文档（.docx）", NO_TABLE))
    } else if any(&|name| name.starts_with("ppt/")) {
        Err(wrong("演示文稿（.pptx）", NO_TABLE))
    } else if any(&|name| name == "[Content_Types].xml") {
        Ok(Kind::Xlsx)
    } else {
        Err(wrong("压缩包（.zip）", "解开后导入里面的文件"))
    }
}

fn compound(path: &str, bytes: &[u8]) -> Result<Kind, SheetError> {
    let Ok(file) = Compound::open(bytes) else {
        // Which fault it is comes out when it is read.
        return Ok(Kind::Xls);
    };
    let wrong = |found, advice| SheetError::WrongKind {
        path: path.to_owned(),
        found,
        advice,
    };
    if file.has("EncryptedPackage") {
        Err(SheetError::Password(path.to_owned()))
    } else if file.has("Workbook") || file.has("Book") {
        Ok(Kind::Xls)
    } else if file.has("WordDocument") {
        Err(wrong("旧版 Word 文档（.doc 或 .wps）", NO_TABLE))
    } else if file.has("PowerPoint Document") {
        Err(wrong("旧版演示文稿（.ppt）", NO_TABLE))
    } else {
        Err(wrong("认不出的旧版 Office 文件", SAVE_AS))
    }
}

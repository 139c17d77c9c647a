//! The sheet of findings: one row for each, with a link to its cell.

use unicode_width::UnicodeWidthStr;

use super::CellNote;
use super::styles::FindingStyles;
use super::xml::{DECLARATION, escape};
use crate::domain::cell::CellRef;
use crate::finding::Severity;
use crate::io::sheet::text::one_line;

/// Name of the sheet, where no other has it.
pub const NAME: &str = "检查结果";

/// Columns with their widths in characters; together they fill a landscape page of A4.
const COLUMNS: [(&str, u32); 8] = [
    ("序号", 6),
    ("程度", 7),
    ("工作表", 14),
    ("单元格", 9),
    ("事项", 22),
    ("问题", 46),
    ("怎么办", 40),
    ("规则", 8),
];

/// The most characters that a cell holds.
const MAX_TEXT: usize = 32_000;

/// A finding as a row.
pub struct Row<'n> {
    /// What was found.
    pub note: &'n CellNote,
    /// The sheet as it is called in the workbook, and the cell the link leads to.
    pub link: Option<(String, CellRef)>,
}

/// The sheet as a part, and the row (from 1) of its header.
pub struct Sheet {
    /// The part.
    pub text: String,
    /// Row of the header.
    pub head: usize,
    /// Last row.
    pub last: usize,
}

/// Writes the sheet. `remarks` stand above the table: what was not carried over, and the like.
pub fn sheet(
    rows: &[Row<'_>],
    remarks: &[String],
    styles: &FindingStyles,
    namespace: &str,
) -> Sheet {
    let mut lines = vec![summary(rows)];
    lines.extend(remarks.iter().cloned());
    let head = lines.len() + 2;
    let last = head + rows.len();
    let mut data = String::new();
    data.push_str(&format!(
        "<row r=\"1\" ht=\"28\" customHeight=\"1\">{}</row>",
        cell("A1", styles.title, NAME)
    ));
    for (i, line) in lines.iter().enumerate() {
        let row = i + 2;
        let width: u32 = COLUMNS.iter().map(|(_, w)| w).sum();
        data.push_str(&format!(
            "<row r=\"{row}\" ht=\"{}\" customHeight=\"1\">{}</row>",
            height(&[(line, width)]),
            cell(&format!("A{row}"), styles.remark, line)
        ));
    }
    data.push_str(&format!("<row r=\"{head}\" ht=\"22\" customHeight=\"1\">"));
    for (column, (title, _)) in (0..).zip(COLUMNS) {
        data.push_str(&cell(&name(head, column), styles.head, title));
    }
    data.push_str("</row>");
    let mut links = String::new();
    for (i, row) in rows.iter().enumerate() {
        let at = head + 1 + i;
        data.push_str(&line(i, at, row, styles));
        if let Some((sheet, target)) = &row.link {
            links.push_str(&format!(
                "<hyperlink ref=\"{}\" location=\"{}\" display=\"{target}\"/>",
                name(at, 3),
                escape(&format!("{}!{target}", quoted(sheet)))
            ));
        }
    }
    if !links.is_empty() {
        links = format!("<hyperlinks>{links}</hyperlinks>");
    }
    let columns: String = (1..)
        .zip(COLUMNS)
        .map(|(n, (_, width))| {
            format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}.7109375\" customWidth=\"1\"/>")
        })
        .collect();
    let merged: String = (1..head)
        .map(|row| format!("<mergeCell ref=\"A{row}:H{row}\"/>"))
        .collect();
    let text = format!(
        "{DECLARATION}<worksheet xmlns=\"{namespace}\"><sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>\
         <dimension ref=\"A1:H{last}\"/>\
         <sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"{head}\" topLeftCell=\"A{below}\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         <selection pane=\"bottomLeft\" activeCell=\"A{below}\" sqref=\"A{below}\"/></sheetView></sheetViews>\
         <sheetFormatPr defaultRowHeight=\"15\"/><cols>{columns}</cols><sheetData>{data}</sheetData>\
         <autoFilter ref=\"A{head}:H{last}\"/><mergeCells count=\"{count}\">{merged}</mergeCells>{links}\
         <printOptions horizontalCentered=\"1\"/>\
         <pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/>\
         <headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>",
        below = head + 1,
        count = head - 1,
    );
    Sheet { text, head, last }
}

fn summary(rows: &[Row<'_>]) -> String {
    if rows.is_empty() {
        return "没有问题。".to_owned();
    }
    let counts: Vec<String> = Severity::ALL
        .into_iter()
        .map(|severity| {
            let count = rows.iter().filter(|r| r.note.severity == severity).count();
            format!("{} {count} 个", severity.chinese())
        })
        .collect();
    format!(
        "共 {} 个问题：{}。有问题的格已经涂色并加了批注，点“单元格”一列跳到那一格；改好以后原样交回，不必删除颜色、批注和本表。",
        rows.len(),
        counts.join("，")
    )
}

fn line(number: usize, at: usize, row: &Row<'_>, styles: &FindingStyles) -> String {
    let note = row.note;
    let place = match (&row.link, note.cell) {
        (Some((_, target)), _) => target.to_string(),
        (None, Some(cell)) => cell.to_string(),
        (None, None) => String::new(),
    };
    let sheet = match &row.link {
        Some((sheet, _)) => sheet.as_str(),
        None => note.sheet.as_deref().unwrap_or(""),
    };
    let item = one_line(note.item.as_deref().unwrap_or(""));
    let (item, help) = (item.as_str(), note.help.as_deref().unwrap_or(""));
    let severity = Severity::ALL
        .into_iter()
        .zip(styles.severity)
        .find(|(s, _)| *s == note.severity)
        .map_or(styles.middle, |(_, style)| style);
    let text = |words: &str| {
        if words.starts_with(['=', '+', '-', '@', '\t']) {
            styles.guarded
        } else {
            styles.text
        }
    };
    let link = if row.link.is_some() {
        styles.link
    } else {
        styles.middle
    };
    let cells = [
        format!(
            "<c r=\"{}\" s=\"{}\"><v>{}</v></c>",
            name(at, 0),
            styles.middle,
            number + 1
        ),
        cell(&name(at, 1), severity, note.severity.chinese()),
        cell(&name(at, 2), text(sheet), sheet),
        cell(&name(at, 3), link, &place),
        cell(&name(at, 4), text(item), item),
        cell(&name(at, 5), text(&note.message), &note.message),
        cell(&name(at, 6), text(help), help),
        cell(&name(at, 7), styles.middle, &note.code),
    ];
    let wide = |column: usize| COLUMNS.get(column).map_or(10, |(_, width)| *width);
    let height = height(&[
        (sheet, wide(2)),
        (item, wide(4)),
        (&note.message, wide(5)),
        (help, wide(6)),
    ]);
    format!("<row r=\"{at}\" ht=\"{height}\">{}</row>", cells.concat())
}

/// Height of a row in points, for texts in columns of a width in characters.
fn height(texts: &[(&str, u32)]) -> u32 {
    let lines = |(text, width): &(&str, u32)| -> usize {
        // Ten points of 宋体: a character of the width is half a wide one; a little is lost at the end of a line.
        let room = (*width as usize).saturating_sub(1).max(2);
        text.lines().map(|l| l.width().div_ceil(room).max(1)).sum()
    };
    let most = texts.iter().map(lines).max().unwrap_or(1).clamp(1, 29);
    // At most the 409 points that a row can have.
    u32::try_from(most).map_or(409, |lines| (lines * 14 + 4).min(409))
}

fn cell(name: &str, style: usize, words: &str) -> String {
    if words.is_empty() {
        return format!("<c r=\"{name}\" s=\"{style}\"/>");
    }
    let words: String = words.chars().take(MAX_TEXT).collect();
    format!(
        "<c r=\"{name}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
        escape(&words)
    )
}

fn name(row: usize, column: u32) -> String {
    // Rows of a sheet are counted in 32 bits; there are never more findings.
    CellRef::new(u32::try_from(row - 1).unwrap_or(u32::MAX - 1), column).to_string()
}

/// A sheet's name as it stands in a formula.
pub fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

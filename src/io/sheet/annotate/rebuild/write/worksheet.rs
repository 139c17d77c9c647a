//! A sheet in our shape as a part: its view and columns, its cells, and how it is printed.

use super::super::super::xml::{DECLARATION, escape};
use super::super::{Book, RowLook, Sheet, Value};
use super::styles::font;
use super::{LINKS, MAIN, push};
use crate::domain::cell::CellRef;

fn points(twips: u16) -> f64 {
    f64::from(twips) / 20.0
}

/// The part.
pub fn part(book: &Book, sheet: &Sheet) -> String {
    let mut out = format!("{DECLARATION}<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\">");
    if sheet.print.fit.is_some() {
        out.push_str("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
    }
    view(&mut out, sheet);
    out.push_str("<sheetFormatPr");
    match sheet.usual_width {
        (_, Some(width)) => push(
            &mut out,
            format_args!(" defaultColWidth=\"{}\"", f64::from(width) / 256.0),
        ),
        (Some(width), None) => push(&mut out, format_args!(" baseColWidth=\"{width}\"")),
        (None, None) => {}
    }
    let (height, fixed, hidden) = sheet.usual_height.unwrap_or((285, false, false));
    push(
        &mut out,
        format_args!(" defaultRowHeight=\"{}\"", points(height)),
    );
    if fixed {
        out.push_str(" customHeight=\"1\"");
    }
    if hidden {
        out.push_str(" zeroHeight=\"1\"");
    }
    out.push_str("/>");
    columns(&mut out, book, sheet);
    out.push_str("<sheetData>");
    data(&mut out, book, sheet);
    out.push_str("</sheetData>");
    if let Some(sum) = sheet.protection {
        let password = if sum == 0 {
            String::new()
        } else {
            format!(" password=\"{sum:04X}\"")
        };
        push(
            &mut out,
            format_args!("<sheetProtection{password} sheet=\"1\" objects=\"1\" scenarios=\"1\"/>"),
        );
    }
    if let Some(area) = sheet.filter {
        push(
            &mut out,
            format_args!("<autoFilter ref=\"{}:{}\"/>", area.first, area.last),
        );
    }
    if !sheet.merged.is_empty() {
        push(
            &mut out,
            format_args!("<mergeCells count=\"{}\">", sheet.merged.len()),
        );
        for area in &sheet.merged {
            push(
                &mut out,
                format_args!("<mergeCell ref=\"{}:{}\"/>", area.first, area.last),
            );
        }
        out.push_str("</mergeCells>");
    }
    print(&mut out, sheet);
    if !sheet.comments.is_empty() {
        out.push_str("<legacyDrawing r:id=\"rId1\"/>");
    }
    out.push_str("</worksheet>");
    out
}

fn view(out: &mut String, sheet: &Sheet) {
    out.push_str("<sheetViews><sheetView");
    let [grid, heads, zeros] = sheet.shows;
    for (shown, name) in [
        (grid, "showGridLines"),
        (heads, "showRowColHeaders"),
        (zeros, "showZeros"),
    ] {
        if !shown {
            push(out, format_args!(" {name}=\"0\""));
        }
    }
    if sheet.selected {
        out.push_str(" tabSelected=\"1\"");
    }
    if sheet.as_pages {
        out.push_str(" view=\"pageBreakPreview\"");
    }
    if let Some(zoom) = sheet.zoom {
        push(
            out,
            format_args!(" zoomScale=\"{zoom}\" zoomScaleNormal=\"{zoom}\""),
        );
    }
    out.push_str(" workbookViewId=\"0\">");
    if let Some((across, down, below)) = sheet.frozen {
        let split = |name: &str, n: u16| {
            if n > 0 {
                format!(" {name}=\"{n}\"")
            } else {
                String::new()
            }
        };
        let pane = match (across > 0, down > 0) {
            (true, true) => "bottomRight",
            (true, false) => "topRight",
            (false, _) => "bottomLeft",
        };
        // A pane that scrolls begins behind what does not.
        let below = CellRef::new(below.row.max(down.into()), below.column.max(across.into()));
        push(
            out,
            format_args!(
                "<pane{}{} topLeftCell=\"{below}\" activePane=\"{pane}\" state=\"frozen\"/><selection pane=\"{pane}\"/>",
                split("xSplit", across),
                split("ySplit", down)
            ),
        );
    }
    out.push_str("</sheetView></sheetViews>");
}

fn columns(out: &mut String, book: &Book, sheet: &Sheet) {
    let mut columns = sheet.columns.clone();
    columns.sort_by_key(|c| c.first);
    let mut next = 0;
    let mut inside = String::new();
    for column in columns {
        // Runs must not overlap; a damaged one is cut.
        let first = column.first.max(next);
        if column.last < first {
            continue;
        }
        next = column.last + 1;
        push(
            &mut inside,
            format_args!(
                "<col min=\"{}\" max=\"{}\" width=\"{}\" style=\"{}\"{}{} customWidth=\"1\"/>",
                first + 1,
                column.last + 1,
                f64::from(column.width) / 256.0,
                known(book, column.look),
                if column.hidden { " hidden=\"1\"" } else { "" },
                level(column.level)
            ),
        );
    }
    if !inside.is_empty() {
        push(out, format_args!("<cols>{inside}</cols>"));
    }
}

fn level(level: u8) -> String {
    if level == 0 {
        String::new()
    } else {
        format!(" outlineLevel=\"{level}\"")
    }
}

/// A cell format that is there.
fn known(book: &Book, look: usize) -> usize {
    if look < book.looks.len() { look } else { 0 }
}

fn data(out: &mut String, book: &Book, sheet: &Sheet) {
    let rows: std::collections::BTreeSet<u32> = sheet
        .cells
        .keys()
        .chain(sheet.rows.keys())
        .copied()
        .collect();
    for row in rows {
        let look = sheet.rows.get(&row).copied().unwrap_or_default();
        push(
            out,
            format_args!("<row r=\"{}\"{}>", row + 1, row_attributes(book, look)),
        );
        for (&column, (format, value)) in sheet.cells.get(&row).into_iter().flatten() {
            cell(out, book, CellRef::new(row, column), *format, value);
        }
        out.push_str("</row>");
    }
}

fn row_attributes(book: &Book, row: RowLook) -> String {
    let mut out = String::new();
    if let Some(look) = row.look {
        push(
            &mut out,
            format_args!(" s=\"{}\" customFormat=\"1\"", known(book, look)),
        );
    }
    if let Some(height) = row.height {
        push(&mut out, format_args!(" ht=\"{}\"", points(height)));
        if row.fixed {
            out.push_str(" customHeight=\"1\"");
        }
    }
    if row.hidden {
        out.push_str(" hidden=\"1\"");
    }
    out.push_str(&level(row.level));
    out
}

fn cell(out: &mut String, book: &Book, place: CellRef, look: usize, value: &Value) {
    let look_number = known(book, look);
    let start = format!("<c r=\"{place}\" s=\"{look_number}\"");
    match value {
        Value::Blank => push(out, format_args!("{start}/>")),
        Value::Number(n) if n.is_finite() => push(out, format_args!("{start}><v>{n}</v></c>")),
        Value::Number(_) => push(out, format_args!("{start} t=\"e\"><v>#NUM!</v></c>")),
        Value::Bool(b) => push(
            out,
            format_args!("{start} t=\"b\"><v>{}</v></c>", u8::from(*b)),
        ),
        Value::Error(code) => push(out, format_args!("{start} t=\"e\"><v>{code}</v></c>")),
        Value::Text(text, runs) => {
            push(out, format_args!("{start} t=\"inlineStr\"><is>"));
            rich(out, book, look_number, text, runs);
            out.push_str("</is></c>");
        }
    }
}

/// Text in its fonts; places count the units of UTF-16.
fn rich(out: &mut String, book: &Book, look: usize, text: &str, runs: &[(usize, usize)]) {
    let plain = |out: &mut String, text: &str| {
        push(
            out,
            format_args!("<t xml:space=\"preserve\">{}</t>", in_cell(text)),
        );
    };
    if runs.is_empty() {
        plain(out, text);
        return;
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    let own = book.looks.get(look).map_or(0, |l| l.font);
    let mut runs: Vec<(usize, usize)> = std::iter::once((0, own))
        .chain(runs.iter().copied())
        .collect();
    runs.sort_by_key(|(at, _)| *at);
    for (i, &(at, number)) in runs.iter().enumerate() {
        let end = runs
            .get(i + 1)
            .map_or(units.len(), |(next, _)| *next)
            .min(units.len());
        let Some(piece) = units.get(at..end).filter(|p| !p.is_empty()) else {
            continue;
        };
        let piece = String::from_utf16_lossy(piece);
        out.push_str("<r>");
        if let Some(one) = book.fonts.get(number) {
            push(out, format_args!("<rPr>{}</rPr>", font(one, "rFont")));
        }
        plain(out, &piece);
        out.push_str("</r>");
    }
}

/// A cell's text for XML, with the escapes of spreadsheets for what XML cannot hold.
fn in_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                push(&mut out, format_args!("_x{:04X}_", u32::from(c)));
            }
            '_' if is_escape(text.get(at..).unwrap_or("")) => out.push_str("_x005F_"),
            _ => out.push(c),
        }
    }
    escape(&out)
}

/// Whether a text begins with what spreadsheets take for an escape.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first_chunk::<7>().is_some_and(|b| {
        b[0] == b'_' && b[1] == b'x' && b[6] == b'_' && b[2..6].iter().all(u8::is_ascii_hexdigit)
    })
}

/// Paper where the workbook names none, for want of a printer.
const A4: u16 = 9;

fn print(out: &mut String, sheet: &Sheet) {
    let print = &sheet.print;
    let (across, down) = print.centred;
    let mut options = String::new();
    for (on, name) in [
        (across, "horizontalCentered"),
        (down, "verticalCentered"),
        (print.grid, "gridLines"),
    ] {
        if on {
            push(&mut options, format_args!(" {name}=\"1\""));
        }
    }
    if !options.is_empty() {
        push(out, format_args!("<printOptions{options}/>"));
    }
    let usual = [0.75, 0.75, 1.0, 1.0, 0.5, 0.5];
    let names = ["left", "right", "top", "bottom", "header", "footer"];
    out.push_str("<pageMargins");
    for ((name, margin), usual) in names.iter().zip(print.margins).zip(usual) {
        let margin = margin.filter(|m| (0.0..49.0).contains(m)).unwrap_or(usual);
        push(out, format_args!(" {name}=\"{margin}\""));
    }
    out.push_str("/><pageSetup");
    push(
        out,
        format_args!(" paperSize=\"{}\"", print.paper.unwrap_or(A4)),
    );
    if let (Some(scale), None) = (print.scale, print.fit) {
        push(out, format_args!(" scale=\"{scale}\""));
    }
    if let Some((wide, high)) = print.fit {
        push(
            out,
            format_args!(" fitToWidth=\"{wide}\" fitToHeight=\"{high}\""),
        );
    }
    if print.over_then_down {
        out.push_str(" pageOrder=\"overThenDown\"");
    }
    if let Some(landscape) = print.landscape {
        push(
            out,
            format_args!(
                " orientation=\"{}\"",
                if landscape { "landscape" } else { "portrait" }
            ),
        );
    }
    out.push_str("/>");
    if !print.header.is_empty() || !print.footer.is_empty() {
        push(
            out,
            format_args!(
                "<headerFooter><oddHeader>{}</oddHeader><oddFooter>{}</oddFooter></headerFooter>",
                escape(&print.header),
                escape(&print.footer)
            ),
        );
    }
    for (name, breaks, most) in [
        ("rowBreaks", &print.row_breaks, 16_383),
        ("colBreaks", &print.column_breaks, 1_048_575),
    ] {
        if breaks.is_empty() {
            continue;
        }
        push(
            out,
            format_args!(
                "<{name} count=\"{0}\" manualBreakCount=\"{0}\">",
                breaks.len()
            ),
        );
        for at in breaks {
            push(
                out,
                format_args!("<brk id=\"{at}\" max=\"{most}\" man=\"1\"/>"),
            );
        }
        push(out, format_args!("</{name}>"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Font, Look};
    use super::*;

    #[test]
    fn texts_keep_every_character() {
        assert_eq!(
            in_cell("甲\r\n_x000D_ _x <"),
            "甲_x000D_\n_x005F_x000D_ _x &lt;"
        );
    }

    #[test]
    fn fonts_hold_from_their_places() {
        let mut book = Book::default();
        for name in ["甲体", "乙体"] {
            book.fonts.push(Font {
                name: name.into(),
                size: 200,
                ..Font::default()
            });
        }
        book.looks.push(Look::default());
        let mut out = String::new();
        rich(&mut out, &book, 0, "ab𠀀c", &[(2, 1), (99, 1)]);
        assert!(out.contains(">ab</t>") && out.contains(">𠀀c</t>"), "{out}");
        assert_eq!(out.matches("<r>").count(), 2);
    }
}

//! A workbook in our shape as a package of parts.

use std::fmt::Write as _;

use super::super::comments;
use super::super::findings::quoted;
use super::super::package;
use super::super::vml;
use super::super::xml::{Broken, DECLARATION, escape};
use super::{Book, Colour, Font, Look, RowLook, Sheet, Value};
use crate::io::sheet::grid::Area;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Writes a workbook.
pub fn package(book: &Book) -> Result<Vec<u8>, Broken> {
    let mut parts = Vec::new();
    let mut types = format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPE}.styles+xml\"/>"
    );
    let mut links = links_head();
    let mut block = 0;
    for (n, sheet) in (1..).zip(&book.sheets) {
        let part = format!("xl/worksheets/sheet{n}.xml");
        push(
            &mut types,
            format_args!("<Override PartName=\"/{part}\" ContentType=\"{TYPE}.worksheet+xml\"/>"),
        );
        push(
            &mut links,
            format_args!(
                "<Relationship Id=\"rId{n}\" Type=\"{LINKS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            ),
        );
        let text = worksheet(book, sheet);
        if !sheet.comments.is_empty() {
            let grid = super::super::layout::read(&text)?.grid;
            let words = sheet
                .comments
                .iter()
                .map(|c| (c.cell, c.text.clone()))
                .collect();
            let drawing = vml::change(&vml::empty(), &words, &[], &grid, &mut block)?;
            push(
                &mut types,
                format_args!(
                    "<Override PartName=\"/xl/comments{n}.xml\" ContentType=\"{TYPE}.comments+xml\"/>"
                ),
            );
            parts.push((
                format!("xl/comments{n}.xml"),
                comments::of(MAIN, &sheet.comments),
            ));
            parts.push((format!("xl/drawings/vmlDrawing{n}.vml"), drawing));
            parts.push((
                format!("xl/worksheets/_rels/sheet{n}.xml.rels"),
                format!(
                    "{}<Relationship Id=\"rId1\" Type=\"{LINKS}/vmlDrawing\" Target=\"../drawings/vmlDrawing{n}.vml\"/>\
                     <Relationship Id=\"rId2\" Type=\"{LINKS}/comments\" Target=\"../comments{n}.xml\"/></Relationships>",
                    links_head()
                ),
            ));
        }
        parts.push((part, text));
    }
    push(
        &mut links,
        format_args!(
            "<Relationship Id=\"rId{}\" Type=\"{LINKS}/styles\" Target=\"styles.xml\"/></Relationships>",
            book.sheets.len() + 1
        ),
    );
    types.push_str("</Types>");
    let root = format!(
        "{}<Relationship Id=\"rId1\" Type=\"{LINKS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        links_head()
    );
    let mut all = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), root),
        ("xl/workbook.xml".to_owned(), workbook(book)),
        ("xl/_rels/workbook.xml.rels".to_owned(), links),
        ("xl/styles.xml".to_owned(), styles(book)),
    ];
    all.append(&mut parts);
    package::build(&all)
}

fn links_head() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    )
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = out.write_fmt(text);
}

fn workbook(book: &Book) -> String {
    let mut out = format!(
        "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><workbookPr{}/><bookViews><workbookView activeTab=\"{}\"/></bookViews><sheets>",
        if book.from_1904 {
            " date1904=\"1\""
        } else {
            ""
        },
        book.active
    );
    let mut names = String::new();
    for (n, sheet) in (1..).zip(&book.sheets) {
        let state = sheet
            .state
            .map(|s| format!(" state=\"{s}\""))
            .unwrap_or_default();
        push(
            &mut out,
            format_args!(
                "<sheet name=\"{}\" sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>",
                escape(&sheet.name)
            ),
        );
        let mut name = |name: &str, hidden: &str, areas: &[Area]| {
            if areas.is_empty() {
                return;
            }
            let areas: Vec<String> = areas.iter().map(|a| absolute(&sheet.name, a)).collect();
            push(
                &mut names,
                format_args!(
                    "<definedName name=\"_xlnm.{name}\" localSheetId=\"{}\"{hidden}>{}</definedName>",
                    n - 1,
                    escape(&areas.join(","))
                ),
            );
        };
        let filter: Vec<Area> = sheet.filter.into_iter().collect();
        name("_FilterDatabase", " hidden=\"1\"", &filter);
        name("Print_Area", "", &sheet.print.areas);
        name("Print_Titles", "", &sheet.print.titles);
    }
    out.push_str("</sheets>");
    if !names.is_empty() {
        push(
            &mut out,
            format_args!("<definedNames>{names}</definedNames>"),
        );
    }
    out.push_str("</workbook>");
    out
}

/// An area as it stands in a name; whole rows and columns without the other half.
fn absolute(sheet: &str, area: &Area) -> String {
    let letters = |column: u32| {
        let name = crate::domain::cell::CellRef::new(0, column).to_string();
        name.trim_end_matches('1').to_owned()
    };
    let (first, last) = (area.first, area.last);
    let place = if first.column == 0 && last.column >= 255 {
        format!("${}:${}", first.row + 1, last.row + 1)
    } else if first.row == 0 && last.row >= 65_535 {
        format!("${}:${}", letters(first.column), letters(last.column))
    } else {
        format!(
            "${}${}:${}${}",
            letters(first.column),
            first.row + 1,
            letters(last.column),
            last.row + 1
        )
    };
    format!("{}!{place}", quoted(sheet))
}

fn colour(name: &str, colour: Colour) -> String {
    colour
        .map(|c| format!("<{name} indexed=\"{c}\"/>"))
        .unwrap_or_default()
}

fn font(font: &Font, name: &str) -> String {
    let mut out = String::new();
    for (on, tag) in [
        (font.bold, "<b/>"),
        (font.italic, "<i/>"),
        (font.strike, "<strike/>"),
    ] {
        if on {
            out.push_str(tag);
        }
    }
    if let Some(kind) = font.underline {
        push(&mut out, format_args!("<u val=\"{kind}\"/>"));
    }
    if let Some(kind) = font.shift {
        push(&mut out, format_args!("<vertAlign val=\"{kind}\"/>"));
    }
    push(
        &mut out,
        format_args!("<sz val=\"{}\"/>", f64::from(font.size) / 20.0),
    );
    out.push_str(&colour("color", font.colour));
    let words = if font.name.is_empty() {
        "宋体"
    } else {
        &font.name
    };
    push(
        &mut out,
        format_args!("<{name} val=\"{}\"/>", escape(words)),
    );
    if font.family > 0 && font.family < 15 {
        push(&mut out, format_args!("<family val=\"{}\"/>", font.family));
    }
    push(
        &mut out,
        format_args!("<charset val=\"{}\"/>", font.charset),
    );
    out
}

const BORDERS: [&str; 14] = [
    "none",
    "thin",
    "medium",
    "dashed",
    "dotted",
    "thick",
    "double",
    "hair",
    "mediumDashed",
    "dashDot",
    "mediumDashDot",
    "dashDotDot",
    "mediumDashDotDot",
    "slantDashDot",
];

const PATTERNS: [&str; 19] = [
    "none",
    "solid",
    "mediumGray",
    "darkGray",
    "lightGray",
    "darkHorizontal",
    "darkVertical",
    "darkDown",
    "darkUp",
    "darkGrid",
    "darkTrellis",
    "lightHorizontal",
    "lightVertical",
    "lightDown",
    "lightUp",
    "lightGrid",
    "lightTrellis",
    "gray125",
    "gray0625",
];

fn border(look: &Look) -> String {
    let side = |name: &str, (style, tint): (u8, Colour)| match BORDERS.get(usize::from(style)) {
        Some(kind) if style > 0 => {
            let tint = if tint.is_some() {
                colour("color", tint)
            } else {
                "<color auto=\"1\"/>".to_owned()
            };
            format!("<{name} style=\"{kind}\">{tint}</{name}>")
        }
        _ => format!("<{name}/>"),
    };
    let (style, tint, down, up) = look.diagonal;
    let [left, right, top, bottom] = look.borders;
    format!(
        "<border{}{}>{}{}{}{}{}</border>",
        if up { " diagonalUp=\"1\"" } else { "" },
        if down { " diagonalDown=\"1\"" } else { "" },
        side("left", left),
        side("right", right),
        side("top", top),
        side("bottom", bottom),
        side("diagonal", (style, tint))
    )
}

fn fill(look: &Look) -> String {
    let (pattern, front, back) = look.fill;
    let kind = PATTERNS.get(usize::from(pattern)).unwrap_or(&"none");
    let back = if back.is_some() {
        colour("bgColor", back)
    } else {
        "<bgColor indexed=\"65\"/>".to_owned()
    };
    let front = if front.is_some() {
        colour("fgColor", front)
    } else {
        "<fgColor indexed=\"64\"/>".to_owned()
    };
    if pattern == 0 {
        return "<fill><patternFill patternType=\"none\"/></fill>".to_owned();
    }
    format!("<fill><patternFill patternType=\"{kind}\">{front}{back}</patternFill></fill>")
}

/// The place of an entry in a list, where it is put if it is new.
fn place(list: &mut Vec<String>, entry: String) -> usize {
    list.iter().position(|e| *e == entry).unwrap_or_else(|| {
        list.push(entry);
        list.len() - 1
    })
}

fn styles(book: &Book) -> String {
    let mut out = format!("{DECLARATION}<styleSheet xmlns=\"{MAIN}\">");
    if !book.formats.is_empty() {
        push(
            &mut out,
            format_args!("<numFmts count=\"{}\">", book.formats.len()),
        );
        for (number, code) in &book.formats {
            push(
                &mut out,
                format_args!(
                    "<numFmt numFmtId=\"{number}\" formatCode=\"{}\"/>",
                    escape(code)
                ),
            );
        }
        out.push_str("</numFmts>");
    }
    push(
        &mut out,
        format_args!("<fonts count=\"{}\">", book.fonts.len()),
    );
    for one in &book.fonts {
        push(&mut out, format_args!("<font>{}</font>", font(one, "name")));
    }
    let none = Look::default();
    let mut fills = vec![
        fill(&none),
        "<fill><patternFill patternType=\"gray125\"/></fill>".to_owned(),
    ];
    let mut borders = vec![border(&none)];
    let looks: String = book
        .looks
        .iter()
        .map(|look| xf(book, look, &mut fills, &mut borders))
        .collect();
    push(
        &mut out,
        format_args!(
            "</fonts><fills count=\"{}\">{}</fills>",
            fills.len(),
            fills.concat()
        ),
    );
    push(
        &mut out,
        format_args!(
            "<borders count=\"{}\">{}</borders>",
            borders.len(),
            borders.concat()
        ),
    );
    push(
        &mut out,
        format_args!(
            "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{}\">{looks}</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>",
            book.looks.len()
        ),
    );
    if !book.palette.is_empty() {
        // The first eight are always the same.
        out.push_str("<colors><indexedColors>");
        let fixed = [
            [0; 3],
            [255; 3],
            [255, 0, 0],
            [0, 255, 0],
            [0, 0, 255],
            [255, 255, 0],
            [255, 0, 255],
            [0, 255, 255],
        ];
        for [r, g, b] in fixed.iter().chain(&book.palette) {
            push(
                &mut out,
                format_args!("<rgbColor rgb=\"00{r:02X}{g:02X}{b:02X}\"/>"),
            );
        }
        out.push_str("</indexedColors></colors>");
    }
    out.push_str("</styleSheet>");
    out
}

fn xf(book: &Book, look: &Look, fills: &mut Vec<String>, borders: &mut Vec<String>) -> String {
    let font = if look.font < book.fonts.len() {
        look.font
    } else {
        0
    };
    let mut align = String::new();
    if let Some(kind) = look.horizontal {
        push(&mut align, format_args!(" horizontal=\"{kind}\""));
    }
    if let Some(kind) = look.vertical {
        push(&mut align, format_args!(" vertical=\"{kind}\""));
    }
    if look.rotation != 0 {
        push(
            &mut align,
            format_args!(" textRotation=\"{}\"", look.rotation),
        );
    }
    if look.wrap {
        align.push_str(" wrapText=\"1\"");
    }
    if look.indent != 0 {
        push(&mut align, format_args!(" indent=\"{}\"", look.indent));
    }
    if look.shrink {
        align.push_str(" shrinkToFit=\"1\"");
    }
    let flag = |on: bool| u8::from(on);
    format!(
        "<xf numFmtId=\"{}\" fontId=\"{font}\" fillId=\"{}\" borderId=\"{}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\" applyProtection=\"1\">\
         <alignment{align}/><protection locked=\"{}\" hidden=\"{}\"/></xf>",
        look.format,
        place(fills, fill(look)),
        place(borders, border(look)),
        flag(look.locked),
        flag(look.hidden)
    )
}

fn points(twips: u16) -> f64 {
    f64::from(twips) / 20.0
}

fn worksheet(book: &Book, sheet: &Sheet) -> String {
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
        let below = crate::domain::cell::CellRef::new(
            below.row.max(down.into()),
            below.column.max(across.into()),
        );
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
            cell(
                out,
                book,
                crate::domain::cell::CellRef::new(row, column),
                *format,
                value,
            );
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

fn cell(
    out: &mut String,
    book: &Book,
    place: crate::domain::cell::CellRef,
    look: usize,
    value: &Value,
) {
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

//! A workbook in our shape as a package of parts; what stands in the larger ones is in files of their own.

mod styles;
mod worksheet;

use std::fmt::Write as _;

use super::super::comments;
use super::super::findings::quoted;
use super::super::package;
use super::super::vml;
use super::super::xml::{Broken, DECLARATION, escape};
use super::Book;
use crate::domain::cell::CellRef;
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
        let text = worksheet::part(book, sheet);
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
        ("xl/styles.xml".to_owned(), styles::part(book)),
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
        let name = CellRef::new(0, column).to_string();
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

//! `.xlsx`, `.xlsm`, `.xltx`, `.et` saved as such: the workbook of Excel since 2007.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::package::Package;
use super::survey::Survey;
use super::value;
use super::{Budget, Contents, Fault, Page};
use crate::io::sheet::grid::{Area, CellRef};

/// Reads a workbook.
pub fn read(bytes: &[u8], budget: &mut Budget) -> Result<Contents, Fault> {
    let mut package = Package::open(bytes)?;
    // Nothing reaches calamine whose size has not been looked at: it takes what a file declares.
    let mut survey = Survey::of(&mut package)?;
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(|e| fault(&e))?;
    let sheets: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut pages = Vec::with_capacity(sheets.len());
    for (name, hidden) in sheets {
        let mut page = Page::new(name);
        page.hidden = hidden;
        survey.tell(&mut page);
        match cells(&mut book, &mut page, budget) {
            // A chart that calls itself a sheet.
            Err(Trouble::Reader(XlsxError::NotAWorksheet(_))) => continue,
            Err(Trouble::Reader(error)) => return Err(fault(&error)),
            Err(Trouble::Fault(fault)) => return Err(fault),
            Ok(()) => {}
        }
        let merged = book
            .merge_cells_by_sheet_name(&page.name)
            .map_err(|e| fault(&e))?;
        page.merged = merged.into_iter().map(area).collect();
        pages.push(page);
    }
    Ok(Contents {
        macros: survey.macros,
        pages,
    })
}

enum Trouble {
    Reader(XlsxError),
    Fault(Fault),
}

fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    page: &mut Page,
    budget: &mut Budget,
) -> Result<(), Trouble> {
    // Cell by cell: a sheet whose last corner is XFD1048576 must not become a table of that size.
    let mut reader = book
        .worksheet_cells_reader(&page.name)
        .map_err(Trouble::Reader)?;
    while let Some(next) = reader
        .next_cell_with_formula_metadata()
        .map_err(Trouble::Reader)?
    {
        let cell = CellRef::new(next.pos.0, next.pos.1);
        let text = match next.value {
            // A formula whose result is no text has an empty one.
            DataRef::Empty if next.formula.is_some() => Err(value::NO_RESULT.to_owned()),
            DataRef::Empty => continue,
            value => text(value),
        };
        page.put(budget, cell, text).map_err(Trouble::Fault)?;
    }
    Ok(())
}

/// A cell's content as the text that a person sees.
fn text(value: DataRef<'_>) -> Result<String, String> {
    match value {
        DataRef::Empty => Ok(String::new()),
        DataRef::String(text) => value::string(&text),
        DataRef::SharedString(text) => value::string(text),
        DataRef::Int(n) => Ok(n.to_string()),
        DataRef::Float(x) => value::number(x),
        DataRef::Bool(b) => Ok(value::truth(b)),
        DataRef::DateTime(moment) => value::date(moment),
        DataRef::DateTimeIso(text) => Ok(value::iso_date(&text)),
        DataRef::DurationIso(text) => Ok(text),
        DataRef::Error(error) => Err(value::error(&error.to_string())),
    }
}

fn area(merged: Dimensions) -> Area {
    Area {
        first: CellRef::new(merged.start.0, merged.start.1),
        last: CellRef::new(merged.end.0, merged.end.1),
    }
}

fn fault(error: &XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::Password,
        XlsxError::Zip(_) | XlsxError::Io(_) => Fault::broken("压缩包里的内容不完整"),
        XlsxError::FileNotFound(name) => Fault::broken(format!("里面缺少 {name}")),
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) => {
            Fault::broken("里面的 XML 不对")
        }
        other => Fault::broken(other.to_string()),
    }
}

//! Workbooks that the reader hands over as whole tables: `.xls` and `.ods`.

use std::fmt::Display;
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, Ods, OdsError, Range, Reader, SheetType, Xls, XlsError};

use super::{SheetError, areas, text};
use crate::io::sheet::grid::{CellRef, Sheet};

type Bytes = Cursor<Vec<u8>>;

/// The sheets of an `.xls`.
pub fn xls(path: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, SheetError> {
    let mut book: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsError::Password => SheetError::Password(path.to_owned()),
        other => broken(path, &other),
    })?;
    let merged = |book: &Xls<Bytes>, name: &str| book.merge_cells_by_sheet_name(name);
    sheets(path, &mut book, merged)
}

/// The sheets of an `.ods`.
pub fn ods(path: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, SheetError> {
    let mut book: Ods<Bytes> = Ods::new(Cursor::new(bytes)).map_err(|e| match e {
        OdsError::Password => SheetError::Password(path.to_owned()),
        other => broken(path, &other),
    })?;
    sheets(path, &mut book, |_, _| Ok(Vec::new()))
}

fn broken(path: &str, error: &dyn Display) -> SheetError {
    SheetError::Broken {
        path: path.to_owned(),
        why: error.to_string(),
    }
}

fn sheets<B>(
    path: &str,
    book: &mut B,
    merged: impl Fn(&B, &str) -> Result<Vec<Dimensions>, B::Error>,
) -> Result<Vec<Sheet>, SheetError>
where
    B: Reader<Bytes>,
    B::Error: Display,
{
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let range = book.worksheet_range(&name).map_err(|e| broken(path, &e))?;
        let areas = areas(merged(book, &name).map_err(|e| broken(path, &e))?);
        let (cells, faults) = cells(&range);
        let sheet = Sheet::new(name, cells, areas, faults);
        if !sheet.is_empty() || !sheet.faults.is_empty() {
            out.push(sheet);
        }
    }
    Ok(out)
}

fn cells(range: &Range<Data>) -> super::Cells {
    let (mut cells, mut faults) = (Vec::new(), Vec::new());
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let cell = CellRef::new(top + row as u32, left + column as u32);
        match text(borrowed(value)) {
            Ok(text) if !text.is_empty() => cells.push((cell, text)),
            Ok(_) => {}
            Err(why) => faults.push((cell, why)),
        }
    }
    (cells, faults)
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(x) => DataRef::Float(*x),
        Data::String(s) => DataRef::SharedString(s),
        Data::Bool(b) => DataRef::Bool(*b),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(s) => DataRef::DateTimeIso(s.clone()),
        Data::DurationIso(s) => DataRef::DurationIso(s.clone()),
        Data::Error(e) => DataRef::Error(e.clone()),
        _ => DataRef::Empty,
    }
}

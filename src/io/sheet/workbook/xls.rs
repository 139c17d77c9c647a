//! `.xls`: the workbook of Excel 97 to 2003 (and 5.0, 95), and `.et` of WPS saved as such.
//!
//! Read here and not by calamine: that crate lays a sheet out as a whole table as large as its farthest cell, trusts
//! the lengths that the file declares, and panics or runs without end on a broken one. A test holds the two against
//! each other cell by cell.

use std::collections::HashMap;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::biff::{Coding, Record, Records, shared_strings};
use super::ole::Compound;
use super::value;
use super::{Budget, Contents, Fault, Page};
use crate::io::sheet::grid::{Area, CellRef};

/// How a bare stream of records begins, without a compound file around it.
pub const BARE: &[u8] = b"\x09\x08";

mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000a;
    pub const DATE_MODE: u16 = 0x0022;
    pub const PASSWORD: u16 = 0x002f;
    pub const CODE_PAGE: u16 = 0x0042;
    pub const OBJECT: u16 = 0x005d;
    pub const COLUMNS: u16 = 0x007d;
    pub const SHEET: u16 = 0x0085;
    pub const MANY_RK: u16 = 0x00bd;
    pub const RICH_LABEL: u16 = 0x00d6;
    pub const MACROS: u16 = 0x00d3;
    pub const CELL_FORMAT: u16 = 0x00e0;
    pub const MERGED: u16 = 0x00e5;
    pub const SHARED_STRINGS: u16 = 0x00fc;
    pub const SHARED_LABEL: u16 = 0x00fd;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const TRUTH_OR_ERROR: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const RK: u16 = 0x027e;
    pub const NUMBER_FORMAT: u16 = 0x041e;
    pub const BEGIN: u16 = 0x0809;
}

/// Reads the workbook in a compound file.
pub fn read(file: &Compound<'_>, budget: &mut Budget) -> Result<Contents, Fault> {
    let stream = match file.stream("Workbook")? {
        Some(stream) => stream,
        None => file
            .stream("Book")?
            .ok_or(Fault::broken("里面没有工作簿"))?,
    };
    let mut contents = read_stream(&stream, budget)?;
    contents.macros |= file.has("_VBA_PROJECT_CUR");
    Ok(contents)
}

/// Reads the stream of records that a workbook is.
pub fn read_stream(stream: &[u8], budget: &mut Budget) -> Result<Contents, Fault> {
    let globals = Globals::read(stream)?;
    let mut contents = Contents {
        macros: globals.macros,
        pages: Vec::new(),
    };
    for sheet in &globals.sheets {
        let mut page = Page::new(sheet.name.clone());
        page.hidden = sheet.hidden;
        globals.read_sheet(Records::new(stream, sheet.at)?, &mut page, budget)?;
        contents.pages.push(page);
    }
    if globals.sheets.is_empty() {
        return Err(Fault::broken("里面没有工作表"));
    }
    Ok(contents)
}

/// What holds for all sheets.
struct Globals {
    coding: Coding,
    is_1904: bool,
    macros: bool,
    sheets: Vec<SheetEntry>,
    strings: Vec<String>,
    /// By the number that a cell gives for its look.
    is_date: Vec<bool>,
}

struct SheetEntry {
    at: usize,
    name: String,
    hidden: bool,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, Fault> {
        let mut out = Self {
            coding: Coding::Unicode,
            is_1904: false,
            macros: false,
            sheets: Vec::new(),
            strings: Vec::new(),
            is_date: Vec::new(),
        };
        let mut formats = HashMap::new();
        let mut looks = Vec::new();
        let mut records = Records::new(stream, 0)?;
        while let Some(record) = records.next() {
            let record = record?;
            match record.kind {
                record::BEGIN if record.u16(0)? < 0x0600 => out.coding = Coding::of_code_page(936),
                record::PASSWORD if record.u16(0)? != 0 || record.data.len() > 2 => {
                    return Err(Fault::Password);
                }
                record::CODE_PAGE if matches!(out.coding, Coding::Bytes(_)) => {
                    out.coding = Coding::of_code_page(record.u16(0)?);
                }
                record::DATE_MODE => out.is_1904 = record.u16(0)? == 1,
                record::MACROS => out.macros = true,
                record::NUMBER_FORMAT => {
                    let code = match out.coding {
                        Coding::Unicode => out.coding.text(record.rest(2)?),
                        Coding::Bytes(_) => out.coding.short_text(record.rest(2)?),
                    };
                    // What cannot be read formats no date.
                    formats.insert(
                        record.u16(0)?,
                        code.is_ok_and(|c| value::is_date_format(&c)),
                    );
                }
                record::CELL_FORMAT => looks.push(record.u16(2)?),
                record::SHEET => out.sheets.extend(out.sheet_entry(record)?),
                record::SHARED_STRINGS => {
                    let more = records.continued()?;
                    out.strings = shared_strings(record.data, more)?;
                }
                record::END => break,
                _ => {}
            }
        }
        let is_date = |id: u16| {
            let built_in = matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58);
            formats.get(&id).copied().unwrap_or(built_in)
        };
        out.is_date = looks.into_iter().map(is_date).collect();
        Ok(out)
    }

    /// A sheet of cells; charts and modules are none.
    fn sheet_entry(&self, record: Record<'_>) -> Result<Option<SheetEntry>, Fault> {
        const CELLS: u8 = 0;
        let [hidden, kind] = record.u16(4)?.to_le_bytes();
        if kind != CELLS {
            return Ok(None);
        }
        let mut name = self.coding.short_text(record.rest(6)?)?;
        name.retain(|c| c != '\0');
        Ok(Some(SheetEntry {
            at: record.u32(0)? as usize,
            name,
            hidden: hidden & 0b11 != 0,
        }))
    }

    fn read_sheet(
        &self,
        records: Records<'_>,
        page: &mut Page,
        budget: &mut Budget,
    ) -> Result<(), Fault> {
        let mut depth = 0;
        // A formula whose result is a text: the text comes in a record of its own.
        let mut awaited: Option<CellRef> = None;
        for record in records {
            let record = record?;
            match record.kind {
                record::BEGIN => {
                    depth += 1;
                    continue;
                }
                record::END => {
                    depth -= 1;
                    if depth <= 0 {
                        break;
                    }
                    continue;
                }
                // A chart inside the sheet has numbers of its own.
                _ if depth > 1 => continue,
                _ => {}
            }
            if record.kind == record::FORMULA_TEXT {
                if let Some(cell) = awaited.take() {
                    let text = self.coding.text(record.data)?;
                    page.put(budget, cell, value::string(&text))?;
                }
                continue;
            }
            match record.kind {
                record::FORMULA => {
                    if let Some(cell) = awaited.take() {
                        page.put(budget, cell, Err(value::NO_RESULT.to_owned()))?;
                    }
                    let cell = place(record)?;
                    match self.result(record)? {
                        Some(value) => page.put(budget, cell, value)?,
                        None => awaited = Some(cell),
                    }
                }
                record::NUMBER => {
                    let number = self.number(record.u16(4)?, record.f64(6)?);
                    page.put(budget, place(record)?, number)?;
                }
                record::RK => {
                    let number = self.number(record.u16(4)?, small_number(record.u32(6)?));
                    page.put(budget, place(record)?, number)?;
                }
                record::MANY_RK => self.many(record, page, budget)?,
                record::LABEL | record::RICH_LABEL => {
                    let text = self.coding.text(record.rest(6)?)?;
                    page.put(budget, place(record)?, value::string(&text))?;
                }
                record::SHARED_LABEL => {
                    let text = match self.strings.get(record.u32(6)? as usize) {
                        Some(text) => value::string(text),
                        None => Err("单元格的文字不在文件里：重新填写".to_owned()),
                    };
                    page.put(budget, place(record)?, text)?;
                }
                record::TRUTH_OR_ERROR => {
                    let [value, is_error] = record.u16(6)?.to_le_bytes();
                    page.put(budget, place(record)?, truth_or_error(value, is_error != 0))?;
                }
                record::ROW if record.u16(12)? & 0x20 != 0 => {
                    let row = u32::from(record.u16(0)?);
                    page.hidden_rows.push((row, row));
                }
                record::COLUMNS if record.u16(8)? & 1 != 0 => {
                    let (first, last) = (record.u16(0)?, record.u16(2)?);
                    page.hidden_columns.push((first.into(), last.into()));
                }
                record::MERGED => {
                    for i in 0..usize::from(record.u16(0)?) {
                        let corner = |at| record.u16(2 + 8 * i + at).map(u32::from);
                        page.merged.push(Area {
                            first: CellRef::new(corner(0)?, corner(4)?),
                            last: CellRef::new(corner(2)?, corner(6)?),
                        });
                    }
                }
                record::OBJECT => page.pictures += usize::from(is_picture(record)),
                _ => {}
            }
        }
        match awaited {
            Some(cell) => page.put(budget, cell, Err(value::NO_RESULT.to_owned())),
            None => Ok(()),
        }
    }

    fn number(&self, look: u16, x: f64) -> Result<String, String> {
        if self.is_date.get(usize::from(look)) == Some(&true) {
            let moment = ExcelDateTime::new(x, ExcelDateTimeType::DateTime, self.is_1904);
            value::date(moment)
        } else {
            value::number(x)
        }
    }

    /// Numbers side by side in one row.
    fn many(&self, record: Record<'_>, page: &mut Page, budget: &mut Budget) -> Result<(), Fault> {
        let first = place(record)?;
        let cells = record.rest(4)?;
        // The last two bytes repeat the last column.
        let cells = cells.get(..cells.len().saturating_sub(2)).unwrap_or(&[]);
        for (i, raw) in cells.chunks_exact(6).enumerate() {
            let look = u16::from_le_bytes([raw[0], raw[1]]);
            let x = small_number(u32::from_le_bytes([raw[2], raw[3], raw[4], raw[5]]));
            let cell = CellRef::new(first.row, first.column + i as u32);
            page.put(budget, cell, self.number(look, x))?;
        }
        Ok(())
    }

    /// The result of a formula; none for a text, which follows.
    fn result(&self, record: Record<'_>) -> Result<Option<Result<String, String>>, Fault> {
        if record.u16(12)? != 0xffff {
            return Ok(Some(self.number(record.u16(4)?, record.f64(6)?)));
        }
        let [kind, _] = record.u16(6)?.to_le_bytes();
        let [value, _] = record.u16(8)?.to_le_bytes();
        Ok(match kind {
            0 => None,
            1 => Some(truth_or_error(value, false)),
            2 => Some(truth_or_error(value, true)),
            _ => Some(Ok(String::new())),
        })
    }
}

/// Row and column that a record of a cell begins with.
fn place(record: Record<'_>) -> Result<CellRef, Fault> {
    Ok(CellRef::new(record.u16(0)?.into(), record.u16(2)?.into()))
}

/// A number in thirty bits: the upper part of a float, or an integer, either of them perhaps a hundredfold.
fn small_number(raw: u32) -> f64 {
    let x = if raw & 2 != 0 {
        f64::from(raw.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(raw & !3) << 32)
    };
    if raw & 1 != 0 { x / 100.0 } else { x }
}

fn truth_or_error(value: u8, is_error: bool) -> Result<String, String> {
    if !is_error {
        return Ok(value::truth(value != 0));
    }
    Err(value::error(match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#?",
    }))
}

/// Objects are also comments, arrows of drop-downs and buttons.
fn is_picture(record: Record<'_>) -> bool {
    const COMMON: u16 = 0x15;
    const PICTURE: u16 = 8;
    matches!((record.u16(0), record.u16(4)), (Ok(COMMON), Ok(PICTURE)))
}

//! Tables as a workbook (.xlsx).

mod choices;
mod lock;
mod spread;
mod style;

use std::collections::HashMap;

use jiff::civil::Date;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DocProperties, ExcelDateTime, Format, Note, ProtectionOptions,
    Workbook, Worksheet, XlsxError, column_number_to_name,
};

use self::choices::Choices;
use self::spread::{Spread, height, spread};
use self::style::Look;
use super::table::{Access, Band, Book, Column, Sheet};
use super::wrap;
use crate::domain::cell::runs_in_spreadsheets;

/// A workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// More than a workbook can hold.
    #[error("做不成工作簿：{0}")]
    Unwritable(#[from] XlsxError),
    /// The structure could not be protected.
    #[error("工作簿的结构保护不了：{0}")]
    Unlocked(#[from] std::io::Error),
}

/// Pixels of a Chinese character of 9 points, and of what a cell keeps free beside its text.
const PIXELS: u32 = 12;
const PIXELS_BESIDE: u32 = 9;

/// Most Chinese characters across a page that can still be read.
const PAGE_WIDTH: u16 = 120;

/// A4.
const PAPER: u8 = 9;

/// The workbook. The same book gives the same bytes.
///
/// # Errors
/// When a sheet has more rows or columns than a workbook can hold.
pub fn write(book: &Book) -> Result<Vec<u8>, WorkbookError> {
    let mut pieces = Pieces::new(&book.title, book.day)?;
    let choices = Choices::of(book);
    for sheet in &book.sheets {
        pieces.add(sheet, &choices)?;
    }
    choices.write(&mut pieces.workbook)?;
    let bytes = pieces.end()?;
    // What is filled in comes back by the names of its sheets.
    let filled_in = book.sheets.iter().any(|s| s.access != Access::All);
    Ok(if filled_in {
        lock::structure(bytes)?
    } else {
        bytes
    })
}

/// A workbook that is handed over sheet by sheet.
pub struct Pieces {
    workbook: Workbook,
    looks: Looks,
}

impl Pieces {
    /// A workbook of this title that counts as made on this day.
    ///
    /// # Errors
    /// When no workbook can have been made on it.
    pub fn new(title: &str, day: Date) -> Result<Self, WorkbookError> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_ymd(
            u16::try_from(day.year()).unwrap_or(1900),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )?;
        workbook.set_properties(
            &DocProperties::new()
                .set_title(title)
                .set_creation_datetime(&made),
        );
        Ok(Self {
            workbook,
            looks: Looks::default(),
        })
    }

    /// Adds a sheet that offers no words to choose from.
    ///
    /// # Errors
    /// When it has more rows or columns than a workbook can hold.
    pub fn sheet(&mut self, sheet: &Sheet) -> Result<(), WorkbookError> {
        Ok(self.add(sheet, &Choices::none())?)
    }

    fn add(&mut self, sheet: &Sheet, choices: &Choices<'_>) -> Result<(), XlsxError> {
        let worksheet = self.workbook.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        Writer {
            sheet,
            choices,
            looks: &mut self.looks,
            row: 0,
        }
        .write(worksheet)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When it cannot be put together.
    pub fn end(mut self) -> Result<Vec<u8>, WorkbookError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// How cells look, each look made once.
type Looks = HashMap<Look, Format>;

/// Writes a sheet from the top down.
struct Writer<'b> {
    sheet: &'b Sheet,
    choices: &'b Choices<'b>,
    looks: &'b mut Looks,
    row: u32,
}

impl Writer<'_> {
    fn write(mut self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        let widths: Vec<u16> = self.sheet.columns.iter().map(|c| c.width).collect();
        let spare = match self.sheet.access {
            Access::Rows(spare) => Some(spare),
            Access::All | Access::Columns(_) => None,
        };
        if spare.is_some() {
            self.prepare(worksheet)?;
        }
        for (column, width) in (0_u16..).zip(&widths) {
            let pixels = u32::from(*width) * PIXELS + PIXELS_BESIDE;
            worksheet.set_column_width_pixels(column, pixels)?;
        }
        self.head(worksheet, &widths)?;
        let first = self.row;
        let fixed = self.sheet.fixed_columns;
        worksheet.set_freeze_panes(first, fixed)?;
        worksheet.set_repeat_rows(0, first.saturating_sub(1))?;
        if fixed > 0 {
            worksheet.set_repeat_columns(0, fixed - 1)?;
        }
        for block in &self.sheet.blocks {
            let spread = spread(block, &widths, self.sheet.breaks_rows);
            self.block(worksheet, &spread)?;
        }
        let filled = self.row;
        let last = filled + spare.unwrap_or(0);
        let last = last.max(first + 1) - 1;
        self.choices.offer(worksheet, self.sheet, first, last)?;
        self.shade(worksheet, first, last)?;
        self.foot(worksheet, &widths)?;
        self.page(worksheet, &widths)?;
        if self.sheet.access != Access::All {
            let rows = spare.is_some();
            worksheet.protect_with_options(&ProtectionOptions {
                insert_rows: rows,
                delete_rows: rows,
                format_cells: rows,
                format_rows: true,
                format_columns: true,
                sort: rows,
                use_autofilter: rows,
                ..ProtectionOptions::default()
            });
        }
        Ok(())
    }

    fn last_column(&self) -> u16 {
        u16::try_from(self.sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// The line above the table, headings over columns, titles of columns.
    fn head(&mut self, worksheet: &mut Worksheet, widths: &[u16]) -> Result<(), XlsxError> {
        // On a table of several pages across, only the fixed columns are on every page.
        let last = match self.sheet.fixed_columns {
            0 => self.last_column(),
            fixed => fixed - 1,
        };
        merged(
            worksheet,
            self.row,
            (0, last),
            &self.sheet.title,
            &style::title(),
        )?;
        worksheet.set_row_height(self.row, 30)?;
        self.row += 1;
        if !self.sheet.bands.is_empty() {
            self.bands(worksheet, &self.sheet.bands)?;
        }
        let header = style::header();
        let mut lines = 1;
        for ((column, width), Column { title, help, .. }) in
            (0_u16..).zip(widths).zip(&self.sheet.columns)
        {
            worksheet.write_string_with_format(self.row, column, *title, &header)?;
            lines = lines.max(wrap::lines(title, *width).len());
            if let Some(help) = help {
                worksheet.insert_note(self.row, column, &note(help))?;
            }
        }
        worksheet.set_row_height(self.row, height(lines))?;
        self.row += 1;
        Ok(())
    }

    fn bands(&mut self, worksheet: &mut Worksheet, bands: &[Band]) -> Result<(), XlsxError> {
        let mut first = 0_u16;
        for band in bands {
            let last = first + columns(band) - 1;
            merged(
                worksheet,
                self.row,
                (first, last),
                band.title,
                &style::band(),
            )?;
            first = last + 1;
        }
        worksheet.set_row_height(self.row, height(1))?;
        self.row += 1;
        Ok(())
    }

    fn block(&mut self, worksheet: &mut Worksheet, spread: &Spread<'_>) -> Result<(), XlsxError> {
        for (row, height) in (self.row..).zip(&spread.heights) {
            // Quarters of a point: what spreadsheets keep.
            worksheet.set_row_height(row, (height * 4.0).ceil() / 4.0)?;
        }
        let top = spread.cells.iter().any(|cell| cell.goes_on_below);
        for cell in &spread.cells {
            let column = self.sheet.columns.get(cell.column);
            let number = column
                .filter(|c| c.number && cell.rows == 1)
                .and_then(|_| cell.text.parse::<u32>().ok());
            let look = Look {
                running_text: column.is_some_and(|c| c.running_text),
                number: number.is_some(),
                guarded: runs_in_spreadsheets(cell.text),
                goes_on_from_above: cell.goes_on_from_above,
                goes_on_below: cell.goes_on_below,
                top,
                unlocked: self.sheet.access.unlocks(cell.column),
                asked: matches!(&self.sheet.access, Access::Columns(c) if c.contains(&cell.column)),
            };
            let format = &*self.looks.entry(look).or_insert_with(|| style::cell(look));
            let (Ok(column), Ok(row), Ok(rows)) = (
                u16::try_from(cell.column),
                u32::try_from(cell.row),
                u32::try_from(cell.rows),
            ) else {
                return Err(XlsxError::RowColumnLimitError);
            };
            let row = self.row + row;
            if rows > 1 {
                worksheet.merge_range(row, column, row + rows - 1, column, cell.text, format)?;
            } else if let Some(number) = number {
                worksheet.write_number_with_format(row, column, number, format)?;
            } else if cell.text.is_empty() {
                worksheet.write_blank(row, column, format)?;
            } else {
                worksheet.write_string_with_format(row, column, cell.text, format)?;
            }
        }
        self.row += u32::try_from(spread.heights.len()).unwrap_or(u32::MAX);
        Ok(())
    }

    /// Makes all rows ready to be written in. Cells that nobody has filled are not there: they would be printed.
    fn prepare(&self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        // A row can be deleted on a protected sheet only where all its cells may be written.
        worksheet.set_column_range_format(0, 16_383, &style::margin())?;
        for (number, column) in (0_u16..).zip(&self.sheet.columns) {
            worksheet.set_column_format(number, &style::spare(column.running_text))?;
        }
        Ok(())
    }

    /// Rows that something is written in get borders, those that begin a block a shade.
    fn shade(&self, worksheet: &mut Worksheet, first: u32, last: u32) -> Result<(), XlsxError> {
        let Some(opened_by) = self.sheet.opened_by else {
            return Ok(());
        };
        let letters =
            |column: usize| column_number_to_name(u16::try_from(column).unwrap_or(u16::MAX));
        let (end, row) = (self.last_column(), first + 1);
        let opens = format!("=LEN(${}{row})>0", letters(opened_by));
        let filled = format!("=COUNTA($A{row}:${}{row})>0", letters(usize::from(end)));
        for (rule, format) in [(opens, style::shade()), (filled, style::borders())] {
            let condition = ConditionalFormatFormula::new()
                .set_rule(rule.as_str())
                .set_format(format);
            worksheet.add_conditional_format(first, 0, last, end, &condition)?;
        }
        Ok(())
    }

    fn foot(&mut self, worksheet: &mut Worksheet, widths: &[u16]) -> Result<(), XlsxError> {
        let Some(foot) = &self.sheet.foot else {
            return Ok(());
        };
        let last = self.last_column();
        merged(worksheet, self.row, (0, last), foot, &style::foot())?;
        let lines = wrap::lines(foot, widths.iter().sum()).len();
        worksheet.set_row_height(self.row, height(lines))?;
        self.row += 1;
        Ok(())
    }

    /// A4 in landscape, as many pages as it takes, each with the head of the table and its number.
    fn page(&self, worksheet: &mut Worksheet, widths: &[u16]) -> Result<(), XlsxError> {
        let across = widths.iter().sum::<u16>().div_ceil(PAGE_WIDTH).max(1);
        worksheet
            .set_landscape()
            .set_paper_size(PAPER)
            .set_print_fit_to_pages(across, 0)
            .set_print_center_horizontally(true)
            .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
            .set_footer("&C第 &P 页　共 &N 页");
        // Where people fill in rows, what they have filled is printed, however much it is.
        if !matches!(self.sheet.access, Access::Rows(_)) {
            worksheet.set_print_area(0, 0, self.row.saturating_sub(1), self.last_column())?;
        }
        Ok(())
    }
}

/// How many columns a heading covers.
fn columns(band: &Band) -> u16 {
    u16::try_from(band.columns).unwrap_or(u16::MAX).max(1)
}

/// A text over several columns of a row.
fn merged(
    worksheet: &mut Worksheet,
    row: u32,
    (first, last): (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if first < last {
        worksheet.merge_range(row, first, row, last, text, format)?;
    } else {
        worksheet.write_string_with_format(row, first, text, format)?;
    }
    Ok(())
}

/// A comment on a title, as large as its text.
fn note(text: &str) -> Note {
    const CHARACTERS: u16 = 18;
    let lines = u32::try_from(wrap::lines(text, CHARACTERS).len()).unwrap_or(1);
    Note::new(text)
        .add_author_prefix(false)
        .set_font_name("宋体")
        .set_font_size(9)
        .set_width(u32::from(CHARACTERS) * PIXELS + 24)
        .set_height(lines * 16 + 12)
}

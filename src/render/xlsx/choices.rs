//! Words to choose from: a drop-down for each column that has them. Long lists stand on a hidden sheet.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Formula, Workbook, Worksheet, XlsxError,
    column_number_to_name,
};

use crate::domain::form::AUXILIARY_SHEETS;
use crate::render::table::{Book, Column, Sheet};

/// Most UTF-16 units of a list that stands in the validation itself, commas included.
const SHORT: usize = 255;

/// Name of the hidden sheet.
const CHOICES_SHEET: &str = AUXILIARY_SHEETS[2];

/// The long lists of a book, each once.
pub(super) struct Choices<'b> {
    long: Vec<&'b [String]>,
}

impl<'b> Choices<'b> {
    /// No words anywhere.
    pub(super) const fn none() -> Self {
        Self { long: Vec::new() }
    }

    pub(super) fn of(book: &'b Book) -> Self {
        let mut long: Vec<&[String]> = Vec::new();
        for column in book.sheets.iter().flat_map(|sheet| &sheet.columns) {
            let list = column.choices.as_slice();
            if !is_short(list) && !long.contains(&list) {
                long.push(list);
            }
        }
        Self { long }
    }

    /// Offers the words in the rows of a sheet.
    pub(super) fn offer(
        &self,
        worksheet: &mut Worksheet,
        sheet: &Sheet,
        first: u32,
        last: u32,
    ) -> Result<(), XlsxError> {
        for (number, column) in (0_u16..).zip(&sheet.columns) {
            if !column.choices.is_empty() {
                let validation = self.validation(column)?;
                worksheet.add_data_validation(first, number, last, number, &validation)?;
            }
        }
        Ok(())
    }

    fn validation(&self, column: &Column) -> Result<DataValidation, XlsxError> {
        let list = column.choices.as_slice();
        let validation = match self.long.iter().position(|known| *known == list) {
            Some(i) => {
                DataValidation::new().allow_list_formula(Formula::new(format!("={}", name(i))))
            }
            None => DataValidation::new().allow_list_strings(list)?,
        };
        let validation = if column.closed {
            validation
                .set_error_style(DataValidationErrorStyle::Stop)
                .set_error_title("只能选择")?
                .set_error_message(format!("“{}”只能填下拉列表里的词", column.title))?
        } else {
            validation
                .set_error_style(DataValidationErrorStyle::Information)
                .set_error_title("不在列表里")?
                .set_error_message(format!("“{}”通常填下拉列表里的词，请核对", column.title))?
        };
        Ok(validation)
    }

    /// Writes the hidden sheet, where there are long lists.
    pub(super) fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        if self.long.is_empty() {
            return Ok(());
        }
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(CHOICES_SHEET)?.set_hidden(true);
        for (column, list) in (0_u16..).zip(&self.long) {
            for (row, word) in (0_u32..).zip(*list) {
                worksheet.write_string(row, column, word)?;
            }
        }
        for (i, list) in self.long.iter().enumerate() {
            let letters = column_number_to_name(u16::try_from(i).unwrap_or(u16::MAX));
            let range = format!("={CHOICES_SHEET}!${letters}$1:${letters}${}", list.len());
            workbook.define_name(name(i), &range)?;
        }
        Ok(())
    }
}

fn name(list: usize) -> String {
    format!("选项_{}", list + 1)
}

/// Whether a list can stand in the validation itself.
fn is_short(list: &[String]) -> bool {
    let units: usize = list
        .iter()
        .map(|word| word.encode_utf16().count() + 1)
        .sum();
    // A comma would cut the word in two.
    units <= SHORT
        && !list
            .iter()
            .any(|word| word.contains(',') || word.contains('"'))
}

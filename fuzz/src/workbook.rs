//! A workbook, as an office hands it in.

use power_list::domain::citation;
use power_list::io::sheet::draft::{self, Words};
use power_list::io::sheet::headers::HeaderTable;
use power_list::io::sheet::workbook;
use power_list::io::yaml::categories;

use super::packed;

/// Reads its tables into items.
pub fn run(data: &[u8]) {
    let Some((name, bytes)) = packed::workbook(data) else {
        return;
    };
    let Ok(book) = workbook::from_bytes(name, &bytes) else {
        return;
    };
    let sets = categories::all();
    let Some(set) = sets.first() else { return };
    let words = Words {
        table: HeaderTable::built_in(),
        set,
        sets: &sets,
    };
    draft::read(&book.sheets, words, &citation::parse);
}

//! Documents for Word and its like (.docx), laid out after GB/T 9704-2012 党政机关公文格式: the list to print, the
//! letter that gives a unit its opinions, and the other papers of an office.
//!
//! None of the crates that write .docx repeats a table's head on every page and names stand-ins for fonts, so the few
//! elements that these documents need are written here. The same document always gives the same bytes.

mod document;
mod letter;
mod list;
mod measure;
mod official;
mod package;
mod page_number;
mod paper;
mod style;
mod table;
mod text;
mod xml;

pub use self::letter::{LetterHead, letter};
pub use self::list::{Imprint, list};
pub use self::paper::paper;

use jiff::civil::Date;

/// A date as offices write it, 成文日期 of GB/T 9704-2012, 7.3.5.4: 2014年9月30日.
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

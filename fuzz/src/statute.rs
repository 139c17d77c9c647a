//! The text of a statute, as it is kept in a folder of laws.

use jiff::civil::date;
use power_list::domain::law::LawLevel;
use power_list::io::statute;
use power_list::io::statute::merge;

/// Reads it, and makes a register of it.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let file = match kind % 4 {
        0 => "水法.md",
        1 => "法律/水法(2015-03-01).md",
        2 => "水法(2016-07-02).md",
        _ => "部门规章/水法(2015-13-41).md",
    };
    let level = (kind & 4 != 0).then_some(LawLevel::LocalRegulation);
    if let Ok(read) = statute::read(file, text, None, level) {
        let _ = merge::build(vec![read], date(2015, 3, 1));
    }
}

//! The reader of `.xls` against calamine's, cell by cell, on the workbooks of real offices.

use calamine::{Data, Reader as _, Xls};

use super::*;

fn shared() -> PathBuf {
    let folder = std::env::var_os("POWER_LIST_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    folder.join("real-lists")
}

#[test]
fn calamine_reads_the_same_cells() {
    let Ok(folder) = fs::read_dir(shared()) else {
        eprintln!(
            "跳过：没有 {}（用 POWER_LIST_SHARED 指明）",
            shared().display()
        );
        return;
    };
    let (mut books, mut compared) = (0, 0);
    for entry in folder {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let Ok(mut other) = Xls::new(std::io::Cursor::new(&bytes)) else {
            continue;
        };
        books += 1;
        let book = book(&bytes);
        for sheet in &book.sheets {
            assert_eq!(sheet.faults, []);
            let range = other.worksheet_range(&sheet.name).unwrap();
            let (top, left) = range.start().unwrap();
            let mut theirs = Vec::new();
            for (row, column, value) in range.used_cells() {
                let text = match value {
                    Data::String(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
                    Data::DateTime(_) => continue,
                    other => other.to_string(),
                };
                if !text.trim().is_empty() {
                    theirs.push((at(top + row as u32, left + column as u32), text));
                }
            }
            for (cell, text) in &theirs {
                assert_eq!(sheet.text(*cell), Some(text.as_str()), "{cell}");
            }
            assert_eq!(cells(sheet).len(), theirs.len(), "{}", sheet.name);
            compared += theirs.len();
            for merged in other.merge_cells_by_sheet_name(&sheet.name).unwrap() {
                let first = at(merged.start.0, merged.start.1);
                if sheet.text(first).is_some() {
                    assert_eq!(sheet.area(first).last, at(merged.end.0, merged.end.1));
                }
            }
        }
    }
    assert!(books >= 8 && compared > 10_000, "{books} {compared}");
}

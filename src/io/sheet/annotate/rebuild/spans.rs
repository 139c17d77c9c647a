//! Merged areas of an OpenDocument table, which the reader of values does not give.

use super::super::layout::{MAX_COLUMNS, MAX_ROWS};
use super::super::xml::{Broken, Kind, Scanner};
use crate::domain::cell::CellRef;
use crate::io::sheet::grid::Area;

/// Most cells between the first and the last that hold something: the reader of values keeps them all.
const MAX_CELLS: u64 = 20_000_000;

/// The merged areas of each table, in the order of the tables. A table too large to be read is refused.
pub fn merged(content: &str) -> Result<Vec<Vec<Area>>, Broken> {
    let mut scanner = Scanner::new(content);
    let mut tables: Vec<Vec<Area>> = Vec::new();
    let (mut row, mut column, mut rows_here): (u32, u32, u32) = (0, 0, 0);
    let (mut last_row, mut last_column) = (0_u32, 0_u32);
    // Tables within cells are no sheets.
    let mut depth = None;
    while let Some(tag) = scanner.next()? {
        if tag.prefix != "table:" {
            continue;
        }
        if tag.name == "table" && depth.is_none_or(|d| d == tag.depth) {
            if tag.begins("table") {
                depth = Some(tag.depth);
                tables.push(Vec::new());
                (row, rows_here) = (0, 0);
                (last_row, last_column) = (0, 0);
            }
            if tag.ends("table") {
                depth = None;
            }
        } else if tag.begins("table-row") {
            row = row.saturating_add(rows_here);
            column = 0;
            rows_here = tag.parsed("table:number-rows-repeated").unwrap_or(1);
        } else if tag.begins("table-cell") || tag.begins("covered-table-cell") {
            let across: u32 = tag.parsed("table:number-columns-spanned").unwrap_or(1);
            let down: u32 = tag.parsed("table:number-rows-spanned").unwrap_or(1);
            let inside = row.saturating_add(down) <= MAX_ROWS
                && column.saturating_add(across) <= MAX_COLUMNS;
            if (across > 1 || down > 1) && across > 0 && down > 0 && inside {
                tables.last_mut().into_iter().for_each(|areas| {
                    areas.push(Area {
                        first: CellRef::new(row, column),
                        last: CellRef::new(row + down - 1, column + across - 1),
                    });
                });
            }
            let repeated: u32 = tag.parsed("table:number-columns-repeated").unwrap_or(1);
            column = column.saturating_add(repeated);
            if tag.kind == Kind::Open {
                last_row = last_row.max(row.saturating_add(rows_here));
                last_column = last_column.max(column);
                if u64::from(last_row) * u64::from(last_column) > MAX_CELLS {
                    return Err(Broken::new("里面的格多得不像清单"));
                }
            }
        }
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_counted_over_what_is_repeated() {
        let text = concat!(
            "<o><table:table><table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>",
            "<table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>",
            "<table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"2\"/><table:covered-table-cell/>",
            "</table:table-row></table:table><table:table/></o>"
        );
        let area = Area {
            first: CellRef::new(3, 2),
            last: CellRef::new(4, 3),
        };
        assert_eq!(merged(text).unwrap(), [vec![area], vec![]]);
        let huge = "<table:table><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"1000\">1</table:table-cell></table:table-row></table:table>";
        assert!(merged(huge).is_err());
    }
}

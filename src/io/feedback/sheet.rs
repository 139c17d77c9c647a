//! A workbook that came back with answers, whatever program and kind of file it went through.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Returned;
use crate::domain::cell::CellRef;
use crate::io::sheet::grid::Sheet;
use crate::io::sheet::text::{key, one_line};
use crate::io::sheet::workbook::Book;
use crate::workflow::paper::{Column, Held, MARK, Mark, Row};

/// What a workbook says; `name` is what messages call it.
///
/// # Errors
/// When it is not the table that was sent; one sentence for each place.
pub fn read(name: &str, book: &Book) -> Result<Returned, Vec<String>> {
    let mut table = Table {
        name,
        mark: None,
        rows: Vec::new(),
        faults: Vec::new(),
    };
    let mut found = false;
    for sheet in &book.sheets {
        if let Some(header) = header(sheet) {
            found = true;
            table.sheet(sheet, &header);
        }
    }
    if !found {
        return Err(vec![format!(
            "{name}：没有一张工作表有“{}”“{}”这样的列标题：用 power-list review return 写出的 .xlsx 填写",
            Column::Opinion.title(),
            Column::Answer.title()
        )]);
    }
    match table.mark {
        Some(mark) => Ok(Returned {
            mark,
            rows: table.rows,
            faults: table.faults,
        }),
        None => {
            let why = format!(
                "{name}：表的最后一行找不到“{MARK}…”，不知道是哪一次的反馈：照原件补上这一行"
            );
            table.faults.insert(0, why);
            Err(table.faults)
        }
    }
}

/// Where the titles stand.
struct Header {
    row: u32,
    columns: BTreeMap<Column, u32>,
    /// Titles that stand there once more.
    twice: Vec<(Column, u32)>,
}

fn header(sheet: &Sheet) -> Option<Header> {
    sheet.rows().find_map(|row| {
        let (mut columns, mut twice) = (BTreeMap::new(), Vec::new());
        for (cell, text) in sheet.cells(row) {
            let title = key(text);
            let Some(column) = Column::ALL.into_iter().find(|c| c.title() == title) else {
                continue;
            };
            match columns.entry(column) {
                Entry::Vacant(place) => {
                    place.insert(cell.column);
                }
                Entry::Occupied(_) => twice.push((column, cell.column)),
            }
        }
        let is_ours =
            columns.contains_key(&Column::Opinion) && columns.contains_key(&Column::Answer);
        is_ours.then_some(Header {
            row,
            columns,
            twice,
        })
    })
}

struct Table<'n> {
    name: &'n str,
    mark: Option<Mark>,
    rows: Vec<Row>,
    faults: Vec<String>,
}

impl Table<'_> {
    fn place(&self, sheet: &Sheet, cell: CellRef) -> String {
        format!("{} {}!{cell}", self.name, sheet.name)
    }

    fn fault(&mut self, sheet: &Sheet, cell: CellRef, why: impl std::fmt::Display) {
        let place = self.place(sheet, cell);
        self.faults.push(format!("{place}：{why}"));
    }

    fn sheet(&mut self, sheet: &Sheet, header: &Header) {
        for (column, at) in &header.twice {
            let why = format!("列标题“{}”出现了两次：留下原来的一列", column.title());
            self.fault(sheet, CellRef::new(header.row, *at), why);
        }
        for column in Column::ALL.into_iter().filter(|c| c.is_always_there()) {
            if !header.columns.contains_key(&column) {
                let why = format!("列标题里缺少“{}”：照原件恢复这一列", column.title());
                self.fault(sheet, CellRef::new(header.row, 0), why);
            }
        }
        for fault in sheet.faults.iter().filter(|f| f.cell.row > header.row) {
            self.fault(sheet, fault.cell, &fault.why);
        }
        for row in sheet.rows().filter(|row| *row > header.row) {
            self.row(sheet, header, row);
        }
    }

    fn row(&mut self, sheet: &Sheet, header: &Header, row: u32) {
        if let Some(line) = sheet.cells(row).find(|(_, text)| text.contains(MARK)) {
            let (cell, text) = line;
            let line = Held {
                text: text.to_owned(),
                place: self.place(sheet, cell),
            };
            match (Mark::read(&line), &self.mark) {
                (None, _) => self.fault(
                    sheet,
                    cell,
                    format!("反馈编号“{}”读不懂：照原件改回", one_line(text)),
                ),
                (Some(mark), None) => self.mark = Some(mark),
                (Some(mark), Some(first))
                    if first.digest.as_ref().map(|d| &d.text)
                        != mark.digest.as_ref().map(|d| &d.text) =>
                {
                    self.fault(sheet, cell, "一个文件里有两次不同的反馈：分成两个文件");
                }
                (Some(_), Some(_)) => {}
            }
            return;
        }
        for (cell, text) in sheet.cells(row) {
            if !header.columns.values().any(|column| *column == cell.column) {
                let why = format!(
                    "“{}”不在表的列里，没有地方记：移到答复理由里，或者删去",
                    one_line(text)
                );
                self.fault(sheet, cell, why);
            }
        }
        let held = |column: Column| {
            let at = header.columns.get(&column)?;
            let cell = CellRef::new(row, *at);
            // What is merged downwards stands in its first cell.
            let text = match column.is_of_item() {
                true => sheet.text(sheet.area(cell).first),
                false => sheet.text(cell),
            };
            Some(Held {
                text: text.unwrap_or_default().to_owned(),
                place: self.place(sheet, cell),
            })
        };
        let blank = || Held {
            text: String::new(),
            place: self.place(sheet, CellRef::new(row, 0)),
        };
        let read_only = |column: &Column| {
            !matches!(
                column,
                Column::Opinion | Column::Cited | Column::Answer | Column::Reason
            )
        };
        let said: Vec<(Column, Held)> = Column::ALL
            .into_iter()
            .filter(read_only)
            .filter_map(|column| Some((column, held(column)?)))
            .collect();
        let next = Row {
            opinion: held(Column::Opinion).unwrap_or_else(blank),
            said,
            answer: held(Column::Answer).unwrap_or_else(blank),
            reason: held(Column::Reason).unwrap_or_else(blank),
        };
        let holds = header
            .columns
            .values()
            .any(|column| sheet.text(CellRef::new(row, *column)).is_some());
        if holds {
            self.rows.push(next);
        }
    }
}

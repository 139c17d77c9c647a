//! Rows of a sheet into items as they stand there: merged and page-broken rows joined, notes set apart.

mod table;

use super::grid::{CellRef, Sheet};
use super::headers::{self, Column, Field, Header, HeaderTable};
use super::section::{self, category_in};
use super::text::{key, one_line};

pub use table::{Doubt, Part, Piece, RawItem, Skipped, Table, Unread};

/// Reads a sheet; `None` when it has no header that is known. `is_category` tells names of categories.
pub fn read(
    sheet: &Sheet,
    table: &HeaderTable,
    is_category: &dyn Fn(&str) -> bool,
) -> Option<Table> {
    let header = headers::find(sheet, table)?;
    let mut reader = Reader {
        sheet,
        has_serial: header.has(Field::Serial),
        section: None,
        has_category: header.has(Field::Category),
        header,
        is_category,
        out: Table::default(),
    };
    reader.out.header_row = reader.header.first_row + 1;
    reader.above();
    for fault in &sheet.faults {
        reader.out.unread.push(Unread {
            cell: fault.cell,
            span: sheet.span_of_fault(fault),
            doubt: Doubt::UnreadableCell,
            why: fault.why.clone(),
            text: String::new(),
        });
    }
    let unknown: Vec<Column> = reader
        .header
        .columns
        .values()
        .filter(|column| column.field.is_none())
        .cloned()
        .collect();
    for column in unknown {
        let why = format!("列标题“{}”不认识：这一列的文字记入备注", column.title);
        reader.unread(Doubt::UnknownColumn, column.cell, why, "");
    }
    let first = reader.header.last_row + 1;
    for row in sheet.rows().filter(|&r| r >= first) {
        reader.out.rows += 1;
        reader.row(row, table);
    }
    for item in &mut reader.out.items {
        item.name = one_line(&item.name);
    }
    let has_category = reader.has_category;
    let filled = section::fill(&mut reader.out.items, &sheet.name, is_category);
    // Without a column of its own the category is where it belongs.
    reader
        .out
        .notes
        .extend(filled.into_iter().filter(|_| has_category));
    Some(reader.out)
}

struct Reader<'s> {
    sheet: &'s Sheet,
    header: Header,
    has_serial: bool,
    has_category: bool,
    section: Option<String>,
    is_category: &'s dyn Fn(&str) -> bool,
    out: Table,
}

/// What is in a row, by field.
struct Row {
    cells: Vec<(Option<Field>, String, Piece)>,
}

impl Row {
    /// Cells of columns that have a title.
    fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    fn text(&self, field: Field) -> Option<&str> {
        self.cells
            .iter()
            .find(|(f, ..)| *f == Some(field))
            .map(|(.., p)| p.text.as_str())
    }
}

impl<'s> Reader<'s> {
    /// Titles and the like above the header.
    fn above(&mut self) {
        let rows: Vec<u32> = self
            .sheet
            .rows()
            .take_while(|&r| r < self.header.first_row)
            .collect();
        for row in rows {
            self.skip(row, "表题");
        }
    }

    fn unread(&mut self, doubt: Doubt, cell: CellRef, why: String, text: &str) {
        self.out.unread.push(Unread {
            cell,
            span: self.sheet.span(cell),
            doubt,
            why,
            text: text.to_owned(),
        });
    }

    fn skip(&mut self, row: u32, what: &'static str) {
        let Some((cell, _)) = self.sheet.cells(row).next() else {
            return;
        };
        let mut text: Vec<String> = self
            .sheet
            .cells(row)
            .map(|(_, text)| one_line(text))
            .collect();
        // A title that was written into every cell instead of over merged ones.
        text.dedup();
        self.out.skipped.push(Skipped {
            cell,
            what,
            text: text.join(" "),
        });
    }

    fn row(&mut self, row: u32, table: &HeaderTable) {
        if headers::is_header(self.sheet, table, row) {
            self.skip(row, "重复的表头");
            return;
        }
        if let Some(what) = self.note(row) {
            self.skip(row, what);
            return;
        }
        let content = self.content(row);
        if content.is_empty() {
            return;
        }
        if self.is_new(row, &content) {
            self.begin(content);
        } else if content.text(Field::Serial).is_some_and(is_number)
            && self.starts_nothing(row, &content)
        {
            for (.., piece) in content.cells {
                let why = "这一行有序号，但没有事项名称，没有导入".to_owned();
                self.unread(Doubt::StrayCell, piece.cell, why, &piece.text);
            }
        } else {
            self.go_on(content);
        }
    }

    /// A row with a serial number of its own but no name, not covered by the name above.
    fn starts_nothing(&self, row: u32, content: &Row) -> bool {
        content.text(Field::Name).is_none()
            && content.text(Field::SubItem).is_none()
            && !self.under_name(row)
    }

    /// Whether the row is no item but a note, a heading between items, or a signature line.
    fn note(&mut self, row: u32) -> Option<&'static str> {
        const NOTES: [&str; 9] = [
            "注:",
            "注：",
            "备注:",
            "备注：",
            "说明:",
            "说明：",
            "填表",
            "填报",
            "制表",
        ];
        let cells: Vec<(CellRef, &str)> = self.sheet.cells(row).collect();
        let &(cell, text) = cells.first()?;
        if !self.header.columns.contains_key(&cell.column) || self.covered(cell).is_some() {
            return None;
        }
        let text = key(text);
        let text = text.as_str();
        if cells.len() <= 2 && NOTES.iter().any(|n| text.starts_with(n)) {
            return Some("说明行");
        }
        if cells.len() > 1 {
            return None;
        }
        if let Some(category) = category_in(text, self.is_category)
            && self.header.columns.get(&cell.column).and_then(|c| c.field) != Some(Field::Category)
        {
            self.section = Some(category);
            return Some("分类标题行");
        }
        let area = self.sheet.area(cell);
        // A row on its own across most of the table; continued cells of an item stay within their column.
        let wide = area.width() as usize >= (self.header.columns.len() / 2).max(3);
        if wide {
            return Some("说明行");
        }
        let stray =
            self.header.columns.get(&cell.column).and_then(|c| c.field) == Some(Field::Serial);
        (stray && text.chars().count() > 8).then_some("说明行")
    }

    /// What the row says in columns with a title; what stands elsewhere is named with its cell.
    fn content(&mut self, row: u32) -> Row {
        let mut cells = Vec::new();
        let sheet = self.sheet;
        for (cell, text) in sheet.cells(row) {
            if let Some(above) = self.covered(cell) {
                if key(above) != key(text) {
                    let why = "被合并单元格盖住的文字，打开表格看不见，没有导入".to_owned();
                    self.unread(Doubt::StrayCell, cell, why, text);
                }
                continue;
            }
            let Some(column) = self.header.columns.get(&cell.column) else {
                let why = format!(
                    "{}列没有列标题，不知道是什么，没有导入",
                    column_letters(cell)
                );
                self.unread(Doubt::StrayCell, cell, why, text);
                continue;
            };
            let piece = Piece {
                cell,
                text: text.to_owned(),
                span: sheet.span(cell),
            };
            cells.push((column.field, column.title.clone(), piece));
        }
        Row { cells }
    }

    /// What is shown in the place of a cell that a merged area covers: the area's first cell, where it holds something.
    fn covered(&self, cell: CellRef) -> Option<&'s str> {
        let first = self.sheet.area(cell).first;
        (first != cell).then(|| self.sheet.text(first)).flatten()
    }

    /// Whether the row lies under the name of an item above, merged over it.
    fn under_name(&self, row: u32) -> bool {
        self.header
            .columns
            .iter()
            .filter(|(_, c)| c.field == Some(Field::Name))
            .any(|(&column, _)| self.sheet.area(CellRef::new(row, column)).first.row < row)
    }

    fn is_new(&self, row: u32, content: &Row) -> bool {
        let Some(name) = content.text(Field::Name) else {
            return false;
        };
        if self.under_name(row) {
            return false;
        }
        let Some(current) = self.out.items.last() else {
            return true;
        };
        let serial = content.text(Field::Serial);
        let last_serial = current
            .parts
            .iter()
            .find_map(|p| p.cells.get(&Field::Serial)?.first());
        let same_serial = match (serial, last_serial) {
            (None, _) => true,
            (Some(a), Some(b)) => key(a) == key(&b.text),
            (Some(_), None) => false,
        };
        if key(name) == key(&current.name) && same_serial {
            return false;
        }
        // A name that goes on after a page break: numbered table, but this row has neither number nor category.
        let goes_on = self.has_serial
            && last_serial.is_some()
            && serial.is_none()
            && self.has_category
            && content.text(Field::Category).is_none();
        !goes_on
    }

    fn begin(&mut self, content: Row) {
        let Some((.., name)) = content.cells.iter().find(|(f, ..)| *f == Some(Field::Name)) else {
            return;
        };
        let item = RawItem {
            cell: name.cell,
            name: String::new(),
            section: self.section.clone(),
            parts: vec![Part::default()],
        };
        self.out.items.push(item);
        self.go_on(content);
    }

    fn go_on(&mut self, content: Row) {
        let Some(item) = self.out.items.last_mut() else {
            for (.., piece) in content.cells {
                let why = "这一行不属于任何事项（上面还没有事项名称），没有导入".to_owned();
                self.unread(Doubt::StrayCell, piece.cell, why, &piece.text);
            }
            return;
        };
        let sub_item = content
            .cells
            .iter()
            .find(|(f, _, piece)| *f == Some(Field::SubItem) && !is_nothing(&piece.text))
            .map(|(.., piece)| piece.clone());
        if let Some(piece) = sub_item {
            match item.parts.last_mut() {
                // The first sub-item stands in the item's own row.
                Some(part) if part.sub_item.is_none() && part.cells.is_empty() => {
                    part.sub_item = Some(piece)
                }
                _ => item.parts.push(Part {
                    sub_item: Some(piece),
                    ..Part::default()
                }),
            }
        } else if says_it_anew(item, &content) {
            item.parts.push(Part::default());
        }
        let Some(part) = item.parts.last_mut() else {
            return;
        };
        for (field, title, piece) in content.cells {
            match field {
                Some(Field::SubItem) => {}
                Some(Field::Name) => {
                    if key(&item.name) != key(&piece.text) {
                        if !item.name.is_empty() {
                            item.name.push('\n');
                        }
                        item.name.push_str(&piece.text);
                    }
                }
                Some(Field::Noted) | None => part.noted.push((title, piece)),
                Some(field) => part.cells.entry(field).or_default().push(piece),
            }
        }
    }
}

/// Whether a row of an item is no page-broken rest of the row above but another row of its own: it repeats the name,
/// or names another body.
fn says_it_anew(item: &RawItem, content: &Row) -> bool {
    let Some(part) = item.parts.last() else {
        return false;
    };
    if part.cells.is_empty() {
        return false;
    }
    let is_body = |text: &str| {
        key(text).ends_with([
            '局', '厅', '委', '办', '会', '院', '部', '处', '署', '队', ')', '府',
        ])
    };
    let last = part
        .cells
        .get(&Field::Department)
        .and_then(|pieces| pieces.last());
    let bodies = [last.map(|p| &*p.text), content.text(Field::Department)];
    content
        .text(Field::Name)
        .is_some_and(|name| key(name) == key(&item.name))
        || bodies.iter().all(|body| body.is_some_and(is_body))
}

/// What people write where there is nothing.
pub fn is_nothing(text: &str) -> bool {
    matches!(
        key(text).as_str(),
        "" | "无" | "/" | "-" | "—" | "——" | "－" | "\\" | "暂无"
    )
}

fn is_number(text: &str) -> bool {
    let text = key(text);
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

fn column_letters(cell: CellRef) -> String {
    cell.to_string()
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .to_owned()
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;

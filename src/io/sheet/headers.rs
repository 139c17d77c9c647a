//! Which column is what: known titles are data, the header row is found wherever it stands.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

pub use super::field::Field;
use super::grid::{CellRef, Sheet};
use super::text::{key, one_line};
use crate::domain::category::{CategorySet, PowerKind};
use crate::domain::gate::Gate;
use crate::domain::place::SourceId;
use crate::io::yaml;

/// The built-in file.
const BUILT_IN: &str = include_str!("../../../data/headers.yaml");

/// The table of known titles.
#[derive(Debug, Clone, Default)]
pub struct HeaderTable {
    titles: HashMap<String, Vec<Field>>,
    aliases: HashMap<String, PowerKind>,
}

impl HeaderTable {
    /// The built-in table.
    pub fn built_in() -> &'static Self {
        static TABLE: OnceLock<HeaderTable> = OnceLock::new();
        // A test finds nothing to object to in the built-in file.
        TABLE.get_or_init(|| yaml::headers::read_text(BUILT_IN, SourceId(0), Gate::Publication).0)
    }

    /// Lets a title stand for one field, or for one in each of its columns. `false` where it stands for some already.
    pub fn add_title(&mut self, title: &str, fields: Vec<Field>) -> bool {
        self.titles.insert(key(title), fields).is_none()
    }

    /// Lets a name stand for a kind of category.
    pub fn add_alias(&mut self, name: &str, kind: PowerKind) {
        self.aliases.insert(name.to_owned(), kind);
    }

    /// This table with what another says besides, or otherwise.
    pub fn overruled_by(&self, other: Self) -> Self {
        let mut out = self.clone();
        out.titles.extend(other.titles);
        out.aliases.extend(other.aliases);
        out
    }

    fn fields(&self, title: &str) -> Option<&[Field]> {
        if title.len() > LONGEST_TITLE {
            return None;
        }
        let title = key(title);
        let known = self.titles.get(&title);
        known
            .or_else(|| self.titles.get(without_unit(&title)?))
            .map(Vec::as_slice)
    }

    /// The category of a set that a name in a cell means: the same name, or the only category of the same kind.
    /// What several categories could be is none.
    pub fn category<'s>(
        &self,
        name: &str,
        set: &'s CategorySet,
        others: &[CategorySet],
    ) -> Option<&'s str> {
        if let Some(category) = set.find(name) {
            return Some(&category.name);
        }
        let kind = others
            .iter()
            .find_map(|other| other.find(name).map(|c| c.kind))
            .or_else(|| self.aliases.get(name).copied())?;
        let mut same = set.categories.iter().filter(|c| c.kind == kind);
        let first = same.next()?;
        same.next().is_none().then_some(&*first.name)
    }
}

/// No title is longer, in bytes: what is longer is a cell of an item, and not worth a look into the table.
const LONGEST_TITLE: usize = 120;

/// `法定期限(天/日)` without what its values are counted in.
fn without_unit(title: &str) -> Option<&str> {
    let (bare, inner) = title.strip_suffix(')')?.rsplit_once('(')?;
    let only_unit = inner
        .chars()
        .all(|c| "天日工作个月年元万单位必选填或、/:：".contains(c));
    (only_unit && !bare.is_empty()).then_some(bare)
}

/// One column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// What it holds; `None` for a title that is not known.
    pub field: Option<Field>,
    /// Its title as written, on one line.
    pub title: String,
    /// The cell of the title.
    pub cell: CellRef,
}

/// A header that was found.
#[derive(Debug)]
pub struct Header {
    /// First row of the header.
    pub first_row: u32,
    /// Last row of the header.
    pub last_row: u32,
    /// Columns by number.
    pub columns: BTreeMap<u32, Column>,
}

impl Header {
    /// Whether some column holds this.
    pub fn has(&self, field: Field) -> bool {
        self.columns.values().any(|c| c.field == Some(field))
    }
}

/// How many known titles make a row a header, the name among them.
const ENOUGH: usize = 3;

/// The header of a sheet: the first row with a name column and enough other known titles.
pub fn find(sheet: &Sheet, table: &HeaderTable) -> Option<Header> {
    sheet.rows().find_map(|row| at(sheet, table, row))
}

/// Whether a row bears the titles of a header.
pub fn is_header(sheet: &Sheet, table: &HeaderTable, row: u32) -> bool {
    let (mut known, mut named) = (0, false);
    for fields in sheet.cells(row).filter_map(|(_, text)| table.fields(text)) {
        known += 1;
        named |= fields.first() == Some(&Field::Name);
    }
    named && known >= ENOUGH
}

/// The header that begins in this row, if one does.
pub fn at(sheet: &Sheet, table: &HeaderTable, row: u32) -> Option<Header> {
    if !is_header(sheet, table, row) {
        return None;
    }
    let mut last_row = sheet
        .cells(row)
        .map(|(cell, _)| sheet.area(cell).last.row)
        .max()
        .unwrap_or(row);
    // A title merged far down is no header but a column of one value.
    last_row = last_row.min(row + 3);
    let mut columns: BTreeMap<u32, Column> = BTreeMap::new();
    for (cell, text) in sheet.cells(row) {
        let area = sheet.area(cell);
        let first = area.first.column;
        // A title written twice instead of over two merged cells.
        let again = first
            .checked_sub(1)
            .and_then(|left| columns.get(&left))
            .is_some_and(|left| left.title == one_line(text));
        for (i, column) in (first..=area.last.column.min(first + 63)).enumerate() {
            let below = (row + 1..=last_row)
                .map(|r| CellRef::new(r, column))
                .find_map(|c| Some((c, sheet.text(c)?)));
            let index = i + usize::from(again);
            columns.insert(column, column_of(table, (cell, text), below, index));
        }
    }
    // Second-row titles under nothing.
    for r in row + 1..=last_row {
        for (cell, text) in sheet.cells(r) {
            columns
                .entry(cell.column)
                .or_insert_with(|| column_of(table, (cell, text), None, 0));
        }
    }
    widen(sheet, table, last_row, &mut columns);
    Some(Header {
        first_row: row,
        last_row,
        columns,
    })
}

/// A title for two columns that was not merged over the second: that column has no title, but holds texts as
/// regularly as the first.
fn widen(sheet: &Sheet, table: &HeaderTable, last_row: u32, columns: &mut BTreeMap<u32, Column>) {
    let open: Vec<(u32, Column)> = columns
        .iter()
        .filter(|&(&number, column)| {
            let two = table.fields(&column.title).is_some_and(|f| f.len() > 1);
            two && !columns.contains_key(&(number + 1))
                && number
                    .checked_sub(1)
                    .and_then(|left| columns.get(&left))
                    .is_none_or(|left| left.title != column.title)
        })
        .map(|(&number, column)| (number, column.clone()))
        .collect();
    for (number, column) in open {
        let filled = |number: u32| {
            sheet
                .rows()
                .filter(|&r| r > last_row && sheet.text(CellRef::new(r, number)).is_some())
                .count()
        };
        if filled(number + 1) * 2 > filled(number) {
            let field = table
                .fields(&column.title)
                .and_then(|fields| fields.get(1).copied());
            columns.insert(number + 1, Column { field, ..column });
        }
    }
}

fn column_of(
    table: &HeaderTable,
    (cell, text): (CellRef, &str),
    below: Option<(CellRef, &str)>,
    index: usize,
) -> Column {
    let title = one_line(text);
    let pick = |fields: &[Field]| fields.get(index).or(fields.last()).copied();
    let Some((below_cell, below_text)) = below else {
        return Column {
            field: table.fields(text).and_then(pick),
            title,
            cell,
        };
    };
    let lower = one_line(below_text);
    let field = table
        .fields(&format!("{title}{lower}"))
        .or_else(|| table.fields(&lower))
        .and_then(|f| f.first().copied())
        .or_else(|| table.fields(&title).and_then(pick));
    Column {
        field,
        title: format!("{title}／{lower}"),
        cell: below_cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::sheet::grid::Area;
    use crate::io::yaml::categories;

    fn sheet(rows: &[&[&str]], merged: &[(u32, u32, u32, u32)]) -> Sheet {
        let cells = rows.iter().enumerate().flat_map(|(r, row)| {
            row.iter()
                .enumerate()
                .map(move |(c, text)| (CellRef::new(r as u32, c as u32), (*text).to_owned()))
        });
        let areas = merged
            .iter()
            .map(|&(r1, c1, r2, c2)| Area {
                first: CellRef::new(r1, c1),
                last: CellRef::new(r2, c2),
            })
            .collect();
        Sheet::new("一".into(), cells.collect::<Vec<_>>(), areas, Vec::new())
    }

    fn fields(header: &Header) -> Vec<Option<Field>> {
        header.columns.values().map(|c| c.field).collect()
    }

    #[test]
    fn the_built_in_table_is_sound() {
        let (table, findings) = yaml::headers::read_text(BUILT_IN, SourceId(0), Gate::Publication);
        assert!(findings.is_empty(), "{findings:?}");
        for (i, (field, key, ..)) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, i);
            assert_eq!(Field::from_key(key), Some(field));
        }
        assert_eq!(table.fields("事项 \n名称"), Some(&[Field::Name][..]));
        assert!(HeaderTable::built_in().fields("实施层级及权限").is_some());
    }

    #[test]
    fn the_header_is_found_below_a_title() {
        let s = sheet(
            &[
                &["某市统计局权责清单"],
                &[],
                &[
                    "序号",
                    "事项\n名称",
                    "权力\n类型",
                    "实施层级及\n权限",
                    "",
                    "怪列",
                ],
            ],
            &[(0, 0, 0, 5), (2, 3, 2, 4)],
        );
        let header = find(&s, HeaderTable::built_in()).unwrap();
        assert_eq!((header.first_row, header.last_row), (2, 2));
        assert_eq!(
            fields(&header),
            [
                Some(Field::Serial),
                Some(Field::Name),
                Some(Field::Category),
                Some(Field::Level),
                Some(Field::Noted),
                None
            ]
        );
    }

    #[test]
    fn a_title_of_two_columns_need_not_be_merged() {
        let twice: &[&str] = &[
            "序号",
            "事项名称",
            "权力类型",
            "实施层级及权限",
            "实施层级及权限",
            "备注",
        ];
        let once: &[&str] = &["序号", "事项名称", "权力类型", "实施层级及权限", "", "备注"];
        let row: &[&str] = &["1", "甲", "行政检查", "市级", "负责本级的检查", ""];
        for title in [twice, once] {
            let header = find(&sheet(&[title, row], &[]), HeaderTable::built_in()).unwrap();
            assert_eq!(
                fields(&header)[3..],
                [Some(Field::Level), Some(Field::Noted), Some(Field::Remarks)]
            );
        }
        // A stray word or two do not make a column.
        let few: &[&str] = &["2", "乙", "行政检查", "市级"];
        let s = sheet(&[once, row, few, few, few], &[]);
        assert!(
            !find(&s, HeaderTable::built_in())
                .unwrap()
                .columns
                .contains_key(&4)
        );
    }

    #[test]
    fn what_values_are_counted_in_is_no_part_of_a_title() {
        let table = HeaderTable::built_in();
        assert_eq!(
            table.fields("法定期限（天/日）"),
            Some(&[Field::StatutoryDays][..])
        );
        assert_eq!(
            table.fields("承诺时限(工作日)"),
            Some(&[Field::PromisedDays][..])
        );
        assert_eq!(table.fields("责任事项（依据）"), None);
        assert_eq!(table.fields("（天）"), None);
    }

    #[test]
    fn two_header_rows_are_one_header() {
        let s = sheet(
            &[
                &["序号", "职权名称", "职权类别", "办理时限", ""],
                &["", "", "", "法定期限", "承诺期限"],
                &["1", "甲"],
            ],
            &[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)],
        );
        let header = find(&s, HeaderTable::built_in()).unwrap();
        assert_eq!(header.last_row, 1);
        assert_eq!(
            fields(&header)[3..],
            [Some(Field::StatutoryDays), Some(Field::PromisedDays)]
        );
    }

    #[test]
    fn a_row_of_words_is_no_header() {
        assert!(
            find(
                &sheet(&[&["事项名称", "甲", "备注"]], &[]),
                HeaderTable::built_in()
            )
            .is_none()
        );
    }

    #[test]
    fn categories_are_mapped_by_kind_and_never_guessed() {
        let anhui = categories::built_in("anhui-2014").unwrap();
        let national = categories::built_in("national-2015").unwrap();
        let sets = [anhui.clone(), national.clone()];
        let table = HeaderTable::built_in();
        assert_eq!(
            table.category("行政处罚", &national, &sets),
            Some("行政处罚")
        );
        assert_eq!(
            table.category("行政审批", &national, &sets),
            Some("行政许可")
        );
        assert_eq!(table.category("行政许可", &anhui, &sets), Some("行政审批"));
        assert_eq!(table.category("其他职权", &anhui, &sets), Some("其他权力"));
        assert_eq!(table.category("行政检查", &anhui, &sets), None);
        assert_eq!(table.category("处罚", &national, &sets), None);
    }
}

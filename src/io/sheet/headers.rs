//! Which column is what: known titles are data, the header row is found wherever it stands.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::grid::{CellRef, Sheet};
use super::text::{key, one_line};
use crate::domain::category::{CategorySet, PowerKind};
use crate::domain::gate::Gate;
use crate::domain::place::SourceId;
use crate::io::yaml;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 序号
    Serial,
    /// 事项编码
    Code,
    /// 基本编码, 实施编码
    NationalCode,
    /// 事项名称
    Name,
    /// 子项名称
    SubItem,
    /// 权力类型
    Category,
    /// 设定依据
    LegalBasis,
    /// 收费依据
    FeeBasis,
    /// 收费依据和标准 in one
    Fee,
    /// 行使主体
    Department,
    /// 承办机构
    Office,
    /// 行使层级
    Level,
    /// 行政相对人
    Target,
    /// 法定期限
    StatutoryDays,
    /// 承诺期限
    PromisedDays,
    /// 责任事项
    Responsibilities,
    /// 责任事项依据
    ResponsibilityBasis,
    /// 追责情形
    Accountability,
    /// 追责依据
    AccountabilityBasis,
    /// 监督电话
    Phone,
    /// 备注
    Remarks,
    /// A column without a field of its own: kept in the remarks under its title.
    Noted,
}

impl Field {
    /// All fields with their keys, their titles and what they are for.
    pub const ALL: [(Self, &'static str, &'static str, &'static str); 22] = [
        (Self::Serial, "serial", "序号", "只用来分行，不写入事项"),
        (
            Self::Code,
            "code",
            "事项编码",
            "本工程的事项编码；别处的编码记入备注",
        ),
        (
            Self::NationalCode,
            "national_code",
            "国家编码",
            "12 位基本编码或 31 位实施编码",
        ),
        (Self::Name, "name", "事项名称", "每张表都要有的一列"),
        (Self::SubItem, "sub_item", "子项名称", "事项的子项"),
        (Self::Category, "category", "权力类型", "事项的类别"),
        (Self::LegalBasis, "legal_basis", "设定依据", "法律依据"),
        (Self::FeeBasis, "fee_basis", "收费依据", "作收费依据导入"),
        (
            Self::Fee,
            "fee",
            "收费依据和标准",
            "按公布清单的写法写的读成收费，别的写法记入备注",
        ),
        (
            Self::Department,
            "department",
            "行使主体",
            "事项归入哪个部门",
        ),
        (Self::Office, "office", "承办机构", "承办的科室"),
        (Self::Level, "level", "行使层级", "如 市级"),
        (Self::Target, "target", "行政相对人", "办理对象"),
        (Self::StatutoryDays, "statutory_days", "法定期限", "天数"),
        (Self::PromisedDays, "promised_days", "承诺期限", "天数"),
        (
            Self::Responsibilities,
            "responsibilities",
            "责任事项",
            "拆成各个环节的责任",
        ),
        (
            Self::ResponsibilityBasis,
            "responsibility_basis",
            "责任事项依据",
            "作实施依据导入",
        ),
        (
            Self::Accountability,
            "accountability",
            "追责情形",
            "拆成各条",
        ),
        (
            Self::AccountabilityBasis,
            "accountability_basis",
            "追责依据",
            "作追责依据导入",
        ),
        (Self::Phone, "phone", "监督电话", "监督方式"),
        (Self::Remarks, "remarks", "备注", "原文记入备注"),
        (
            Self::Noted,
            "noted",
            "其他的列",
            "事项文件没有对应字段：文字记入备注，前面写明列标题",
        ),
    ];

    /// The field that a key names.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known, ..)| *known == key)
            .map(|(field, ..)| *field)
    }

    /// All keys.
    pub fn keys() -> Vec<&'static str> {
        Self::ALL.iter().map(|(_, key, ..)| *key).collect()
    }
}

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

//! The list as cities publish it (权责清单): one row for an item, one more for each further sub-item.

mod cells;
mod widths;

use std::collections::HashMap;

pub use self::cells::{cell, sub_item_cell};

use super::table::{Access, Block, Book, Column as TableColumn, Sheet, SheetNames};
use crate::domain::catalog::{Catalog, ItemRow};

/// A column of the published list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// 序号: the place on the sheet.
    Serial,
    /// 权力类型
    Category,
    /// 事项编码
    Code,
    /// 事项名称
    Name,
    /// 子项名称
    SubItem,
    /// 实施依据
    LegalBasis,
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
    /// 收费依据和标准
    Fee,
    /// 责任事项
    Responsibilities,
    /// 追责情形
    Accountability,
    /// 廉政风险点
    Risks,
    /// 监督电话
    Phone,
    /// 备注
    Remarks,
}

impl Column {
    /// All columns in their order.
    pub const ALL: [Self; 18] = [
        Self::Serial,
        Self::Category,
        Self::Code,
        Self::Name,
        Self::SubItem,
        Self::LegalBasis,
        Self::Department,
        Self::Office,
        Self::Level,
        Self::Target,
        Self::StatutoryDays,
        Self::PromisedDays,
        Self::Fee,
        Self::Responsibilities,
        Self::Accountability,
        Self::Risks,
        Self::Phone,
        Self::Remarks,
    ];

    /// Its title: one that `import` knows.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Serial => "序号",
            Self::Category => "权力类型",
            Self::Code => "事项编码",
            Self::Name => "事项名称",
            Self::SubItem => "子项名称",
            Self::LegalBasis => "实施依据",
            Self::Department => "行使主体",
            Self::Office => "承办机构",
            Self::Level => "行使层级",
            Self::Target => "行政相对人",
            Self::StatutoryDays => "法定期限",
            Self::PromisedDays => "承诺期限",
            Self::Fee => "收费依据和标准",
            Self::Responsibilities => "责任事项",
            Self::Accountability => "追责情形",
            Self::Risks => "廉政风险点",
            Self::Phone => "监督电话",
            Self::Remarks => "备注",
        }
    }

    /// Whether it says which item a row belongs to.
    const fn identifies(self) -> bool {
        matches!(
            self,
            Self::Serial | Self::Category | Self::Code | Self::Name | Self::Department
        )
    }
}

/// What one sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A sheet for each unit.
    Department,
    /// A sheet for each category.
    Category,
}

/// Whose list it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Name of the jurisdiction, e.g. 滁州市.
    pub jurisdiction: String,
    /// Edition, e.g. 2015年版.
    pub edition: String,
    /// What every list has to carry.
    pub notice: Option<String>,
}

impl Heading {
    /// 滁州市权力清单（2015年版）
    pub fn title(&self) -> String {
        format!("{}权力清单（{}）", self.jurisdiction, self.edition)
    }
}

/// The list as a document; units or categories without items have no sheet.
pub fn book(catalog: &Catalog, heading: &Heading, by: By) -> Book {
    let mut names = SheetNames::default();
    let sheets = groups(catalog, by)
        .into_iter()
        .map(|group| {
            let mut lines = Lines::default();
            for item in &group.items {
                lines.push(block(catalog, item));
            }
            let Chapter {
                full_name, label, ..
            } = group.chapter;
            lines.sheet(heading, by, full_name, names.name(label))
        })
        .collect();
    Book {
        title: heading.title(),
        day: catalog.as_of,
        sheets,
    }
}

/// Items that share a sheet or a chapter.
#[derive(Debug)]
pub struct Group<'a> {
    /// Which chapter it is.
    pub chapter: Chapter<'a>,
    /// The items in the order of the list.
    pub items: Vec<&'a ItemRow>,
}

/// What a sheet or a chapter is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter<'a> {
    /// Id of the unit, or code of the category.
    pub key: &'a str,
    /// Full name.
    pub full_name: &'a str,
    /// Short name.
    pub label: &'a str,
    /// How many items it has by what stands below it: the category, or the unit, as a cell names it.
    pub sections: Vec<(&'a str, usize)>,
}

impl<'a> Chapter<'a> {
    /// How many items it has.
    pub fn count(&self) -> usize {
        self.sections.iter().map(|(_, count)| count).sum()
    }

    /// The section that an item of the chapter stands in, with the number of its items.
    pub fn section(&self, catalog: &Catalog, item: &ItemRow, by: By) -> Option<(&'a str, usize)> {
        let name = below(catalog, (&item.department, &item.category), by);
        self.sections.iter().find(|(own, _)| *own == name).copied()
    }
}

/// How many items have this unit and this category, by id and code.
pub type Kind<'a> = (&'a str, &'a str, usize);

/// The items by unit or category, in official order; what the list does not know comes last.
pub fn groups(catalog: &Catalog, by: By) -> Vec<Group<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    for item in &catalog.items {
        let (unit, category) = (item.department.as_str(), item.category.as_str());
        let at = *known.entry((unit, category)).or_insert(kinds.len());
        match kinds.get_mut(at) {
            Some((.., count)) => *count += 1,
            None => kinds.push((unit, category, 1)),
        }
    }
    let mut groups: Vec<Group<'_>> = chapters(catalog, by, &kinds)
        .into_iter()
        .map(|chapter| Group {
            items: Vec::with_capacity(chapter.count()),
            chapter,
        })
        .collect();
    let places: Vec<&str> = groups.iter().map(|group| group.chapter.key).collect();
    let places: HashMap<&str, usize> = places.into_iter().zip(0..).collect();
    for item in &catalog.items {
        let key = key_of((&item.department, &item.category), by);
        let group = places.get(key).and_then(|at| groups.get_mut(*at));
        if let Some(group) = group {
            group.items.push(item);
        }
    }
    groups
}

/// What the sheets or chapters of a list are, by the items it has, in official order.
pub fn chapters<'a>(catalog: &'a Catalog, by: By, kinds: &[Kind<'a>]) -> Vec<Chapter<'a>> {
    let chapter = |key, full_name, label| Chapter {
        key,
        full_name,
        label,
        sections: Vec::new(),
    };
    let mut chapters: Vec<Chapter<'a>> = match by {
        By::Department => catalog
            .departments
            .iter()
            .map(|d| chapter(&*d.id, &*d.name, &*d.short_name))
            .collect(),
        By::Category => catalog
            .categories
            .iter()
            .map(|c| chapter(&*c.code, &*c.name, &*c.name))
            .collect(),
    };
    for &(unit, category, count) in kinds {
        let key = key_of((unit, category), by);
        let at = chapters.iter().position(|known| known.key == key);
        let at = at.unwrap_or_else(|| {
            chapters.push(chapter(key, key, key));
            chapters.len() - 1
        });
        let Some(chapter) = chapters.get_mut(at) else {
            continue;
        };
        let section = below(catalog, (unit, category), by);
        let mut sections = chapter.sections.iter_mut();
        match sections.find(|(known, _)| *known == section) {
            Some((_, so_far)) => *so_far += count,
            None => chapter.sections.push((section, count)),
        }
    }
    chapters.retain(|chapter| chapter.count() > 0);
    chapters
}

/// By what items of a unit and a category are grouped.
pub fn key_of<'i>((unit, category): (&'i str, &'i str), by: By) -> &'i str {
    match by {
        By::Department => unit,
        By::Category => category,
    }
}

/// What stands below that.
fn below<'i>(catalog: &'i Catalog, (unit, category): (&'i str, &'i str), by: By) -> &'i str {
    match by {
        By::Department => catalog.category_label(category),
        By::Category => catalog.department(unit).map_or(unit, |d| &d.name),
    }
}

/// The titles of a table that is not divided into sheets.
pub fn titles() -> impl Iterator<Item = &'static str> {
    Column::ALL.into_iter().map(Column::title)
}

/// The lines of an item in a table that is not divided into sheets.
pub fn lines(catalog: &Catalog, item: &ItemRow, serial: usize) -> Vec<Vec<String>> {
    let block = numbered(block(catalog, item), serial);
    let identifies = Column::ALL.map(Column::identifies);
    let lines = block.flat_rows(&identifies);
    lines
        .map(|cells| cells.into_iter().map(str::to_owned).collect())
        .collect()
}

/// The rows of an item that stands at this place of its sheet.
fn numbered(mut block: Block, serial: usize) -> Block {
    if let Some(Some(cell)) = block.whole.first_mut() {
        *cell = serial.to_string();
    }
    block
}

/// What a sheet is made of, item by item: nobody needs to have all items to make it.
#[derive(Debug, Default)]
pub struct Lines {
    blocks: Vec<Block>,
}

impl Lines {
    /// Takes in the rows of the next item, and gives them their number.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(numbered(block, self.blocks.len() + 1));
    }

    /// Whether nothing was taken in.
    pub const fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The sheet of a unit or a category, by its full name.
    pub fn sheet(self, heading: &Heading, by: By, full_name: &str, name: String) -> Sheet {
        let title = match by {
            By::Department => format!("{full_name}权力清单（{}）", heading.edition),
            By::Category => format!(
                "{}{full_name}事项清单（{}）",
                heading.jurisdiction, heading.edition
            ),
        };
        let widths = widths::of(&self.blocks);
        let columns = Column::ALL
            .into_iter()
            .zip(widths)
            .map(|(column, width)| TableColumn {
                title: column.title(),
                width,
                running_text: widths::is_running_text(column),
                identifies: column.identifies(),
                help: None,
                choices: Vec::new(),
                number: false,
                closed: false,
            })
            .collect();
        Sheet {
            name,
            title,
            bands: Vec::new(),
            columns,
            blocks: self.blocks,
            foot: heading.notice.as_ref().map(|text| format!("说明：{text}")),
            opened_by: None,
            fixed_columns: 0,
            breaks_rows: true,
            access: Access::All,
        }
    }
}

/// The rows of an item with its sub-items, but for its number, which its sheet gives it. Where sub-items have a basis of
/// their own, the item's stands in a row before theirs. Of `catalog` everything counts but its items.
pub fn block(catalog: &Catalog, item: &ItemRow) -> Block {
    let own_basis =
        (0..item.sub_items.len()).any(|i| !sub_item_cell(item, i, Column::LegalBasis).is_empty());
    let by_row =
        |column: Column| column == Column::SubItem || (own_basis && column == Column::LegalBasis);
    let whole = Column::ALL
        .into_iter()
        .map(|column| match column {
            column if by_row(column) => None,
            column => Some(cell(catalog, item, column)),
        })
        .collect();
    let row = |text: &dyn Fn(Column) -> String| -> Vec<String> {
        Column::ALL
            .into_iter()
            .map(|column| {
                if by_row(column) {
                    text(column)
                } else {
                    String::new()
                }
            })
            .collect()
    };
    let mut rows = Vec::new();
    if own_basis || item.sub_items.is_empty() {
        rows.push(row(&|column| cell(catalog, item, column)));
    }
    for i in 0..item.sub_items.len() {
        rows.push(row(&|column| sub_item_cell(item, i, column)));
    }
    Block { whole, rows }
}

#[cfg(test)]
mod tests;

//! The list as cities publish it (权责清单): one row for an item, one more for each further sub-item.

mod cells;
mod widths;

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
            lines.sheet(heading, by, group.full_name, names.name(group.label))
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
    /// Full name of the unit or category.
    pub full_name: &'a str,
    /// Short name.
    pub label: &'a str,
    /// The items in the order of the list.
    pub items: Vec<&'a ItemRow>,
}

/// The items by unit or category, in official order; what the list does not know comes last.
pub fn groups(catalog: &Catalog, by: By) -> Vec<Group<'_>> {
    let known = |item: &ItemRow| match by {
        By::Department => catalog.department(&item.department).is_some(),
        By::Category => catalog.category(&item.category).is_some(),
    };
    let mut keys: Vec<(&str, &str, &str)> = match by {
        By::Department => catalog
            .departments
            .iter()
            .map(|d| (d.id.as_str(), d.name.as_str(), d.short_name.as_str()))
            .collect(),
        By::Category => catalog
            .categories
            .iter()
            .map(|c| (c.code.as_str(), c.name.as_str(), c.name.as_str()))
            .collect(),
    };
    for item in catalog.items.iter().filter(|item| !known(item)) {
        let key = key_of(item, by);
        if keys.iter().all(|(known, ..)| *known != key) {
            keys.push((key, key, key));
        }
    }
    keys.into_iter()
        .map(|(key, full_name, label)| Group {
            full_name,
            label,
            items: catalog
                .items
                .iter()
                .filter(|item| key_of(item, by) == key)
                .collect(),
        })
        .filter(|group| !group.items.is_empty())
        .collect()
}

fn key_of(item: &ItemRow, by: By) -> &str {
    match by {
        By::Department => &item.department,
        By::Category => &item.category,
    }
}

/// What a sheet is made of, item by item: nobody needs to have all items to make it.
#[derive(Debug, Default)]
pub struct Lines {
    blocks: Vec<Block>,
}

impl Lines {
    /// Takes in the rows of the next item, and gives them their number.
    pub fn push(&mut self, mut block: Block) {
        if let Some(Some(serial)) = block.whole.first_mut() {
            *serial = (self.blocks.len() + 1).to_string();
        }
        self.blocks.push(block);
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

//! The form (填报表): one value a cell, one row for each entry of an item's lists, so that a workbook says all that an
//! item file says and nothing has to be guessed on the way back.
//!
//! An item begins in the row where 事项名称 is filled; the rows below go on with its lists, which run side by side from
//! the item's first row.

mod column;
mod example;
mod guide;
mod rows;
mod template;

pub use self::rows::{FormFault, rows};
pub use self::template::{Offer, template};

use super::listing::{By, Heading};
use super::table::{Access, Band, Block, Book, Column as TableColumn, Sheet, SheetNames};
use crate::domain::catalog::{CategoryRow, DepartmentRow};
use crate::domain::form::{AUXILIARY_SHEETS, FormColumn};
use crate::domain::item::PowerItem;
use jiff::civil::Date;

/// Columns up to 事项名称.
const FIXED_COLUMNS: u16 = 3;

/// Items of a project, in the form.
#[derive(Debug)]
pub struct Items<'p> {
    /// Units in their order.
    pub departments: &'p [DepartmentRow],
    /// Categories in theirs.
    pub categories: &'p [CategoryRow],
    /// The items, in the order of the list.
    pub items: Vec<&'p PowerItem>,
}

/// The items as a document in the form, to be read or worked on.
///
/// # Errors
/// When a value cannot stand in a cell.
pub fn book(items: &Items<'_>, heading: &Heading, day: Date, by: By) -> Result<Book, FormFault> {
    let mut names = SheetNames::besides(&AUXILIARY_SHEETS);
    let keys: Vec<(&str, &str, &str)> = match by {
        By::Department => items
            .departments
            .iter()
            .map(|d| (d.id.as_str(), d.name.as_str(), d.short_name.as_str()))
            .collect(),
        By::Category => items
            .categories
            .iter()
            .map(|c| (c.name.as_str(), c.name.as_str(), c.name.as_str()))
            .collect(),
    };
    let key_of = |item: &PowerItem| match by {
        By::Department => item.department.value.to_string(),
        By::Category => item.category.value.clone(),
    };
    // What the project does not know has sheets of its own at the end.
    let mut unknown: Vec<String> = Vec::new();
    for item in &items.items {
        let key = key_of(item);
        if keys.iter().all(|(known, ..)| *known != key) && !unknown.contains(&key) {
            unknown.push(key);
        }
    }
    let unknown = unknown
        .iter()
        .map(|key| (key.as_str(), key.as_str(), key.as_str()));
    let mut sheets = Vec::new();
    for (key, full_name, label) in keys.iter().copied().chain(unknown) {
        let own: Vec<&PowerItem> = items
            .items
            .iter()
            .copied()
            .filter(|item| key_of(item) == key)
            .collect();
        if !own.is_empty() {
            let title = title(full_name, heading);
            let unit = |id: &str| {
                let known = items.departments.iter().find(|d| d.id == id);
                known.map_or(id, |d| &d.name).to_owned()
            };
            sheets.push(sheet(names.name(label), title, blocks(&own, unit)?));
        }
    }
    Ok(Book {
        title: heading.title(),
        day,
        sheets,
    })
}

fn title(of: &str, heading: &Heading) -> String {
    format!("{of}权力清单填报表（{}）", heading.edition)
}

/// Items as blocks of rows.
fn blocks(items: &[&PowerItem], unit: impl Fn(&str) -> String) -> Result<Vec<Block>, FormFault> {
    items
        .iter()
        .map(|item| {
            Ok(Block {
                whole: vec![None; FormColumn::ALL.len()],
                rows: rows(item, &unit(item.department.value.as_str()))?,
            })
        })
        .collect()
}

/// A sheet of the form without anything to choose from.
fn sheet(name: String, title: String, blocks: Vec<Block>) -> Sheet {
    Sheet {
        name,
        title,
        bands: bands(),
        columns: FormColumn::ALL
            .map(|(column, ..)| table_column(column))
            .into(),
        blocks,
        foot: None,
        opened_by: Some(FormColumn::Name.index()),
        fixed_columns: FIXED_COLUMNS,
        breaks_rows: false,
        access: Access::All,
    }
}

fn table_column(column: FormColumn) -> TableColumn {
    let look = column::look(column);
    TableColumn {
        title: column.title(),
        width: look.width,
        running_text: look.running_text,
        identifies: false,
        help: Some(look.help.to_owned()),
        choices: Vec::new(),
        number: false,
        closed: false,
    }
}

/// Headings over the columns.
fn bands() -> Vec<Band> {
    let mut out: Vec<Band> = Vec::new();
    for (column, ..) in FormColumn::ALL {
        let heading = column::look(column).heading;
        match out.last_mut() {
            Some(band) if band.title == heading => band.columns += 1,
            _ => out.push(Band {
                title: heading,
                columns: 1,
            }),
        }
    }
    out
}

#[cfg(test)]
mod tests;

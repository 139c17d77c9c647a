//! Which cells of a list nobody edited: those that say what the project's own list would print there.
//!
//! The printed form of a value says less than the value; read back it would not be the same. A workbook that went out
//! and comes back must change nothing but what somebody changed in it.

use std::collections::HashMap;

use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::ids::ItemCode;
use crate::io::project::Loaded;
use crate::io::register;
use crate::io::sheet::draft::{Content, Draft};
use crate::io::sheet::headers::Field;
use crate::io::sheet::text::key;
use crate::ops::catalog;
use crate::render::listing::{self, Column};

/// Title of the column that has no field of its own in a list, but one in an item.
pub const RISKS: &str = "廉政风险点";

/// The columns of an item that nobody edited.
#[derive(Debug, Default)]
pub struct Unedited(Vec<Column>);

impl Unedited {
    /// Whether a column is one of them.
    pub fn has(&self, column: Column) -> bool {
        self.0.contains(&column)
    }

    /// Whether the column that a field is read from is one of them.
    pub fn has_field(&self, field: Field) -> bool {
        COLUMNS
            .iter()
            .any(|(column, read)| *read == field && self.has(*column))
    }
}

/// Columns of the published list, and where the reader keeps what stands in them.
const COLUMNS: [(Column, Field); 13] = [
    (Column::Name, Field::Name),
    (Column::SubItem, Field::SubItem),
    (Column::LegalBasis, Field::LegalBasis),
    (Column::Office, Field::Office),
    (Column::Level, Field::Level),
    (Column::Target, Field::Target),
    (Column::StatutoryDays, Field::StatutoryDays),
    (Column::PromisedDays, Field::PromisedDays),
    (Column::Fee, Field::Fee),
    (Column::Responsibilities, Field::Responsibilities),
    (Column::Accountability, Field::Accountability),
    (Column::Phone, Field::Phone),
    (Column::Remarks, Field::Remarks),
];

/// What the project's own list prints.
#[derive(Debug)]
pub struct Prints {
    catalog: Catalog,
    by_code: HashMap<String, usize>,
}

impl Prints {
    /// Of the project as it was read.
    pub fn of(loaded: &Loaded) -> Self {
        let as_of = loaded.project.settings.as_of;
        // The law of the day is no part of what the cells say.
        let register = register::builtin();
        let catalog = catalog::build(&loaded.project, register, as_of, |_| true, |_| true);
        let by_code = catalog
            .items
            .iter()
            .enumerate()
            .map(|(i, item)| (item.code.clone(), i))
            .collect();
        Self { catalog, by_code }
    }

    /// What of a draft says what the list prints of the item with this code.
    pub fn unedited(&self, code: &ItemCode, draft: &Draft) -> Unedited {
        let (Content::List(list), Some(item)) = (&draft.content, self.item(code)) else {
            return Unedited::default();
        };
        let mut same: Vec<Column> = COLUMNS
            .into_iter()
            .filter(|(column, field)| {
                let there = list.written.get(field).map_or("", String::as_str);
                there == self.printed(item, *column)
            })
            .map(|(column, _)| column)
            .collect();
        let risks = list.noted.iter().find(|noted| noted.title == RISKS);
        if risks.is_some_and(|risks| key(&risks.text) == self.printed(item, Column::Risks)) {
            same.push(Column::Risks);
        }
        Unedited(same)
    }

    fn item(&self, code: &ItemCode) -> Option<&ItemRow> {
        self.catalog.items.get(*self.by_code.get(code.as_str())?)
    }

    /// What stands in a column, row by row, as the reader compares it.
    fn printed(&self, item: &ItemRow, column: Column) -> String {
        let own = std::iter::once(key(&listing::cell(&self.catalog, item, column)));
        let subs = (0..item.sub_items.len()).map(|i| key(&listing::sub_item_cell(item, i, column)));
        let mut texts: Vec<String> = own.chain(subs).filter(|text| !text.is_empty()).collect();
        texts.dedup();
        texts.concat()
    }
}

//! The workbook that a unit fills in (模板).

use jiff::civil::Date;

use super::{FormFault, blocks, example, guide, sheet, title};
use crate::domain::department::Department;
use crate::domain::form::{AUXILIARY_SHEETS, FormColumn as Column, YES_NO};
use crate::domain::item::{BasisRole, DayUnit, PowerItem, RiskLevel, ServiceChoice};
use crate::domain::project::Project;
use crate::render::listing::Heading;
use crate::render::table::{Access, Book, Sheet, SheetNames};

/// Empty rows below the items.
const SPARE_ROWS: u32 = 500;

/// What one unit is offered.
#[derive(Debug)]
pub struct Offer<'p> {
    /// The unit.
    pub department: &'p Department,
    /// Its items so far, in the order of the list.
    pub items: Vec<&'p PowerItem>,
}

/// 行使层级 where no item of a project names one yet.
const LEVELS: [&str; 4] = ["省级", "市级", "县级", "乡镇级"];

/// The workbook with a sheet for each unit, its items filled in, and with what helps to fill it in.
///
/// # Errors
/// When a value of an item cannot stand in a cell.
pub fn template(
    project: &Project,
    offers: &[Offer<'_>],
    heading: &Heading,
    day: Date,
) -> Result<Book, FormFault> {
    let mut names = SheetNames::besides(&AUXILIARY_SHEETS);
    let mut sheets = Vec::new();
    for offer in offers {
        let unit = offer.department;
        let rows = blocks(&offer.items, |_| unit.name.value.clone())?;
        let title = title(&unit.name.value, heading);
        let mut sheet = sheet(names.name(&unit.short_name), title, rows);
        sheet.access = Access::Rows(SPARE_ROWS);
        offer_words(&mut sheet, project, unit);
        sheets.push(sheet);
    }
    sheets.push(guide::sheet(format!("{}填写说明", heading.title())));
    let category = project.settings.categories.categories.first();
    sheets.push(sheet(
        AUXILIARY_SHEETS[1].to_owned(),
        "填写示例（虚构的事项，不会导入）".to_owned(),
        vec![example::block(category.map_or("", |c| &c.name))],
    ));
    let whose = match offers {
        [only] => only.department.name.value.as_str(),
        _ => heading.jurisdiction.as_str(),
    };
    Ok(Book {
        title: title(whose, heading),
        day,
        sheets,
    })
}

/// Gives columns the words to choose from.
fn offer_words(sheet: &mut Sheet, project: &Project, unit: &Department) {
    let categories = &project.settings.categories.categories;
    let units = project.departments.iter().map(|d| d.name.value.as_str());
    let stages = categories.iter().flat_map(|c| &c.stages).map(|s| &**s);
    let used = project.items.iter().filter_map(|i| i.exercised_by.as_ref());
    let mut levels = distinct(used.map(|level| level.value.as_str()));
    levels.sort_by_key(|level| LEVELS.iter().position(|known| known == level));
    if levels.is_empty() {
        levels = distinct(LEVELS);
    }
    let offers: [(Column, Vec<String>, bool); 11] = [
        (
            Column::Category,
            distinct(categories.iter().map(|c| &*c.name)),
            true,
        ),
        (Column::Department, distinct(units), true),
        (Column::ExercisedBy, levels, false),
        (Column::Office, unit.offices.clone(), false),
        (
            Column::DayUnit,
            distinct([DayUnit::WorkingDays, DayUnit::CalendarDays].map(DayUnit::chinese)),
            true,
        ),
        (
            Column::FeeCharged,
            distinct(YES_NO.map(|(word, _)| word)),
            true,
        ),
        (
            Column::FeeOnEnterprises,
            distinct(YES_NO.map(|(word, _)| word)),
            true,
        ),
        (
            Column::BasisRole,
            distinct(BasisRole::ALL.map(BasisRole::chinese)),
            true,
        ),
        (Column::DutyStage, distinct(stages), false),
        (
            Column::RiskLevel,
            distinct(RiskLevel::ALL.map(RiskLevel::chinese)),
            true,
        ),
        (
            Column::ServiceChosenBy,
            distinct(ServiceChoice::ALL.map(ServiceChoice::chinese)),
            true,
        ),
    ];
    for (column, choices, closed) in offers {
        if let Some(column) = sheet.columns.get_mut(column.index()) {
            column.choices = choices;
            column.closed = closed;
        }
    }
}

/// The words in their order, each once.
fn distinct<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words {
        if !out.iter().any(|known| known == word) {
            out.push(word.to_owned());
        }
    }
    out
}

//! What changes of the law do to a list, as JSON and Markdown.

mod json;
mod markdown;

use jiff::civil::Date;

use crate::compare::impact::{Impact, Summary, summary};
use crate::domain::catalog::Catalog;

pub use json::{ACTIONS, json};
pub use markdown::markdown;

/// What is told.
#[derive(Debug, Clone, Copy)]
pub struct ImpactReport<'a> {
    /// The list: 工程现状, or the id of a release.
    pub list: &'a str,
    /// The list's units, for their names and their order.
    pub catalog: &'a Catalog,
    /// The day by whose law the citations were written.
    pub from: Date,
    /// The day whose law they are held against; `None`: whatever is known.
    pub to: Option<Date>,
    /// The impacts that are shown.
    pub impacts: &'a [Impact<'a>],
    /// The numbers, of all.
    pub summary: Summary,
}

impl<'a> ImpactReport<'a> {
    /// The impacts of each unit that has any, in the order of the units; units that the list does not know come last.
    pub fn by_unit(&self) -> Vec<(&'a str, Vec<&'a Impact<'a>>)> {
        let mut ids: Vec<&str> = self
            .catalog
            .departments
            .iter()
            .map(|d| d.id.as_str())
            .collect();
        for impact in self.impacts {
            let id = impact.place.department.as_str();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut of_unit: std::collections::HashMap<&str, Vec<&Impact<'_>>> =
            std::collections::HashMap::new();
        for impact in self.impacts {
            of_unit
                .entry(impact.place.department.as_str())
                .or_default()
                .push(impact);
        }
        ids.into_iter()
            .filter_map(|id| Some((id, of_unit.remove(id)?)))
            .collect()
    }

    /// Name of a unit; its id where the list does not know it.
    pub fn name_of(&self, id: &'a str) -> &'a str {
        self.catalog.department(id).map_or(id, |d| d.name.as_str())
    }

    /// The period in words.
    pub fn period(&self) -> String {
        match self.to {
            Some(to) => format!("{} 至 {to}", self.from),
            None => format!("{} 以来（已知的最新版本）", self.from),
        }
    }
}

/// The numbers in one sentence.
pub fn sentence(summary: &Summary) -> String {
    let unseen = match summary.unseen {
        0 => String::new(),
        n => format!("；另有 {n} 处没有看到变化、文字改没改说不准（--all 列出）"),
    };
    if summary.places == 0 {
        return format!("没有受影响的事项{unseen}");
    }
    format!(
        "{} 个单位的 {} 项事项、{} 处引用受影响：只是条号变了的 {} 项，要人看的 {} 项{unseen}",
        summary.departments, summary.items, summary.places, summary.only_moved, summary.to_check
    )
}

/// The numbers of one unit's impacts in one sentence.
pub fn of_unit(impacts: &[&Impact<'_>]) -> String {
    let own: Vec<Impact<'_>> = impacts.iter().map(|i| (*i).clone()).collect();
    let numbers = summary(&own);
    format!(
        "{} 项，{} 处引用；只是条号变了的 {} 项，要人看的 {} 项",
        numbers.items, numbers.places, numbers.only_moved, numbers.to_check
    )
}

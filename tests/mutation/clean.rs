//! The example city as it is: its texts, items, charts and units, and the notes it has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use super::found::Found;
use super::text::{Text, value_of};
use crate::sample::program::content;

/// A block of a file: 0 is what stands before the first entry, then one for each entry of its list (an item, a step
/// of a chart, a unit).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: String,
    pub block: usize,
}

/// One item of the clean city.
#[derive(Debug)]
pub struct Item {
    pub place: Place,
    pub code: String,
    pub name: String,
    pub unit: String,
    pub category: String,
    pub chart: String,
    /// Its lines.
    pub text: String,
    /// Fields about which the clean city has notes.
    pub noted: BTreeSet<String>,
    /// Whether another item needs it first, or notes about the list tie it to one: what changes here would change
    /// what is found there.
    pub entangled: bool,
}

/// One flowchart of the clean city.
#[derive(Debug)]
pub struct Chart {
    pub path: String,
    pub unit: String,
    pub category: String,
    pub text: String,
    /// Items that use it, as positions in [`Clean::items`].
    pub users: Vec<usize>,
    /// Whether the clean city has notes about it.
    pub noted: bool,
}

/// The city before anything is planted, with the notes it has.
pub struct Clean {
    pub texts: BTreeMap<String, Text>,
    pub items: Vec<Rc<Item>>,
    pub charts: Vec<Rc<Chart>>,
    /// Units with their places in the register of units.
    pub units: Vec<(String, Place)>,
    pub baseline: Vec<Found>,
}

impl Place {
    /// What stands in a file before its first entry, or the whole of a file without any.
    pub fn head(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            block: 0,
        }
    }

    /// An entry of a file, from 1.
    pub fn entry(path: &str, block: usize) -> Self {
        Self {
            path: path.to_owned(),
            block,
        }
    }
}

impl Clean {
    /// Reads the city, whose clean findings are given.
    pub fn read(root: &Path, baseline: Vec<Found>) -> Self {
        let mut texts = BTreeMap::new();
        for (path, bytes) in content(root) {
            let path = path.to_str().unwrap().to_owned();
            texts.insert(path, Text::new(&String::from_utf8(bytes).unwrap()));
        }
        let lists: Vec<&Found> = baseline
            .iter()
            .filter(|f| f.code.starts_with('X'))
            .collect();
        // Codes that stand as entries of a list: items that others need first.
        let wanted: BTreeSet<String> = texts
            .values()
            .flat_map(|text| text.blocks.iter().flatten())
            .filter_map(|line| line.trim().strip_prefix("- 341100-"))
            .map(|rest| format!("341100-{rest}"))
            .collect();
        let mut items = Vec::new();
        for (path, text) in texts.range("items/".to_owned().."items0".to_owned()) {
            let mut parts = path.split('/').skip(1);
            let (unit, category) = (parts.next().unwrap(), parts.next().unwrap());
            for (block, lines) in text.blocks.iter().enumerate().skip(1) {
                let get = |key| value_of(lines, key).unwrap_or_default().to_owned();
                let (code, name) = (get("code"), get("name"));
                let quoted = format!("“{name}”");
                items.push(Rc::new(Item {
                    place: Place {
                        path: path.clone(),
                        block,
                    },
                    unit: unit.to_owned(),
                    category: category.trim_end_matches(".yaml").to_owned(),
                    chart: get("flowchart"),
                    text: lines.join("\n"),
                    noted: baseline
                        .iter()
                        .filter(|f| f.item.as_deref() == Some(&code))
                        .filter_map(|f| f.field.clone())
                        .collect(),
                    entangled: wanted.contains(&code)
                        || lists.iter().any(|f| {
                            f.item.as_deref() == Some(&code) || f.message.contains(&quoted)
                        }),
                    code,
                    name,
                }));
            }
        }
        let mut charts = Vec::new();
        for (path, text) in texts.range("flowcharts/".to_owned().."flowcharts0".to_owned()) {
            let users = (0..items.len()).filter(|&i| {
                let own: &Rc<Item> = &items[i];
                own.text.contains(&format!("flowchart: {path}"))
            });
            charts.push(Rc::new(Chart {
                users: users.collect(),
                unit: path.split('/').nth(1).unwrap().to_owned(),
                category: value_of(&text.blocks[0], "category").unwrap().to_owned(),
                text: text.to_string(),
                noted: baseline.iter().any(|f| f.file == *path),
                path: path.clone(),
            }));
        }
        let register = &texts["departments.yaml"];
        let units = (1..register.blocks.len()).map(|block| {
            let place = Place {
                path: "departments.yaml".to_owned(),
                block,
            };
            (
                value_of(&register.blocks[block], "id").unwrap().to_owned(),
                place,
            )
        });
        Self {
            units: units.collect(),
            items,
            charts,
            baseline,
            texts,
        }
    }
}

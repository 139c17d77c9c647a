//! Gives codes to items that have none. A code is never used again: what the project, its releases and its working
//! database ever called by a code counts.

use std::collections::HashMap;
use std::path::Path;

use crate::domain::ids::{DepartmentId, IdError, ItemCode, Jurisdiction};
use crate::domain::project::Project;
use crate::io::project::Loaded;
use crate::io::sqlite::release::{self, ReleaseError, ReleaseFile};
use crate::io::store::{StoreError, StorePlace};
use crate::io::yaml::edit::{self, Entry};

use super::planned::PlannedFile;
use super::review::{ReviewError, Session};

/// The codes in use cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum CodesError {
    /// A release cannot be read.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// The working database cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its record does not hold.
    #[error(transparent)]
    Review(#[from] ReviewError),
}

/// Which codes have ever been used.
#[derive(Debug)]
pub struct Ledger {
    jurisdiction: Jurisdiction,
    /// Highest serial by unit and number of the category.
    serials: HashMap<(String, String), u16>,
    /// Highest number of a sub-item by code of the item.
    subs: HashMap<String, u8>,
}

impl Ledger {
    /// An empty ledger of a jurisdiction.
    pub fn new(jurisdiction: Jurisdiction) -> Self {
        Self {
            jurisdiction,
            serials: HashMap::new(),
            subs: HashMap::new(),
        }
    }

    /// What the project, the releases in a folder, and the working database at `store` know.
    ///
    /// # Errors
    /// When a release or the working database is there and cannot be read: a code might be used again.
    pub fn of(store: &StorePlace, loaded: &Loaded, releases: &Path) -> Result<Self, CodesError> {
        let mut ledger = Self::new(loaded.project.settings.jurisdiction.value.clone());
        for file in &loaded.project.files {
            ledger.read(&loaded.sources.get(file.source).text);
        }
        for path in release::list(releases).map_err(ReleaseError::from)? {
            for code in ReleaseFile::open(&path)?.codes()? {
                ledger.record(&code);
            }
        }
        // Where there is none yet, nothing has been imported.
        if let Some(work) = store.open_if_there()? {
            work.codes()?.iter().for_each(|code| ledger.record(code));
            // Codes that adjustments have given and that no file has yet.
            let session = Session::open(work)?;
            let adjustments = session.campaign().adjustments().values();
            for code in adjustments.flat_map(|a| a.action.fresh()) {
                ledger.record(code);
            }
        }
        Ok(ledger)
    }

    /// Takes note of the codes in an item file; one that is no YAML has none that could be read.
    pub fn read(&mut self, text: &str) {
        let items = edit::entries(text).map(|h| h.items).unwrap_or_default();
        for entry in items.iter().flat_map(|i| i.sub_items.iter().chain([i])) {
            if let Some(code) = entry.code.as_ref().and_then(|c| c.parse().ok()) {
                self.record(&code);
            }
        }
    }

    /// Takes note of a code.
    pub fn record(&mut self, code: &ItemCode) {
        let parts = code.parts();
        if parts.jurisdiction != self.jurisdiction.as_str() {
            return;
        }
        let key = (parts.department.to_owned(), parts.category.to_owned());
        let serial = self.serials.entry(key).or_default();
        *serial = (*serial).max(parts.serial);
        if let (Some(sub), Some((item, _))) = (parts.sub, code.as_str().rsplit_once('-')) {
            let last = self.subs.entry(item.to_owned()).or_default();
            *last = (*last).max(sub);
        }
    }

    /// The next code of a unit and category, which is used from now on.
    pub(super) fn next(
        &mut self,
        unit: &DepartmentId,
        category: &str,
    ) -> Result<ItemCode, IdError> {
        let key = (unit.to_string(), category.to_owned());
        let serial = self.serials.get(&key).map_or(1, |n| n.saturating_add(1));
        let code = ItemCode::new(&self.jurisdiction, unit, category, serial)?;
        self.record(&code);
        Ok(code)
    }

    /// The next code of an item's sub-items, which is used from now on.
    fn next_sub(&mut self, item: &str) -> Result<ItemCode, IdError> {
        let number = self.subs.get(item).map_or(1, |n| u16::from(*n) + 1);
        let code = format!("{item}-{number:02}").parse()?;
        self.record(&code);
        Ok(code)
    }
}

/// A code that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The code.
    pub code: ItemCode,
    /// Name of the item or sub-item; empty where it has none.
    pub name: String,
    /// Its unit.
    pub department: String,
    /// Its category.
    pub category: String,
    /// Its file within the project.
    pub file: String,
    /// Line at which it begins, before the change.
    pub line: usize,
}

/// An item or file that could not be given codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The file within the project.
    pub file: String,
    /// The line, where it is about one.
    pub line: Option<usize>,
    /// Why, in one sentence.
    pub why: String,
}

/// What will be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// Files to write.
    pub files: Vec<PlannedFile>,
    /// Codes given, in the order of files and within them.
    pub assigned: Vec<Assigned>,
    /// What cannot be done.
    pub refused: Vec<Refused>,
}

/// Works out codes for all items and sub-items without one, of one unit or all. Writes nothing.
///
/// # Errors
/// When the codes used so far cannot be told.
pub fn plan(
    store: &StorePlace,
    loaded: &Loaded,
    releases: &Path,
    department: Option<&DepartmentId>,
) -> Result<Plan, CodesError> {
    let mut ledger = Ledger::of(store, loaded, releases)?;
    let mut plan = Plan::default();
    for file in &loaded.project.files {
        let unit = file.department.as_ref().map(|d| d.value.as_str());
        let placed = file.path.split('/').nth(1);
        if department.is_some_and(|d| unit.or(placed) != Some(d.as_str())) {
            continue;
        }
        let before = &loaded.sources.get(file.source).text;
        let (assigned, refused) = (&mut plan.assigned, &mut plan.refused);
        if let Some(after) = assign(
            &file.path,
            before,
            &loaded.project,
            &mut ledger,
            assigned,
            refused,
        ) {
            plan.files.push(PlannedFile {
                path: file.path.clone(),
                before: Some(before.to_string()),
                after,
            });
        }
    }
    Ok(plan)
}

/// The text of an item file with codes for all that have none; `None` when there is nothing to change.
pub(super) fn assign(
    path: &str,
    text: &str,
    project: &Project,
    ledger: &mut Ledger,
    assigned: &mut Vec<Assigned>,
    refused: &mut Vec<Refused>,
) -> Option<String> {
    let mut refuse = |line, why: String| {
        refused.push(Refused {
            file: path.to_owned(),
            line,
            why,
        });
    };
    let header = match edit::entries(text) {
        Ok(header) => header,
        Err(error) => {
            refuse(None, error.to_string());
            return None;
        }
    };
    if !lacks_codes(&header.items) {
        return None;
    }
    let unit = header.department.as_deref().unwrap_or_default();
    let unit = unit
        .parse()
        .ok()
        .filter(|u| project.department(u).is_some());
    let Some(unit) = unit else {
        refuse(
            None,
            "不知道是哪个部门的事项：department 没有写，或者不在 departments.yaml 里".to_owned(),
        );
        return None;
    };
    let set = &project.settings.categories;
    let name = header.category.unwrap_or_default();
    let Some(category) = set.find(&name) else {
        refuse(
            None,
            format!("类别“{name}”不在“{}”里，编不出编码", set.name),
        );
        return None;
    };
    let mut codes: Vec<(usize, String)> = Vec::new();
    let mut given = Vec::new();
    let mut give = |entry: &Entry, code: Result<ItemCode, IdError>| -> Option<String> {
        let line = line_of(text, entry.start);
        match code {
            Ok(code) => {
                codes.push((entry.start, code.to_string()));
                given.push(Assigned {
                    code: code.clone(),
                    name: entry.name.clone().unwrap_or_default(),
                    department: unit.to_string(),
                    category: name.clone(),
                    file: path.to_owned(),
                    line,
                });
                Some(code.to_string())
            }
            Err(_) => {
                refuse(
                    Some(line),
                    "流水号用完了（事项最多 9999，子项最多 99）".to_owned(),
                );
                None
            }
        }
    };
    for item in &header.items {
        let code = match &item.code {
            Some(code) => Some(code.clone()),
            None => give(item, ledger.next(&unit, &category.code)),
        };
        // What is no code cannot be gone on with: the fault is reported where it stands.
        let Some(code) = code.filter(|c| c.parse::<ItemCode>().is_ok()) else {
            continue;
        };
        for sub in item.sub_items.iter().filter(|s| s.code.is_none()) {
            give(sub, ledger.next_sub(&code));
        }
    }
    if codes.is_empty() {
        return None;
    }
    match edit::insert_codes(text, &codes) {
        Ok(after) => {
            assigned.append(&mut given);
            Some(after)
        }
        Err(error) => {
            refuse(None, error.to_string());
            None
        }
    }
}

/// Whether an item file has an item or sub-item without a code.
pub(super) fn is_missing(text: &str) -> bool {
    edit::entries(text).is_ok_and(|header| lacks_codes(&header.items))
}

fn lacks_codes(items: &[Entry]) -> bool {
    items
        .iter()
        .any(|i| i.code.is_none() || lacks_codes(&i.sub_items))
}

/// Line of a byte, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    1 + text
        .as_bytes()
        .iter()
        .take(at)
        .filter(|b| **b == b'\n')
        .count()
}

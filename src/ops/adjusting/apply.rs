//! Moves items to the files of the units that receive them, and changes the units.

use std::collections::BTreeMap;
use std::path::Path;

use super::AdjustingError;
use crate::domain::gate::Gate;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::item::PowerItem;
use crate::domain::place::SourceId;
use crate::io::files::{self, Written};
use crate::io::project::{self, DEPARTMENTS, Loaded, SETTINGS};
use crate::io::yaml::edit::{
    self, AddedUnit, NotMoved, RenamedUnit, Taken, add_items, file_of_items, replace_codes,
    take_items,
};
use crate::io::yaml::item_file;
use crate::io::yaml::write::item_entry;
use crate::ops::planned::{PlannedFile, WriteError};
use crate::workflow::adjust::{Action, Moved, UnitChange};

/// What is to be done to the files of a project.
#[derive(Debug, Default)]
pub struct Applied {
    /// Files to write, in this order: what receives comes first, so that nothing is lost if the way is broken off.
    pub files: Vec<PlannedFile>,
    /// Files that have no item left.
    pub emptied: Vec<PlannedFile>,
    /// How many items move.
    pub moved: usize,
    /// What somebody still has to look at.
    pub remarks: Vec<String>,
}

impl Applied {
    /// Whether the files are as they should be.
    pub fn is_done(&self) -> bool {
        self.files.is_empty() && self.emptied.is_empty()
    }
}

/// Works out what an adjustment does to the files. What is done already is left alone. Writes nothing.
///
/// # Errors
/// When an item is neither under its old code nor under its new one, or a file cannot be changed.
pub fn plan(root: &Path, action: &Action) -> Result<Applied, AdjustingError> {
    let loaded = project::load(root, None, "", None)?;
    let mut work = Work::new(root, &loaded, action.moves());
    let moves = work.still_to_move()?;
    work.move_items(&moves)?;
    work.mention(action.moves());
    if let Some(units) = action.units() {
        let closed: Vec<&str> = units.closed.iter().map(AsRef::as_ref).collect();
        let opened: Vec<AddedUnit<'_>> = units
            .opened
            .iter()
            .map(|unit| AddedUnit {
                id: unit.department.as_str(),
                name: unit.name.as_str(),
                short_name: unit.short_name.as_ref().map(|s| s.as_str()),
                kind: unit.kind.as_str(),
                group: unit.group.as_str(),
            })
            .collect();
        let renamed: Vec<RenamedUnit<'_>> = units
            .renamed
            .iter()
            .map(|unit| RenamedUnit {
                id: unit.department.as_str(),
                name: unit.name.as_str(),
                short_name: unit.short_name.as_ref().map(|s| s.as_str()),
            })
            .collect();
        work.change_units(&closed, &opened, &renamed)?;
        work.move_people(&heirs(action, units))?;
        for unit in &units.opened {
            work.applied.remarks.push(format!(
                "{SETTINGS} 的 people 里，{} 要有填报人和负责人",
                unit.department
            ));
        }
    }
    work.finish(&moves)
}

/// Where the people of a unit that is no more go: to the unit that receives most of its items.
fn heirs(action: &Action, units: &UnitChange) -> Vec<(String, String)> {
    let heir = |closed: &DepartmentId| {
        let mut received: BTreeMap<&str, usize> = BTreeMap::new();
        for moved in action.moves() {
            if moved.from.parts().department == closed.as_str() {
                *received.entry(moved.to.parts().department).or_default() += 1;
            }
        }
        let (unit, _) = received.into_iter().max_by_key(|(_, items)| *items)?;
        Some((closed.to_string(), unit.to_owned()))
    };
    units.closed.iter().filter_map(heir).collect()
}

/// Does what was worked out.
///
/// # Errors
/// When a file is not any more what it was, or cannot be written; done again, it goes on where it was broken off.
pub fn apply(root: &Path, applied: &Applied) -> Result<(), AdjustingError> {
    for file in &applied.files {
        if file.before.is_some() {
            file.rewrite(root)?;
        } else {
            let path = root.join(&file.path);
            let written = files::write_unless_different(&path, file.after.as_bytes(), false)?;
            if written == Written::Differs {
                return Err(WriteError::Changed(file.path.clone()).into());
            }
        }
    }
    for file in &applied.emptied {
        let before = file.before.as_deref().unwrap_or_default();
        let gone = files::remove_unchanged(&root.join(&file.path), before.as_bytes())?;
        if gone == Written::Differs {
            return Err(WriteError::Changed(file.path.clone()).into());
        }
    }
    Ok(())
}

/// The texts while they are worked on.
struct Work<'a> {
    loaded: &'a Loaded,
    root: &'a Path,
    moves: &'a [Moved],
    /// New text of the settings.
    settings: String,
    /// `departments.yaml` as it was, with the new units, and without those that are no more.
    units: Option<[String; 3]>,
    /// New texts by path; `None` for a file that has no item left.
    texts: BTreeMap<String, Option<String>>,
    applied: Applied,
}

impl<'a> Work<'a> {
    fn new(root: &'a Path, loaded: &'a Loaded, moves: &'a [Moved]) -> Self {
        Self {
            loaded,
            root,
            moves,
            settings: Self::settings_of(loaded).to_owned(),
            units: None,
            texts: BTreeMap::new(),
            applied: Applied::default(),
        }
    }

    fn settings_of(loaded: &Loaded) -> &str {
        &loaded.sources.get(loaded.project.settings_source).text
    }

    fn item(&self, code: &ItemCode) -> Option<&'a PowerItem> {
        let is_it = |item: &&PowerItem| item.code.as_ref().is_some_and(|c| c.value == *code);
        self.loaded.project.items.iter().find(is_it)
    }

    /// The text of a file as it stands now.
    fn text(&self, path: &str) -> Option<String> {
        if let Some(text) = self.texts.get(path) {
            return text.clone();
        }
        let file = self.loaded.project.files.iter().find(|f| f.path == path)?;
        Some(self.loaded.sources.get(file.source).text.to_string())
    }

    /// The moves that have not been made yet.
    fn still_to_move(&self) -> Result<Vec<Moved>, AdjustingError> {
        let mut out = Vec::new();
        for moved in self.moves {
            match (self.item(&moved.from), self.item(&moved.to)) {
                (Some(_), _) => out.push(moved.clone()),
                (None, Some(_)) => {}
                (None, None) => return Err(AdjustingError::NoItem(moved.from.clone())),
            }
        }
        Ok(out)
    }

    fn move_items(&mut self, moves: &[Moved]) -> Result<(), AdjustingError> {
        // Out of each file at once, then into each file at once, in the order of codes.
        let mut into: BTreeMap<(String, String), Vec<Taken>> = BTreeMap::new();
        for file in &self.loaded.project.files {
            let here = |moved: &&Moved| {
                self.item(&moved.from)
                    .is_some_and(|item| item.span.source == file.source)
            };
            let ours: Vec<&Moved> = moves.iter().filter(here).collect();
            if ours.is_empty() {
                continue;
            }
            let codes: Vec<&str> = ours.iter().map(|m| m.from.as_str()).collect();
            let text = &self.loaded.sources.get(file.source).text;
            let (rest, taken) = take_items(text, &codes).map_err(|why| fault(&file.path, why))?;
            if taken.len() < codes.len() {
                return Err(fault(&file.path, NotMoved::Layout));
            }
            self.texts.insert(file.path.clone(), rest);
            for one in taken {
                let Some(moved) = ours.iter().find(|m| m.from.as_str() == one.code) else {
                    continue;
                };
                // Written before, and the way broken off: only the old place is to be cleared.
                if self.item(&moved.to).is_some() {
                    continue;
                }
                let Some(item) = self.item(&moved.from) else {
                    continue;
                };
                let unit = moved.to.parts().department.to_owned();
                let lines = replace_codes(&one.lines, &[(moved.from.as_str(), moved.to.as_str())]);
                let category = item.category.value.clone();
                into.entry((unit, category)).or_default().push(Taken {
                    code: moved.to.to_string(),
                    lines,
                });
                self.applied.moved += 1;
            }
        }
        for ((unit, category), taken) in into {
            let known = self.loaded.project.files.iter().find(|f| {
                f.department.as_ref().is_some_and(|d| d.value == unit)
                    && f.category.as_ref().is_some_and(|c| c.value == category)
            });
            let (path, text) = match known {
                Some(file) => (file.path.clone(), self.text(&file.path)),
                None => (format!("items/{unit}/{category}.yaml"), None),
            };
            let new = match text {
                Some(text) => add_items(&text, &taken).map_err(|why| fault(&path, why))?,
                None => file_of_items(&unit, &category, &taken),
            };
            self.texts.insert(path, Some(new));
        }
        Ok(())
    }

    /// People of units that are no more.
    fn move_people(&mut self, heirs: &[(String, String)]) -> Result<(), AdjustingError> {
        let heirs: Vec<(&str, &str)> = heirs
            .iter()
            .map(|(from, to)| (from.as_str(), to.as_str()))
            .collect();
        let (new, moved) =
            edit::move_people(&self.settings, &heirs).map_err(|why| fault(SETTINGS, why))?;
        self.settings = new;
        if !moved.is_empty() {
            self.applied.remarks.push(format!(
                "{} 随单位改了 department，核对他们的代号和角色",
                moved.join("、")
            ));
        }
        Ok(())
    }

    /// Other items and settings that name the codes name the new ones from now on.
    fn mention(&mut self, moves: &[Moved]) {
        let codes: Vec<(&str, &str)> = moves
            .iter()
            .map(|m| (m.from.as_str(), m.to.as_str()))
            .collect();
        for file in &self.loaded.project.files {
            let Some(text) = self.text(&file.path) else {
                continue;
            };
            let new = replace_codes(&text, &codes);
            if new != text {
                self.texts.insert(file.path.clone(), Some(new));
            }
        }
        self.settings = replace_codes(&self.settings, &codes);
    }

    fn change_units(
        &mut self,
        closed: &[&str],
        opened: &[AddedUnit<'_>],
        renamed: &[RenamedUnit<'_>],
    ) -> Result<(), AdjustingError> {
        let path = self.root.join(DEPARTMENTS);
        let bytes = files::read_bytes(&path)?;
        let Ok(before) = files::decode(bytes) else {
            return Err(fault(DEPARTMENTS, NotMoved::Layout));
        };
        let wrap = |why| fault(DEPARTMENTS, why);
        let both = edit::change_units(&before, &[], opened, renamed).map_err(wrap)?;
        let after = edit::change_units(&both, closed, &[], &[]).map_err(wrap)?;
        self.units = Some([before.to_string(), both, after]);
        Ok(())
    }

    /// The plan, once what was written reads as what was meant.
    fn finish(mut self, moves: &[Moved]) -> Result<Applied, AdjustingError> {
        let new_codes: Vec<&str> = moves.iter().map(|m| m.to.as_str()).collect();
        let receives = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|t| new_codes.iter().any(|code| t.contains(code)))
        };
        let texts = std::mem::take(&mut self.texts);
        let (first, then): (Vec<_>, Vec<_>) = texts.into_iter().partition(|(_, t)| receives(t));
        let mut read = BTreeMap::new();
        for (path, text) in first.into_iter().chain(then) {
            let before = self.loaded.project.files.iter().find(|f| f.path == path);
            let before = before.map(|f| self.loaded.sources.get(f.source).text.to_string());
            match text {
                Some(after) => {
                    collect(&path, &after, &mut read)?;
                    if before.as_deref() != Some(&after) {
                        self.applied.files.push(PlannedFile {
                            path,
                            before,
                            after,
                        });
                    }
                }
                None => self.applied.emptied.push(PlannedFile {
                    path,
                    before,
                    after: String::new(),
                }),
            }
        }
        self.compare(moves, &read)?;
        Ok(self.in_order())
    }

    /// The files in an order in which the project can be read at every moment: no unit is named before it is there or
    /// taken away while it is still named.
    fn in_order(self) -> Applied {
        let planned = |path: &str, before: &str, after: &str| {
            (before != after).then(|| PlannedFile {
                path: path.to_owned(),
                before: Some(before.to_owned()),
                after: after.to_owned(),
            })
        };
        let settings = planned(SETTINGS, Self::settings_of(self.loaded), &self.settings);
        let mut applied = self.applied;
        let mut files = Vec::new();
        if let Some([before, both, _]) = &self.units {
            files.extend(planned(DEPARTMENTS, before, both));
        }
        files.extend(settings);
        files.append(&mut applied.files);
        if let Some([_, both, after]) = &self.units {
            files.extend(planned(DEPARTMENTS, both, after));
        }
        applied.files = files;
        applied
    }

    /// Every item that moved reads as it did, but for its codes.
    fn compare(
        &self,
        moves: &[Moved],
        read: &BTreeMap<String, String>,
    ) -> Result<(), AdjustingError> {
        let codes: Vec<(&str, &str)> = self
            .moves
            .iter()
            .map(|m| (m.from.as_str(), m.to.as_str()))
            .collect();
        for moved in moves {
            let (Some(item), None) = (self.item(&moved.from), self.item(&moved.to)) else {
                continue;
            };
            let wanted = replace_codes(&item_entry(item, 0), &codes);
            if read.get(moved.to.as_str()) != Some(&wanted) {
                return Err(AdjustingError::Differs(moved.from.to_string()));
            }
        }
        Ok(())
    }
}

/// The items of a text in canonical form, by code.
fn collect(
    path: &str,
    text: &str,
    out: &mut BTreeMap<String, String>,
) -> Result<(), AdjustingError> {
    let ((_, items), findings) = item_file::read(text, SourceId(0), Gate::Publication, "");
    let broken = |f: &crate::finding::Finding| f.severity == crate::finding::Severity::Error;
    if findings.iter().any(broken) {
        return Err(AdjustingError::Differs(path.to_owned()));
    }
    for item in &items {
        if let Some(code) = &item.code {
            out.insert(code.value.to_string(), item_entry(item, 0));
        }
    }
    Ok(())
}

fn fault(path: &str, why: NotMoved) -> AdjustingError {
    AdjustingError::NotMoved {
        path: path.to_owned(),
        why,
    }
}

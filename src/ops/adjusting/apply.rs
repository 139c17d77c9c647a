//! Moves items to the files of the units that receive them, and changes the units.

use std::collections::BTreeMap;
use std::path::Path;

use super::AdjustingError;
use crate::domain::gate::Gate;
use crate::domain::ids::ItemCode;
use crate::domain::item::PowerItem;
use crate::domain::place::SourceId;
use crate::io::files::{self, Written};
use crate::io::project::{self, DEPARTMENTS, Loaded, SETTINGS};
use crate::io::yaml::edit::{
    self, AddedUnit, NotMoved, RenamedUnit, Taken, add_items, file_of_items, replace_codes,
    take_items,
};
use crate::io::yaml::write::item_entry;
use crate::io::yaml::{items, syntax::with_document};
use crate::ops::planned::{PlannedFile, WriteError};
use crate::workflow::adjust::{Action, Moved};

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
        for id in &units.closed {
            let people = loaded.project.settings.people.iter();
            let theirs = people.filter(|p| {
                use crate::domain::people::Role;
                matches!(&p.role, Role::Clerk(d) | Role::Head(d) if d == id)
            });
            let names: Vec<&str> = theirs.map(|p| p.id.as_str()).collect();
            if !names.is_empty() {
                work.applied.remarks.push(format!(
                    "{SETTINGS} 的 people 里还有 {id} 的人：{}",
                    names.join("、")
                ));
            }
        }
        for unit in &units.opened {
            work.applied.remarks.push(format!(
                "{SETTINGS} 的 people 里要有 {} 的填报人和负责人",
                unit.department
            ));
        }
    }
    work.finish(&moves)
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
            texts: BTreeMap::new(),
            applied: Applied::default(),
        }
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
        let settings = &self
            .loaded
            .sources
            .get(self.loaded.project.settings_source)
            .text;
        let new = replace_codes(settings, &codes);
        if new != **settings {
            self.applied.files.push(PlannedFile {
                path: SETTINGS.to_owned(),
                before: Some(settings.to_string()),
                after: new,
            });
        }
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
        let after = edit::change_units(&before, closed, opened, renamed)
            .map_err(|why| fault(DEPARTMENTS, why))?;
        if after != *before {
            self.applied.files.push(PlannedFile {
                path: DEPARTMENTS.to_owned(),
                before: Some(before.to_string()),
                after,
            });
        }
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
        Ok(self.applied)
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
    let ((_, items), findings) =
        with_document(text, SourceId(0), Gate::Publication, |d| items::read(d, ""));
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

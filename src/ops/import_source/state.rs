//! The project's item files while an import is worked out.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::item::PowerItem;
use crate::domain::place::{At, SourceId, Span};
use crate::finding::Severity;
use crate::io::files;
use crate::io::project::Loaded;
use crate::io::sheet::draft::{Content, Draft};
use crate::io::sheet::text::key;
use crate::io::yaml::write::{self, Placed};

use super::PlannedFile;
use super::error::ImportError;
use super::item::{blank, overlay};
use super::plan::{Action, Change, Place};
use super::preview::Previewed;
use super::unedited::{Prints, Unedited};

/// An item as it is to be.
struct Entry {
    item: PowerItem,
    /// Where the item stood when the project was read.
    span: Span,
    /// Where it begins in the file as it is; `None` for a new one.
    start: Option<u32>,
    changed: bool,
}

struct File {
    path: String,
    department: DepartmentId,
    category: String,
    /// `None` for a file that is not there yet.
    source: Option<SourceId>,
    entries: Vec<Entry>,
}

/// Where an entry is: number of the file, number in it.
type Key = (usize, usize);

/// All item files with what the sources so far have made of them.
pub struct State<'l> {
    loaded: &'l Loaded,
    files: Vec<File>,
    /// Entries that the present source has already matched: two rows of one name are two items.
    taken: HashSet<Key>,
    /// Entries that an item of the present source means exactly, by name, category and level: no other item of that
    /// name may have them. The list of a city and that of its districts give one name at two levels.
    meant: HashSet<Key>,
    by_code: HashMap<ItemCode, Key>,
    /// By unit and name, over all categories.
    by_name: HashMap<(DepartmentId, String), Vec<Key>>,
    /// Highest serial by unit and number of the category.
    serials: HashMap<(String, String), u16>,
    /// What the project's list prints; worked out when a list comes in.
    prints: OnceCell<Prints>,
}

impl<'l> State<'l> {
    /// The project as it is.
    pub fn new(loaded: &'l Loaded) -> Self {
        let mut items: HashMap<SourceId, Vec<&PowerItem>> = HashMap::new();
        for item in &loaded.project.items {
            items.entry(item.span.source).or_default().push(item);
        }
        let mut state = Self {
            loaded,
            files: Vec::new(),
            taken: HashSet::new(),
            meant: HashSet::new(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            serials: HashMap::new(),
            prints: OnceCell::new(),
        };
        for header in &loaded.project.files {
            let (Some(department), Some(category)) = (&header.department, &header.category) else {
                continue;
            };
            let Ok(department) = department.value.parse() else {
                continue;
            };
            let number = state.files.len();
            state.files.push(File {
                path: header.path.clone(),
                department,
                category: category.value.clone(),
                source: Some(header.source),
                entries: Vec::new(),
            });
            for item in items.remove(&header.source).unwrap_or_default() {
                let start = Some(item.span.start);
                state.add(
                    number,
                    Entry {
                        item: item.clone(),
                        span: item.span,
                        start,
                        changed: false,
                    },
                );
            }
        }
        state
    }

    /// Another source begins: it may speak of every item again.
    pub fn next_source(&mut self) {
        self.taken.clear();
        self.meant.clear();
    }

    /// Looks through the items of a source before the first of them is taken.
    pub fn meet(&mut self, drafts: &[(DepartmentId, Draft)]) {
        for (unit, draft) in drafts {
            let places = self.by_name.get(&(unit.clone(), key(&draft.name.value)));
            let exact = places.into_iter().flatten().copied();
            let exact: Vec<Key> = exact
                .filter(|place| self.is_at_level(*place, &draft.category.value, draft.level()))
                .collect();
            self.meant.extend(exact);
        }
    }

    fn is_at_level(&self, place: Key, category: &str, level: Option<&str>) -> bool {
        let right = self
            .files
            .get(place.0)
            .is_some_and(|f| f.category == category);
        let known = self
            .entry(place)
            .and_then(|e| e.item.exercised_by.as_ref())
            .map(|l| l.value.as_str());
        right && known == level
    }

    /// The item of this name, category and level, else one that no item of the source means more exactly.
    fn like(&self, unit: &DepartmentId, draft: &Draft) -> Option<Key> {
        let (name, category) = (draft.name.value.as_str(), draft.category.value.as_str());
        let exact = |place: Key| self.is_at_level(place, category, draft.level());
        let right = |other: &str| other == category;
        self.named(unit, name, right, exact)
            .or_else(|| self.named(unit, name, right, |place| !self.meant.contains(&place)))
    }

    fn add(&mut self, number: usize, entry: Entry) -> Option<Key> {
        let file = self.files.get_mut(number)?;
        let place = (number, file.entries.len());
        let unit = file.department.clone();
        let (code, name) = (entry.item.code.clone(), key(&entry.item.name.value));
        file.entries.push(entry);
        if let Some(code) = code {
            self.remember(&code.value, place);
        }
        self.by_name.entry((unit, name)).or_default().push(place);
        Some(place)
    }

    fn remember(&mut self, code: &ItemCode, place: Key) {
        let parts = code.parts();
        let serial = self
            .serials
            .entry((parts.department.to_owned(), parts.category.to_owned()))
            .or_default();
        *serial = (*serial).max(parts.serial);
        // Of two items with one code the first is meant, as everywhere else.
        self.by_code.entry(code.clone()).or_insert(place);
    }

    fn entry(&self, (file, i): Key) -> Option<&Entry> {
        self.files.get(file)?.entries.get(i)
    }

    /// Items of this name that the present source has not matched yet, by category.
    fn named(
        &self,
        unit: &DepartmentId,
        name: &str,
        category: impl Fn(&str) -> bool,
        wanted: impl Fn(Key) -> bool,
    ) -> Option<Key> {
        let name = key(name);
        let places = self.by_name.get(&(unit.clone(), name.clone()))?;
        places.iter().copied().find(|place| {
            let right = self
                .files
                .get(place.0)
                .is_some_and(|f| category(&f.category));
            // An item may have got another name since it was entered here.
            let still = self
                .entry(*place)
                .is_some_and(|e| key(&e.item.name.value) == name);
            right && still && !self.taken.contains(place) && wanted(*place)
        })
    }

    /// The category in which the unit has an item of this name that the present source did not speak of.
    pub fn same_name_elsewhere(
        &self,
        unit: &DepartmentId,
        category: &str,
        name: &str,
    ) -> Option<String> {
        let found = self.named(unit, name, |other| other != category, |_| true)?;
        self.files.get(found.0).map(|file| file.category.clone())
    }

    /// Takes an item of a workbook.
    pub fn put_draft(&mut self, unit: &DepartmentId, draft: &Draft) -> Result<Change, ImportError> {
        // Only a list is compared with what is printed; the form says the values themselves.
        let prints = match draft.content {
            Content::List(_) => Some(self.prints.get_or_init(|| Prints::of(self.loaded))),
            Content::Form(_) => None,
        };
        let (known, item) = self.merged(unit, draft, prints)?;
        Ok(self.put(known, unit, &draft.category.value, item))
    }

    /// Takes an item of a workbook and gives it as it became, with the place of the project's item that it took.
    pub fn preview(&mut self, unit: &DepartmentId, draft: &Draft) -> Option<Previewed> {
        let (known, item) = self.merged(unit, draft, None).ok()?;
        let replaces = known.and_then(|place| self.entry(place)).map(|e| e.span);
        self.put(known, unit, &draft.category.value, item.clone());
        Some(Previewed { item, replaces })
    }

    /// The item that a draft means, if there is one, and what becomes of it. With `prints`, what says no more than the
    /// project's own list prints is not taken for a change.
    fn merged(
        &self,
        unit: &DepartmentId,
        draft: &Draft,
        prints: Option<&Prints>,
    ) -> Result<(Option<Key>, PowerItem), ImportError> {
        let category = draft.category.value.as_str();
        // A code in a workbook counts where it is one of this unit and category.
        let code = draft
            .code
            .as_ref()
            .map(|c| &c.value)
            .filter(|c| self.is_of(c, unit, category));
        let by_code = code
            .and_then(|c| self.by_code.get(c).copied())
            .filter(|place| !self.taken.contains(place));
        let known = by_code.or_else(|| self.like(unit, draft));
        let mut item = match known.and_then(|k| self.entry(k)) {
            Some(entry) => entry.item.clone(),
            None => {
                let free = code.filter(|c| !self.by_code.contains_key(*c)).cloned();
                let code = free.map_or_else(|| self.next_code(unit, category), Ok)?;
                blank(unit, category, code, &draft.name)
            }
        };
        if item.code.is_none() {
            item.code = Some(At::new(self.next_code(unit, category)?, item.span));
        }
        let code = known.and(item.code.as_ref());
        let unedited = match (prints, code) {
            (Some(prints), Some(code)) => prints.unedited(&code.value, draft),
            _ => Unedited::default(),
        };
        overlay(&mut item, draft, &unedited).ok_or_else(|| exhausted(unit, category))?;
        Ok((known, item))
    }

    /// Whether a code is one of this project, unit and category.
    fn is_of(&self, code: &ItemCode, unit: &DepartmentId, category: &str) -> bool {
        let settings = &self.loaded.project.settings;
        let parts = code.parts();
        parts.jurisdiction == settings.jurisdiction.value.as_str()
            && parts.department == unit.as_str()
            && parts.sub.is_none()
            && settings
                .categories
                .find(category)
                .is_some_and(|c| *c.code == *parts.category)
    }

    /// Takes an item of an item file, whole. The inner error says why it cannot be taken.
    pub fn put_item(
        &mut self,
        unit: &DepartmentId,
        category: &str,
        item: &PowerItem,
    ) -> Result<Result<Change, String>, ImportError> {
        let mut item = item.clone();
        let by_code = item
            .code
            .as_ref()
            .and_then(|c| self.by_code.get(&c.value).copied());
        if let Some(place) = by_code
            && let Some(file) = self.files.get(place.0)
        {
            let label = item.label();
            if file.department != *unit || file.category != category {
                return Ok(Err(format!(
                    "事项编码 {label} 已用在“{}”里（部门 {}，类别 {}），没有导入",
                    file.path, file.department, file.category
                )));
            }
            if self.taken.contains(&place) {
                return Ok(Err(format!(
                    "事项编码 {label} 在来源里出现了两次，第二次没有导入"
                )));
            }
        }
        let known = by_code.or_else(|| {
            let found = self.named(unit, &item.name.value, |c| c == category, |_| true)?;
            // With another code of its own it is another item that happens to have the same name.
            let open = item.code.is_none() || self.entry(found)?.item.code.is_none();
            open.then_some(found)
        });
        if item.code.is_none() {
            let old = known
                .and_then(|k| self.entry(k))
                .and_then(|e| e.item.code.clone());
            let code = match old {
                Some(code) => code.value,
                None => self.next_code(unit, category)?,
            };
            item.code = Some(At::new(code, item.span));
        }
        Ok(Ok(self.put(known, unit, category, item)))
    }

    fn put(
        &mut self,
        known: Option<Key>,
        unit: &DepartmentId,
        category: &str,
        item: PowerItem,
    ) -> Change {
        let mut change = Change {
            action: Action::Created,
            department: unit.to_string(),
            category: category.to_owned(),
            code: item.label().to_owned(),
            name: item.name.value.clone(),
            file: String::new(),
        };
        if let Some(place) = known
            && let Some(file) = self.files.get_mut(place.0)
            && let Some(entry) = file.entries.get_mut(place.1)
        {
            let same = write::item_entry(&entry.item, 0) == write::item_entry(&item, 0);
            change.action = if same {
                Action::Unchanged
            } else {
                Action::Changed
            };
            change.file.clone_from(&file.path);
            self.taken.insert(place);
            if !same {
                let name = (unit.clone(), key(&item.name.value));
                let code = item.code.clone();
                entry.item = item;
                entry.changed = true;
                self.by_name.entry(name).or_default().push(place);
                if let Some(code) = code {
                    self.remember(&code.value, place);
                }
            }
            return change;
        }
        let number = self
            .files
            .iter()
            .position(|f| f.department == *unit && f.category == category)
            .unwrap_or_else(|| {
                self.files.push(File {
                    path: format!("items/{unit}/{category}.yaml"),
                    department: unit.clone(),
                    category: category.to_owned(),
                    source: None,
                    entries: Vec::new(),
                });
                self.files.len() - 1
            });
        if let Some(file) = self.files.get(number) {
            change.file.clone_from(&file.path);
        }
        let entry = Entry {
            span: item.span,
            item,
            start: None,
            changed: true,
        };
        let place = self.add(number, entry);
        self.taken.extend(place);
        change
    }

    /// The code after the highest that is there for the unit and category: codes are never used again.
    fn next_code(&self, unit: &DepartmentId, category: &str) -> Result<ItemCode, ImportError> {
        let settings = &self.loaded.project.settings;
        let number = settings.categories.find(category).map_or("", |c| &*c.code);
        let last = self.serials.get(&(unit.to_string(), number.to_owned()));
        let next = last.map_or(1, |n| n.saturating_add(1));
        ItemCode::new(&settings.jurisdiction.value, unit, number, next)
            .map_err(|_| exhausted(unit, category))
    }

    /// The files that change, with their texts.
    pub fn files(
        &self,
        root: &Path,
        loaded: &Loaded,
        notes: &mut Vec<Place>,
    ) -> Result<Vec<PlannedFile>, ImportError> {
        let mut out = Vec::new();
        for file in self
            .files
            .iter()
            .filter(|f| f.entries.iter().any(|e| e.changed))
        {
            let (path, unit) = (&file.path, file.department.as_str());
            let Some(source) = file.source else {
                let mut items: Vec<PowerItem> =
                    file.entries.iter().map(|e| e.item.clone()).collect();
                // A workbook may list its codes in any order, a file of the project does not.
                items.sort_by(|a, b| code_of(a).cmp(&code_of(b)));
                files::check_new(root, path).map_err(|taken| match taken {
                    files::NewPath::Taken => ImportError::Occupied(path.clone()),
                    files::NewPath::Outside => ImportError::OutsideProject(path.clone()),
                })?;
                let after = write::item_file(unit, &file.category, &items);
                out.push(PlannedFile {
                    path: path.clone(),
                    before: None,
                    after,
                });
                continue;
            };
            let fault = |f: &&crate::finding::Finding| {
                f.primary.source == source && f.severity == Severity::Error
            };
            if let Some(fault) = loaded.findings.iter().find(fault) {
                return Err(ImportError::BrokenTarget {
                    file: path.clone(),
                    why: fault.message.clone(),
                });
            }
            let before = loaded.sources.get(source).text.to_string();
            let placed: Vec<Placed<'_>> = file
                .entries
                .iter()
                .map(|e| Placed {
                    item: &e.item,
                    start: e.start,
                    changed: e.changed,
                })
                .collect();
            let new = write::update(&before, unit, &file.category, &placed);
            if new.comments_lost {
                notes.push(Place {
                    file: path.clone(),
                    sheet: None,
                    cell: String::new(),
                    why: "这个文件的排版不能局部改写，已整体重排，其中的注释没有保留".to_owned(),
                    text: String::new(),
                });
            }
            out.push(PlannedFile {
                path: path.clone(),
                before: Some(before),
                after: new.text,
            });
        }
        out.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(out)
    }
}

fn code_of(item: &PowerItem) -> Option<&ItemCode> {
    item.code.as_ref().map(|code| &code.value)
}

fn exhausted(unit: &DepartmentId, category: &str) -> ImportError {
    ImportError::CodesExhausted {
        department: unit.to_string(),
        category: category.to_owned(),
    }
}

//! The history of one item: the releases are read one after the other, of most of them just this item; whole lists only
//! where its code comes or goes, two at a time.

mod events;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

pub use self::events::{Deeds, deeds};

use crate::compare::history::{
    Edition, Entry, LISTED, RETURNED, SubItem, absorbs, appears, change_of, changed, goes_on_as,
};
use crate::compare::lists::{ItemDiff, Side, diff};
use crate::domain::catalog::Catalog;
use crate::domain::release::ReleaseId;
use crate::io::sqlite::release::{self, ReleaseError, ReleaseFile};

/// The releases of a project, the oldest first.
#[derive(Debug)]
pub struct Releases {
    files: Vec<ReleaseFile>,
}

/// What the releases tell of an item.
#[derive(Debug, Default)]
pub struct Trail {
    /// What happened to it, the oldest first.
    pub entries: Vec<Entry>,
    /// Every code that it had, each with the day from which on its events belong to the item; `None`: always.
    pub codes: BTreeMap<String, Option<Date>>,
}

/// A release as it looks from one item.
enum Sight {
    /// The item is on the list.
    Here(Box<Catalog>),
    /// It is not.
    Absent,
    /// The release says nothing of its unit.
    Silent,
}

impl Releases {
    /// Opens the releases of a folder; none where there is none.
    ///
    /// # Errors
    /// When the folder or one of them cannot be read.
    pub fn open(folder: &Path) -> Result<Self, ReleaseError> {
        let mut files: Vec<(ReleaseId, ReleaseFile)> = Vec::new();
        for path in release::list(folder)? {
            let file = ReleaseFile::open(&path)?;
            files.push((file.header().id.clone(), file));
        }
        files.sort_by(|(a, _), (b, _)| match a.is_before(b) {
            true => std::cmp::Ordering::Less,
            false => std::cmp::Ordering::Greater,
        });
        Ok(Self {
            files: files.into_iter().map(|(_, file)| file).collect(),
        })
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.files.len()
    }

    /// The name that each code of an item or sub-item stood for last.
    ///
    /// # Errors
    /// When one of them is damaged.
    pub fn names(&self) -> Result<BTreeMap<String, String>, ReleaseError> {
        let mut all = BTreeMap::new();
        for file in &self.files {
            all.extend(file.names()?);
        }
        Ok(all)
    }

    /// What they tell of the item that had this code at any time; `code` may be that of a sub-item.
    ///
    /// # Errors
    /// When one of them is damaged.
    pub fn trail(&self, code: &str) -> Result<Trail, ReleaseError> {
        let (item, sub) = split(code);
        let sub = SubItem(sub);
        let Some((mut at, mut code)) = self.first(item)? else {
            return self.never_listed(item);
        };
        let mut trail = Trail::default();
        trail.codes.insert(item.to_owned(), None);
        trail.codes.insert(code.clone(), None);
        let mut here = match self.sight(at, &code)? {
            Sight::Here(catalog) => Some(catalog),
            Sight::Absent | Sight::Silent => None,
        };
        if let Some((catalog, item)) = here.as_ref().and_then(|c| Some((c, c.item(&code)?))) {
            let release = self.edition(at)?;
            trail
                .entries
                .push(appears(&release, catalog, item, LISTED, sub));
        }
        for next in at + 1..self.files.len() {
            let seen = match self.sight(next, &code)? {
                Sight::Silent => continue,
                Sight::Here(catalog) => Some(catalog),
                Sight::Absent => None,
            };
            match (here.take(), seen) {
                (Some(old), Some(new)) => {
                    self.compare(next, (&old, &new), &code, sub, &mut trail)?;
                    (at, here) = (next, Some(new));
                }
                (None, Some(new)) => {
                    if let Some(item) = new.item(&code) {
                        let release = self.edition(next)?;
                        trail
                            .entries
                            .push(appears(&release, &new, item, RETURNED, sub));
                    }
                    (at, here) = (next, Some(new));
                }
                (Some(old), None) => {
                    let Some((change, now)) = self.transition(at, next, &code)? else {
                        continue;
                    };
                    let release = self.edition(next)?;
                    if let Some(goes_on) = goes_on_as(&change, &release) {
                        let since = change.into.as_ref().map(|_| release.on);
                        let goes_on = goes_on.to_owned();
                        trail.codes.entry(goes_on.clone()).or_insert(since);
                        let items = (old.item(&code), change.new.as_ref().and(now.item(&goes_on)));
                        trail.entries.push(changed(&release, change, items, sub));
                        code = goes_on;
                        here = self.alone(next, &code)?;
                    } else {
                        let was = old.item(&code);
                        trail
                            .entries
                            .push(changed(&release, change, (was, None), sub));
                    }
                    at = next;
                }
                (None, None) => {}
            }
        }
        Ok(trail)
    }

    /// The first release that has the item, and its code there.
    fn first(&self, code: &str) -> Result<Option<(usize, String)>, ReleaseError> {
        let mut found = None;
        for at in (0..self.files.len()).rev() {
            if let Sight::Here(_) = self.sight(at, code)? {
                found = Some(at);
                break;
            }
        }
        let Some(mut at) = found else { return Ok(None) };
        let mut code = code.to_owned();
        let mut before = at;
        while let Some(earlier) = before.checked_sub(1) {
            before = earlier;
            match self.sight(earlier, &code)? {
                Sight::Silent => {}
                Sight::Here(_) => at = earlier,
                // A gap: only right before it came can it have had another code.
                Sight::Absent => {
                    let next_told = self.next_told(earlier, &code)?;
                    if next_told != Some(at) {
                        continue;
                    }
                    let was = self.transition(earlier, at, &code)?;
                    let old = was.and_then(|(change, _)| change.old);
                    if let Some(old) = old.filter(|old| old.code != code) {
                        (at, code) = (earlier, old.code);
                    }
                }
            }
        }
        Ok(Some((at, code)))
    }

    /// The next release that says anything of the unit in a code.
    fn next_told(&self, at: usize, code: &str) -> Result<Option<usize>, ReleaseError> {
        for next in at + 1..self.files.len() {
            if !matches!(self.sight(next, code)?, Sight::Silent) {
                return Ok(Some(next));
            }
        }
        Ok(None)
    }

    /// An item that was decided on and never published.
    fn never_listed(&self, code: &str) -> Result<Trail, ReleaseError> {
        let mut trail = Trail::default();
        for at in 0..self.files.len() {
            let release = self.edition(at)?;
            let mut decided = release.decisions.iter();
            let Some(decision) = decided.find(|d| d.item_code == code) else {
                continue;
            };
            let catalog = self.units(at)?;
            let unit = code.split('-').nth(1).unwrap_or_default();
            trail.entries.push(Entry {
                on: release.on,
                kind: "removed",
                word: "退出".to_owned(),
                code: code.to_owned(),
                name: decision.name.clone().unwrap_or_default(),
                department: catalog.department_label(unit).to_owned(),
                what: "审核中退出，没有公布过".to_owned(),
                why: format!("{}：{}", decision.decision, decision.reason),
                who: String::new(),
                release: Some(release.id.clone()),
                edition: Some(release.edition.clone()),
                event: None,
                fields: Vec::new(),
            });
            trail.codes.insert(code.to_owned(), None);
            break;
        }
        Ok(trail)
    }

    /// What differs in one item that two releases have under the same code.
    fn compare(
        &self,
        at: usize,
        (old, new): (&Catalog, &Catalog),
        code: &str,
        sub: SubItem<'_>,
        trail: &mut Trail,
    ) -> Result<(), ReleaseError> {
        let release = self.edition(at)?;
        let side = |catalog| Side {
            catalog,
            decisions: &[],
        };
        let items = (old.item(code), new.item(code));
        match diff(side(old), side(new), |_| true).into_iter().next() {
            Some(change) => trail.entries.push(changed(&release, change, items, sub)),
            None => {
                let item = new.item(code);
                trail
                    .entries
                    .extend(item.and_then(|item| absorbs(&release, new, item)));
            }
        }
        Ok(())
    }

    /// What became of an item between two releases of which one does not have its code, with the newer list.
    fn transition(
        &self,
        old: usize,
        new: usize,
        code: &str,
    ) -> Result<Option<(ItemDiff, Catalog)>, ReleaseError> {
        let (Some(old), Some(new)) = (self.files.get(old), self.files.get(new)) else {
            return Ok(None);
        };
        let ((old, before), (new, decisions)) = (old.list()?, new.list()?);
        let old = Side {
            catalog: &old,
            decisions: &before,
        };
        let now = Side {
            catalog: &new,
            decisions: &decisions,
        };
        let change = change_of(old, now, code);
        Ok(change.map(|change| (change, new)))
    }

    fn sight(&self, at: usize, code: &str) -> Result<Sight, ReleaseError> {
        if let Some(catalog) = self.alone(at, code)? {
            return Ok(Sight::Here(catalog));
        }
        let unit = code.split('-').nth(1).unwrap_or_default();
        let told = self.units(at)?.department(unit).is_none_or(|d| d.confirmed);
        Ok(if told { Sight::Absent } else { Sight::Silent })
    }

    fn alone(&self, at: usize, code: &str) -> Result<Option<Box<Catalog>>, ReleaseError> {
        let Some(file) = self.files.get(at) else {
            return Ok(None);
        };
        Ok(file.item_alone(code)?.map(Box::new))
    }

    /// The list without items.
    fn units(&self, at: usize) -> Result<Catalog, ReleaseError> {
        let (departments, categories) = match self.files.get(at) {
            Some(file) => file.units()?,
            None => Default::default(),
        };
        Ok(Catalog {
            as_of: Date::default(),
            departments,
            categories,
            laws: Vec::new(),
            charts: Vec::new(),
            items: Vec::new(),
        })
    }

    fn edition(&self, at: usize) -> Result<Edition, ReleaseError> {
        let Some(file) = self.files.get(at) else {
            return Ok(Edition {
                id: String::new(),
                edition: String::new(),
                on: Date::default(),
                decisions: Vec::new(),
                adjustments: Vec::new(),
            });
        };
        let header = file.header();
        Ok(Edition {
            id: header.id.to_string(),
            edition: header.edition.clone(),
            on: header.published_on,
            decisions: file.decisions()?,
            adjustments: file.adjusted()?,
        })
    }
}

/// The item's part of a code, and the sub-item's with its hyphen.
fn split(code: &str) -> (&str, Option<&str>) {
    let end = code.match_indices('-').nth(3).map(|(at, _)| at);
    match end {
        Some(at) => (&code[..at], Some(&code[at..])),
        None => (code, None),
    }
}

//! What the review's events tell of an item.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::compare::history::Entry;
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::office_time;
use crate::workflow::adjust::Step;
use crate::workflow::{Decision, Event, EventKind};

/// The events of one or several reviews taken in one after the other, the oldest first.
pub struct Deeds<'a> {
    /// Codes of the item, each with the day from which on its events count.
    codes: &'a BTreeMap<String, Option<Date>>,
    /// How an event is told in one line.
    describe: &'a dyn Fn(&EventKind) -> String,
    entries: Vec<Entry>,
    /// Digest of the item's content in the last submission, by code.
    submitted: BTreeMap<ItemCode, Digest>,
    /// Meetings so far: what a confirmation rests on.
    meetings: Vec<String>,
    /// Who published which release, by which event.
    published: BTreeMap<String, (u64, String)>,
    /// Adjustments of the item, each with the code by which it names it.
    adjustments: BTreeMap<AdjustmentId, ItemCode>,
    units: BTreeSet<DepartmentId>,
}

impl std::fmt::Debug for Deeds<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deeds")
            .field("codes", &self.codes)
            .finish_non_exhaustive()
    }
}

/// Begins to look for what happened to an item under these codes.
pub fn deeds<'a>(
    codes: &'a BTreeMap<String, Option<Date>>,
    describe: &'a dyn Fn(&EventKind) -> String,
) -> Deeds<'a> {
    let units = codes
        .keys()
        .filter_map(|code| code.split('-').nth(1)?.parse().ok());
    Deeds {
        codes,
        describe,
        entries: Vec::new(),
        submitted: BTreeMap::new(),
        meetings: Vec::new(),
        published: BTreeMap::new(),
        adjustments: BTreeMap::new(),
        units: units.collect(),
    }
}

impl Deeds<'_> {
    /// Begins with another review: what was held there was not held here.
    pub fn begin(&mut self) {
        self.submitted.clear();
        self.meetings.clear();
        self.adjustments.clear();
    }

    /// Takes an event in.
    pub fn take(&mut self, event: &Event) {
        match &event.payload {
            EventKind::MeetingHeld {
                meeting,
                date,
                document,
            } => self
                .meetings
                .push(format!("{} {date} {document}", meeting.chinese())),
            EventKind::Published { release, .. } => {
                let who = who(event);
                self.published.insert(release.to_string(), (event.seq, who));
            }
            EventKind::Submitted {
                department,
                items,
                unprompted,
                ..
            } if self.units.contains(department) => {
                for (code, digest) in items {
                    if !self.is(code, event) {
                        continue;
                    }
                    let before = self.submitted.insert(code.clone(), *digest);
                    let mut what = match before {
                        None => "第一次报送".to_owned(),
                        Some(before) if before == *digest => "内容没有变".to_owned(),
                        Some(_) => "内容有改动".to_owned(),
                    };
                    if before.is_some() && unprompted.contains(code) {
                        what.push_str("，没有意见要求改");
                    }
                    self.add(event, code, what, String::new());
                }
            }
            EventKind::Confirmed {
                department,
                decisions,
            } if self.units.contains(department) => {
                for (code, decision) in decisions {
                    let about = self.is(code, event);
                    let absorbed = match decision {
                        Decision::Merge { absorbs } => absorbs
                            .codes()
                            .iter()
                            .find(|absorbed| self.is(absorbed, event)),
                        _ => None,
                    };
                    if about || absorbed.is_some() {
                        let what = format!("{code} {decision}");
                        let why = self.meetings.join("；");
                        self.add(event, absorbed.unwrap_or(code), what, why);
                    }
                }
            }
            EventKind::Adjustment {
                adjustment, act, ..
            } => {
                if let Step::Opened { action, .. } = act {
                    let touched = action.touched().into_iter();
                    let mut touched = touched.filter(|code| self.is(code, event));
                    if let Some(code) = touched.next() {
                        self.adjustments.insert(*adjustment, code.clone());
                    }
                }
                if let Some(code) = self.adjustments.get(adjustment).cloned() {
                    let told = (self.describe)(&event.payload);
                    let what = told.strip_prefix(event.payload.chinese()).unwrap_or(&told);
                    let what = format!("调整 {}", what.trim());
                    self.add(event, &code, what, String::new());
                }
            }
            // Whatever else is on one item, also of kinds that come later.
            kind => {
                if let Some(code) = kind.item().filter(|code| self.is(code, event)) {
                    let code = code.clone();
                    let told = (self.describe)(kind);
                    let what = told.strip_prefix(kind.chinese()).unwrap_or(&told).trim();
                    let what = what.to_owned();
                    self.add(event, &code, what, String::new());
                }
            }
        }
    }

    /// What was found, and the entries of the releases with who published them.
    pub fn done(self, mut releases: Vec<Entry>) -> Vec<Entry> {
        for entry in &mut releases {
            let id = entry.release.as_deref().unwrap_or_default();
            if let Some((seq, who)) = self.published.get(id) {
                entry.event = Some(*seq);
                entry.who.clone_from(who);
            }
        }
        crate::compare::history::merged(releases, self.entries)
    }

    /// Whether an event on this code is one on the item.
    fn is(&self, code: &ItemCode, event: &Event) -> bool {
        let since = self.codes.get(code.as_str());
        since.is_some_and(|since| since.is_none_or(|since| since <= office_time::day(event.at)))
    }

    fn add(&mut self, event: &Event, code: &ItemCode, what: String, why: String) {
        let kind = &event.payload;
        self.entries.push(Entry {
            on: office_time::day(event.at),
            kind: kind.key(),
            word: kind.chinese().to_owned(),
            code: code.to_string(),
            name: String::new(),
            department: String::new(),
            what,
            why,
            who: who(event),
            release: None,
            edition: None,
            event: Some(event.seq),
            fields: Vec::new(),
        });
    }
}

/// Who acted, and as what.
fn who(event: &Event) -> String {
    format!("{}（{}）", event.actor, event.role)
}

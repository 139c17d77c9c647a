//! What the site keeps of each release: not its items, but what it changed.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::compare::words::{Piece, words};
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::ids::Digest;
use crate::domain::release::{ChangeKind, ChangeRow, DecisionRow, Header, ReleaseId};
use crate::render::listing::{Column, cell};

/// What a release made of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// New, changed or gone.
    pub kind: ChangeKind,
    /// Name of the item.
    pub name: String,
    /// Unit of the item.
    pub unit: String,
    /// What changed, in words; empty for an item that came or went.
    pub what: String,
    /// The same word by word, where both releases were at hand.
    pub fields: Vec<(&'static str, Vec<Piece>)>,
}

/// A release as those after it remember it.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its name.
    pub id: String,
    /// Its edition, e.g. 2015年版.
    pub edition: String,
    /// Day of publication.
    pub published_on: Date,
    /// The day whose law counts.
    pub as_of: Date,
    /// Whether units are missing in it.
    pub partial: bool,
    /// Digest of its content.
    pub digest: Digest,
    /// How many items it has.
    pub items: usize,
    /// The release that it compares itself with.
    pub previous: Option<String>,
    /// What it changed, in the order of codes.
    pub events: Vec<(String, Event)>,
    /// What the review took off the list.
    pub decisions: Vec<DecisionRow>,
}

impl Edition {
    /// What is kept of a release of so many items, but for what it changed.
    pub fn new(
        header: &Header,
        digest: Digest,
        items: usize,
        previous: Option<&ReleaseId>,
    ) -> Self {
        Self {
            id: header.id.to_string(),
            edition: header.edition.clone(),
            published_on: header.published_on,
            as_of: header.as_of,
            partial: header.id.partial(),
            digest,
            items,
            previous: previous.map(ToString::to_string),
            events: Vec::new(),
            decisions: Vec::new(),
        }
    }

    /// Takes in some of what it changed, in the order of codes. The lists need to have these items and no others; `before`
    /// is that of the release before it, for the units of items that are gone.
    pub fn take(&mut self, changes: &[ChangeRow], now: &Catalog, before: Option<&Catalog>) {
        let now = by_code(now);
        let old = before.map(by_code).unwrap_or_default();
        self.events.extend(changes.iter().map(|change| {
            let code = change.item_code.as_str();
            let (new, old) = (now.get(code).copied(), old.get(code).copied());
            let item = new.or(old);
            let (name, what) = match change.kind {
                ChangeKind::Changed => (item.map_or("", |(_, i)| &i.name), change.what.as_str()),
                _ => (change.what.as_str(), ""),
            };
            let fields = match (change.kind, old, new) {
                (ChangeKind::Changed, Some(old), Some(new)) => differences(old, new),
                _ => Vec::new(),
            };
            let event = Event {
                kind: change.kind,
                name: name.to_owned(),
                unit: item
                    .map_or("", |(c, i)| c.department_label(&i.department))
                    .to_owned(),
                what: what.to_owned(),
                fields,
            };
            (change.item_code.clone(), event)
        }));
    }

    /// How many items came, changed and went.
    pub(super) fn counts(&self) -> [usize; 3] {
        ChangeKind::ALL.map(|(kind, _)| self.events.iter().filter(|(_, e)| e.kind == kind).count())
    }
}

/// An item with the list that it is in.
type Listed<'r> = (&'r Catalog, &'r ItemRow);

fn by_code(catalog: &Catalog) -> HashMap<&str, Listed<'_>> {
    let items = catalog.items.iter();
    items
        .map(|item| (item.code.as_str(), (catalog, item)))
        .collect()
}

/// The cells of the published list that differ, word by word.
fn differences(old: Listed<'_>, new: Listed<'_>) -> Vec<(&'static str, Vec<Piece>)> {
    let differing = |column: Column| {
        let (before, after) = (cell(old.0, old.1, column), cell(new.0, new.1, column));
        (before != after).then(|| (column.title(), words(&before, &after)))
    };
    Column::ALL.into_iter().filter_map(differing).collect()
}

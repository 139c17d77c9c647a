//! What the site keeps of each release: not its items, but what it changed.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::domain::ids::Digest;
use crate::domain::release::{ChangeKind, DecisionRow, Release};

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
    /// Codes of its items.
    pub codes: Vec<String>,
}

impl Edition {
    /// What is kept of a release; `before` is the one before it, for the units of items that are gone.
    pub fn new(release: &Release, digest: Digest, before: Option<&Release>) -> Self {
        let header = &release.header;
        let catalogs = || {
            let old = before.map(|b| &b.catalog);
            [Some(&release.catalog), old].into_iter().flatten()
        };
        let mut known = HashMap::new();
        for catalog in catalogs() {
            for item in &catalog.items {
                known.entry(item.code.as_str()).or_insert((catalog, item));
            }
        }
        let events = release.changes.iter().map(|change| {
            let item = known.get(change.item_code.as_str());
            let (name, what) = match change.kind {
                ChangeKind::Changed => (item.map_or("", |(_, i)| &i.name), change.what.as_str()),
                _ => (change.what.as_str(), ""),
            };
            let event = Event {
                kind: change.kind,
                name: name.to_owned(),
                unit: item
                    .map_or("", |(c, i)| c.department_label(&i.department))
                    .to_owned(),
                what: what.to_owned(),
            };
            (change.item_code.clone(), event)
        });
        Self {
            id: header.id.to_string(),
            edition: header.edition.clone(),
            published_on: header.published_on,
            as_of: header.as_of,
            partial: header.id.partial(),
            digest,
            items: release.catalog.items.len(),
            previous: release.previous.as_ref().map(ToString::to_string),
            events: events.collect(),
            decisions: release.decisions.clone(),
            codes: release
                .catalog
                .items
                .iter()
                .map(|i| i.code.clone())
                .collect(),
        }
    }

    /// How many items came, changed and went.
    pub(super) fn counts(&self) -> [usize; 3] {
        ChangeKind::ALL.map(|(kind, _)| self.events.iter().filter(|(_, e)| e.kind == kind).count())
    }
}

//! How one version became another, provision by provision.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Confidence, Evidence, Fate, Outcome, VersionId, notation};
use crate::domain::provision::Provision;

/// What became of one provision, as it is stored. A provision without an entry follows the part that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it was. 款 are named even where there is but one, 目 never.
    pub from: Provision,
    /// Where it is now, in the same manner.
    pub to: Vec<Provision>,
    /// What of its words changed.
    pub wording: Wording,
    /// How sure that is.
    pub confidence: Confidence,
}

/// What of a provision's words changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// Nothing.
    Same,
    /// Only in those of its parts that have an entry of their own.
    PartsChanged,
    /// The provision as a whole; parts without an entry of their own with it.
    Changed,
}

/// A provision with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it was; `None` of a new one.
    pub from: Option<Provision>,
    /// What became of it.
    pub outcome: Outcome,
}

/// How one version became the next, or a law the one that replaced it.
///
/// Kept in the compact notation of the register and decoded when first asked for.
#[derive(Debug)]
pub struct Transition {
    /// The version before.
    pub from: VersionId,
    /// The version after; of another law where that one replaced it.
    pub to: VersionId,
    /// What the mapping rests on.
    pub evidence: Evidence,
    notation: Box<str>,
    entries: OnceLock<Option<Entries>>,
}

/// The decoded notation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entries {
    pub(super) changes: BTreeMap<Provision, Change>,
    pub(super) new: Vec<(Provision, Confidence)>,
}

impl Clone for Transition {
    fn clone(&self) -> Self {
        Self {
            from: self.from.clone(),
            to: self.to.clone(),
            evidence: self.evidence,
            notation: self.notation.clone(),
            entries: OnceLock::new(),
        }
    }
}

impl PartialEq for Transition {
    fn eq(&self, other: &Self) -> bool {
        (&self.from, &self.to, self.evidence, &self.notation)
            == (&other.from, &other.to, other.evidence, &other.notation)
    }
}
impl Eq for Transition {}

impl Transition {
    /// Takes the compact notation, see `data/laws/README.md`; it is decoded on first use.
    pub fn from_notation(
        from: VersionId,
        to: VersionId,
        evidence: Evidence,
        notation: impl Into<Box<str>>,
    ) -> Self {
        Self {
            from,
            to,
            evidence,
            notation: notation.into(),
            entries: OnceLock::new(),
        }
    }

    /// Puts entries together; of two for one provision the later is kept, and what follows from the entry of the wider
    /// part is left out.
    pub fn new(
        from: VersionId,
        to: VersionId,
        evidence: Evidence,
        changes: impl IntoIterator<Item = Change>,
        new: impl IntoIterator<Item = (Provision, Confidence)>,
    ) -> Self {
        let entries = Entries {
            changes: needed(changes.into_iter().map(|c| (c.from, c)).collect()),
            new: new.into_iter().collect(),
        };
        Self {
            from,
            to,
            evidence,
            notation: notation::encode(&entries).into(),
            entries: OnceLock::from(Some(entries)),
        }
    }

    /// The compact notation.
    pub fn notation(&self) -> &str {
        &self.notation
    }

    /// Whether the notation is well formed.
    pub fn is_readable(&self) -> bool {
        self.decoded().is_some()
    }

    fn decoded(&self) -> Option<&Entries> {
        self.entries
            .get_or_init(|| notation::decode(&self.notation))
            .as_ref()
    }

    /// Whether it leads from one law to another.
    pub fn is_between_laws(&self) -> bool {
        self.from.law != self.to.law
    }

    /// What became of a provision of the version before. An item of which no paragraph is named is taken to be in the
    /// first; [`super::Route::of`] looks it up.
    pub fn of(&self, provision: &Provision) -> Outcome {
        let asked = named(provision);
        let changes = self.decoded().map(|entries| &entries.changes);
        let entry = |key: &Provision| changes.and_then(|changes| changes.get(key));
        let found = own_and_wider(asked).find_map(|key| Some((key, entry(&key)?)));
        let Some((key, change)) = found else {
            return self.outcome(*provision, vec![*provision], false, Confidence::FULL);
        };
        let reworded = match change.wording {
            Wording::Same => false,
            Wording::PartsChanged => key == asked,
            Wording::Changed => true,
        };
        let to = change.to.iter().map(|to| rest(provision, &asked, &key, to));
        self.outcome(*provision, to.collect(), reworded, change.confidence)
    }

    fn outcome(
        &self,
        from: Provision,
        to: Vec<Provision>,
        reworded: bool,
        confidence: Confidence,
    ) -> Outcome {
        let fate = if to.is_empty() {
            Fate::Gone
        } else {
            Fate::of(self.is_between_laws() || to != [from], reworded)
        };
        Outcome {
            fate,
            to,
            confidence,
            evidence: self.evidence,
        }
    }

    /// Everything that has an entry and is not the same, in the order of the version before; then what is new.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        let changed = self.decoded().into_iter().flat_map(|e| e.changes.values());
        let changed = changed.map(|change| Row {
            from: Some(change.from),
            outcome: self.outcome(
                change.from,
                change.to.clone(),
                change.wording != Wording::Same,
                change.confidence,
            ),
        });
        let new = self.decoded().into_iter().flat_map(|e| &e.new);
        let new = new.map(|(provision, confidence)| Row {
            from: None,
            outcome: Outcome {
                fate: Fate::New,
                to: vec![*provision],
                confidence: *confidence,
                evidence: self.evidence,
            },
        });
        changed
            .filter(|row| row.outcome.fate != Fate::Same)
            .chain(new)
    }
}

/// The entries without those that say what would be said without them.
fn needed(all: BTreeMap<Provision, Change>) -> BTreeMap<Provision, Change> {
    let mut kept: BTreeMap<Provision, Change> = BTreeMap::new();
    // A wider part comes before the parts of it.
    for (key, change) in all {
        let wider = own_and_wider(key).find_map(|wider| kept.get(&wider));
        let follows = match wider {
            None => {
                change.to == [key]
                    && change.wording == Wording::Same
                    && change.confidence == Confidence::FULL
            }
            // With something that is gone its parts are.
            Some(wider) if wider.to.is_empty() && change.to.is_empty() => true,
            Some(wider) => {
                let led = wider.to.iter().map(|to| rest(&key, &key, &wider.from, to));
                let wording = match wider.wording {
                    Wording::PartsChanged => Wording::Same,
                    other => other,
                };
                led.eq(change.to.iter().copied())
                    && change.wording == wording
                    && change.confidence >= wider.confidence
            }
        };
        if !follows {
            kept.insert(key, change);
        }
    }
    kept
}

/// The provision as entries name it: with its 款, without 目.
fn named(provision: &Provision) -> Provision {
    Provision {
        paragraph: match (provision.paragraph, provision.subparagraph) {
            (None, Some(_)) => Some(std::num::NonZeroU16::MIN),
            (paragraph, _) => paragraph,
        },
        point: None,
        ..*provision
    }
}

/// The provision itself, its paragraph, its article.
fn own_and_wider(provision: Provision) -> impl Iterator<Item = Provision> {
    let paragraph = Provision {
        subparagraph: None,
        ..provision
    };
    let article = Provision::article(provision.article);
    let wider = [paragraph, article];
    let mut last = provision;
    std::iter::once(provision).chain(wider.into_iter().filter(move |p| {
        let other = *p != last;
        last = *p;
        other
    }))
}

/// Where a part is of which the wider provision `key` went `to`: the finer numbers stay.
fn rest(provision: &Provision, asked: &Provision, key: &Provision, to: &Provision) -> Provision {
    let paragraph = match (key.paragraph.or(to.paragraph), provision.paragraph) {
        // An unnamed paragraph stays unnamed where it stays the same.
        (Some(_), None) if to.paragraph == asked.paragraph => None,
        (Some(_), _) => to.paragraph,
        (None, named) => named,
    };
    let subparagraph = match key.subparagraph.or(to.subparagraph) {
        Some(_) => to.subparagraph,
        None => provision.subparagraph,
    };
    Provision {
        article: to.article,
        paragraph,
        subparagraph,
        point: provision.point,
    }
}

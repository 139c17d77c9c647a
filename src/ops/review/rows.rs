//! The items of a round as a reviewer goes through them: what is known of each at a glance, and which of them are meant.

use std::collections::{BTreeMap, BTreeSet};

use super::{ReviewError, Session};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::Body;
use crate::finding::{RuleCode, Severity};
use crate::io::store::Store;
use crate::workflow::round::{Change, ItemState};
use crate::workflow::{Entry, Notebook, Round};

/// An item of a round at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its code.
    pub code: ItemCode,
    /// Name of its category.
    pub category: String,
    /// Its name.
    pub name: String,
    /// How it differs from the round before; `None` where it does not, and in the first round.
    pub change: Option<Change>,
    /// What the rules found in it when it was submitted.
    pub findings: Vec<(RuleCode, Severity)>,
    /// Where it stands in the round.
    pub state: ItemState,
}

impl Row {
    /// The gravest of what was found.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|(_, severity)| *severity).max()
    }

    fn is_called(&self, wanted: &str) -> bool {
        self.name.contains(wanted) || self.code.as_str().contains(wanted)
    }

    /// What a reader of this body means to say to it: the draft, else the opinion given.
    pub fn said(&self, body: Body, drafts: &Notebook) -> Option<Entry> {
        match drafts.entry(&self.code) {
            Some(Entry::Withdrawal {}) => None,
            Some(entry) => Some(entry.clone()),
            None => self.state.opinion(body).map(|o| Entry::Opinion {
                decision: o.decision.clone(),
                text: o.text.clone(),
            }),
        }
    }
}

/// What must have been found in an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// An error or a warning of any rule. Notes are left out: nearly every item has one.
    Any,
    /// Anything of one of these rules.
    Rules(BTreeSet<RuleCode>),
}

impl Wanted {
    fn fits(&self, row: &Row) -> bool {
        match self {
            Self::Any => row.worst().is_some_and(|s| s != Severity::Note),
            Self::Rules(rules) => row.findings.iter().any(|(code, _)| rules.contains(code)),
        }
    }
}

/// Which items are meant: all that fit every condition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this category.
    pub category: Option<String>,
    /// Only those whose name or code has these characters.
    pub name: Option<String>,
    /// Only those in which one of these rules found something.
    pub findings: Option<Wanted>,
    /// Only those that are new or changed since the round before.
    pub changed: bool,
    /// Only those on which the bodies differ.
    pub disputed: bool,
    /// Only those to which this body has said nothing yet, given or drafted.
    pub undecided_by: Option<Body>,
}

impl Filter {
    /// Whether an item is meant.
    pub fn takes(&self, row: &Row, drafts: &Notebook) -> bool {
        self.category.as_ref().is_none_or(|c| *c == row.category)
            && self.name.as_ref().is_none_or(|n| row.is_called(n))
            && self.findings.as_ref().is_none_or(|wanted| wanted.fits(row))
            && (!self.changed || row.change.is_some())
            && (!self.disputed || row.state.is_disputed())
            && self
                .undecided_by
                .is_none_or(|body| row.said(body, drafts).is_none())
    }

    /// Whether it leaves anything out.
    pub fn is_narrow(&self) -> bool {
        *self != Self::default()
    }
}

impl<S: Store> Session<S> {
    /// The items of a round of a unit, in order of code; none where the unit has not come to it.
    ///
    /// # Errors
    /// When the snapshot cannot be read.
    pub fn rows(
        &mut self,
        department: &DepartmentId,
        round: Round,
    ) -> Result<Vec<Row>, ReviewError> {
        let snapshot = self
            .campaign
            .department(department)
            .and_then(|state| state.round(round))
            .map(|round| round.snapshot);
        let Some(snapshot) = snapshot else {
            return Ok(Vec::new());
        };
        self.load_manifest(snapshot)?;
        let kept = self
            .campaign
            .department(department)
            .and_then(|state| state.round(round))
            .and_then(|round| round.findings);
        let found = match kept {
            Some(digest) => self.findings(digest)?,
            None => std::sync::Arc::default(),
        };
        let mut findings: BTreeMap<&ItemCode, Vec<(RuleCode, Severity)>> = BTreeMap::new();
        for found in found.iter() {
            if let Some(code) = &found.item {
                findings
                    .entry(code)
                    .or_default()
                    .push((found.code, found.severity));
            }
        }
        let (Some(manifest), Some(state)) = (
            self.manifests.get(&snapshot),
            self.campaign.department(department),
        ) else {
            return Ok(Vec::new());
        };
        let Some(running) = state.round(round) else {
            return Ok(Vec::new());
        };
        let before = round
            .index()
            .checked_sub(1)
            .and_then(|index| state.rounds().get(index));
        let row = |(code, item): (&ItemCode, &ItemState)| {
            let listed = manifest.item(code);
            let change = before.and_then(|round| match round.items.get(code) {
                None => Some(Change::Added),
                Some(then) if then.digest != item.digest => Some(Change::Changed),
                Some(_) => None,
            });
            Row {
                code: code.clone(),
                category: listed.map_or_else(String::new, |i| i.category.clone()),
                name: listed.map_or_else(String::new, |i| i.name.clone()),
                change,
                findings: findings.remove(code).unwrap_or_default(),
                state: item.clone(),
            }
        };
        Ok(running.items.iter().map(row).collect())
    }

    /// The items of the round under review that are meant, in order of code; none where no round is under review, which
    /// the command that follows will be told.
    ///
    /// # Errors
    /// When the snapshot cannot be read.
    pub fn select(
        &mut self,
        department: &DepartmentId,
        filter: &Filter,
        drafts: &Notebook,
    ) -> Result<Vec<Row>, ReviewError> {
        let round = self
            .campaign
            .department(department)
            .and_then(|state| state.under_review())
            .map(|round| round.round);
        let mut rows = match round {
            Some(round) => self.rows(department, round)?,
            None => Vec::new(),
        };
        rows.retain(|row| filter.takes(row, drafts));
        Ok(rows)
    }
}

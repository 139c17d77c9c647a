//! Gathers what the reviewer of an item looks at: its snapshot, the law, the findings, what was said, what changed.

mod legal;

use jiff::civil::Date;

use self::legal::{citations, cited_in};
use super::{ReviewError, Session};
use crate::compare::items;
use crate::domain::canonical;
use crate::domain::flowchart::Flowchart;
use crate::domain::gate::Gate;
use crate::domain::ids::{DepartmentId, Digest, ItemCode, LawId};
use crate::domain::item::PowerItem;
use crate::domain::law::Register;
use crate::domain::people::{ActorId, Person};
use crate::domain::place::SourceId;
use crate::domain::quote::LawTexts;
use crate::io::store::Store;
use crate::io::yaml;
use crate::report::review_sheet::{
    ChartView, Drawn, Hand, ItemChange, ItemView, LastView, OpinionView, RulingView,
};
use crate::rules::context::{find_law, law_names};
use crate::workflow::Round;
use crate::workflow::campaign::DepartmentState;
use crate::workflow::round::{ItemState, Opinion, RoundState, Ruling};
use crate::workflow::snapshot::Manifest;

/// What is read once for all items.
#[derive(Debug, Clone, Copy)]
pub struct Library<'a> {
    /// National and local laws.
    pub register: &'a Register,
    /// Statute texts at hand.
    pub texts: &'a LawTexts,
    /// The day whose law counts.
    pub as_of: Date,
    /// Everybody in the project, for their names.
    pub people: &'a [Person],
}

/// The laws that items cite: the only ones whose texts are needed.
pub fn cited_laws<'i>(
    items: impl IntoIterator<Item = &'i PowerItem>,
    register: &Register,
) -> std::collections::BTreeSet<LawId> {
    let mut out = std::collections::BTreeSet::new();
    for item in items {
        for (_, _, text) in item.citations() {
            let names = law_names(&text.parsed.citations).flatten();
            out.extend(
                names
                    .filter_map(|n| find_law(register, n))
                    .map(|law| law.id.clone()),
            );
        }
    }
    out
}

/// A round with its items' names and files.
struct Sent<'s> {
    round: &'s RoundState,
    manifest: &'s Manifest,
}

impl<S: Store> Session<S> {
    /// The item as submitted in a round; where it is gone in that round, as it was before. `None` where neither has it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn item(
        &self,
        department: &DepartmentId,
        round: Round,
        code: &ItemCode,
    ) -> Result<Option<PowerItem>, ReviewError> {
        let Some(state) = self.campaign.department(department) else {
            return Ok(None);
        };
        let rounds = [state.round(round), before_of(state, round)];
        let item = rounds.into_iter().flatten().find_map(|r| r.items.get(code));
        item.map(|item| self.content(item.digest)).transpose()
    }

    /// One item in one round for its reviewer; `None` where neither that round nor the one before has it. `name` is the
    /// unit's.
    ///
    /// # Errors
    /// When something of it cannot be read.
    pub fn item_view(
        &mut self,
        department: &DepartmentId,
        name: &str,
        round: Round,
        code: &ItemCode,
        library: Library<'_>,
    ) -> Result<Option<ItemView>, ReviewError> {
        // Manifests and findings are kept once read; the rest borrows them.
        let Some(state) = self.campaign.department(department) else {
            return Ok(None);
        };
        let Some(now) = state.round(round) else {
            return Ok(None);
        };
        let before = round
            .index()
            .checked_sub(1)
            .and_then(|i| state.rounds().get(i));
        let snapshots: Vec<Digest> = before
            .iter()
            .map(|r| r.snapshot)
            .chain([now.snapshot])
            .collect();
        let found = now.findings;
        for snapshot in snapshots {
            self.load_manifest(snapshot)?;
        }
        let findings = match found {
            Some(digest) => Some(self.findings(digest)?),
            None => None,
        };
        let Some(state) = self.campaign.department(department) else {
            return Ok(None);
        };
        let manifest_of = |round: &RoundState| self.manifests.get(&round.snapshot);
        let (Some(now), before) = (state.round(round), before_of(state, round)) else {
            return Ok(None);
        };
        let Some(manifest) = manifest_of(now) else {
            return Ok(None);
        };
        let now = Sent {
            round: now,
            manifest,
        };
        let before = before.and_then(|round| {
            let manifest = manifest_of(round)?;
            Some(Sent { round, manifest })
        });
        let here = now.round.items.get(code);
        let there = before.as_ref().and_then(|b| b.round.items.get(code));
        let Some(shown) = here.or(there) else {
            return Ok(None);
        };
        let shown_in = match (here, &before) {
            (None, Some(before)) => before,
            _ => &now,
        };
        let item = self.content(shown.digest)?;
        let charts = self.charts(&item, shown_in.manifest)?;
        let change = self.change(&item, here, there, &now, before.as_ref())?;
        let last = match (&before, there) {
            (Some(before), Some(there)) => Some(LastView {
                round: before.round.round,
                opinions: self.opinions(there, library)?,
                ruling: self.ruling(there.ruling.as_deref(), library)?,
            }),
            _ => None,
        };
        let next = state.rounds().get(round.index() + 1);
        let gone = |next: &&RoundState| here.is_some() && !next.items.contains_key(code);
        let confirmed = state.decisions().iter().find(|(known, _)| known == code);
        Ok(Some(ItemView {
            code: code.clone(),
            department: department.clone(),
            department_name: name.to_owned(),
            group: state.group.clone(),
            round,
            gone_in: next.filter(gone).map(|next| next.round),
            as_of: library.as_of,
            citations: citations(&item, library),
            charts,
            findings: findings.map(|all| {
                let own = all.iter().filter(|f| f.concerns(code));
                own.cloned().collect()
            }),
            opinions: match here {
                Some(here) => self.opinions(here, library)?,
                None => Vec::new(),
            },
            ruling: self.ruling(here.and_then(|h| h.ruling.as_deref()), library)?,
            confirmed: confirmed.map(|(_, decision)| decision.clone()),
            last,
            change,
            unprompted: now.round.unprompted.contains(code),
            item,
        }))
    }

    fn content(&self, digest: Digest) -> Result<PowerItem, ReviewError> {
        let broken = |why: String| ReviewError::Snapshot { digest, why };
        let bytes = self
            .store
            .get(digest)?
            .ok_or_else(|| broken("工作数据库里没有它".to_owned()))?;
        canonical::read_item(&bytes).map_err(broken)
    }

    fn charts(&self, item: &PowerItem, manifest: &Manifest) -> Result<Vec<ChartView>, ReviewError> {
        let mut out = Vec::new();
        for (path, sub_item) in chart_paths(item) {
            let drawn = match file(manifest, path) {
                None => Drawn::NoSteps,
                Some(digest) => match self.chart(path, digest)? {
                    Some(chart) => Drawn::Steps(chart),
                    None => Drawn::Unreadable,
                },
            };
            out.push(ChartView {
                path: path.to_owned(),
                sub_item: sub_item.cloned(),
                drawn,
            });
        }
        Ok(out)
    }

    fn chart(&self, path: &str, digest: Digest) -> Result<Option<Flowchart>, ReviewError> {
        let Some(bytes) = self.store.get(digest)? else {
            return Ok(None);
        };
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return Ok(None);
        };
        // What is wrong with it was found when it was submitted.
        let (chart, _) = yaml::syntax::with_document(text, SourceId(0), Gate::First, |d| {
            yaml::flowchart::read(d, path)
        });
        Ok(chart)
    }

    fn change(
        &self,
        item: &PowerItem,
        here: Option<&ItemState>,
        there: Option<&ItemState>,
        now: &Sent<'_>,
        before: Option<&Sent<'_>>,
    ) -> Result<ItemChange, ReviewError> {
        let Some(before) = before else {
            return Ok(ItemChange::First);
        };
        let (here, there) = match (here, there) {
            (Some(here), Some(there)) => (here, there),
            (Some(_), None) => return Ok(ItemChange::Added),
            (None, _) => return Ok(ItemChange::Removed),
        };
        let redrawn = chart_paths(item)
            .map(|(path, _)| path)
            .filter(|path| file(now.manifest, path) != file(before.manifest, path));
        let redrawn: Vec<&str> = redrawn.collect();
        if here.digest == there.digest && redrawn.is_empty() {
            return Ok(ItemChange::Same);
        }
        let old = self.content(there.digest)?;
        let mut fields = items::fields(&old, item);
        let mut files = Vec::new();
        for path in redrawn {
            let of = |sent: &Sent<'_>| match file(sent.manifest, path) {
                Some(digest) => self.chart(path, digest),
                None => Ok(None),
            };
            match items::charts(of(before)?.as_ref(), of(now)?.as_ref()) {
                Some(change) => fields.push(change),
                None => files.push(path.to_owned()),
            }
        }
        if fields.is_empty() && files.is_empty() {
            // Only the drawing can differ then, of which the snapshot keeps no more than the digest.
            files.extend(item.flowchart.as_ref().map(|path| path.value.clone()));
        }
        Ok(ItemChange::Changed { fields, files })
    }

    fn opinions(
        &self,
        item: &ItemState,
        library: Library<'_>,
    ) -> Result<Vec<OpinionView>, ReviewError> {
        let view = |(body, opinion): (_, &Opinion)| {
            let text = opinion.text.as_ref().map(ToString::to_string);
            Ok(OpinionView {
                body,
                hand: self.hand(opinion.seq, Some(&opinion.actor), library)?,
                decision: opinion.decision.clone(),
                cited: cited_in(
                    &format!("{}\n{}", opinion.decision, text.as_deref().unwrap_or("")),
                    library,
                ),
                text,
                asks: opinion.asks(),
                answer: opinion.answer.clone(),
            })
        };
        item.opinions().map(view).collect()
    }

    fn ruling(
        &self,
        ruling: Option<&Ruling>,
        library: Library<'_>,
    ) -> Result<Option<RulingView>, ReviewError> {
        let view = |ruling: &Ruling| {
            Ok(RulingView {
                hand: self.hand(ruling.seq, None, library)?,
                decision: ruling.decision.clone(),
                reason: ruling.reason.to_string(),
                cited: cited_in(ruling.reason.as_str(), library),
            })
        };
        ruling.map(view).transpose()
    }

    /// Who is behind an event, and when it happened.
    fn hand(
        &self,
        seq: u64,
        actor: Option<&ActorId>,
        library: Library<'_>,
    ) -> Result<Hand, ReviewError> {
        // What is deferred is not in the store yet.
        let record = self.store.event(seq)?;
        let recorded = record.as_ref().and_then(|r| r.actor.parse().ok());
        let actor = actor.cloned().or(recorded);
        let person = library
            .people
            .iter()
            .find(|p| Some(&p.id.value) == actor.as_ref());
        Ok(Hand {
            seq,
            name: person.map(|p| p.name.clone()),
            at: record.and_then(|r| r.at.parse().ok()),
            actor,
        })
    }
}

fn before_of(state: &DepartmentState, round: Round) -> Option<&RoundState> {
    round
        .index()
        .checked_sub(1)
        .and_then(|i| state.rounds().get(i))
}

/// Charts of an item, its own first.
fn chart_paths(item: &PowerItem) -> impl Iterator<Item = (&str, Option<&ItemCode>)> {
    let own = item
        .flowchart
        .iter()
        .map(|path| (path.value.as_str(), None));
    let subs = item.sub_items.iter().filter_map(|sub| {
        let path = sub.flowchart.as_ref()?;
        Some((path.value.as_str(), Some(&sub.code.value)))
    });
    own.chain(subs)
}

fn file(manifest: &Manifest, path: &str) -> Option<Digest> {
    let found = manifest
        .files
        .binary_search_by(|f| f.path.as_str().cmp(path));
    found
        .ok()
        .and_then(|at| manifest.files.get(at))
        .map(|f| f.digest)
}

//! Acting in the review: decide on the state as it is, keep what comes of it, then take it in.

mod adjust;
mod checkpoint;
mod cited;
mod content;
mod drafting;
mod extend;
mod past;
mod perform;
mod queue;
mod request;
mod rows;
mod told;
mod verify;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::canonical;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::item::PowerItem;
use crate::io::feedback;
use crate::io::store::{Store, StoreError};
use crate::workflow::chain::{Head, Record};
use crate::workflow::feedback::Feedback;
use crate::workflow::found::{self, Found};
use crate::workflow::packed::{Cabinet, Kept};
use crate::workflow::round::RoundState;
use crate::workflow::signature::may_record;
use crate::workflow::snapshot::{Manifest, ManifestFile, ManifestItem};
use crate::workflow::{
    Campaign, Command, Event, NotebookKey, Refusal, Round, Signer, Staff, decide,
};

pub use self::cited::{CitedStanding, cited, provisions};
pub use self::drafting::Drafts;
pub use self::extend::{Extend, Until};
pub use self::past::until;
pub use self::queue::{QueueFilter, Waiting};
pub use self::request::{Act, ReviewError, Submission, SubmittedItem};
pub use self::rows::{Filter, Row, Wanted};
pub use self::told::tell_cited;
pub use self::verify::{AT_ONCE, Forged, Inspection, Signed, Verified, verify_store};
pub use self::view::{Library, cited_laws};

/// A review that is open: the store, and the state that its events add up to.
#[derive(Debug)]
pub struct Session<S> {
    store: S,
    campaign: Campaign,
    /// The checkpoint in the store as far as this session knows.
    kept: Kept,
    /// Which papers lie open.
    cabinet: Cabinet,
    /// Whether the state is what all events add up to; else it was begun from a checkpoint.
    proven: bool,
    manifests: BTreeMap<Digest, Manifest>,
    findings: BTreeMap<Digest, Arc<[Found]>>,
    /// What is decided and taken in but not kept yet; `None` unless deferring.
    pending: Option<Pending>,
    /// Signs what is recorded, where somebody has given a key.
    signer: Option<Box<dyn Signer>>,
}

/// A command with what has to be kept and ended along with it.
struct Plan {
    command: Command,
    content: Vec<Vec<u8>>,
    settled: Vec<(NotebookKey, u64)>,
}

impl From<Command> for Plan {
    fn from(command: Command) -> Self {
        Self {
            command,
            content: Vec::new(),
            settled: Vec::new(),
        }
    }
}

#[derive(Debug)]
struct Pending {
    /// Where the store ends.
    kept: Head,
    records: Vec<Record>,
    content: Vec<Vec<u8>>,
    settled: Vec<(NotebookKey, u64)>,
}

impl<S: Store> Session<S> {
    /// Reads the state: the checkpoint, where there is one that fits, and what came after it, checked; else the whole
    /// history.
    ///
    /// # Errors
    /// When the store cannot be read or its chain does not hold.
    pub fn open(store: S) -> Result<Self, ReviewError> {
        let mut session = Self {
            store,
            campaign: Campaign::default(),
            kept: Kept::default(),
            cabinet: Cabinet::default(),
            proven: true,
            manifests: BTreeMap::new(),
            findings: BTreeMap::new(),
            pending: None,
            signer: None,
        };
        if !session.resume()? {
            session.replay()?;
        }
        session.remember();
        Ok(session)
    }

    /// From now on what is recorded is signed with this key, where there is one.
    #[must_use]
    pub fn signing(mut self, signer: Option<Box<dyn Signer>>) -> Self {
        self.signer = signer;
        self
    }

    /// The state.
    pub const fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// The store.
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// The store, for content that is not part of an act.
    pub const fn store_mut(&mut self) -> &mut S {
        &mut self.store
    }

    /// Takes in what others have appended.
    ///
    /// # Errors
    /// When the store cannot be read or its chain does not hold.
    pub fn refresh(&mut self) -> Result<(), ReviewError> {
        self.refresh_telling(&mut |_| {})
    }

    fn refresh_telling(&mut self, told: &mut dyn FnMut(u64)) -> Result<(), ReviewError> {
        loop {
            let records = self.store.read_some(self.campaign.head().seq, AT_ONCE)?;
            if records.is_empty() {
                return Ok(());
            }
            self.take_in(&records)?;
            told(self.campaign.head().seq);
        }
    }

    /// Whether others have appended since.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_behind(&self) -> Result<bool, ReviewError> {
        Ok(self.store.head()? != self.campaign.head())
    }

    /// From now on acts are taken in at once and kept together at [`Session::commit`]: for many acts in a row, which would
    /// else wait for the disk one by one.
    pub fn defer(&mut self) {
        if self.pending.is_none() {
            self.pending = Some(Pending {
                kept: self.campaign.head(),
                records: Vec::new(),
                content: Vec::new(),
                settled: Vec::new(),
            });
        }
    }

    /// Keeps what was deferred, in one transaction, and ends the deferring.
    ///
    /// # Errors
    /// When the store does not take it; then all of it is forgotten and the state is that of the store again.
    pub fn commit(&mut self) -> Result<(), ReviewError> {
        let Some(pending) = self.pending.take() else {
            return Ok(());
        };
        if pending.records.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.store.append(
            pending.kept,
            &pending.records,
            &pending.content,
            &pending.settled,
        ) {
            self.replay()?;
            return Err(error.into());
        }
        self.remember();
        Ok(())
    }

    /// Whether the command would be taken now, by this person.
    ///
    /// # Errors
    /// The refusal that it would get.
    pub fn would(&self, act: Act<'_>, command: &Command) -> Result<(), Refusal> {
        decide(&self.campaign, Staff(act.people), act.actor, command).map(|_| ())
    }

    /// Whether an act of this person would be signed as the campaign wants it. The campaign that is only just begun wants
    /// what its beginning says.
    fn may_record(&self, act: Act<'_>, command: &Command) -> Result<(), Refusal> {
        let policy = match command {
            Command::Start { signatures, .. } => *signatures,
            _ => self.campaign.signatures(),
        };
        let key = self.signer.as_ref().map(|signer| signer.key());
        may_record(policy, act.actor, act.at, key)
    }

    /// Does what the command says; gives the new events.
    ///
    /// # Errors
    /// When the workflow refuses or the store fails.
    pub fn act(&mut self, act: Act<'_>, command: &Command) -> Result<Vec<Event>, ReviewError> {
        self.perform(act, |_| Ok(command.clone().into()))
    }

    /// As [`Session::act`], for a command that holds only where the chain ends at `head`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when others have appended since; what they did is taken in.
    pub fn act_at(
        &mut self,
        act: Act<'_>,
        command: &Command,
        head: Head,
    ) -> Result<Vec<Event>, ReviewError> {
        self.perform(act, |session| {
            let found = session.campaign.head();
            if found != head {
                return Err(StoreError::Conflict {
                    expected: head.seq,
                    found: found.seq,
                }
                .into());
            }
            Ok(command.clone().into())
        })
    }

    /// 一上, 二上, 三上: keeps the content and the manifest before the event that refers to them.
    ///
    /// # Errors
    /// When the workflow refuses or the store fails.
    pub fn submit(
        &mut self,
        act: Act<'_>,
        submission: Submission,
    ) -> Result<Vec<Event>, ReviewError> {
        let Submission {
            department,
            items,
            files,
            declares_none,
            gate_errors,
            findings,
        } = submission;
        let mut content = Vec::with_capacity(items.len() + files.len() + 2);
        let mut listed = Vec::with_capacity(items.len());
        let mut manifest_items = Vec::with_capacity(items.len());
        for item in items {
            let digest = Digest::of(&item.bytes);
            listed.push((item.code.clone(), digest));
            manifest_items.push(ManifestItem {
                code: item.code,
                category: item.category,
                name: item.name,
                digest,
            });
            content.push(item.bytes);
        }
        let mut manifest_files = Vec::with_capacity(files.len());
        for (path, bytes) in files {
            manifest_files.push(ManifestFile {
                path,
                digest: Digest::of(&bytes),
            });
            content.push(bytes);
        }
        let manifest = Manifest::new(department.clone(), manifest_items, manifest_files);
        let bytes = manifest.bytes();
        let snapshot = Digest::of(&bytes);
        content.push(bytes);
        let found = found::bytes(&findings);
        let kept = Digest::of(&found);
        content.push(found);
        let command = Command::Submit {
            department,
            snapshot,
            items: listed,
            declares_none,
            gate_errors,
            findings: Some(kept),
        };
        let events = self.perform(act, |_| {
            Ok(Plan {
                command: command.clone(),
                content: content.clone(),
                settled: Vec::new(),
            })
        })?;
        self.manifests.insert(snapshot, manifest);
        self.findings.insert(kept, findings.into());
        Ok(events)
    }

    /// 一下, 二下: closes the leg; gives the feedback beside the events. `name` is the unit's.
    ///
    /// # Errors
    /// When the workflow refuses or the store fails.
    pub fn give_back(
        &mut self,
        act: Act<'_>,
        department: &DepartmentId,
        name: &str,
    ) -> Result<(Vec<Event>, Option<Feedback>), ReviewError> {
        let events = self.perform(act, |session| {
            let round = session
                .campaign
                .department(department)
                .and_then(|state| state.under_review())
                .map(|round| round.round);
            let bytes = match round {
                Some(round) => session
                    .feedback(department, round, name)?
                    .map(|f| feedback::yaml(&f)),
                None => None,
            };
            // Without a round under review the command is refused; the digest is then of no matter.
            let digest = bytes.as_deref().map_or(Digest::ZERO, Digest::of);
            let command = Command::Return {
                department: department.clone(),
                feedback: digest,
            };
            Ok(Plan {
                command,
                content: bytes.into_iter().collect(),
                settled: Vec::new(),
            })
        })?;
        let round = self
            .campaign
            .department(department)
            .and_then(|state| state.latest())
            .map(|round| round.round);
        let given = match round {
            Some(round) => self.feedback(department, round, name)?,
            None => None,
        };
        Ok((events, given))
    }

    /// The feedback on a round as it stands; `None` where the unit has not come to it.
    ///
    /// # Errors
    /// When the snapshot cannot be read.
    pub fn feedback(
        &mut self,
        department: &DepartmentId,
        round: Round,
        name: &str,
    ) -> Result<Option<Feedback>, ReviewError> {
        let Some(snapshot) = self
            .campaign
            .department(department)
            .and_then(|state| state.round(round))
            .map(|round| round.snapshot)
        else {
            return Ok(None);
        };
        self.load_manifest(snapshot)?;
        let (Some(manifest), Some(state)) = (
            self.manifests.get(&snapshot),
            self.campaign.department(department),
        ) else {
            return Ok(None);
        };
        let edition = self.campaign.edition().map_or("", |e| e.as_str());
        Ok(state
            .round(round)
            .map(|r| Feedback::of(edition, department, name, state, r, manifest)))
    }

    /// The manifest of a submission.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn manifest(&mut self, snapshot: Digest) -> Result<&Manifest, ReviewError> {
        self.load_manifest(snapshot)?;
        self.manifests
            .get(&snapshot)
            .ok_or_else(|| ReviewError::Snapshot {
                digest: snapshot,
                why: "没有".to_owned(),
            })
    }

    /// What the gate found at a submission ([`RoundState::findings`]).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn findings(&mut self, digest: Digest) -> Result<Arc<[Found]>, ReviewError> {
        if let Some(findings) = self.findings.get(&digest) {
            return Ok(findings.clone());
        }
        let broken = |why: String| ReviewError::Findings { digest, why };
        let bytes = self
            .store
            .get(digest)?
            .ok_or_else(|| broken("工作数据库里没有它".to_owned()))?;
        let findings: Arc<[Found]> = found::read(&bytes).map_err(broken)?.into();
        self.findings.insert(digest, findings.clone());
        Ok(findings)
    }

    /// The items of a submission, in order of code.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn items(&mut self, snapshot: Digest) -> Result<Vec<PowerItem>, ReviewError> {
        let digests: Vec<Digest> = self
            .manifest(snapshot)?
            .items
            .iter()
            .map(|item| item.digest)
            .collect();
        let read = |digest: Digest| {
            let broken = |why: String| ReviewError::Snapshot { digest, why };
            let bytes = self
                .store
                .get(digest)?
                .ok_or_else(|| broken("工作数据库里没有它".to_owned()))?;
            canonical::read_item(&bytes).map_err(broken)
        };
        digests.into_iter().map(read).collect()
    }

    fn load_manifest(&mut self, snapshot: Digest) -> Result<(), ReviewError> {
        if self.manifests.contains_key(&snapshot) {
            return Ok(());
        }
        let broken = |why: String| ReviewError::Snapshot {
            digest: snapshot,
            why,
        };
        let bytes = self
            .store
            .get(snapshot)?
            .ok_or_else(|| broken("工作数据库里没有它".to_owned()))?;
        let manifest = Manifest::read(&bytes).map_err(broken)?;
        self.manifests.insert(snapshot, manifest);
        Ok(())
    }

    /// Sequence numbers of the opinions that a unit has yet to answer; only those on `item` where given.
    pub fn unanswered(&self, department: &DepartmentId, item: Option<&ItemCode>) -> Vec<u64> {
        let open = |round: &RoundState| {
            round
                .unanswered()
                .filter(|(code, _, _)| item.is_none_or(|wanted| wanted == *code))
                .map(|(_, _, opinion)| opinion.seq)
                .collect()
        };
        self.campaign
            .department(department)
            .and_then(|state| state.being_answered())
            .map_or(Vec::new(), open)
    }
}

#[cfg(test)]
mod tests;

//! Whether a recorded history holds.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use rayon::prelude::*;

use super::content::{Part, content_of, files_of};
use crate::domain::ids::Digest;
use crate::domain::project::Signatures;
use crate::domain::ssh::PublicKey;
use crate::io::store::{Store, StoreError};
use crate::workflow::chain::{Broken, Head, Record};
use crate::workflow::packed::{Cabinet, Checkpoint};
use crate::workflow::{Campaign, Event, Keyring, SetBack};

/// How many events are looked at together: enough to keep the threads busy, few enough not to fill the memory.
pub const AT_ONCE: usize = 4096;

/// A history that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The end of its chain.
    pub head: Head,
    /// Who signed how much of it.
    pub signed: Signed,
    /// A checkpoint that is not what the events add up to.
    pub forged: Option<Forged>,
    /// Events that are dated before their predecessors: a clock was set back, or two machines disagree.
    pub set_back: Vec<SetBack>,
}

/// Who signed how many events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// Whether every event has to be signed.
    pub required: bool,
    /// By person, with the fingerprints of the keys: how many.
    pub by: BTreeMap<(String, String), u64>,
    /// How many events are not signed.
    pub unsigned: u64,
}

/// A checkpoint that tells of another state than the events do. Nothing that was settled rests on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forged {
    /// The event up to which it tells.
    pub seq: u64,
    /// Whether one made of the events has taken its place.
    pub replaced: bool,
}

/// Goes through a history from its first event: chain, state, signatures. Content is only noted.
#[derive(Debug)]
pub struct Inspection<'k> {
    keyring: &'k Keyring,
    campaign: Campaign,
    cabinet: Cabinet,
    signed: Signed,
    parts: Vec<Part>,
    broken: Option<Broken>,
    last: Option<(u64, Timestamp)>,
    set_back: Vec<SetBack>,
}

impl<'k> Inspection<'k> {
    /// Before the first event. Signatures are checked by these keys.
    pub fn new(keyring: &'k Keyring) -> Self {
        Self {
            keyring,
            campaign: Campaign::default(),
            cabinet: Cabinet::default(),
            signed: Signed::default(),
            parts: Vec::new(),
            broken: None,
            last: None,
            set_back: Vec::new(),
        }
    }

    /// Takes the next events in; `seen` gets the state after each. False once one is wrong: what comes after it is of no
    /// matter any more.
    pub fn take(&mut self, records: &[Record], mut seen: impl FnMut(&Campaign)) -> bool {
        let keyring = self.keyring;
        let look = |record: &Record| (record.intact_event(), keyring.check(record));
        for records in records.chunks(AT_ONCE) {
            let looked: Vec<_> = records.par_iter().map(look).collect();
            for (record, (event, key)) in records.iter().zip(looked) {
                if let Err(broken) = self.step(record, event, key) {
                    self.broken = Some(broken);
                    return false;
                }
                seen(&self.campaign);
            }
        }
        true
    }

    fn step(
        &mut self,
        record: &Record,
        event: Result<Event, Broken>,
        key: Result<Option<PublicKey>, Broken>,
    ) -> Result<(), Broken> {
        record.follows(self.campaign.head())?;
        let event = event?;
        self.campaign.apply(&event)?;
        self.cabinet.tidy(&mut self.campaign, &event.payload);
        let required = self.campaign.signatures() == Signatures::Required;
        self.signed.required = required;
        match key? {
            Some(key) => {
                let who = (record.actor.clone(), key.fingerprint());
                *self.signed.by.entry(who).or_default() += 1;
            }
            None if required => {
                return Err(Broken {
                    seq: record.seq,
                    why: "没有签名，而启动时规定每一步都要签名".to_owned(),
                });
            }
            None => self.signed.unsigned += 1,
        }
        self.parts.extend(content_of(event.seq, &event.payload));
        let early = |(seq, before)| SetBack::of(seq, before, event.at);
        self.set_back.extend(self.last.and_then(early));
        self.last = Some((event.seq, event.at));
        Ok(())
    }

    /// Marks the event after the last good one as wrong, because it cannot even be read.
    pub fn stop(&mut self, why: String) {
        self.broken = Some(Broken {
            seq: self.campaign.head().seq + 1,
            why,
        });
    }

    /// Whether an event was found to be wrong.
    pub const fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    /// The end of what was taken in.
    pub const fn head(&self) -> Head {
        self.campaign.head()
    }

    /// The events so far that are dated before their predecessors.
    pub fn set_back(&self) -> Vec<SetBack> {
        self.set_back.clone()
    }

    /// The state after what was taken in.
    pub const fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// The first event that is wrong, in itself or because of its content, which `get` fetches; else who signed. What is
    /// missing of an early event is told before what is wrong with a later one. `needed` is filled with all content there
    /// has to be.
    ///
    /// # Errors
    /// When content cannot be fetched for a reason that is not its own.
    pub fn finish<E>(
        self,
        needed: &mut HashSet<Digest>,
        mut get: impl FnMut(Digest) -> Result<Result<Option<Vec<u8>>, String>, E>,
    ) -> Result<Result<Signed, Broken>, E> {
        let mut check = |part: &Part| {
            let why = match get(part.digest)? {
                Ok(Some(bytes)) => return Ok(Ok(bytes)),
                Ok(None) => format!("它的{} {} 不见了", part.what, part.digest.short()),
                Err(why) => format!("它的{}不对：{why}", part.what),
            };
            Ok(Err(Broken { seq: part.seq, why }))
        };
        // From round to round most items stay as they are.
        for part in &self.parts {
            if !needed.insert(part.digest) {
                continue;
            }
            let bytes = match check(part)? {
                Ok(bytes) => bytes,
                Err(broken) => return Ok(Err(broken)),
            };
            if !part.is_snapshot() {
                continue;
            }
            let files = match files_of(part.seq, &bytes) {
                Ok(files) => files,
                Err(broken) => return Ok(Err(broken)),
            };
            for file in files {
                if needed.insert(file.digest)
                    && let Err(broken) = check(&file)?
                {
                    return Ok(Err(broken));
                }
            }
        }
        Ok(self.broken.map_or(Ok(self.signed), Err))
    }
}

/// Recomputes the whole chain, replays it, checks its signatures by these keys, looks whether the content that it refers to
/// is there and unchanged, and whether the checkpoint is what the events add up to. Gives the first event that is wrong
/// where the history does not hold.
///
/// # Errors
/// When the store cannot be read at all.
pub fn verify_store<S: Store>(
    store: &mut S,
    keyring: &Keyring,
) -> Result<Result<Verified, Broken>, StoreError> {
    let checkpoint = store.recall();
    let state_at = |head: Head| {
        let kept = checkpoint.as_ref().filter(|kept| kept.head == head)?;
        kept.open().map(|(state, _)| state)
    };
    let mut inspection = Inspection::new(keyring);
    let mut forged = None;
    let mut seen = |campaign: &Campaign| {
        if state_at(campaign.head()).is_some_and(|state| state != *campaign) {
            forged = Some(campaign.head().seq);
        }
    };
    let mut at_once = AT_ONCE;
    loop {
        match store.read_some(inspection.head().seq, at_once) {
            Ok(records) if records.is_empty() => break,
            Ok(records) => {
                if !inspection.take(&records, &mut seen) {
                    break;
                }
            }
            // One of many cannot be read: those before it are looked at one by one.
            Err(StoreError::Damaged { .. }) if at_once > 1 => at_once = 1,
            Err(StoreError::Damaged { why, .. }) => {
                inspection.stop(why);
                break;
            }
            Err(error) => return Err(error),
        }
    }
    let head = inspection.head();
    let campaign = inspection.campaign().clone();
    let set_back = inspection.set_back();
    let get = |digest| match store.get(digest) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(StoreError::Damaged { why, .. }) => Ok(Err(why)),
        Err(error) => Err(error),
    };
    let signed = match inspection.finish(&mut HashSet::new(), get)? {
        Ok(signed) => signed,
        Err(broken) => return Ok(Err(broken)),
    };
    Ok(Ok(Verified {
        head,
        signed,
        set_back,
        forged: forged.map(|seq| Forged {
            seq,
            replaced: store.remember(None, &Checkpoint::of(&campaign)).is_ok(),
        }),
    }))
}

//! The chain of events: each carries the SHA-256 of the one before, so a rewritten history is found out.

use jiff::Timestamp;
use rayon::prelude::*;

use super::event::{Event, EventKind};
use crate::domain::ids::Digest;
use crate::domain::people::Person;

/// How many records are read at once: enough to keep the threads busy, few enough not to fill the memory.
const AT_ONCE: usize = 4096;

/// The end of a chain: where the next event goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Sequence number of the last event; 0 for none.
    pub seq: u64,
    /// Its digest; [`Digest::ZERO`] for none.
    pub digest: Digest,
}

impl Head {
    /// Nothing has happened yet.
    pub const EMPTY: Self = Self {
        seq: 0,
        digest: Digest::ZERO,
    };
}

impl Default for Head {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// An event letter for letter as it is kept and hashed, with the signature where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// 1, 2, 3, …
    pub seq: u64,
    /// RFC 3339 in UTC.
    pub at: String,
    /// Id of the person.
    pub actor: String,
    /// Role in words.
    pub role: String,
    /// JSON of the [`EventKind`], not reformatted.
    pub payload: String,
    /// Digest of the record before.
    pub previous: Digest,
    /// Digest of this one.
    pub digest: Digest,
    /// The actor's signature over [`Record::canonical`], an armored SSHSIG; not hashed, because it is made over what is.
    pub signature: Option<String>,
}

/// Why a chain does not hold, and at which event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {seq} 号事件：{why}")]
pub struct Broken {
    /// Sequence number of the first event that is wrong.
    pub seq: u64,
    /// What is wrong.
    pub why: String,
}

/// Appends `text` as a JSON string.
fn quote(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0..=0x1f => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

impl Record {
    /// The bytes that are hashed: a JSON object with these fields in this order, the payload letter for letter as kept.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.payload.len() + 256);
        out.extend_from_slice(format!("{{\"seq\":{},\"at\":", self.seq).as_bytes());
        quote(&mut out, &self.at);
        out.extend_from_slice(b",\"actor\":");
        quote(&mut out, &self.actor);
        out.extend_from_slice(b",\"role\":");
        quote(&mut out, &self.role);
        out.extend_from_slice(b",\"payload\":");
        out.extend_from_slice(self.payload.as_bytes());
        out.extend_from_slice(format!(",\"previous\":\"{}\"}}", self.previous).as_bytes());
        out
    }

    /// Whether it follows on `head`, and what the head is after it. Does not look at the content.
    ///
    /// # Errors
    /// When its number or the digest of its predecessor is wrong.
    pub fn follows(&self, head: Head) -> Result<Head, Broken> {
        let broken = |why: String| Broken {
            seq: self.seq.min(head.seq + 1),
            why,
        };
        if self.seq != head.seq + 1 {
            return Err(broken(format!(
                "序号应为 {}，实为 {}，中间的事件不见了或次序被改",
                head.seq + 1,
                self.seq
            )));
        }
        if self.previous != head.digest {
            return Err(broken(format!(
                "所记的上一事件摘要 {} 与上一事件的摘要 {} 不符",
                self.previous.short(),
                head.digest.short()
            )));
        }
        Ok(Head {
            seq: self.seq,
            digest: self.digest,
        })
    }

    /// Whether it follows on `head` and its content is what its digest says.
    ///
    /// # Errors
    /// When one or the other is not so.
    pub fn check(&self, head: Head) -> Result<Head, Broken> {
        let next = self.follows(head)?;
        self.intact()?;
        Ok(next)
    }

    /// Whether its content is what its digest says.
    fn intact(&self) -> Result<(), Broken> {
        let found = Digest::of(&self.canonical());
        if found != self.digest {
            return Err(Broken {
                seq: self.seq,
                why: format!(
                    "内容与摘要不符（按内容算得 {}，所记为 {}），事件被改动过",
                    found.short(),
                    self.digest.short()
                ),
            });
        }
        Ok(())
    }

    /// The event that it records, where its content is what its digest says.
    ///
    /// # Errors
    /// When it is not, or a field cannot be read.
    pub fn intact_event(&self) -> Result<Event, Broken> {
        self.intact()?;
        self.read()
    }

    /// The event that it records.
    ///
    /// # Errors
    /// When a field cannot be read, e.g. because a newer version of the program wrote it.
    pub fn read(&self) -> Result<Event, Broken> {
        let broken = |why: String| Broken { seq: self.seq, why };
        Ok(Event {
            seq: self.seq,
            at: self
                .at
                .parse()
                .map_err(|e| broken(format!("时间“{}”读不懂：{e}", self.at)))?,
            actor: self
                .actor
                .parse()
                .map_err(|e| broken(format!("人员代号读不懂：{e}")))?,
            role: self.role.clone(),
            payload: serde_json::from_str(&self.payload)
                .map_err(|e| broken(format!("内容读不懂（{e}），可能是较新版本的程序写的")))?,
            previous: self.previous,
            digest: self.digest,
        })
    }
}

/// Puts an event at the end of the chain; gives it with the record to keep.
pub fn seal(head: Head, at: Timestamp, actor: &Person, payload: EventKind) -> (Event, Record) {
    let mut record = Record {
        seq: head.seq + 1,
        at: at.to_string(),
        actor: actor.id.value.to_string(),
        role: actor.role.chinese(),
        // Every field of an event serialises to text, number, list or object with text keys: JSON takes them all.
        payload: serde_json::to_string(&payload).unwrap_or_default(),
        previous: head.digest,
        digest: Digest::ZERO,
        signature: None,
    };
    record.digest = Digest::of(&record.canonical());
    let event = Event {
        seq: record.seq,
        at,
        actor: actor.id.value.clone(),
        role: record.role.clone(),
        payload,
        previous: record.previous,
        digest: record.digest,
    };
    (event, record)
}

/// Checks that the records follow on `head` and hold, and reads them, on all threads; `take` gets the events in order.
///
/// # Errors
/// The first record that is wrong, or the error of `take`; those before it have been taken.
pub fn read_checked(
    records: &[Record],
    mut head: Head,
    mut take: impl FnMut(Event) -> Result<(), Broken>,
) -> Result<(), Broken> {
    for records in records.chunks(AT_ONCE) {
        let contents: Vec<Result<Event, Broken>> =
            records.par_iter().map(Record::intact_event).collect();
        for (record, event) in records.iter().zip(contents) {
            head = record.follows(head)?;
            take(event?)?;
        }
    }
    Ok(())
}

/// Recomputes a whole chain from its first event; gives its head.
///
/// A chain whose last events were cut off is itself a good chain: that the head is still the one that a release
/// carries has to be checked beside it.
///
/// # Errors
/// The first event that is wrong.
pub fn verify<'a>(records: impl IntoIterator<Item = &'a Record>) -> Result<Head, Broken> {
    let mut head = Head::EMPTY;
    for record in records {
        head = record.check(head)?;
        record.read()?;
    }
    Ok(head)
}

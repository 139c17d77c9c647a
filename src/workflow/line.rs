//! An event as a line of JSON: what `review log --format jsonl` prints and `review export` writes.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::chain::Record;
use crate::domain::ids::Digest;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    seq: u64,
    #[serde(borrow)]
    at: Cow<'a, str>,
    #[serde(borrow)]
    actor: Cow<'a, str>,
    #[serde(borrow)]
    role: Cow<'a, str>,
    #[serde(borrow)]
    payload: &'a RawValue,
    previous: Digest,
    digest: Digest,
    #[serde(default)]
    signature: Option<String>,
}

impl Record {
    /// The bytes that are hashed, with `digest` and, where there is one, `signature` put in before the last brace.
    pub fn line(&self) -> Vec<u8> {
        let mut out = self.canonical();
        out.pop();
        out.extend_from_slice(format!(",\"digest\":\"{}\"", self.digest).as_bytes());
        if let Some(signature) = &self.signature {
            out.extend_from_slice(b",\"signature\":");
            // A text: JSON takes it.
            out.extend_from_slice(&serde_json::to_vec(signature).unwrap_or_default());
        }
        out.push(b'}');
        out
    }

    /// Reads what [`Record::line`] writes, and nothing that is written otherwise: the bytes are what the digest is of.
    ///
    /// # Errors
    /// Why it is no such line.
    pub fn from_line(line: &str) -> Result<Self, String> {
        let read: Line<'_> =
            serde_json::from_str(line).map_err(|e| format!("不是一个事件：{e}"))?;
        let record = Self {
            seq: read.seq,
            at: read.at.into_owned(),
            actor: read.actor.into_owned(),
            role: read.role.into_owned(),
            payload: read.payload.get().to_owned(),
            previous: read.previous,
            digest: read.digest,
            signature: read.signature,
        };
        if record.line() == line.as_bytes() {
            Ok(record)
        } else {
            Err("写法与本程序写的不一样，被改动过".to_owned())
        }
    }
}

//! A whole history as one portable file: a zip archive that verifies on another machine without the project.
//!
//! | entry | |
//! | --- | --- |
//! | `README.txt` | how to check it without this program |
//! | `manifest.json` | how much there is, where the chain ends |
//! | `people.json` | who acted, with their public keys |
//! | `allowed_signers` | the same keys as `ssh-keygen -Y verify -f` reads them |
//! | `events.jsonl` | the events, a line each |
//! | `content/<digest>` | what they refer to, by its SHA-256 |
//!
//! Entries stand in this order, content by digest, without dates: the same history of the same people is the same bytes.

mod directory;
mod read;
mod write;

use jiff::civil::Date;

use super::files::FileError;
use crate::domain::ids::Digest;
use crate::domain::ssh::{DatedKey, NAMESPACE};
use crate::workflow::words::iso_date_if;

pub use self::read::HistoryFile;
pub use self::write::HistoryWriter;

const README: &str = "README.txt";
const MANIFEST: &str = "manifest.json";
const PEOPLE: &str = "people.json";
const SIGNERS: &str = "allowed_signers";
const EVENTS: &str = "events.jsonl";
const CONTENT: &str = "content/";

/// What the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`Manifest::SCHEMA`].
    pub schema: String,
    /// Edition of the list.
    pub edition: String,
    /// How many events there are.
    pub events: u64,
    /// Digest of the last one.
    pub head: Digest,
    /// How many pieces of content.
    pub contents: u64,
    /// Digest of `README.txt`.
    pub readme: Digest,
    /// Digest of `people.json`.
    pub people: Digest,
    /// Digest of `allowed_signers`.
    pub signers: Digest,
}

impl Manifest {
    /// Name and version of the format.
    pub const SCHEMA: &'static str = "power-list/history/v1";
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// [`People::SCHEMA`].
    pub schema: String,
    /// In order of id.
    pub people: Vec<Acted>,
}

impl People {
    /// Name and version of the format.
    pub const SCHEMA: &'static str = "power-list/people/v1";

    /// The keys as `ssh-keygen -Y verify -f` reads them.
    pub fn allowed_signers(&self) -> String {
        let mut out = String::new();
        for person in &self.people {
            for key in &person.keys {
                let mut options = format!("namespaces=\"{NAMESPACE}\"");
                let day = |date: Date| date.strftime("%Y%m%d").to_string();
                if let Some(first) = key.first {
                    options.push_str(&format!(",valid-after=\"{}\"", day(first)));
                }
                // The last day is one on which the key counts; there, it is the first on which it does not.
                if let Some(end) = key.last.and_then(|last| last.tomorrow().ok()) {
                    options.push_str(&format!(",valid-before=\"{}\"", day(end)));
                }
                out.push_str(&format!("{} {options} {}\n", person.id, key.key));
            }
        }
        out
    }
}

/// Somebody who acted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acted {
    /// Id.
    pub id: String,
    /// Name or post; empty where the project no longer has the person.
    pub name: String,
    /// Public keys.
    pub keys: Vec<KeyLine>,
}

impl Acted {
    /// The keys as values.
    ///
    /// # Errors
    /// When one of them is none.
    pub fn dated_keys(&self) -> Result<Vec<DatedKey>, String> {
        let dated = |line: &KeyLine| {
            Ok(DatedKey {
                key: line.key.parse().map_err(|e| format!("{}：{e}", self.id))?,
                first: line.first,
                last: line.last,
            })
        };
        self.keys.iter().map(dated).collect()
    }
}

/// A public key as text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyLine {
    /// The line of a `.pub` file.
    pub key: String,
    /// First day on which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]
    pub first: Option<Date>,
    /// Last day on which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]
    pub last: Option<Date>,
}

impl From<&DatedKey> for KeyLine {
    fn from(dated: &DatedKey) -> Self {
        Self {
            key: dated.key.to_string(),
            first: dated.first,
            last: dated.last,
        }
    }
}

/// Why a history file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The system says no.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is something else.
    #[error("“{path}”不是导出的审核记录：{found}")]
    Foreign {
        /// The file.
        path: String,
        /// What it is instead.
        found: String,
    },
    /// A newer version of the program wrote it.
    #[error("“{path}”是较新版本的程序写的（{schema}，本程序只认 {known}）", known = Manifest::SCHEMA)]
    Newer {
        /// The file.
        path: String,
        /// Its format.
        schema: String,
    },
    /// It is not what was written.
    #[error("“{path}”已损坏或被改动过：{why}")]
    Damaged {
        /// The file.
        path: String,
        /// How.
        why: String,
    },
}

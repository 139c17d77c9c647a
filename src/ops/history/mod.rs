//! A whole history out of a project and into another. The order matters: nothing is written before all is checked.

mod export;
mod import;

use std::collections::HashSet;

use crate::domain::people::Person;
use crate::io::files::FileError;
use crate::io::history::{HistoryError, HistoryFile};
use crate::io::store::StoreError;
use crate::ops::review::{AT_ONCE, Inspection, Verified};
use crate::workflow::Keyring;
use crate::workflow::chain::{Broken, Record};

pub use self::export::{Exported, export};
pub use self::import::{Imported, import};

/// Why a history was not carried over. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum HistoryFailure {
    /// The file.
    #[error(transparent)]
    File(#[from] HistoryError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The history itself does not hold.
    #[error("事件链不完整：{0}")]
    Broken(#[from] Broken),
    /// There is nothing to carry over.
    #[error("还没有审核记录可以导出")]
    Empty,
    /// The project and the file tell two histories.
    #[error(
        "工程里的审核记录与文件里的不是一回事：第 {seq} 号事件起不同（工程里 {own}，文件里 {other}）"
    )]
    Parted {
        /// The first event that differs.
        seq: u64,
        /// The digest's first digits in the project.
        own: String,
        /// Those in the file.
        other: String,
    },
}

/// The keys by which a file is checked: those of the project, and for people who have none there those that the file brings
/// along.
///
/// # Errors
/// When the file's are no keys.
pub fn keyring(file: &HistoryFile, people: &[Person]) -> Result<Keyring, HistoryError> {
    let mut keyring = Keyring::of(people);
    for person in &file.people().people {
        let keys = person.dated_keys().map_err(|why| file.damaged(why))?;
        keyring.add(&person.id, keys);
    }
    Ok(keyring)
}

/// Checks a whole file: chain, state, signatures, content, and that nothing else is in it.
///
/// # Errors
/// What is wrong first.
pub fn verify_file(file: &mut HistoryFile, keyring: &Keyring) -> Result<Verified, HistoryFailure> {
    inspect(file, keyring, |_| {})
}

/// As [`verify_file`]; `seen` gets the events in pieces.
fn inspect(
    file: &mut HistoryFile,
    keyring: &Keyring,
    mut seen: impl FnMut(&[Record]),
) -> Result<Verified, HistoryFailure> {
    let mut inspection = Inspection::new(keyring);
    let wrong = file.records(AT_ONCE, |records| {
        let good = inspection.take(&records, |_| {});
        if good {
            seen(&records);
        }
        good
    })?;
    if let Some(why) = wrong
        && !inspection.is_broken()
    {
        inspection.stop(why);
    }
    let head = inspection.head();
    let edition = inspection
        .campaign()
        .edition()
        .map_or(String::new(), ToString::to_string);
    let set_back = inspection.set_back();
    let mut needed = HashSet::new();
    let signed = inspection.finish(&mut needed, |digest| file.content(digest))??;
    let needless = file.contents().find(|digest| !needed.contains(digest));
    if let Some(digest) = needless {
        return Err(file.damaged(format!("内容 {digest} 没有事件用到")).into());
    }
    let said = file.manifest();
    if (said.events, said.head) != (head.seq, head.digest) {
        let why = format!(
            "manifest.json 说有 {} 个事件、链尾 {}，实有 {} 个、链尾 {}，末尾的事件不见了或者被添过",
            said.events,
            said.head.short(),
            head.seq,
            head.digest.short()
        );
        return Err(file.damaged(why).into());
    }
    if said.edition != edition {
        let why = format!(
            "manifest.json 说的版本是“{}”，事件里是“{edition}”",
            said.edition
        );
        return Err(file.damaged(why).into());
    }
    Ok(Verified {
        head,
        signed,
        set_back,
        forged: None,
    })
}

impl From<FileError> for HistoryFailure {
    fn from(error: FileError) -> Self {
        Self::File(error.into())
    }
}
